"""Pictures at the desk: sent in, told of in words, put into a text, and seen beside it at once."""

from __future__ import annotations

import asyncio
import struct
import threading
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nyspor.desk.people.permissions import ALL_KINDS, Rules
from nyspor.desk.pictures import picture_files, sent_picture
from nyspor.desk.pictures.picture_block import after_paragraph, places_in, with_picture
from nyspor.desk.pictures.picture_files import LONGEST_NAME, PictureRefused, encoded_anew, name_of
from nyspor.desk.writing import picture_routes
from nyspor.forms_service import publishing
from tests.builders import post_text
from tests.desk.desk import FILE, AtDesk, git, make_state, sit_down
from tests.pictures import GREEN, RED, flat, packed, turned, upright_picture

WORDS = {"alt": "En sti i en skov", "credit": "Foto: Redaktionen"}


def a_photo(size: tuple[int, int] = (900, 600)) -> bytes:
    return packed(flat("RGB", RED, size), "JPEG")


def send_in(anna: AtDesk, raw: bytes, name: str = "sti.jpg", place: str = "head") -> httpx.Response:
    """The answer to a picture that is sent in."""
    files = {"picture": (name, raw, "image/jpeg")}
    return anna.browser.post(
        f"/desk/picture/{FILE}?place={place}", data={"_token": anna.token()}, files=files
    )


def kept(answer: httpx.Response) -> str:
    """The file that a picture was kept as."""
    assert answer.status_code == 200, answer.text
    return parse_qs(urlsplit(str(answer.url)).query)["picture"][0]


def fault(answer: httpx.Response) -> str:
    found = BeautifulSoup(answer.text, "html.parser").select_one(".fault")
    assert found
    return found.get_text(" ", strip=True)


def put_in(anna: AtDesk, picture: str, place: str = "head", **words: str) -> BeautifulSoup:
    """The page after a picture has been told of in words."""
    base = anna.state.texts.read(FILE).digest
    asked = {"_base": base, "picture": picture, "place": place, **WORDS, **words, "_do": "save"}
    return anna.send(f"/desk/picture-words/{FILE}?place={place}", **asked)


def pictures_in(anna: AtDesk) -> list[str]:
    """All files in the folder of pictures, hidden ones too."""
    folder = anna.content / "images"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def anna(tmp_path: Path) -> AtDesk:
    return sit_down(make_state(tmp_path), "anna")


def test_a_picture_is_kept_with_the_sender_s_name_in_git(anna: AtDesk) -> None:
    assert kept(send_in(anna, a_photo(), "Sti på Årø.JPG")) == "images/2026/sti-paa-aaroe.jpg"
    assert git(anna.content, "log", "-1", "--format=%an") == "Anna"
    assert git(anna.content, "status", "--porcelain") == ""


def test_a_picture_at_the_top_is_seen_beside_the_text_before_a_build(anna: AtDesk) -> None:
    put_in(anna, kept(send_in(anna, a_photo())), focal="øverst", caption="Ny sti")
    text = (anna.content / FILE).read_text("utf-8")
    for line in ("fil: images/2026/sti.jpg", "alt: En sti i en skov", "billedtekst: Ny sti", "fokus: øverst"):  # fmt: skip
        assert f"  {line}" in text
    shown = anna.read(f"/desk/page/{FILE}").select_one("main img")
    assert shown
    assert (shown["width"], shown["height"]) == ("900", "600")
    answer = anna.browser.get(str(shown["src"]))
    assert Image.open(BytesIO(answer.content)).size == (900, 600)
    assert "immutable" in answer.headers["cache-control"]


def test_a_picture_in_a_published_text_waits_for_a_colleague_where_the_rule_says_so(
    tmp_path: Path,
) -> None:
    anna = sit_down(make_state(tmp_path, Rules(ALL_KINDS)), "anna")
    before = (anna.content / FILE).read_bytes()
    put_in(anna, kept(send_in(anna, a_photo())))
    assert (anna.content / FILE).read_bytes() == before
    assert b"fil: " in anna.state.texts.read(FILE).raw


