"""Checks of the templates in a site's own `theme/`: Jinja can read them, and what they name is there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes

from nyspor.front_matter.parsing import ParseError, decode
from nyspor.model.site import Site
from nyspor.problems import N_, Problem, closest_match
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import ENGINE_PREFIX, Theme
from nyspor.text.language import DEFAULT_LANGUAGE

ENDINGS = frozenset({".css", ".html", ".opf", ".xhtml", ".xml"})
"""What the names of templates end with; other files in their folder are nobody's."""

FAILING = (
    (r"block that needs to be closed is '(?P<tag>\w+)'",
     N_("“{{% {tag} %}}” is opened here or above, and never closed."),
     N_("Write “{{% end{tag} %}}” where it ends.")),
    (r"Encountered unknown tag 'end(?P<tag>\w+)'",
     N_("“{{% end{tag} %}}” closes what is not open."),
     N_("See that there is a “{{% {tag} … %}}” above it, and take the others out.")),
    (r"Encountered unknown tag '(?P<tag>\w+)'",
     N_("There is no “{{% {tag} %}}” in templates."),
     N_("Write one that there is, such as block, if, for or set.")),
    (r"block '(?P<tag>\w+)' defined twice",
     N_("The block “{tag}” stands here twice."),
     N_("Put all that belongs in it into one.")),
    (r"No filter named '(?P<tag>\w+)'",
     N_("There is no filter called “{tag}”."),
     N_("Write one that there is, such as url or date.")),
)  # fmt: skip
"""What Jinja says of the commonest mistakes, what we say instead, and what to do."""

Names = dict[str, None]
"""Names in the order of the templates, each once."""


def check_templates(theme: Theme) -> list[Problem]:
    """Return every problem of the templates in a site's own theme folder; none where it has none."""
    engine = theme.folders[-1] / "templates"
    files = [
        (file, name)
        for folder in theme.own_template_folders
        for file, name in template_files(folder)
        if not _is_copy(file, engine / name)
    ]
    if not files:
        return []
    environment = make_environment(theme, Site("", "", ""), DEFAULT_LANGUAGE)
    checks = (_Check(environment, file, name) for file, name in files)
    return [problem for check in checks for problem in check.problems()]


def _is_copy(file: Path, of: Path) -> bool:
    """Return whether a file is one of the engine's own, which need no check at every build."""
    return of.is_file() and file.read_bytes() == of.read_bytes()


def template_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the templates in a folder, each with the name that others know it by."""
    folder = folder.absolute()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.suffix in ENDINGS and file.is_file() and not re.search(r"(^|/)\.", name):
            yield file, name


def fault_in_template(error: BaseException, theme: Theme) -> Problem | None:
    """Return what is wrong in a site's own template that a page could not be made of; None for other faults."""
    folders = tuple(f"{os.path.abspath(folder)}/" for folder in theme.template_folders)
    own = tuple(f"{os.path.abspath(folder)}/" for folder in theme.own_template_folders)
    frames = walk_tb(error.__traceback__)
    places = ((os.path.abspath(frame.f_code.co_filename), line) for frame, line in frames)
    within = [(file, line) for file, line in places if file.startswith(folders)]
    if not within or not within[-1][0].startswith(own):
        return None
    file, line = within[-1]
    return Problem(
        file,
        N_("The page cannot be made: {reason}"),
        N_("See that what the template uses there has that name, and is on this page."),
        line,
        params={"reason": str(error)},
    )


def blocks_of(environment: Environment, name: str) -> Names:
    """Return the blocks of a template and of those that it extends, theirs first."""
    found: Names = {}
    seen: set[str | None] = set()
    while name:
        source, file, _ = _source(environment, name)
        if file in seen:
            break
        seen.add(file)
        tree = environment.parse(source)
        found = dict.fromkeys(block.name for block in tree.find_all(nodes.Block)) | found
        name = next((parent for _, parent in _extended(tree)), "")
    return found


def _source(environment: Environment, name: str) -> tuple[str, str | None, object]:
    assert environment.loader
    return environment.loader.get_source(environment, name)


def _extended(tree: nodes.Template) -> Iterator[tuple[nodes.Extends, str]]:
    """Yield the template that one extends, where it is named outright."""
    for node in tree.find_all(nodes.Extends):
        if isinstance(node.template, nodes.Const):
            yield node, str(node.template.value)


