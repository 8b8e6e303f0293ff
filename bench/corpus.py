"""Generated sites of any number of posts, with entries of the other kinds as in `content/`, without pictures.

Nyspor, Hugo and stock Pelican get the same posts. Everything depends on the number of posts alone, so that two
runs measure the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

YEARS = 15
FIRST_YEAR = 2011
LAST_YEAR = FIRST_YEAR + YEARS - 1

SUBJECTS = (
    "kommunen", "borgerne", "haven", "stien", "mødet", "huset", "børnene", "gruppen", "vejen", "dagen",
    "spørgsmålet", "arbejdet", "hverdagen", "skolen", "forløbet", "tiden", "planen", "ideen", "byen", "skoven",
    "bordet", "kaffen", "naboen", "starten", "forsøget", "målet", "samtalen", "lyset", "roen", "turen",
)  # fmt: skip
VERBS = (
    "går", "står", "finder", "bygger", "holder", "viser", "åbner", "samler", "deler", "spørger", "svarer",
    "tegner", "prøver", "mærker",
)  # fmt: skip
BRAND = """navn: Nyspor
undertitel: Nye veje til velfærd
udgiver: Nyspor
menu: [indlæg, historier, spor, forsøg, arbejdsgrupper, magasin]
sidefod:
  - programmer
  - {tekst: Temaer, adresse: /temaer/}
  - {tekst: Kommuner, adresse: /kommuner/}
  - {tekst: Idéer, adresse: /ideer/}
  - {tekst: Arkiv, adresse: /arkiv/}
  - {tekst: Følg med, adresse: /feeds/}
"""
"""The `brand.yaml` of Nyspor's sites: links to pages that every one of them has."""

COLOURS = ("skov", "hav", "ler", "sol", "bær", "lyng", "skifer", "mos")


@dataclass(frozen=True)
class Text:
    """A post or a story, as all three tools get it."""

    kind: str
    name: str
    title: str
    summary: str
    date: str
    tracks: tuple[str, ...]
    topics: tuple[str, ...]
    place: str
    sender: str
    body: str

    @property
    def file(self) -> str:
        return f"{self.kind}/{self.date[:4]}/{self.name}.md"


