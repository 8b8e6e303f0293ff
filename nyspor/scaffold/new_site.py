"""The files of a new site, made from three answers; `nyspor init` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from nyspor.configuration.settings import FILE
from nyspor.content import schema
from nyspor.scaffold.settings_file import settings_file_text
from nyspor.scaffold.yaml_string import yaml_string
from nyspor.text.danish import slugify

MARKUP = re.compile(r"([\\`*_\[\]])")
"""What means something in the middle of a line of Markdown."""

SUFFIX = ".template"
"""Ends the names of files that would mean something where they lie, such as settings and Git's own."""


@dataclass(frozen=True)
class Answers:
    """What must be known of a site: its name, who publishes it, and its address, '' while it has none.

    `id_base` is a UUID from which the ids of its feeds and meetings are made, '' for its first address.
    """

    name: str
    publisher: str
    url: str = ""
    id_base: str = ""


def site_files(answers: Answers, today: date) -> dict[str, str]:
    """The text of every file of a new site, by its path in the site's folder."""
    values = {
        "name": _in_markdown(answers.name),
        "name_quoted": yaml_string(answers.name),
        "publisher": _in_markdown(answers.publisher),
        "publisher_quoted": yaml_string(answers.publisher),
        "slug": slugify(answers.publisher) or "kommune",
        "id_base": answers.id_base,
        "date": today.isoformat(),
    }
    templates = {
        _path_in_site(path, today): Template(source.read_text("utf-8")).substitute(values)
        for path, source in _templates(files("nyspor.scaffold") / "site")
    }
    settings = settings_file_text({"site.url": answers.url} if answers.url else {})
    return {**templates, FILE: settings, f"content/{schema.FILE}": schema.schema_text()}


def _templates(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda found: found.name):
        if item.is_dir():
            yield from _templates(item, f"{prefix}{item.name}/")
        else:
            yield prefix + item.name, item


def _path_in_site(path: str, today: date) -> str:
    return path.removesuffix(SUFFIX).replace("dot_", ".").replace("YEAR", str(today.year))


def _in_markdown(text: str) -> str:
    """A text on one line of Markdown, shown as it is written."""
    return MARKUP.sub(r"\\\1", escape(text, quote=False))
