"""What can be searched for: the library as search documents, one for each page that answers somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nyspor import urls
from nyspor.model.kind_specs import KindSpec, kind_spec, kind_specs
from nyspor.model.kinds import Entry, Idea, Issue, Municipality, Topic, Track, Workgroup
from nyspor.model.library import Library
from nyspor.model.values import Image, Status
from nyspor.problems import T_
from nyspor.search.entry_text import body_text, field_text, headings, sources
from nyspor.text.danish import Date
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.one_line import one_line

KIND, MUNICIPALITY, TRACK, TOPIC, YEAR = "Slags", "Kommune", "Spor", "Tema", "År"
"""The names of the filters."""

TOPIC_MARK = "#"
"""Begins the hidden word of a topic, `#aeldre`, by which the topic's search words find what is about it."""

Translate = Callable[[str, str], str]
"""A text of the pages in a language: (message id, language)."""
PictureAddress = Callable[[Image], str]
"""The address of a small copy of a picture."""


@dataclass(frozen=True)
class SearchDocument:
    """A page as search knows it: what is shown of it in the results, and what it is found by.

    `body` is its text, a block a line, of which results show the part that matches. `hidden_words` are indexed and
    never shown. `kind` is that of an entry, or else `topics`, `municipalities`, `ideas` or `lists`.
    """

    address: str
    lang: str
    title: str
    summary: str
    kind: str
    body: str = ""
    headings: tuple[str, ...] = ()
    hidden_words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date: Date | None = None
    picture: str = ""

    @property
    def text(self) -> str:
        """The text that results show a part of."""
        return "\n".join(filter(None, (self.summary, self.body)))


def documents(
    library: Library, translate: Translate, picture_address: PictureAddress | None = None
) -> tuple[SearchDocument, ...]:
    """Return everything that can be searched for, in all languages, ordered by address.

    Drafts, hidden texts and what is not out yet are left out.
    """
    entries = (e for e in library.entries.values() if e.status is Status.PUBLISHED)
    of_entries = (_entry_document(library, translate, e, picture_address) for e in entries)
    others = (*_topics(library, translate), *_municipalities(library, translate))
    lists = _lists(library, translate)
    return tuple(sorted((*of_entries, *others, *lists), key=lambda found: found.address))


def _entry_document(
    library: Library, translate: Translate, entry: Entry, picture_address: PictureAddress | None
) -> SearchDocument:
    spec, body = kind_spec(entry.kind), library.bodies[entry.key]
    comments = (f"{c.name}: {one_line(c.text)}" for c in library.comments.get(entry.key, ()))
    image = (entry.cover if isinstance(entry, Issue) else None) or entry.image
    return SearchDocument(
        address=library.address(entry),
        lang=str(entry.lang),
        title=entry.title,
        summary=entry.summary,
        kind=entry.kind,
        body="\n".join((*body_text(body), *field_text(entry), *comments)),
        headings=headings(body),
        hidden_words=tuple(_hidden_words(library, translate, entry, spec)),
        sources=sources(entry),
        filters=_filters(library, translate, entry, spec),
        date=entry.date,
        picture=picture_address(image) if picture_address and image else "",
    )


def _hidden_words(
    library: Library, translate: Translate, entry: Entry, spec: KindSpec
) -> Iterator[str]:
    """What an entry is about and belongs to, which its text need not say."""
    yield translate(spec.label, entry.lang)
    yield from (f"{TOPIC_MARK}{slug}" for slug in entry.topics)
    yield from _topic_names(library, entry)
    yield from (track.title for track in _tracks(library, entry))
    yield from _municipality_names(library, entry)
    if programme := library.find(f"programmes/{entry.programme}") if entry.programme else None:
        yield programme.title
    yield from (f"{person.name} {person.role}" for person in library.authors_of(entry))
    if isinstance(entry, Workgroup) and entry.signup:
        yield "tilmelding"


def _filters(
    library: Library, translate: Translate, entry: Entry, spec: KindSpec
) -> Mapping[str, tuple[str, ...]]:
    own_track = (entry.title,) if isinstance(entry, Track) else ()
    found = {
        KIND: (translate(spec.plural, entry.lang),),
        MUNICIPALITY: _municipality_names(library, entry),
        TRACK: (*own_track, *(track.title for track in _tracks(library, entry))),
        TOPIC: _topic_names(library, entry),
        YEAR: (str(entry.date_year),) if entry.date_year else (),
    }
    return {name: values for name, values in found.items() if values}


def _tracks(library: Library, entry: Entry) -> tuple[Track, ...]:
    return tuple(filter(None, map(library.track, entry.tracks)))


