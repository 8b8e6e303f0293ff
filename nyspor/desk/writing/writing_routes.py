"""What the editor of a text asks for while somebody writes: texts to link to, pictures to show, what was pasted as Markdown."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from nyspor.content.choices import references_in
from nyspor.desk.answers import At, Sent, SentFile
from nyspor.desk.forms.text_form import EditedText
from nyspor.desk.pictures.rendition_files import rendition_answer
from nyspor.desk.state import DeskState
from nyspor.desk.store.text_file import with_text
from nyspor.desk.writing.foreign_html import DocumentRefused, markdown_of_html
from nyspor.desk.writing.link_targets import field_targets, link_targets
from nyspor.desk.writing.saving_routes import shown_again
from nyspor.desk.writing.text_routes import read_text, require_writer, sent_bytes
from nyspor.desk.writing.word_file import markdown_of_word
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.markdown.unfinished import BEGUN
from nyspor.problems import N_
from nyspor.site.image_renditions import renditions

PASTED = "pasted.html"
"""The name under which HTML from the clipboard is sent."""

NO_DOCUMENT = N_("Choose a Word file first.")
ADDED = N_("The text of the file stands at the end. Nothing is saved yet.")


def links(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The texts that a text can link to, or what one of its fields can refer to, by words of their titles."""
    translate = read_catalogue(CATALOGUES, at.language).gettext
    file = request.path_params["file"]
    query, field = (request.query_params.get(name, "") for name in ("q", "field"))
    content = state.loaded()
    found = (
        field_targets(references_in(content).get(field, {}), file, query)
        if field
        else link_targets(content, file, query)
    )
    kinds = {each["kind"]: translate(each["kind"]) for each in found if each["kind"]}
    return JSONResponse([{**each, "kind": kinds.get(each["kind"], "")} for each in found])


def small_picture(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """A picture of the content folder, in the smallest size that the site has it in."""
    file = request.path_params["file"]
    picture = state.loaded().pictures.get(file)
    if picture is None:
        raise HTTPException(404)
    name = renditions(file, picture)[0].address.rsplit("/", 1)[-1]
    return rendition_answer(state.loaded, state.renditions, name)


def convert(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """What was pasted, as HTML, or a Word file that was dropped: as Markdown. What is wrong is told with status 422."""
    try:
        return PlainTextResponse(_markdown(sent.file))
    except DocumentRefused as refused:
        translate = read_catalogue(CATALOGUES, at.language).gettext
        return PlainTextResponse(translate(refused.message), 422)


def add_document(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The form of a text as it is written, with that of a Word file at its end: kept, and not saved. For browsers without a script."""
    found = read_text(state, request)
    require_writer(state, at, found)
    raw = sent_bytes(state, found, sent, leaves_out=True)
    text = EditedText.of(found.file, raw)
    try:
        words = _markdown(sent.file)
    except DocumentRefused as refused:
        return shown_again(state, at, found, raw, sent, status=422, error=refused.message)
    body = f"\n{words}" if text.body.strip() in BEGUN else f"{text.body.rstrip()}\n\n{words}"
    added = with_text(raw, f"{text.head}{text.yaml}{text.between}{body}")
    return shown_again(state, at, found, added, sent, said=ADDED)


def _markdown(file: SentFile | None) -> str:
    if file is None:
        raise DocumentRefused(NO_DOCUMENT)
    if file.name == PASTED:
        return markdown_of_html(file.raw.decode("utf-8", "replace"))
    return markdown_of_word(file.raw)
