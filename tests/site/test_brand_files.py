"""The files that `brand.yaml` names: a logo that only draws, and fonts that are whole and served as what they are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import ImageFont

from nyspor.i18n.catalogues import translate_problem
from nyspor.site.brand import read_brand
from nyspor.site.brand_checks import check_brand
from nyspor.site.brand_fonts import STAND_INS, font_files, with_brand_fonts
from nyspor.site.font_files import open_font, read_font, stands_on_serifs
from nyspor.site.logo import read_svg, svg_size
from nyspor.site.social_cards import SocialCard, draw
from nyspor.site.theme import ENGINE_FOLDER, Theme
from nyspor.site.theme_assets import feed_css, join_styles, plain_files, preloaded_fonts

FONTS = ENGINE_FOLDER / "static/fonts"
VARIABLE, STATIC = FONTS / "atkinson.woff2", FONTS / "newsreader.woff2"
TRUE_TYPE = ENGINE_FOLDER / "magazine/fonts/sans.ttf"

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 40"'


def said(folder: Path, text: str, **files: str | bytes) -> str:
    """What is said of a brand with these files, by file and line."""
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content.encode("latin-1") if isinstance(content, str) else content)
    (folder / "brand.yaml").write_text(text, "utf-8")
    lines = []
    for problem in check_brand(read_brand(folder / "brand.yaml")):
        message, remedy = translate_problem(problem)
        lines.append(f"{Path(problem.source).name}:{problem.line} {message} {remedy}")
    return "\n".join(lines)


def of_logo(folder: Path, svg: str | bytes) -> str:
    return said(folder, "navn: B\nlogo: logo.svg\n", logo_svg=svg)


def of_font(folder: Path, font: bytes) -> str:
    return said(folder, "navn: B\nskrifter:\n  overskrifter: egen.woff2\n", egen_woff2=font)


# The logo.


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (f"<svg {SVG}/>", (120, 40)),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="10"/>', (30, 10)),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"/>', None),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="1.2.3" height="1"/>', None),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', None),
        ("<svg/>", None),
        ("<svg", None),
    ],
)
def test_the_size_of_a_drawing(svg: str, size: tuple[float, float] | None) -> None:
    assert svg_size(svg.encode()) == size


@pytest.mark.parametrize(
    ("part", "written"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<script href="#a"/>', "<script>"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>', "<script>"),
        ('<path onclick="a()"/>', 'onclick="a()"'),
        ('<g ONLOAD="a()"/>', 'ONLOAD="a()"'),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="https://elsewhere.example/a.png"/>', 'href="https://elsewhere.example/a.png"'),
        ('<image xlink:href="//elsewhere.example/a.png"/>', 'href="//elsewhere.example/a.png"'),
        ('<image xlink:href="foto.png"/>', 'href="foto.png"'),
        ('<use href="andet.svg#a"/>', 'href="andet.svg#a"'),
        ('<a xlink:href="javascript:alert(1)"/>', 'href="javascript:alert(1)"'),
        ('<a href=" java\nscript:a()"/>', "script:a()"),
        ('<a href="data:text/html,a"/>', 'href="data:text/html,a"'),
        ('<set attributeName="href" to="javascript:a()"/>', 'attributeName="href"'),
        ('<animate attributeName="xlink:href" values="a"/>', 'attributeName="xlink:href"'),
        ("<style>@import 'a.css';</style>", "@import 'a.css'"),
        ("<style><![CDATA[@IMPORT url(a.css)]]></style>", "@IMPORT url(a.css)"),
        ("<style>@\\69mport 'a.css'</style>", "@import 'a.css'"),
        ("<style>path { fill: url( 'https://elsewhere.example/a' ) }</style>", "elsewhere.example"),
        ("<style>@font-face { src: url(skrift.woff2) }</style>", "url(skrift.woff2)"),
        ('<path style="fill: url(a.svg#b)"/>', 'style="url(a.svg#b)"'),
        ('<path fill="url(https://elsewhere.example/#b)"/>', 'fill="url('),
        ('<path style="background: image-set(&quot;https://elsewhere.example/a&quot;)"/>', "https://elsewhere.example/a"),
        ("<?xml-stylesheet href='a.css'?>", "<?xml-stylesheet?>"),
    ],
)  # fmt: skip
def test_a_logo_that_does_more_than_draw_is_refused(
    tmp_path: Path, part: str, written: str
) -> None:
    found = of_logo(tmp_path, f"<svg {SVG}>\n<g/>\n{part}\n</svg>")
    assert re.match(r"logo\.svg:[34] Tegningen har ", found)
    assert written in found
    assert "Slet det, eller bed om tegningen med figurer alene" in found
    assert of_logo(tmp_path, f"<svg {SVG}>\n<g/>\n\n</svg>") == "", "it is deleted"


@pytest.mark.parametrize(
    "part",
    [
        '<use href="#a"/><use xlink:href="#a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<path fill="url(#a)" style="filter: url(&quot;#b&quot;)" transform="rotate(3)"/>',
        "<style>/* https://elsewhere.example */ path { fill: url(#a) }</style>",
        "<style>@namespace svg url(http://www.w3.org/2000/svg); a { fill: red }</style>",
        '<style>a { mask: url("data:image/png;base64,AA") }</style>',
        '<animate attributeName="opacity" to="1"/>',
        '<text id="javascript">On time</text><title>@import</title>',
        '<metadata><a xmlns="urn:a" resource="http://elsewhere.example/"/></metadata>',
    ],
)
def test_a_logo_that_only_draws_is_right(tmp_path: Path, part: str) -> None:
    assert (
        of_logo(tmp_path, f'<?xml version="1.0"?>\n<!-- Tegnet -->\n<svg {SVG}>{part}</svg>') == ""
    )


@pytest.mark.parametrize(
    ("svg", "fault"),
    [
        ("", "logo.svg er tom. Gem eller hent tegningen igen."),
        (" \n", "logo.svg er tom."),
        (b"\x89PNG\r\n\x1a\n", "logo.svg er ikke en SVG-tegning, men en fil af slagsen PNG. Bed den, der har tegnet"),
        (b"\xff\xd8\xff\xe0", "men en fil af slagsen JPEG."),
        ("%PDF-1.4", "men en fil af slagsen PDF."),
        ("<!DOCTYPE html><html><p>", "men en fil af slagsen HTML."),
        ("<html><body/></html>", "men en fil af slagsen HTML."),
        ("<html><p></html>", "men en fil af slagsen HTML."),
        ("et logo", "men en fil af slagsen tekst."),
        ("<rss/>", "men en fil af slagsen rss."),
        (f"<svg {SVG}>\n<path d='M0", "er beskadiget eller kun halvt hentet: Den kan ikke læses fra linje 2."),
        (f"<svg {SVG}>\n<g></svg>", "kun halvt hentet"),
        (f"<!DOCTYPE svg>\n<svg {SVG}/>", "logo.svg har en DOCTYPE (linje 1)"),
        (f'<!-- a -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a.dtd">\n<svg {SVG}/>', "logo.svg har en DOCTYPE (linje 2)"),
        (f"<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg {SVG}>&a;</svg>", "har en DOCTYPE med sine egne forkortelser (linje 1)"),
        (f"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n<svg {SVG}>&a;</svg>", "har en DOCTYPE med sine egne forkortelser"),
        ('<svg viewBox="0 0 1 1"/>', 'logo.svg siger ikke, at den er SVG. Lad den begynde med <svg xmlns="http://www.w3.org/2000/svg"'),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', 'logo.svg siger ikke, hvor stor tegningen er. Skriv dens bredde og højde i det første <svg, fx viewBox="0 0 120 40".'),
    ],
)  # fmt: skip
def test_each_fault_of_a_logo_has_a_remedy_of_its_own(
    tmp_path: Path, svg: str | bytes, fault: str
) -> None:
    found = of_logo(tmp_path, svg)
    assert found.startswith("brand.yaml:2 ")
    assert fault in found


def test_the_remedies_for_a_logo_help(tmp_path: Path) -> None:
    namespace = 'xmlns="http://www.w3.org/2000/svg"'
    assert "DOCTYPE" not in of_logo(tmp_path, f"\n<svg {SVG}/>")
    assert of_logo(tmp_path, f'<svg {namespace} viewBox="0 0 120 40"/>') == ""


def test_abbreviations_that_grow_are_not_read() -> None:
    lines = ['<!ENTITY a "aaaaaaaaaa">']
    lines += [
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    raw = f"<!DOCTYPE svg [{''.join(lines)}]>\n<svg {SVG}>&i;</svg>"
    assert read_svg(raw.encode()).size is None


# Fonts.


@pytest.mark.parametrize(
    ("font", "fault"),
    [
        (b"", "egen.woff2 er tom. Gem eller hent skriften igen."),
        (VARIABLE.read_bytes()[:9000], "egen.woff2 er beskadiget eller kun halvt hentet. Kopiér eller hent skriften igen."),
        (VARIABLE.read_bytes()[:-1], "kun halvt hentet"),
        (STATIC.read_bytes()[:60], "kun halvt hentet"),
        (b"wOF2", "kun halvt hentet"),
        (STATIC.read_bytes() + b"\n", "kun halvt hentet"),
        (STATIC.read_bytes()[:400] + bytes(STATIC.stat().st_size - 400), "kun halvt hentet"),
        (TRUE_TYPE.read_bytes(), "egen.woff2 er en skrift af slagsen TrueType (.ttf), ikke woff2. Få den som woff2, eller få den lavet om."),
        (b"OTTO" + bytes(100), "er en skrift af slagsen OpenType (.otf), ikke woff2."),
        (b"wOFF" + bytes(100), "er en skrift af slagsen woff, ikke woff2."),
        (b"<html>", "egen.woff2 er ikke en skrift. Hent selve skriften som woff2."),
        (b"PK\x03\x04", "egen.woff2 er ikke en skrift."),
    ],
)  # fmt: skip
def test_a_font_that_cannot_be_used_is_refused(tmp_path: Path, font: bytes, fault: str) -> None:
    found = of_font(tmp_path, font)
    assert found.startswith("brand.yaml:3 egen.woff2 ")
    assert fault in found
    theme = Theme().with_brand(read_brand(tmp_path / "brand.yaml"))
    assert theme.font("headings") == STATIC, "the preview goes on with the engine's"
    assert join_styles(theme) == join_styles(Theme())


def test_whole_fonts_are_right(tmp_path: Path) -> None:
    assert of_font(tmp_path, VARIABLE.read_bytes()) == of_font(tmp_path, STATIC.read_bytes()) == ""


def test_bold_and_italic_belong_to_a_body_text(tmp_path: Path) -> None:
    for key in ("brødtekst fed", "brødtekst kursiv"):
        text = f"navn: B\nskrifter:\n  {key}: egen.woff2\n"
        found = said(tmp_path, text, egen_woff2=VARIABLE.read_bytes())
        assert found.startswith("brand.yaml:3 Der er ingen brødtekst, som denne skrift hører til.")
        assert said(tmp_path, f"{text}  brødtekst: egen.woff2\n") == ""


def branded(folder: Path, **fonts: Path) -> Theme:
    """The theme with these fonts of a brand, by their keys."""
    lines = []
    for number, (key, font) in enumerate(fonts.items()):
        shutil.copy(font, folder / f"{number}.woff2")
        lines.append(f"  {key.replace('_', ' ')}: {number}.woff2\n")
    (folder / "brand.yaml").write_text(f"navn: B\nskrifter:\n{''.join(lines)}", "utf-8")
    found = read_brand(folder / "brand.yaml")
    assert check_brand(found) == []
    return Theme().with_brand(found)


def faces(css: str) -> list[tuple[str, str, str, str]]:
    """The faces that are fetched: family, file, weights and style."""
    found = re.findall(r"@font-face \{([^}]*url[^}]*)\}", css)
    fields = [dict(re.findall(r"([\w-]+): ([^;]*);", face)) for face in found]
    return [
        (
            field["font-family"].strip('"'),
            field["src"].partition("(")[2].partition(")")[0].strip('"'),
            field.get("font-weight", ""),
            field.get("font-style", "normal"),
        )
        for field in fields
    ]


def styles(theme: Theme) -> str:
    return join_styles(theme).decode()


def test_the_engine_s_fonts_are_named_as_ever() -> None:
    assert faces(styles(Theme())) == [
        ("Newsreader", "../fonts/newsreader.woff2", "400 900", "normal"),
        ("Atkinson", "../fonts/atkinson.woff2", "400 700", "normal"),
        ("Atkinson", "../fonts/atkinson-italic.woff2", "400 700", "italic"),
    ]
    css = (ENGINE_FOLDER / "magazine/epub.css").read_text("utf-8")
    assert with_brand_fonts(css, Theme()) == css


def test_a_static_body_text_leaves_bold_to_the_browser_or_to_a_file(tmp_path: Path) -> None:
    engine = ("Newsreader", "../fonts/newsreader.woff2", "400 900", "normal")
    regular = ("Text", "../fonts/text.woff2", "400", "normal")
    assert faces(styles(branded(tmp_path, brødtekst=STATIC))) == [engine, regular]
    theme = branded(tmp_path, brødtekst=STATIC, brødtekst_fed=STATIC, brødtekst_kursiv=STATIC)
    assert faces(styles(theme)) == [
        engine,
        regular,
        ("Text", "../fonts/text-bold.woff2", "700", "normal"),
        ("Text", "../fonts/text-italic.woff2", "400", "italic"),
    ]
    assert preloaded_fonts(theme) == ["fonts/newsreader.woff2", "fonts/text.woff2"]


def test_a_text_without_italics_leaves_them_to_the_browser(tmp_path: Path) -> None:
    """The engine's text has its own, which are never put up by slanting."""
    assert "font-synthesis" in styles(Theme())
    assert "font-synthesis" in styles(branded(tmp_path, overskrifter=STATIC))
    assert "font-synthesis" not in styles(branded(tmp_path, brødtekst=STATIC))


