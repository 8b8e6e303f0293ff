"""Which address a request is counted for, behind proxies and without them."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.forms_service.client_address import client_address, parse_network

PROXIES = tuple(map(parse_network, ["127.0.0.1", "::1", "10.0.0.0/24"]))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("198.51.100.7", [], "198.51.100.7"),
        ("198.51.100.7", ["203.0.113.9"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7, 10.0.0.5"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7", "10.0.0.5"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7:51234"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7:51234, 10.0.0.5:443"], "198.51.100.7"),
        ("127.0.0.1", ["2001:db8::7"], "2001:db8::7"),
        ("127.0.0.1", ["[2001:db8::7]:51234"], "2001:db8::7"),
        ("127.0.0.1", ["[2001:db8::7]"], "2001:db8::7"),
        ("127.0.0.1", ["::ffff:198.51.100.7"], "198.51.100.7"),
        ("::ffff:127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("::1", ["fe80::7%eth0"], "fe80::7"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["10.0.0.5, 127.0.0.1"], "10.0.0.5"),
        ("127.0.0.1", ["203.0.113.9, unknown"], "unknown"),
        ("127.0.0.1", ["203.0.113.9, <x>, 10.0.0.5"], "unknown"),
        ("", ["203.0.113.9"], "unknown"),
        ("testclient", ["203.0.113.9"], "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else " & ".join(value) or "none",
)
def test_the_client_is_the_first_from_the_end_that_is_no_proxy(
    peer: str, forwarded: list[str], client: str
) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


@given(
    st.text(max_size=60),
    st.lists(st.text('0123456789abcdef:.[]%, "', max_size=60) | st.text(max_size=40)),
)
def test_whatever_a_proxy_says_an_address_comes_of_it(peer: str, forwarded: list[str]) -> None:
    for asked_by in (peer, "127.0.0.1", "::ffff:127.0.0.1"):
        found = client_address(asked_by, forwarded, PROXIES)
        assert found == "unknown" or ip_address(found)


def test_a_proxy_may_be_written_in_either_form() -> None:
    assert (
        client_address("127.0.0.1", ["198.51.100.7"], [parse_network("::ffff:127.0.0.1")])
        == "198.51.100.7"
    )


@pytest.mark.parametrize("wrong", ["127.0.0.1:80", "nginx", "10.0.0.5/24", "1.2.3"])
def test_what_is_no_address_is_no_proxy(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_network(wrong)
