"""The one Jinja environment that the site, the forms service's answers and the magazine share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    pass_context,
)
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from nyspor import urls
from nyspor.files.disk_cache import load, store
from nyspor.files.lazy_dict import evict_older_half
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.fields import Choice
from nyspor.model.kind_specs import kind_spec
from nyspor.model.site import Site
from nyspor.site.fast_jinja import FastEnvironment, context_free
from nyspor.site.theme import ENGINE_PREFIX, Theme
from nyspor.text.danish import format_date, format_number, format_weekday
from nyspor.text.hyphenation import hyphenate, hyphenate_html
from nyspor.text.plain_text import render_plain_text

ELSEWHERE = ("https:", "http:", "mailto:", "tel:")
"""What the addresses of a menu may begin with, besides the slash of the site's own."""

MOST_RENDERED = 3000
"""Fragments that a `RenderCache` holds, each about a kilobyte."""


def make_environment(theme: Theme, site: Site, language: str) -> Environment:
    """An environment over the theme's templates, in `language`, for the pages of `site`.

    A template that changes after it was loaded is not loaded again.
    """
    engine = FileSystemLoader(theme.template_folders[-1])
    environment = FastEnvironment(
        bytecode_cache=CompiledTemplates(theme.compiled_templates),
        loader=ChoiceLoader(
            [FileSystemLoader(theme.template_folders), PrefixLoader({ENGINE_PREFIX: engine})]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    configure(environment, theme, site, language)
    return environment


def configure(environment: Environment, theme: Theme, site: Site, language: str) -> None:
    """Add what the theme's templates use: gettext, `site`, and the filters.

    `url` (root-relative address → with the site's base path), `absolute` (→ with its host), `webcal` (a calendar's →
    the address that opens in a calendar),
    `asset` (a file of the content folder → its address), `date`, `weekday` and `number` (in the language),
    `hyphenate` (a title → with soft hyphens in its long words, for large type and narrow columns; a language
    may be given),
    `label` (a choice → its word in the language), `translate` (a message id of the code → in the language),
    `paragraphs` (a resident's plain text → safe HTML). Functions: `cached`, for what is the same on many
    pages; `in_menu`, how a page is related to each link of the menu; `kind_label`. `plays` says whether a
    film plays where the page is read.
    """
    translations = theme.catalogue(language)
    base = site.base
    environment.add_extension("jinja2.ext.i18n")
    filters: dict[str, Callable[..., Any]] = {
        "url": lambda address: address if address.startswith(ELSEWHERE) else base + address,
        "absolute": lambda address: site.url + address,
        "webcal": lambda address: f"webcal:{(site.url + address).partition(':')[2]}",
        "date": lambda date: format_date(date, language),
        "weekday": lambda date: format_weekday(date, language),
        "asset": urls.asset_address,
        "paragraphs": render_plain_text,
        "number": lambda number: format_number(number, language),
        "hyphenate": lambda text, lang=language: _hyphenated(text, lang),
        "label": lambda choice: _choice_label(choice, translations),
        "translate": read_catalogue(CATALOGUES, language).gettext,
    }
    environment.filters |= {name: _at_render_time(function) for name, function in filters.items()}
    messages = TemplateMessages(translations)
    environment.globals |= {
        "site": site,
        "language": language,
        "_": messages.gettext,
        "gettext": messages.gettext,
        "ngettext": messages.ngettext,
        "cached": RenderCache(),
        "in_menu": MenuState(site).of,
        "kind_label": kind_label,
        "plays": True,
    }


def kind_label(kind: str) -> str:
    """What an entry of a kind is called, as a message id. Raises `KeyError` for a kind that is not registered."""
    return kind_spec(kind).label


def _choice_label(choice: Choice, translations: NullTranslations) -> str:
    return translations.gettext(f"{type(choice).__name__} {choice.value}")


def _hyphenated(text: str, language: str) -> str:
    """The text with soft hyphens; what is HTML already stays so."""
    if isinstance(text, Markup):
        return Markup(hyphenate_html(text, language))
    return hyphenate(str(text), language)


def _at_render_time(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that the compiler never evaluates: compiled templates serve every site and language."""

    @pass_context
    def evaluate(context: Context, value: Any, *arguments: Any) -> Any:
        return function(value, *arguments)

    return evaluate


class CompiledTemplates(BytecodeCache):
    """Compiled templates on the disk, in `__pycache__` as Python keeps modules, where that can be written.

    They are valid for the source they were compiled from, whatever the site and the language. They are not in
    `NYSPOR_STATE`, since the forms service has no state folder of a build, and it starts with them too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        bytecode = load(self._folder / bucket.key, self._source(bucket))
        if bytecode is not None:
            bucket.bytecode_from_string(bytecode)

    def dump_bytecode(self, bucket: Bucket) -> None:
        store(self._folder / bucket.key, self._source(bucket), bucket.bytecode_to_string())

    def _source(self, bucket: Bucket) -> bytes:
        return f"{bucket.checksum} {COMPILER}".encode()


COMPILER = f"jinja {jinja_version} {sys.version_info[:2]} {Path(__file__).stat().st_mtime_ns}"
"""What compiles a template: Jinja, and the options that this module sets."""


class TemplateMessages:
    """gettext for templates. A message without values to fill in is translated once."""

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations
        self._plain: dict[str, Markup] = {}
        self._counted: dict[tuple[str, str, int], Markup] = {}

    def gettext(self, message: str, /, **values: object) -> Markup:
        """A message in the pages' language, its `%(names)s` filled with the escaped values."""
        if values:
            return Markup(self._translations.gettext(message)) % values
        plain = self._plain.get(message)
        if plain is None:
            plain = self._plain[message] = Markup(self._translations.gettext(message)) % {}
        return plain

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> Markup:
        """The message for `num` things; `%(num)s` is their number."""
        if values:
            return Markup(self._translations.ngettext(one, many, num)) % {"num": num, **values}
        key = (one, many, num)
        counted = self._counted.get(key)
        if counted is None:
            counted = Markup(self._translations.ngettext(*key)) % {"num": num}
            self._counted[key] = counted
        return counted


@context_free
class RenderCache:
    """Renders once for each key: the body of `{% call cached(…) %}`, or a macro with these arguments:
    `cached(macro, …)`."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], str] = {}

    def __call__(self, *key: Any, caller: Callable[[], str] | None = None) -> str:
        rendered = self._rendered.get(key)
        if rendered is None:
            evict_older_half(self._rendered, MOST_RENDERED)
            macro, *arguments = key
            rendered = self._rendered[key] = caller() if caller else macro(*arguments)
        return rendered


class MenuState:
    """How pages are related to the links of the site's menu."""

    def __init__(self, site: Site) -> None:
        self._links = [link.address for link in site.menu]

    def of(self, address: str) -> tuple[str, ...]:
        """For each link the value of its `aria-current` on the page at `address`; '' for none."""
        return tuple([_aria_current(link, address) for link in self._links])


def _aria_current(link: str, address: str) -> str:
    """`page` for the page itself, `true` for a page below it."""
    if link == address:
        return "page"
    return "true" if link != "/" and address.startswith(link) else ""
