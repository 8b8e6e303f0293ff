"""What the view of a kind answers: what a page shows besides what all pages of its sort show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nyspor.model.kinds import Entry
from nyspor.site.build_plan import Context


@dataclass(frozen=True)
class EntryView:
    """A page's own part. `context` gives it to the template, when the page is rendered.

    What it is made from is declared beside it, as for `nyspor.site.build_plan.Page`: entries of which it shows
    no more than lists do (`listed`), entries shown in full (`whole`), and all else as plain `values`.
    `paged` is a list that is divided into pages; the template gets a part of it as `entries`.
    """

    context: Callable[[], Context] = dict
    listed: Sequence[Entry] = ()
    whole: Sequence[Entry] = ()
    values: object = ()
    paged: Sequence[Entry] | None = None
