"""How the mail server stands in the settings."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nyspor.forms_service.mail_transports import Encryption, SmtpServer
from nyspor.forms_service.settings import InvalidSettings, read_settings
from tests.forms_service.commands import environ_in

PASSWORD = "blåbærgrød 🫐"


def server(folder: Path, url: str, **more: str) -> SmtpServer | None:
    given = environ_in(folder, NYSPOR_SMTP=url, NYSPOR_SMTP_PASSWORD=PASSWORD, **more)
    return read_settings(given).mail_server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", SmtpServer("mail.example", 25, encryption=Encryption.STARTTLS)),
        ("smtp://mail.example:587", SmtpServer("mail.example", 587, encryption=Encryption.STARTTLS)),
        ("smtps://mail.example", SmtpServer("mail.example", 465, encryption=Encryption.TLS)),
        ("smtps://mail.example:4650", SmtpServer("mail.example", 4650, encryption=Encryption.TLS)),
        ("smtp+plain://127.0.0.1", SmtpServer("127.0.0.1", 25)),
        ("smtps://[::1]:465", SmtpServer("::1", 465, encryption=Encryption.TLS)),
        ("smtps://mail.blåbær.dk", SmtpServer("mail.xn--blbr-roah.dk", 465, encryption=Encryption.TLS)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_kinds_of_server(tmp_path: Path, url: str, expected: SmtpServer) -> None:
    found = server(tmp_path, url)
    assert found
    assert (found.host, found.port, found.encryption) == (
        expected.host,
        expected.port,
        expected.encryption,
    )


@pytest.mark.parametrize(
    ("url", "user"),
    [
        ("smtps://blog@mail.example", "blog"),
        ("smtps://blog@kommune.example@mail.example", "blog@kommune.example"),
        ("smtps://blog%40kommune.example@mail.example", "blog@kommune.example"),
        ("smtps://søren@mail.example", "søren"),
        ("smtps://s%C3%B8ren@mail.example", "søren"),
        ("smtps://KOMMUNE%5Cblog@mail.example", "KOMMUNE\\blog"),
    ],
)
def test_a_user_may_have_any_letters(tmp_path: Path, url: str, user: str) -> None:
    found = server(tmp_path, url)
    assert found
    assert (found.user, found.password) == (user, PASSWORD)


@pytest.mark.parametrize(
    "url",
    ["mail.example", "imap://mail.example", "smtps://", "smtps://mail.example:x", "smtps://a:b@mail.example",
     "smtp+plain://blog@mail.example", "smtps://mail.example:0", "smtps://mail.example:99999",
     "smtps://[::1", "smtps://ma℀il.example", "smtps://💩.example", "smtps://mail..example", "smtps://mail example"],
)  # fmt: skip
def test_what_names_no_server_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidSettings) as found:
        server(tmp_path, url)
    assert [problem.source for problem in found.value.problems] == ["NYSPOR_SMTP"]
    assert PASSWORD not in repr(found.value.problems)


def test_an_authority_of_ones_own_is_read_when_the_service_starts(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=mail"]
    subprocess.run([*made, "-keyout", "/dev/null", "-out", file], check=True, capture_output=True)
    found = server(tmp_path, "smtps://mail.example", NYSPOR_SMTP_CA=str(file))
    assert found
    assert found.ca_file == file


@pytest.mark.parametrize(
    "content", [None, "", "no certificate", "-----BEGIN CERTIFICATE-----\nx\n"]
)
def test_a_file_without_certificates_is_refused(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(InvalidSettings) as found:
        server(tmp_path, "smtps://mail.example", NYSPOR_SMTP_CA=str(file))
    (problem,) = found.value.problems
    assert "NYSPOR_SMTP_CA" in problem.message
    assert problem.params["path"] == str(file)
