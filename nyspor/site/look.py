"""How a running program's own pages look: as the site's brand is now, not as it was when the program started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nyspor.model.site import Site
from nyspor.site.brand import brand_files, brand_of
from nyspor.site.settings import site_of
from nyspor.site.theme import Theme, theme_of
from nyspor.watching.watcher import file_stamps


class Look:
    """Theme and site as the brand says now. While the brand has problems, they stay as they were before.

    `styles` are the style sheets of pages in place of the built one.
    """

    def __init__(self, settings: Mapping[str, Any], styles: tuple[str, ...] = ()) -> None:
        self._settings, self._styles = settings, styles
        self._stamps = file_stamps(brand_files(settings))
        self._read()

    def _read(self) -> None:
        site = site_of(self._settings)
        self._theme = theme_of(self._settings)
        self._site = replace(site, styles=self._styles) if self._styles else site

    def _follow(self) -> None:
        stamps = file_stamps(brand_files(self._settings))
        if stamps != self._stamps and not brand_of(self._settings).problems:
            self._stamps = stamps
            self._read()

    @property
    def theme(self) -> Theme:
        self._follow()
        return self._theme

    @property
    def site(self) -> Site:
        self._follow()
        return self._site
