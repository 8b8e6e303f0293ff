"""The magazine in its paper dress: from an issue to laid-out pages, kept from time to time on a shelf."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from html import unescape
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import weasyprint
from fontTools.ttLib import TTFont
from markupsafe import Markup

from nyspor.magazine import layout, tagging, tree
from nyspor.magazine.composing import Composed, Numbers, aim_links, compose, render_piece
from nyspor.magazine.finishing import PIECE
from nyspor.magazine.layout import DRESS, PICTURES, Laid, Press
from nyspor.magazine.pieces import Piece, home_of, pieces_of
from nyspor.model.cards import Picture, Rendition
from nyspor.model.kinds import Issue
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import Colour
from nyspor.rendering import make_environment
from nyspor.whole_files import write_whole
from nyspor.wording import read_translations

SOLID = {
    Colour.FOREST: "#1c5540",
    Colour.SEA: "#164b7c",
    Colour.CLAY: "#a8421f",
    Colour.SUN: "#f4b829",
    Colour.BERRY: "#8a1a4c",
    Colour.HEATHER: "#593c8d",
    Colour.SLATE: "#3a4956",
    Colour.MOSS: "#596113",
}
"""The tracks' colours as page backgrounds, which a rule for an element cannot reach."""


@dataclass(frozen=True)
class Paper:
    """What the paper skin needs to know: the issue in its library, the theme, and where things lie.

    `shelf` is the folder where laid-out pieces are kept, each named by a digest of all it is made from.
    """

    library: Library
    issue: Issue
    site: Site
    theme: Path
    content: Path
    shelf: Path

    def pieces(self) -> tuple[Piece, ...]:
        words = read_translations(self.theme / "translations", self.issue.lang.value)
        return pieces_of(self.library, self.issue, words.gettext, self._picture)

    def _picture(self, file: str, picture: Picture) -> Picture:
        """The file itself, as sharp as it is."""
        original = self.library.pictures[file]
        address = f"{PICTURES}{file}?{original.digest}"
        return replace(picture, renditions=(Rendition(address, original.width, original.height),))


class StrangeSigns(Exception):
    """A piece has signs that the magazine's fonts lack, so that its look would be left to the machine."""

    def __init__(self, title: str, signs: tuple[str, ...]) -> None:
        super().__init__(title, signs)
        self.title = title
        self.signs = signs


class Composer:
    """Renders and lays out the pieces of one issue."""

    def __init__(
        self,
        paper: Paper,
        laid: Callable[[Piece, int, bool], None] = lambda piece, pages, kept: None,
    ) -> None:
        """`laid` is told of every piece that is ready, how many pages it fills, and whether it was kept."""
        self._paper = paper
        self._tell = laid
        self._home = home_of(paper.issue)
        self._environment = make_environment(paper.theme, Site("", "", ""), paper.issue.lang)
        self._environment.globals |= {
            "home": self._home,
            "issue": paper.issue,
            "numbers": defaultdict(int),
        }
        self._styles = styles(paper.theme)
        self.names: frozenset[str] = frozenset()
        self._press: Press | None = None
        self._recipe = recipe(self._styles, paper.theme)
        self._used: set[str] = set()

    def compose(self, pieces: tuple[Piece, ...], guess: Numbers | None = None) -> Composed:
        self.names = frozenset(piece.name for piece in pieces)
        return compose(pieces, self.render, self.lay_out, guess)

    def render(self, piece: Piece, page: int, numbers: Numbers) -> str:
        """The piece as an HTML document that begins on `page`."""
        self._environment.globals["numbers"] = defaultdict(int, numbers)
        content = aim_links(render_piece(self._environment, piece), lambda a: self._aim(a, numbers))
        sheet = self._environment.get_template("magazine/sheet.html")
        solid = SOLID.get(piece.colour, "#23282c") if piece.colour else "#23282c"
        return sheet.render(piece=piece, page=page, solid=solid, content=Markup(content))

    def _aim(self, address: str, numbers: Numbers) -> str | None:
        """A link to a piece of this magazine or, where the site has an address, to the site."""
        path = address.partition("#")[0]
        for folder in (self._home, "/historier/"):
            name = path.removeprefix(folder).strip("/")
            if path.startswith(folder) and name in self.names:
                return f'href="{PIECE}{name}" data-page="{numbers.get(name, "00")}"'
        if not self._paper.site.url:
            return None
        parts = urlsplit(self._paper.site.url)
        return f'href="{parts.scheme}://{parts.netloc}{self._paper.site.base}{address}"'

    def lay_out(self, piece: Piece, html: str) -> Laid:
        """The piece's pages, from the shelf where they lie there already. Raises `StrangeSigns`."""
        key = blake2b(self._recipe + html.encode(), digest_size=16).hexdigest()
        self._used.add(key)
        place = self._paper.shelf / f"{key}.pdf"
        kept = place.exists() and place.with_suffix(".json").exists()
        laid = _from_shelf(place) if kept else self._lay_out(piece, html, place)
        self._tell(piece, laid.pages, kept)
        return laid

    def _lay_out(self, piece: Piece, html: str, place: Path) -> Laid:
        if self._press is None:
            self._press = Press(self._styles, FAMILIES, self._read)
        place.parent.mkdir(parents=True, exist_ok=True)
        laid = self._press.lay_out(html, place)
        if laid.strange:
            place.unlink()
            raise StrangeSigns(piece.title, missing_signs(html, self._paper.theme))
        _to_shelf(laid)
        return laid

    def _read(self, address: str) -> bytes:
        if address.startswith(DRESS):
            return (self._paper.theme / "magazine" / address.removeprefix(DRESS)).read_bytes()
        return (self._paper.content / address.removeprefix(PICTURES)).read_bytes()

    def tidy(self) -> None:
        """Remove from the shelf what this magazine no longer uses."""
        for path in self._paper.shelf.glob("*.*"):
            if path.stem not in self._used:
                path.unlink()


