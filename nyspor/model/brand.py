"""What a site is called, who publishes it, and what it looks like: the fields of `brand.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from nyspor.model.fields import Record, described
from nyspor.model.values import Colour, Language, Text, YesNo, as_list
from nyspor.problems import N_
from nyspor.text.danish import InvalidDate, parse_date

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _read_hex(value: str) -> str:
    """A colour as six digits (`#1c5540`), from three or six, with or without `#`; '' for none."""
    if not value:
        return ""
    found = _HEX.fullmatch(value.lower())
    if not found:
        raise PydanticCustomError("colour", "is no colour")
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _read_expiry(value: str) -> str:
    """A moment as RFC 3339 writes it, from that or from a date; '' for none."""
    if not value:
        return ""
    try:
        if _MOMENT.fullmatch(value):
            datetime.fromisoformat(value)
            return value
        date = parse_date(value)
    except InvalidDate as error:
        raise PydanticCustomError("date_" + error.reason, "not a date") from None
    except ValueError:
        raise PydanticCustomError("date_calendar", "no such day") from None
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}T00:00:00Z"


def _named(key: str) -> BeforeValidator:
    """A text alone where fields are expected is the field `key`."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


HexColour = Annotated[str, AfterValidator(_read_hex)]


class Paint(Record):
    """A colour of the site, as a surface with type on it, and as type on the background."""

    surface: HexColour = described(
        "flade", N_("Surface"), N_("Carries type, on buttons and in headings.")
    )
    text: HexColour = described(
        "tekst",
        N_("Text"),
        N_("As type on the background; the surface's colour, where it is not given."),
        default="",
    )
    text_in_dark: HexColour = described(
        "tekst i mørke", N_("Text in the dark"), N_("The same on a dark screen; made from the stronger of the two."), default=""
    )  # fmt: skip


OptionalPaint = Annotated[Paint | None, _named("surface")]


class TrackColours(Record):
    """The colours of tracks, under the names that tracks choose among."""

    forest: OptionalPaint = described(Colour.FOREST.word, N_("Forest"), default=None)
    sea: OptionalPaint = described(Colour.SEA.word, N_("Sea"), default=None)
    clay: OptionalPaint = described(Colour.CLAY.word, N_("Clay"), default=None)
    sun: OptionalPaint = described(Colour.SUN.word, N_("Sun"), default=None)
    berry: OptionalPaint = described(Colour.BERRY.word, N_("Berry"), default=None)
    heather: OptionalPaint = described(Colour.HEATHER.word, N_("Heather"), default=None)
    slate: OptionalPaint = described(Colour.SLATE.word, N_("Slate"), default=None)
    moss: OptionalPaint = described(Colour.MOSS.word, N_("Moss"), default=None)


class Colours(Record):
    """The site's colours; those that are not given are the engine's."""

    paper: HexColour = described("baggrund", N_("Background"), default="")
    paper_in_dark: HexColour = described(
        "baggrund i mørke", N_("Background in the dark"), N_("On a dark screen."), default=""
    )
    ink: HexColour = described("tekst", N_("Text"), default="")
    ink_in_dark: HexColour = described(
        "tekst i mørke", N_("Text in the dark"), N_("On a dark screen."), default=""
    )
    accent: OptionalPaint = described(
        "accent", N_("Accent"), N_("Buttons, marks and all that is on no track."), default=None
    )
    tracks: TrackColours = described("spor", N_("Tracks"), default=TrackColours())

    @property
    def paints(self) -> Iterator[tuple[Colour | None, Paint]]:
        """The paints that are given, by the colour of the track; the accent's is None."""
        if self.accent:
            yield None, self.accent
        for colour in Colour:
            if paint := getattr(self.tracks, colour.value):
                yield colour, paint


class Logo(Record):
    """The site's mark: SVG files, by their paths from `brand.yaml`."""

    file: Text = described("fil", N_("File"), N_("The logo at the top of every page, as SVG."))
    dark: str = described(
        "i mørke", N_("In the dark"), N_("Another one for dark screens."), default=""
    )
    icon: str = described(
        "ikon", N_("Icon"), N_("A square one for the browser's tab; else the logo."), default=""
    )
    has_name: YesNo = described(
        "med navn", N_("With the name"), N_("The logo shows the site's name, so it is not written beside it."), default=False
    )  # fmt: skip

    @property
    def files(self) -> dict[str, str]:
        """The files that are given, by the field's name."""
        named = {"file": self.file, "dark": self.dark, "icon": self.icon}
        return {name: file for name, file in named.items() if file}


