"""How the preview's own pages and mails look: as the site's brand is now, not as it was when the preview started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nyspor.model.site import Site
from nyspor.site.brand import brand_files, brand_of
from nyspor.site.settings import site_of
from nyspor.site.theme import Theme, theme_of
from nyspor.watching.watcher import file_stamps

PREVIEW_STYLES = "/theme/preview/styles.css"
"""The theme's current style sheet: the built one may be missing or outdated."""


class Look:
    """Theme and site for the preview's own pages. While the brand has problems, they stay as they were before."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._stamps = file_stamps(brand_files(settings))
        self._read()

    def _read(self) -> None:
        self._theme = theme_of(self._settings)
        self._site = replace(site_of(self._settings), styles=(PREVIEW_STYLES,))

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
