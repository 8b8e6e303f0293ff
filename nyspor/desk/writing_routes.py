"""What the editor of a text asks for while somebody writes: texts to link to, pictures to show."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nyspor.desk.answers import At, Sent
from nyspor.desk.link_targets import link_targets
from nyspor.desk.rendition_files import rendition_answer
from nyspor.desk.state import DeskState
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.site.image_renditions import renditions


def links(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """The texts that a text can link to, by words of their titles."""
    translate = read_catalogue(CATALOGUES, at.language).gettext
    query = request.query_params.get("q", "")
    found = link_targets(state.loaded(), request.path_params["file"], query)
    return JSONResponse([{**each, "kind": translate(each["kind"])} for each in found])


def small_picture(state: DeskState, at: At, request: Request, sent: Sent) -> Response:
    """A picture of the content folder, in the smallest size that the site has it in."""
    file = request.path_params["file"]
    picture = state.loaded().pictures.get(file)
    if picture is None:
        raise HTTPException(404)
    name = renditions(file, picture)[0].address.rsplit("/", 1)[-1]
    return rendition_answer(state.loaded, state.renditions, name)
