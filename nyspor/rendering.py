"""The one Jinja environment that the site, the hook's answers and the magazine share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nyspor.danish import Date, format_date, format_number
from nyspor.markdown.body import Block, Body, fill
from nyspor.model.fields import Choice
from nyspor.model.site import Site

TRANSLATIONS = Path(__file__).parent / "translations"


@cache
def read_translations(folder: Path, language: str) -> NullTranslations:
    """The catalogue `<folder>/<language>.po`, read without a compile step; empty where there is none."""
    path = folder / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def make_environment(theme: Path, site: Site, language: str) -> Environment:
    """An environment over the theme's templates, in `language`, for the pages of `site`.

    Filters: `url` (root-relative address → with the site's base path), `absolute` (→ with its
    host), `date` and `number` (in the language), `word` (a choice → its word in the language).
    """
    environment = Environment(
        loader=FileSystemLoader(theme / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    translations = read_translations(theme / "translations", language)
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "url": lambda address: site.base + address,
        "absolute": lambda address: site.url + address,
        "date": lambda date: format_date(date, language),
        "number": lambda number: format_number(number, language),
        "word": lambda choice: _word(choice, translations),
    }
    environment.globals |= {"site": site, "language": language}
    return environment


def _word(choice: Choice, translations: NullTranslations) -> str:
    return translations.gettext(type(choice).__name__ + " " + choice.value)


def render_body(
    environment: Environment,
    body: Body,
    resolve: Callable[[str], str],
    picture: Callable[[str], object],
) -> Markup:
    """An entry's text as HTML: blocks dressed by the theme's components, addresses worked out.

    `resolve` turns a `nyspor:` target into a root-relative address; `picture` turns the path of a
    picture into a `Picture`.
    """
    raise NotImplementedError
