"""Every mail reads well: names instead of keys, its own language, nothing left to fill in."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest

from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from tests.forms_service.every_mail import every_mail
from tests.forms_service.running_service import text_of

KEYS = re.compile(r"\b(posts|workgroups|tracks|ideas)/|gode-leveaar|\{\w+\}|None")


@pytest.fixture(scope="module", params=["da", "en"])
def mails(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[EmailMessage]:
    return [*every_mail(tmp_path_factory.mktemp("mails"), request.param)]


def said(mail: EmailMessage) -> str:
    """Subject and text without addresses."""
    return re.sub(r"\S+://\S+|mailto:\S+", "", f"{mail['Subject']}\n{text_of(mail)}")


def test_no_mail_shows_a_key_or_a_gap(mails: list[EmailMessage]) -> None:
    assert len(mails) > 30
    for mail in mails:
        assert not KEYS.search(said(mail)), said(mail)
        assert "»«" not in said(mail)
        assert "“”" not in said(mail)
        assert "\n\n\n" not in text_of(mail)


def test_mails_to_residents_are_in_their_language_and_to_staff_in_danish(
    mails: list[EmailMessage],
) -> None:
    for mail in mails:
        to_resident = mail["To"].endswith("@post.example")
        english = re.search(r"\b(the|you|your|has been)\b", re.sub(r"»[^»]*«", "", said(mail)))
        danish = re.search(r"\b(er|det|din|ikke|på|til|og)\b", re.sub(r"“[^“]*”", "", said(mail)))
        assert bool(english) != bool(danish), said(mail)
        assert to_resident or danish


def test_mails_to_residents_end_with_the_name_of_the_site(mails: list[EmailMessage]) -> None:
    ends = {f"{read_catalogue(CATALOGUES, lang).gettext('Kind regards')}\nBloggen" for lang in ("da", "en")}  # fmt: skip
    for mail in mails:
        if mail["To"].endswith("@post.example"):
            assert any(text_of(mail).strip().endswith(end) for end in ends), text_of(mail)