@dataclass(frozen=True)
class _Check:
    """The check of one template."""

    environment: Environment
    file: Path
    name: str

    def problems(self) -> Iterator[Problem]:
        try:
            source = decode(self.file.read_bytes(), str(self.file))
        except ParseError as error:
            yield error.problem
            return
        try:
            tree = self.environment.parse(source)
            self.environment.compile(source, self.name, str(self.file))
        except TemplateSyntaxError as error:
            yield self._unreadable(error)
            return
        missing = list(self._missing(tree))
        yield from missing
        if not missing:
            yield from self._not_shown(tree)

    def _problem(self, line: int, message: str, remedy: str, **params: object) -> Problem:
        return Problem(str(self.file), message, remedy, line, params=params)

    def _unreadable(self, error: TemplateSyntaxError) -> Problem:
        said = error.message or ""
        for pattern, message, remedy in FAILING:
            if found := re.search(pattern, said):
                return self._problem(error.lineno, message, remedy, tag=found["tag"])
        return self._problem(
            error.lineno,
            N_("The template cannot be read. Jinja says: {reason}"),
            N_("See that each “{{{{” has its “}}}}” and each “{{%” its “%}}”, here and just above."),
            reason=said,
        )  # fmt: skip

    def _missing(self, tree: nodes.Template) -> Iterator[Problem]:
        """Yield the templates it names that are not there, and itself where it extends that."""
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            ignored = isinstance(node, nodes.Include) and node.ignore_missing
            template = node.template  # type: ignore[attr-defined]
            if ignored or not isinstance(template, nodes.Const) or type(template.value) is not str:
                continue
            try:
                _, found, _ = _source(self.environment, template.value)
            except TemplateNotFound:
                yield self._not_there(node.lineno, template.value)
            else:
                if isinstance(node, nodes.Extends) and os.path.abspath(found or "") == str(
                    self.file
                ):
                    yield self._problem(
                        node.lineno,
                        N_("The template extends itself."),
                        N_("Write “{code}”: “nyspor/” in front means the one that comes with Nyspor."),
                        code=f'{{% extends "{ENGINE_PREFIX}/{self.name}" %}}',
                    )  # fmt: skip

    def _not_there(self, line: int, name: str) -> Problem:
        prefix = f"{ENGINE_PREFIX}/" if name.startswith(f"{ENGINE_PREFIX}/") else ""
        known = (each for each in self.environment.list_templates() if each.startswith(prefix))
        near = closest_match(name, known)
        return self._problem(
            line,
            N_("There is no template called “{name}”."),
            N_("Did you mean “{near}”?")
            if near
            else N_("Write the name of one that there is, such as nyspor/base.html."),
            name=name,
            near=near,
        )

    def _not_shown(self, tree: nodes.Template) -> Iterator[Problem]:
        """Yield what it has for no block of the template that it extends: nobody would ever see it."""
        for _, parent in _extended(tree):
            try:
                known = blocks_of(self.environment, parent)
            except (TemplateNotFound, TemplateSyntaxError):
                return  # which is said of that template
            names = ", ".join(known)
            for block in _outermost_blocks(tree):
                if block.name not in known:
                    near = closest_match(block.name, known)
                    yield self._problem(
                        block.lineno,
                        N_("{parent} has no block called “{name}”, so what stands in it is not shown."),
                        N_("Did you mean “{near}”? The blocks are: {names}.")
                        if near
                        else N_("Write one of its blocks: {names}."),
                        parent=parent, name=block.name, near=near, names=names,
                    )  # fmt: skip
            for line in _lines_outside(tree):
                yield self._problem(
                    line,
                    N_("What stands outside the blocks is not shown."),
                    N_("Put it into one of the blocks of {parent}: {names}."),
                    parent=parent,
                    names=names,
                )


def _outermost_blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    """Yield the blocks that stand in no other: a block in another is shown with it, whatever its name."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost_blocks(child)


def _lines_outside(tree: nodes.Template) -> Iterator[int]:
    """Yield the line of the first thing that stands outside the blocks."""
    written: Iterable[nodes.Node] = (
        part for node in tree.body if isinstance(node, nodes.Output) for part in node.nodes
    )
    for part in written:
        text = part.data if isinstance(part, nodes.TemplateData) else "x"
        if text.strip():
            before = len(text) - len(text.lstrip())
            yield part.lineno + text[:before].count("\n")
            return
