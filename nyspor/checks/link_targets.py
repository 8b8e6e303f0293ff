"""What is wrong with where a link leads, as far as its text tells, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from nyspor.model.link_targets import OWN_DRIVE, drive_path, is_broken, scheme_of
from nyspor.problems import N_, closest_match


class Mistake(NamedTuple):
    """What is wrong with a link, in words with parameters."""

    message: str
    remedy: str
    params: Mapping[str, object] = MappingProxyType({})


_SCHEMES = ("http", "https", "mailto", "tel", "sms", "webcal", "geo")
"""What browsers and telephones open."""

_MAIL = re.compile(r"[^@\s/?#:]+@[^@\s/?#]+\.[^@\s/?#.]{2,}")
_MAILTO = re.compile(r"mail ?to[:;./ ]*([^@\s/?#:;]+@[^@\s/?#]+\.[^@\s/?#.]{2,})", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d ]{6,14}\d")
_PHONE_IN_LINK = re.compile(r"[+*#]?\d[\d ().\-/*#]*(?:[;?].*)?")
_WEB_SCHEME = re.compile(
    r"h?t{1,3}ps?s?\s*[:;.,]*\s*[/\\]+\s*|h?t{1,3}ps?:(?=[\w-]+\.)", re.IGNORECASE
)
"""The beginning of a web address, right or wrong."""
_HOST = re.compile(
    r"(?:www\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:dk|com|org|net|eu|se|no|de|uk|info|nu|io|gov|edu|example))(?:[/?#:].*)?",
    re.IGNORECASE,
)
_LOCAL_ENDINGS = (
    ".local",
    ".localhost",
    ".lan",
    ".intern",
    ".internal",
    ".intranet",
    ".home",
    ".corp",
)

WRITE = N_("Write “{right}”.")
NOT_PUBLIC = N_("“{link}” can only be opened from your own computer or network.")
NOTHING = N_("The link {link} leads to nothing a reader can open.")


def elsewhere_mistake(link: str) -> Mistake | None:
    """Return what is wrong with a link that leads out of the content folder, or None."""
    if not link:
        return Mistake(
            N_("The link has no address."),
            N_("Write it between the parentheses, without quotes, or take the link out."),
        )
    if link.strip() == "#":
        return Mistake(
            N_("The link leads to “#”, which is nowhere."),
            N_("Write an address, or take the link out."),
        )
    if drive_path(link):
        return Mistake(*OWN_DRIVE)
    if is_broken(link):
        return Mistake(NOTHING, N_("Write an address that begins with https://."))
    scheme = scheme_of(link).lower()
    if scheme == "mailto":
        return _mail_mistake(link)
    if scheme in ("http", "https"):
        return _web_mistake(link)
    if scheme in ("tel", "sms") and not _PHONE_IN_LINK.fullmatch(unquote(link.partition(":")[2])):
        return Mistake(
            N_("The link {link} has no telephone number."), N_("Write it like tel:+4512345678.")
        )
    if scheme in _SCHEMES or not scheme:
        return None
    if scheme in ("javascript", "data", "vbscript"):
        return Mistake(NOTHING, N_("Write an address that begins with https://."))
    near = closest_match(scheme, ("https", "http", "mailto"), 0.7) or (
        "tel" if scheme in ("tlf", "telefon") else ""
    )
    if near:
        rest = link.partition(":")[2]
        right = f"https://{rest.lstrip('/')}" if near.startswith("http") else f"{near}:{rest}"
        return Mistake(
            N_("No browser knows what begins with {scheme}:, as {link} does."),
            WRITE,
            {"scheme": scheme, "right": right},
        )
    return Mistake(N_("No browser knows what begins with {scheme}:, as {link} does."), N_("Write an address that begins with https://."), {"scheme": scheme})  # fmt: skip


def _mail_mistake(link: str) -> Mistake | None:
    address = link.partition(":")[2].partition("?")[0].replace("%40", "@")
    if all(_MAIL.fullmatch(part.strip()) for part in address.split(",")):
        return None
    return Mistake(
        N_("The link {link} has no whole e-mail address."),
        N_("Write it like mailto:navn@kommune.example."),
    )


def _web_mistake(link: str) -> Mistake | None:
    parts = urlsplit(link)
    host = parts.hostname or ""
    if (
        not host
        or host in ("http", "https")
        or " " in parts.netloc
        or link.startswith(("http:\\", "https:\\"))
    ):
        rest = link
        while found := _WEB_SCHEME.match(rest):
            rest = rest[found.end() :]
        rest = re.sub(r"^https?:", "", rest).lstrip("/\\ ").replace(" ", "")
        if not rest:
            return Mistake(
                N_("The address {link} is not whole."),
                N_("Write an address that begins with https://."),
            )
        return Mistake(N_("The address {link} is not whole."), WRITE, {"right": f"https://{rest}"})
    if _is_local(host):
        return Mistake(
            NOT_PUBLIC, N_("Link to where all can read it, or put the file in content/files.")
        )
    labels = host.rstrip(".").split(".")
    if not all(labels) or not re.fullmatch(r"[\w.-]+|[0-9a-f:.]+", host):
        return Mistake(
            N_("The address {link} has a slip in “{host}”."),
            N_("Open it in a browser, and copy it from there."),
            {"host": host},
        )
    return None


def _is_local(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host.rstrip(".") or host.endswith(_LOCAL_ENDINGS)


_LOGIN = re.compile(
    r"https?://(?:[\w-]+\.sharepoint\.com|outlook\.office(?:365)?\.com|mail\.google\.com|intra(?:net)?\.)",
    re.IGNORECASE,
)
"""The beginning of addresses of an organisation's own files and mail."""