class Fonts(Record):
    """Fonts (woff2), by their paths from `brand.yaml`."""

    headings: str = described("overskrifter", N_("Headings"), default="")
    text: str = described("brødtekst", N_("Body text"), default="")
    text_bold: str = described(
        "brødtekst fed", N_("Body text, bold"), N_("Where the body text is no variable font."), default=""
    )  # fmt: skip
    text_italic: str = described("brødtekst kursiv", N_("Body text, italic"), default="")

    @property
    def files(self) -> dict[str, str]:
        """The files that are given, by the field's name."""
        named = {name: str(getattr(self, name)) for name in type(self).model_fields}
        return {name: file for name, file in named.items() if file}


class MenuLink(Record):
    """A link of the menu or the footer: an address, or the list of a kind of entry."""

    kind: str = described(
        "liste", N_("List"), N_("Of posts, stories, tracks and so on."), default=""
    )
    label: str = described("tekst", N_("Text"), default="")
    address: str = described("adresse", N_("Address"), N_("Such as /om/."), default="")


class BrandContact(Record):
    """Where the publisher can be reached."""

    email: str = described(
        "e-mail", N_("E-mail"), default="", pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$"
    )
    phone: str = described(
        "telefon",
        N_("Telephone"),
        default="",
        pattern=r"^$|^[ (]*\+?(?:[ ().-]*[0-9]){3,15}[ ().-]*$",
    )
    address: str = described("adresse", N_("Address"), default="")


class SecurityContact(Record):
    """Whom to tell of a weakness in the site (RFC 9116)."""

    contact: Text = described("kontakt", N_("Contact"), N_("A mail address, or a page."))
    expires: Annotated[str, AfterValidator(_read_expiry)] = described(
        "gælder til", N_("Valid until"), N_("At most a year ahead."), default=""
    )


Links = Annotated[tuple[Annotated[MenuLink, _named("kind")], ...], BeforeValidator(as_list)]


class Brand(Record):
    """The whole of `brand.yaml`."""

    name: Text = described("navn", N_("Name"), N_("What the site is called."))
    tagline: str = described("undertitel", N_("Tagline"), default="")
    publisher: str = described("udgiver", N_("Publisher"), default="")
    logo: Annotated[Logo | None, _named("file")] = described("logo", N_("Logo"), default=None)
    colours: Colours = described("farver", N_("Colours"), default=Colours())
    fonts: Fonts = described("skrifter", N_("Fonts"), default=Fonts())
    menu: Links = described("menu", N_("Menu"), default=())
    footer: Links = described("sidefod", N_("Footer"), default=())
    contact: BrandContact | None = described("kontakt", N_("Contact"), default=None)
    security: SecurityContact | None = described("sikkerhed", N_("Security"), default=None)
    languages: Annotated[
        tuple[Annotated[Language, BeforeValidator(Language.read)], ...], BeforeValidator(as_list)
    ] = described("sprog", N_("Languages"), default=(Language.DANISH, Language.ENGLISH))
    privacy: str = described(
        "privatliv", N_("Privacy"), N_("The page on how you treat what people write."), default="/privatliv/"
    )  # fmt: skip
    accessibility: str = described(
        "tilgængelighedserklæring",
        N_("Accessibility statement"),
        N_("Its address in the national tool; else worked out from the site's own."),
        default="",
        pattern=r"^$|^https?://\S+$",
    )
    newsletter: str = described(
        "nyhedsbrev",
        N_("Newsletter"),
        N_("Where one signs up for your newsletter; on the page Følg med."),
        default="",
        pattern=r"^$|^(https?://|/)\S+$",
    )
    source: str = described(
        "kildekode",
        N_("Source code"),
        N_(
            "Where the Nyspor that runs here can be had; the licence asks for it where you changed it."
        ),
        default="",
        pattern=r"^$|^https?://\S+$",
    )
