"""Small builders: content that is right, to be made wrong in one way by a test."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nyspor.checks import check_content
from nyspor.checks.library import build_library
from nyspor.content.collection import ContentCollection
from nyspor.content.entry_reader import ParsedEntry, read_entry
from nyspor.i18n.catalogues import translate_problem
from nyspor.model.document import Body
from nyspor.model.kinds import Municipality, Post, Topic, Track
from nyspor.model.library import Library, PictureFile, Vocabularies
from nyspor.problems import Problem
from nyspor.scaffold.new_site import Answers, site_files
from nyspor.text.danish import parse_date
from nyspor.urls import locate_entry

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

VOCABULARIES = Vocabularies(
    topics={"aeldre": Topic(slug="aeldre", name="Ældre")},
    municipalities={"roskilde": Municipality(slug="roskilde", name="Roskilde Kommune")},
)

TRACK = """---
titel: At sikre flere gode leveår for borgerne
resume: Det første af tre spor.
nummer: 1
farve: skov
kommune: roskilde
---

## Om sporet

Tekst.
"""


def post_text(body: str = "Brødtekst.", **fields: str) -> str:
    """The text of a post that is right, with `fields` added or (given as '') taken out."""
    keys = {"titel": "Velkommen", "resume": "Hvorfor vi skriver.", "dato": "3. marts 2012"} | fields
    lines = [f"{key}: {value}" for key, value in keys.items() if value != ""]
    return "\n".join(["---", *lines, "---", "", body, ""])


def parse_entry(text: str | bytes, file: str = "posts/2012/velkommen.md") -> ParsedEntry:
    """What a file with this text says."""
    location = locate_entry(file)
    assert location is not None
    return read_entry(text if isinstance(text, bytes) else text.encode(), file, location)


def make_collection(*parsed_entries: ParsedEntry, **others: Any) -> ContentCollection:
    """Content of these files and of one track, one topic, one municipality, one picture."""
    track = parse_entry(TRACK, "tracks/gode-leveaar.md")
    return ContentCollection(
        parsed_entries=(*parsed_entries, track),
        vocabularies=VOCABULARIES,
        pictures={"images/karavane.png": PictureFile(1600, 1067, "abc123")},
        files=frozenset({"images/karavane.png"}),
        **others,
    )


def problems_of(
    text: str | bytes, file: str = "posts/2012/velkommen.md", now: datetime = NOW
) -> list[Problem]:
    """Every problem that the check finds when this file stands beside the track."""
    return check_content(make_collection(parse_entry(text, file)), now)


def render_problems(problems: Iterable[Problem]) -> str:
    """The problems as a Danish writer reads them."""
    return "\n".join(
        f"{p.source}:{p.line} {p.field}: {' '.join(translate_problem(p))}" for p in problems
    )


def make_library(*posts: Post, now: datetime = NOW) -> Library:
    """A library of these posts and one track."""
    track = Track(slug="gode-leveaar", title="Flere gode leveår", summary="Spor 1", colour="forest")
    entries = {entry.key: entry for entry in (*posts, track)}
    bodies = dict.fromkeys(entries, Body())
    return Library(now=now, entries=entries, vocabularies=VOCABULARIES, bodies=bodies)


def make_post(slug: str, date: str = "2012", **fields: Any) -> Post:
    """A post on the track, as a model."""
    values = {"title": slug.title(), "summary": "…", "tracks": ("gode-leveaar",), **fields}
    return Post(slug=slug, file=f"posts/{slug}.md", date=parse_date(date), **values)


def write_site(folder: Path, **posts: str) -> Path:
    """A content folder on the disk with the track and these posts; returns the folder."""
    for name, text in {"tracks/gode-leveaar": TRACK, **posts}.items():
        path = folder / (name if "/" in name else f"posts/2012/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".md").write_text(text, "utf-8")
    (folder / "topics.yaml").write_text("- slug: aeldre\n  navn: Ældre\n", "utf-8")
    (folder / "municipalities.yaml").write_text("- slug: roskilde\n  navn: Roskilde\n", "utf-8")
    return folder


def write_settings(folder: Path) -> None:
    """Settings in the folder of a site, as `nyspor init` writes them."""
    files = site_files(Answers("Bebys nye veje", "Beby Kommune"), NOW.date())
    for name in ("pelicanconf.py", "publishconf.py"):
        (folder / name).write_text(files[name], "utf-8")


def library_from(*texts: tuple[str, str], now: datetime = NOW) -> Library:
    """The library of files given as (file, text)."""
    return build_library(make_collection(*(parse_entry(text, file) for file, text in texts)), now)
