"""What a building block must contain, so that the theme has something to show and no text is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.util import STX

from nyspor.front_matter.plain_text import markup_in
from nyspor.markdown.blocks import FIELD_BLOCKS, NAMES
from nyspor.model.document import Block
from nyspor.problems import N_, Problem

BLOCK = "nyspor-block"
"""The element that encloses the inside of a block (`nyspor.model.document`)."""

_WORDS = {component: word for word, component in NAMES.items()}

_EXAMPLE = N_("Write each on a line of its own, such as: - **500** visitors.")


def check_block_content(element: Element, block: Block, source: str) -> Iterator[Problem]:
    """What is wrong with the inside of `block`, which `element` encloses."""
    component = block.name
    if written := markup_in(block.argument):
        yield Problem(
            source,
            N_("What stands after a block's name is plain text, so readers would see “{written}” as it stands."),
            N_("Take the signs out."),
            params={"written": written},
            rule="markup",
        )  # fmt: skip
    if component == "figure":
        yield from _figure(element, block.argument, source)
    elif component == "keyfigures":
        yield from _key_figures(element, source)
    elif component == "table":
        text = _text(element)
        # Rows without a line under the first are reported as such.
        if not (list(element.iter("table")) or STX in text or text.lstrip().startswith("|")):
            yield Problem(
                source,
                N_("The table block has no table."),
                N_("Put | between the cells, and a line |---|---| under the first row."),
                rule="building-block",
            )
    elif component not in FIELD_BLOCKS and not _shows_something(element):
        remedy = (
            N_("Write the question on the line below the block's name.")
            if component == "question" and block.argument
            else N_("Write something before the line “:::”, or take the block out.")
        )
        yield _empty(component, source, remedy)


def _empty(component: str, source: str, remedy: str) -> Problem:
    message = N_("The building block “{name}” is empty.")
    return Problem(
        source, message, remedy, params={"name": _WORDS[component]}, rule="building-block"
    )


def pictures_of_block(block: Element) -> Iterator[Element]:
    """The pictures that stand in a block itself, and in no other block inside it."""
    for child in block:
        if child.tag == "img":
            yield child
        elif child.tag != BLOCK:
            yield from pictures_of_block(child)


def _figure(element: Element, credit: str, source: str) -> Iterator[Problem]:
    count = len(list(pictures_of_block(element)))
    if count == 0 and re.search(r"\] ?\(|\)\[", _text_outside_code(element)):
        return  # A picture whose brackets are wrong is reported as such.
    if count == 0:
        yield Problem(
            source,
            N_("The picture block has no picture."),
            N_("Write ![what the picture shows](../../images/name.jpg) in it, or take it out."),
            rule="building-block",
        )
    elif not credit:
        yield Problem(
            source,
            N_("The block “billede” does not say whose the picture is."),
            N_("Write it behind the block's name, such as ::: billede Foto: Redaktionen"),
            rule="picture-credit",
        )
    elif count > 1:
        yield Problem(
            source,
            N_("The picture block holds {count} pictures, but only one can be shown."),
            N_("Give each picture a block of its own."),
            params={"count": count},
            rule="building-block",
        )


def _key_figures(element: Element, source: str) -> Iterator[Problem]:
    """The list items are the figures; what is bold in each is set large."""
    lists = [child for child in element if child.tag in ("ul", "ol")]
    items = [item for child in lists for item in child]
    if not items and not _shows_something(element):
        yield _empty("keyfigures", source, _EXAMPLE)
    for item in items:
        number = next(item.iter("strong"), None)
        if number is not None and _text(item).strip(" .:-–") == _text(number).strip(" .:-–"):
            yield Problem(
                source,
                N_("The key figure “{text}” does not say what it counts."),
                N_("Write it behind the number, such as: - **500** visitors."),
                params={"text": _shortened(item)},
                rule="unfinished",
            )
        if number is None:
            yield Problem(
                source,
                N_("The key figure “{text}” has nothing in bold, which is what is set large."),
                N_("Put ** on both sides of the number, such as: - **500** visitors."),
                params={"text": _shortened(item)},
                rule="building-block",
            )
    for child in element:
        if child not in lists:
            yield Problem(
                source,
                N_("“{text}” is no item of the list of key figures, and would not be shown."),
                _EXAMPLE,
                params={"text": _shortened(child)},
                rule="building-block",
            )


def _shows_something(element: Element) -> bool:
    return bool(_text(element).strip()) or any(
        inner.tag in ("img", BLOCK) for inner in element.iter() if inner is not element
    )


def _text_outside_code(element: Element) -> str:
    text = _text(element)
    for code in element.iter("code"):
        text = text.replace(_text(code), "", 1)
    return text


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _shortened(element: Element) -> str:
    text = " ".join(_text(element).split())
    return text if len(text) <= 60 else f"{text[:60]} …"
