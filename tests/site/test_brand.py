"""`brand.yaml` is the only place for what a site is called, who publishes it, and what it looks like."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from math import degrees
from pathlib import Path
from random import Random
from subprocess import run

import pytest
import weasyprint
from bs4 import BeautifulSoup
from icalendar import Calendar
from pydantic import BaseModel
from weasyprint.formatting_structure.boxes import BlockBox

from nyspor.cli.site_brand import check_site_brand
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.forms_service.settings import read_settings
from nyspor.magazine.layout.fonts_and_styles import print_styles as magazine_styles
from nyspor.model.brand import Brand, Colours, Paint
from nyspor.model.fields import danish_keys, records_of
from nyspor.model.site import Link
from nyspor.model.values import Colour
from nyspor.problems import Problem
from nyspor.scaffold.new_site import Answers, site_files
from nyspor.site.brand import SiteBrand, brand_of, read_brand
from nyspor.site.brand_checks import check_brand, check_expiry, list_names
from nyspor.site.brand_colours import (
    INK,
    PAPER,
    TRACKS,
    feed_styles,
    grounds,
    print_styles,
    shades,
    site_styles,
)
from nyspor.site.colour_contrast import (
    ENOUGH,
    contrast,
    from_oklch,
    mix,
    nearest_readable,
    to_oklch,
    type_on,
    weakest_contrast,
)
from nyspor.site.settings import contacts_of, site_of
from nyspor.site.social_cards import SocialCard, card_picture, draw, render_version
from nyspor.site.theme import Theme
from nyspor.site.theme_assets import feed_css, join_styles, plain_files
from tests.builders import post_text, render_problems, write_site
from tests.conftest import NOW, ROOT
from tests.site.building import PELICAN, environment

FONT = ROOT / "theme/static/fonts/atkinson.woff2"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M0 0h120v40z"/></svg>'

WHOLE = """
navn: Bebys nye veje
undertitel: Sådan gør vi
udgiver: Beby Kommune
logo:
  fil: mark.svg
  i mørke: mark-moerk.svg
farver:
  baggrund: #ffffff
  tekst: #1a1a2e
  accent: #00546b
  spor:
    skov: {flade: "#f4b829", tekst: "#775000"}
skrifter:
  overskrifter: egen.woff2