def test_a_link_to_a_text_shows_its_pictures_to_whoever_has_it(anna: AtDesk) -> None:
    put_in(anna, kept(send_in(anna, a_photo())))
    link = anna.save(do="share", _days="7").select_one("input[value*='/shown/']")
    assert link
    anna.browser.cookies.clear()
    page = anna.read(str(link["value"]))
    shown = page.select_one("main img")
    assert shown
    assert anna.browser.get(str(shown["src"])).headers["content-type"] == "image/webp"
    name = str(shown["src"]).rsplit("/", 1)[-1]
    assert anna.browser.get(f"/desk/shown/no-such-link/{name}").status_code == 404


def test_a_picture_in_the_text_stands_where_it_was_said(tmp_path: Path) -> None:
    body = "Første afsnit.\n\nAndet afsnit."
    anna = sit_down(make_state(tmp_path, posts__2026__stien=post_text(body)), "anna")
    put_in(anna, kept(send_in(anna, a_photo())), "text", line="1", caption="Ny *sti*")
    assert (
        "Første afsnit.\n\n::: billede Foto: Redaktionen\n"
        "![En sti i en skov](../../images/2026/sti.jpg)\n\nNy *sti*\n:::\n\nAndet afsnit."
    ) in (anna.content / FILE).read_text("utf-8")
    assert anna.read(f"/desk/page/{FILE}").select_one("main figure img")


@pytest.mark.parametrize("words", [{"alt": ""}, {"credit": " "}, {"focal": "percent", "left": "101", "top": "2"}, {"grounds": "Ja", "expires": "31. februar 2028"}, {"grounds": "Ja", "expires": "1. maj 2020"}],
    ids=["no alt", "no credit", "focal outside", "no such day", "expired consent"])  # fmt: skip
def test_what_is_missing_or_wrong_is_told_and_nothing_is_saved(
    anna: AtDesk, words: dict[str, str]
) -> None:
    picture, before = kept(send_in(anna, a_photo())), (anna.content / FILE).read_bytes()
    page = put_in(anna, picture, **words)
    assert page.select_one(".fault")
    assert (anna.content / FILE).read_bytes() == before
    credit = page.select_one("#credit")
    assert credit
    assert credit["value"] == words.get("credit", WORDS["credit"]).strip()


def test_consent_is_kept_and_shown_to_nobody(anna: AtDesk) -> None:
    put_in(anna, kept(send_in(anna, a_photo())), grounds="Skriftligt ja", expires="1. maj 2028")
    text = (anna.content / FILE).read_text("utf-8")
    assert "    grundlag: Skriftligt ja\n    udløber: 1. maj 2028" in text
    assert "Skriftligt ja" not in anna.read(f"/desk/page/{FILE}").get_text()
    again = anna.read(f"/desk/picture-words/{FILE}?picture=images/2026/sti.jpg")
    assert again.select_one("#expires[value='1. maj 2028']")


def test_the_words_of_a_picture_are_changed_again(anna: AtDesk) -> None:
    put_in(anna, kept(send_in(anna, a_photo())), focal="højre")
    page = anna.save(do="picture again")
    alt = page.select_one("#alt")
    assert alt
    assert alt.get_text().strip() == WORDS["alt"]
    assert page.select_one("#focal option[selected][value='højre']")


def test_the_crops_follow_the_focal_point_without_a_script(anna: AtDesk) -> None:
    picture = kept(send_in(anna, a_photo()))
    base = anna.state.texts.read(FILE).digest
    asked = {"_base": base, "picture": picture, **WORDS, "focal": "percent", "left": "90", "top": "10"}  # fmt: skip
    page = anna.send(f"/desk/picture-words/{FILE}", **asked, _do="show")
    card, shared = page.select("img.crop")
    assert card["data-focal"] == "right top"
    assert "-del-90x10-" in str(shared["src"])
    assert anna.browser.get(str(shared["src"])).status_code == 200


def test_the_same_picture_twice_is_kept_once(anna: AtDesk) -> None:
    first, second = send_in(anna, a_photo()), send_in(anna, a_photo(), "en anden.jpg")
    assert kept(first) == kept(second)
    assert "er her allerede" in second.text
    assert pictures_in(anna) == ["2026/sti.jpg"]


def test_two_pictures_of_one_name_are_two_files(anna: AtDesk) -> None:
    send_in(anna, a_photo())
    assert kept(send_in(anna, a_photo((500, 400)))) == "images/2026/sti-2.jpg"


