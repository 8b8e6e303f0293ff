"""Collects the outputs that the plugins plan, writes them, and removes what left the site."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment
from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.log import console
from pelican.writers import Writer

from nyspor.console import (
    MAKING_PICTURES,
    PICTURES_THRESHOLD,
    WRITING_FILES,
    WRITING_PAGES,
    with_progress,
)
from nyspor.files.atomic_write import write_atomically
from nyspor.files.output_folder import clear_path, owns, remove_stale
from nyspor.problem_report import print_problems
from nyspor.site.build_fault import BuildFault
from nyspor.site.build_plan import (
    BUILD,
    CACHE,
    PROCESSORS,
    Build,
    BuildCache,
    BuildStopped,
    Context,
    File,
    Maker,
    Output,
    Page,
    Write,
    complete,
    plan,
)
from nyspor.site.cards import Prose
from nyspor.site.jinja_environment import make_environment
from nyspor.site.prose_html import render_prose
from nyspor.site.template_checks import fault_in_template
from nyspor.text.hyphenation import hyphenate_narrow


class OutputConflict(Exception):
    """Two outputs have the same path: a fault in the plugins, since validation keeps addresses apart."""


def plan_outputs(build: Build) -> dict[str, Output]:
    """All outputs of a build, by path. Raises `OutputConflict`."""
    outputs: dict[str, Output] = {}
    collect(outputs, plan.send(build))
    collect(outputs, complete.send(build, planned=dict(outputs)))
    return outputs


def collect(outputs: dict[str, Output], answers: Iterable[tuple[object, Iterable[Output]]]) -> None:
    """Add what the plugins answer, each path once. Raises `OutputConflict`."""
    for _, answer in answers:
        for output in answer:
            if output.path in outputs:
                raise OutputConflict(output.path)
            outputs[output.path] = output


class OutputGenerator(Generator):  # type: ignore[misc]
    """Writes every planned output when Pelican runs its generators."""

    renders = False

    def generate_output(self, writer: Writer) -> None:
        build: Build = self.context[BUILD]
        folder = Path(self.output_path)
        make = partial(make_outputs, writer, build, folder)
        outputs = plan_outputs(build)
        cache: BuildCache | None = self.context.get(CACHE)
        if cache:
            cache.write(build, outputs, make)
        else:
            write_all(folder, outputs, make, self.settings["OUTPUT_RETENTION"])
        if build.picture_cache:
            build.picture_cache.remove_unused(outputs)


def write_all(
    folder: Path, outputs: Mapping[str, Output], make: Maker, retained: Sequence[str]
) -> None:
    """Render everything, and delete what is not in the plan where the folder is Nyspor's own."""
    ours = owns(folder, retained=retained)
    write = make(list(outputs.values()))
    if ours:
        for path in outputs:
            if not path.startswith("/"):
                clear_path(folder, path)
    write()
    if ours:
        remove_stale(folder, outputs, retained)


def make_outputs(
    writer: Writer, build: Build, folder: Path, outputs: list[Output], threads: int = PROCESSORS
) -> Write:
    """Render outputs; return what writes them: those in the output folder first, then those outside it."""
    pages = [output for output in outputs if isinstance(output, Page)]
    files = [output for output in outputs if isinstance(output, File)]
    pictures = missing(folder, batches(file for file in files if file.named_by_content))
    made = [file for file in files if not file.named_by_content and not file.copies]
    new: list[Path] = []
    try:
        # The first is made here, so that two threads do not import the same libraries at once.
        write_pictures(folder, pictures[0] if pictures else (), new)
        # Encoding a picture releases the interpreter lock, so another processor does it meanwhile.
        with ThreadPoolExecutor(min(threads, os.cpu_count() or 1)) as pool:
            making = [pool.submit(write_pictures, folder, batch, new) for batch in pictures[1:]]
            rendered = render_pages(build, pages)
            contents = {
                file.path: content_of(file) for file in with_progress(made, WRITING_FILES, console)
            }
            for picture in with_progress(making, MAKING_PICTURES, console, PICTURES_THRESHOLD):
                picture.result()
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise

    def write() -> None:
        for name, html in rendered.items():
            writer.write_file(name, Rendered(html), {})
        for outside in (False, True):
            for file in files:
                if not file.named_by_content and file.path.startswith("/") is outside:
                    content = contents.pop(file.path, None)
                    write_atomically(
                        folder / file.path, file.make() if content is None else content
                    )

    return write


class Rendered(NamedTuple):
    """A page that is rendered already, for Pelican's writer."""

    html: str

    def render(self, context: Context) -> str:
        return self.html


def render_pages(build: Build, pages: Collection[Page]) -> dict[str, str]:
    """The HTML of pages by path. Raises `BuildStopped` for a fault in a site's template, `BuildFault` for others."""
    environment_in = cache(partial(make_environment, build.theme, build.site))
    return {
        page.path: render_page(build, environment_in(page.language), page)
        for page in with_progress(pages, WRITING_PAGES, console)
    }


def render_page(build: Build, environment: Environment, page: Page) -> str:
    try:
        context = rendered_context(environment, page.context())
        return environment.get_template(page.template).render(context)
    except Exception as error:
        if fault := fault_in_template(error, build.theme):
            print_problems([fault], build.content)
            raise BuildStopped([fault]) from error
        raise BuildFault.with_output(page, error) from error


def content_of(file: File) -> bytes:
    """What is in a file. Raises `BuildFault`."""
    try:
        return file.make()
    except OSError:
        raise  # the disk, which is told otherwise
    except Exception as error:
        raise BuildFault.with_output(file, error) from error


def rendered_context(environment: Environment, context: Mapping[str, object]) -> dict[str, object]:
    """The context with its texts rendered to HTML by the theme's components."""
    return {
        name: rendered_prose(environment, value) if isinstance(value, Prose) else value
        for name, value in context.items()
    }


def rendered_prose(environment: Environment, prose: Prose) -> Markup:
    """A text as a page shows it: with soft hyphens where lines are short, which feeds and the magazine are without."""
    html = render_prose(environment, prose)
    return Markup(hyphenate_narrow(html, str(environment.globals["language"])))


def batches(files: Iterable[File]) -> list[list[File]]:
    """Files made from the same source together, each of the others by itself."""
    return [list(group) for _, group in groupby(files, key=lambda file: file.batch or file.path)]


def missing(folder: Path, pictures: Iterable[list[File]]) -> list[list[File]]:
    """The batches of which something is not there yet."""
    return [batch for batch in pictures if not all((folder / file.path).exists() for file in batch)]


def write_pictures(folder: Path, files: Iterable[File], new: list[Path]) -> None:
    """Make files named by their content where they do not exist yet, and add their paths to `new`."""
    for file in files:
        path = folder / file.path
        if not path.exists():
            content = content_of(file)
            new.append(path)
            write_atomically(path, content)


class AtomicWriter(Writer):  # type: ignore[misc]
    """Pelican's writer, which replaces files atomically."""

    def write_file(self, name: str, template: Rendered, context: Context, **others: object) -> None:
        """Render a page and write it; one without a name is not written, as in Pelican."""
        if not name:
            return
        write_atomically(Path(self.output_path) / name, template.render(context).encode())
        signals.content_written.send(f"{self.output_path}/{name}", context=context)


def get_writer(pelican: Pelican) -> type[AtomicWriter]:
    return AtomicWriter


def add_generator(pelican: Pelican) -> type[OutputGenerator]:
    return OutputGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
    signals.get_writer.connect(get_writer)
