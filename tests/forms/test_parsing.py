"""Form data is normalised and validated, and nothing that was entered is lost or misread."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nyspor.forms.built_in import COMMENT, IDEA, SIGNUP
from nyspor.forms.parsing import FormData, MalformedBody, normalize_line, parse_body, parse_form
from nyspor.forms.registry import forms

WRITTEN = {"text": "Den er dejlig.", "name": "Åse", "email": "aase@post.example"}
HIDDEN = ["\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x00", "\ud800"]

anything = st.text(max_size=400)


def comment(**changes: str) -> FormData:
    return parse_form(COMMENT, (WRITTEN | changes).items(), {"reply_to": ("1",)})


def errors(answers: FormData) -> dict[str, str]:
    return {error.field: error.message.format_map(error.params) for error in answers.errors}


def test_valid_values_stay_as_they_are() -> None:
    answers = comment(reply_to="1", notify="on")
    assert answers.errors == ()
    assert answers.values == {**WRITTEN, "reply_to": "1", "notify": "yes"}


def test_each_error_says_what_to_do_and_no_value_is_lost() -> None:
    answers = comment(text="", email="aase", reply_to="7", name="å" * 81)
    assert errors(answers) == {
        "text": "Write your comment.",
        "email": "Write one whole address and nothing else, such as anna@post.example.",
        "reply_to": "Choose one of those on the list.",
        "name": "Make it shorter: there is room for 80 characters, and it has 81.",
    }
    assert answers.values["name"] == "å" * 81
    assert answers.values["email"] == "aase"


@pytest.mark.parametrize(
    "address",
    ["a@b", "Navn <a@post.example>, b@post.example", '"a b"@post.example', "a@[127.0.0.1]",
     "=?utf-8?q?ond?=@post.example", "a" * 330 + "@post.example", "a@post..example", "@post.example", "a b@post.example"],
)  # fmt: skip
def test_only_one_plain_address_will_do(address: str) -> None:
    assert "email" in errors(comment(email=address))


def test_an_address_that_mail_servers_cannot_take_is_refused_kindly() -> None:
    assert "without æ, ø, å" in errors(comment(email="søren@post.example"))["email"]
    assert errors(comment(email="soeren@ærø.example")) == {}


def test_a_sign_up_needs_consent_and_an_idea_a_title() -> None:
    assert set(errors(parse_form(SIGNUP, []))) == {"name", "email", "consent"}
    assert set(errors(parse_form(IDEA, []))) == {"title", "text", "name", "email"}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_line_is_one_line(hidden: str) -> None:
    assert normalize_line(f"a{hidden}Bcc: b") in ("a Bcc: b", "aBcc: b")
    assert comment(name=f"a{hidden}{hidden}b").values["name"] in ("a b", "ab")


def test_paragraphs_stay_and_what_cannot_be_seen_goes() -> None:
    text = "  Et.\r\n\r\n\r\n\r\nTo\u202e\u200b\ufeff.\rTre.  "
    assert comment(text=text).values["text"] == "Et.\n\nTo.\nTre."
    assert comment(text="👩\u200d🔬").values["text"] == "👩\u200d🔬"


def test_two_ways_to_write_a_letter_are_one() -> None:
    assert comment(name=unicodedata.normalize("NFD", "Ærø Å")).values["name"] == "Ærø Å"


def test_nothing_unseen_keeps_a_letter_from_its_mark() -> None:
    assert comment(name="A\u200b\u030ase").values["name"] == "Åse"


def test_marks_heaped_on_a_letter_are_cut_short() -> None:
    assert len(comment(name="a" + "\u0316" * 10_000).values["name"]) < 20


@given(st.dictionaries(st.sampled_from([f.name for f in COMMENT.fields]), anything))
@example({"text": "\n.\r\n---\nstatus: skjult", "name": "\ud800"})
@example({"name": "A\u200b\u030a"})
def test_whatever_comes_is_read_and_read_again_the_same(written: dict[str, str]) -> None:
    for form in forms():
        answers = parse_form(form, written.items())
        for name, value in answers.values.items():
            seen = value.replace("\n", "") if name in ("text", "message") else value
            assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in seen)
        assert parse_form(form, answers.values.items()).values == answers.values


def test_a_body_is_read_as_browsers_write_it() -> None:
    assert parse_body(urlencode({"text": "Hej & hå=1", "x": ""}).encode()) == [
        ("text", "Hej & hå=1"),
        ("x", ""),
    ]


def test_the_first_of_two_counts_and_strange_names_are_left_out() -> None:
    answers = parse_form(
        COMMENT, [("name", "A"), ("name", "B"), ("name[]", "C"), ("role", "editor")]
    )
    assert answers.values["name"] == "A"
    assert set(answers.values) == {f.name for f in COMMENT.fields}


@given(st.binary(max_size=300))
@example(b"a=%ff%fe")
@example(b"a=%C0%AF")
@example(b"&".join([b"a=1"] * 1000))
@example("a=æ".encode())
def test_any_bytes_are_a_form_or_none(body: bytes) -> None:
    try:
        pairs = parse_body(body)
    except MalformedBody:
        return
    assert all(isinstance(text, str) for pair in pairs for text in pair)