def test_two_who_send_at_once_get_a_file_each(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    pairs = [(sit_down(state, "anna"), (900, 600)), (sit_down(state, "bo"), (800, 600))]
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda who=who, size=size: found.append(kept(send_in(who, a_photo(size)))))
        for who, size in pairs
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["images/2026/sti-2.jpg", "images/2026/sti.jpg"]
    assert git(state.texts.content, "status", "--porcelain") == ""


def test_pictures_are_found_by_what_texts_say_of_them(anna: AtDesk) -> None:
    put_in(anna, kept(send_in(anna, a_photo())))
    send_in(anna, a_photo((500, 400)), "bro.jpg")
    page = anna.read(f"/desk/picture/{FILE}?q=skov")
    assert [name.get_text() for name in page.select(".pictures .name")] == ["2026/sti.jpg"]
    assert "Stien" in page.select(".pictures .facts")[0].get_text()
    small = page.select_one(".pictures img")
    assert small
    assert small["alt"] == "En sti i en skov"
    assert anna.browser.get(str(small["src"])).headers["content-type"] == "image/webp"


def test_saving_the_text_leads_on_to_the_picture(anna: AtDesk) -> None:
    assert "Vælg et billede" in str(anna.save(do="picture head").title)
    page = anna.save(do="picture text", _line="3", _body="\nNye ord.\n")
    assert page.select_one("input[name=line][value='3']")
    assert "Nye ord." in (anna.content / FILE).read_text("utf-8")


# What is sent in


POLYGLOTS = {
    "JPEG and HTML": a_photo() + b"<script>alert(1)</script>",
    "GIF and a script": packed(flat("P", 3), "GIF") + b"*/=1;alert(1)//<script>",
    "PNG with text": b"",
}


def png_with_text() -> bytes:
    """A PNG that holds a program in a chunk of text."""
    raw = packed(upright_picture(), "PNG")
    chunk = b"tEXtComment\0<script>alert(1)</script>"
    told = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return raw[:33] + told + raw[33:]


POLYGLOTS["PNG with text"] = png_with_text()


