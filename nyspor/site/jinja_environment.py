"""The one Jinja environment that the site, the hook's answers and the magazine share."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    pass_context,
)
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from nyspor import urls
from nyspor.files.disk_cache import load, store
from nyspor.files.lazy_dict import evict_older_half
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.markdown.block_parts import key_figures, picture_and_caption
from nyspor.model.document import Block, render_blocks
from nyspor.model.fields import Choice
from nyspor.model.kind_specs import kind_spec
from nyspor.model.link_targets import SCHEME
from nyspor.model.site import Site
from nyspor.model.values import Video
from nyspor.site.cards import Prose
from nyspor.text.danish import format_date, format_number
from nyspor.text.plain_text import plain_text


class ThemeContext(Context):
    """Jinja's, which calls macros and plain functions without looking what else they could be."""

    def call(
        self,
        obj: Any,
        /,
        *args: Any,
        _block_vars: Any = None,
        _loop_vars: Any = None,
        **values: Any,
    ) -> Any:
        kind = type(obj)
        if kind is Macro:
            return obj(self.eval_ctx, *args, **values)
        if kind in PLAIN:
            return obj(*args, **values)
        return super().call(obj, *args, _block_vars=_block_vars, _loop_vars=_loop_vars, **values)


_MARKS = re.compile("[&<>'\"]").search


def escape_marks(value: object) -> str:
    """What `markupsafe.escape` makes of a value, in a third of the time where there is nothing to escape."""
    if type(value) is str:
        return escape(value) if _MARKS(value) else value
    return value if type(value) is Markup else escape(value)


class ThemeTemplate(Template):
    """Jinja's, which escapes with the function above. A page has a hundred values to escape.

    What it defines for others is worked out once: Jinja looks at each import whether the page has globals
    that the template has not, and here all share theirs.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()

    @classmethod
    def from_code(cls, *arguments: Any) -> Template:
        template = super().from_code(*arguments)
        template.root_render_func.__globals__["escape"] = escape_marks
        return template


class ThemeEnvironment(Environment):
    """Jinja's, whose templates share its globals as they are, and are read once.

    Jinja wraps them in a `ChainMap` for each template, which is copied entry by entry for each page; and
    whether a template is as it was it asks at each of a page's dozen imports.
    """

    context_class = ThemeContext
    template_class = ThemeTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._read: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        template = self._read.get(name)
        if template is None:
            template = self._read[name] = super().get_template(name, parent)
        return template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def make_environment(theme: Path, site: Site, language: str) -> Environment:
    """An environment over the theme's templates, in `language`, for the pages of `site`.

    It keeps the templates as they were when it first read them.
    """
    environment = ThemeEnvironment(
        auto_reload=False,
        bytecode_cache=Compiled(theme / "templates" / "__pycache__"),
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
    `paragraphs` (a resident's plain text → safe HTML); `once`, for what is the same on many pages; and
    `plays`, whether a film plays where the page is read.
    """
    translations = read_catalogue(theme / "translations", language)
    base = site.base
    environment.add_extension("jinja2.ext.i18n")
    said = read_catalogue(CATALOGUES, language).gettext
    filters: dict[str, Callable[[Any], Any]] = {
        "url": lambda address: base + address,
        "absolute": lambda address: site.url + address,
        "date": lambda date: format_date(date, language),
        "asset": urls.asset_address,
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
        "in_menu": Menu(site).standing,
        "kind_label": kind_label,
        "plays": True,
    }


def kind_label(kind: str) -> str:
    """What an entry of a kind is called, as a message id. Raises `KeyError` for a kind that is not registered."""
    return kind_spec(kind).label


class Compiled(BytecodeCache):
    """Compiled templates, kept as Python keeps compiled modules, where that can be written.

    They are known by their source. Nothing of a site or a language is in them, since the filters
    above want a context and so are never worked out when a template is compiled.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = load(self._folder / bucket.key, self._made_from(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        store(self._folder / bucket.key, self._made_from(bucket), bucket.bytecode_to_string())

    def _made_from(self, bucket: Bucket) -> bytes:
        return f"{bucket.checksum} {COMPILER}".encode()


COMPILER = f"jinja {jinja_version} {sys.version_info[:2]} {Path(__file__).stat().st_mtime_ns}"
"""What makes a compiled template of its source: Jinja, and what this module asks of it."""


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
        self._counted: dict[tuple[str, str, int], Markup] = {}

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
        if values:
            return Markup(self._translations.ngettext(one, many, num)) % {"num": num, **values}
        key = (one, many, num)
        counted = self._counted.get(key)
        if counted is None:
            counted = Markup(self._translations.ngettext(*key)) % {"num": num}
            self._counted[key] = counted
        return counted


MOST = 3000
"""So many pieces are kept rendered at a time, each about a kilobyte."""


class Once:
    """Renders once for each key: what stands between `{% call once(…) %}` and `{% endcall %}`, or
    what a macro makes of the same arguments: `once(macro, …)`."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], str] = {}

    def __call__(self, *key: Any, caller: Callable[[], str] | None = None) -> str:
        rendered = self._rendered.get(key)
        if rendered is None:
            evict_older_half(self._rendered, MOST)
            macro, *arguments = key
            rendered = self._rendered[key] = caller() if caller else macro(*arguments)
        return rendered


class Menu:
    """The site's menu as its pages ask it."""

    def __init__(self, site: Site) -> None:
        self._links = [link.address for link in site.menu]

    def standing(self, address: str) -> tuple[str, ...]:
        """How the page at `address` stands to each link."""
        return tuple([_standing(link, address) for link in self._links])


def _standing(link: str, address: str) -> str:
    """How the page at `address` stands to a link of the menu: it is it, stands below it, or elsewhere."""
    if link == address:
        return "page"
    return "true" if link != "/" and address.startswith(link) else ""


PLAIN = (Once, MethodType, BuiltinMethodType)
"""Types of the globals above, and of what values of the language can do; they want nothing from Jinja besides
what they are given."""


def _word(choice: Choice, translations: NullTranslations) -> str:
    return translations.gettext(f"{type(choice).__name__} {choice.value}")


def render_prose(environment: Environment, prose: Prose) -> Markup:
    """An entry's text as HTML, its building blocks rendered by the theme's components."""

    def render(block: Block, inside: str) -> str:
        component = environment.get_template(f"components/{block.name}.html").module
        return str(getattr(component, block.name)(**_arguments(block, inside, prose)))

    site: Any = environment.globals["site"]
    html = render_blocks(prose.html, prose.blocks, render)
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