def asks_for_login(link: str) -> bool:
    """Return whether a web address is of a service that opens for an organisation's own people only."""
    return bool(_LOGIN.match(link))


def path_mistake(link: str) -> Mistake | None:
    """Return what is wrong with a link that was read as a path in the content folder but is none, or None."""
    if drive_path(link):
        return Mistake(*OWN_DRIVE)
    bare = link.strip("()<> ")
    if found := _MAILTO.fullmatch(bare):
        return Mistake(
            N_("The address {link} is not whole."), WRITE, {"right": f"mailto:{found[1]}"}
        )
    if _MAIL.fullmatch(bare):
        return Mistake(
            N_("{link} is an e-mail address, which a link must say."),
            WRITE,
            {"right": f"mailto:{bare}"},
        )
    if _PHONE.fullmatch(bare):
        right = "tel:" + bare.replace(" ", "")
        return Mistake(
            N_("{link} is a telephone number, which a link must say."), WRITE, {"right": right}
        )
    rest = bare
    if found := _WEB_SCHEME.match(bare):
        rest = bare[found.end() :]
    if rest and (found or _HOST.fullmatch(rest)):
        return Mistake(N_("The address {link} is not whole."), WRITE, {"right": f"https://{rest}"})
    return None


_EMPTY_WORDS = frozenset({
    *("her", "klik", "klik her", "tryk her", "tryk", "se her", "læs her", "læs", "læs mere", "læs mere her"),
    *("se mere", "se mere her", "mere", "find det her", "link", "dette link", "linket", "via dette link", "hent her"),
    *("download her", "download", "denne side", "klik her for at læse mere", "klik her for mere information"),
    *("følg linket", "via linket", "se link", "here", "click here", "read more", "more", "this link"),
})  # fmt: skip


def says_nothing(text: str) -> bool:
    """Return whether the words of a link do not say where it leads: 'klik her'."""
    words = " ".join(text.lower().strip(" .:!>»«→…").split())
    return words in _EMPTY_WORDS or words.startswith(("klik her", "tryk her", "click here"))
