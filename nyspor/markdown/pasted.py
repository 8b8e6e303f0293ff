"""Text that was copied from another program, cleaned of what that program left in it.

Nothing that readers would see is lost, and code is left as it is. Cleaning a clean text changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import normalize
from urllib.parse import parse_qs, unquote, urlsplit

from nyspor.markdown.blocks import CODE_SPAN, lines_outside_code

INVISIBLE = re.compile("[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphens, which a word processor put where its lines ended, marks of direction, and characters without width."""

_DRESSED = re.compile("[\ufb00-\ufb06\U0001d400-\U0001d7ff]+")
"""Letters that look like bold or like two in one; screen readers and searches do not know them as letters."""

_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]|&nbsp;")
_WINDOWS = "\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
_MISREAD = re.compile(f"[ÃÂ][\u00a0-\u00bf{_WINDOWS}]|â€[\u00a0-\u00bf{_WINDOWS}]")
"""UTF-8 that a program read as Windows-1252: Ã¸ for ø, â€“ for a dash."""

_KEPT_SPACE = re.compile("(?<=[0-9])[\u00a0\u202f](?=[0-9%°€$])")
"""The spaces that keep a number together: 10 000, 5 %."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'"))
"""Quotes of English, German and typewriters: the converter sets those of the text's language."""

_OFFICE_TAG = re.compile(r"</?(?:o:p|font|span|[vwm]:\w+|st1:\w+)(?:\s[^<>]*)?/?>", re.I)
_FOREIGN_WORDS = re.compile(r'<span lang="[a-z]{2}">')
"""What a writer puts before words in another language. Word processors write lang=EN-US, or "en-US"."""

_TAG = re.compile(r"<[a-z][^<>]*>", re.I)
_OFFICE_ATTRIBUTE = re.compile(
    r"""\s+(?:(?:style|lang(?!="[a-z]{2}"))=(?:"[^"]*"|'[^']*'|[^\s>]+)|class=(["']?)Mso\w*\1)""",
    re.I,
)
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|playlist|vc_\w+|et_pb_\w+|fusion_\w+|contact-form-7)"
    r"(?:\s[^\]\n]*)?/?\](?![(\[:])"
)

BULLETS = "•·▪●○◦‣⁃∙➢➤▸■□◆◇❖"
"""What other programs begin the items of a list with, besides what Markdown does."""

_BULLET = re.compile(rf"^([ \t]*)(?:[{BULLETS}\uf020-\uf0ff][ \t]+|[-–—o§*Øüvqà]\t+)(?=\S)")
_NUMBER = re.compile(r"^([ \t]*)(\d{1,3})[.)]\t+(?=\S)")
_LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]")

_URL = re.compile(r"https?://[^\s<>\[\]\"`]+", re.I)
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|vero_id|yclid)",
    re.I,
)
_URL_DEFENSE = re.compile(r"https://urldefense\.(?:com|us)/v3/__(?P<url>.+?)__;.*", re.I)


_SUSPECT_CHARACTER = re.compile(
    "[\u00a0\u00ad\u2000-\u200b\u2018-\u201f\u202a-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff\ufb00-\ufb06\U0001d400-\U0001d7ff•·▪●○◦‣⁃∙➢➤▸■□◆◇❖\uf020-\uf0ff\tÃÂâ]"
)
_SUSPECT_WORD = re.compile(
    r"&nbsp;|</?(?:o:p|font|span|[vwm]:|st1:)|style=|lang=|mso"
    r"|utm_|clid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|vero_id|safelinks|urldefense|/url\?|/l\.php"
    r"|\[/?(?:caption|gallery|embed|audio|playlist|vc_|et_pb_|fusion_|contact-form-7)"
)
"""What any text that needs cleaning has one of. The words are looked for in small letters, since a pattern that
ignores case, or begins with a white space, takes eight times as long."""


def clean_text(text: str) -> str:
    """Return a text in Markdown without what Word, Google Docs, LibreOffice and Outlook leave in copied text."""
    if not (_SUSPECT_CHARACTER.search(text) or _SUSPECT_WORD.search(text.lower())):
        return text
    # What is taken away may have stood between two halves of something else.
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return text


def leftovers(text: str, cleaned: str) -> int | None:
    """Return the first line (from 0) where `cleaned` differs by more than quotes and spaces, or None."""
    for number, (before, after) in enumerate(
        zip(text.split("\n"), cleaned.split("\n"), strict=True)
    ):
        if before != after and _SPACES.sub(" ", before).translate(_QUOTES) != _SPACES.sub(
            " ", after
        ):
            return number
    return None


def _clean_once(text: str) -> str:
    lines = text.split("\n")
    outside = {number for number, _ in lines_outside_code(lines, 0)}
    in_list = after_blank = False
    for number, line in enumerate(lines):
        if number not in outside:
            continue
        cleaned = _clean_indentation(clean_line(line), in_list, after_blank or number == 0)
        in_list = bool(_LIST_ITEM.match(cleaned)) or (
            in_list and (not cleaned or cleaned[0] in " \t")
        )
        after_blank = not cleaned.strip()
        lines[number] = cleaned
    return "\n".join(lines)