FACES = {
    "display": ("Nyspor Display", "normal", "normal"),
    "display-italic": ("Nyspor Display", "normal", "italic"),
    "text": ("Nyspor Text", "normal", "normal"),
    "text-italic": ("Nyspor Text", "normal", "italic"),
    "text-bold": ("Nyspor Text", "bold", "normal"),
    "sans": ("Nyspor Sans", "normal", "normal"),
    "sans-italic": ("Nyspor Sans", "normal", "italic"),
    "sans-bold": ("Nyspor Sans", "bold", "normal"),
}
"""By file in theme/magazine/fonts: family, weight and style."""

FAMILIES = tuple({family: None for family, _, _ in FACES.values()})


def styles(theme: Path) -> str:
    """The paper dress: the faces, then the style sheet."""
    faces = (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f" src: url({DRESS}fonts/{file}.ttf) }}"
        for file, (family, weight, style) in FACES.items()
    )
    return "\n".join((*faces, (theme / "magazine" / "print.css").read_text("utf-8")))


def recipe(styles: str, theme: Path) -> bytes:
    """A digest of all besides a piece's HTML that decides its pages."""
    digest = blake2b(styles.encode() + weasyprint.__version__.encode(), digest_size=16)
    for file in FACES:
        digest.update((theme / "magazine" / "fonts" / f"{file}.ttf").read_bytes())
    for module in (layout, tagging, tree):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.digest()


def whole_fonts(theme: Path) -> Mapping[str, bytes]:
    """The font files by PostScript name."""
    found = {}
    for file, (family, weight, style) in FACES.items():
        slope = "Italic" if style == "italic" else "Bold" if weight == "bold" else "Regular"
        path = theme / "magazine" / "fonts" / f"{file}.ttf"
        found[f"{family.replace(' ', '')}-{slope}"] = path.read_bytes()
    return found


def missing_signs(html: str, theme: Path) -> tuple[str, ...]:
    """The characters of a piece that some of the fonts lack."""
    fonts = (TTFont(theme / "magazine" / "fonts" / f"{file}.ttf") for file in FACES)
    known = set.intersection(*(set(font.getBestCmap()) for font in fonts))
    return tuple(
        sorted(
            sign for sign in set(unescape(html)) if ord(sign) not in known and not sign.isspace()
        )
    )


def srgb_profile() -> bytes:
    """The ICC's sRGB profile, which WeasyPrint carries."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _to_shelf(laid: Laid) -> None:
    record = {
        "tree": tree.to_record(laid.tree),
        "pages": laid.pages,
        "anchors": laid.anchors,
        "strange": laid.strange,
    }
    write_whole(laid.pdf.with_suffix(".json"), json.dumps(record, ensure_ascii=False).encode())


def _from_shelf(place: Path) -> Laid:
    record = json.loads(place.with_suffix(".json").read_bytes())
    anchors = {name: tuple(where) for name, where in record["anchors"].items()}
    return Laid(
        place, tree.from_record(record["tree"]), record["pages"], anchors, tuple(record["strange"])
    )
