"""The site's address: what is understood, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nyspor.site.site_url import InvalidSiteUrl, is_example, site_url

UNDERSTOOD = {
    "https://blog.kommune.example": "https://blog.kommune.example",
    "https://blog.kommune.example/": "https://blog.kommune.example",
    "  https://kommune.example/innovation//\n": "https://kommune.example/innovation",
    "HTTPS://Kommune.Example/Innovation": "https://kommune.example/Innovation",
    "https://kommune.example:443": "https://kommune.example",
    "http://kommune.example:80/": "http://kommune.example",
    "https://kommune.example:8443": "https://kommune.example:8443",
    "https://kommune.example:": "https://kommune.example",
    "https://kommune.example.": "https://kommune.example",
    "http://127.0.0.1:8000": "http://127.0.0.1:8000",
    "http://localhost:8000/": "http://localhost:8000",
    "http://[::1]:8000": "http://[::1]:8000",
    "https://blåbærsø.example": "https://xn--blbrs-nrai0m.example",
    "https://BLÅBÆRSØ.example/": "https://xn--blbrs-nrai0m.example",
    "https://xn--blbrs-nrai0m.example": "https://xn--blbrs-nrai0m.example",
    "https://kommune.example/ny-viden/sø": "https://kommune.example/ny-viden/s%C3%B8",
    "https://kommune.example/s%C3%B8": "https://kommune.example/s%C3%B8",
}

REFUSED = (
    "", "   ", "kommune", "kommune.example/innovation", "//kommune.dk", "www.kommune.dk", "/blog",
    "kommune.example:8080", "localhost:8000/", "ftp://kommune.dk", "file:///srv/site",
    "mailto:blog@kommune.example", "ws://kommune.dk", "https:", "https://", "https:///innovation",
    "https:kommune.dk", "https:/kommune.dk", "https//kommune.dk", "https://:8000",
    "https://kommune.dk?a=b", "https://kommune.dk/?", "https://kommune.dk/#om", "https://kommune.dk#",
    "https://bruger:kode@kommune.dk", "https://bruger@kommune.dk", "https://@kommune.dk",
    "https://min kommune.dk", "https://kommune.dk/en side", "https://kom\tmune.dk", "https://kom\nmune.dk",
    "https:\\\\kommune.dk", "https://kommune.dk\\blog", "https://kommune.dk:99999",
    "https://kommune.dk:0", "https://kommune.dk:-1", "https://kommune.dk:http", "https://kommune.dk:８０",
    "https://kommune..dk", "https://.dk", "https://-kommune.dk", "https://kom_mune.dk", "https://[::1",
    "https://999.1.1.1", "https://1.2.3", "https://kommune.dk/a//b", "https://kommune.dk/../b",
    "https://" + "a" * 64 + ".dk", "https://kom%6Dune.dk", "https://<kommune>.dk",
    "https://https://kommune.dk", "https:http://kommune.dk",
)  # fmt: skip


@pytest.mark.parametrize(("written", "url"), UNDERSTOOD.items())
def test_an_address_is_written_in_one_way(written: str, url: str) -> None:
    assert site_url(written) == url


def test_an_address_pasted_behind_https_is_called_by_its_name() -> None:
    with pytest.raises(InvalidSiteUrl, match="twice"):
        site_url("https://https://kommune.dk")


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(InvalidSiteUrl) as found:
        site_url(written)
    assert "{name}" in found.value.message
    assert found.value.remedy


@pytest.mark.parametrize(
    "written",
    [
        "https://nyspor.example", "http://nyspor.example/", "HTTPS://NYSPOR.EXAMPLE",
        "https://nyspor.example:8443/blog", "https://nyspor.example.", "https://ＮＹＳＰＯＲ.example",
    ],
)  # fmt: skip
def test_the_example_is_known_in_any_spelling(written: str) -> None:
    assert is_example(site_url(written))


def test_other_addresses_are_not_the_example() -> None:
    assert not is_example(site_url("https://nyspor.example.dk/nyspor.example"))


@given(text=some.text() | some.from_regex(r"https?://[a-zæøå0-9.:@\[\]/?#%-]*", fullmatch=True))
def test_any_text_is_refused_or_written_in_one_way(text: str) -> None:
    try:
        url = site_url(text)
    except InvalidSiteUrl:
        return
    assert site_url(url) == url
    assert url.isascii()
    assert url.startswith(("https://", "http://"))
    assert not url.endswith("/")
