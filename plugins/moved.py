"""A small page at each earlier address, leading to where the entry is now: no address is ever broken."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import addresses
from nyspor.model.site import PageHead
from nyspor.outputs import Build, Page, plan


def outputs(build: Build) -> Iterator[Page]:
    for entry in build.library.entries.values():
        address = build.library.address(entry)
        for alias in entry.aliases:
            page = PageHead(entry.title, address, lang=entry.lang, indexed=False)
            path = addresses.output_path(
                alias if "." in alias.rsplit("/", 1)[-1] else alias.rstrip("/") + "/"
            )
            yield Page(path, "moved.html", {"page": page}, entry.lang.value)


def register() -> None:
    plan.connect(outputs)