menu:
  - indlæg
  - {liste: spor, tekst: Fokus}
  - {tekst: Beby, adresse: https://beby.example}
sidefod:
  - {tekst: Privatliv, adresse: /om-jer/}
kontakt:
  adresse: Rådhuset, Torvet 1
  telefon: 12 34 56 78
  e-mail: byen@beby.example
sikkerhed:
  kontakt: sikkerhed@beby.example
  gælder til: 1. maj 2027
sprog: dansk
privatliv: /om-jer/
tilgængelighedserklæring: https://was.example/beby
"""

PAGE = "---\ntitel: Om jer\nresume: Privatliv.\n---\n\nVi passer på.\n"
GROUP = """---
titel: Gruppen
resume: En gruppe.
spor: [gode-leveaar]
kommune: roskilde
møder:
  - id: et
    start: 2026-12-01 19:00
    sted: Torvet
---

Om gruppen.
"""


def write_brand(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brand.yaml").write_text(text.lstrip(), "utf-8")
    return folder / "brand.yaml"


def brand(folder: Path, text: str) -> SiteBrand:
    return read_brand(write_brand(folder, text))


def problems(folder: Path, text: str) -> str:
    """What is said of a brand, by line."""
    found = render_problems(check_brand(brand(folder, text)))
    return found.replace(f"{folder}/", "")


def settings(folder: Path, **others: object) -> dict[str, object]:
    """The settings of a site in `folder`."""
    return {
        "SITEURL": "https://beby.example",
        "THEME": str(Theme().folders[-1]),
        "NYSPOR_BRAND": str(folder / "brand.yaml"),
        **others,
    }


# What it says.


def test_keys_are_danish_or_english(tmp_path: Path) -> None:
    danish = brand(tmp_path / "da", "navn: Beby\nundertitel: Nyt\nmenu: [indlæg]\n")
    english = brand(tmp_path / "en", "name: Beby\ntagline: Nyt\nmenu: [indlæg]\n")
    assert danish.brand == english.brand
    assert not danish.problems


def test_the_site_takes_its_values_from_it(tmp_path: Path) -> None:
    write_brand(tmp_path, WHOLE)
    site = site_of(settings(tmp_path))
    assert (site.name, site.tagline, site.publisher) == (
        "Bebys nye veje",
        "Sådan gør vi",
        "Beby Kommune",
    )
    assert site.menu == (
        Link("Indlæg", "/indlaeg/"), Link("Fokus", "/spor/"), Link("Beby", "https://beby.example"),
    )  # fmt: skip
    assert site.footer == (Link("Privatliv", "/om-jer/"),)
    assert [contact.address for contact in site.contacts] == [
        "",
        "tel:12345678",
        "mailto:byen@beby.example",
    ]
    assert site.security_contact == "mailto:sikkerhed@beby.example"
    assert site.security_expires == "2027-05-01T00:00:00Z"
    assert site.languages == ("da",)
    assert site.paper == ("#ffffff", PAPER[1])


def test_without_it_the_settings_say_the_same(tmp_path: Path) -> None:
    site = site_of(
        settings(
            tmp_path,
            SITENAME="Stien",
            SITESUBTITLE="Hvad der sker",
            NYSPOR_PUBLISHER="Stiens venner",
            NYSPOR_MENU=("posts", Link("Om", "/om/")),
            NYSPOR_SECURITY_CONTACT="mailto:a@stien.example",
            NYSPOR_SECURITY_EXPIRES="2027-11-01T00:00:00Z",
        )
    )
    assert (site.name, site.tagline, site.publisher) == ("Stien", "Hvad der sker", "Stiens venner")
    assert site.menu == (Link("Indlæg", "/indlaeg/"), Link("Om", "/om/"))
    assert site.security_contact == "mailto:a@stien.example"
    assert site.security_expires == "2027-11-01T00:00:00Z"


def test_nothing_stands_in_two_places(tmp_path: Path) -> None:
    write_brand(tmp_path, "navn: Beby\n")
    found = brand_of(settings(tmp_path, SITENAME="Ceby", NYSPOR_MENU=("posts",)))
    assert [problem.params["setting"] for problem in found.problems] == ["SITENAME", "NYSPOR_MENU"]
    assert not brand_of(settings(tmp_path, SITENAME="A Pelican Blog")).problems


# Mistakes, each with its line and what to do.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("undertitel: Nyt\n", "brand.yaml:1 navn: Feltet »navn« mangler."),
        ("navn: B\nnanv: C\n", "brand.yaml:2 nanv: Der findes ikke noget felt, der hedder »nanv«. Mente du »navn«?"),
        ("navn: B\nfarver:\n  tekst: blå\n", "brand.yaml:3 tekst: »blå« er ikke en farve."),
        ("navn: B\nsprog: fransk\n", "brand.yaml:2 sprog: »fransk« er ikke et af de ord"),
        ("navn: B\nsikkerhed:\n  kontakt: a@b.example\n  gælder til: i morgen\n", "brand.yaml:4 gælder til: »i morgen« kan ikke læses som en dato."),
        ("navn: B\nsikkerhed: {kontakt: a@b.example, gælder til: '2027-13-01T00:00:00Z'}\n", "brand.yaml:2 gælder til: Datoen 2027-13-01T00:00:00Z findes ikke."),
        ("navn: B\nmenu:\n  - indlæg\n  - indlag\n", "brand.yaml:4 menu: Der er ingen liste, der hedder »indlag«. Mente du »indlæg«?"),
        ("navn: B\nmenu:\n  - {tekst: Om, adresse: om}\n", "brand.yaml:3 adresse: »om« er ikke en adresse på siden."),
        ("navn: B\nmenu:\n  - adresse: /om/\n", "brand.yaml:3 menu: Linket til /om/ har ingen tekst."),
        ("navn: B\nlogo: maerke.svg\n", "brand.yaml:2 logo: Filen maerke.svg findes ikke. Mente du »maerket.svg«?"),
        ("navn: B\nlogo: dansk.svg\n", "brand.yaml:2 logo: dansk.svg er ikke en SVG-tegning, men en fil af slagsen tekst."),
        ("navn: B\nskrifter:\n  brødtekst: a.woff2\n", "brand.yaml:3 brødtekst: Filen a.woff2 findes ikke."),
        ("navn: [\n", "brand.yaml:"),
        # Keys.
        ("navn: B\nnavn: C\n", "brand.yaml:2 navn: Feltet »navn« står der to gange: her og på linje 1."),
        ("navn: B\n\nname: C\n", "brand.yaml:3 name: Feltet står der to gange: her som »name« og på linje 1 som »navn«."),
        ("navn: B\nfarver:\n  knapper: '#123'\n", "brand.yaml:3 knapper: Der findes ikke noget felt, der hedder »knapper«. Fjern linjen, eller skriv et af navnene: baggrund, baggrund i mørke, tekst, tekst i mørke, accent, spor."),
        ("navn: B\nfarver:\n  spor: {blå: '#123'}\n", "skriv et af navnene: skov, hav, ler, sol, bær, lyng, skifer, mos."),
        ("navn: B\nkontakt: {fax: 12}\n", "skriv et af navnene: e-mail, telefon, adresse."),
        ("navn: B\nklokken: 12\n", "skriv et af navnene: navn, undertitel, udgiver,"),
        ("navn: B\ncolour: {}\n", "Mente du »colours«?"),
        # Spaces and indentation.
        ("navn: B\nudgiver:Beby\n\nmenu:\n  - indlæg\n", "brand.yaml:2 : Der mangler et mellemrum: »udgiver:Beby«. Skriv »udgiver: Beby«."),
        ("navn: B\nkontakt:\n  telefon:12345678\n  e-mail: a@b.example\n", "brand.yaml:3 : Der mangler et mellemrum: »telefon:12345678«."),
        ("navn: B\nmenu:\n  - indlæg\n  -historier\n  - spor\n", "brand.yaml:4 : Der mangler et mellemrum: »-historier«. Skriv »- historier«."),
        ("navn: B\nmenu:\n  - {liste:spor}\n", "brand.yaml:3 liste: Der mangler et mellemrum: »liste:spor«. Skriv »liste: spor«."),
        ("navn: B\nmenu:\n  - {tekst: Om, adresse:/om/}\n", "brand.yaml:3 adresse: Der mangler et mellemrum: »adresse:/om/«."),
        ("navn: B\n  udgiver: C\n", "brand.yaml:2 udgiver: Linjen er rykket anderledes ind end dem, den hører sammen med: »udgiver: C«."),
        ("navn: B\nfarver:\n  tekst: '#000'\n   accent: '#123'\n", "brand.yaml:4 accent: Linjen er rykket anderledes ind"),
        ("navn: B\nfarver:\n  tekst: '#000'\n accent: '#123'\n", "brand.yaml:4 accent: Linjen er rykket anderledes ind"),
        ("navn: B\nmenu:\n  - indlæg\n- historier\n  - spor\n", "brand.yaml:4 : Linjen er rykket anderledes ind"),
        ("navn: B\nmenu:\n- indlæg\n  - historier\n", "Der er ingen liste, der hedder »indlæg - historier«. Skriv hver liste på sin egen linje"),
        ("navn: B\nmenu:\n  -indlæg\n", "Skriv hver liste på sin egen linje: en bindestreg, et mellemrum og dens navn."),
        ("navn: B\nudgiver Beby\nmenu:\n  - spor\n", "brand.yaml:2 : Linjen har intet kolon: »udgiver Beby«."),
        ("navn: B\nmenu:\n  - {liste: spor, tekst: A\n  - indlæg\n", "brand.yaml:3 liste: Felterne kan ikke læses herfra"),
        # The menu, and how to reach the publisher.
        ("navn: B\nmenu:\n  - nyheder\n", "Der er ingen liste, der hedder »nyheder«. Skriv en af indlæg, historier, spor, forsøg, arbejdsgrupper, programmer, magasin, status, det sker, virkning, eller"),
        ("navn: B\nmenu:\n  - {tekst: Om}\n", "brand.yaml:3 menu: Linket fører ingen steder hen. Giv det en adresse, fx »adresse: /om/«, eller en liste: indlæg,"),
        ("navn: B\nkontakt:\n  telefon: ring til os\n", "brand.yaml:3 telefon: »ring til os« er ikke et telefonnummer. Skriv kun tal og mellemrum, fx 12 34 56 78."),
        ("navn: B\nkontakt: {telefon: se 12345678}\n", "»se 12345678« er ikke et telefonnummer."),
        ("navn: B\nkontakt: {telefon: 12}\n", "»12« er ikke et telefonnummer."),
        ("navn: B\nlogo: {fil: maerket.svg, med navn: måske}\n", "brand.yaml:2 med navn: »måske« er hverken ja eller nej. Skriv ja eller nej."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    tmp_path.joinpath("maerket.svg").write_text(LOGO, "utf-8")
    tmp_path.joinpath("dansk.svg").write_text("ikke en tegning", "utf-8")
    assert said in problems(tmp_path, text)


@pytest.mark.parametrize("word", ["ja", "Ja", '"ja"', "JA", "sand", "true", "yes", "1"])
def test_yes_is_written_in_danish(tmp_path: Path, word: str) -> None:
    tmp_path.joinpath("m.svg").write_text(LOGO, "utf-8")
    found = brand(tmp_path, f"navn: B\nlogo: {{fil: m.svg, med navn: {word}}}\n")
    assert not found.problems
    assert found.brand.logo
    assert found.brand.logo.has_name


@pytest.mark.parametrize("word", ["nej", "Nej", "'nej'", "falsk", "false", "no"])
def test_so_is_no(tmp_path: Path, word: str) -> None:
    tmp_path.joinpath("m.svg").write_text(LOGO, "utf-8")
    found = brand(tmp_path, f"navn: B\nlogo: {{fil: m.svg, med navn: {word}}}\n")
    assert not found.problems
    assert found.brand.logo
    assert not found.brand.logo.has_name


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("12 34 56 78", "tel:12345678"),
        ("+45 12-34-56-78", "tel:+4512345678"),
        ("(+45) 12.34.56.78", "tel:+4512345678"),
        ("112", "tel:112"),
    ],
)
def test_a_telephone_number_can_be_called(tmp_path: Path, written: str, address: str) -> None:
    found = brand(tmp_path, f'navn: B\nkontakt: {{telefon: "{written}"}}\n')
    assert not found.problems
    assert contacts_of(found.brand.contact) == (Link(written, address),)


def test_every_list_can_be_written_as_it_is_called(tmp_path: Path) -> None:
    assert problems(tmp_path, f"navn: B\nmenu: [{', '.join(list_names())}]\n") == ""


@pytest.mark.parametrize(
    "text",
    [
        "kontakt:\n  # telefon: 12 34 56 78\n",
        "menu:\n  # - spor\n",
        "farver:\n  spor:\n",
        "logo: ~\nskrifter:\nsikkerhed:\nsprog: dansk\n",
    ],
)
def test_a_group_may_be_left_empty(tmp_path: Path, text: str) -> None:
    """As it is when all of its lines are comments."""
    assert problems(tmp_path, f"navn: B\n{text}") == ""


def test_what_is_right_is_used_all_the_same(tmp_path: Path) -> None:
    """So that a preview shows the site's name beside what is wrong."""
    found = brand(tmp_path, "navn: Beby\nfarver:\n  tekst: blå\n")
    assert found.problems
    assert found.brand == Brand(name="Beby")


def test_a_colour_needs_no_quotes(tmp_path: Path) -> None:
    found = brand(
        tmp_path, "navn: B # hedder vi\nfarver:\n  tekst: #123  # mørk\n  accent: #7a1f3d\n"
    )
    assert found.brand.colours == Colours(ink="#112233", accent=Paint(surface="#7a1f3d"))
    assert not found.problems
    inline = brand(
        tmp_path,
        "navn: 'Kode: #123'\nfarver: {tekst: #123, accent: {flade: \"#123\", tekst: #456}}\n",
    )
    assert inline.brand.name == "Kode: #123"
    assert inline.brand.colours.ink == "#112233"
    assert inline.brand.colours.accent == Paint(surface="#112233", text="#445566")


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2027-05-01", ""),
        ("2026-11-01", "brand.yaml:4 gælder til: Sikkerhedskontakten gjaldt til 01.11.2026."),
        ("2028-05-01", "brand.yaml:4 gælder til: Sikkerhedskontakten må ikke gælde til 01.05.2028"),
    ],
)
def test_a_contact_for_security_holds_for_a_year(tmp_path: Path, expires: str, said: str) -> None:
    text = f"navn: B\nsikkerhed:\n  kontakt: a@b.example\n  gælder til: {expires}\n"
    found = render_problems(check_expiry(brand(tmp_path, text), read_clock(NOW)))
    assert found.replace(f"{tmp_path}/", "").startswith(said)
    assert bool(found) == bool(said)


