"""From a request's body to a form's values, normalised and validated.

Every value is normalised as it is read, so that it can go into a header, a page or a file as it is.
Sources: RFC 3629, Unicode TR 36 (bidirectional overrides), WHATWG URL (forms).
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl

from nyspor.forms.spec import Field, FormSpec
from nyspor.problems import N_
from nyspor.text.graphemes import is_blank, without_invisible
from nyspor.text.mail_addresses import Mailbox, normalize_address

MAX_FIELDS = 60
MAX_COMBINING_MARKS = 8
"""More combining marks in a row than any language has are drawn over the lines around them."""


class MalformedBody(ValueError):
    """The body is not a form: not UTF-8, or with too many fields."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with a field's value, as a message id with its parameters."""

    field: str
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class FormData:
    """The normalised values of a form, by field, also of those with errors."""

    values: Mapping[str, str]
    errors: tuple[FieldError, ...] = ()


def parse_body(body: bytes) -> list[tuple[str, str]]:
    """The fields of an urlencoded body, in order. Raises `MalformedBody`."""
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=MAX_FIELDS,
            encoding="utf-8",
            errors="strict",
        )
    except ValueError:
        raise MalformedBody("not a form") from None


def parse_form(
    form: FormSpec,
    pairs: Iterable[tuple[str, str]],
    choices: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> FormData:
    """The values of a form, with what is wrong with them. Never raises.

    Unknown fields are left out, and the first of several with the same name counts. `choices` are the allowed
    values, by field, that the target offers beside the form's own.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        given.setdefault(name, value)
    values = {each.name: normalize(each, given.get(each.name, "")) for each in form.fields}
    errors = (
        validate(each, values[each.name], choices.get(each.name) or each.options)
        for each in form.fields
    )
    return FormData(values, tuple(filter(None, errors)))


def normalize(field: Field, text: str) -> str:
    """A field's value in NFC, without invisible characters; in one line unless it is a text; '' where nothing is seen."""
    if field.type == "check":
        return "yes" if text.strip() else ""
    value = normalize_text(text) if field.type == "text" else normalize_line(text)
    return "" if is_blank(value) else value


def normalize_line(text: str) -> str:
    """Text as one line: all white space and control characters become single spaces."""
    spaced = "".join(" " if c.isspace() or unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join(strip_invisible(spaced).split())


def normalize_text(text: str) -> str:
    """Text as lines and paragraphs: every kind of line break is a newline, with one empty line in a row at most."""
    lines = (
        normalize_line(each) for each in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def strip_invisible(text: str) -> str:
    """Text in NFC without control, format and private characters, and those that never will be any.

    What emoji and some scripts are joined with stays. Long runs of combining marks are cut short.
    """
    # Normalised when they are gone: one between a letter and its mark keeps the two from being one.
    visible = unicodedata.normalize("NFC", without_invisible(text))
    return _COMBINING_MARKS.sub(lambda run: run[0][:MAX_COMBINING_MARKS], visible)


_COMBINING_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def validate(field: Field, value: str, choices: Collection[str]) -> FieldError | None:
    """What is wrong with a normalised value; None where nothing is."""
    if not value:
        return FieldError(field.name, field.required_message) if field.required else None
    if len(value) > field.max_length:
        return FieldError(
            field.name,
            N_("Make it shorter: there is room for {longest} characters, and it has {length}."),
            {"longest": field.max_length, "length": len(value)},
        )
    if field.type == "choice" and value not in choices:
        return FieldError(field.name, N_("Choose one of those on the list."))
    if field.type == "email":
        return validate_address(field.name, value)
    return None


NOT_AN_ADDRESS = N_("Write one whole address and nothing else, such as anna@post.example.")


def validate_address(name: str, value: str) -> FieldError | None:
    """What is wrong with an e-mail address. Whether it can be delivered to is not checked."""
    # Slow to load, and a build that renders the forms checks no address.
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(normalize_address(value), check_deliverability=False)
    except EmailNotValidError:
        return FieldError(name, NOT_AN_ADDRESS)
    if address.ascii_email is None:
        return FieldError(
            name,
            N_(
                "We can only write to addresses without æ, ø, å and other special letters before the @."
            ),
        )
    # One that looks like an encoded word would be another address to those who read the mail.
    if not Mailbox("", address.ascii_email).usable:
        return FieldError(name, NOT_AN_ADDRESS)
    return None
