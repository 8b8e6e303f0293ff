"""What is particular to one kind of entry, declared once: its `KindSpec`.

Reader, addresses, pages, lists, feeds, calendars, forms and menus ask the registry here, so that a new kind is
one call of `register_kind`. A site's plugin calls it when the settings import the plugin, before any content is
read; `tests/site/event_site` is a complete example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from nyspor.model.kinds import (
    Entry,
    Issue,
    Page,
    Pilot,
    Post,
    Programme,
    Story,
    Track,
    Workgroup,
    YearlyStatus,
)
from nyspor.model.values import CommentsState, Meeting
from nyspor.problems import N_, T_
from nyspor.text.danish import Date, end_of
from nyspor.text.language import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from nyspor.model.library import Library

View: TypeAlias = Callable[[Any, Any], Any]
"""What a page shows: (`nyspor.site.build_plan.Build`, the entry) → `nyspor.site.entry_view.EntryView`."""


@dataclass(frozen=True)
class ListSpec:
    """The list of a kind. `introduction` stands above it, `feed` describes its feed; '' where it has none.

    It is divided into pages of cards, unless a `view` of its own shows it whole: (build, entries) → `EntryView`.
    One that is `filtered` can be seen for a municipality, a track, a topic or a year alone.
    """

    introduction: str
    feed: str = ""
    template: str = "list.html"
    view: View | None = None
    filtered: bool = True


@dataclass(frozen=True)
class CalendarSpec:
    """What a kind's entries put into calendars: the `meetings` of an entry.

    The calendar of an entry lies at `/kalender/<folder>/<slug>.ics`.
    """

    meetings: Callable[[Any], Sequence[Meeting]]
    folder: str = ""


@dataclass(frozen=True)
class KindSpec:
    """A kind of entry. Texts are message ids of the theme's catalogue; a text without a translation is shown as it is.

    `url` is its folder on the site, '' for the root; its folder in `content/` is the model's `kind`.
    `file` is what the file of an entry is called where each entry has a folder of its own.
    `changes_at` gives the moments (POSIX seconds) at which an entry's pages, or what the forms service knows of
    it, change by themselves; the ends of meetings are known from `calendar`. `never` says that nothing does.
    `in_stream` kinds are dated news: they come in the archive, on the front page, in feeds, one after the other.
    `view` adds to what every page of an entry shows. `feed` gives the entries that the feed of an entry holds.
    `form` is the kind of form that its entries take.
    """

    model: type[Entry]
    url: str
    label: str
    plural: str
    template: str
    changes_at: Callable[[Library, Any], Iterable[float]]
    in_stream: bool = False
    list: ListSpec | None = None
    view: View | None = None
    feed: Callable[[Library, Any], Iterable[Entry]] | None = None
    calendar: CalendarSpec | None = None
    form: str = ""
    file: str = ""

    @property
    def name(self) -> str:
        """What the kind is called in keys, and its folder in `content/`."""
        return self.model.kind

    def address(self, slug: str, lang: str, draft: bool = False) -> str:
        """Where an entry is read: `/indlaeg/velkommen/`, `/en/about/`, `/kladder/posts/x/`."""
        language = "" if lang == DEFAULT_LANGUAGE else f"/{lang}"
        if draft:
            return f"/kladder{language}/{self.name}/{slug}/"
        return f"{language}{f'/{self.url}' if self.url else ''}/{slug}/"

    def meetings(self, entry: Entry) -> Sequence[Meeting]:
        """The meetings that an entry puts into calendars."""
        return self.calendar.meetings(entry) if self.calendar else ()

    def calendar_name(self, slug: str) -> str:
        """The name of an entry's calendar: `stigruppen`, `det-sker/sommerfest`."""
        folder = self.calendar.folder if self.calendar else ""
        return f"{folder}/{slug}" if folder else slug


_specs: dict[str, KindSpec] = {}


RESERVED_FOLDERS = frozenset({"comments", "ideas", "images", "files"})
"""Folders in `content/` that hold no entries."""


def register_kind(spec: KindSpec) -> None:
    """Add a kind of entry, or replace the one of its name. Call it before content is read.

    Raises `ValueError` where another kind has the same addresses, or the folder cannot hold entries.
    """
    if spec.name in RESERVED_FOLDERS or not spec.name.isalpha():
        raise ValueError(f"content/{spec.name}/ cannot hold entries")
    for other in _specs.values():
        if other.name != spec.name and _share_addresses(spec, other):
            raise ValueError(f"{spec.name} and {other.name} would have the same addresses")
    _specs[spec.name] = spec


def _share_addresses(one: KindSpec, other: KindSpec) -> bool:
    """Whether entries or calendars of two kinds could lie at the same address."""
    calendars = one.calendar and other.calendar and one.calendar.folder == other.calendar.folder
    return one.url == other.url or bool(calendars)


def kind_spec(kind: str) -> KindSpec:
    """The spec of the kind called `kind`. Raises `KeyError`."""
    return _specs[kind]


def find_kind(kind: str) -> KindSpec | None:
    """The spec of the kind called `kind`; None where there is none."""
    return _specs.get(kind)