# Colours.


def test_contrast_is_that_of_wcag() -> None:
    """The examples of WebAIM's contrast checker."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#0000ff", "#ffffff") == pytest.approx(8.59, abs=0.005)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize(
    "surface", ["#000000", "#767676", "#777777", "#ffff00", "#ff0000", "#00546b"]
)
def test_type_on_any_surface_can_be_read(surface: str) -> None:
    assert contrast(type_on(surface), surface) >= ENOUGH


@pytest.mark.parametrize("surface", ["#00546b", "#7a1f3d", "#1c5540", "#3b3b3b"])
def test_what_is_made_from_a_colour_can_be_read(surface: str) -> None:
    light, dark = shades(Paint(surface=surface), Colours(accent=Paint(surface=surface)))
    for shade, paper in ((light, PAPER[0]), (dark, PAPER[1])):
        assert contrast(shade.on, shade.solid) >= ENOUGH
        assert weakest_contrast(shade.text, (paper, shade.tint))[0] >= ENOUGH


@pytest.mark.parametrize(
    "field",
    ['"#f4b829"', "'#f4b829'", '{flade: "#f4b829"}', '\n    flade: "#f4b829"'],
)
@pytest.mark.parametrize("key", ["accent", "Accent"])
def test_the_field_that_is_proposed_for_a_colour_is_right(
    tmp_path: Path, key: str, field: str
) -> None:
    said = problems(tmp_path, f"navn: B\nfarver:\n  {key}: {field}\n")
    assert said.startswith(f'brand.yaml:3 {key}: Tekst i "#f4b829" kan ikke læses på ')
    line = said.partition("vælg en anden farve: ")[2]
    assert line.startswith(f'{key}: {{flade: "#f4b829", tekst: "#')
    assert problems(tmp_path, f"navn: B\nfarver:\n  {line}\n") == ""


def test_what_is_given_stays_in_the_field_that_is_proposed(tmp_path: Path) -> None:
    text = 'navn: B\nfarver: {spor: {hav: {flade: "#f4b829", tekst i mørke: "#ffffff"}}}\n'
    line = problems(tmp_path, text).partition("vælg en anden farve: ")[2]
    assert line.endswith(', tekst i mørke: "#ffffff"}')
    assert problems(tmp_path, f"navn: B\nfarver: {{spor: {{{line}}}}}\n") == ""


@pytest.mark.parametrize(
    ("field", "given", "background", "near"),
    [
        ("tekst", "#b0b0b0", "", "#6c6c6c"),
        ("tekst", "#101010", 'baggrund: "#202020"', "#939393"),
        ("tekst", "#ff8800", 'baggrund: "#ffffff"', "#a95909"),
        ("tekst i mørke", "#333333", "", "#838383"),
        ("tekst i mørke", "#eeeeee", 'baggrund i mørke: "#dddddd"', "#5a5a5a"),
    ],
)
def test_the_nearest_text_that_can_be_read_is_proposed(
    tmp_path: Path, field: str, given: str, background: str, near: str
) -> None:
    """Neither black nor white where less will do, and darker or lighter, whichever is nearer."""
    said = problems(tmp_path, f'navn: B\nfarver:\n  {background}\n  {field}: "{given}"\n')
    assert f'{field}: Tekst i "{given}"' in said
    assert f'Skriv "{near}". Det er den nærmeste' in said


def test_a_dark_background_needs_a_light_text(tmp_path: Path) -> None:
    said = problems(tmp_path, "navn: B\nfarver:\n  baggrund: #101418\n")
    assert "brand.yaml:3 baggrund: " in said
    assert said.endswith('vælg en anden baggrund: tekst: "#f1efe9"')
    said = problems(tmp_path, "navn: B\nfarver:\n  baggrund i mørke: #ffffff\n")
    assert said.endswith('vælg en anden baggrund: tekst i mørke: "#16181a"')


@pytest.mark.parametrize("seed", range(20))
def test_who_follows_every_remedy_has_a_site_that_can_be_read(tmp_path: Path, seed: int) -> None:
    """For text and tracks in any colour on light and dark backgrounds: what is proposed for one holds once the
    rest is followed."""
    random = Random(seed)

    def colour(least: int, most: int) -> str:
        return "#" + "".join(f"{random.randint(least, most):02x}" for _ in range(3))

    grounds = {
        "baggrund": random.choice((colour(215, 255), colour(0, 60))),
        "baggrund i mørke": random.choice((colour(0, 60), colour(0, 60), colour(215, 255))),
    }
    others = {name: colour(0, 255) for name in ("tekst", "tekst i mørke", "accent", "hav", "sol")}
    fields = {n: f'"{c}"' for n, c in (grounds | others).items() if random.random() < 0.7}

    def check() -> list[Problem]:
        ground = [f"{name}: {value}" for name, value in fields.items() if len(name) > 3]
        tracks = ", ".join(f"{name}: {value}" for name, value in fields.items() if len(name) == 3)
        text = ", ".join([*ground, f"spor: {{{tracks}}}"])
        return check_brand(brand(tmp_path, f"navn: B\nfarver: {{{text}}}\n"))

    for problem in check():
        key, _, value = str(problem.params.get("line") or "").partition(": ")
        fields[key or problem.field] = value or str(problem.params["near"])
    assert check() == []


def test_a_background_that_no_text_can_be_read_on_is_refused(tmp_path: Path) -> None:
    for paper in ("#c0306c", "#808080", "#00a0a0"):
        said = problems(tmp_path, f"navn: B\nfarver:\n  baggrund: {paper}\n")
        assert said.startswith(
            f'brand.yaml:3 baggrund: Hverken sort eller hvid tekst kan læses på "{paper}"'
        )
        near = said.partition("Skriv ")[2][:9]
        again = problems(tmp_path, f"navn: B\nfarver:\n  baggrund: {near}\n")
        assert "Hverken sort" not in again


def test_a_strong_colour_stays_strong_on_a_dark_screen() -> None:
    """Those of the track that is orange and of the petrol accent, which once were grey."""
    for surface, text in (
        ("#e07a2f", "#e07a2f"),
        ("#0b5563", "#71c6da"),
        ("#7a1f3d", "#fe92ac"),
        ("#3b3b3b", "#b7b7b7"),
    ):
        assert shades(Paint(surface=surface), Colours())[1].text == text
    light = shades(Paint(surface="#e07a2f", text="#9b5928"), Colours())[1]
    assert light.text == "#e07a2f", "the stronger of the two"


def test_lightness_and_chroma_are_those_of_oklch() -> None:
    """The examples of CSS Color 4, and every colour is itself again."""
    lightness, chroma, hue = to_oklch("#7d2329")
    assert (lightness, chroma) == pytest.approx((0.401, 0.1233), abs=0.001)
    assert degrees(hue) == pytest.approx(21.6, abs=0.5)
    for colour in ("#000000", "#ffffff", "#123456", "#f4b829", "#00ff00", "#0000ff"):
        assert from_oklch(*to_oklch(colour)) == colour


def test_the_nearest_colour_that_can_be_read_is_found() -> None:
    behind = ("#ffffff", "#f1efe8")
    near = nearest_readable("#f4b829", behind)
    assert ENOUGH <= weakest_contrast(near, behind)[0] < ENOUGH + 0.4
    assert nearest_readable("#00546b", ("#ffffff",)) == "#00546b", "what can be read already stays"
    assert nearest_readable("#808080", ("#000000", "#ffffff")) == "#767676"


def test_the_engine_s_colours_are_those_of_its_style_sheet() -> None:
    tokens = (ROOT / "theme/static/css/1-tokens.css").read_text("utf-8")
    assert f"--paper: light-dark({PAPER[0]}, {PAPER[1]});" in tokens
    assert f"--ink: light-dark({INK[0]}, {INK[1]});" in tokens


def track_tokens(css: str) -> dict[str, dict[str, tuple[str, str]]]:
    """The tint and the type of each track in a style sheet, on light screens and on dark ones."""
    rules = re.findall(r'\[data-colour="(\w+)"\] \{([^}]*)\}', css)
    pair = r"--(tint|text): light-dark\((#\w+), (#\w+)\)"
    return {name: {n: (a, b) for n, a, b in re.findall(pair, rule)} for name, rule in rules}


def test_the_engine_s_tracks_are_those_of_its_style_sheet() -> None:
    found = track_tokens((ROOT / "theme/static/css/1-tokens.css").read_text("utf-8"))
    assert {name: tokens["text"] for name, tokens in found.items()} == {
        colour.value: (paint.text, paint.text_in_dark) for colour, paint in TRACKS.items()
    }


MARKS = 3.0
"""The contrast that graphical objects need (WCAG 2.2, success criterion 1.4.11)."""


@pytest.mark.parametrize(
    "colours",
    [
        {"paper": "#101418", "ink": "#f1efe9"},
        {"paper_in_dark": "#ffffff", "ink_in_dark": "#16181a"},
        {"paper": "#ffd2e0", "paper_in_dark": "#3c0a24"},
        {
            "paper": "#3c0a24",
            "ink": "#ffffff",
            "paper_in_dark": "#f0e0a0",
            "ink_in_dark": "#000000",
        },
        {"paper": "#ffffff", "tracks": {"sea": {"surface": "#0b5563"}}},
    ],
)
def test_no_background_hides_a_chart_s_marks(colours: dict[str, object]) -> None:
    """They are drawn in the colours of tracks, of plain text and of text that stands back."""
    given = Colours.model_validate(colours)
    engine = track_tokens((ROOT / "theme/static/css/1-tokens.css").read_text("utf-8"))
    own = track_tokens(site_styles(given))
    for index, ground in enumerate(grounds(given)):
        behind = (ground.paper, ground.sheet)
        for name, tokens in engine.items():
            shown = tokens | own.get(name, {})
            text, tint = shown["text"][index], shown["tint"][index]
            assert weakest_contrast(text, behind)[0] >= MARKS, name
            assert contrast(text, tint) >= ENOUGH, name
        plain = (weakest_contrast(each, behind)[0] for each in (ground.ink, ground.quiet))
        assert min(plain) >= MARKS


def test_a_dark_site_is_printed_in_black() -> None:
    assert "--text: #000" in site_styles(Colours(paper="#101418", ink="#f1efe9"))
    assert "@media print" not in site_styles(Colours(paper="#ffffff", paper_in_dark="#000000"))


def test_colours_become_tokens_on_the_site_and_in_print() -> None:
    colours = Colours(
        ink="#1a1a2e", accent=Paint(surface="#00546b"), tracks={"sea": {"surface": "#164b7c"}}
    )  # type: ignore[arg-type]
    site, paper = site_styles(colours), print_styles(colours)
    assert "--ink: light-dark(#1a1a2e, #f1efe9);" in site
    assert '[data-colour="sea"] {\n--solid: #164b7c;\n--on: #ffffff;' in site
    assert "--ink: #1a1a2e;" in paper
    assert "light-dark" not in paper
    assert site_styles(Colours()) == print_styles(Colours()) == ""


def test_social_cards_are_in_the_brand_s_colours(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(LOGO, "utf-8")
    card = SocialCard("Historie", "Bænken", Colour.SEA)
    plain = Theme()
    branded = plain.with_brand(
        brand(tmp_path, "navn: B\nlogo: mark.svg\nfarver:\n  spor: {hav: '#ffffff'}\n")
    )
    assert render_version(plain) in render_version(branded)
    assert card_picture(card, plain) != card_picture(card, branded)
    assert draw(card, plain) != draw(card, branded)


def test_the_footer_and_feeds_are_in_the_brand_s_colours(tmp_path: Path) -> None:
    theme = Theme().with_brand(
        brand(tmp_path, "navn: B\nfarver: {tekst: #1a1a2e, accent: #00546b}\n")
    )
    assert "background: light-dark(#1a1a2e," in site_styles(theme.colours).partition(".footer")[2]
    assert feed_css(theme).startswith(feed_css(Theme()))
    assert "rss, feed { color: light-dark(#1a1a2e, #f1efe9) }" in feed_css(theme).decode()
    assert feed_styles(Colours()) == ""


def test_the_printed_magazine_is_in_the_brand_s_colours(tmp_path: Path) -> None:
    """As WeasyPrint reads the style sheet: tracks that are not given keep the engine's."""
    text = "navn: B\nfarver: {accent: #00546b, spor: {hav: #7a1f3d}}\n"
    styles = magazine_styles(Theme().with_brand(brand(tmp_path, text)))
    names = ("", ' data-colour=""', ' data-colour="sea"', ' data-colour="clay"')
    html = "".join(f"<p{name} style='color: var(--solid)'>x</p>" for name in names)
    (page,) = (
        weasyprint.HTML(string=f"<body>{html}")
        .render(stylesheets=[weasyprint.CSS(string=styles)])
        .pages
    )
    blocks = [box for box in page._page_box.descendants() if isinstance(box, BlockBox)]
    boxes = [box for box in blocks if box.element_tag == "p"]
    colours = [
        "".join(f"{round(part * 255):02x}" for part in box.style["color"][:3]) for box in boxes
    ]
    assert colours == ["00546b", "00546b", "7a1f3d", "a8421f"]