class Corpus:
    """A site of `posts` posts and stories, reproducible by its number of posts."""

    def __init__(self, posts: int) -> None:
        self.posts = posts
        self._random = Random(posts)
        few = max(1, min(10, posts // 100))
        self.topics = [f"nr-{n}-emne" for n in range(4 * few)]
        self.tracks = [f"nr-{n}-spor" for n in range(3 * few)]
        self.places = [f"kommune-{n}" for n in range(few)]
        self.programmes = [f"program-{n}" for n in range(max(1, few // 2))]
        self.people = [f"person-{n}" for n in range(3 * few)]
        self.few = few

    def sentence(self) -> str:
        pick = self._random.choice
        words = (
            pick(SUBJECTS), pick(VERBS), pick(SUBJECTS), "og", pick(SUBJECTS), "når", pick(SUBJECTS),
            pick(VERBS), "med", pick(SUBJECTS),
        )  # fmt: skip
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(4))

    @cached_property
    def texts(self) -> list[Text]:
        """The posts and stories, oldest first; each links to an older one."""
        found: list[Text] = []
        for number in range(self.posts):
            found.append(self._text(number, found))
        return found

    def _text(self, number: int, earlier: list[Text]) -> Text:
        pick = self._random
        year = FIRST_YEAR + number * YEARS // self.posts
        linked = f"[en anden tekst](../../{pick.choice(earlier).file})" if earlier else "intet"
        return Text(
            kind="stories" if number % 8 == 0 else "posts",
            name=f"tekst-{number}",
            title=f"Teksten nummer {number}",
            summary=self.sentence(),
            date=f"{year}-{1 + number * 7 % 12:02}-{1 + number * 11 % 28:02}",
            tracks=tuple(pick.sample(self.tracks, 1 + number % 2)),
            topics=tuple(pick.sample(self.topics, 2 + number % 3)),
            place=pick.choice(self.places),
            sender=pick.choice(self.people),
            body=self._body(number, linked),
        )

    def _body(self, number: int, linked: str) -> str:
        """Return about 300 words with headings, lists, tables, quotes and building blocks."""
        block = (
            f"::: fakta Kort fortalt\n{self.paragraph()}\n:::"
            if number % 3 == 0
            else self.paragraph()
        )
        table = (
            "| Hvad | Hvor |\n|---|---|\n| Kaffe | Torvet |\n| Te | Haven |"
            if number % 10 == 0
            else ""
        )
        parts = (
            self.paragraph(), "## Hvad skete der", self.paragraph() + f" Se også {linked} og *husk* **det her**.",
            "- et punkt\n- et andet punkt\n- et tredje punkt", self.paragraph(), block, "## Og så",
            self.paragraph(), table, "> " + self.sentence(), self.paragraph(),
        )  # fmt: skip
        return "\n\n".join(filter(None, parts))


def write(folder: Path, files: Iterator[tuple[str, str]]) -> None:
    """Write files (path, text) below a folder."""
    for name, words in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")


def nyspor_files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield the files of a content folder: vocabularies, entries of all kinds, comments."""
    yield from _vocabularies(corpus)
    yield from _other_entries(corpus)
    for number, text in enumerate(corpus.texts):
        yield text.file, nyspor_text(text)
        if number % 30 == 0:
            entry = f"{text.kind}/{text.name}"
            yield f"comments/{entry}/k{number}.md", _comment(entry, text.date)


def nyspor_text(text: Text) -> str:
    return (
        f"---\ntitel: {text.title}\nresume: {text.summary}\ndato: {text.date}\n"
        f"spor: [{', '.join(text.tracks)}]\ntemaer: [{', '.join(text.topics)}]\n"
        f"kommune: {text.place}\nafsendere: [{text.sender}]\neksempel: ja\n---\n\n{text.body}\n"
    )


def _comment(entry: str, date: str) -> str:
    return f"---\nindlæg: {entry}\nnavn: Læser\nmodtaget: {date} 12:00\n---\n\nGodt at læse.\n"


def _vocabularies(corpus: Corpus) -> Iterator[tuple[str, str]]:
    topics = (f"- slug: {t}\n  navn: {t.title()}\n  beskrivelse: Om {t}.\n" for t in corpus.topics)
    places = (f"- slug: {p}\n  navn: {p.title()}\n  eksempel: ja\n" for p in corpus.places)
    people = (f"- slug: {p}\n  navn: {p.title()}\n  rolle: medarbejder\n" for p in corpus.people)
    yield "topics.yaml", "".join(topics)
    yield "municipalities.yaml", "".join(places)
    yield "people.yaml", "".join(people)


def _other_entries(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield programmes, tracks, pilots, workgroups and a page."""
    pick = Random(0).choice
    example = "eksempel: ja\n"

    def entry(title: str, fields: str) -> str:
        text = corpus.paragraph()
        return f"---\ntitel: {title}\nresume: Om {title}.\n{fields}{example}---\n\n{text}\n"

    for name in corpus.programmes:
        yield f"programmes/{name}.md", entry(name, f"kommune: {pick(corpus.places)}\n")
    for n, name in enumerate(corpus.tracks):
        fields = f"nummer: {n + 1}\nfarve: {COLOURS[n % 8]}\nspørgsmål: Hvad nu hvis?\n"
        belongs = f"kommune: {pick(corpus.places)}\nprogram: {pick(corpus.programmes)}\n"
        yield f"tracks/{name}.md", entry(name, fields + belongs)
    for n in range(6 * corpus.few):
        where = f"spor: [{pick(corpus.tracks)}]\nkommune: {pick(corpus.places)}\n"
        yield (
            f"pilots/forsoeg-{n}.md",
            entry(f"Forsøg {n}", where + "faser:\n  - fase: idé\n    fra: 2012\n"),
        )
    for n in range(2 * corpus.few):
        where = f"spor: [{pick(corpus.tracks)}]\nkommune: {pick(corpus.places)}\n"
        meeting = "møder:\n  - id: et\n    start: 2027-01-12 19:00\n    sted: Torvet\n"
        yield f"workgroups/gruppe-{n}.md", entry(f"Gruppe {n}", where + meeting)
    yield "pages/om.md", entry("Om siden", "")


def plain_body(text: Text) -> str:
    """Return the body without building blocks and relative links, which other tools do not know."""
    lines = (line for line in text.body.split("\n") if line != ":::")
    words = "\n".join("> " + line[4:] if line.startswith("::: ") else line for line in lines)
    return words.replace("../../", "/").replace(".md)", "/)")


HUGO = {
    "hugo.toml": 'baseURL = "https://maaling.example/"\ntitle = "X"\n[pagination]\npagerSize = 10\n'
    '[taxonomies]\ntag = "tags"\ntrack = "tracks"\nplace = "places"\n[markup.goldmark.renderer]\nunsafe = true\n',
    "layouts/single.html": "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>{{ .Content }}",
    "layouts/taxonomy.html": '<!doctype html>{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}',
}  # fmt: skip
HUGO_LIST = (
    "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ range (.Paginate .Pages).Pages }}"
    '<p><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.summary }}</p>{{ end }}'
)
"""Minimal templates: title, summary and text; lists of ten."""


def hugo_files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield from HUGO.items()
    yield from ((f"layouts/{name}.html", HUGO_LIST) for name in ("list", "section", "term", "home"))
    for text in corpus.texts:
        yield f"content/{text.kind}/{text.name}.md", hugo_text(text)


def hugo_text(text: Text) -> str:
    front = {
        "tags": list(text.topics), "tracks": list(text.tracks), "places": [text.place],
    }  # fmt: skip
    lists = "".join(f"{name}: {items}\n" for name, items in front.items())
    head = f'---\ntitle: "{text.title}"\nsummary: "{text.summary}"\ndate: {text.date}\n{lists}---\n'
    return head + plain_body(text) + "\n"


PELICAN = """SITENAME = "X"
SITEURL = "https://maaling.example"
TIMEZONE = "Europe/Copenhagen"
DEFAULT_PAGINATION = 10
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
"""
"""The publishing settings of `pelican-quickstart`."""


def pelican_files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield "pelicanconf.py", PELICAN
    for text in corpus.texts:
        head = f"Title: {text.title}\nDate: {text.date}\nCategory: {text.tracks[0]}\nTags: {', '.join(text.topics)}\nSummary: {text.summary}\n\n"
        yield f"content/{text.name}.md", head + plain_body(text) + "\n"
