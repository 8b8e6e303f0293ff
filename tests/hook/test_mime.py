"""Mails that every program reads as they were meant, whoever wrote what stands in them."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from hypothesis import example, given
from hypothesis import strategies as st

from nyspor.hook.mime import mailbox, mime, one_line

HEADERS = {
    "From": "Nyspor <blog@kommune.example>",
    "To": "redaktion@kommune.example",
    "Subject": "Ny kommentar på »Stien åbner«",
    "Message-ID": "<1f3c.editor@nyspor.example>",
}

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


def read(message: bytes) -> EmailMessage:
    """The message as a mail program reads it."""
    return cast(EmailMessage, message_from_bytes(message, policy=default))


def test_a_mail_says_what_it_was_told_to() -> None:
    found = read(mime(HEADERS, "Tak for i går.\n\nHilsen Åse\n"))
    assert found["Subject"] == "Ny kommentar på »Stien åbner«"
    assert found.get_content().splitlines() == ["Tak for i går.", "", "Hilsen Åse"]
    assert found.get_content_type() == "text/plain"


def test_text_comes_first_and_files_after() -> None:
    file = ("1f3c.md", "text/markdown", "navn: Åse\n".encode())
    found = read(mime(HEADERS, "Se filen.\n", [file]))
    text, attached = found.iter_parts()
    assert text.get_content().splitlines() == ["Se filen."]
    assert attached.get_filename() == "1f3c.md"
    assert attached.get_content().splitlines() == ["navn: Åse"]


def test_the_same_mail_is_the_same_bytes() -> None:
    file = ("a.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")
    assert mime(HEADERS, "x", [file]) == mime(HEADERS, "x", [file])


@given(subject=anything, name=anything, text=anything)
@example(subject="a\r\nBcc: mange@x.example", name="a\nTo: b@x.example", text="\r\n.\r\nMAIL FROM")
@example(subject="\x0b\x85\u2028x\x1c", name='"; <a@b>, c', text=".\n..\nFrom x")
@example(subject="x" * 1500, name="ø" * 90, text="y" * 3_000)
def test_nothing_written_makes_a_header_or_ends_the_mail(
    subject: str, name: str, text: str
) -> None:
    headers = HEADERS | {"Subject": subject, "Reply-To": mailbox(name, "a@b.example")}
    message = mime(headers, text)
    found = read(message)
    assert set(found.keys()) == {
        *headers,
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
    }
    assert [address.addr_spec for address in found["Reply-To"].addresses] == ["a@b.example"]
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert b"\r" not in message.replace(b"\r\n", b"")
    assert b"\r\n.\r\n" not in message
    assert max(map(len, message.split(b"\r\n"))) <= 998


@given(anything)
def test_a_header_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