@pytest.mark.parametrize("name", POLYGLOTS)
def test_nothing_but_pixels_is_kept(name: str) -> None:
    assert b"<script>" in POLYGLOTS[name]
    content = encoded_anew(POLYGLOTS[name]).content
    assert b"script" not in content
    Image.open(BytesIO(content)).load()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_kept_upright_and_without_where_it_was_taken(orientation: int) -> None:
    raw = turned(orientation)
    assert Image.open(BytesIO(raw)).getexif().get_ifd(0x8825)
    picture = Image.open(BytesIO(encoded_anew(raw).content))
    assert picture.size == (200, 300)
    assert not picture.getexif()
    for part, colour in (((50, 50), RED), ((150, 50), GREEN)):
        pixel = picture.convert("RGB").getpixel(part)
        assert isinstance(pixel, tuple)
        assert max(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < 12


def test_a_large_picture_is_scaled_and_a_small_one_stays() -> None:
    assert Image.open(BytesIO(encoded_anew(a_photo((6000, 3000))).content)).size == (4000, 2000)
    assert Image.open(BytesIO(encoded_anew(a_photo((300, 200))).content)).size == (300, 200)


@pytest.mark.parametrize(
    ("picture", "suffix"),
    [
        (packed(flat("RGB", RED), "PNG"), ".png"),
        (packed(flat("RGBA", (9, 9, 9, 9)), "WEBP"), ".webp"),
        (packed(flat("RGB", RED), "AVIF"), ".jpg"),
        (packed(flat("CMYK", (9, 9, 9, 9)), "JPEG"), ".jpg"),
    ],
    ids=["drawing", "transparent", "avif", "cmyk"],
)
def test_the_format_follows_from_what_is_in_it(picture: bytes, suffix: str) -> None:
    assert encoded_anew(picture).suffix == suffix


def bomb() -> bytes:
    """A PNG of 50,000 by 50,000 pixels in a few bytes."""
    raw = bytearray(packed(flat("L", 0, (1, 1)), "PNG"))
    raw[16:24] = struct.pack(">II", 50_000, 50_000)
    raw[29:33] = struct.pack(">I", zlib.crc32(raw[12:29]))
    return bytes(raw)


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
REFUSED = {
    "SVG": (SVG, "SVG"),
    "SVG with a mark": (b"\xef\xbb\xbf  <svg onload='alert(1)'/>", "SVG"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
    "HTML": (b"<!DOCTYPE html><script>alert(1)</script>", "kan ikke åbnes"),
    "PDF": (b"%PDF-1.7", "kan ikke åbnes"),
    "TIFF": (packed(flat("RGB", RED), "TIFF"), "kan ikke åbnes"),
    "empty": (b"", "tom fil"),
    "truncated": (a_photo()[:400], "beskadiget"),
    "50,000 px": (bomb(), "for mange pixels"),
    "51 million px": (packed(flat("L", 0, (7200, 7100)), "PNG"), "for mange pixels"),
    "50,000 px wide": (packed(flat("L", 0, (50_000, 40)), "PNG"), "for mange pixels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_with_why_and_what_to_do(anna: AtDesk, name: str) -> None:
    raw, said = REFUSED[name]
    answer = send_in(anna, raw, "billede.jpg")
    assert answer.status_code == 422
    assert said in fault(answer)
    assert pictures_in(anna) == []


@pytest.mark.parametrize(
    ("media_type", "status"),
    [("text/plain", 415), ("multipart/form-data", 400), ("Multipart/Form-Data; boundary=x", 400)],
    ids=["no form", "no boundary", "no parts"],
)
def test_what_is_no_form_is_refused(anna: AtDesk, media_type: str, status: int) -> None:
    headers = {"content-type": media_type}
    answer = anna.browser.post(f"/desk/picture/{FILE}", content=b"nonsense", headers=headers)
    assert answer.status_code == status


def test_no_room_for_what_is_being_sent_is_told(
    anna: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: object, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sent_picture.UploadFile, "write", full)
    answer = send_in(anna, a_photo())
    assert (answer.status_code, pictures_in(anna)) == (507, [])
    assert "ikke mere plads" in fault(answer)


def test_sending_without_a_picture_is_told(anna: AtDesk) -> None:
    form = {"_token": (None, anna.token())}
    answer = anna.browser.post(f"/desk/picture/{FILE}", files=form)
    assert (answer.status_code, fault(answer)) == (422, "Vælg først et billede.")


CHUNK = bytes(1024 * 1024)


def much(anna: AtDesk, count: list[int]) -> Iterator[bytes]:
    """A gigabyte as one form, counted as it is taken."""
    yield (
        f'--x\r\nContent-Disposition: form-data; name="_token"\r\n\r\n{anna.token()}\r\n--x\r\n'
        'Content-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n'
    ).encode()
    for _ in range(1024):
        count[0] += 1
        yield CHUNK


def test_a_gigabyte_is_refused_as_soon_as_it_is_too_much(anna: AtDesk) -> None:
    """Neither announced nor read to its end, nor held in memory."""
    taken = [0]
    app = anna.browser.app
    cookie = "; ".join(f"{name}={value}" for name, value in anna.browser.cookies.items())
    chunks, status = much(anna, taken), []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": next(chunks), "more_body": True}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    headers = [(b"cookie", cookie.encode()), (b"content-type", b"multipart/form-data; boundary=x")]
    scope = {"type": "http", "method": "POST", "path": f"/desk/picture/{FILE}", "query_string": b"", "headers": headers}  # fmt: skip
    asyncio.run(app(scope, receive, send))
    assert status == [413]
    assert taken[0] <= picture_files.MOST_BYTES // len(CHUNK) + 2
    assert pictures_in(anna) == []


def test_a_gigabyte_that_is_announced_is_not_read_at_all(anna: AtDesk) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(1024**3)}
    answer = anna.browser.post(f"/desk/picture/{FILE}", content=b"", headers=headers)
    assert answer.status_code == 413
    assert "30 MB" in fault(answer)


def test_one_that_is_somewhat_too_large_is_told_so(
    anna: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_picture, "MOST_BODY", 1000)
    answer = send_in(anna, a_photo())
    assert (answer.status_code, pictures_in(anna)) == (413, [])
    assert "30 MB" in fault(answer)


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../../etc/passwd.jpg", "passwd"),
        ("..\\..\\nyspor\\x.py.jpg", "x-py"),
        ("/etc/cron.d/a", "a"),
        ("Ærø & Øst.png", "aeroe-oest"),
        ("IMG_2034.jpg", "stien"),
        ("写真.jpg", "stien"),
        ("sti" * 100 + ".jpg", "sti" * (LONGEST_NAME // 3)),
        (".jpg", "jpg"),
        ("", "stien"),
        ("a\0b.jpg", "ab"),
    ],
    ids=["above", "windows", "absolute", "danish", "camera", "other script", "long", "suffix", "empty", "null"],
)  # fmt: skip
def test_a_picture_is_named_after_its_file(name: str, kept_as: str) -> None:
    assert name_of(name, "stien") == kept_as


@given(st.text(), st.text())
def test_a_name_is_always_safe(name: str, instead: str) -> None:
    found = name_of(name, instead)
    assert 0 < len(found) <= LONGEST_NAME
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert found == found.strip("-")


def test_a_full_disk_is_told_and_leaves_nothing(
    anna: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = git(anna.content, "rev-parse", "HEAD")

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publishing.os, "fsync", full)
        answer = send_in(anna, a_photo())
    assert answer.status_code == 422
    assert "kunne ikke gemmes" in fault(answer)
    assert (pictures_in(anna), git(anna.content, "rev-parse", "HEAD")) == ([], commit)
    assert kept(send_in(anna, a_photo())) == "images/2026/sti.jpg"


def test_a_commit_that_fails_leaves_no_picture(anna: AtDesk) -> None:
    lock = anna.content / ".git/index.lock"
    lock.touch()
    assert "kunne ikke gemmes" in fault(send_in(anna, a_photo()))
    assert pictures_in(anna) == []


# Who may, and what can be asked for


def test_pictures_are_for_those_who_may_write_the_text(tmp_path: Path) -> None:
    carl = sit_down(make_state(tmp_path), "carl")
    for address in (f"/desk/picture/{FILE}", f"/desk/picture-words/{FILE}?picture=images/x.jpg"):
        assert carl.browser.get(address).status_code == 403
    assert send_in(carl, a_photo()).status_code == 403
    assert pictures_in(carl) == []


def test_a_picture_from_elsewhere_is_refused(anna: AtDesk) -> None:
    files = {"picture": ("sti.jpg", a_photo(), "image/jpeg")}
    for token in ("", "0" * 64):
        answer = anna.browser.post(f"/desk/picture/{FILE}", data={"_token": token}, files=files)
        assert answer.status_code == 403
    anna.browser.cookies.clear()
    answer = anna.browser.post(f"/desk/picture/{FILE}", files=files, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/who")
    for address in (
        f"picture/{FILE}",
        f"picture-words/{FILE}",
        "rendition/x-400.0123456789ab.webp",
    ):
        answer = anna.browser.get(f"/desk/{address}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/who")
    assert pictures_in(anna) == []


@pytest.mark.parametrize(
    "picture",
    ["../secret.jpg", "posts/2026/stien.md", "images/../../secret.jpg", "/etc/passwd", ""],
)
def test_only_pictures_of_the_content_folder_can_be_chosen(
    anna: AtDesk, tmp_path: Path, picture: str
) -> None:
    (tmp_path / "secret.jpg").write_bytes(a_photo())
    anna.read(f"/desk/picture-words/{FILE}?picture={picture}", 404)
    put = {"_token": anna.token(), "picture": picture, **WORDS}
    assert anna.browser.post(f"/desk/picture-words/{FILE}", data=put).status_code == 404


@pytest.mark.parametrize(
    "name", ["x-400.0123456789ab.webp", "..%2f..%2fsecret.jpg", "sti.jpg", "x-400.0123456789ab.svg"]
)
def test_nothing_but_renditions_can_be_fetched(anna: AtDesk, name: str) -> None:
    assert anna.browser.get(f"/desk/rendition/{name}").status_code == 404


def test_words_are_shown_as_words(anna: AtDesk) -> None:
    picture = kept(send_in(anna, a_photo()))
    bad = '"><script>alert(1)</script>]( ::: {.x}'
    for place in ("head", "text"):
        put_in(anna, picture, place, alt=bad, credit=bad, caption=bad)
        for address in (f"/desk/page/{FILE}", f"/desk/text/{FILE}", f"/desk/picture/{FILE}"):
            page = anna.read(address)
            assert not [s for s in page.select("script") if "alert(1)" in s.get_text()]
        shown = anna.read(f"/desk/page/{FILE}").select("main img")
        assert shown[-1]["alt"] == bad


# Where a picture can stand


def test_a_picture_stands_between_paragraphs_alone() -> None:
    body = "# Et\n\nTo\nto\n\n::: fakta\nTre\n\nFire\n:::\n\n- Fem\n\n  Seks\n\n```\na\n\nb\n```\n\n<!-- a\n\nb -->\n"
    assert [place.words for place in places_in(body)] == [
        "",
        "Et",
        "To",
        "fakta",
        "Seks",
        "a",
        "a",
    ]


@given(st.lists(st.sampled_from(["Ord", "", "::: fakta", ":::", "```", "- x", "  y", "## z"])))
def test_a_picture_takes_nothing_from_the_text(lines: list[str]) -> None:
    body = "\n".join(lines)
    for place in places_in(body):
        changed = with_picture(body, place.line, "BLOCK")
        above, below = changed.split("BLOCK")
        assert [*above.split(), *below.split()] == body.split()
        assert above in ("", "\n") or above.endswith("\n\n")


def test_a_fault_of_a_picture_names_no_file(anna: AtDesk) -> None:
    with pytest.raises(PictureRefused) as refused:
        encoded_anew(b"")
    assert refused.value.remedy
    assert "{file}" not in fault(send_in(anna, b""))


def test_many_pictures_stand_on_several_pages(
    anna: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_routes, "MOST_SHOWN", 2)
    for number in range(3):
        send_in(anna, a_photo((300 + number, 200)))
    page = anna.read(f"/desk/picture/{FILE}?place=text&line=3")
    older = page.find("a", string="Ældre")
    assert older
    rest = anna.read(f"/desk/picture/{FILE}{older['href']}")
    names = [name.get_text() for each in (page, rest) for name in each.select(".pictures .name")]
    assert names == ["2026/sti.jpg", "2026/sti-3.jpg", "2026/sti-2.jpg"]
    assert rest.select_one("input[name=line][value='3']")
    assert rest.find("a", string="Nyere")


@pytest.mark.parametrize(
    ("line", "chosen"), [("0", 1), ("2", 3), ("3", 5), ("99", 5), ("", 5), ("9" * 99, 5)]
)
def test_a_picture_comes_after_the_paragraph_with_the_cursor(line: str, chosen: int) -> None:
    assert after_paragraph(places_in("Et\n\nTo\n\nTre"), line).line == chosen


def test_two_who_choose_a_picture_at_once_lose_nothing(tmp_path: Path) -> None:
    state = make_state(tmp_path)
    anna, bo = sit_down(state, "anna"), sit_down(state, "bo")
    first, second = kept(send_in(anna, a_photo())), kept(send_in(bo, a_photo((500, 400))))
    opened = state.texts.read(FILE).digest
    put_in(bo, second, alt="Bos ord")
    asked = {"_base": opened, "picture": first, "place": "head", **WORDS, "_do": "save"}
    page = anna.send(f"/desk/picture-words/{FILE}", **asked)
    assert "En kollega har imens ændret" in page.get_text()
    assert "Bos ord" in (anna.content / FILE).read_text("utf-8")
    alt, base = page.select_one("#alt"), page.select_one("input[name=_base]")
    assert alt
    assert base
    assert alt.get_text().strip() == WORDS["alt"]
    anna.send(f"/desk/picture-words/{FILE}", **{**asked, "_base": str(base["value"])})
    assert WORDS["alt"] in (anna.content / FILE).read_text("utf-8")


def test_words_that_git_did_not_take_are_told(anna: AtDesk) -> None:
    picture = kept(send_in(anna, a_photo()))
    (anna.content / ".git/index.lock").touch()
    page = put_in(anna, picture)
    assert "kunne ikke skrives i historikken" in page.get_text()
    assert WORDS["alt"] in (anna.content / FILE).read_text("utf-8")