def clean_line(line: str) -> str:
    """Return one line of Markdown, cleaned but for its indentation; code between backticks stays."""
    line = _NUMBER.sub(_numbered, _BULLET.sub(_bulleted, line))
    return _outside_code_spans(line, _clean_words)


def _outside_code_spans(line: str, clean: Callable[[str], str]) -> str:
    return "".join(_pieces(line, clean))


def _pieces(line: str, clean: Callable[[str], str]) -> Iterator[str]:
    place = 0
    for code in CODE_SPAN.finditer(line):
        yield clean(line[place : code.start()])
        yield code[0]
        place = code.end()
    yield clean(line[place:])


def _clean_words(text: str) -> str:
    text = clean_characters(text).translate(_QUOTES)
    if "<" in text:
        text = _without_office_tags(text)
        text = _TAG.sub(lambda tag: _OFFICE_ATTRIBUTE.sub("", tag[0]), text)
    return clean_addresses(_SHORTCODE.sub("", text))


def _without_office_tags(text: str) -> str:
    """Return a text without the tags of word processors; a writer's own marks of another language stay."""
    kept: list[bool] = []

    def replaced(tag: re.Match[str]) -> str:
        if not tag[0].lower().startswith(("<span", "</span")):
            return ""
        if tag[0].startswith("</"):
            return tag[0] if kept and kept.pop() else ""
        kept.append(_FOREIGN_WORDS.fullmatch(tag[0]) is not None)
        return tag[0] if kept[-1] else ""

    return _OFFICE_TAG.sub(replaced, text)


def clean_characters(text: str) -> str:
    """Return a text without invisible characters, and with plain spaces where a number does not need another."""
    if text.isascii() and "&nbsp;" not in text:
        return text
    while (read := _MISREAD.sub(_read_again, text)) != text:
        text = read
    text = _DRESSED.sub(lambda letters: normalize("NFKC", letters[0]), INVISIBLE.sub("", text))
    return "".join(
        piece if number % 2 else _SPACES.sub(" ", piece)
        for number, piece in enumerate(re.split(f"({_KEPT_SPACE.pattern})", text))
    )


def _read_again(match: re.Match[str]) -> str:
    """What was misread, as it was written; as it stands where that would be no visible character."""
    try:
        written = match[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match[0]
    return written if written.isprintable() or written == "\u00a0" else match[0]


def _clean_indentation(line: str, in_list: bool, after_blank: bool) -> str:
    """A paragraph begins at the margin: a word processor's tab before it would make it code."""
    if in_list or not after_blank or not line.startswith("\t") or _LIST_ITEM.match(line):
        return line
    return line.lstrip("\t ")


def _indentation(written: str) -> str:
    return "    " * written.count("\t") if "\t" in written else written


def _bulleted(match: re.Match[str]) -> str:
    return f"{_indentation(match[1])}- "


def _numbered(match: re.Match[str]) -> str:
    return f"{_indentation(match[1])}{match[2]}. "


def clean_addresses(text: str) -> str:
    """Return a text whose web addresses lead straight where they go, and do not tell who sent the reader."""
    return _URL.sub(_cleaned_url, text) if "://" in text else text


def _cleaned_url(match: re.Match[str]) -> str:
    url = match[0]
    while url[-1] in ".,;:!?'*_" or (url[-1] == ")" and url.count(")") > url.count("(")):
        url = url[:-1]
    return clean_address(url) + match[0][len(url) :]


def clean_address(url: str) -> str:
    """Return a web address out of the wrapping of mail filters and search engines, without tracking parameters."""
    for _ in range(5):
        inner = _unwrapped(url)
        if inner == url:
            break
        url = inner
    return _without_tracking(url)


def _unwrapped(url: str) -> str:
    if defended := _URL_DEFENSE.fullmatch(url):
        return defended["url"]
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return url
    for ending, path, parameter in (
        (".safelinks.protection.outlook.com", "/", "url"),
        ("www.google.com", "/url", "q"),
        ("l.facebook.com", "/l.php", "u"),
    ):
        if host.endswith(ending) and parts.path.rstrip("/") == path.rstrip("/"):
            target = parse_qs(parts.query.replace("&amp;", "&")).get(parameter, [""])[0]
            if target.startswith(("http://", "https://", "mailto:")):
                return target.replace(" ", "%20")
    return url


def _without_tracking(url: str) -> str:
    before, question, rest = url.partition("?")
    if not question:
        return url
    query, sharp, fragment = rest.partition("#")
    separator = "&amp;" if "&amp;" in query else "&"
    pieces = query.split(separator)
    left = [piece for piece in pieces if not _TRACKING.fullmatch(unquote(piece.partition("=")[0]))]
    if left == pieces:
        return url
    return before + ("?" + separator.join(left) if left else "") + sharp + fragment
