"""The time to make feeds: each of the sample site's, and one of 1,000 entries compared with feedgen.

python -m bench.feeds
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bench.rounds import time_in_turn
from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.feeds.feed import Feed, FeedItem, FeedPicture
from nyspor.feeds.formats import FORMATS
from nyspor.feeds.xml_feeds import feed_generator
from nyspor.model.site import Site
from nyspor.plugins import feeds
from nyspor.site.build_plan import Build, File
from nyspor.site.theme import Theme

ROOT = Path(__file__).parent.parent
MAX_RATIO = 3
"""The target: the time of a feed divided by the time that feedgen alone needs to serialize it."""


def large_feed(items: int = 1000) -> Feed:
    """Return a feed like the site's own: items with about 300 words, a picture and three categories."""
    url = "https://nyspor.example"
    return Feed(
        f"{url}/feeds/alt.rss", f"{url}/", "Alt", "Alt nyt.", "Nyspor",
        tuple(feed_item(url, number) for number in range(items)), styles="/theme/feed.css",
    )  # fmt: skip


def feed_item(url: str, number: int) -> FeedItem:
    when = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=number)
    paragraph = "<p>En sti på 900 meter skal få gamle og børn til at mødes &amp; snakke.</p>\n"
    return FeedItem(
        f"{url}/indlaeg/{number}/", f"{url}/indlaeg/{number}/", f"Indlæg nummer {number}",
        "Hvad der skete, da stien blev åbnet.", paragraph * 23, when, when, ("En medarbejder",),
        tuple((f"emne-{n}", f"{url}/temaer/", f"Emne {n}") for n in range(3)),
        FeedPicture(f"{url}/billeder/{number}.webp", 1600, 1067),
    )  # fmt: skip


def compare_with_feedgen() -> Iterator[str]:
    """Yield the times of each format of the large feed, and of feedgen's serialization."""
    feed = large_feed()
    written = {
        "rss": feed_generator(feed, "rss").rss_str,
        "atom": feed_generator(feed, "atom").atom_str,
    }
    tasks = {f"feedgen {ending}": write for ending, write in written.items()}
    tasks |= {f"nyspor {ending}": lambda e=ending: FORMATS[e](feed) for ending in FORMATS}
    times = time_in_turn(tasks)
    yield "A feed of 1,000 entries, median of 7 (fastest–slowest):"
    yield from (f"  {name:14}{found}" for name, found in times.items())
    for ending in written:
        ratio = times[f"nyspor {ending}"].median / times[f"feedgen {ending}"].median
        yield f"  {ending}: {ratio:.2f} times feedgen's serialization (target: at most {MAX_RATIO})"


def time_sample_feeds() -> Iterator[str]:
    """Yield the time in milliseconds of every feed of the sample site, from the library to bytes."""
    library = build_library(read_content(ROOT / "content"), read_clock())
    site = Site("Nyspor", "", "https://nyspor.example")
    build = Build(library, site, ROOT / "content", Theme())
    taken: dict[str, list[float]] = defaultdict(list)
    for output in feeds.outputs(build):
        name, _, ending = output.path.rpartition(".")
        if isinstance(output, File) and ending in FORMATS:
            begun = perf_counter()
            output.make()
            taken[name].append((perf_counter() - begun) * 1e3)
    yield f"{'the sample site, ms':46}" + "".join(f"{ending:>8}" for ending in FORMATS)
    for name, times in taken.items():
        yield f"  {name:44}" + "".join(f"{time:8.1f}" for time in times)
    yield f"  {len(taken)} feeds in three formats: {sum(map(sum, taken.values())):.0f} ms"


def main() -> None:
    for line in (*time_sample_feeds(), *compare_with_feedgen()):
        print(line)


if __name__ == "__main__":
    main()
