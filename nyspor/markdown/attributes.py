"""Attribute lists (`{#id .class key=value}`) that Python-Markdown itself fails on."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor


class AttributeLists(AttrListTreeprocessor):
    """Leaves out attributes without a value, such as `{id}`: the library's other steps expect text."""

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        before = dict(elem.attrib)
        remainder: str = super().assign_attrs(elem, attrs_string, strict=strict)
        for name, value in list(elem.attrib.items()):
            if value is None:
                if name in before:
                    elem.set(name, before[name])
                else:
                    del elem.attrib[name]
        return remainder


class CodeFences(FencedBlockPreprocessor):
    """Leaves out `key=value` on fenced code: settings of a highlighter that is not here, and not all text.

    The language, classes and an id are written as ever.
    """

    def __init__(self, md: Markdown, config: dict[str, Any]) -> None:
        super().__init__(md, config)
        self.checked_for_deps = True
