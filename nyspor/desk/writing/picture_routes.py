"""A picture for a text: it is sent in or chosen among those that are there, told of in words, and put into the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nyspor.content.collection import ContentCollection
from nyspor.desk.answers import At, Sent, shown
from nyspor.desk.forms.text_form import EditedText
from nyspor.desk.people.audit import AuditLine, note
from nyspor.desk.people.permissions import NeedsApproval
from nyspor.desk.pictures.picture_block import (
    after_paragraph,
    nearest,
    picture_block,
    places_in,
    with_picture,
)
from nyspor.desk.pictures.picture_files import MOST_BYTES, NO_PICTURE, PictureRefused, add_picture
from nyspor.desk.pictures.picture_list import list_pictures, sides_of, uses_of_pictures
from nyspor.desk.pictures.rendition_files import rendition_answer
from nyspor.desk.state import DeskState
from nyspor.desk.store.text_file import NotUtf8, with_text
from nyspor.desk.store.texts import TextClash, WorkingText
from nyspor.desk.writing.saving_routes import NEEDS_APPROVAL, NOT_RECORDED, save_by_rule
from nyspor.desk.writing.text_routes import read_text, require_writer
from nyspor.front_matter.editing import CannotEdit, Value
from nyspor.model.library import PictureFile
from nyspor.problems import N_, T_, Problem
from nyspor.publishing.content_history import GitFailed
from nyspor.site.image_renditions import Focal, jpeg_rendition, shared_rendition
from nyspor.urls import locate_entry

HEAD, IN_TEXT = "head", "text"
"""Where a picture stands: above the text, as its `billede`, or between its paragraphs."""

MOST_SHOWN = 24
"""Pictures on one page."""

PLACES_IN_WORDS = (
    ("øverst til venstre", N_("At the top left"), (15.0, 15.0)),
    ("øverst", N_("At the top"), (50.0, 15.0)),
    ("øverst til højre", N_("At the top right"), (85.0, 15.0)),
    ("venstre", N_("On the left"), (15.0, 50.0)),
    ("midt", N_("In the middle"), (50.0, 50.0)),
    ("højre", N_("On the right"), (85.0, 50.0)),
    ("nederst til venstre", N_("At the bottom left"), (15.0, 85.0)),
    ("nederst", N_("At the bottom"), (50.0, 85.0)),
    ("nederst til højre", N_("At the bottom right"), (85.0, 85.0)),
)
"""Focal points that can be named: what is written in the text, a label, and percent from the left and from the top."""

NO_ALT = N_("Write what a reader who cannot see the picture should know.")
NO_CREDIT = N_("Write who drew or took the picture.")
NO_PLACE = N_("Write two numbers from 0 to 100.")
CLASH = N_(
    "A colleague has changed the same lines meanwhile. Nothing was saved. Send what you wrote once more, and it is put into the text as it is now."
)
CANNOT_EDIT = N_(
    "The field billede is written in a way in which it cannot be changed here. Put it right in the text first."
)


@dataclass(frozen=True)
class PictureWords:
    """What is asked of a picture, as it was written."""

    alt: str = ""
    credit: str = ""
    caption: str = ""
    focal: Focal = (50.0, 50.0)
    grounds: str = ""
    contact: str = ""
    expires: str = ""

    @property
    def focal_in_words(self) -> str:
        """The focal point as it is written in a text; '' for the middle."""
        named = {at: word for word, _, at in PLACES_IN_WORDS}
        word = named.get(self.focal) or f"{self.focal[0]:g} {self.focal[1]:g}"
        return "" if word == "midt" else word.replace(".", ",")

    def as_field(self, file: str) -> dict[str, Value]:
        """What the field `billede` holds."""
        consent = _filled(grounds=self.grounds, contact=self.contact, expires=self.expires)
        return {
            "file": file,
            **_filled(alt=self.alt, credit=self.credit, caption=self.caption),
            **_filled(focal=self.focal_in_words),
            **({"consent": consent} if consent else {}),
        }


def _filled(**values: str) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value}


def choose(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page on which a picture is sent in, or chosen among those that are there."""
    return _choose_page(state, at, request, _text(state, at, request))


def _choose_page(
    state: DeskState,
    at: At,
    request: Request,
    text: WorkingText,
    status: int = 200,
    refusal: Problem | None = None,
) -> Response:
    asked, query = _asked(request), request.query_params.get("q", "").strip()
    found = list_pictures(state.loaded(), query)
    first = MOST_SHOWN * _number(request.query_params.get("side", ""))
    context = {
        "file": text.file,
        "title": _title(state, text),
        "query": query,
        "pictures": found[first : first + MOST_SHOWN],
        "newer": _side(asked, query, first - MOST_SHOWN) if first else "",
        "older": _side(asked, query, first + MOST_SHOWN) if first + MOST_SHOWN < len(found) else "",
        "count": len(found),
        "refusal": refusal,
        "most": MOST_BYTES // 1024**2,
        "asked": asked,
        "asked_query": _query(**asked),
    }
    return shown(state, at, "picture", status, **context)


