"""What others tell: nginx with the files of deploy/, a mail server, and servers that answer anything."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.configuration.configuration import Configuration
from nyspor.doctor.examination import examine
from nyspor.doctor.facts import Facts
from nyspor.doctor.findings import Level
from nyspor.doctor.read_network import ask, read_mail_server, read_website
from nyspor.doctor.site import Site
from nyspor.forms_service.mail_transports import DeliveryError, SmtpServer, SmtpTransport
from tests.builders import NOW
from tests.deploy.nginx import HOST, Nginx, serving
from tests.forms_service.running_service import settings_in
from tests.forms_service.smtp_server import DROP, FaultServer
from tests.publishing.sites import OwnSite, a_post, make_site


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> OwnSite:
    site = make_site(tmp_path_factory.mktemp("site"), git=False)
    site.write("posts/2026/nyt.md", a_post())
    site.publish(NYSPOR_SITEURL=f"https://{HOST}")
    return site


@pytest.fixture(scope="module")
def nginx(published: OwnSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    with serving(folder, release=published.served.parent) as running:
        yield running


@pytest.fixture
def to_nginx(nginx: Nginx, monkeypatch: pytest.MonkeyPatch) -> Nginx:
    """Whoever asks for the site comes to nginx on this machine."""
    connect = socket.create_connection

    def create_connection(
        address: tuple[str, int], *more: object, **named: object
    ) -> socket.socket:
        host, port = address
        to = ("127.0.0.1", nginx.port) if (host, port) == (HOST, 443) else address
        return connect(to, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", create_connection)
    return nginx


def of_the_site(published: OwnSite, **changes: object) -> Site:
    chosen = settings_in(published.folder, url=f"https://{HOST}", **changes)
    return Site(published.folder, Configuration(published.folder, {}), chosen, NOW)


def levels(facts: Facts) -> dict[str, Level]:
    return {finding.code: finding.level for finding in examine(facts)}


def test_nginx_with_the_files_of_deploy_has_nothing_to_be_told(
    published: OwnSite, to_nginx: Nginx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(to_nginx.folder / "certificate.pem"))
    website = read_website(of_the_site(published))
    assert website
    assert website.certificate_ends
    assert {path.rpartition(".")[2] for path in website.answers} >= {"rss", "atom", "ics"}
    found = levels(Facts(datetime.now(website.certificate_ends.tzinfo), website=website))
    assert found == {
        "D601": Level.OK,
        "D602": Level.ERROR,  # it is for two days
        "D603": Level.OK,
        "D604": Level.OK,
        "D605": Level.OK,
        "D606": Level.ERROR,  # no service runs behind it
    }


def test_a_certificate_that_nobody_vouches_for_is_told_of(
    published: OwnSite, to_nginx: Nginx
) -> None:
    website = read_website(of_the_site(published))
    assert website
    assert "self" in website.certificate_failure
    assert levels(Facts(NOW, website=website)) == {"D601": Level.ERROR, "D602": Level.ERROR}


@contextmanager
def a_mail_server() -> Iterator[FaultServer]:
    server = FaultServer()
    server.start()
    try:
        yield server
    finally:
        server.end()


def test_a_mail_server_is_tried_and_gets_no_mail(published: OwnSite) -> None:
    with a_mail_server() as server:
        site = of_the_site(published, mail_server=SmtpServer(server.host, server.port))
        mail = read_mail_server(site)
        assert mail
        assert (mail.failure, server.messages, server.recipients) == ("", [], [])
        server.script.always["CONNECT"] = DROP
        refused = read_mail_server(site)
        assert refused
        assert levels(Facts(NOW, mail=refused))["D502"] is Level.ERROR


@contextmanager
def answering(said: bytes) -> Iterator[int]:
    """A server that says this to everybody, whatever it is asked; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with closing(listening.accept()[0]) as connection:
                connection.sendall(said)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


SAID = st.binary(max_size=400) | st.builds(
    lambda start, rest: start + rest,
    st.sampled_from(
        [b"HTTP/1.1 200 OK\r\nContent-Length: ", b"HTTP/1.1 200 OK\r\n", b"220 ", b"220-", b"HTTP/"]
    ),
    st.binary(max_size=200),
)


@settings(deadline=None, max_examples=40)
@given(SAID)
def test_a_web_server_may_say_anything(said: bytes) -> None:
    with answering(said) as port:
        found = ask(urlsplit(f"http://127.0.0.1:{port}"), "")
    assert found.failure or found.status


@settings(deadline=None, max_examples=40)
@given(SAID)
def test_a_mail_server_may_say_anything(said: bytes) -> None:
    with answering(said) as port:
        transport = SmtpTransport(SmtpServer("127.0.0.1", port, deadline=5.0))
        with pytest.raises(DeliveryError):
            transport.check("blog@kommune.example")
