"""The check of `brand.yaml`, beside that of the content."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from nyspor import urls
from nyspor.checks.library import ContentInvalid, build_library
from nyspor.checks.published_addresses import removed_addresses
from nyspor.content.collection import ContentCollection, is_published
from nyspor.problems import Problem
from nyspor.site.brand import FILE, SiteBrand, brand_of
from nyspor.site.brand_checks import check_brand, check_expiry, check_links, dead_links


def check_site_brand(
    content: ContentCollection, settings: Path, now: datetime, file: str = FILE
) -> list[Problem]:
    """Return every problem of the brand of a site with this content; none where it has no `brand.yaml`."""
    found = brand_of({"NYSPOR_BRAND": file})
    if found.file is None:
        return []
    problems = [*check_brand(found), *check_expiry(found, now)]
    if any(dead_links(found, published_paths(content, now))):
        # A plugin may have a page there, which only the settings know: Pelican is slow to load.
        paths = planned_paths(found, content, settings, now)
        removed = removed_addresses(content, now)
        problems += check_links(found, paths, unpublished_addresses(content, now), removed)
    return problems


def published_paths(content: ContentCollection, now: datetime) -> Collection[str]:
    """Return the paths of the pages that follow from the content alone."""
    addresses = {*content.linkable_addresses, *urls.list_addresses(), urls.COLOPHON}
    return {urls.output_path(each) for each in addresses - unpublished_addresses(content, now)}


def unpublished_addresses(content: ContentCollection, now: datetime) -> set[str]:
    """Return the addresses that drafts, and what is put off, will have."""
    return {
        urls.entry_address(*parsed.location)
        for parsed in content.parsed_entries
        if parsed.entry and not is_published(parsed.entry, now.timestamp())
    }


def planned_paths(
    found: SiteBrand, content: ContentCollection, settings: Path, now: datetime
) -> Collection[str]:
    """Return the paths of all that a build would write, plugins' pages with it; where the content has problems,
    or there are no settings, of what is known."""
    from pelican.settings import read_settings

    from nyspor.site.build_plan import Build, existing_paths, plan
    from nyspor.site.settings import site_of
    from nyspor.site.theme import theme_of

    known = published_paths(content, now)
    if not settings.is_file():
        return known
    try:
        library = build_library(content, now)
    except ContentInvalid:
        return known
    read = read_settings(str(settings)) | {"NYSPOR_PREVIEW": True}
    for plugin in read["PLUGINS"]:
        plugin.register()
    build = Build(library, site_of(read), Path(read["PATH"]), theme_of(read))
    return existing_paths(output for _, outputs in plan.send(build) for output in outputs)
