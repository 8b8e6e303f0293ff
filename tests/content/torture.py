"""Thousands of texts changed at random, checked, and what passes built: `make torture-content`.

A trial is a handful of sites of the same seed, and a magazine of the stories that passed.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.conftest import ROOT
from tests.content.promise import PromiseBroken, built, content_files, hold, laid_out
from tests.content.random_texts import PICTURES, Change, changed_sites, texts_in
from tests.full_site import write_content
from tests.torture_runner import Findings, main

SITES = 8
"""In one trial, each with some fifteen changed texts."""


@cache
def bases() -> tuple[dict[str, bytes], ...]:
    """A small site with something of everything, and the sample with pictures that are quickly made."""
    with TemporaryDirectory() as folder:
        small = content_files(write_content(Path(folder), posts=1))
    sample = content_files(ROOT / "content")
    plain = {path: PICTURES["grey.png"] for path in sample if path.endswith(".png")}
    return small, sample | plain | {"images/forside.png": small["images/forside.png"]}


def trial(number: int) -> Findings:
    """The sites of this seed, and their magazine."""
    base = bases()[number % 2]
    texts = texts_in(base)
    counts: Counter[str] = Counter()
    passed: list[Change] = []

    @seed(number)
    @settings(
        max_examples=SITES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(changed_sites(texts, base.keys() - texts.keys()))
    def sites_are_built(changes: list[Change]) -> None:
        found = hold(built, base, changes)
        counts.update({"texts tried": len(changes), "passed and built": len(found)})
        passed.extend(found)

    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        try:
            sites_are_built()
            counts["stories in magazines"] = len(hold(laid_out, base, passed))
        except PromiseBroken as broken:
            return Findings((f"seed {number}: {broken}",), counts)
    return Findings((), counts)


if __name__ == "__main__":
    main("content", trial, runs=50)
