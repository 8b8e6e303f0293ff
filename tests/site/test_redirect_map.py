"""The list of former addresses for nginx."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from nyspor.site.redirect_map import redirect_map


def test_each_address_leads_on_below_the_site_s_own() -> None:
    targets = {"/gammel/": "/ny/", "/blog/år.html": "/indlæg/"}
    assert redirect_map(targets, "/blog").decode() == (
        '"/blog/blog/år.html" "/blog/indl%C3%A6g/";\n"/blog/gammel/" "/blog/ny/";\n'
    )


def test_nothing_leads_to_itself_and_only_one_of_two_that_nginx_takes_for_the_same_is_there() -> (
    None
):
    assert redirect_map({"/Ny/": "/ny/", "/A/": "/ny/", "/a/": "/b/"}) == b'"/A/" "/ny/";\n'


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))), st.just("/:/")
    )
)
def test_no_address_means_anything_else_to_nginx(targets: dict[str, str]) -> None:
    named = {f"/{name}": target for name, target in targets.items()}
    lines = redirect_map(named).decode().splitlines(keepends=True)
    assert all(re.fullmatch(r'"/(?:[^"\\]|\\["\\])*" "/:/";\n', line) for line in lines)
