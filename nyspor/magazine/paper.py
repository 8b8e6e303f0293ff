"""The magazine in its paper dress: from an issue to laid-out pages, kept from time to time on a shelf."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from hashlib import blake2b, md5
from html import unescape
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import weasyprint
from fontTools.ttLib import TTFont
from markupsafe import Markup

from nyspor.magazine import layout, tagging, tree
from nyspor.magazine.composing import Composed, Numbers, aim_links, compose, render_piece
from nyspor.magazine.layout import DRESS, PICTURES, Laid, Press
from nyspor.magazine.pieces import Piece, home_of, pieces_of
from nyspor.magazine.plates import Plate, kept_plate, stand_in
from nyspor.magazine.structure import PIECE
from nyspor.magazine.tagging import MENTIONS
from nyspor.model.cards import Picture, Rendition
from nyspor.model.kinds import Issue
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.rendering import make_environment
from nyspor.whole_files import write_whole
from nyspor.wording import read_translations


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
        return pieces_of(self.library, self.issue, self.say, self._picture)

    def say(self, message: str) -> str:
        """A word of the theme's in the issue's language."""
        return read_translations(self.theme / "translations", self.issue.lang.value).gettext(
            message
        )

    def _picture(self, file: str, picture: Picture) -> Picture:
        """The file itself, as sharp as it is."""
        original = self.library.pictures[file]
        rendition = Rendition(self._address(file), original.width, original.height)
        return replace(picture, renditions=(rendition,))

    def _address(self, file: str) -> str:
        picture = self.library.pictures[file]
        return f"{PICTURES}{file}?{picture.digest}-{picture.width}x{picture.height}"

    def plates(self, widest: int | None) -> Callable[[str], Plate]:
        """Gives the pictures by what their stand-ins are called: WeasyPrint's digest of their addresses."""
        files = {
            md5(self._address(file).encode(), usedforsecurity=False).hexdigest(): file
            for file in self.library.pictures
        }

        def plate(key: str) -> Plate:
            file = files[key]
            digest = self.library.pictures[file].digest
            return kept_plate(self.shelf, digest, self.content / file, widest)

        return plate


class StrangeSigns(Exception):
    """Pieces have signs that the magazine's fonts lack, so that their look would be left to the machine.

    `found` are titles with the signs.
    """

    def __init__(self, found: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        super().__init__(found)
        self.found = found


class Composer:
    """Renders and lays out the pieces of one issue."""

    def __init__(
        self,
        paper: Paper,
        laid: Callable[[Piece, int], None] = lambda piece, pages: None,
    ) -> None:
        """`laid` is told of every piece that is ready, and how many pages it fills."""
        self._paper = paper
        self._tell = laid
        self._home = home_of(paper.issue)
        self.environment = make_environment(paper.theme, Site("", "", ""), paper.issue.lang)
        self.environment.globals |= {
            "home": self._home,
            "issue": paper.issue,
            "numbers": defaultdict(int),
        }
        self._styles = styles(paper.theme)
        self.names: frozenset[str] = frozenset()
        self._recipe = recipe(self._styles, paper.theme)
        self._used: set[str] = set()

    def compose(self, pieces: tuple[Piece, ...], guess: Numbers | None = None) -> Composed:
        """All pieces on their pages; `guess` are the numbers of the last time. Raises `StrangeSigns`."""
        self.names = frozenset(piece.name for piece in pieces)
        self._look_over(pieces)
        self._fill_shelf(pieces, guess or {})
        return compose(pieces, self.fit, guess)

    def _fill_shelf(self, pieces: tuple[Piece, ...], numbers: Numbers) -> None:
        """Where much is to be laid out, let the other processor take its part, beginning at the end."""
        wanted = [
            (piece, html := self.render(piece, numbers), self._place(html)) for piece in pieces
        ]
        missing = [job for job in wanted if not is_kept(job[2])]
        if len(missing) < WORTH_TWO or (os.cpu_count() or 1) < 2:
            return
        # A fresh process, since one that is copied while threads run may never get hold of their locks.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            theirs = [
                pool.submit(lay_onto_shelf, self._paper.theme, self._styles, html, place)
                for _, html, place in reversed(missing)
            ]
            for (piece, html, place), other in zip(missing, reversed(theirs), strict=True):
                if other.cancel():
                    lay_onto_shelf(self._paper.theme, self._styles, html, place)
                else:
                    with suppress(
                        BrokenProcessPool
                    ):  # What is still missing is laid out in its turn.
                        other.result()
                if is_kept(place):
                    self._tell(piece, _from_shelf(place).pages)

    def _place(self, html: str) -> Path:
        """Where on the shelf a piece with this HTML lies."""
        key = blake2b(self._recipe + html.encode(), digest_size=16).hexdigest()
        self._used.add(key)
        return self._paper.shelf / f"{key}.pdf"

    def _look_over(self, pieces: tuple[Piece, ...]) -> None:
        """Raise `StrangeSigns` before anything is laid out."""
        known = signs_of(self._paper.theme)
        looked_at = ((p.title, missing_signs(self.render(p, {}), known)) for p in pieces)
        if found := tuple((title, signs) for title, signs in looked_at if signs):
            raise StrangeSigns(found)

    def fit(self, piece: Piece, numbers: Numbers) -> Laid:
        """The piece's pages, set a little closer where that spares a page with but a few lines on it."""
        laid = self.lay_out(self.render(piece, numbers))
        if laid.pages > 1 and laid.filled < FEW_LINES:
            tight = self.lay_out(self.render(piece, numbers, tight=True))
            laid = min(laid, tight, key=lambda found: found.pages)
        self._tell(piece, laid.pages)
        return laid

    def render(self, piece: Piece, numbers: Numbers, tight: bool = False) -> str:
        """The piece as an HTML document. Contents name the pages that others begin on; stories keep a place
        free for them, so that a story need never be laid out again because another grew."""
        self.environment.globals["numbers"] = defaultdict(int, numbers)
        content = _ON_SCREEN.sub("", aim_links(render_piece(self.environment, piece), self._aim))
        sheet = self.environment.get_template("magazine/sheet.html")
        return sheet.render(piece=piece, content=Markup(content.translate(SPACES)), tight=tight)

    def _aim(self, address: str) -> str | None:
        """A link to a piece of this magazine or, where the site has an address, to the site."""
        path = address.partition("#")[0]
        for folder in (self._home, "/historier/"):
            name = path.removeprefix(folder).strip("/")
            if path.startswith(folder) and name in self.names:
                return f'href="{PIECE}{name}" {MENTIONS}="{name}"'
        if not self._paper.site.url:
            return None
        parts = urlsplit(self._paper.site.url)
        return f'href="{parts.scheme}://{parts.netloc}{self._paper.site.base}{address}"'

    def lay_out(self, html: str) -> Laid:
        """The piece's pages, from the shelf where they lie there already."""
        place = self._place(html)
        if not is_kept(place):
            lay_onto_shelf(self._paper.theme, self._styles, html, place)
        return _from_shelf(place)

    def tidy(self) -> None:
        """Remove from the shelf the pieces that this magazine no longer uses."""
        for path in self._paper.shelf.glob("*.*"):
            if path.suffix != ".plate" and path.stem not in self._used:
                path.unlink()