def test_a_sender_without_a_name_has_the_site_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_brand(tmp_path, "navn: Bebys nye veje\n")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.yaml").write_text("redaktion: a@beby.example\n", "utf-8")
    given = {
        "NYSPOR_SECRET": "x" * 40,
        "NYSPOR_SITEURL": "https://beby.example",
        "NYSPOR_ADDRESSES": "book.yaml",
    }
    for sender, named in (
        ("blog@beby.example", "Bebys nye veje"),
        ("Vi <blog@beby.example>", "Vi"),
    ):
        read = read_settings(given | {"NYSPOR_SENDER": sender})
        assert read.sender == f"{named} <blog@beby.example>"
        assert read.envelope == "blog@beby.example"


# The logo and the fonts.


def test_logo_and_fonts_lie_over_the_theme_s(tmp_path: Path) -> None:
    for name in ("mark.svg", "mark-moerk.svg"):
        (tmp_path / name).write_text(LOGO, "utf-8")
    shutil.copy(FONT, tmp_path / "egen.woff2")
    theme = Theme().with_brand(brand(tmp_path, WHOLE))
    files = plain_files(theme)
    assert files["logo.svg"] == files["favicon.svg"] == tmp_path / "mark.svg"
    assert files["fonts/headings.woff2"] == theme.font("headings") == tmp_path / "egen.woff2"
    assert b"--paper: light-dark(#ffffff, #0e1011)" in join_styles(theme)


