"""The address that a site is published at: checked, and always written in the same way."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote, urlsplit

import idna

from nyspor.problems import N_

EXAMPLE_HOST = "nyspor.example"
"""The host of the sample site, where nothing can be published."""

PORTS = {"http": 80, "https": 443}
"""The schemes a site may have, each with the port that goes without saying."""

IN_FULL = N_("Write it in full, such as https://blog.kommune.example")

PATH = re.compile(r"(/[^/]+)*")
"""A path without its closing slash: no part of it is empty."""


class InvalidSiteUrl(ValueError):
    """Text that is no address of a site; `message` and `remedy` are message ids, `{name}` is the setting."""

    def __init__(self, message: str, remedy: str = IN_FULL) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def site_url(text: str) -> str:
    """The address without a closing slash, its host as an A-label. Raises `InvalidSiteUrl`.

    >>> site_url("HTTPS://Blåbær.example:443/Nyspor/")
    'https://xn--blbr-roah.example/Nyspor'
    """
    text = text.strip()
    if not text:
        raise InvalidSiteUrl(N_("{name} is empty: the site has no address."))
    if re.search(r"[\s\x00-\x1f\x7f\\]", text):
        raise InvalidSiteUrl(N_("{name} may hold no spaces and no backslashes."))
    if not re.match(r"(?i)[a-z][a-z0-9+.-]*:", text) or _is_host_and_port(text):
        raise InvalidSiteUrl(N_("{name} lacks https:// at the beginning."))
    if "?" in text or "#" in text:
        raise InvalidSiteUrl(N_("{name} may hold neither “?” nor “#”."))
    scheme, _, rest = text.partition(":")
    scheme = scheme.lower()
    if scheme not in PORTS:
        raise InvalidSiteUrl(N_("{name} must begin with https:// (or http://)."))
    if re.match(r"(?i)/*https?:", rest):
        raise InvalidSiteUrl(N_("{name} has https:// twice."))
    if not rest.startswith("//"):
        raise InvalidSiteUrl(N_("{name} names no host: two slashes follow “https:”."))
    try:
        parts = urlsplit(f"{scheme}:{rest}")
        port = parts.port
    except ValueError:
        raise InvalidSiteUrl(N_("{name} has a port or a host that cannot be.")) from None
    if "@" in parts.netloc:
        raise InvalidSiteUrl(N_("{name} may hold no user name and no password."))
    if port == 0:
        raise InvalidSiteUrl(N_("{name} has a port or a host that cannot be."))
    shown_port = "" if port in (None, PORTS[scheme]) else f":{port}"
    return f"{scheme}://{_host(parts.hostname or '')}{shown_port}{_path(parts.path)}"


def is_example(url: str) -> bool:
    """Whether an address (as `site_url` gives it) is the sample site's, where nothing can be published."""
    return urlsplit(url).hostname == EXAMPLE_HOST


def _is_host_and_port(text: str) -> bool:
    """Whether what looks like a scheme is a host: `localhost:8000`, `kommune.example:8080/blog`."""
    return re.match(r"[^/:]+:\d+(/|$)", text) is not None


def _host(host: str) -> str:
    """A host as it is looked up."""
    if not host:
        raise InvalidSiteUrl(N_("{name} names no host."))
    try:
        address = ip_address(host)
        return f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    except ValueError:
        pass
    try:
        name = idna.encode(host, uts46=True).decode().removesuffix(".")
    except idna.IDNAError:
        name = ""
    # A name that ends in a number is an IP address that is none.
    if not name or name.rpartition(".")[2].isdecimal():
        raise InvalidSiteUrl(N_("{name} has a port or a host that cannot be."))
    return name


def _path(path: str) -> str:
    """A path without its closing slash, as it stands in a link."""
    path = path.rstrip("/")
    if not PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise InvalidSiteUrl(
            N_("{name} has a path that cannot be: a part of it is empty, “.” or “..”.")
        )
    return quote(path, safe="/%:@+,;=-._~!$")
