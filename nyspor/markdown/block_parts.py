"""What stands inside a building block that the theme wants in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nyspor.model.link_targets import SCHEME

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def _root(inside: str) -> HtmlElement:
    from lxml import html  # slow to load, and few texts have such blocks

    return html.fragment_fromstring(inside, create_parent="div")


def _inner(element: HtmlElement) -> str:
    from lxml import html

    text = (element.text or "") + "".join(html.tostring(e, encoding="unicode") for e in element)
    return text.strip()


def picture_and_caption(inside: str) -> tuple[str, str, str]:
    """The `src` and `alt` of the first picture of the writer's, and all the rest as HTML.

    The pictures of other blocks inside have their addresses already.
    """
    root = _root(inside)
    pictures = (img for img in root.iter("img") if img.get("src", "").startswith(SCHEME))
    picture = next(pictures, None)
    if picture is None:
        return "", "", inside
    src, alt = picture.get("src", ""), picture.get("alt", "")
    holder = picture.getparent()
    picture.drop_tree()
    while holder is not None and holder is not root and not _inner(holder):
        emptied, holder = holder, holder.getparent()
        emptied.drop_tree()
    return src, alt, _inner(root)


def key_figures(inside: str) -> list[tuple[str, str]]:
    """The list items as (what is set large, what it counts), both HTML."""
    figures = []
    for item in (item for child in _root(inside) for item in child if item.tag == "li"):
        value = next(item.iter("strong"), None)
        large = _inner(value) if value is not None else ""
        if value is not None:
            value.drop_tree()
        figures.append((large, _inner(item)))
    return figures
