"""What is pasted, and Word files, become Markdown; what is no Word file, or would do harm, is refused in words."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from bs4 import BeautifulSoup

from nyspor.desk.writing import word_file as limits
from nyspor.desk.writing.foreign_html import MOST_HTML, TOO_LARGE, DocumentRefused, markdown_of_html
from nyspor.desk.writing.word_file import BROKEN, EMPTY, NOT_WORD, markdown_of_word
from tests.desk.desk import FILE, AtDesk, make_state, sit_down
from tests.desk.desk_process import form_of
from tests.desk.sign_in import signed_desk
from tests.desk.word_files import paragraph, word_file

WORD = word_file(
    paragraph("Sådan gjorde vi", "Overskrift1"),
    paragraph("Vi begyndte.", bold=True),
    paragraph("Slut."),
)
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_a_word_file_becomes_markdown() -> None:
    assert markdown_of_word(WORD) == "## Sådan gjorde vi\n\n**Vi begyndte.**\n\nSlut.\n"


def test_the_title_of_a_word_file_is_a_heading() -> None:
    raw = word_file(paragraph("Stien", "Titel"), paragraph("Den er åben."))
    assert markdown_of_word(raw) == "## Stien\n\nDen er åben.\n"


def test_where_a_picture_stood_is_a_line_of_its_own() -> None:
    html = '<p>Se <img alt="En bænk"> her, hvor 3 < 4.</p><p>Slut.</p>'
    text = "Se her, hvor 3 < 4.\n\nHer mangler et billede: En bænk\n\nSlut.\n"
    assert markdown_of_html(html) == text


def empty_zip() -> bytes:
    raw = BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        archive.writestr("regneark.xml", "<a/>")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", NOT_WORD),
        (b"Kun ord.", NOT_WORD),
        (WORD[: len(WORD) // 2], NOT_WORD),
        (empty_zip(), NOT_WORD),
        (word_file("<w:p>"), BROKEN),
        (word_file(paragraph("&b;"), before=BILLION), BROKEN),
        (word_file(), EMPTY),
        (word_file(paragraph("x"), word__big=bytes(limits.MOST_UNPACKED)), TOO_LARGE),
        (word_file(paragraph("x"), **{f"word__{n}": b"" for n in range(limits.MOST_ENTRIES)}), TOO_LARGE),
    ],
    ids=["empty", "text", "half", "other-zip", "xml", "entities", "no-text", "bomb", "many-entries"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_to_do(raw: bytes, message: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        markdown_of_word(raw)
    assert refused.value.message == message


def test_pictures_are_not_unpacked_and_say_where_they_stood() -> None:
    raw = word_file(paragraph("x"), word__media__image1=bytes(limits.MOST_UNPACKED))
    assert markdown_of_word(raw) == "x\n"


@pytest.mark.parametrize(
    "html",
    ["<div>" * 5000 + "x", "<ul><li>" * 60 + "x", "<p>x</p>" + " " * MOST_HTML],
    ids=["deep", "deep-list", "long"],
)
def test_html_that_no_program_makes_is_refused_before_it_is_cleaned(html: str) -> None:
    with pytest.raises(DocumentRefused):
        markdown_of_html(html)


def sent(
    at: AtDesk, address: str, name: str, raw: bytes, **form: str | list[str]
) -> tuple[int, str]:
    """The status and the text of the answer to a form with a file."""
    data = {"_token": at.token(), **form}
    answer = at.browser.post(address, data=data, files={"document": (name, raw)})
    return answer.status_code, answer.text


def test_what_is_pasted_is_cleaned(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    html = '<p class="MsoNormal">Vi <b>prøver</b> <span lang=DA>det</span>.<o:p></o:p></p><script>x</script>'
    assert sent(anna, "/desk/convert", "pasted.html", html.encode()) == (
        200,
        "Vi **prøver** det.\n",
    )
    assert sent(anna, "/desk/convert", "brev.docx", b"x")[0] == 422
    assert "ikke en Word-fil" in sent(anna, "/desk/convert", "brev.docx", b"x")[1]


def typed(at: AtDesk, body: str) -> dict[str, list[str]]:
    """The form of a text with these words in it, which are not saved."""
    return at.form_of() | {"_body": [body], "_draft": ["kladde"]}


def test_a_word_file_is_put_below_what_is_typed_and_not_saved(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    before = (anna.content / FILE).read_bytes()
    form = typed(anna, "\nIkke gemt.\n")
    status, page = sent(anna, f"/desk/document/{FILE}", "brev.docx", WORD, **form)
    assert (status, "Intet er gemt endnu" in page) == (200, True)
    assert "Ikke gemt.\n\n## Sådan gjorde vi\n\n**Vi begyndte.**" in page
    assert (anna.content / FILE).read_bytes() == before
    assert "Sådan gjorde vi" in anna.read(f"/desk/text/{FILE}?ord=kladde").get_text()


def test_what_a_new_text_begins_with_makes_room_for_a_word_file(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    form = typed(anna, "\nSkriv teksten her.\n")
    page = sent(anna, f"/desk/document/{FILE}", "brev.docx", WORD, **form)[1]
    body = BeautifulSoup(page, "html.parser").select_one("#_body")
    assert body
    assert body.get_text().strip().startswith("## Sådan gjorde vi")


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [("", b"", "Vælg en Word-fil først."), ("brev.docx", b"x", "ikke en Word-fil")],
)
def test_without_a_word_file_the_page_says_so_and_keeps_the_words(
    tmp_path: Path, name: str, raw: bytes, said: str
) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    form = typed(anna, "\nIkke gemt.\n")
    status, page = sent(anna, f"/desk/document/{FILE}", name, raw, **form)
    assert (status, said in page, "Ikke gemt." in page) == (422, True, True)


def test_nobody_sends_a_file_from_elsewhere(tmp_path: Path) -> None:
    anna = sit_down(make_state(tmp_path), "anna")
    for address in ("/desk/convert", f"/desk/document/{FILE}"):
        answer = anna.browser.post(address, files={"document": ("brev.docx", WORD)})
        assert answer.status_code == 403


def test_the_words_beside_a_word_file_are_kept_when_the_session_has_ended(tmp_path: Path) -> None:
    desk = signed_desk(tmp_path)
    anna = desk.sign_in("anna")
    form = {**anna.form_of(), "_body": "Skrevet længe.", "_token": anna.token()}
    desk.wait(hours=3)
    address, file = f"/desk/document/{FILE}", {"document": ("brev.docx", WORD)}
    page = anna.browser.post(address, data=form, files=file)
    assert page.status_code == 403
    assert "Filen brev.docx er ikke gemt." in page.text
    again = form_of(page.text, f"form[action='{address}']")
    desk.sign_in("anna", anna.browser)
    page = anna.browser.post(address, data={**again, "_token": anna.token()})
    assert "Vælg en Word-fil først." in page.text
    assert form_of(page.text)["_body"] == ["Skrevet længe."]


def test_a_word_file_of_somebody_who_was_never_here_is_not_read(tmp_path: Path) -> None:
    stranger = signed_desk(tmp_path).browser()
    answer = stranger.post(f"/desk/document/{FILE}", files={"document": ("brev.docx", WORD)})
    assert answer.status_code == 303
