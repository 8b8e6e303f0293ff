"""The forms that residents fill in, described once for the pages and for the service that receives them.

Everything is normalised as it is read, so that what is stored can stand in a header, a page and a file
without another thought. Sources: RFC 3629, Unicode TR 36 (bidirectional overrides), WHATWG URL (forms).
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl

from nyspor.problems import N_
from nyspor.text.mail_addresses import mail_address

MOST_FIELDS = 60
MOST_MARKS = 8
"""More combining marks in a row than any language has are drawn over the lines around them."""


class BadBody(ValueError):
    """The body is no form: not UTF-8, or with more fields than any of ours."""


@dataclass(frozen=True)
class Field:
    """One field. `shape` is 'line', 'text', 'email', 'tel', 'check' or 'choice'; words are message ids."""

    name: str
    label: str
    shape: str = "line"
    hint: str = ""
    required: bool = True
    autocomplete: str = ""
    longest: int = 200
    missing: str = ""


@dataclass(frozen=True)
class Form:
    """A form: its `kind` names it in addresses. What is consented to is kept by its version."""

    kind: str
    fields: tuple[Field, ...]
    send: str
    """What the button says."""
    after: str
    """What happens with what is written."""
    consent_version: str = ""


@dataclass(frozen=True)
class Slip:
    """What is wrong with a field, as a message id with its parameters."""

    field: str
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """What was written, normalised, by field; all of it, also where there are slips."""

    values: Mapping[str, str]
    slips: tuple[Slip, ...] = ()


NAME = Field(
    "name",
    N_("Name"),
    hint=N_("Shown with what you write. A first name will do."),
    autocomplete="name",
    longest=80,
    missing=N_("Write your name."),
)
EMAIL = Field(
    "email",
    N_("E-mail"),
    "email",
    hint=N_("Only an editor sees it. It is never shown."),
    autocomplete="email",
    longest=254,
    missing=N_("Write your e-mail address."),
)
NOTIFY = Field(
    "notify",
    N_("Write to me when it has been published or declined"),
    "check",
    required=False,
)

COMMENT = Form(
    "comment",
    (
        Field("reply_to", N_("Answer to"), "choice", required=False, longest=40),
        Field(
            "text",
            N_("Your comment"),
            "text",
            longest=5000,
            missing=N_("Write your comment."),
        ),
        NAME,
        EMAIL,
        NOTIFY,
    ),
    send=N_("See how it looks"),
    after=N_("You see your comment before it is sent. An editor reads it before others can."),
)
SIGNUP = Form(
    "signup",
    (
        dataclasses.replace(NAME, hint=""),
        dataclasses.replace(EMAIL, hint=N_("Here we write to you about the workgroup.")),
        Field("phone", N_("Phone"), "tel", required=False, autocomplete="tel", longest=30),
        Field(
            "organisation",
            N_("Organisation"),
            required=False,
            hint=N_("If you come on behalf of one."),
            autocomplete="organization",
            longest=120,
        ),
        Field(
            "message",
            N_("What would you like to tell us?"),
            "text",
            required=False,
            longest=3000,
        ),
        Field(
            "consent",
            N_("You may keep my details and write to me about this workgroup"),
            "check",
            missing=N_("Tick the box if we may write to you. Otherwise we cannot sign you up."),
        ),
    ),
    send=N_("Look it through"),
    after=N_("Your details go to the workgroup's contact and nobody else. Nothing of it is shown."),
    consent_version="2026-1",
)
IDEA = Form(
    "idea",
    (
        Field(
            "title",
            N_("Your idea in a few words"),
            longest=120,
            missing=N_("Write what your idea is, in a few words."),
        ),
        Field(
            "text",
            N_("Tell us more"),
            "text",
            hint=N_("Who is it for, and what would become better?"),
            longest=5000,
            missing=N_("Tell us a little about your idea."),
        ),
        Field("track", N_("Track"), "choice", required=False, longest=120),
        NAME,
        EMAIL,
        NOTIFY,
    ),
    send=N_("See how it looks"),
    after=N_("You see your idea before it is sent. An editor reads it before others can."),
)

FORMS: Mapping[str, Form] = MappingProxyType({form.kind: form for form in (COMMENT, SIGNUP, IDEA)})


def read_body(body: bytes) -> list[tuple[str, str]]:
    """The fields of an urlencoded body, in order. Raises `BadBody`."""
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            encoding="utf-8",
            errors="strict",
        )
    except ValueError:
        raise BadBody("no form") from None


def parse(
    form: Form,
    pairs: Iterable[tuple[str, str]],
    choices: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Answers:
    """What was written into a form. Never raises; unknown fields are left out, the first of a name counts.

    `choices` holds what may be chosen, by field.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        given.setdefault(name, value)
    values = {each.name: normalised(each, given.get(each.name, "")) for each in form.fields}
    found = (slip(each, values[each.name], choices.get(each.name, ())) for each in form.fields)
    return Answers(values, tuple(filter(None, found)))


def normalised(described: Field, text: str) -> str:
    """Text as it is kept: NFC, without what cannot be seen; a line is one line."""
    if described.shape == "check":
        return "yes" if text.strip() else ""
    return paragraphs(text) if described.shape == "text" else line(text)


def line(text: str) -> str:
    """One line: whatever separates words is one space."""
    spaced = "".join(" " if c.isspace() or unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join(visible(spaced).split())


def paragraphs(text: str) -> str:
    """Lines and paragraphs: every kind of line break is one, and no more than one line is left empty."""
    lines = (line(each) for each in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def visible(text: str) -> str:
    """Text in NFC without controls, direction marks, tags and other things that are not seen.

    The joiners that emoji and some scripts need stay; marks heaped on one letter are cut short.
    """
    kept = "".join(
        c
        for c in unicodedata.normalize("NFC", text)
        if c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return _HEAPED.sub(lambda heap: heap[0][:MOST_MARKS], kept)


_HEAPED = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def slip(described: Field, value: str, choices: Collection[str]) -> Slip | None:
    """What is wrong with a value, if anything is."""
    if not value:
        return Slip(described.name, described.missing) if described.required else None
    if len(value) > described.longest:
        return Slip(
            described.name,
            N_("Make it shorter: there is room for {longest} characters, and it has {length}."),
            {"longest": described.longest, "length": len(value)},
        )
    if described.shape == "choice" and value not in choices:
        return Slip(described.name, N_("Choose one of those on the list."))
    if described.shape == "email":
        return address_slip(described.name, value)
    return None


def address_slip(name: str, value: str) -> Slip | None:
    """What is wrong with an e-mail address. Whether anybody reads it is not asked."""
    # Slow to load, and a build that draws the forms checks no address.
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(mail_address(value), check_deliverability=False)
    except EmailNotValidError:
        return Slip(name, N_("Write the whole address, such as anna@post.example."))
    if address.ascii_email is None:
        return Slip(name, N_("We can only write to addresses without æ, ø and å before the @."))
    return None
