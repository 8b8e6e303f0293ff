"""A small site with a database, and backups of it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from nyspor.backup.archive_writer import Backup, make_backup
from nyspor.backup.places import places_in
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.person_keys import open_keys
from nyspor.forms_service.records import normal_address
from nyspor.forms_service.tokens import Signer
from tests.builders import write_site
from tests.forms_service.builders import accept
from tests.forms_service.commands import SECRET

SENT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ENGINE = "9.9"
ANNA, BENT = "anna@post.example", "bent@post.example"


def hash_of(site: Path, address: str) -> bytes:
    """The hash by which the site's database knows an address."""
    keys = open_keys(site / "data/outbox.sqlite", (SECRET,))
    return Signer((SECRET,), keys).keyed_hash("who", normal_address(address))


def a_site(folder: Path) -> Path:
    """A site with texts, published comments of two residents, their submissions, and all sorts beside."""
    write_site(folder / "content", velkommen="Tekst.")
    database = folder / "data/outbox.sqlite"
    outbox = Outbox.open(database)
    for number, (name, address) in enumerate((("Anna", ANNA), ("Bent", BENT))):
        send(folder, outbox, f"00000000000{number}", address, name)
        comment(folder, f"00000000000{number}", name)
    outbox.close()
    put(folder, "data/mail/000000000000.editor.eml", b"To: a\n\nAnna\n", 0o600)
    put(folder, "data/keys/signing.pem", b"PRIVATE", 0o600)
    put(folder, "data/magazine/2013/magasin-2013.pdf", os.urandom(100_000))
    put(folder, "data/publishing.json", b"{}")
    put(folder, "nyspor.toml", b'[site]\nurl = "https://blog.example"\n')
    put(folder, "brand.yaml", b"navn: Bloggen\n")
    put(folder, "theme/static/css/egen.css", b"a {}")
    put(folder, "plugins/egen.py", b"")
    put(folder, "var/state/x/state", b"Anna skrev")
    put(folder, "releases/20261129/site/index.html", b"<p>")
    put(folder, "content/.git/HEAD", b"ref")
    put(folder, ".venv/pyvenv.cfg", b"")
    put(folder, ".venv/bin/python", b"")
    return folder


def put(folder: Path, path: str, content: bytes, mode: int = 0o644) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(mode)
    return file


def comment(site: Path, id: str, name: str) -> Path:
    """The file of a published comment."""
    text = f'---\nindlæg: "posts/velkommen"\nnavn: "{name}"\nmodtaget: "2026-11-01 09:00"\n---\n\nHej.\n'
    return put(site, f"content/comments/posts/velkommen/{id}.md", text.encode())


def send(
    site: Path, outbox: Outbox, id: str, address: str, name: str = "N", at: datetime = SENT
) -> None:
    values = {"name": name, "text": "Hej.", "email": address}
    accept(outbox, id, person_hash=hash_of(site, address), received=at, values=values)


def backed_up(site: Path, folder: Path, keep: int = 0, **changes: Any) -> Backup:
    """A backup of the site, made an hour after the last."""
    environ = changes.pop("environ", {})
    now = changes.pop("now", NOW + timedelta(hours=len(list(folder.glob("*.gz")))))
    return make_backup(places_in(site, environ), folder, keep, now, ENGINE, **changes)


def tree(folder: Path, *without: str) -> dict[str, str]:
    """The digest of every file, by path."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in without
    }


def rows(database: Path) -> list[str]:
    """Everything a database holds, as SQL."""
    with closing(sqlite3.connect(database)) as db:
        return list(db.iterdump())
