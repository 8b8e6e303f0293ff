"""The desk through Debian's nginx: nobody says for themselves who they are, and the municipality's own sign-in does, as
docs/drift/skrivebord.md has it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nyspor.desk.app import make_desk
from nyspor.preview.server import run_server
from tests.deploy.nginx import DEPLOY, ROOT, SITE, Nginx, serving
from tests.desk.sign_in import HEADER, signed_desk

pytestmark = pytest.mark.system

PAGE = (ROOT / "docs/drift/skrivebord.md").read_text("utf-8")
EXAMPLE = (
    PAGE.partition("<!-- nginx: sign-in -->")[2].partition("```nginx\n")[2].partition("```")[0]
)
FORM = {"content_type": "application/x-www-form-urlencoded"}


@contextmanager
def listening(app: ASGIApp) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as opened, run_server(app, opened):
        yield opened.getsockname()[1]


def oauth2_proxy() -> ASGIApp:
    """Answers as oauth2-proxy does: whoever has its cookie is Anna."""

    def auth(request: Request) -> Response:
        if request.cookies.get("_oauth2_proxy") != "anna":
            return Response(status_code=401)
        return Response(status_code=202, headers={"X-Auth-Request-Email": "anna@kommune.example"})

    return Starlette(routes=[Route("/oauth2/auth", auth)])


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Nginx]:
    desk = signed_desk(tmp_path / "desk", header=HEADER, proxies=["127.0.0.1"])
    text = (DEPLOY / "nginx" / SITE).read_text("utf-8")
    with listening(make_desk(desk.state)) as port, listening(oauth2_proxy()) as sign_in:
        example = EXAMPLE.replace("127.0.0.1:4180", f"127.0.0.1:{sign_in}")
        site = re.sub(r"\}\s*\Z", f"{example}}}\n", text)
        with serving(tmp_path / "nginx", service_port=port, site=site) as found:
            yield found


def test_nobody_says_for_themselves_who_they_are(nginx: Nginx) -> None:
    for header in ("X_Forwarded_Email", "X_Auth_Request_Email", "Remote_User"):
        answer = nginx.get("/desk/", **{header: "dorte@kommune.example"})
        assert (answer.status, answer.header("Location")) == (303, "/desk/proxy?to=%2Fdesk%2F")
        answer = nginx.get("/desk/proxy", **{header: "dorte@kommune.example"})
        assert answer.status == 302
        assert answer.header("Location").endswith("/oauth2/start?rd=/desk/proxy")


def test_the_sign_in_of_the_municipality_says_it(nginx: Nginx) -> None:
    signed_in = {"Cookie": "_oauth2_proxy=anna", "X_Forwarded_Email": "dorte@kommune.example"}
    shown = nginx.get("/desk/proxy?to=/desk/new", **signed_in)
    assert "Log ind som Anna" in shown.body.decode()
    answer = nginx.get("/desk/proxy", "POST", b"person=anna&to=/desk/new", **signed_in, **FORM)
    assert (answer.status, answer.header("Location")) == (303, "/desk/new")
    answer = nginx.get("/desk/proxy", "POST", b"person=dorte&to=", **signed_in, **FORM)
    assert answer.status == 403


def test_without_a_slash_one_comes_to_the_desk(nginx: Nginx) -> None:
    assert nginx.get("/desk").header("Location") == "/desk/"


def test_the_limits_of_the_desk_are_its_own(nginx: Nginx) -> None:
    """As many requests as somebody sends who types, and forms of the size of a picture, reach the desk."""
    assert {nginx.get("/desk/static/desk.css").status for _ in range(100)} == {200}
    answer = nginx.get("/desk/sign-in", "POST", b"x" * 2_000_000, **FORM)
    assert answer.status == 413
    assert answer.header("Referrer-Policy") == "same-origin"
