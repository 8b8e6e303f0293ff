"""The site as it is set up in `pelicanconf.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from nyspor import urls
from nyspor.console import translate
from nyspor.model.kind_specs import kind_spec
from nyspor.model.site import Link, Site
from nyspor.problems import N_
from nyspor.site.site_url import InvalidSiteUrl, is_example, site_url
from nyspor.site.social_cards import card_picture, site_card
from nyspor.site.theme import Theme, theme_of
from nyspor.site.theme_assets import join_styles, plain_files, styles_address
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
        how = translate(N_("Nothing was built. Write, for example: {command}"))
        make = "make build" if is_preview else "make publish"
        command = f"NYSPOR_SITEURL=https://innovation.kommune.example {make}"
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


def links_of(items: Iterable[Link | str], theme: Theme) -> tuple[Link, ...]:
    """The links of a menu; the name of a kind stands for its list."""
    return tuple(item if isinstance(item, Link) else list_link(item, theme) for item in items)


def list_link(kind: str, theme: Theme) -> Link:
    """The link to the list of a kind, in the site's language."""
    return Link(
        theme.catalogue(DEFAULT_LANGUAGE).gettext(kind_spec(kind).plural),
        urls.kind_list_address(kind),
    )


def site_of(settings: Mapping[str, Any]) -> Site:
    """The site as configured, with the addresses of the theme's built files. Raises `InvalidSetting`."""
    theme = theme_of(settings)
    site = Site(
        name=settings["SITENAME"],
        tagline=settings["SITESUBTITLE"],
        url=url_of(settings),
        menu=links_of(settings["NYSPOR_MENU"], theme),
        footer=links_of(settings["NYSPOR_FOOTER"], theme),
        publisher=settings["NYSPOR_PUBLISHER"],
        styles=(styles_address(join_styles(theme)),),
        security_contact=settings.get("NYSPOR_SECURITY_CONTACT", ""),
        security_expires=settings.get("NYSPOR_SECURITY_EXPIRES", ""),
        source=settings.get("NYSPOR_SOURCE", ""),
        fonts=tuple(f"/theme/{file}" for file in plain_files(theme) if file.endswith(".woff2")),
    )
    return replace(site, picture=card_picture(site_card(site), theme))
