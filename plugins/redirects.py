"""Redirects: a small page at each earlier address of an entry (`aliases`, `tidligere_adresser`) leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.model.kinds import Entry
from nyspor.model.site import PageHead
from nyspor.site.build_plan import Build, Context, Page, plan


def outputs(build: Build) -> Iterator[Page]:
    for entry in build.library.entries.values():
        for alias in entry.aliases:
            path = urls.output_path(urls.parse_alias(alias))
            context = partial(redirect_context, build, entry)
            yield Page(path, "redirect.html", context, entry.lang.value, listed=(entry,))


def redirect_context(build: Build, entry: Entry) -> Context:
    address = build.library.address(entry)
    return {"page": PageHead(entry.title, address, lang=entry.lang, indexed=False)}


def register() -> None:
    plan.connect(outputs)
