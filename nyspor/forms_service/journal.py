"""What residents have sent in, and what was decided, as a table for the municipality's journal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from nyspor.forms.registry import find_form
from nyspor.forms.targets import Target, Targets, target_of
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.records import StoredSubmission, Submission
from nyspor.problems import N_
from nyspor.text.danish import COPENHAGEN

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
    language: str,
) -> Iterator[list[str]]:
    """The rows of the table, the headings first. `files` are the published files by the submission's number."""
    words = translations(language)
    yield [words.gettext(each) for each in HEADINGS]
    for stored in submissions:
        if sent := stored.submission:
            target = target_of(targets, sent.kind, sent.entry)
            yield _row(stored, sent, target, url, files.get(sent.id, ""), language)


def _row(
    stored: StoredSubmission, sent: Submission, target: Target, url: str, file: str, language: str
) -> list[str]:
    words = translations(language)
    form = find_form(sent.kind)
    labels = {each.name: words.gettext(each.label) for each in form.fields} if form else {}
    texts = [each.name for each in form.long_fields] if form else []
    others = {
        name: value
        for name, value in sent.values.items()
        if value and name not in SHOWN and name not in texts
    }
    state = N_("replaced by a correction") if is_replaced(stored) else STATES.get(stored.state, stored.state)  # fmt: skip
    is_decided = form is not None and form.moderated and stored.state in ("approved", "rejected")
    return [
        sent.id,
        words.gettext(form.title) if form else sent.kind,
        target.title,
        url + target.address,
        _time(sent.received),
        sent.values.get("name", ""),
        sent.values.get("email", ""),
        sent.values.get("title", ""),
        "\n\n".join(filter(None, (sent.values.get(name, "") for name in texts))),
        "\n".join(f"{labels.get(name, name)}: {_shown(target, name, value)}" for name, value in others.items()),
        sent.consent,
        words.gettext(state),
        _time(stored.changed) if is_decided else "",
        file,
    ]  # fmt: skip


def is_replaced(stored: StoredSubmission) -> bool:
    """Whether a correction has taken the place of a submission that is not moderated."""
    form = find_form(stored.submission.kind) if stored.submission else None
    return stored.state == "rejected" and form is not None and not form.moderated


def _shown(target: Target, name: str, value: str) -> str:
    """A value, or the label of a choice."""
    return target.choices.get(name, {}).get(value, value)


def _time(moment: datetime) -> str:
    return moment.astimezone(COPENHAGEN).strftime("%d.%m.%Y %H.%M")