def test_a_variable_font_has_the_weights_that_it_has(tmp_path: Path) -> None:
    theme = branded(tmp_path, overskrifter=VARIABLE, brødtekst=VARIABLE, brødtekst_kursiv=VARIABLE)
    assert faces(styles(theme)) == [
        ("Headings", "../fonts/headings.woff2", "400 700", "normal"),
        ("Text", "../fonts/text.woff2", "400 700", "normal"),
        ("Text", "../fonts/text-italic.woff2", "400 700", "italic"),
    ]


def test_one_heading_stands_for_all_weights(tmp_path: Path) -> None:
    """So that a bold file is never made bolder."""
    found = faces(styles(branded(tmp_path, overskrifter=STATIC)))
    assert found[0] == ("Headings", "../fonts/headings.woff2", "400 900", "normal")


def test_feeds_and_e_book_are_in_the_brand_s_fonts(tmp_path: Path) -> None:
    theme = branded(tmp_path, overskrifter=VARIABLE, brødtekst=STATIC, brødtekst_fed=STATIC)
    text = [("400", "normal"), ("700", "normal")]
    for css, folder in (
        (feed_css(theme).decode(), "fonts/"),
        (with_brand_fonts(theme.path("magazine/epub.css").read_text("utf-8"), theme), "../fonts/"),
    ):
        found = faces(css)
        files = {file.removeprefix(folder) for _, file, _, _ in found}
        assert (
            files == {"headings.woff2", "text.woff2", "text-bold.woff2"} == font_files(theme).keys()
        )
        assert [face[2:] for face in found if "/text" in face[1]] == text
    own = {"newsreader.woff2", "atkinson.woff2", "atkinson-italic.woff2"}
    assert font_files(Theme()).keys() == own