def test_a_new_site_s_brand_has_no_problems(tmp_path: Path) -> None:
    text = site_files(Answers('Bebys "nye" veje: #1', "Beby Kommune"), date(2026, 11, 23))[
        "brand.yaml"
    ]
    found = brand(tmp_path, text)
    assert check_brand(found) == []
    assert found.brand.name == 'Bebys "nye" veje: #1'


# A whole site.


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built site with a brand of its own."""
    folder = tmp_path_factory.mktemp("beby")
    posts = {
        "velkommen": post_text("Hej.", spor="[gode-leveaar]"),
        "pages/om-jer": PAGE,
        "workgroups/gruppen": GROUP,
    }
    write_site(folder / "content", **posts)
    for name in ("mark.svg", "mark-moerk.svg"):
        (folder / name).write_text(LOGO, "utf-8")
    shutil.copy(FONT, folder / "egen.woff2")
    (folder / "pelicanconf.py").write_text("from nyspor.defaults import *\n", "utf-8")
    write_brand(folder, WHOLE)
    code, printed = build(folder)
    assert code == 0, printed
    return folder


def build(folder: Path, url: str = "https://beby.example/blog") -> tuple[int, str]:
    """The exit code of a build, and what it printed."""
    found = environment(NYSPOR_NOW=NOW, NYSPOR_SITEURL=url, PYTHONPATH=str(ROOT))
    command = [str(PELICAN), "content", "-s", "pelicanconf.py", "-o", "output", "-q"]
    result = run(command, cwd=folder, env=found, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


def page(folder: Path, path: str = "") -> BeautifulSoup:
    return BeautifulSoup((folder / "output" / path / "index.html").read_bytes(), "lxml")


def test_a_page_has_the_logo_the_menu_and_the_contact(branded: Path) -> None:
    assert page(branded).select_one('.masthead-name img[src="/blog/theme/logo.svg"]')
    found = page(branded, "indlaeg")
    logo = found.select_one(".masthead-name img")
    assert logo
    assert (logo["src"], logo["width"], logo["height"], logo["alt"]) == (
        "/blog/theme/logo.svg",
        "120",
        "40",
        "",
    )
    assert found.select_one('.masthead-name source[srcset="/blog/theme/logo-dark.svg"]')
    assert found.select_one(".masthead-name a").get_text(strip=True) == "Bebys nye veje"  # type: ignore[union-attr]
    assert [link["href"] for link in found.select(".menu-wide a")] == [
        "/blog/indlaeg/",
        "/blog/spor/",
        "https://beby.example",
    ]
    assert [link["href"] for link in found.select(".footer-contact a")] == [
        "tel:12345678",
        "mailto:byen@beby.example",
    ]
    assert [meta["content"] for meta in found.select('meta[name="theme-color"]')] == [
        "#ffffff",
        "#0e1011",
    ]
    assert page(branded, "ideer").select_one('.form-privacy a[href="/blog/om-jer/"]')


def test_files_carry_its_name(branded: Path) -> None:
    output = branded / "output"
    assert (output / "theme/favicon.svg").read_text("utf-8") == LOGO
    assert b"<generator>Bebys nye veje</generator>" in (output / "feeds/alt.rss").read_bytes()
    calendar = Calendar.from_ical((output / "kalender/alle.ics").read_bytes())
    assert calendar["prodid"] == "-//Bebys nye veje//DA"
    assert "https://was.example/beby" in (output / "was/index.html").read_text("utf-8")


def test_a_site_at_the_root_of_its_host_says_whom_to_tell_of_a_weakness(
    branded: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(branded, tmp_path / "site"))
    code, printed = build(folder, "https://beby.example")
    assert code == 0, printed
    security = (folder / "output/.well-known/security.txt").read_text("utf-8")
    assert (
        "Contact: mailto:sikkerhed@beby.example\nExpires: 2027-05-01T00:00:00Z\nPreferred-Languages: da\n"
        in security
    )


def test_the_engine_s_name_stands_in_the_credit_and_the_colophon_only(branded: Path) -> None:
    named: dict[str, list[str]] = {}
    for path in files_of(branded / "output"):
        for line in path.read_text("utf-8").splitlines():
            if "nyspor" in line.lower() and "Lavet med Nyspor" not in line:
                named.setdefault(
                    path.parent.name if path.name == "index.html" else path.name, []
                ).append(line)
    assert named.keys() == {"kolofon"}


def files_of(output: Path) -> Iterator[Path]:
    """The files of a site that are text."""
    for path in output.rglob("*"):
        assert "nyspor" not in path.name or path.name == ".nyspor"
        if path.is_file() and path.suffix not in (".woff2", ".png") and path.name != ".nyspor":
            yield path


def test_a_dead_link_is_refused_by_build_and_check(branded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(branded, tmp_path / "site"))
    before = (folder / "output/index.html").read_bytes()
    write_brand(folder, "navn: Beby\nsidefod:\n  - {tekst: Privatliv, adresse: /om-jr/}\n")
    code, printed = build(folder)
    assert code == 1
    assert "brand.yaml:3  adresse" in printed
    assert "Linket til /om-jr/ fører til en side, der ikke findes." in printed
    assert "Mente du »/om-jer/«?" in printed
    assert (folder / "output/index.html").read_bytes() == before
    content = read_content(folder / "content")
    found = check_site_brand(
        content, folder / "ingen.py", read_clock(NOW), str(folder / "brand.yaml")
    )
    assert "Linket til /om-jr/ fører til en side, der ikke findes." in render_problems(found)


def test_a_link_to_a_draft_is_refused_as_such(branded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(branded, tmp_path / "site"))
    drafts = {
        "om-os": "status: kladde",
        "om-senere": "dato: 1. maj 2031",
        "om-fejl": "status: kladde",
    }
    for name, line in drafts.items():
        text = PAGE.replace("resume:", f"{line}\nresume:")
        (folder / f"content/pages/{name}.md").write_text(text, "utf-8")
    links = ("/om-os/", "/om-senere/#a", "/om-fejl/?b", "/om-je/")
    lines = "".join(f"  - {{tekst: Om, adresse: {address}}}\n" for address in links)
    write_brand(folder, f"navn: Beby\nmenu:\n{lines}")
    content = read_content(folder / "content")
    now, file = read_clock(NOW), str(folder / "brand.yaml")
    checked = render_problems(check_site_brand(content, folder / "ingen.py", now, file))
    code, printed = build(folder)
    assert code == 1
    for said in (checked, printed):
        assert said.count("fører til en side, der ikke er udgivet endnu.") == 3
        assert "Fjern »status: kladde« i den, og se, om dens dato er kommet." in said
        assert "Linket til /om-je/ fører til en side, der ikke findes." in said
    published = folder / "content/pages/om-os.md"
    published.write_text(PAGE, "utf-8")
    write_brand(folder, "navn: Beby\nmenu:\n  - {tekst: Om, adresse: /om-os/}\n")
    content = read_content(folder / "content")
    assert check_site_brand(content, folder / "ingen.py", now, file) == []


def test_a_mistake_stands_beside_those_in_the_content(branded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(branded, tmp_path / "site"))
    write_brand(folder, "navn: Beby\nfarver:\n  accent: #ffff00\n")
    (folder / "content/posts/2012/velkommen.md").write_text(post_text(titel=""), "utf-8")
    code, printed = build(folder)
    assert code == 1
    assert "brand.yaml:3  accent" in printed
    assert "velkommen.md" in printed


def test_a_changed_logo_is_shown_by_the_next_build(branded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(branded, tmp_path / "site"))
    assert build(folder)[0] == 0
    (folder / "mark.svg").write_text(LOGO.replace("120 40", "80 40"), "utf-8")
    assert build(folder)[0] == 0
    assert page(folder).select_one('.masthead-name img[width="80"]')
    assert "80 40" in (folder / "output/theme/favicon.svg").read_text("utf-8")


DOC = (ROOT / "docs/brand.md").read_text("utf-8")


def test_the_example_in_the_docs_is_right(tmp_path: Path) -> None:
    whole = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)[1]
    for file in re.findall(r"[\w/-]+\.(?:svg|woff2)", whole):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(LOGO.encode() if file.endswith(".svg") else FONT.read_bytes())
    assert problems(tmp_path, whole) == ""


def test_the_mistake_in_the_docs_is_told_so(tmp_path: Path) -> None:
    message = re.findall(r"Tekst i .*|Skriv hele feltet .*", DOC)
    said = problems(
        tmp_path, 'navn: B\nfarver: {baggrund: "#ffffff", tekst: "#1a1a2e", accent: "#f4b829"}\n'
    )
    assert said.endswith(" ".join(message))


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for inner in filter(None, records_of(model).values()):
        yield from models(inner)


@pytest.mark.parametrize("model", sorted(set(models(Brand)), key=lambda model: model.__name__))
def test_the_docs_name_every_key(model: type[BaseModel]) -> None:
    shown = [key for key in danish_keys(model) if f"`{key}`" in DOC or f"{key}:" in DOC]
    assert shown == danish_keys(model)
