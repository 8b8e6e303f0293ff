"""The site as it is set up in `brand.yaml` and `pelicanconf.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from nyspor import urls
from nyspor.console import translate
from nyspor.model.brand import Brand, BrandContact, MenuLink
from nyspor.model.fields import key_form
from nyspor.model.kind_specs import kind_specs
from nyspor.model.licences import LICENCES, find_licence
from nyspor.model.link_targets import scheme_of
from nyspor.model.site import Link, Site, SiteLogo
from nyspor.problems import N_
from nyspor.site.barometer import BAROMETER
from nyspor.site.brand import DARK_LOGO, LOGO, brand_of
from nyspor.site.brand_colours import grounds
from nyspor.site.calendars import WHAT_HAPPENS
from nyspor.site.logo import svg_size
from nyspor.site.site_url import InvalidSiteUrl, is_example, site_url
from nyspor.site.social_cards import card_picture, site_card
from nyspor.site.theme import Theme, theme_of
from nyspor.site.theme_assets import join_styles, preloaded_fonts, styles_address
from nyspor.text.language import DEFAULT_LANGUAGE


class InvalidSetting(SystemExit):
    """A setting that nothing can be built with: the command ends with exit code 1 and says why.

    As a `SystemExit` it passes through Pelican's command without a traceback.
    """

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))


def url_of(settings: Mapping[str, Any]) -> str:
    """The site's address, as `site_url` writes it. Raises `InvalidSetting`.

    What is published needs an address of its own; a preview may be of the sample site.
    """
    is_preview = bool(settings.get("NYSPOR_PREVIEW"))
    try:
        url = site_url(str(settings["SITEURL"]))
        if is_example(url) and not is_preview:
            raise InvalidSiteUrl(N_("{name} is the address of the sample site, which is nobody's."))
    except InvalidSiteUrl as wrong:
        written = translate(wrong.message).format(name="NYSPOR_SITEURL")
        how = translate(
            N_("Nothing was built. Write the address in nyspor.toml, or for one run: {command}")
        )
        settings_file = "pelicanconf.py" if is_preview else "publishconf.py"
        command = (
            f"NYSPOR_SITEURL=https://innovation.kommune.example pelican content -s {settings_file}"
        )
        raise InvalidSetting(written, how.format(command=command)) from None
    return url


def refuse_folder(forms_list: Path) -> NoReturn:
    """End the build, since the list for the forms would have to replace a folder that is somebody's."""
    raise InvalidSetting(
        translate(N_("The list for the forms cannot be written: {path} is a folder.")).format(
            path=forms_list
        ),
        translate(N_("Move the folder, or let NYSPOR_FORMS name another file. Nothing was built.")),
    )


def data_licence_of(settings: Mapping[str, Any]) -> str:
    """The licence of the open data: its name or its address. Raises `InvalidSetting`."""
    licence = str(settings.get("NYSPOR_DATA_LICENCE") or Site.data_licence).strip()
    if find_licence(licence) is None:
        raise InvalidSetting(
            translate(N_("{licence} is no licence that Nyspor knows.")).format(licence=licence),
            translate(
                N_(
                    "Write {known} as data.licence in nyspor.toml, or the address of another: https://… Nothing was built."
                )
            ).format(known=", ".join(LICENCES)),
        )
    return licence


def links_of(items: Iterable[MenuLink], theme: Theme) -> tuple[Link, ...]:
    """The links of a menu, without those to lists that there are not."""
    return tuple(filter(None, (link_of(item, theme) for item in items)))


def link_of(item: MenuLink, theme: Theme) -> Link | None:
    """A link of a menu; that to a list is called after it, in the site's language."""
    if item.address:
        return Link(item.label or item.address, item.address)
    found = named_list(item.kind)
    if found is None:
        return None
    words = theme.catalogue(DEFAULT_LANGUAGE)
    return Link(item.label or words.gettext(found.label), found.address)


def named_list(name: str) -> Link | None:
    """The list that a menu calls `posts`, `indlæg` or `indlaeg`, its label a message id; None where none is called so."""
    wanted = key_form(name)
    return next((found for english, found in lists() if wanted in _names(english, found)), None)


def lists() -> Iterator[tuple[str, Link]]:
    """The lists that a menu may name, those of kinds first: what each is called in English, and the list itself."""
    for spec in kind_specs():
        if spec.url:
            yield spec.name, Link(spec.plural, urls.kind_list_address(spec.name))
    yield "what_happens", Link(WHAT_HAPPENS, urls.WHAT_HAPPENS)
    yield "barometer", Link(BAROMETER, urls.BAROMETER)


def _names(english: str, found: Link) -> tuple[str, str]:
    return english, key_form(found.address.strip("/"))


def contacts_of(contact: BrandContact | None) -> tuple[Link, ...]:
    """How the publisher can be reached; an address alone leads nowhere."""
    if contact is None:
        return ()
    number = re.sub(r"[^+0-9]", "", contact.phone)
    links = (
        Link(contact.address, ""),
        Link(contact.phone, f"tel:{number}"),
        Link(contact.email, f"mailto:{contact.email}"),
    )
    return tuple(link for link in links if link.label)


def logo_of(brand: Brand, theme: Theme) -> SiteLogo | None:
    """The logo as pages show it; None where its file is missing or no SVG."""
    files = dict(theme.brand_files)
    size = svg_size(files[LOGO].read_bytes()) if LOGO in files else None
    if not brand.logo or not size:
        return None
    width, height = size
    dark = f"/theme/{DARK_LOGO.removeprefix('static/')}" if DARK_LOGO in files else ""
    return SiteLogo(
        f"/theme/{LOGO.removeprefix('static/')}",
        max(1, round(LOGO_HEIGHT * width / height)),
        LOGO_HEIGHT,
        dark,
        brand.logo.has_name,
    )


LOGO_HEIGHT = 40
"""How high a logo is shown in the masthead, in pixels."""


def site_of(settings: Mapping[str, Any]) -> Site:
    """The site as configured, with the addresses of the theme's built files. Raises `InvalidSetting`."""
    theme, brand = theme_of(settings), brand_of(settings).brand
    light, dark = grounds(brand.colours)
    security = brand.security
    site = Site(
        name=brand.name,
        tagline=brand.tagline,
        url=url_of(settings),
        id_base=str(settings.get("NYSPOR_ID_BASE", "")),
        menu=links_of(brand.menu, theme),
        footer=links_of(brand.footer, theme),
        publisher=brand.publisher,
        styles=(styles_address(join_styles(theme), brand.name),),
        security_contact=_with_scheme(security.contact) if security else "",
        security_expires=security.expires if security else "",
        source=brand.source,
        fonts=tuple(f"/theme/{file}" for file in preloaded_fonts(theme)),
        logo=logo_of(brand, theme),
        paper=(light.paper, dark.paper),
        contacts=contacts_of(brand.contact),
        languages=tuple(language.value for language in brand.languages),
        privacy=brand.privacy,
        statement=brand.accessibility,
        newsletter=brand.newsletter,
        data_licence=data_licence_of(settings),
    )
    return replace(site, picture=card_picture(site_card(site), theme))


def _with_scheme(contact: str) -> str:
    """A contact as `security.txt` has it: an address with its scheme."""
    return contact if scheme_of(contact) else f"mailto:{contact}"
