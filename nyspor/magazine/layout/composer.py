"""The magazine in its paper dress: from an issue to laid-out pages, kept from time to time on a shelf."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b, md5
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from nyspor.i18n.catalogues import read_catalogue
from nyspor.magazine.layout.engine import PICTURES, Laid
from nyspor.magazine.layout.fonts_and_styles import missing_signs, recipe, signs_of, styles
from nyspor.magazine.layout.pagination import (
    Composed,
    Numbers,
    aim,
    aim_links,
    compose,
    make_skin,
    render_piece,
)
from nyspor.magazine.layout.section_cache import (
    Job,
    fill_shelf,
    from_shelf,
    is_kept,
    lay_onto_shelf,
)
from nyspor.magazine.layout.tag_recorder import MENTIONS
from nyspor.magazine.pdf.images import Plate, kept_plate
from nyspor.magazine.pdf.structure_tree import PIECE
from nyspor.magazine.sections import Section, magazine_sections
from nyspor.model.kinds import Issue
from nyspor.model.library import Library
from nyspor.model.site import Picture, Rendition, Site


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

    def pieces(self) -> tuple[Section, ...]:
        return magazine_sections(self.library, self.issue, self.say, self._picture)

    def say(self, message: str) -> str:
        """A word of the theme's in the issue's language."""
        return read_catalogue(self.theme / "translations", self.issue.lang.value).gettext(message)

    def _picture(self, file: str, picture: Picture) -> Picture:
        """The file itself, as sharp as it is."""
        original = self.library.pictures[file]
        rendition = Rendition(self._address(file), original.width, original.height)
        return replace(picture, renditions=(rendition,))

    def _address(self, file: str) -> str:
        picture = self.library.pictures[file]
        return f"{PICTURES}{quote(file)}?{picture.digest}-{picture.width}x{picture.height}"

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
        laid: Callable[[Section, int], None] = lambda piece, pages: None,
    ) -> None:
        """`laid` is told of every piece that is ready, and how many pages it fills."""
        self._paper = paper
        self._tell = laid
        self.environment = make_skin(paper.issue, paper.theme)
        self._styles = styles(paper.theme)
        self.names: frozenset[str] = frozenset()
        self._recipe = recipe(self._styles, paper.theme)
        self._used: set[str] = set()

    def compose(self, pieces: tuple[Section, ...], guess: Numbers | None = None) -> Composed:
        """All pieces on their pages; `guess` are the numbers of the last time. Raises `StrangeSigns`."""
        self.names = frozenset(piece.name for piece in pieces)
        numbers = guess or {}
        rendered = [(piece, self.render(piece, numbers)) for piece in pieces]
        self._look_over(rendered)
        self._fill_shelf(rendered)
        return compose(pieces, self.fit, numbers)

    def _fill_shelf(self, rendered: Sequence[tuple[Section, str]]) -> None:
        by_name = {piece.name: piece for piece, _ in rendered}
        jobs = [Job(piece.name, html, self._place(html)) for piece, html in rendered]
        fill_shelf(
            jobs, self._paper.theme, self._styles, lambda name, n: self._tell(by_name[name], n)
        )

    def _place(self, html: str) -> Path:
        """Where on the shelf a piece with this HTML lies."""
        key = blake2b(self._recipe + html.encode(), digest_size=16).hexdigest()
        self._used.add(key)
        return self._paper.shelf / f"{key}.pdf"

    def _look_over(self, rendered: Sequence[tuple[Section, str]]) -> None:
        """Raise `StrangeSigns` before anything is laid out."""
        known = signs_of(self._paper.theme)
        looked_at = ((piece.title, missing_signs(html, known)) for piece, html in rendered)
        if found := tuple((title, signs) for title, signs in looked_at if signs):
            raise StrangeSigns(found)

    def fit(self, piece: Section, numbers: Numbers) -> Laid:
        """The piece's pages, set a little closer where that spares a page with but a few lines on it."""
        laid = self.lay_out(self.render(piece, numbers))
        if laid.pages > 1 and laid.filled < FEW_LINES:
            tight = self.lay_out(self.render(piece, numbers, tight=True))
            laid = min(laid, tight, key=lambda found: found.pages)
        self._tell(piece, laid.pages)
        return laid

    def render(self, piece: Section, numbers: Numbers, tight: bool = False) -> str:
        """The piece as an HTML document. Contents name the pages that others begin on; stories keep a place
        free for them, so that a story need never be laid out again because another grew."""
        self.environment.globals["numbers"] = defaultdict(int, numbers)
        content = _ON_SCREEN.sub("", aim_links(render_piece(self.environment, piece), self._aim))
        sheet = self.environment.get_template("magazine/sheet.html")
        return sheet.render(section=piece, content=Markup(content.translate(SPACES)), tight=tight)

    def _aim(self, address: str) -> str | None:
        paper = self._paper
        return aim(
            address,
            paper.issue,
            self.names,
            paper.site,
            lambda name: f'href="{PIECE}{name}" {MENTIONS}="{name}"',
        )

    def lay_out(self, html: str) -> Laid:
        """The piece's pages, from the shelf where they lie there already."""
        place = self._place(html)
        if not is_kept(place):
            lay_onto_shelf(self._paper.theme, self._styles, html, place)
        return from_shelf(place)

    def tidy(self) -> None:
        """Remove from the shelf the pieces that this magazine no longer uses."""
        for path in self._paper.shelf.glob("*.*"):
            if path.suffix != ".plate" and path.stem not in self._used:
                path.unlink()


SPACES = str.maketrans(dict.fromkeys("\u2009\u202f", "\u00a0"))
"""Thin spaces, which text brings along from elsewhere, and what is set in their place."""

_ON_SCREEN = re.compile(r'<a [^>]*class="(?:footnote-backref|headerlink)"[^>]*>.*?</a>', re.DOTALL)
"""Links that only a screen has use for."""

FEW_LINES = 0.2
"""A last page filled no further down than this looks forgotten."""
