"""Texts that are opened at the desk and saved: the same bytes, and one line where one was changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from nyspor.content.choices import choices_in
from nyspor.desk.forms.text_form import EditedText
from nyspor.desk.store.text_file import NotUtf8
from nyspor.front_matter.editing import CannotEdit
from tests.content.promise import content_files
from tests.content.random_texts import Change, edited_texts, texts_in
from tests.desk.desk import FILE, AtDesk, make_state, sit_down
from tests.desk.round_trip import (
    NO_CHOICES,
    assert_only_field_changed,
    changed_lines,
    is_text,
    sent_of,
    with_character,
)
from tests.full_site import write_content
from tests.markdown.texts import commonmark_examples

FIELDS = b"---\ntitel: Stien\ndato: 3. maj 2026\n---\n\n"
ALL = list(HealthCheck)

ENDS: dict[str, Callable[[bytes], bytes]] = {
    "LF": lambda raw: raw,
    "CRLF": lambda raw: raw.replace(b"\n", b"\r\n"),
    "CR": lambda raw: raw.replace(b"\n", b"\r"),
    "mixed": lambda raw: raw.replace(b"\n", b"\r\n", 3).replace(b".\n", b".\r"),
    "BOM": lambda raw: b"\xef\xbb\xbf" + raw,
    "no end": lambda raw: raw.rstrip(b"\n"),
}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Texts of every kind, by path."""
    folder = write_content(tmp_path_factory.mktemp("seeds"), posts=1)
    return [item for item in texts_in(content_files(folder)).items() if is_text(item[0])]


@pytest.mark.parametrize("part", range(4))
def test_two_thousand_texts_stay_as_they_are(seeds: list[tuple[str, str]], part: int) -> None:
    tried = 0

    @seed(part)
    @settings(
        max_examples=500,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=ALL,
    )
    @given(edited_texts(seeds), st.integers(0), st.sampled_from(["title", "summary"]))
    def goes_through(change: Change, place: int, field: str) -> None:
        nonlocal tried
        path = change.path if is_text(change.path) else FILE
        tried += check_text(path, change.content or b"", place, field)

    goes_through()
    assert tried > 450, "few are in another encoding"


def check_text(path: str, raw: bytes, place: int, field: str) -> bool:
    """Whether a text can be edited; it is opened and saved, with a character typed, and with a field changed."""
    try:
        text = EditedText.of(path, raw)
    except NotUtf8:
        return False
    form = sent_of(text)
    assert text.with_form(form, NO_CHOICES) == raw
    assert changed_lines(raw, text.with_form(with_character(form, place), NO_CHOICES)) == 1
    if not text.is_whole:
        try:
            changed = text.with_form(form | {field: ["Noget: nyt"]}, NO_CHOICES)
        except CannotEdit:
            return True  # and nothing is saved
        assert_only_field_changed(text, changed, field)
    return True


@pytest.mark.parametrize("ends", ENDS)
def test_the_examples_of_commonmark_stay_as_they_are(ends: str) -> None:
    for number, example in enumerate(commonmark_examples()):
        raw = ENDS[ends](FIELDS + example.encode())
        assert check_text(FILE, raw, number, "title")


@pytest.mark.parametrize("ends", ENDS)
def test_a_browser_sends_back_what_the_page_shows(tmp_path: Path, ends: str) -> None:
    """The page is read as HTML says, as a browser does, and its form is sent as it is."""
    anna = sit_down(make_state(tmp_path), "anna")
    for example in [
        *commonmark_examples()[::20],
        "\n\n  Efter to linjer",
        "\ttab \x00\x0b\u2028 x",
    ]:
        raw = ENDS[ends](FIELDS + example.encode())
        (anna.content / FILE).write_bytes(raw)
        assert saved_as_it_is(anna, FILE) == raw


def test_a_browser_sends_back_whatever_the_fields_hold(
    tmp_path: Path, seeds: list[tuple[str, str]]
) -> None:
    write_content(tmp_path / "content", posts=1)
    anna = sit_down(make_state(tmp_path), "anna")

    @settings(
        max_examples=100,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=ALL,
    )
    @given(edited_texts(seeds))
    def comes_back(change: Change) -> None:
        kind, raw = change.path.partition("/")[0], change.content or b""
        file = f"{kind}/2026/tekst.md" if is_text(f"{kind}/2026/tekst.md") else FILE
        (anna.content / file).parent.mkdir(parents=True, exist_ok=True)
        (anna.content / file).write_bytes(raw)
        try:
            EditedText.of(file, raw)
        except NotUtf8:
            return
        assert saved_as_it_is(anna, file) == raw

    comes_back()


def saved_as_it_is(at: AtDesk, file: str) -> bytes:
    """The bytes of a text that was opened and saved in a browser."""
    page = at.browser.get(f"/desk/text/{file}")
    assert page.status_code == 200, page.text
    body = urlencode([*form_in(page.text), ("_do", "save")]).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = at.browser.post(f"/desk/text/{file}", content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return (at.content / file).read_bytes()


def form_in(html: str) -> list[tuple[str, str]]:
    """What a browser sends of the form on a page: HTML 4.10.22.4, for what the desk's forms have."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    form = next(each for each in root.iter("form") if each.get("id") == "editor")
    sent = []
    for element in form.iter():
        name = element.get("name")
        is_off = element.get("type") == "checkbox" and "checked" not in element.attrib
        if element.tag in ("input", "textarea", "select") and name and not is_off:
            sent += [(name, value) for value in values_of(element)]
    return sent


def values_of(element: Element) -> list[str]:
    if element.tag == "textarea":
        return [(element.text or "").replace("\n", "\r\n")]
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return [option.get("value", "") for option in chosen]
    value = element.get("value", "on")
    return [value.replace("\r", "").replace("\n", "")]


def test_the_choices_are_sent_back_as_they_are_written(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    raw = FIELDS.replace(b"dato", b"spor: [stier]\nkommune: roskilde\nstatus: published\ndato")
    text = EditedText.of(FILE, raw)
    choices = choices_in(state.loaded())
    assert text.with_form(sent_of(text, choices), choices) == raw
