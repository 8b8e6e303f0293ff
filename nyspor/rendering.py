"""The one Jinja environment that the site, the hook's answers and the magazine share."""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from nyspor import addresses
from nyspor.danish import format_date, format_number
from nyspor.markdown.body import Block, fill
from nyspor.markdown.inside import key_figures, picture_and_caption
from nyspor.markdown.targets import SCHEME
from nyspor.model.cards import Prose
from nyspor.model.fields import Choice
from nyspor.model.site import Site
from nyspor.model.values import Video
from nyspor.plain_text import plain_text
from nyspor.wording import TRANSLATIONS, read_translations


class ThemeContext(Context):
    """Jinja's, which calls macros and plain functions without looking what else they could be."""

    def call(self, obj: Any, /, *args: Any, **values: Any) -> Any:
        kind = type(obj)
        if kind is not Macro and kind not in PLAIN:
            return super().call(obj, *args, **values)
        values.pop("_block_vars", None)
        values.pop("_loop_vars", None)
        return obj(self.eval_ctx, *args, **values) if kind is Macro else obj(*args, **values)


class ThemeEnvironment(Environment):
    """Jinja's, whose templates share its globals as they are.

    Jinja wraps them in a `ChainMap` for each template, which is copied entry by entry for each page.
    """

    context_class = ThemeContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def make_environment(theme: Path, site: Site, language: str) -> Environment:
    """An environment over the theme's templates, in `language`, for the pages of `site`.

    It keeps the templates as they were when it first read them.
    """
    environment = ThemeEnvironment(
        auto_reload=False,
        bytecode_cache=_compiled(theme / "templates" / "__pycache__"),
        loader=FileSystemLoader(theme / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    teach(environment, theme, site, language)
    return environment


def teach(environment: Environment, theme: Path, site: Site, language: str) -> None:
    """Give an environment what the theme's templates count on: gettext, `site`, and the filters.

    `url` (root-relative address → with the site's base path), `absolute` (→ with its host),
    `asset` (a file of the content folder → its address), `date` and `number` (in the language),
    `word` (a choice → its word in the language), `said` (a message of the code's own → in the language),
    `paragraphs` (a resident's plain text → safe HTML); and `once`, for what is the same on many pages.
    """
    translations = read_translations(theme / "translations", language)
    base = site.base
    environment.add_extension("jinja2.ext.i18n")
    said = read_translations(TRANSLATIONS, language).gettext
    filters: dict[str, Callable[[Any], Any]] = {
        "url": lambda address: base + address,
        "absolute": lambda address: site.url + address,
        "date": lambda date: format_date(date, language),
        "asset": addresses.asset_address,
        "paragraphs": plain_text,
        "number": lambda number: format_number(number, language),
        "word": lambda choice: _word(choice, translations),
        "said": said,
    }
    environment.filters |= {name: _late(function) for name, function in filters.items()}
    words = Words(translations)
    environment.globals |= {
        "site": site,
        "language": language,
        "_": words.gettext,
        "gettext": words.gettext,
        "ngettext": words.ngettext,
        "once": Once(),
        "in_menu": lambda address: tuple(_standing(link.address, address) for link in site.menu),
    }


def _compiled(folder: Path) -> FileSystemBytecodeCache | None:
    """Compiled templates, kept as Python keeps compiled modules, where that can be written.

    Jinja knows them by their source. Nothing of a site or a language is in them, since the filters
    above want a context and so are never worked out when a template is compiled.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def _late(function: Callable[[Any], Any]) -> Callable[[Context, Any], Any]:
    """A filter that is worked out when a page is rendered and never before."""

    @pass_context
    def late(context: Context, value: Any) -> Any:
        return function(value)

    return late


class Words:
    """The catalogue as templates ask it, with what needs no filling in kept ready."""

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations
        self._ready: dict[str, Markup] = {}

    def gettext(self, message: str, /, **values: object) -> Markup:
        """A message in the pages' language, its `%(names)s` filled in, and what fills them escaped."""
        if values:
            return Markup(self._translations.gettext(message)) % values
        ready = self._ready.get(message)
        if ready is None:
            ready = self._ready[message] = Markup(self._translations.gettext(message)) % {}
        return ready

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> Markup:
        """The message for so many; `%(num)s` is their number."""
        return Markup(self._translations.ngettext(one, many, num)) % {"num": num, **values}


class Once:
    """Renders what stands between `{% call once(…) %}` and `{% endcall %}` once for each key."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], str] = {}

    def __call__(self, *key: object, caller: Callable[[], str]) -> str:
        rendered = self._rendered.get(key)
        if rendered is None:
            rendered = self._rendered[key] = caller()
        return rendered


PLAIN = (Once, MethodType)
"""Types of the globals above, which want nothing from Jinja besides what they are given."""


def _standing(link: str, address: str) -> str:
    """How the page at `address` stands to a link of the menu: it is it, stands below it, or elsewhere."""
    if link == address:
        return "page"
    return "true" if link != "/" and address.startswith(link) else ""


def _word(choice: Choice, translations: NullTranslations) -> str:
    return translations.gettext(f"{type(choice).__name__} {choice.value}")


def render_prose(environment: Environment, prose: Prose) -> Markup:
    """An entry's text as HTML, its building blocks dressed by the theme's components."""

    def dress(block: Block, inside: str) -> str:
        component = environment.get_template(f"components/{block.name}.html").module
        return str(getattr(component, block.name)(**_arguments(block, inside, prose)))

    site: Any = environment.globals["site"]
    html = fill(prose.html, prose.blocks, dress)
    return Markup(html.replace(f'href="{SCHEME}', f'href="{site.base}'))


def _arguments(block: Block, inside: str, prose: Prose) -> dict[str, object]:
    """What the component of a block is called with."""
    if isinstance(block.data, Video):
        poster = prose.pictures.get(block.data.poster.file) if block.data.poster else None
        return {**dict(block.data), "poster": poster}
    match block.name:
        case "figure":
            src, alt, caption = picture_and_caption(inside)
            shown = replace(prose.pictures[src.removeprefix(SCHEME)], alt=alt)
            return {"picture": shown, "caption": Markup(caption), "credit": block.argument}
        case "keyfigures":
            items = [(Markup(value), Markup(label)) for value, label in key_figures(inside)]
            return {"title": block.argument, "items": items}
        case "quote":
            name, _, role = block.argument.partition(",")
            return {"content": Markup(inside), "name": name.strip(), "role": role.strip()}
        case "contact":
            return {"contact": block.data}
        case "table":
            return {"caption": block.argument, "content": Markup(inside)}
        case "facts":
            return {"title": block.argument, "content": Markup(inside)}
    return {"content": Markup(inside)}
