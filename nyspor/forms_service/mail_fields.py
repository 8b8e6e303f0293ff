"""A submission's fields as a mail shows them, and what a correction has changed."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations

from nyspor.forms.registry import form_of
from nyspor.forms.spec import Field
from nyspor.forms.targets import Target
from nyspor.forms_service.records import Submission
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.problems import N_
from nyspor.text.language import DEFAULT_LANGUAGE


def translations(language: str) -> NullTranslations:
    """The catalogue for the service's own messages."""
    return read_catalogue(CATALOGUES, "en" if language == "en" else DEFAULT_LANGUAGE)


def quoted(text: str) -> str:
    """A text with each line quoted."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def details(submission: Submission, target: Target, words: NullTranslations) -> str:
    """Every field that is filled in, except long texts, which are quoted, and consent (`consent_given`)."""
    found = [
        (each, value)
        for each in form_of(submission.kind).short_fields
        if (value := submission.values.get(each.name, "")) and each.name != "consent"
    ]
    return "\n".join(
        f"{words.gettext(each.label)}: {_displayed(each, value, target, words)}"
        for each, value in found
    )


def consent_given(submission: Submission, words: NullTranslations) -> str:
    """What was consented to, in the words that were shown, and which version of them; '' where nothing was asked."""
    version, _, text = submission.consent.partition(": ")
    if not text:
        return ""
    return words.gettext(N_("Consent was given to: “{text}” (version {version})")).format(
        text=text, version=version
    )


def changed_fields(earlier: Submission, later: Submission) -> list[Field]:
    """The fields whose values differ."""
    before, now = earlier.values, later.values
    fields = form_of(later.kind).fields
    return [each for each in fields if before.get(each.name, "") != now.get(each.name, "")]


def changes(
    earlier: Submission, later: Submission, target: Target, words: NullTranslations
) -> Iterator[str]:
    """For each changed field, its value before and now."""
    for each in changed_fields(earlier, later):
        label = words.gettext(each.label)
        before, now = (one.values.get(each.name, "") for one in (earlier, later))
        if each.type == "text":
            empty = words.gettext(N_("(nothing)"))
            was, becomes = words.gettext(N_("Before:")), words.gettext(N_("Now:"))
            yield f"{label}\n{was}\n{quoted(before or empty)}\n{becomes}\n{quoted(now or empty)}"
        else:
            shown = (_displayed(each, value, target, words) for value in (before, now))
            yield f"{label}: " + " → ".join(shown)


def _displayed(field: Field, value: str, target: Target, words: NullTranslations) -> str:
    """A value for people to read: of a choice the name, with its key only where another has the same name."""
    if field.type == "check":
        return words.gettext(N_("yes")) if value else words.gettext(N_("no"))
    if value in field.options:
        return words.gettext(field.options[value])
    names = target.choices.get(field.name, {})
    name = names.get(value)
    if not name:
        return value or words.gettext(N_("(nothing)"))
    is_alone = [*names.values()].count(name) == 1
    return name if is_alone else f"{name} ({value})"
