"""The year's stories, for an editor who is to choose: how long, how sharp, and about what and whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nyspor.content.collection import Content, entries_of
from nyspor.content.entry_reader import Reading
from nyspor.magazine.core.page_geometry import SPREAD, STORY, pages_for, sharpness
from nyspor.model.kinds import Issue, Story
from nyspor.model.values import IssueEntry, Language
from nyspor.problems import N_
from nyspor.text.danish import Date

DOMINATES = 0.5
"""A topic in more than this share of the chosen stories leaves the issue one-sided."""
FEW = 4
"""Among fewer chosen stories than this nothing dominates."""

Remark = tuple[str, Mapping[str, object]]
"""A message id and what fills it."""


@dataclass(frozen=True)
class Candidate:
    """A story that the year's magazine has, or could have.

    `pages` is an estimate; `picture` is the width in pixels of the picture at its head, and `dpi` what
    that gives at its printed size: both as the issue sets the story, where it is `chosen`.
    """

    slug: str
    title: str
    municipality: str
    date: Date | None
    words: int
    pages: int
    picture: int | None
    dpi: int
    tracks: tuple[str, ...]
    topics: tuple[str, ...]
    quotes: int
    figures: int
    chosen: bool


Balance = Counter[tuple[str, str, bool]]
"""How many stories: by 'topics', 'tracks' or 'municipalities', the slug, and whether they are chosen."""


def candidates(content: Content, year: int) -> tuple[Candidate, ...]:
    """The Danish stories of the year's issue in its order, then the others it could have, latest first: those
    dated in the year or marked for it, and the undated."""
    chosen = {entry.slug: entry for entry in _issue_entries(content, year)}
    order = list(chosen)
    found = [
        (reading, story)
        for reading, story in entries_of(content)
        if isinstance(story, Story)
        and story.lang is Language.DANISH
        and (story.slug in chosen or _of_year(story, year))
    ]
    found.sort(key=lambda pair: pair[1].order, reverse=True)
    found.sort(key=lambda pair: order.index(pair[1].slug) if pair[1].slug in chosen else len(order))
    return tuple(
        _candidate(content, reading, story, chosen.get(story.slug)) for reading, story in found
    )


def balance(candidates: Sequence[Candidate]) -> Balance:
    """How topics, tracks and municipalities are spread over the chosen stories and the others."""
    counted: Balance = Counter()
    for story in candidates:
        counted.update(("topics", slug, story.chosen) for slug in story.topics)
        counted.update(("tracks", slug, story.chosen) for slug in story.tracks)
        if story.municipality:
            counted["municipalities", story.municipality, story.chosen] += 1
    return counted


def remarks(candidates: Sequence[Candidate], content: Content) -> Iterator[Remark]:
    """What stands out: a municipality without a story, a topic that dominates, stories without picture."""
    chosen = sum(story.chosen for story in candidates)
    if chosen:
        yield from _left_out(balance(candidates), content)
        yield from _dominating(balance(candidates), content, chosen)
    else:
        yield N_("No story is chosen yet."), {}
    for story in candidates:
        if story.picture is None:
            yield N_("“{title}” has no picture."), {"title": story.title}


def _left_out(counted: Balance, content: Content) -> Iterator[Remark]:
    for slug, municipality in content.vocabularies.municipalities.items():
        if not municipality.example and not counted["municipalities", slug, True]:
            count = counted["municipalities", slug, False]
            yield (
                N_("{name} has no story in the magazine (to choose from: {count})."),
                {"name": municipality.name, "count": count},
            )


def _dominating(counted: Balance, content: Content, chosen: int) -> Iterator[Remark]:
    for topic in content.vocabularies.topics.values():
        count = counted["topics", topic.slug, True]
        if chosen >= FEW and count > DOMINATES * chosen:
            yield (
                N_("The topic “{name}” is in {count} of the {chosen} chosen stories."),
                {"name": topic.name, "count": count, "chosen": chosen},
            )


def _issue_entries(content: Content, year: int) -> Iterator[IssueEntry]:
    for _, issue in entries_of(content):
        if isinstance(issue, Issue) and issue.year == year:
            for section in issue.sections:
                yield from section.entries


def _of_year(story: Story, year: int) -> bool:
    return story.date is None or story.date.year == year or str(year) in story.magazine


def _candidate(
    content: Content, reading: Reading, story: Story, chosen: IssueEntry | None
) -> Candidate:
    as_set = chosen or IssueEntry(slug=story.slug)
    image = as_set.image or story.image
    picture = content.pictures.get(image.file) if image else None
    return Candidate(
        slug=story.slug,
        title=as_set.title or story.title,
        municipality=story.municipality,
        date=story.date,
        words=reading.body.words,
        pages=pages_for(reading.body.words, as_set.columns, as_set.spread),
        picture=picture.width if picture else None,
        dpi=sharpness(picture, SPREAD if as_set.spread else STORY) if picture else 0,
        tracks=story.tracks,
        topics=story.topics,
        quotes=bool(story.quote) + sum(block.name == "quote" for block in reading.body.blocks),
        figures=len(story.figures),
        chosen=chosen is not None,
    )