def test_fonts_are_served_under_names_of_their_own(tmp_path: Path) -> None:
    """Without the engine's, their licences and the note on how they were cut."""
    both = branded(tmp_path, overskrifter=STATIC, brødtekst=VARIABLE)
    assert [file for file in plain_files(both) if "fonts/" in file] == [
        "fonts/headings.woff2",
        "fonts/text.woff2",
    ]
    assert not re.search("newsreader|atkinson", f"{styles(both)}{feed_css(both)!r}", re.IGNORECASE)
    one = branded(tmp_path, overskrifter=STATIC)
    assert [file for file in plain_files(one) if "fonts/" in file] == [
        "fonts/atkinson-OFL.txt",
        "fonts/atkinson-italic.woff2",
        "fonts/atkinson.woff2",
        "fonts/headings.woff2",
    ]


def test_what_stands_in_for_a_font_has_its_size(tmp_path: Path) -> None:
    """The engine's own, measured anew, are as its style sheet says; serifs stand in for serifs."""
    engine = styles(Theme())
    own = styles(branded(tmp_path, overskrifter=STATIC, brødtekst=VARIABLE))
    for name in ("size-adjust", "ascent-override", "descent-override"):
        for here, there in zip(
            re.findall(rf"\n{name}: ([\d.]+)%", own),
            re.findall(rf"\n{name}: ([\d.]+)%", engine)[:2],  # its italic's is the third
            strict=True,
        ):
            assert float(here) == pytest.approx(float(there), abs=1)
    assert '--serif: "Headings", "Headings fallback", serif;' in own
    assert '--sans: "Text", "Text fallback", sans-serif;' in own
    swapped = styles(branded(tmp_path, overskrifter=VARIABLE, brødtekst=STATIC))
    assert '--serif: "Headings", "Headings fallback", sans-serif;' in swapped
    assert '--sans: "Text", "Text fallback", serif;' in swapped
    assert all(local in swapped for local in STAND_INS["headings", False][0])


