"""The stories that an editor can choose for the magazine of a year, with length, picture resolution and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.content.entry_reader import ParsedEntry
from nyspor.magazine.core.page_geometry import (
    SPREAD_FRAME,
    STORY_FRAME,
    effective_dpi,
    pages_needed,
)
from nyspor.model.kinds import Issue, Story
from nyspor.model.values import IssueEntry, Language
from nyspor.problems import N_
from nyspor.text.danish import Date

DOMINANT_SHARE = 0.5
"""A topic in more than this share of the chosen stories makes the issue one-sided."""
MIN_STORIES = 4
"""The fewest chosen stories of which a topic can have a dominant share."""

IssueRemark = tuple[str, Mapping[str, object]]
"""A remark on the choice of stories for an issue: a message id and its parameters."""


@dataclass(frozen=True)
class Candidate:
    """A story that is in the year's magazine (`chosen`) or could be.

    `pages` is an estimate. `picture_width` is the width in pixels of the picture at the story's head, `dpi` its
    resolution at the printed size. For a chosen story all three follow the issue's layout of it.
    """

    slug: str
    title: str
    municipality: str
    date: Date | None
    words: int
    pages: int
    picture_width: int | None
    dpi: int
    tracks: tuple[str, ...]
    topics: tuple[str, ...]
    quotes: int
    figures: int
    chosen: bool


Balance = Counter[tuple[str, str, bool]]
"""Numbers of stories by ('topics', 'tracks' or 'municipalities'; slug; whether they are chosen)."""


def candidates(content: ContentCollection, year: int) -> tuple[Candidate, ...]:
    """Return the stories that the year's issue has, in its order, then the other candidates, latest first.

    Candidates are Danish, and dated in the year, marked for it, or undated.
    """
    chosen = {entry.slug: entry for entry in _issue_entries(content, year)}
    order = list(chosen)
    found = [
        (parsed, story)
        for parsed, story in readable_entries(content)
        if isinstance(story, Story)
        and (story.slug in chosen or (story.lang is Language.DANISH and _of_year(story, year)))
    ]
    found.sort(key=lambda pair: pair[1].order, reverse=True)
    found.sort(key=lambda pair: order.index(pair[1].slug) if pair[1].slug in chosen else len(order))
    return tuple(
        _candidate(content, parsed, story, chosen.get(story.slug)) for parsed, story in found
    )


def balance(candidates: Sequence[Candidate]) -> Balance:
    """Count the chosen and the other stories of each topic, track and municipality."""
    counted: Balance = Counter()
    for story in candidates:
        counted.update(("topics", slug, story.chosen) for slug in story.topics)
        counted.update(("tracks", slug, story.chosen) for slug in story.tracks)
        if story.municipality:
            counted["municipalities", story.municipality, story.chosen] += 1
    return counted


def remarks(candidates: Sequence[Candidate], content: ContentCollection) -> Iterator[IssueRemark]:
    """Yield remarks on municipalities without a story, dominant topics and stories without a picture."""
    chosen = sum(story.chosen for story in candidates)
    if chosen:
        yield from _missing_municipalities(balance(candidates), content)
        yield from _dominant_topics(balance(candidates), content, chosen)
    else:
        yield N_("No story is chosen yet."), {}
    for story in candidates:
        if story.picture_width is None:
            yield N_("“{title}” has no picture."), {"title": story.title}


def _missing_municipalities(counted: Balance, content: ContentCollection) -> Iterator[IssueRemark]:
    for slug, municipality in content.vocabularies.municipalities.items():
        if not municipality.example and not counted["municipalities", slug, True]:
            count = counted["municipalities", slug, False]
            yield (
                N_("{name} has no story in the magazine (to choose from: {count})."),
                {"name": municipality.name, "count": count},
            )


def _dominant_topics(
    counted: Balance, content: ContentCollection, chosen: int
) -> Iterator[IssueRemark]:
    for topic in content.vocabularies.topics.values():
        count = counted["topics", topic.slug, True]
        if chosen >= MIN_STORIES and count > DOMINANT_SHARE * chosen:
            yield (
                N_("The topic “{name}” is in {count} of the {chosen} chosen stories."),
                {"name": topic.name, "count": count, "chosen": chosen},
            )


def _issue_entries(content: ContentCollection, year: int) -> Iterator[IssueEntry]:
    for _, issue in readable_entries(content):
        if isinstance(issue, Issue) and issue.year == year:
            for section in issue.sections:
                yield from section.entries


def _of_year(story: Story, year: int) -> bool:
    return story.date is None or story.date.year == year or str(year) in story.magazine


def _candidate(
    content: ContentCollection, parsed: ParsedEntry, story: Story, chosen: IssueEntry | None
) -> Candidate:
    entry = chosen or IssueEntry(slug=story.slug)
    image = entry.image or story.image
    picture = content.pictures.get(image.file) if image else None
    return Candidate(
        slug=story.slug,
        title=entry.title or story.title,
        municipality=story.municipality,
        date=story.date,
        words=parsed.body.words,
        pages=pages_needed(parsed.body.words, entry.columns, entry.spread),
        picture_width=picture.width if picture else None,
        dpi=effective_dpi(picture, SPREAD_FRAME if entry.spread else STORY_FRAME) if picture else 0,
        tracks=story.tracks,
        topics=story.topics,
        quotes=bool(story.quote) + sum(block.name == "quote" for block in parsed.body.blocks),
        figures=len(story.figures),
        chosen=chosen is not None,
    )
