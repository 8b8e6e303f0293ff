"""The pages of the desk, rendered by the theme's environment in a style of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.responses import HTMLResponse

from nyspor.i18n.catalogues import translate_problem
from nyspor.model.site import Site
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from nyspor.text.danish import format_moment, short_moment
from nyspor.text.language import DEFAULT_LANGUAGE

EDITOR = "desk/editor.js"
STYLES = ("static/css/1-tokens.css", "desk/desk.css")


@dataclass(frozen=True)
class DeskPages:
    """Renders a template of `theme/templates/desk/` in a language."""

    theme: Theme
    site: Site

    def page(
        self, template: str, language: str, status: int = 200, **context: object
    ) -> HTMLResponse:
        environment = make_environment(self.theme.without_own_templates, self.site, language)
        environment.filters["problem"] = translate_problem
        environment.filters["moment"] = (
            format_moment if language == DEFAULT_LANGUAGE else short_moment
        )
        page = environment.get_template(f"desk/{template}.html")
        return HTMLResponse(page.render(**context), status)

    def styles(self) -> bytes:
        """Return the style sheet: the theme's tokens, and the desk's own rules."""
        return "\n".join(self._read(name) for name in STYLES).encode()

    def script(self) -> bytes:
        """Return the script."""
        return self._read("desk/desk.js").encode()

    def journal(self) -> bytes:
        """Return the script that keeps what is typed."""
        return self._read("desk/journal.js").encode()

    def picture_script(self) -> bytes:
        """Return the script of the pages where pictures are chosen."""
        return self._read("desk/pictures.js").encode()

    def writing_script(self) -> bytes:
        """Return the script of the toolbar over a text."""
        return self._read("desk/writing.js").encode()

    @property
    def has_editor(self) -> bool:
        """Whether the editor was bundled (`make editor`); a text is written in a plain text area where not."""
        return self.theme.path(EDITOR).is_file()

    def editor_script(self) -> bytes:
        """Return the editor; nothing where it was not bundled."""
        return self._read(EDITOR).encode() if self.has_editor else b""

    def _read(self, name: str) -> str:
        path: Path = self.theme.path(name)
        return path.read_text("utf-8").replace("url(../fonts/", "url(/theme/fonts/")
