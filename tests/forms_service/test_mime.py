"""Mails that every program reads as they were meant, whoever wrote what stands in them."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nyspor.forms_service.mail_mime import build_message, mailbox
from nyspor.text.graphemes import clusters
from nyspor.text.one_line import one_line

HEADERS = {
    "From": "Nyspor <blog@kommune.example>",
    "To": "redaktion@kommune.example",
    "Subject": "Ny kommentar på »Stien åbner«",
    "Message-ID": "<1f3c.editor@nyspor.example>",
}

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
header_like = st.text('=?utf-8qb_"\\ ,<>();:@[].æ', max_size=80)
hard = settings(max_examples=300)

LONG_ADDRESS = f"{'a' * 60}@{'.'.join(['b' * 55] * 3)}.example"
NAMES = [
    "Åse", "Søren Å. Ærø", "Kommune, IT", 'Åse "Ås" Ærø', '"', '"' * 60, "\\", "a@b.example", "<a@b.example>",
    "=?utf-8?q?x?=", "hej =?utf-8?b?w6U=?= hej", "=?", "?=", "(nej)", ".", "O'Brien; x:", "x" * 200, "ø" * 200,
    "ø " * 40, "a b " * 50, "👩\u200d🔬 " * 20, "😀" * 80, "شهد", "", "To: x",
]  # fmt: skip


def read(message: bytes) -> EmailMessage:
    """The message as a mail program reads it."""
    return cast(EmailMessage, message_from_bytes(message, policy=default))


def head_of(message: bytes) -> bytes:
    return message.partition(b"\r\n\r\n")[0]


def test_a_mail_has_the_headers_text_and_attachments_it_was_given() -> None:
    found = read(build_message(HEADERS, "Tak for i går.\n\nHilsen Åse\n"))
    assert found["Subject"] == "Ny kommentar på »Stien åbner«"
    assert found.get_content().splitlines() == ["Tak for i går.", "", "Hilsen Åse"]
    assert found.get_content_type() == "text/plain"


def test_text_comes_first_and_files_after() -> None:
    file = ("1f3c.md", "text/markdown", "navn: Åse\n".encode())
    found = read(build_message(HEADERS, "Se filen.\n", [file]))
    text, attached = found.iter_parts()
    assert text.get_content().splitlines() == ["Se filen."]
    assert attached.get_filename() == "1f3c.md"
    assert attached.get_content().splitlines() == ["navn: Åse"]


def test_the_same_mail_is_the_same_bytes() -> None:
    file = ("a.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")
    assert build_message(HEADERS, "x", [file]) == build_message(HEADERS, "x", [file])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", ["a@b.example", "o'b+x@b.example", LONG_ADDRESS])
def test_a_name_is_read_as_it_was_written_and_its_address_too(name: str, address: str) -> None:
    message = build_message(HEADERS | {"Reply-To": mailbox(name, address)}, "x")
    (found,) = read(message)["Reply-To"].addresses
    assert (found.display_name, found.addr_spec) == (one_line(name), address)
    assert max(map(len, head_of(message).split(b"\r\n"))) <= 998


@hard
@given(name=anything.filter(lambda name: len(name) < 180) | header_like)
def test_any_name_is_read_as_it_was_written(name: str) -> None:
    (found,) = read(build_message({"From": mailbox(name, "a@b.example")}, "x"))["From"].addresses
    assert (found.display_name, found.addr_spec) == (one_line(name), "a@b.example")


@pytest.mark.parametrize("name", ["😀" * 300, "a" * 2000, "=?x " * 600, "ø" * 1500])
def test_a_name_longer_than_a_line_is_in_more_lines(name: str) -> None:
    message = build_message({"From": mailbox(name, "a@b.example")}, "x")
    assert [found.addr_spec for found in read(message)["From"].addresses] == ["a@b.example"]
    assert max(map(len, message.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("domain", ["blåbær.dk", "BLÅBÆR.dk", "xn--blbr-roah.dk"])
def test_an_address_in_a_header_is_ascii(domain: str) -> None:
    message = build_message(HEADERS | {"Reply-To": mailbox("Åse", f"anna@{domain}")}, "x")
    (found,) = read(message)["Reply-To"].addresses
    assert (found.display_name, found.addr_spec) == ("Åse", "anna@xn--blbr-roah.dk")


def test_a_mailbox_with_danish_letters_is_encoded_in_its_name_alone() -> None:
    for header in ("From", "To", "Reply-To"):
        message = build_message(HEADERS | {header: "Sønderborg, IT <blog@sønderborg.example>"}, "x")
        (found,) = read(message)[header].addresses
        assert found.display_name == "Sønderborg, IT"
        assert found.addr_spec == "blog@xn--snderborg-l8a.example"


def test_the_boundary_and_the_number_are_ascii_for_any_host() -> None:
    message = build_message(
        HEADERS | {"Message-ID": "<1f3c.editor@blåbær.dk>"}, "x", [("a.md", "text/x", b"y")]
    )
    assert message.isascii()
    found = read(message)
    assert found["Message-ID"] == "<1f3c.editor@xn--blbr-roah.dk>"
    assert len(list(found.iter_parts())) == 2


@pytest.mark.parametrize(
    "title", ["=?utf-8?q?x?=", "Se =?utf-8?b?w6U=?= her", "👩\u200d🔬 forsker", "Æ" * 100, "a b" * 200, "x" * 2000]
)  # fmt: skip
def test_a_subject_is_read_as_it_was_written(title: str) -> None:
    message = build_message(HEADERS | {"Subject": title}, "x")
    assert read(message)["Subject"] == title
    assert max(map(len, message.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "title",
    ["👩\u200d👩\u200d👧\u200d👦" * 12, "Ny kommentar på »" + "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f" * 9 + "«",
     "e\u0301" * 120, "Æblegrød " * 30 + "!", "👩🏿\u200d❤️\u200d💋\u200d👨🏿" * 5, "🇩🇰" * 40, "Møde om støj (én gang til) på Ærø og Fanø i efteråret"],
    ids=ascii,
)  # fmt: skip
def test_no_word_of_a_subject_is_too_long_or_divides_what_is_seen_as_one(title: str) -> None:
    head = head_of(build_message(HEADERS | {"Subject": title}, "x")).decode("ascii")
    lines = head.partition("Subject: ")[2].split("\r\n ")
    lines[-1] = lines[-1].partition("\r\n")[0]
    assert all(len(word) <= 75 for word in lines)
    assert len(f"Subject: {lines[0]}") <= 76
    pieces = [str(make_header(decode_header(word))) for word in lines]
    assert "".join(pieces) == title
    assert [c for piece in pieces for c in clusters(piece)] == clusters(title)


def test_a_long_link_in_a_header_is_never_encoded() -> None:
    link = f"<https://blog.example/forms/member/{'x' * 300}>"
    headers = HEADERS | {
        "List-Unsubscribe": link,
        "List-Id": "<stigruppen.workgroups.blog.example>",
    }
    message = build_message(headers, "x")
    assert read(message)["List-Unsubscribe"] == link
    assert read(message)["List-Id"] == headers["List-Id"]
    assert b"=?" not in head_of(message).partition(b"List-Unsubscribe")[2]


@hard
@given(
    subject=anything | header_like,
    name=anything | header_like,
    sender=anything | header_like,
    host=anything | header_like,
    text=anything,
)
@example("a\r\nBcc: mange@x.example", "a\nTo: b@x.example", "x\rCc: y", "a\n", "\r\n.\r\nMAIL FROM")
@example("\x0b\x85\u2028x\x1c", '"; <a@b>, c', "=?utf-8?q?=0A?=", "æ\u2028", ".\n..\nFrom x")
@example("x" * 1500, "ø" * 90, "å" * 300, "ø" * 300, "y" * 3_000)
def test_nothing_written_makes_a_header_or_ends_the_mail(
    subject: str, name: str, sender: str, host: str, text: str
) -> None:
    headers = HEADERS | {
        "Subject": subject,
        "From": mailbox(sender, "blog@b.example"),
        "Reply-To": mailbox(name, "a@b.example"),
        "Message-ID": f"<1.editor@{host}>",
    }
    message = build_message(headers, text, [("a.md", "text/markdown", text.encode())])
    found = read(message)
    assert set(found.keys()) == {*headers, "Content-Type", "MIME-Version"}
    assert [address.addr_spec for address in found["Reply-To"].addresses] == ["a@b.example"]
    assert [address.addr_spec for address in found["From"].addresses] == ["blog@b.example"]
    assert head_of(message).isascii()
    assert len(list(found.iter_parts())) == 2
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert b"\r" not in message.replace(b"\r\n", b"")
    assert b"\r\n.\r\n" not in message
    assert max(map(len, message.split(b"\r\n"))) <= 998


@given(anything)
def test_a_header_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