def _topic_names(library: Library, entry: Entry) -> tuple[str, ...]:
    return tuple(library.vocabularies.topics[slug].name for slug in entry.topics)


def _municipality_names(library: Library, entry: Entry) -> tuple[str, ...]:
    known = library.vocabularies.municipalities
    return (known[entry.municipality].name,) if entry.municipality else ()


def _topics(library: Library, translate: Translate) -> Iterator[SearchDocument]:
    """The pages of topics under which there is something."""
    kind = translate(T_("Topics"), DEFAULT_LANGUAGE)
    for topic in library.vocabularies.topics.values():
        if library.on_topic(topic.slug):
            yield _vocabulary_page(topic, "topics", urls.topic_address(topic.slug), kind)


def _municipalities(library: Library, translate: Translate) -> Iterator[SearchDocument]:
    kind = translate(T_("Municipalities"), DEFAULT_LANGUAGE)
    for place in library.vocabularies.municipalities.values():
        yield _vocabulary_page(place, "municipalities", urls.municipality_address(place.slug), kind)


def _vocabulary_page(
    page: Topic | Municipality, kind: str, address: str, kind_name: str
) -> SearchDocument:
    mark = (f"{TOPIC_MARK}{page.slug}",) if isinstance(page, Topic) else ()
    return SearchDocument(
        address=address,
        lang=DEFAULT_LANGUAGE,
        title=page.name,
        summary=page.description,
        kind=kind,
        hidden_words=mark,
        filters={KIND: (kind_name,)},
    )


@dataclass(frozen=True)
class _Page:
    """A page that every site has: the message ids of its title and its summary, and words it is also found by."""

    address: str
    title: str
    summary: str
    words: tuple[str, ...] = ()


_PAGES = (
    _Page(
        urls.FEEDS,
        T_("Follow along"),
        T_("Meetings in your calendar, and word when there is something new."),
        ("abonner", "abonnement", "nyhedsbrev", "nyheder", "RSS", "Atom", "feed", "besked"),
    ),
    _Page(
        urls.WHAT_HAPPENS,
        T_("What happens"),
        T_("All meetings, month by month, and what came of those that have been held."),
        ("kalender", "møder", "mødekalender", "arrangementer", "begivenheder", "aktiviteter"),
    ),
    _Page(
        urls.DATA,
        T_("Open data"),
        T_("What we have tried and measured, as tables for everybody to use."),
        ("åbne data", "datasæt", "tal", "CSV", "JSON", "statistik", "regneark", "DCAT"),
    ),
    _Page(
        urls.BAROMETER,
        T_("What came of it all"),
        T_("Where it began, where it is now, and where it shall go: all that has been measured."),
        ("barometer", "effekt", "effekter", "resultater", "målinger", "tal", "mål", "erfaringer"),
    ),
    _Page(
        urls.ACCESSIBILITY_STATEMENT,
        T_("Accessibility statement"),
        "",
        ("webtilgængelighed", "WCAG", "skærmlæser", "Digitaliseringsstyrelsen"),
    ),
)


def _lists(library: Library, translate: Translate) -> Iterator[SearchDocument]:
    """The pages that every site has: ideas, lists of kinds, feeds, the accessibility statement."""

    def page(found: _Page, kind: str = "lists", body: str = "") -> SearchDocument:
        title = translate(found.title, DEFAULT_LANGUAGE)
        summary = translate(found.summary, DEFAULT_LANGUAGE) if found.summary else ""
        return SearchDocument(
            found.address, DEFAULT_LANGUAGE, title, summary, kind, body, hidden_words=found.words
        )

    introduction = T_("What residents have proposed, and what became of it.")
    words = ("idé", "forslag", "send en idé")
    ideas = "\n".join(_idea_lines(library.ideas))
    yield page(_Page(urls.IDEAS, T_("Ideas"), introduction, words), "ideas", ideas)
    yield from (_idea(library, idea) for idea in library.ideas)
    yield from map(page, _PAGES)
    for spec in kind_specs():
        if spec.list and spec.url and library.of_kind(spec.model):
            address = urls.kind_list_address(spec.name)
            yield page(_Page(address, spec.plural, spec.list.introduction))


def _idea_lines(ideas: Iterable[Idea]) -> Iterator[str]:
    for idea in ideas:
        yield from filter(None, (idea.title, one_line(idea.text), idea.answer))


def _idea(library: Library, idea: Idea) -> SearchDocument:
    """An idea with its answer and what has happened with it, and not who sent it."""
    steps = (step.text for step in idea.steps)
    return SearchDocument(
        urls.idea_address(idea.slug),
        DEFAULT_LANGUAGE,
        idea.title,
        one_line(idea.text),
        "ideas",
        "\n".join(filter(None, (idea.answer, *steps))),
    )
