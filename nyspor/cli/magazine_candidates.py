"""`nyspor magazine candidates`: helps an editor to choose the stories of the year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nyspor.cli.options import ContentFolder, Year
from nyspor.cli.topics_commands import BAR_LENGTH
from nyspor.console import print_message, translate
from nyspor.content.collection import ContentCollection
from nyspor.content.loader import read_content
from nyspor.magazine.core.candidates import Balance, Candidate, balance, remarks
from nyspor.magazine.core.candidates import candidates as candidates_of
from nyspor.magazine.core.page_geometry import MIN_DPI
from nyspor.problems import N_


def candidates(year: Year, content: ContentFolder = Path("content")) -> None:
    """Print the stories that the magazine of `year` has or could have, and how they balance."""
    site = read_content(content)
    found = candidates_of(site, year)
    if not found:
        print_message(N_("There are no stories from {year}."), year=year)
        raise typer.Exit(1)
    console = Console()
    console.print(stories_table(found, site), "")
    console.print(topics_table(balance(found), site), "")
    for message, params in remarks(found, site):
        print_message(message, **params)


def stories_table(found: Sequence[Candidate], site: ContentCollection) -> Table:
    table = Table(
        "", translate(N_("Story")), translate(N_("Municipality")), box=None, pad_edge=False
    )
    for heading in (N_("Words"), N_("Pages"), N_("Quotes"), N_("Figures")):
        table.add_column(translate(heading), justify="right")
    table.add_column(translate(N_("Picture")))
    for story in found:
        place = site.vocabularies.municipalities.get(story.municipality)
        table.add_row(
            "✓" if story.chosen else "",
            Text(story.title),
            Text(place.name if place else ""),
            *map(str, (story.words, story.pages, story.quotes, story.figures)),
            picture_quality(story),
        )
    return table


def picture_quality(story: Candidate) -> str:
    """How a story's picture will print, in words."""
    if story.picture_width is None:
        return translate(N_("no picture"))
    quality = N_("good ({dpi} dpi)") if story.dpi >= MIN_DPI else N_("too small ({dpi} dpi)")
    return translate(quality).format(dpi=story.dpi)


def topics_table(counted: Balance, site: ContentCollection) -> Table:
    """The topics with the most chosen stories first; a bar's solid part is what is chosen."""
    used = {slug for what, slug, _ in counted if what == "topics"}
    counts = {
        slug: (counted["topics", slug, True], counted["topics", slug, False]) for slug in used
    }
    most = max((sum(count) for count in counts.values()), default=1)
    table = Table(translate(N_("Topic")), "", translate(N_("Chosen")), box=None, pad_edge=False)
    for slug, (chosen, left) in sorted(
        counts.items(), key=lambda item: (-item[1][0], -item[1][1], item[0])
    ):
        topic = site.vocabularies.topics.get(slug)
        solid = round(BAR_LENGTH * chosen / most)
        bar = "█" * solid + "░" * (round(BAR_LENGTH * (chosen + left) / most) - solid)
        share = translate(N_("{chosen} of {all}")).format(chosen=chosen, all=chosen + left)
        table.add_row(Text(topic.name if topic else slug), bar, share)
    return table
