"""Checks of a magazine issue: what it lacks before it can be laid out.

They are not among the checks of every build, since an issue may be unfinished for months. They do not
repeat what those report (a missing story, picture or text alternative, an expired consent); `check_issue`
runs both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from nyspor.checks import check_content, unique
from nyspor.checks.media import INLINE
from nyspor.checks.references import repeated_stories_in
from nyspor.content.collection import ContentCollection, is_scheduled
from nyspor.content.entry_reader import ParsedEntry
from nyspor.front_matter.parsing import FieldPath
from nyspor.magazine.core.page_geometry import (
    COVER_FRAME,
    MIN_DPI,
    SPREAD_FRAME,
    STORY_FRAME,
    TEXT_FRAME,
    Frame,
    effective_dpi,
    pages_needed,
    pixels_needed,
    word_capacity,
)
from nyspor.markdown.linter import no_credit
from nyspor.model.document import Block, Body, render_blocks
from nyspor.model.kinds import Issue, Story
from nyspor.model.link_targets import SCHEME, internal_target
from nyspor.model.values import Image, IssueEntry, Status, Video
from nyspor.problems import N_, Problem
from nyspor.text.danish import format_date

REQUIRED_FIELDS = (
    ("cover", N_("The magazine has no cover."), N_("Write forside: and below it fil:, alt: and kredit:.")),
    ("editorial", N_("The magazine has no editorial."), N_("Write leder: and the editor's words to the reader.")),
    ("sections", N_("The magazine has no stories."), N_("Write afsnit: and below it titel: and historier: for each section.")),
    ("colophon", N_("The magazine has no colophon."), N_("Write kolofon: and who made the magazine, and from what.")),
    ("back_cover", N_("The magazine has no text on the back."), N_("Write bagside: and a line for the reader to take along.")),
)  # fmt: skip
"""The fields that every issue must have, each with the message and remedy where it is missing."""

_IMG_SRC = re.compile(r'<img [^>]*?src="([^"]*)"')


@dataclass(frozen=True)
class SelectedStory:
    """A story that an issue includes: the field (`path`) and `entry` in the issue, and the story itself."""

    path: FieldPath
    entry: IssueEntry
    parsed: ParsedEntry
    story: Story

    @property
    def title(self) -> str:
        return self.entry.title or self.story.title


def check_issue(content: ContentCollection, parsed: ParsedEntry, now: datetime) -> list[Problem]:
    """Return every problem of the content and of the issue in `parsed`, sorted, each once."""
    found = (*check_content(content, now), *check_layout(content, parsed, now))
    return sorted(unique(found), key=lambda problem: problem.sort_key)


def check_layout(
    content: ContentCollection, parsed: ParsedEntry, now: datetime
) -> Iterator[Problem]:
    """Yield what prevents the layout of the issue in `parsed` at the moment `now`."""
    if not isinstance(parsed.entry, Issue):
        return
    issue, stories = parsed.entry, list(selected_stories(content, parsed.entry))
    yield from _missing_fields(parsed, issue)
    yield from repeated_stories_in(parsed, issue, content)
    if issue.cover:
        yield from _field_resolution_problem(content, parsed, ("cover",), issue.cover, COVER_FRAME)
    for selected in _unique_stories(stories):
        yield from _unpublished_story(parsed, selected, now)
        yield from _wrong_year(parsed, selected, issue.year)
        yield from _length_problem(parsed, selected)
        yield from _check_opening_picture(content, parsed, selected)
        yield from _check_text_pictures(content, selected.parsed)


def selected_stories(content: ContentCollection, issue: Issue) -> Iterator[SelectedStory]:
    """Yield the stories of an issue that exist, in order."""
    for s, section in enumerate(issue.sections):
        for e, entry in enumerate(section.entries):
            parsed = issue.find_story(content.by_key, entry.slug)
            if parsed and isinstance(parsed.entry, Story):
                yield SelectedStory(("sections", s, "entries", e), entry, parsed, parsed.entry)


def _unique_stories(stories: Iterable[SelectedStory]) -> Iterable[SelectedStory]:
    """Return the stories without repetitions."""
    first: dict[str, SelectedStory] = {}
    for selected in stories:
        first.setdefault(selected.story.slug, selected)
    return first.values()


def _missing_fields(parsed: ParsedEntry, issue: Issue) -> Iterator[Problem]:
    for name, message, remedy in REQUIRED_FIELDS:
        if not getattr(issue, name):
            yield parsed.problem((name,), message, remedy, rule="issue-complete")
    for number, section in enumerate(issue.sections):
        if not section.entries:
            yield parsed.problem(
                ("sections", number, "title"),
                N_("The section “{title}” has no stories."),
                N_("Write historier: and below it “- historie: name”, or take the section out."),
                title=section.title,
                rule="issue-complete",
            )


def _unpublished_story(
    parsed: ParsedEntry, selected: SelectedStory, now: datetime
) -> Iterator[Problem]:
    """Yield a problem where the story is not published."""
    remedy = N_("Publish it (status: udgivet in {file}), or take it out of the magazine.")
    if selected.story.status is Status.DRAFT:
        message = N_("The story “{title}” is still a draft.")
    elif selected.story.status is Status.HIDDEN:
        message = N_("The story “{title}” is hidden.")
    elif is_scheduled(selected.story, now):
        message = N_("The story “{title}” does not come out before {date}.")
        remedy = N_("Make the magazine after that, or take the story out.")
    else:
        return
    date = format_date(selected.story.date) if selected.story.date else ""
    yield parsed.problem(
        (*selected.path, "slug"),
        message,
        remedy,
        title=selected.title,
        file=selected.parsed.file,
        date=date,
        rule="issue-story",
    )


def _wrong_year(parsed: ParsedEntry, selected: SelectedStory, year: int) -> Iterator[Problem]:
    if selected.story.magazine and str(year) not in selected.story.magazine:
        yield parsed.problem(
            (*selected.path, "slug"),
            N_("The story “{title}” is marked for the magazine of {years}, not of {year}."),
            N_("Add {year} to magasin: in {file}, or take the story out."),
            title=selected.title,
            years=", ".join(selected.story.magazine),
            year=year,
            file=selected.parsed.file,
            rule="issue-story",
        )


def _length_problem(parsed: ParsedEntry, selected: SelectedStory) -> Iterator[Problem]:
    words, entry = selected.parsed.body.words, selected.entry
    if entry.length is None or words <= word_capacity(entry.length, entry.columns, entry.spread):
        return
    capacity = word_capacity(entry.length, entry.columns, entry.spread)
    yield parsed.problem(
        (*selected.path, "length"),
        N_("The story “{title}” is {over} words too long: it has {words}, and there is room for {room}."),
        N_("Shorten {file}, or give the story room with længde: {pages}."),
        title=selected.title,
        over=words - capacity,
        words=words,
        room=capacity,
        file=selected.parsed.file,
        pages=pages_needed(words, entry.columns, entry.spread),
        rule="issue-length",
    )  # fmt: skip


def _check_opening_picture(
    content: ContentCollection, parsed: ParsedEntry, selected: SelectedStory
) -> Iterator[Problem]:
    """Check the opening picture: the issue's own, else the story's."""
    frame = SPREAD_FRAME if selected.entry.spread else STORY_FRAME
    if selected.entry.image:
        path = (*selected.path, "image")
        yield from _field_resolution_problem(content, parsed, path, selected.entry.image, frame)
    elif selected.story.image:
        yield from _field_resolution_problem(
            content, selected.parsed, ("image",), selected.story.image, frame
        )
    elif selected.entry.spread:
        yield parsed.problem(
            (*selected.path, "spread"),
            N_("The story “{title}” is to open with its picture on a page of its own, but has none."),
            N_("Write billede: and below it fil:, alt: and kredit:, or take opslag: out."),
            title=selected.title,
            rule="issue-picture",
        )  # fmt: skip


def _check_text_pictures(content: ContentCollection, parsed: ParsedEntry) -> Iterator[Problem]:
    """Check the pictures in a story's text, and the posters of its videos."""
    uncredited = _uncredited_pictures(parsed.body)
    for reference in {image.target: image for image in parsed.body.images}.values():
        target = internal_target(reference.target, parsed.file)
        if SCHEME + target in uncredited:
            yield no_credit(parsed.file, reference.target, reference.line)
        yield from _resolution_problem(
            content, target, TEXT_FRAME, parsed.file, reference.line, INLINE
        )
    for block in parsed.body.blocks:
        if isinstance(block.data, Video) and block.data.poster:
            file = block.data.poster.file
            yield from _resolution_problem(content, file, TEXT_FRAME, parsed.file, block.line, "")


