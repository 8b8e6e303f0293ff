"""The pages of the desk, rendered by the theme's environment in a style of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from starlette.responses import HTMLResponse

from nyspor.i18n.catalogues import translate_problem
from nyspor.model.site import Site
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from nyspor.text.danish import format_moment, short_moment
from nyspor.text.language import DEFAULT_LANGUAGE

EDITOR = "desk/editor.js"
SCRIPTS = (
    "combobox.js",
    "dates.js",
    "desk.js",
    "fields.js",
    "journal.js",
    "pictures.js",
    "search.js",
    "tell.js",
    "writing.js",
    "editor.js",
)
STYLES = ("static/css/1-tokens.css", "desk/desk.css")


class Look(Protocol):
    """The theme and the site's own words, as they are now."""

    @property
    def theme(self) -> Theme: ...

    @property
    def site(self) -> Site: ...


@dataclass(frozen=True)
class DeskPages:
    """Renders a template of `theme/templates/desk/` in a language."""

    look: Look

    @property
    def theme(self) -> Theme:
        """The theme in the colours of the site's brand."""
        return self.look.theme

    @property
    def site(self) -> Site:
        """The site's name and address."""
        return self.look.site

    def page(
        self, template: str, language: str, status: int = 200, **context: object
    ) -> HTMLResponse:
        environment = make_environment(self.theme.without_own_templates, self.site, language)
        environment.filters["problem"] = partial(translate_problem, language=language)
        environment.filters["moment"] = (
            format_moment if language == DEFAULT_LANGUAGE else short_moment
        )
        page = environment.get_template(f"desk/{template}.html")
        return HTMLResponse(page.render(**context), status)

    @property
    def files(self) -> Mapping[str, tuple[Callable[[], bytes], str]]:
        """The style sheet and the scripts: what reads each, and its media type."""
        scripts = {name: (partial(self._script, name), "text/javascript") for name in SCRIPTS}
        return {"desk.css": (self._styles, "text/css"), **scripts}

    @property
    def has_editor(self) -> bool:
        """Whether the editor was bundled (`make editor`); a text is written in a plain text area where not."""
        return self.theme.path(EDITOR).is_file()

    def _styles(self) -> bytes:
        """The style sheet: the theme's tokens, and the desk's own rules.

        Who works here waits for the fonts, rather than seeing them on some pages and not on others.
        """
        styles = "\n".join(self._read(name) for name in STYLES)
        return styles.replace("font-display: optional", "font-display: swap").encode()

    def _script(self, name: str) -> bytes:
        """A script; nothing in place of an editor that was not bundled."""
        path = f"desk/{name}"
        return self._read(path).encode() if path != EDITOR or self.has_editor else b""

    def _read(self, name: str) -> str:
        path: Path = self.theme.path(name)
        return path.read_text("utf-8").replace("url(../fonts/", "url(/theme/fonts/")
