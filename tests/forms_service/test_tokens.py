"""What the service signs: it stands in an address, is understood again, and is nothing for anything else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.forms_service.tokens import (
    Action,
    DecisionLink,
    ExpiredToken,
    InvalidToken,
    Signer,
    content_digest,
)

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
SIGNER = Signer(("s" * 32,))
MANY = settings(max_examples=500)

DIGEST = "ec5ce534951e9a227430751fc0259c9c563a87197b975c0a88f1d1c282d6bb21"
MAILED_EARLIER = (
    ".eJxNzLEVwCAIBcBdrFPwMV9glrwUirr_CLHMDXBPkZ9ylZXMxXoHsaKr2l3FiJ2ijIxkq90NYSOMKd19YyLVdbYxFKeAizSwne_9"
    "AEwtFuQ.FM_W1-Dx3HAFOHShheqD9C_Br51MSZ3X5gGCcAlycJQ"
)
"""A link to publish made at `NOW` by the version that compressed its tokens, which began with a dot."""

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


@MANY
@given(number=texts, text=texts, action=st.sampled_from(Action), honeypot_filled=st.booleans())
def test_a_token_is_one_plain_part_of_an_address(
    number: str, text: str, action: Action, honeypot_filled: bool
) -> None:
    digest = content_digest("comment", "posts/stien-aabner", {"text": text})
    for token in (
        SIGNER.sign_link(DecisionLink(action, number, digest), NOW),
        SIGNER.sign_preview(digest, NOW, honeypot_filled),
    ):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", token), token
        assert "/" not in token


@MANY
@given(number=texts, text=texts, action=st.sampled_from(Action))
def test_a_token_is_understood_again(number: str, text: str, action: Action) -> None:
    order = DecisionLink(action, number, content_digest("idea", "", {"text": text}))
    assert SIGNER.read_link(action, SIGNER.sign_link(order, NOW), NOW) == order


def test_a_link_that_was_mailed_earlier_still_holds() -> None:
    order = DecisionLink(Action.PUBLISH, "000000000000", DIGEST)
    assert SIGNER.read_link("publish", MAILED_EARLIER, NOW) == order
    with pytest.raises(InvalidToken):
        SIGNER.read_link("reject", MAILED_EARLIER, NOW)
    with pytest.raises(ExpiredToken):
        SIGNER.read_link("publish", MAILED_EARLIER, NOW + timedelta(days=61))


def test_a_link_holds_when_the_secret_has_been_replaced() -> None:
    renewed = Signer(("n" * 32, "s" * 32))
    assert renewed.read_link("publish", MAILED_EARLIER, NOW).id == "000000000000"
    order = DecisionLink(Action.UNDO, "1", DIGEST)
    with pytest.raises(InvalidToken):
        SIGNER.read_link("undo", renewed.sign_link(order, NOW), NOW)
    assert renewed.read_link("undo", SIGNER.sign_link(order, NOW), NOW) == order


@given(texts)
def test_any_other_text_is_no_token(text: str) -> None:
    with pytest.raises(InvalidToken):
        SIGNER.read_link("publish", text, NOW)
