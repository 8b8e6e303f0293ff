"""What residents have sent in, and what was decided, as a table for the municipality's journal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nyspor.forms.registry import find_form
from nyspor.forms.targets import Target, Targets, target_of
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.municipal_answers import ANSWER
from nyspor.forms_service.records import Decision, StoredSubmission, Submission
from nyspor.problems import N_
from nyspor.text.danish import short_moment

HEADINGS = (
    N_("Number"),
    N_("Form"),
    N_("About"),
    N_("Address"),
    N_("Received"),
    N_("Name"),
    N_("E-mail"),
    N_("Subject"),
    N_("Text"),
    N_("Other fields"),
    N_("Consent"),
    N_("State"),
    N_("Decided"),
    N_("By"),
    N_("Reason"),
    N_("Text as published"),
    N_("The municipality's answer"),
    N_("File"),
)

STATES = {
    "waiting": N_("waits for a decision"),
    "approved": N_("published"),
    "rejected": N_("rejected"),
    "kept": N_("received"),
}

SHOWN = frozenset({"name", "email", "title", "consent"})
"""The fields that have columns of their own."""


def journal(
    submissions: Iterable[StoredSubmission],
    targets: Targets,
    url: str,
    files: Mapping[str, str],
    decisions: Mapping[str, Sequence[Decision]],
    language: str,
) -> Iterator[list[str]]:
    """The rows of the table, the headings first.

    `files` are the published files and `decisions` all decisions, the latest last, by the submission's number.
    """
    words = translations(language)
    yield [words.gettext(each) for each in HEADINGS]
    for stored in submissions:
        if sent := stored.submission:
            target = target_of(targets, sent.kind, sent.entry)
            decided = [
                *_row(stored, sent, target, url, language),
                *_decided(stored, decisions.get(sent.id, ())),
            ]
            yield [*decided, files.get(sent.id, "")]


def _row(
    stored: StoredSubmission, sent: Submission, target: Target, url: str, language: str
) -> list[str]:
    words = translations(language)
    form = find_form(sent.kind)
    labels = {each.name: words.gettext(each.label) for each in form.fields} if form else {}
    texts = _texts(sent)
    others = {
        name: value
        for name, value in sent.values.items()
        if value and name not in SHOWN and name not in texts
    }
    state = N_("replaced by a correction") if is_replaced(stored) else STATES.get(stored.state, stored.state)  # fmt: skip
    return [
        sent.id,
        words.gettext(form.title) if form else sent.kind,
        target.title,
        url + target.address,
        short_moment(sent.received),
        sent.values.get("name", ""),
        sent.values.get("email", ""),
        sent.values.get("title", ""),
        _written(sent.values, texts),
        "\n".join(f"{labels.get(name, name)}: {_shown(target, name, value)}" for name, value in others.items()),
        sent.consent,
        words.gettext(state),
    ]  # fmt: skip


def _texts(sent: Submission) -> list[str]:
    """The names of the fields with long texts."""
    form = find_form(sent.kind)
    return [each.name for each in form.long_fields] if form else []


def _written(values: Mapping[str, str], names: Iterable[str]) -> str:
    return "\n\n".join(filter(None, (values.get(name, "") for name in names)))


def _decided(stored: StoredSubmission, all_of_them: Sequence[Decision]) -> list[str]:
    """When, by whom and why it was decided, the text where an editor has corrected it, and the answers to it."""
    answers = [each.reason for each in all_of_them if each.action == ANSWER]
    decision = next((each for each in reversed(all_of_them) if each.action != ANSWER), None)
    sent, form = stored.submission, stored.submission and find_form(stored.submission.kind)
    is_decided = form and form.moderated and stored.state in ("approved", "rejected")
    when = decision.at if decision else stored.changed
    return [
        short_moment(when) if is_decided or decision else "",
        decision.editor if decision else "",
        decision.reason if decision else "",
        _written(stored.edited, _texts(sent)) if stored.edited and sent else "",
        "\n\n".join(answers),
    ]


def is_replaced(stored: StoredSubmission) -> bool:
    """Whether a correction has taken the place of a submission that is not moderated."""
    form = find_form(stored.submission.kind) if stored.submission else None
    return stored.state == "rejected" and form is not None and not form.moderated


def _shown(target: Target, name: str, value: str) -> str:
    """A value, or the label of a choice."""
    return target.choices.get(name, {}).get(value, value)
