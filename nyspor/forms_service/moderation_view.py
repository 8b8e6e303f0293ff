"""What an editor's page shows: the texts that wait, what came from the same sender, and what was decided lately."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nyspor.forms.registry import find_form, form_of
from nyspor.forms.spec import Field, FormSpec
from nyspor.forms.targets import Subject, Target, Targets, target_of
from nyspor.forms_service.moderation import digest_of
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import Decision, StoredSubmission, Submission
from nyspor.forms_service.responsibility import may_decide, subjects_of
from nyspor.problems import N_
from nyspor.staff.records import Staff, StaffMember
from nyspor.text.danish import short_moment, sort_key
from nyspor.text.language import DEFAULT_LANGUAGE

AT_ONCE = 20
"""Texts on one page."""

RECENT = 20
"""Decisions that are shown below."""

EDITABLE = {"title": N_("Title"), "name": N_("Name"), "text": N_("Text")}
"""The fields that an editor can correct, and what they are called then."""


@dataclass(frozen=True)
class ShownText:
    """A text with all that an editor needs to decide on it. `place` is who it answers, '' for nobody."""

    stored: StoredSubmission
    submission: Submission
    target: Target
    subjects: tuple[Subject, ...]
    earlier: tuple[StoredSubmission, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def id(self) -> str:
        return self.stored.id

    @property
    def form(self) -> FormSpec:
        return form_of(self.submission.kind)

    @property
    def reference(self) -> str:
        """What a button sends: the id, and the digest of what was shown."""
        return f"{self.id} {digest_of(self.stored)}"

    @property
    def title(self) -> str:
        """What it is called in lists."""
        return self.submission.values.get("title") or self.target.title

    @property
    def editable(self) -> list[Field]:
        """The fields that the editor can correct, without what they say to the one who wrote."""
        return [
            replace(each, label=EDITABLE[each.name], hint="", autocomplete="")
            for each in self.form.fields
            if each.name in EDITABLE and each.name in self.submission.values
        ]

    @property
    def answers(self) -> str:
        """The name of the one whom it answers; '' where it answers nobody, or the comment is not there any more."""
        to = self.submission.values.get("reply_to", "")
        return self.target.choices["reply_to"].get(to, "")

    @property
    def received(self) -> str:
        return short_moment(self.submission.received)

    @property
    def last(self) -> Decision | None:
        """The latest decision on it."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True)
class EditorPage:
    """An editor's page: the editor, its address, and the filter that was chosen ('' for none).

    Where somebody is signed in, `token` is what each form carries, '' behind a mailed link; `decided` is told of each decision.
    """

    member: StaffMember
    address: str
    chosen: str = ""
    lang: str = DEFAULT_LANGUAGE
    token: str = ""
    decided: Callable[[str, ShownText], None] = lambda action, text: None


@dataclass(frozen=True)
class Filter:
    """One choice of what to see: its value in the address, its title, and how many wait there."""

    value: str
    title: str
    count: int


@dataclass(frozen=True)
class Desk:
    """Reads what one editor may see."""

    outbox: Outbox
    targets: Targets
    staff: Staff
    member: StaffMember
    now: datetime

    def waiting(self) -> list[StoredSubmission]:
        """The texts that wait for a decision which is this editor's, oldest first."""
        return [stored for stored in self.outbox.waiting() if self.may_see(stored)]

    def may_see(self, stored: StoredSubmission | None) -> bool:
        """Whether there is a text, of a form that is moderated, and it is this editor's to decide on."""
        submission = stored.submission if stored else None
        form = find_form(submission.kind) if submission else None
        if submission is None or form is None or not form.moderated:
            return False
        return may_decide(self.staff, self.member, self.target(submission), submission, self.now)

    def target(self, submission: Submission) -> Target:
        return target_of(self.targets, submission.kind, submission.entry)

    def subjects(self, stored: StoredSubmission) -> tuple[Subject, ...]:
        submission = stored.submission
        return subjects_of(self.target(submission), submission) if submission else ()

    def listed(self, stored: StoredSubmission) -> ShownText:
        """A text as the list of what was decided shows it: without what else came from its sender, and was decided on it."""
        submission = stored.latest
        assert submission
        return ShownText(stored, submission, self.target(submission), self.subjects(stored))

    def shown(self, stored: StoredSubmission) -> ShownText:
        """A text with all that is to be shown of it."""
        listed = self.listed(stored)
        return replace(
            listed,
            earlier=tuple(self.outbox.from_sender(listed.submission)),
            decisions=tuple(self.outbox.decisions(stored.id)),
        )

    def recent(self) -> list[tuple[Decision, ShownText]]:
        """What was decided lately, by anybody, the last decision first; each text once."""
        found: dict[str, tuple[Decision, ShownText]] = {}
        for decision in self.outbox.recent_decisions(5 * RECENT):
            if decision.submission in found:
                continue
            stored = self.outbox.find(decision.submission)
            if stored and self.may_see(stored):
                found[stored.id] = (decision, self.listed(stored))
            if len(found) == RECENT:
                break
        return [*found.values()]


def matches(chosen: str, stored: StoredSubmission, subjects: Iterable[Subject]) -> bool:
    """Whether a text is among those of a filter: `form/comment`, `tracks/natur`, or '' for all."""
    kind = stored.submission.kind if stored.submission else ""
    return chosen in ("", f"form/{kind}", *(f"{each.kind}/{each.slug}" for each in subjects))


def filters(
    waiting: Sequence[tuple[StoredSubmission, Sequence[Subject]]],
) -> dict[str, list[Filter]]:
    """What there is to choose among, by group: forms, tracks, topics, municipalities."""
    found: dict[str, dict[str, Filter]] = {}

    def count(group: str, slug: str, title: str) -> None:
        value = f"{group}/{slug}"
        before = found.setdefault(group, {}).get(value)
        found[group][value] = Filter(value, title, before.count + 1 if before else 1)

    for stored, subjects in waiting:
        if stored.submission:
            kind = stored.submission.kind
            count("form", kind, form_of(kind).title)
        for subject in {(each.kind, each.slug): each for each in subjects}.values():
            count(subject.kind, subject.slug, subject.title)
    return {
        group: sorted(choices.values(), key=lambda each: sort_key(each.title))
        for group, choices in sorted(found.items())
    }
