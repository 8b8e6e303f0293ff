"""The kinds of change that staff, developers and mishaps make, and which of them leave a site as it was.

Each leaves a sample that is right or, now and then, one that validation must refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from types import ModuleType

from tests.incremental import content_edits, disk_edits, entry_edits, site_edits
from tests.incremental.content_edits import pictured, unread
from tests.incremental.disk_edits import touched
from tests.incremental.entry_edits import (
    body,
    date,
    deleted,
    heading,
    link,
    new,
    place,
    related,
    series,
    slug,
    status,
    summary,
    title,
    topics,
    tracks,
    under,
)  # fmt: skip
from tests.incremental.site_builder import NOW, SampleSite

Edit = Callable[[SampleSite, Random], None]


def _edits_in(module: ModuleType) -> tuple[Edit, ...]:
    """The edits that a module defines, in the order of their names."""
    return tuple(
        found
        for name, found in sorted(vars(module).items())
        if getattr(found, "__module__", "") == module.__name__ and _is_edit(found)
    )


def _is_edit(found: Callable[..., None]) -> bool:
    """Whether a function is an edit and not a helper of edits."""
    takes = list(found.__annotations__)
    return takes == ["sample", "random", "return"] and not found.__name__.startswith("_")


ENTRY_EDITS, CONTENT_EDITS = _edits_in(entry_edits), _edits_in(content_edits)
SITE_EDITS, DISK_EDITS = _edits_in(site_edits), _edits_in(disk_edits)

EDITS = (*ENTRY_EDITS, *CONTENT_EDITS, *SITE_EDITS, *DISK_EDITS)

CODE_EDITS: tuple[Edit, ...] = (
    site_edits.plugin, site_edits.helper_module, site_edits.plugin_package, site_edits.plugin_plans_more,
    site_edits.plugin_left_out,
)  # fmt: skip
"""Those that a long-lived process does not see: it keeps the code that it has loaded."""

UNSEEN: tuple[Edit, ...] = (
    touched, unread, entry_edits.line_endings, site_edits.debugging, site_edits.one_process,
    site_edits.time_zone, site_edits.language_of_messages, site_edits.hidden_static_file,
)  # fmt: skip
"""Those that change nothing of the site."""

REPAIRED: tuple[Edit, ...] = tuple(
    edit
    for edit in DISK_EDITS
    if edit.__name__.startswith(("page", "folder_is", "picture", "output", "forms", "state"))
)
"""Those of what builds have left: the next build gives the same site."""

TEXTS: tuple[Edit, ...] = (body, heading, touched)
"""Those after which a build need not plan everything."""

WORDS_ONLY: tuple[Edit, ...] = (body, title, summary, touched)
"""Those after which the same is listed, sorted and grouped by."""

MOVES: tuple[Edit, ...] = (
    new, new, deleted, slug, date, tracks, topics, place, under, link, series, status, related, title,
    summary, pictured, body,
)  # fmt: skip
"""Those after which most posts and stories show beside them what they showed."""

MOMENTS = (NOW, NOW, NOW, "2026-12-05 12:00", "2027-02-01 12:00", "2026-06-01 12:00")
"""Builds come one after the other, and now and then a clock is wrong."""