def _uncredited_pictures(body: Body) -> frozenset[str]:
    """Return the addresses of the pictures outside figures with a credit."""

    def without_credited(block: Block, inside: str) -> str:
        return "" if block.name == "figure" and block.argument else inside

    left = render_blocks(body.html, body.blocks, without_credited)
    return frozenset(unescape(src) for src in _IMG_SRC.findall(left))


def _field_resolution_problem(
    content: ContentCollection, parsed: ParsedEntry, path: FieldPath, image: Image, frame: Frame
) -> Iterator[Problem]:
    line, written = parsed.fields.locate((*path, "file"))
    return _resolution_problem(content, image.file, frame, parsed.file, line or 1, written)


def _resolution_problem(
    content: ContentCollection, file: str, frame: Frame, source: str, line: int, written: str
) -> Iterator[Problem]:
    picture = content.pictures.get(file)
    if picture is None or effective_dpi(picture, frame) >= MIN_DPI:
        return
    yield Problem(
        source,
        N_("The picture {file} is too small to print: its {width} × {height} pixels give {dpi} dpi, and {least} are needed."),
        N_("Use one at least {wide} pixels wide and {high} high.")
        if frame.height
        else N_("Use one at least {wide} pixels wide."),
        line,
        written,
        {
            "file": file,
            "width": picture.width,
            "height": picture.height,
            "dpi": effective_dpi(picture, frame),
            "least": MIN_DPI,
            "wide": pixels_needed(frame.width),
            "high": pixels_needed(frame.height),
        },
        rule="issue-picture",
    )  # fmt: skip
