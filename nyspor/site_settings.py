"""The site as it is set up in `pelicanconf.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nyspor.model.site import Site
from nyspor.share_pictures import of_site, share_picture
from nyspor.theme_files import join_styles, plain_files, styles_address


def site_of(settings: Mapping[str, Any]) -> Site:
    """The site as configured, with the addresses of the theme's built files."""
    theme = Path(settings["THEME"])
    site = Site(
        name=settings["SITENAME"],
        tagline=settings["SITESUBTITLE"],
        url=settings["SITEURL"].rstrip("/"),
        menu=tuple(settings["NYSPOR_MENU"]),
        footer=tuple(settings["NYSPOR_FOOTER"]),
        publisher=settings["NYSPOR_PUBLISHER"],
        styles=(styles_address(join_styles(theme)),),
        security_contact=settings.get("NYSPOR_SECURITY_CONTACT", ""),
        security_expires=settings.get("NYSPOR_SECURITY_EXPIRES", ""),
        fonts=tuple(f"/theme/{file}" for file in plain_files(theme) if file.endswith(".woff2")),
    )
    return replace(site, picture=share_picture(of_site(site)))
