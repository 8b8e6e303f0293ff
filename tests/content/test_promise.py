"""What the check passes can be built: site, feeds, calendars and magazine. `make torture-content` tries many more."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings

from tests.content.promise import built, content_files, hold, laid_out
from tests.content.random_texts import Change, changed_sites, texts_in
from tests.full_site import write_content

SITES = 8
"""With some fifteen changed texts each."""


def test_what_the_check_passes_is_built(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = content_files(write_content(tmp_path_factory.mktemp("content"), posts=1))
    texts = texts_in(base)
    passed: list[Change] = []

    # What is needed for a fault is worked out from the change itself, much faster.
    @settings(max_examples=SITES, phases=[Phase.generate])
    @given(changed_sites(texts, base.keys() - texts.keys()))
    def sites_are_built(changes: list[Change]) -> None:
        passed.extend(hold(built, base, changes))

    sites_are_built()
    assert len(passed) > 20
    assert hold(laid_out, base, passed)