def kind_specs() -> tuple[KindSpec, ...]:
    """The specs of all kinds, the engine's own first."""
    return tuple(_specs.values())


def stream_models() -> tuple[type[Entry], ...]:
    """The models of the kinds that come in the stream, for `isinstance`."""
    return tuple(spec.model for spec in _specs.values() if spec.in_stream)


def never(library: Library, entry: Entry) -> Iterable[float]:
    """No moments: what is shown of the entry does not change with time."""
    return ()


def article_changes(library: Library, entry: Post | Story) -> Iterator[float]:
    """When comments close, and when the forms service need no longer list them."""
    # Of the many of long ago nothing is to come any more.
    if entry.comments is not CommentsState.NONE and library.comments_recently_open(entry):
        if entry.comments is CommentsState.OPEN:
            yield library.comment_close_time(entry)
        yield library.comment_target_expiry(entry)


def signup_changes(library: Library, entry: Workgroup) -> Iterator[float]:
    """When sign-up opens and when it closes, and when the group has ended."""
    if entry.signup and entry.signup.opens:
        yield entry.signup.opens.instant.timestamp()
    days = (entry.signup_closes, entry.ends)
    yield from (end_of(day).timestamp() for day in days if day)


def phase_changes(library: Library, entry: Pilot | Programme) -> Iterator[float]:
    """When the pilot or the programme enters a phase."""
    return (step.start.instant.timestamp() for step in entry.phases if step.start)


def year_ends(library: Library, entry: YearlyStatus) -> Iterator[float]:
    """When the year that it tells of is over."""
    yield end_of(Date(entry.year)).timestamp()


def programme_changes(library: Library, entry: Programme) -> Iterator[float]:
    """When the programme enters a phase, when the day of a milestone is over, and when that of a document has come."""
    yield from phase_changes(library, entry)
    yield from (each.date.instant.timestamp() for each in entry.documents if each.date)
    yield from (end_of(each.date).timestamp() for each in entry.milestones if each.date)


def referring_to(library: Library, entry: Entry) -> Sequence[Entry]:
    """The entries that name this one as related."""
    return library.referring_to(entry.key)


register_kind(
    KindSpec(
        Post,
        url="indlaeg",
        label=N_("Post"),
        plural=N_("Posts"),
        template="post.html",
        changes_at=article_changes,
        in_stream=True,
        list=ListSpec(
            T_("News and thoughts from the work on new welfare, told by those who do it."),
            feed=T_("Only posts."),
        ),
        form="comment",
    )
)
register_kind(
    KindSpec(
        Story,
        url="historier",
        label=N_("Story"),
        plural=N_("Stories"),
        template="story.html",
        changes_at=article_changes,
        in_stream=True,
        list=ListSpec(
            T_("Cases of new welfare, told from beginning to end."), feed=T_("Only stories.")
        ),
        form="comment",
    )
)
register_kind(
    KindSpec(
        Page,
        url="",
        label=N_("Page"),
        plural=N_("Pages"),
        template="page.html",
        changes_at=never,
    )
)
register_kind(
    KindSpec(
        Track,
        url="spor",
        label=N_("Track"),
        plural=N_("Tracks"),
        template="track.html",
        changes_at=never,
        list=ListSpec(
            T_(
                "What the municipalities want to find new answers to, with the question behind each."
            ),
            template="tracks.html",
            filtered=False,
        ),
        feed=lambda library, entry: library.on_track(entry.slug),
    )
)
register_kind(
    KindSpec(
        Pilot,
        url="forsoeg",
        label=N_("Pilot"),
        plural=N_("Pilots"),
        template="pilot.html",
        changes_at=phase_changes,
        list=ListSpec(
            T_("Solutions tried out in real life, by how far they have come."),
            template="pilots.html",
        ),
        feed=referring_to,
    )
)
register_kind(
    KindSpec(
        Workgroup,
        url="arbejdsgrupper",
        label=N_("Workgroup"),
        plural=N_("Workgroups"),
        template="workgroup.html",
        changes_at=signup_changes,
        list=ListSpec(T_("Where residents and staff meet about a track. Find one and join.")),
        feed=referring_to,
        calendar=CalendarSpec(lambda entry: entry.meetings),
        form="signup",
    )
)
register_kind(
    KindSpec(
        Programme,
        url="programmer",
        label=N_("Programme"),
        plural=N_("Programmes"),
        template="programme.html",
        changes_at=programme_changes,
        list=ListSpec(T_("What the municipalities have decided to do, and how they go about it.")),
        feed=lambda library, entry: library.in_programme(entry.slug),
    )
)
register_kind(
    KindSpec(
        Issue,
        url="magasin",
        label=N_("Magazine"),
        plural=N_("Magazine"),
        template="issue.html",
        changes_at=never,
        list=ListSpec(T_("The year's stories, collected once a year.")),
        file="issue",
    )
)
register_kind(
    KindSpec(
        YearlyStatus,
        url="status",
        label=N_("Yearly status"),
        plural=N_("Yearly status"),
        template="status.html",
        changes_at=year_ends,
        list=ListSpec(
            T_("What each year came to, in numbers made from what stands on the site."),
            filtered=False,
        ),
    )
)
