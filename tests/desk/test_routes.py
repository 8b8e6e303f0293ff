"""Every route of the desk with every role: what is answered to nobody, a writer, an editor, an organiser and an administrator.

A new route fails here until it stands in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.routing import Route

from nyspor.desk.app import make_desk
from tests.desk.desk import FILE, AtDesk
from tests.desk.sign_in import SignedDesk
from tests.desk.with_forms import desk_with_forms

NOBODY = ""
WHO = (NOBODY, "anna", "bo", "carl", "dorte")
"""Nobody; a writer, an editor, an organiser, an administrator."""

OPEN = {
    "GET /desk/static/desk.css": 200,
    "GET /desk/static/combobox.js": 200,
    "GET /desk/static/dates.js": 200,
    "GET /desk/static/desk.js": 200,
    "GET /desk/static/fields.js": 200,
    "GET /desk/static/journal.js": 200,
    "GET /desk/static/pictures.js": 200,
    "GET /desk/static/search.js": 200,
    "GET /desk/static/tell.js": 200,
    "GET /desk/static/editor.js": 200,
    "GET /desk/static/writing.js": 200,
    "GET /desk/who": 404,  # in the preview alone
    "POST /desk/who": 404,
    "GET /desk/sign-in": 200,
    "POST /desk/sign-in": 422,  # without an address
    "GET /desk/login/{token}": 410,  # with a token that is none
    "POST /desk/login/{token}": 410,
    "GET /desk/proxy": 404,  # where the settings name a header alone
    "POST /desk/proxy": 404,
    "POST /desk/language": 400,  # without one
    "GET /desk/shown/{token}": 410,
    "GET /desk/shown/{token}/{name}": 404,
}
"""Routes that answer everybody, and what they answer."""

GUARDED = {
    "GET /desk/sessions": (303, 200, 200, 200, 200),
    "POST /desk/sessions": (403, 404, 404, 404, 404),  # without a session that is theirs
    "GET /desk/audit": (303, 403, 403, 403, 200),
    "GET /desk/": (303, 200, 200, 200, 200),
    "GET /desk/help": (303, 200, 200, 200, 200),
    "GET /desk/new": (303, 200, 200, 200, 200),
    "POST /desk/new": (403, 303, 303, 403, 303),
    "GET /desk/text/{file:path}": (303, 200, 200, 200, 200),
    "POST /desk/text/{file:path}": (403, 303, 303, 403, 303),
    "GET /desk/picture/{file:path}": (303, 200, 200, 403, 200),
    "POST /desk/picture/{file:path}": (303, 422, 422, 403, 422),  # with what is no picture
    "GET /desk/picture-words/{file:path}": (303, 404, 404, 403, 404),
    "POST /desk/picture-words/{file:path}": (403, 404, 404, 403, 404),
    "GET /desk/pictures": (303, 403, 200, 403, 200),
    "POST /desk/pictures": (403, 403, 409, 403, 409),  # with a picture that is not there
    "GET /desk/rendition/{name}": (303, 404, 404, 404, 404),
    "GET /desk/links/{file:path}": (303, 200, 200, 200, 200),
    "GET /desk/thumbnail/{file:path}": (303, 404, 404, 404, 404),  # no picture
    "POST /desk/convert": (303, 422, 422, 422, 422),  # with what is no document
    "POST /desk/document/{file:path}": (303, 422, 422, 403, 422),
    "GET /desk/page/{file:path}": (303, 200, 200, 200, 200),
    "GET /desk/see/{file:path}": (303, 200, 200, 200, 200),
    "POST /desk/page/{file:path}": (403, 200, 200, 200, 200),
    "POST /desk/findings/{file:path}": (403, 200, 200, 200, 200),
    "POST /desk/journal/{file:path}": (403, 200, 200, 403, 200),
    "POST /desk/discard/{file:path}": (403, 303, 303, 303, 303),
    "POST /desk/open/{file:path}": (403, 200, 200, 200, 200),
    "GET /desk/session": (303, 200, 200, 200, 200),
    "POST /desk/settle/{file:path}": (403, 409, 409, 403, 409),
    "GET /desk/history/{file:path}": (303, 200, 200, 200, 200),
    "GET /desk/moderate": (303, 403, 200, 403, 200),
    "POST /desk/moderate": (403, 403, 200, 403, 200),
    "GET /desk/moderate/{id}": (303, 403, 410, 403, 410),  # a text that is not there
    "POST /desk/moderate/{id}": (403, 403, 410, 403, 410),
    "GET /desk/members/{group:path}": (303, 404, 404, 200, 200),  # the organiser's own
    "POST /desk/members/{group:path}": (403, 404, 404, 200, 200),
    "GET /desk/members-file/{group:path}": (303, 404, 404, 200, 200),
    "GET /desk/withdraw/{file:path}": (303, 200, 200, 403, 200),
    "POST /desk/withdraw/{file:path}": (403, 404, 404, 403, 404),  # in the terminal alone
    "POST /desk/leave": (403, 303, 303, 303, 303),  # the last, since it ends the session
}
"""Routes for those who are signed in, about a post: what each of `WHO` is answered."""


def routes(desk: SignedDesk) -> Iterator[str]:
    for route in make_desk(desk.state).routes:
        assert isinstance(route, Route)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield f"{method} {route.path}"


def send(who: AtDesk, route: str, token: str) -> httpx.Response:
    method, _, path = route.partition(" ")
    path = path.replace("{file:path}", FILE).replace("{token}", "x").replace("{name}", "x")
    path = path.replace("{id}", "x").replace("{group:path}", "workgroups/stigruppen")
    if method == "GET":
        return who.browser.get(path)
    if path.startswith(("/desk/picture/", "/desk/convert", "/desk/document/")):
        picture = {"picture": ("a.png", b"no picture", "image/png")}
        return who.browser.post(path, data={"_token": token}, files=picture)
    form = {**who.form_of(), "_do": "save", "kind": "posts", "title": "Ny", "_token": token}
    return who.browser.post(path, data=form)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SignedDesk]:
    with desk_with_forms(tmp_path) as found:
        yield found.desk


def sit(desk: SignedDesk, key: str) -> AtDesk:
    return desk.sign_in(key) if key else AtDesk(desk.state, desk.browser())


def test_every_route_stands_in_the_table(desk: SignedDesk) -> None:
    assert sorted(routes(desk)) == sorted([*OPEN, *GUARDED])


@pytest.mark.parametrize("key", WHO, ids=lambda key: key or "nobody")
def test_every_route_answers_each_as_the_table_says(desk: SignedDesk, key: str) -> None:
    who = sit(desk, key)
    wanted = OPEN | {route: found[WHO.index(key)] for route, found in GUARDED.items()}
    found = {}
    for route in wanted:
        token = who.token() if key else "0" * 64
        found[route] = send(who, route, token).status_code
    assert found == wanted


@pytest.mark.parametrize("token", ["", "0" * 64], ids=["none", "another"])
def test_no_form_is_taken_without_the_token_of_its_session(desk: SignedDesk, token: str) -> None:
    who = sit(desk, "dorte")
    before = (who.content / FILE).read_bytes()
    posts = [route for route in GUARDED if route.startswith("POST")]
    assert {route: send(who, route, token).status_code for route in posts} == dict.fromkeys(posts, 403)  # fmt: skip
    assert (who.content / FILE).read_bytes() == before
    assert who.browser.get("/desk/").status_code == 200


def test_no_form_of_another_site_is_taken_though_it_has_the_token(desk: SignedDesk) -> None:
    who = sit(desk, "dorte")
    token = who.token()
    who.browser.headers["Origin"] = "https://ond.example"
    posts = [route for route in (*OPEN, *GUARDED) if route.startswith("POST")]
    assert {route: send(who, route, token).status_code for route in posts} == dict.fromkeys(posts, 403)  # fmt: skip


def test_every_answer_carries_the_headers(desk: SignedDesk) -> None:
    who = sit(desk, "dorte")
    for route in (*OPEN, *GUARDED):
        headers = send(who, route, who.token()).headers
        assert "default-src 'none'" in headers["content-security-policy"], route
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert "cache-control" in headers
