"""Mail addresses in every spelling: what people write, and what mail is sent to."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nyspor.text.mail_addresses import Mailbox, ascii_domain, normalize_address, parse_mailbox

ASCII = "anna@xn--blbr-roah.dk"
anything = st.text(max_size=200) | st.text('=?utf-8qb_<>"\\ @.æ', max_size=60)


@pytest.mark.parametrize(
    "written",
    ["anna@blåbær.dk", "anna@BLÅBÆR.dk", " anna@blåbær.dk ", "anna@blåbær.dk.", ASCII,
     unicodedata.normalize("NFD", "anna@blåbær.dk")],
)  # fmt: skip
def test_every_spelling_of_a_domain_is_one_address(written: str) -> None:
    assert normalize_address(written) == ASCII


@pytest.mark.parametrize(
    ("written", "sent_to"),
    [
        ("anna@ærøskøbing.dk", "anna@xn--rskbing-lxa7nc.dk"),
        ("anna@straße.de", "anna@xn--strae-oqa.de"),
        ("anna@例え。テスト", "anna@xn--r8jz45g.xn--zckzah"),
        (
            "Anna@POST.example",
            "Anna@POST.example",
        ),  # as it was before, so that hashes stay the same
        ("søren@blåbær.dk", "søren@xn--blbr-roah.dk"),
    ],
)
def test_a_domain_is_written_in_ascii(written: str, sent_to: str) -> None:
    assert normalize_address(written) == sent_to


@example("a@b.example .")
@given(anything)
def test_what_is_no_address_stays_and_harms_nothing(text: str) -> None:
    assert normalize_address(normalize_address(text)) == normalize_address(text)
    assert isinstance(parse_mailbox(text), Mailbox)
    assert ascii_domain(ascii_domain(text)) == ascii_domain(text)


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("blog@kommune.example", "", "blog@kommune.example"),
        ("<blog@kommune.example>", "", "blog@kommune.example"),
        ("Sønderborg Kommune <blog@kommune.example>", "Sønderborg Kommune", "blog@kommune.example"),
        ("Kommune, IT <blog@kommune.example>", "Kommune, IT", "blog@kommune.example"),
        ('"Kommune, IT" <blog@kommune.example>', "Kommune, IT", "blog@kommune.example"),
        ('"Kommune \\"IT\\"" <blog@kommune.example>', 'Kommune "IT"', "blog@kommune.example"),
        ("=?utf-8?q?S=C3=B8nderborg?= <a@b.example>", "Sønderborg", "a@b.example"),
        ("Bloggen <blog@sønderborg.example>", "Bloggen", "blog@xn--snderborg-l8a.example"),
    ],
)
def test_a_setting_may_hold_a_name(written: str, name: str, address: str) -> None:
    box = parse_mailbox(written)
    assert (box.name, box.address) == (name, address)
    assert box.usable


@pytest.mark.parametrize(
    "written", ["", "blog", "Bloggen <blog>", "@b.example", "a@", "a b@c.example", "a@b@c.example",
                "søren@b.example", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "a..b@c.example",
                "=?utf-8?q?x?=@c.example"],
)  # fmt: skip
def test_what_no_mail_can_be_sent_to_is_not_usable(written: str) -> None:
    assert not parse_mailbox(written).usable
