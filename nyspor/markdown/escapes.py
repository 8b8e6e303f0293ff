"""Addresses and titles as their author meant them: escapes and entities read, mail addresses made links.

Python-Markdown carries an escaped character as a code between two control characters until the very end,
also in attributes. Code that reads an attribute before that must decode them.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import ClassVar
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import AutomailInlineProcessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString
from pymdownx.magiclink import MagiclinkPattern

_ESCAPED = UnescapeTreeprocessor.RE
_ENTITY = re.compile(r"&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);")
_ESCAPED_DOT = f"{STX}{ord('.')}{ETX}"


def decode_attribute(value: str) -> str:
    """An attribute of the tree as a browser would read it."""
    text = _ESCAPED.sub(lambda code: chr(int(code[1])), value.replace(AMP_SUBSTITUTE, "&"))
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity[1].startswith("#"):
        return unescape(entity[0])
    return html5.get(f"{entity[1]};", entity[0])


def source_of_attribute(value: str) -> str:
    """The same attribute as it stands in the source, with its backslashes."""
    return _ESCAPED.sub(lambda code: "\\" + chr(int(code[1])), value)


def has_windows_path(value: str) -> bool:
    """Whether an attribute holds an address whose backslashes divide folders: `..\\images\\vogn.png`.

    Nobody escapes a dot in an address, and a backslash that is left escapes nothing.
    """
    return _ESCAPED_DOT in value or "\\" in decode_attribute(value)


class UnescapedDefinitions(Treeprocessor):
    """Reads escapes in `[id]: address "title"` as in `[text](address "title")`.

    The library leaves them as they are. It runs before links are made.
    """

    def run(self, root: Element) -> None:
        self.md.references.update(
            {
                name: (self._coded(address), self._coded(title) if title else title)
                for name, (address, title) in self.md.references.items()
            }
        )

    def _coded(self, text: str) -> str:
        return re.sub(r"\\(.)", self._code, text) if "\\" in text else text

    def _code(self, pair: re.Match[str]) -> str:
        return f"{STX}{ord(pair[1])}{ETX}" if pair[1] in self.md.ESCAPED_CHARS else pair[0]


class MailLink(AutomailInlineProcessor):
    """Makes `<navn@kommune.example>` a link, without hiding the address behind entities.

    The library writes each character as an entity, also those of its own codes for escapes; no harvester of
    addresses is stopped by that, and an address in `[text](mailto:…)` is written plainly too.
    """

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        address = self.unescape(m[1]).removeprefix("mailto:")
        link = Element("a", {"href": f"mailto:{address}"})
        link.text = AtomicString(address)
        return link, m.start(0), m.end(0)


class BareMailLink(MailLink):
    """Makes a mail address in running text a link."""

    ANCESTOR_EXCLUDES = ("a",)


class BareLink(MagiclinkPattern):  # type: ignore[misc]
    """Makes a web address in running text a link; one that begins with `www.` is taken for a secure one."""

    config: ClassVar[dict[str, bool]] = {"hide_protocol": False}

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # noqa: N802
        link, start, end = super().handleMatch(m, data)
        if m["www"]:
            link.set("href", f"https://{m['link']}")
        return link, start, end
