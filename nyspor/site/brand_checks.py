"""Checks of a brand: text that can be read, links that lead somewhere; its files in `brand_file_checks`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from nyspor import urls
from nyspor.front_matter.parsing import FieldPath
from nyspor.model.brand import Colours, MenuLink, Paint
from nyspor.model.fields import danish_key
from nyspor.model.values import Colour
from nyspor.problems import N_, Problem, closest_match
from nyspor.site.brand import SiteBrand
from nyspor.site.brand_colours import INK, Ground, behind_text, grounds
from nyspor.site.brand_file_checks import check_files
from nyspor.site.colour_contrast import (
    ENOUGH,
    alike,
    contrast,
    mix,
    nearest_readable,
    type_on,
    weakest_contrast,
)
from nyspor.site.settings import lists, named_list
from nyspor.site.theme import Theme
from nyspor.text.language import DEFAULT_LANGUAGE

ELSEWHERE = ("https://", "http://", "mailto:", "tel:")
"""What the address of a link to another place begins with."""


def check_brand(found: SiteBrand) -> list[Problem]:
    """Return every problem of a brand that needs no content to be found."""
    return [
        *found.problems,
        *check_files(found),
        *check_contrast(found),
        *check_menu(found),
    ]


def check_contrast(found: SiteBrand) -> Iterator[Problem]:
    """Check that the site's text can be read on its backgrounds, on light screens and on dark ones.

    Each remedy is worked out as if those before it were followed.
    """
    colours = found.brand.colours
    light, dark = grounds(colours)
    if colours.paper or colours.ink:
        yield from _check_ground(found, light, "ink", "paper")
    if colours.paper_in_dark or colours.ink_in_dark:
        yield from _check_ground(found, dark, "ink_in_dark", "paper_in_dark")
    for colour, paint in colours.paints:
        yield from _check_paint(found, colour, paint, _corrected(light), _corrected(dark))


def _backgrounds(paper: str) -> tuple[str, str]:
    """Return what plain text stands on: the sheet that the strongest text would have, which is the worst."""
    return paper, Ground(paper, type_on(paper)).sheet


def _can_be_read(ink: str, paper: str) -> bool:
    return weakest_contrast(ink, _backgrounds(paper))[0] >= ENOUGH


def _carries_text(paper: str) -> bool:
    """Return whether a background and all the tones made from it let some text be read."""
    strongest = type_on(paper)
    return contrast(strongest, mix(paper, strongest, 0.2)) >= ENOUGH


def _corrected(ground: Ground) -> Ground:
    """Return the ground with what the check proposes where its text cannot be read.

    That is the nearest background on which any text can, and the nearest text; of the engine's own two the other.
    """
    paper = next(each for each in alike(ground.paper) if _carries_text(each))
    inks = (ground.ink, *(INK if ground.ink in INK else ()))
    readable = (ink for ink in inks if _can_be_read(ink, paper))
    return Ground(paper, next(readable, nearest_readable(ground.ink, _backgrounds(paper))))


def _check_ground(found: SiteBrand, ground: Ground, ink: str, paper: str) -> Iterator[Problem]:
    """Check the text in the field `ink` on the background in the field `paper`, of which one may be the engine's."""
    right = _corrected(ground)
    if right.paper != ground.paper:
        yield found.problem(
            ("colours", paper),
            N_("Neither black nor white text can be read on {background} and its tones."),
            N_("Write {near}, which is the nearest that text can be read on."),
            background=f'"{ground.paper}"',
            near=f'"{right.paper}"',
        )
    field, remedy = ink, WRITE_NEAREST
    if not getattr(found.brand.colours, ink):
        field, remedy = paper, N_("Add this line, or choose another background: {line}")
    line = f'{danish_key(Colours.model_fields[ink])}: "{right.ink}"'
    yield from _check_text(
        found,
        ("colours", field),
        ground.ink,
        _backgrounds(right.paper),
        remedy,
        near=f'"{right.ink}"',
        line=line,
    )


def _check_paint(
    found: SiteBrand, colour: Colour | None, paint: Paint, light: Ground, dark: Ground
) -> Iterator[Problem]:
    path: FieldPath = ("colours", "tracks", colour.value) if colour else ("colours", "accent")
    text, behind = paint.text or paint.surface, behind_text(paint, light)
    near = nearest_readable(text, behind)
    if paint.text:
        yield from _check_text(
            found, (*path, "text"), text, behind, WRITE_NEAREST, near=f'"{near}"'
        )
    else:
        line = _as_line(found.fields.locate(path)[1], paint.model_copy(update={"text": near}))
        remedy = N_("Write the whole field like this, or choose another colour: {line}")
        yield from _check_text(found, path, text, behind, remedy, line=line)
    if paint.text_in_dark:
        behind = behind_text(paint, dark)
        near = nearest_readable(paint.text_in_dark, behind)
        yield from _check_text(
            found,
            (*path, "text_in_dark"),
            paint.text_in_dark,
            behind,
            WRITE_NEAREST,
            near=f'"{near}"',
        )


WRITE_NEAREST = N_("Write {near}, which is the nearest that can be read.")


def _as_line(key: str, paint: Paint) -> str:
    """Return a paint as `brand.yaml` may have it on one line, whichever way it was written before."""
    fields = ((danish_key(info), getattr(paint, name)) for name, info in Paint.model_fields.items())
    written = ", ".join(f'{name}: "{colour}"' for name, colour in fields if colour)
    return f"{key}: {{{written}}}"


