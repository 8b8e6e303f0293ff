"""Every sample file, made wrong by every rule: each is reported, in one run, in Danish, with its line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from nyspor.checks import check_content
from nyspor.checks.library import build_library
from nyspor.content.collection import ContentCollection, is_scheduled
from nyspor.content.entry_reader import read_entry
from nyspor.content.loader import read_content, scan_folder
from nyspor.i18n.catalogues import translate_problem
from nyspor.problems import Problem
from nyspor.rules import errors
from nyspor.urls import locate_entry
from tests.builders import NOW
from tests.conftest import ROOT

CONTENT = ROOT / "content"
FILES = {
    file: (CONTENT / file).read_text("utf-8")
    for file in scan_folder(CONTENT)
    if file.endswith(".md") and locate_entry(file)
}

Mutation = Callable[[str], str | bytes | None]
"""A file's text → the same made wrong, or None where the rule has nothing to spoil."""


def front(text: str) -> tuple[str, str]:
    _, yaml, body = text.split("---\n", 2)
    return yaml, body


def with_field(text: str, line: str) -> str:
    yaml, body = front(text)
    return f"---\n{yaml}{line}\n---\n{body}"


def without(key: str) -> Mutation:
    """Take a field out that stands on one line."""

    def mutate(text: str) -> str | None:
        yaml, body = front(text)
        found = re.search(rf"(?m)^{key}:.*\n(?:[ ].*\n)*", yaml)
        return f"---\n{yaml.replace(found[0], '', 1)}---\n{body}" if found else None

    return mutate


def instead(pattern: str, replacement: str) -> Mutation:
    """Replace the first place in the front matter that matches."""

    def mutate(text: str) -> str | None:
        yaml, body = front(text)
        changed = re.sub(pattern, replacement, yaml, count=1, flags=re.MULTILINE)
        return f"---\n{changed}---\n{body}" if changed != yaml else None

    return mutate


def added(line: str, unless: str = r"(?!)") -> Mutation:
    """Add a line of front matter, where there is none like it already."""
    return lambda text: (
        None if re.search(unless, front(text)[0], re.MULTILINE) else with_field(text, line)
    )


def appended(paragraph: str) -> Mutation:
    return lambda text: f"{text}\n\n{paragraph}\n"


def dated(text: str) -> str | None:
    return instead(r"^dato:.*$", "dato: 32. marts 2012")(text)


def in_latin_1(text: str) -> bytes | None:
    raw = text.replace("»", '"').replace("«", '"').encode("latin-1", "replace")
    return raw if b"\xe6" in raw or b"\xf8" in raw or b"\xe5" in raw else None


MUTATIONS: dict[str, tuple[Mutation, str]] = {
    "no title": (without("titel"), "Feltet »titel« mangler."),
    "no summary": (without("resume"), "Feltet »resume« mangler."),
    "no such day": (dated, "Datoen 32. marts 2012 findes ikke."),
    "no date at all": (instead(r"^dato:.*$", "dato: engang"), "kan ikke læses som en dato"),
    "no such month": (instead(r"^dato:.*$", "dato: 3. mrats 2012"), "Der er ingen måned"),
    "unknown key": (instead(r"^titel:", "titl:"), "Mente du »titel«?"),
    "key made up": (added("qwxyz: 1"), "Der findes ikke noget felt, der hedder »qwxyz«."),
    "two languages": (added("title: X"), "her som »title« og på linje"),
    "twice": (added("resume: X"), "Feltet »resume« står der to gange"),
    "wrong status": (added("status: udgivt", r"^status:"), "Mente du »udgivet«?"),
    "wrong language": (added("sprog: klingonsk", r"^sprog:"), "Skriv et af disse: dansk, engelsk."),
    "neither yes nor no": (added("eksempel: måske", r"^eksempel:"), "Skriv ja eller nej."),
    "unknown track": (added("spor: gode-leveår-x", r"^spor:"), "Der findes ikke noget spor"),
    "unknown topic": (added("temaer: [findes-ikke]", r"^temaer:"), "Der findes ikke noget tema"),
    "misspelt topic": (instead(r"^temaer: \[(\w+)", r"temaer: [\1x"), "Der findes ikke noget tema"),
    "unknown municipality": (instead(r"^kommune: (\w+)", r"kommune: \1x"), "Mente du »"),
    "unknown programme": (
        added("program: findes-ikke", r"^program:"),
        "Der findes ikke noget program",
    ),
    "unknown person": (
        added("afsendere: [findes-ikke]", r"^afsendere:"),
        "Der er ingen, der hedder »findes-ikke«",
    ),
    "unknown entry": (
        added("relaterede: [posts/findes-ikke]", r"^relaterede:"),
        "Der findes ikke nogen tekst",
    ),
    "unknown original": (
        added("oversat_fra: pages/findes-ikke", r"^oversat_fra:"),
        "Der findes ikke nogen tekst",
    ),
    "a tab": (added("kilder:\n\t- titel: X", r"^kilder:"), "rykket ind med tabulator"),
    "a colon": (
        instead(r"^titel: .*$", "titel: Nyt: endnu et kolon"),
        "Sæt hele værdien i anførselstegn",
    ),
    "an open quote": (
        instead(r"^titel: .*$", 'titel: "Nyt'),
        "Anførselstegnet bliver ikke lukket",
    ),
    "a forbidden sign": (instead(r"^titel: .*$", "titel: @nyt"), "betyder noget andet her"),
    "not UTF-8": (in_latin_1, "Filen er ikke gemt som UTF-8"),
    "no front matter": (lambda text: front(text)[1] or "x", "begynder ikke med sine oplysninger"),
    "front matter that never ends": (lambda text: "---\n" + front(text)[0], "slutter aldrig"),
    "missing picture": (
        instead(r"fil: images/[\w-]+\.png", "fil: images/findes-ikke.png"),
        "findes ikke.",
    ),
    "missing alt": (
        instead(r"""(?m)(^\s+alt: .*\n|\balt: "[^"]*",? ?)""", ""),
        "Feltet »alt« mangler.",
    ),
    "missing credit": (
        instead(r"""(?m)(^\s+kredit: .*\n|,? ?\bkredit: "[^"]*")""", ""),
        "Feltet »kredit« mangler.",
    ),
    "picture is no record": (
        instead(r"(?m)^billede:.*\n(?:[ ].*\n)*", "billede: images/x.png\n"),
        "Skriv felterne rykket ind",
    ),
    "dead link": (appended("[x](findes-ikke.md)"), "en fil, der ikke findes"),
    "dead anchor": (appended("[x](#findes-ikke)"), "sådan en overskrift har"),
    "picture without alt": (
        appended("::: billede N\n![](/images/blog.png)\n:::"),
        "ingen alternativ tekst",
    ),
    "picture without credit": (appended("![En blog](/images/blog.png)"), "ingen kreditering"),
    "picture not there": (
        appended("::: billede N\n![x](/images/findes-ikke.png)\n:::"),
        "findes ikke.",
    ),
    "picture from elsewhere": (
        appended("::: billede N\n![x](https://x.example/a.png)\n:::"),
        "hentet fra et andet websted",
    ),
    "unknown block": (appended("::: fakte\nx\n:::"), "Mente du »fakta«?"),
    "block that never ends": (appended("::: fakta\nx"), "slutter aldrig"),
    "block that never began": (appended(":::"), "ingen er begyndt"),
    "second title": (appended("# X"), "Overskriften har ét #"),
    "skipped level": (appended("##### X"), "springer et niveau over"),
    "foreign frame": (appended('<iframe src="https://x.example"></iframe>'), "<iframe>"),
    "video without captions": (
        appended("::: video X\nfil: files/x.mp4\n:::"),
        "ingen undertekster",
    ),
    "contact without name": (appended("::: kontakt\nrolle: X\n:::"), "Feltet »navn« mangler."),
}


