"""Where a site's data lie, by its settings, and where each is found in the archive: pure but for `exists`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nyspor.files.data_folder import (
    DATA_FOLDER,
    MAGAZINES_FOLDER,
    MAIL_FOLDER,
    OUTBOX_FILE,
)

OUTSIDE = "outside-the-site"
"""The folder in the archive for what settings name outside the site's folder."""

DATABASE, CONTENT, MAIL, MAGAZINES, ADDRESSES = "database", "content", "mail", "magazines", "addresses"  # fmt: skip
FOLDERS = (CONTENT, MAIL, MAGAZINES)


@dataclass(frozen=True)
class SitePlaces:
    """The site's folder, and what its settings name (absolute paths). `made_again` is never read."""

    site: Path
    content: Path
    database: Path
    mail: Path
    magazines: Path
    addresses: Path | None = None
    made_again: tuple[Path, ...] = ()

    @property
    def named(self) -> dict[str, Path]:
        """What settings name, by the names of `Manifest.places`."""
        found = {
            CONTENT: self.content,
            DATABASE: self.database,
            MAIL: self.mail,
            MAGAZINES: self.magazines,
        }
        return found | ({ADDRESSES: self.addresses} if self.addresses else {})

    def archived(self, name: str) -> str:
        """Return the path of a place in the archive: as in the site, or below `OUTSIDE`."""
        path = self.named[name]
        if path.is_relative_to(self.site) and path != self.site:
            return path.relative_to(self.site).as_posix()
        # A database has files beside it, and a file needs its name.
        return f"{OUTSIDE}/{name}" + (f"/{path.name}" if name in (DATABASE, ADDRESSES) else "")

    @property
    def may_be_links(self) -> frozenset[str]:
        """The folders of the site that may be links to another disk: only who runs it can set these."""
        named = (self.archived(name) for name in FOLDERS if not self.is_outside(name))
        return frozenset({"content", str(DATA_FOLDER), *named})

    def is_outside(self, name: str) -> bool:
        """Return whether a place lies outside the site's folder."""
        return self.archived(name).startswith(f"{OUTSIDE}/")


def places_in(site: Path, environ: Mapping[str, str], *made_again: Path) -> SitePlaces:
    """Return the places of a site by the variables of its settings; no secret is needed for that."""

    def path(variable: str, default: Path | str) -> Path:
        return _absolute(site, environ.get(variable, "").strip() or default)

    addresses = environ.get("NYSPOR_ADDRESSES", "").strip()
    return SitePlaces(
        site=_absolute(site, "."),
        content=path("NYSPOR_CONTENT", "content"),
        database=path("NYSPOR_OUTBOX", OUTBOX_FILE),
        mail=path("NYSPOR_MAIL_FOLDER", MAIL_FOLDER),
        magazines=path("NYSPOR_MAGAZINES", MAGAZINES_FOLDER),
        addresses=_absolute(site, addresses) if addresses else None,
        made_again=(
            path("NYSPOR_STATE", "var/state"),
            path("NYSPOR_PICTURES", "var/pictures"),
            *(_absolute(site, each) for each in made_again),
        ),
    )


def _absolute(site: Path, path: Path | str) -> Path:
    return Path(os.path.normpath(site.absolute() / path))
