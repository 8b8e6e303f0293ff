"""An entry's text as HTML: its building blocks rendered by the theme's components."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nyspor.markdown.block_parts import key_figures, picture_and_caption
from nyspor.model.document import Block, render_blocks
from nyspor.model.link_targets import SCHEME
from nyspor.model.values import Video
from nyspor.site.cards import Prose


def render_prose(environment: Environment, prose: Prose) -> Markup:
    """The HTML of a text, with each building block rendered and each link of the site's own pointed at its page."""

    def render(block: Block, inside: str) -> str:
        component = environment.get_template(f"components/{block.name}.html").module
        return str(getattr(component, block.name)(**_arguments(block, inside, prose)))

    site: Any = environment.globals["site"]
    html = render_blocks(prose.html, prose.blocks, render)
    return Markup(html.replace(f'href="{SCHEME}', f'href="{site.base}'))


def _arguments(block: Block, inside: str, prose: Prose) -> dict[str, object]:
    """The arguments of the macro that renders a block."""
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