def _check_text(
    found: SiteBrand,
    path: FieldPath,
    colour: str,
    backgrounds: tuple[str, ...],
    remedy: str,
    **params: str,
) -> Iterator[Problem]:
    """Check one colour of text."""
    ratio, background = weakest_contrast(colour, backgrounds)
    if ratio < ENOUGH:
        yield found.problem(
            path,
            N_(
                "Text in {colour} cannot be read on {background}: the contrast is {whole}.{tenths}, and 4.5 is needed."
            ),
            remedy,
            colour=f'"{colour}"',
            background=f'"{background}"',
            whole=int(ratio),
            tenths=int(ratio * 10) % 10,
            **params,
        )


def check_menu(found: SiteBrand) -> Iterator[Problem]:
    """Check that menu and footer name lists that there are, and give each address a text."""
    for path, item in _links(found):
        if not item.address:
            yield from _check_list(found, path, item)
        elif not item.address.startswith(("/", *ELSEWHERE)):
            yield found.problem(
                (*path, "address"),
                N_("“{address}” is no address on the site."),
                N_("Begin it with a slash, such as /om/, or with https://."),
                address=item.address,
            )
        elif not item.label:
            yield found.problem(
                path,
                N_("The link to {address} has no text."),
                N_("Add a line that begins with “tekst:”."),
                address=item.address,
            )


def _check_list(found: SiteBrand, path: FieldPath, item: MenuLink) -> Iterator[Problem]:
    if named_list(item.kind):
        return
    known = list_names()
    near = closest_match(item.kind, known)
    if not item.kind:
        message = N_("The link leads nowhere.")
        remedy = N_("Give it an address, such as “adresse: /om/”, or a list: {known}.")
    else:
        message = N_("There is no list called “{name}”.")
        remedy = N_("Write one of {known}, or “tekst:” and “adresse:”.")
    if (
        item.kind.startswith("-") or " -" in item.kind
    ):  # the dash of an item, which YAML takes for text
        remedy = N_(
            "Write each list on a line of its own: a dash, a space, and its name. Let the dashes stand equally far in."
        )
    elif near:
        remedy = N_("Did you mean “{near}”?")
    yield found.problem(path, message, remedy, name=item.kind, near=near, known=", ".join(known))


def list_names() -> list[str]:
    """Return what the lists are called in Danish, as a menu may have them."""
    words = Theme().catalogue(DEFAULT_LANGUAGE)
    names = ((found, words.gettext(found.label).lower()) for _, found in lists())
    return [name if named_list(name) == found else found.address[1:-1] for found, name in names]


def check_expiry(found: SiteBrand, now: datetime) -> Iterator[Problem]:
    """Check that the contact for security holds now, and no longer than a year (RFC 9116, section 2.5.5)."""
    security = found.brand.security
    if not security or not security.expires:
        return
    expires = datetime.fromisoformat(security.expires)
    if now <= expires <= now + A_YEAR:
        return
    yield found.problem(
        ("security", "expires"),
        N_("The contact for security held until {date}.")
        if expires < now
        else N_(
            "The contact for security may not hold until {date}, which is more than a year ahead."
        ),
        N_("See whether it is right, and write a date at most a year ahead."),
        date=f"{expires:%d.%m.%Y}",
    )


A_YEAR = timedelta(days=366)


SURE = 0.8
"""So much alike two addresses are where the one is a slip for the other."""


def check_links(
    found: SiteBrand,
    paths: Collection[str],
    unpublished: Collection[str] = (),
    removed: Collection[str] = (),
) -> Iterator[Problem]:
    """Check that the links of menu and footer lead to one of the site's files, which lie at these paths.

    `unpublished` are the addresses that drafts, and what is put off, will have; `removed` those of texts that are
    gone.
    """
    for path, item in dead_links(found, paths):
        target = _target(item)
        pages = (_address(each) for each in paths if each.endswith(".html"))
        near = closest_match(target, pages, SURE)
        message = N_("The link to {address} leads to a page that is not there.")
        if _page(target) in unpublished:
            message = N_("The link to {address} leads to a page that is not published yet.")
            remedy = N_(
                "Take “status: kladde” out of it, and see whether its date has come; or take the link out until then."
            )
        elif _page(target) in removed:
            message = N_("The link to {address} leads to a page that has been removed.")
            remedy = N_("Take the link out, or lead it to another page.")
        elif near:
            remedy = N_("Did you mean “{near}”?")
        else:
            remedy = N_("Write the page, or take the link out.")
        field = (*path, "address") if item.address else path
        yield found.problem(field, message, remedy, address=target, near=near)


def dead_links(found: SiteBrand, paths: Collection[str]) -> Iterator[tuple[FieldPath, MenuLink]]:
    """Yield the links of menu and footer to addresses of the site at which there is no file."""
    for path, item in _links(found):
        address = _page(_target(item))
        if address.startswith("/") and urls.output_path(address) not in paths:
            yield path, item


def _links(found: SiteBrand) -> Iterator[tuple[FieldPath, MenuLink]]:
    """Yield every link of menu and footer, with the path of its field."""
    for name in ("menu", "footer"):
        for place, item in enumerate(getattr(found.brand, name)):
            yield (name, place), item


def _target(item: MenuLink) -> str:
    found = None if item.address else named_list(item.kind)
    return found.address if found else item.address


def _page(address: str) -> str:
    """Return an address without what follows `?` or `#`."""
    return address.partition("#")[0].partition("?")[0]


def _address(path: str) -> str:
    return "/" + path.removesuffix("index.html")