# The fonts for other scripts have no Latin letters.
LATIN = (f for f in (ENGINE_FOLDER / "magazine/fonts").glob("*.ttf") if "-extra" not in f.name)


@pytest.mark.parametrize("file", sorted(LATIN))
def test_serifs_are_seen(file: Path) -> None:
    assert stands_on_serifs(open_font(str(file), 1000, 400)) == file.stem.startswith(
        ("text", "display")
    )


def test_headings_of_a_brand_are_not_set_tight(tmp_path: Path) -> None:
    """The engine's spacing is that of Newsreader; what a site's own style sheet says stays."""
    own = tmp_path / "theme/static/css"
    own.mkdir(parents=True)
    (own / "9-vores.css").write_text("h1 { letter-spacing: -0.5em; }\n", "utf-8")
    found = branded(tmp_path, overskrifter=STATIC)
    theme = Theme((own.parents[1], *found.folders), brand_files=found.brand_files)
    assert re.findall("letter-spacing: -.*", styles(theme)) == ["letter-spacing: -0.5em; }"]
    text_only = styles(branded(tmp_path, brødtekst=VARIABLE))
    assert "letter-spacing: -" in text_only


def test_social_cards_are_set_in_the_weight_of_headings(tmp_path: Path) -> None:
    card = SocialCard("Historie", "Bænken ved åen")
    theme = branded(tmp_path, overskrifter=VARIABLE, brødtekst=VARIABLE)
    assert draw(card, theme) != draw(card, Theme())
    light = ImageFont.truetype(str(VARIABLE), 100)
    heading = open_font(str(VARIABLE), 100, 550)
    assert heading.getlength("Bænken") > light.getlength("Bænken")
    assert read_font(STATIC).weights is None