def upload(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Keep the picture that was sent, and ask what it shows."""
    text = _text(state, at, request)
    location = locate_entry(text.file)
    assert location
    try:
        if sent.file is None:
            raise PictureRefused(NO_PICTURE)
        added = add_picture(state.texts, sent.file.raw, sent.file.name, location.slug, at.person)
    except PictureRefused as refused:
        name = sent.file.name if sent.file else ""
        problem = Problem("", refused.message, refused.remedy, params={"file": name})
        return _choose_page(state, at, request, text, 422, problem)
    if added.is_new:
        note(state.database, AuditLine(state.clock(), at.person.key, T_("sent in"), added.file))
    query = _query(
        **_asked(request),
        picture=added.file,
        known="" if added.is_new else "1",
        moves="1" if added.is_animated else "",
    )
    return RedirectResponse(f"/desk/picture-words/{text.file}?{query}", 303)


def ask_words(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The page that asks what a picture shows, whose it is, and what must be seen of it."""
    text, content = _text(state, at, request), state.loaded()
    file, picture = _picture(content, request.query_params.get("picture", ""))
    words = _known_words(content, text, file)
    return _words_page(state, at, request, text, (file, picture), words)


def save_words(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """Put a picture with its words into the text."""
    text, content = _text(state, at, request), state.loaded()
    chosen = _picture(content, sent.one("picture"))
    words, faults = _words_in(sent)
    place, line = _place(sent.one("place")), sent.one("line")
    if sent.one("_do") == "show":
        return _words_page(state, at, request, text, chosen, words)
    if faults:
        return _words_page(state, at, request, text, chosen, words, 422, faults, line)
    base = sent.one("_base")
    try:
        raw = _with_picture(state, text, base, chosen[0], words, place, line)
        problems = _new_problems(state, text, raw)
        if problems:
            return _words_page(
                state, at, request, text, chosen, words, 422, line=line, problems=problems
            )
        message = f"{_title(state, text)}: billede"
        save_by_rule(state, at, text, base, raw, message)
    except CannotEdit:
        return _words_page(state, at, request, text, chosen, words, 422, {"": CANNOT_EDIT}, line)
    except NeedsApproval:
        return _words_page(state, at, request, text, chosen, words, 403, {"": NEEDS_APPROVAL}, line)
    except GitFailed:
        return _words_page(state, at, request, text, chosen, words, 503, {"": NOT_RECORDED}, line)
    except TextClash:
        return _words_page(state, at, request, text, chosen, words, 409, {"": CLASH}, line)
    return RedirectResponse(f"/desk/text/{text.file}?gemt", 303)


def rendition(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """A picture in one of the sizes that the site has it in."""
    return rendition_answer(state.loaded, state.renditions, request.path_params["name"])


def _text(state: DeskState, at: At, request: Request) -> WorkingText:
    """The text that a picture is for, which whoever asks must be allowed to write."""
    found = read_text(state, request)
    try:
        EditedText.of(found.file, found.raw)
    except NotUtf8:
        raise HTTPException(422) from None
    require_writer(state, at, found)
    return found


def _title(state: DeskState, text: WorkingText) -> str:
    parsed = state.loaded().by_file.get(text.file)
    return parsed.entry.title if parsed and parsed.entry else text.file


def _picture(content: ContentCollection, file: str) -> tuple[str, PictureFile]:
    """A picture of the content folder by its path; 404 for anything else."""
    picture = content.pictures.get(file)
    if picture is None:
        raise HTTPException(404)
    return file, picture


def _asked(request: Request) -> dict[str, str]:
    """Where the picture is to stand, as the address says."""
    line = request.query_params.get("line", "")
    place = _place(request.query_params.get("place", ""))
    return {"place": place, "line": line if line.isdecimal() else ""}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _side(asked: Mapping[str, str], query: str, first: int) -> str:
    """The query of a page of the pictures that are there, by the number of the first one on it."""
    return _query(**asked, q=query, side=str(max(0, first) // MOST_SHOWN))


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _place(word: str) -> str:
    return IN_TEXT if word == IN_TEXT else HEAD


def _known_words(content: ContentCollection, text: WorkingText, file: str) -> PictureWords:
    """What the text says of the picture already, else what another one does."""
    written = EditedText.of(text.file, text.raw).values or {}
    image = written.get("image")
    if isinstance(image, Mapping) and image.get("file") == file:
        consent = image.get("consent")
        told = {**image, **(consent if isinstance(consent, Mapping) else {})}
        names = ("alt", "credit", "caption", "grounds", "contact", "expires")
        return PictureWords(
            **{name: str(told.get(name, "")) for name in names}, focal=_focal_of(content, text)
        )
    uses = uses_of_pictures(content).get(file, [])
    alt = next((use.alt for use in uses if use.alt), "")
    return PictureWords(alt, next((use.credit for use in uses if use.credit), ""))


def _focal_of(content: ContentCollection, text: WorkingText) -> Focal:
    parsed = content.by_file.get(text.file)
    image = parsed.entry.image if parsed and parsed.entry else None
    return image.focal if image else (50.0, 50.0)


def _words_in(sent: Sent) -> tuple[PictureWords, dict[str, str]]:
    """What was written, each on one line, and what is wrong with it: a message id by field."""
    one = {name: " ".join(sent.one(name).split()) for name in sent.values}
    focal = _focal_in(one)
    words = PictureWords(
        one.get("alt", ""),
        one.get("credit", ""),
        one.get("caption", ""),
        focal or (50.0, 50.0),
        one.get("grounds", ""),
        one.get("contact", ""),
        one.get("expires", ""),
    )
    wrong = {"alt": not words.alt, "credit": not words.credit, "focal": focal is None}
    messages = {"alt": NO_ALT, "credit": NO_CREDIT, "focal": NO_PLACE}
    return words, {name: messages[name] for name, is_wrong in wrong.items() if is_wrong}


def _focal_in(one: Mapping[str, str]) -> Focal | None:
    named = {word: at for word, _, at in PLACES_IN_WORDS}
    word = one.get("focal", "midt")
    if word in named:
        return named[word]
    try:
        x, y = (float(one.get(name, "").replace(",", ".")) for name in ("left", "top"))
    except ValueError:
        return None
    return (x, y) if 0 <= x <= 100 and 0 <= y <= 100 else None


def _words_page(
    state: DeskState,
    at: At,
    request: Request,
    text: WorkingText,
    chosen: tuple[str, PictureFile],
    words: PictureWords,
    status: int = 200,
    faults: Mapping[str, str] | None = None,
    line: str = "",
    problems: list[Problem] | None = None,
) -> Response:
    file, picture = chosen
    asked = _asked(request)
    places = places_in(EditedText.of(text.file, text.raw).body)
    chosen_place = nearest(places, line) if line else after_paragraph(places, asked["line"])
    named = {point: word for word, _, point in PLACES_IN_WORDS}
    context = {
        "file": text.file,
        "title": _title(state, text),
        "base": text.digest,
        "picture": file,
        "large": jpeg_rendition(file, picture),
        "crop": shared_rendition(file, picture, words.focal),
        "words": words,
        "focal": named.get(words.focal, "percent"),
        "sides": sides_of(words.focal),
        "named_places": PLACES_IN_WORDS,
        "in_text": asked["place"] == IN_TEXT,
        "asked_query": _query(**asked),
        "asked": asked,
        "places": places,
        "line": chosen_place.line,
        "faults": faults or {},
        "problems": problems or [],
        "errors": problems or [],
        "was_known": "known" in request.query_params,
        "was_animated": "moves" in request.query_params,
    }  # fmt: skip
    return shown(state, at, "picture_words", status, **context)


def _with_picture(
    state: DeskState,
    text: WorkingText,
    base: str,
    picture: str,
    words: PictureWords,
    place: str,
    line: str,
) -> bytes:
    """The text as it was when the page was made, with the picture. Raises `CannotEdit`."""
    before = EditedText.of(text.file, state.texts.version(base) or text.raw)
    if before.is_whole:
        raise CannotEdit("image")
    if place == HEAD:
        return before.with_field("image", words.as_field(picture))
    places = places_in(before.body)
    block = picture_block(text.file, picture, words.alt, words.credit, words.caption)
    body = with_picture(before.body, nearest(places, line).line, block)
    return with_text(before.raw, f"{before.head}{before.yaml}{before.between}{body}")


def _new_problems(state: DeskState, text: WorkingText, raw: bytes) -> list[Problem]:
    """What keeps the text from being published with the picture, and did not without."""
    before = {
        (each.message, str(each.params))
        for each in state.loaded.problems()
        if each.source == text.file
    }
    changed = state.loaded.with_text(text.file, raw)
    found = state.loaded.errors_with(changed, text.file)
    return [
        each
        for each in found
        if each.source == text.file and (each.message, str(each.params)) not in before
    ]
