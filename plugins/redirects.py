"""Redirects: a small page at each earlier address of an entry (`aliases`, `tidligere_adresser`) leads to it."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import urls
from nyspor.site.build_plan import Build, Page, plan
from nyspor.site.redirect_page import redirect_page


def outputs(build: Build) -> Iterator[Page]:
    for entry in build.library.entries.values():
        address = build.library.address(entry)
        for alias in entry.aliases:
            yield redirect_page(urls.parse_alias(alias), entry.title, address, entry.lang.value)


def register() -> None:
    plan.connect(outputs)
