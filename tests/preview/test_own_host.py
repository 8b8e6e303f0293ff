"""The preview answers this machine's own browser, and nobody who comes by way of another site."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from nyspor.preview.own_host import OwnHostOnly, is_own_host, without_host
from nyspor.preview.server import SiteFiles

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A browser before a preview with one page, a form, and redirects."""
    (tmp_path / "spor").mkdir()
    (tmp_path / "spor/index.html").write_text("Sporet")

    async def send(request: Request) -> Response:
        return RedirectResponse("/tak", 303)

    def away(request: Request) -> Response:
        return RedirectResponse("https://kommune.example/x")

    routes = [
        Route("/_mail", lambda request: PlainTextResponse("Hemmeligt")),
        Route("/forms/idea", send, methods=["POST"]),
        Route("/away", away),
        Mount("/", SiteFiles(tmp_path)),
    ]
    app = OwnHostOnly(Starlette(routes=routes), ADDRESS)
    return TestClient(app, ADDRESS, follow_redirects=False)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "127.0.0.1", "localhost:8000", "LOCALHOST:8000", "localhost", "blog.localhost:8000", "[::1]:8000",
     "[::1]", "127.8.0.1:80", "[::ffff:127.0.0.1]:8000"],
)  # fmt: skip
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/_mail", headers={"Host": host}).text == "Hemmeligt"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "evillocalhost", "192.168.1.7:8000",
     "10.0.0.1", "[2001:db8::1]:8000", "", "127.0.0.1@evil.example", "evil.example#127.0.0.1", "127.0.0.1/x", "127.0.0.1:x",
     "[::1", "0.0.0.0:8000", "127.1", "2130706433", "<script>alert(1)</script>"],
)  # fmt: skip
def test_any_other_name_gets_a_page_that_says_nothing_of_it(client: TestClient, host: str) -> None:
    answer = client.get("/_mail", headers={"Host": host})
    assert answer.status_code == 421
    assert "Hemmeligt" not in answer.text
    assert "kun vist på denne computer" in answer.text
    assert ADDRESS in answer.text
    assert "evil" not in answer.text
    assert "script" not in answer.text


def posted(client: TestClient, **headers: str) -> httpx.Response:
    return client.post(
        "/forms/idea", headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


def test_its_own_pages_may_send_forms(client: TestClient) -> None:
    assert posted(client).status_code == 303
    assert posted(client, origin=ADDRESS).status_code == 303
    assert posted(client, origin="null", sec_fetch_site="same-origin").status_code == 303
    named = posted(client, host="localhost:8000", origin="http://localhost:8000")
    assert named.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "http://127.0.0.1:3000"}, {"origin": "http://localhost:8000"},
     {"origin": "null"}, {"origin": "null", "sec_fetch_site": "cross-site"}, {"origin": "http://127.0.0.1:8000.evil.example"}],
    ids=lambda headers: " ".join(headers.values()),
)  # fmt: skip
def test_other_pages_may_not(client: TestClient, headers: dict[str, str]) -> None:
    answer = posted(client, **headers)
    assert answer.status_code == 403
    assert "Det her kom fra et andet websted" in answer.text


@pytest.mark.parametrize("path", ["/spor", "//spor", "///spor", "/spor?a=b"])
def test_a_redirect_to_a_folder_names_no_host(client: TestClient, path: str) -> None:
    answer = client.get(ADDRESS + path, headers={"Host": "localhost:9000"})
    assert answer.status_code == 307
    assert answer.headers["location"] == "/spor/" + ("?a=b" if "?" in path else "")


def test_a_redirect_to_another_site_stays(client: TestClient) -> None:
    assert client.get("/away").headers["location"] == "https://kommune.example/x"
    assert client.get("/forms/idea/").status_code == 404


def test_a_location_is_a_path_where_it_is_on_the_same_host() -> None:
    assert (
        without_host("http://localhost:8000//evil.example/", "localhost:8000") == "/evil.example/"
    )
    assert without_host("?som-den-var=1", "localhost:8000") == "?som-den-var=1"
    assert without_host("/tak#kommentar-1", "localhost:8000") == "/tak#kommentar-1"


def test_a_host_in_unicode_is_none_of_ours() -> None:
    assert not is_own_host("\uff11\uff12\uff17.0.0.1")
