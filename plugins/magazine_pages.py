"""The magazine's web edition: a page for each story, linked in order, and the PDF and EPUB files to download. Likewise the
PDF files of other entries.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from pelican import Pelican, signals

from nyspor import urls
from nyspor.console import print_setup_problems
from nyspor.files.data_folder import (
    EDITION_MIGRATIONS,
    MAGAZINES_FOLDER,
    MigrationFailed,
    configured_in,
    migrate,
)
from nyspor.magazine.core.manifest import document_folder, read_manifest
from nyspor.magazine.stories import (
    MagazineStory,
    StorySection,
    issue_address,
    published_stories,
    story_sections,
)
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry, Issue, Programme, YearlyStatus
from nyspor.model.site import Link, PageHead
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, File, Page, plan


def outputs(build: Build) -> Iterator[Page | File]:
    for issue in build.library.of_kind(Issue):
        yield from story_pages(build, issue)
        yield from downloads(build, issue)
    for kind in DOCUMENTED:
        for entry in build.library.of_kind(kind):
            yield from documents(build, entry)


def story_pages(build: Build, issue: Issue) -> Iterator[Page]:
    """Yield a page for each story of the issue, with links to the stories before and after."""
    library = build.library
    stories = published_stories(library, issue)
    # Each page names its section and the stories beside it: build the sections once for all pages.
    sections = cache(partial(story_sections, library, issue))
    for place, story in enumerate(stories):
        yield Page(
            urls.output_path(urls.magazine_story_address(issue.slug, story.slug)),
            "magazine_story.html",
            partial(story_page, build, issue, sections, place),
            story.lang.value,
            whole=(issue, *stories),
            values=place,
        )


def story_page(
    build: Build, issue: Issue, sections: Callable[[], tuple[StorySection, ...]], place: int
) -> Context:
    """Return the context of the story at position `place` (from 0) of the issue."""
    ordered = [(section, story) for section in sections() for story in section.stories]
    section, story = ordered[place]
    return {
        "page": head(build, issue, story),
        "issue": issue,
        "home": issue_address(issue),
        "section": section,
        "magazine_story": story,
        "body": story.body,
        "earlier": ordered[place - 1][1] if place else None,
        "later": ordered[place + 1][1] if place + 1 < len(ordered) else None,
        "place": place + 1,
        "count": len(ordered),
    }


def head(build: Build, issue: Issue, story: MagazineStory) -> PageHead:
    """Return the page's metadata; its canonical address is that of the story itself."""
    magazines = Link(
        build.translate(kind_spec(issue.kind).plural), urls.kind_list_address(issue.kind)
    )
    return PageHead(
        title=story.title,
        address=urls.magazine_story_address(issue.slug, story.story.slug),
        description=story.lead,
        lang=story.story.lang.value,
        breadcrumbs=(magazines, Link(issue.title, issue_address(issue))),
        picture=story.picture or view_models.shown_picture(build.library, issue),
        canonical=build.library.address(story.story),
    )


def downloads(build: Build, issue: Issue) -> Iterator[File]:
    """Yield the public edition files that `nyspor magazine` has made."""
    if build.magazines:
        yield from copies(build.magazines / issue.slug, issue_address(issue))


DOCUMENTED: tuple[type[Entry], ...] = (YearlyStatus, Programme)
"""The kinds of whose pages PDF files can be made (`nyspor status`, `nyspor programme`)."""


def documents(build: Build, entry: Entry) -> Iterator[File]:
    """Yield the PDF files that have been made of an entry."""
    if build.magazines:
        folder = document_folder(build.magazines, entry)
        yield from copies(folder, build.library.address(entry))


def copies(folder: Path, address: str) -> Iterator[File]:
    """Yield the public files that were made in `folder`, below an address."""
    manifest = read_manifest(folder)
    for edition in manifest.files if manifest else ():
        if edition.public:
            source = folder / edition.file
            yield File(urls.output_path(address + edition.file), source.read_bytes, copies=source)


def move_editions(pelican: Pelican) -> None:
    """Move the editions that an earlier version made into the folder that the settings name."""
    if pelican.settings.get("NYSPOR_MAGAZINES") != str(MAGAZINES_FOLDER):
        return
    try:
        migrate(EDITION_MIGRATIONS, configured_in(os.environ))
    except MigrationFailed as found:
        print_setup_problems(found.problems)
        raise SystemExit(1) from None


def register() -> None:
    signals.initialized.connect(move_editions)
    plan.connect(outputs)