SPACES = str.maketrans(dict.fromkeys("\u2009\u202f", "\u00a0"))
"""Thin spaces, which text brings along from elsewhere, and what is set in their place."""

UNPAINTED = frozenset("\t\n\r\u00ad\u200b")

_ON_SCREEN = re.compile(r'<a [^>]*class="(?:footnote-backref|headerlink)"[^>]*>.*?</a>', re.DOTALL)
"""Links that only a screen has use for."""

_TAG = re.compile(r"<[^>]*>")

WORTH_TWO = 12
"""With fewer pieces to lay out, another process takes longer to begin than it saves."""

FEW_LINES = 0.2
"""A last page filled no further down than this looks forgotten."""

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


def styles(theme: Path) -> str:
    """The paper dress: the faces, then the style sheet."""
    faces = (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f" src: url({DRESS}fonts/{file}.ttf) }}"
        for file, (family, weight, style) in FACES.items()
    )
    return "\n".join((*faces, (theme / "magazine" / "print.css").read_text("utf-8")))


@lru_cache(maxsize=1)
def press_of(theme: Path, styles: str) -> Press:
    """WeasyPrint in the theme's dress, which takes a moment to put on and is kept on."""

    def read(address: str) -> bytes:
        if address.startswith(DRESS):
            return (theme / "magazine" / address.removeprefix(DRESS)).read_bytes()
        width, _, height = address.rpartition("-")[2].partition("x")
        return stand_in(int(width), int(height))

    return Press(styles, read)


def lay_onto_shelf(theme: Path, styles: str, html: str, place: Path) -> None:
    """Lay a piece out and put it on the shelf."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _to_shelf(press_of(theme, styles).lay_out(html, place))


def is_kept(place: Path) -> bool:
    """Whether a piece lies on the shelf whole: its record is written last."""
    return place.exists() and place.with_suffix(".json").exists()


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


@lru_cache(maxsize=1)
def signs_of(theme: Path) -> frozenset[str]:
    """The signs that every face has."""
    fonts = (TTFont(theme / "magazine" / "fonts" / f"{file}.ttf") for file in FACES)
    return frozenset(map(chr, set.intersection(*(set(font.getBestCmap()) for font in fonts))))


def missing_signs(html: str, known: frozenset[str]) -> tuple[str, ...]:
    """The signs of a piece that are not `known`; those that are never painted are nobody's concern."""
    return tuple(sorted(set(unescape(_TAG.sub("", html))) - known - UNPAINTED))


def srgb_profile() -> bytes:
    """The ICC's sRGB profile, which WeasyPrint carries."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _to_shelf(laid: Laid) -> None:
    record = {
        "tree": tree.to_record(laid.tree),
        "anchors": laid.anchors,
        "bare": laid.bare,
        "filled": laid.filled,
        "mentions": [astuple(mention) for mention in laid.mentions],
    }
    write_whole(laid.pdf.with_suffix(".json"), json.dumps(record, ensure_ascii=False).encode())


def _from_shelf(place: Path) -> Laid:
    record = json.loads(place.with_suffix(".json").read_bytes())
    anchors = {name: tuple(where) for name, where in record["anchors"].items()}
    return Laid(
        place,
        tree.from_record(record["tree"]),
        anchors,
        tuple(record["bare"]),
        tuple(tree.Mention(*mention) for mention in record["mentions"]),
        record["filled"],
    )
