"""Where a request came from, behind one or more proxies that are trusted to say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

ProxyNetwork = IPv4Network | IPv6Network
"""The address of a trusted proxy, or a network of several."""

_WITH_PORT = re.compile(r"\[([^\[\]]*)\](?::\d+)?|([0-9.]+):\d+")


def client_address(peer: str, forwarded: Iterable[str], proxies: Sequence[ProxyNetwork]) -> str:
    """The address of the client; 'unknown' where a trusted proxy does not tell it.

    `peer` is who has connected, `forwarded` the values of all `X-Forwarded-For` headers, in order. Each proxy
    adds at the end whom it was asked by; so from the end, the first that is no trusted proxy is the client, and
    what stands before it may be made up.
    """
    said = [part for value in forwarded for part in value.split(",") if part.strip()]
    found = parse_address(peer)
    while is_trusted(found, proxies) and said:
        found = parse_address(said.pop())
    return str(found) if found else "unknown"


def is_trusted(address: IPv4Address | IPv6Address | None, proxies: Sequence[ProxyNetwork]) -> bool:
    """Whether the address is that of a proxy in the settings."""
    return address is not None and any(address in network for network in proxies)


def parse_address(written: str) -> IPv4Address | IPv6Address | None:
    """An address as servers write it: with a port, in brackets, IPv4 within IPv6, with a zone; None where it is none."""
    text = written.strip().strip('"')
    if found := _WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def parse_network(written: str) -> ProxyNetwork:
    """The addresses of one setting: `127.0.0.1`, `::1` or `10.0.0.0/24`. Raises `ValueError`."""
    network = ip_network(written)
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped:
        return ip_network(f"{network.network_address.ipv4_mapped}/{network.prefixlen - 96}")
    return network


def network_of(address: str) -> str:
    """The network that an address belongs to, as limits count it: a /24, or a /64 in IPv6; 'unknown' for no address."""
    try:
        length = 24 if ip_address(address).version == 4 else 64
        return str(ip_network(f"{address}/{length}", strict=False))
    except ValueError:
        return "unknown"
