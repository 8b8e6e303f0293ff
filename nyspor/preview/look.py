"""How the preview's own pages and mails look: as the site, with the theme's current style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nyspor.site import look

PREVIEW_STYLES = "/theme/preview/styles.css"
"""The theme's current style sheet: the built one may be missing or outdated."""


class Look(look.Look):
    """Theme and site for the preview's own pages."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings, (PREVIEW_STYLES,))