@pytest.fixture(scope="module")
def sample() -> ContentCollection:
    return read_content(CONTENT)


def test_the_untouched_content_has_no_remarks(sample: ContentCollection) -> None:
    assert check_content(sample, NOW) == []


def check_mutated(sample: ContentCollection, mutated: dict[str, str | bytes]) -> list[Problem]:
    """Return the problems of the sample with these files changed."""
    parsed_entries = []
    for parsed in sample.parsed_entries:
        text = mutated.get(parsed.file)
        raw = text.encode() if isinstance(text, str) else text
        parsed_entries.append(
            read_entry(raw, parsed.file, parsed.location) if raw is not None else parsed
        )
    changed = ContentCollection(
        tuple(parsed_entries),
        sample.vocabularies,
        sample.comments,
        sample.ideas,
        sample.pictures,
        sample.files,
    )
    return check_content(changed, NOW)


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_file_made_wrong_by_a_rule_is_reported(name: str, sample: ContentCollection) -> None:
    mutate, message = MUTATIONS[name]
    mutated = {file: wrong for file, text in FILES.items() if (wrong := mutate(text)) is not None}
    assert mutated, "the rule must have something to spoil"
    problems = check_mutated(sample, mutated)
    reported = {p.source for p in problems if message in " ".join(translate_problem(p)) and p.line}
    assert set(mutated) - reported == set()
    for problem in problems:
        sentence, remedy = translate_problem(problem)
        assert sentence
        assert "{" not in sentence + remedy


def test_a_copy_of_any_file_is_reported(sample: ContentCollection) -> None:
    for parsed in sample.parsed_entries:
        if parsed.location.kind == "magazine":
            continue
        folder, _, name = parsed.file.rpartition("/")
        copy = read_entry(FILES[parsed.file].encode(), f"{folder}/kopi/{name}", parsed.location)
        doubled = ContentCollection(
            (*sample.parsed_entries, copy),
            sample.vocabularies,
            pictures=sample.pictures,
            files=sample.files,
        )
        assert any(p.source == copy.file for p in check_content(doubled, NOW)), parsed.file


def test_every_post_and_story_without_a_date_is_reported(sample: ContentCollection) -> None:
    dated_kinds = {f: t for f, t in FILES.items() if f.startswith(("posts/", "stories/"))}
    mutated = {file: without("dato")(text) for file, text in dated_kinds.items()}
    assert None not in mutated.values()
    problems = check_mutated(
        sample, {file: wrong for file, wrong in mutated.items() if wrong is not None}
    )
    sources = {p.source for p in problems if "Feltet »dato« mangler." in translate_problem(p)[0]}
    assert sources == set(dated_kinds)


def test_every_file_put_off_is_held_back_and_never_out_early(sample: ContentCollection) -> None:
    later = {
        file: instead(r"\A", "dato: 2099\n")(re.sub(r"(?m)^dato:.*\n", "", text))
        for file, text in FILES.items()
    }
    parsed_entries = tuple(
        read_entry(str(later[r.file]).encode(), r.file, r.location) for r in sample.parsed_entries
    )
    assert all(r.entry and is_scheduled(r.entry, NOW) for r in parsed_entries)
    put_off = ContentCollection(
        parsed_entries, sample.vocabularies, pictures=sample.pictures, files=sample.files
    )
    assert errors(check_content(put_off, NOW)) == []
    assert dict(build_library(put_off, NOW).entries) == {}
