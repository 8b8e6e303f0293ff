"""The lists of texts on the front page of the desk: what waits, what is one's own, what comes out when. Pure but for the databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from math import inf
from operator import attrgetter
from urllib.parse import urlsplit

from nyspor.content.collection import is_scheduled, readable_entries
from nyspor.desk.approval.plans import Plan, Plans, plan_holds
from nyspor.desk.approval.reviews import Review, Reviews, Stage, stage_of
from nyspor.desk.people.audit import approvers, files_of
from nyspor.desk.people.permissions import may_approve
from nyspor.desk.state import DeskState
from nyspor.desk.store.corrections import Corrections
from nyspor.desk.store.texts import WorkingText
from nyspor.model.file_references import entry_images
from nyspor.model.kinds import Entry
from nyspor.model.values import Person
from nyspor.rules import errors
from nyspor.staff.records import StaffMember
from nyspor.text.danish import Date, fold, format_date

SOON = timedelta(days=60)
"""How long before a consent expires it is listed."""

ON_THEIR_WAY = (Stage.DRAFT, Stage.CORRECTION, Stage.CHANGED, Stage.ASKED, Stage.APPROVED)
"""The stages of what somebody still has to do something about."""


@dataclass(frozen=True)
class TextLine:
    """A text as lists show it; `date` is '' where it has none, `entry` None where it cannot be read."""

    file: str
    title: str
    kind: str
    date: str
    stage: Stage
    errors: int
    review: Review | None = None
    entry: Entry | None = None
    is_correction: bool = False
    plan: Plan | None = None

    @property
    def asked_by(self) -> str:
        """Who has asked for approval; '' where nobody has."""
        return self.review.asked_by if self.review else ""


@dataclass(frozen=True)
class PlannedText:
    """A text that comes out at a moment to come, and who has approved it ('' for nobody).

    A text comes out when its date begins: one without a time at midnight, one with a month alone on its first day.
    """

    line: TextLine
    begins: Date
    approved_by: str = ""

    @property
    def day(self) -> Date:
        """The day on which it comes out."""
        return replace(self.begins, time=None)


@dataclass(frozen=True)
class ExpiringConsent:
    """A consent to show a picture that has expired or soon will: in which text, and when."""

    file: str
    title: str
    picture: str
    date: str


def text_lines(state: DeskState, language: str) -> dict[str, TextLine]:
    """Return every text by file, the newest first."""
    content, reviews, now = state.loaded(), Reviews(state.database).all(), state.clock()
    corrections, plans = Corrections(state.database).all(), Plans(state.database).all()
    wrong = Counter(problem.source for problem in errors(state.loaded.problems()))
    found = []
    for parsed in content.parsed_entries:
        entry, review = parsed.entry, reviews.get(parsed.file)
        plan = plans.get(parsed.file)
        is_worked_on = review or plan or parsed.file in corrections
        text = state.texts.look_at(parsed.file) if is_worked_on else WorkingText(parsed.file, b"")
        line = TextLine(
            parsed.file,
            entry.title if entry else parsed.file,
            parsed.location.kind,
            format_date(entry.date, language) if entry and entry.date else "",
            stage_of(entry, review, text, plan_holds(plan, text, state.rules), now),
            wrong[parsed.file],
            review,
            entry,
            text.correction is not None,
            plan,
        )
        found.append((entry.date_start if entry else inf, line))
    ordered = sorted(found, key=lambda each: (each[0], each[1].title), reverse=True)
    return {line.file: line for _, line in ordered}


def held_back(lines: Iterable[TextLine]) -> list[TextLine]:
    """Return the texts that were due and did not come out, since they had been changed after they were approved."""
    return [line for line in lines if line.plan and line.plan.held]


def with_words(
    state: DeskState,
    lines: Iterable[TextLine],
    query: str,
    names: Mapping[str, str],
    kinds: Mapping[str, str],
) -> list[TextLine]:
    """Return the texts that have all the words of a query, in any order: in the title, the summary, the file, the name of the kind or
    among the authors. `names` and `kinds` are what people and kinds are called."""
    words, people = fold(query).split(), state.loaded().vocabularies.people
    if not words:
        return [*lines]

    def called(author: str | Person) -> str:
        if not isinstance(author, str):
            return author.name
        return people[author].name if author in people else names.get(author, author)

    def said(line: TextLine) -> str:
        entry = line.entry
        authors = map(called, entry.authors if entry else ())
        summary = entry.summary if entry else ""
        return fold(" ".join((line.title, summary, line.file, kinds[line.kind], *authors)))

    return [line for line in lines if all(word in said(line) for word in words)]


def text_at(state: DeskState, address: str) -> str:
    """Return the file of the text whose page is at an address, a whole one or its path; '' for none."""
    path = urlsplit(address).path
    if not address.startswith(("/", "https://", "http://")) or not path.strip("/"):
        return ""
    wanted = f"/{path.strip('/')}/"
    found = state.loaded().by_address.get(wanted)
    return found[0].file if found else ""


def to_approve(lines: Iterable[TextLine], person: StaffMember) -> list[TextLine]:
    """Return the texts of others that somebody can approve."""
    return [
        line
        for line in lines
        if line.stage is Stage.ASKED
        and line.asked_by != person.key
        and may_approve(person, line.entry)
    ]


def sent_back(lines: Iterable[TextLine], person: StaffMember) -> list[TextLine]:
    """Return the texts that somebody has asked for approval of, and that a colleague has sent back."""
    return [
        line
        for line in lines
        if line.review and line.review.is_sent_back and line.asked_by == person.key
    ]


def mine(state: DeskState, lines: Mapping[str, TextLine], person: StaffMember) -> list[TextLine]:
    """Return the texts that somebody has written in, the latest first, and those that name them as author.

    What is still on its way stands before what is published.
    """
    own = [file for file in files_of(state.database, person.key) if file in lines]
    named = [file for file, line in lines.items() if is_author(state, person, line.entry)]
    found = [lines[file] for file in dict.fromkeys((*own, *named))]
    return sorted(found, key=lambda line: line.stage not in ON_THEIR_WAY)


def is_author(state: DeskState, person: StaffMember, entry: Entry | None) -> bool:
    """Return whether somebody is named as author, by key or by name."""
    if entry is None or not entry.authors:
        return False
    people = state.loaded().vocabularies.people
    name = person.mailbox.name.casefold()
    for author in entry.authors:
        if author == person.key:
            return True
        known = people.get(author) if isinstance(author, str) else author
        if name and known and known.name.casefold() == name:
            return True
    return False


def planned(state: DeskState, lines: Iterable[TextLine]) -> list[PlannedText]:
    """Return the texts with a date to come, the first to come out before the others; also those that something stops."""
    now = state.clock()
    coming = [
        (line.entry.date, line)
        for line in lines
        if line.entry and line.entry.date and _is_coming(line, line.entry, now)
    ]
    approved = approvers(state.database, [line.file for _, line in coming])
    return [
        PlannedText(line, date.minute, approved.get(line.file, ""))
        for date, line in sorted(coming, key=lambda each: (each[0], each[1].title))
    ]


def _is_coming(line: TextLine, entry: Entry, now: datetime) -> bool:
    return is_scheduled(entry, now) and line.stage is not Stage.HIDDEN


def by_day(texts: Iterable[PlannedText]) -> list[tuple[Date, list[PlannedText]]]:
    """Return the texts of each day, in their order."""
    return [(day, [*found]) for day, found in groupby(texts, attrgetter("day"))]


def expiring_consents(state: DeskState, language: str) -> list[ExpiringConsent]:
    """Return the consents that have expired or soon will, the first to expire before the others."""
    until = state.clock() + SOON
    found = [
        (image.consent.expires, parsed.file, entry.title, image.file)
        for parsed, entry in readable_entries(state.loaded())
        for _, image in entry_images(entry)
        if image.consent and image.consent.expires and image.consent.expires.instant <= until
    ]
    return [
        ExpiringConsent(file, title, picture, format_date(date, language))
        for date, file, title, picture in sorted(found, key=lambda each: (each[0].instant, each[1]))
    ]
