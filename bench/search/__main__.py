"""Recall and nDCG of the search over the sample site, on Danish queries judged by hand, beside stock Pagefind's.

python -m bench.search                all sets of queries, over the site in output/ (`make build`)
python -m bench.search frozen --rows  one set, and every query that falls short
"""

from __future__ import annotations

import argparse
import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps, loads
from math import log2
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

import yaml
from pagefind.service import get_executable

from nyspor.checks.library import build_library
from nyspor.content.loader import read_content
from nyspor.model.library import Library
from nyspor.publishing.site_index import site_documents
from nyspor.search import fts5_index
from nyspor.search.documents import SearchDocument
from nyspor.search.pagefind_index import search_index
from nyspor.search.query import understand
from nyspor.search.vocabulary import vocabulary
from nyspor.site.theme import Theme
from nyspor.text.language import DEFAULT_LANGUAGE

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FULL = "all"
NO_ANSWER = "none"
FIRST = 10
"""The results that count."""

Answers = Mapping[str, Sequence[str]]
"""The addresses found for each query, the best first."""


@dataclass(frozen=True)
class Judged:
    """A query with the addresses that answer it, each with a grade from 1 to 3."""

    kind: str
    query: str
    grades: Mapping[str, int]


def read_queries(name: str) -> list[Judged]:
    kinds = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    return [Judged(k["kind"], query, grades) for k in kinds for query, grades in k["rows"]]


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """The share of the answers that are among the first results, as far as these have room for them."""
    if not grades:
        return float(not found)
    return len(set(found[:FIRST]) & grades.keys()) / min(FIRST, len(grades))


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """How near the order of the first results comes to the best one."""
    return _gain([grades.get(a, 0) for a in found[:FIRST]]) / _gain(
        sorted(grades.values(), reverse=True)[:FIRST]
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def ask_in_node(script: str, *arguments: str, queries: Sequence[str]) -> list[dict[str, object]]:
    """Ask an index through the scripts that the browser runs."""
    command = ["node", str(HERE / script), *arguments]
    done = subprocess.run(
        command, input=dumps(queries), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    found: list[dict[str, object]] = loads(done.stdout)
    return found


def in_browser(
    library: Library, found: Sequence[SearchDocument], cache: Path, queries: Sequence[str]
) -> Answers:
    topics = library.vocabularies.topics.values()
    index = search_index(found, topics, cache)
    script = ROOT / "theme/static/search/search.js"
    answers = ask_in_node("ask.mjs", str(index), str(script), queries=queries)
    times = sorted(float(str(answer["milliseconds"])) for answer in answers[1:])
    loaded = int(str(answers[0]["loaded"])) + _compressed(index, script.parent)
    print(
        f"loaded for the first search: {loaded / 1000:.0f} kB compressed; an answer after it:"
        f" median {median(times):.0f} ms, 95 % within {times[int(len(times) * 0.95)]:.0f} ms\n"
    )
    return {str(a["query"]): _addresses(a) for a in answers}


def _compressed(index: Path, scripts: Path) -> int:
    """The bytes of what is loaded besides the index, as a web server compresses it."""
    files = [index / name for name in ("pagefind.js", "pagefind-worker.js", "words.json")]
    return sum(len(gzip.compress(file.read_bytes())) for file in (*files, *scripts.glob("*.js")))


def _addresses(answer: Mapping[str, object]) -> list[str]:
    found = answer["addresses"]
    return [str(a) for a in found] if isinstance(found, list) else []


def stock(site: Path, folder: Path, queries: Sequence[str]) -> Answers:
    """What Pagefind answers over the pages as they are, without any help."""
    command = [str(get_executable()), "--site", str(site), "--output-path", str(folder), "--quiet"]
    subprocess.run(command, check=True)
    answers = ask_in_node("ask_stock.mjs", str(folder), queries=queries)
    return {str(a["query"]): _addresses(a) for a in answers}


def without_javascript(
    library: Library, found: Sequence[SearchDocument], queries: Sequence[str]
) -> Answers:
    """What the service answers from SQLite."""
    own = [document for document in found if document.lang == DEFAULT_LANGUAGE]
    words = vocabulary(own, library.vocabularies.topics.values())
    connection = sqlite3.connect(":memory:")
    fts5_index.create(connection, own)
    return {
        query: [own[n].address for n, _ in fts5_index.find(connection, understand(query, words))]
        for query in queries
    }


def report(judged: Sequence[Judged], systems: Mapping[str, Answers]) -> None:
    """Print recall and nDCG of each system by kind of query."""
    kinds = list(dict.fromkeys(row.kind for row in judged))
    print(f"{'':14}{'queries':>8}" + "".join(f"{name:>22}" for name in systems))
    for kind in (*kinds, FULL):
        rows = [r for r in judged if r.kind == kind or (kind == FULL and r.kind != NO_ANSWER)]
        cells = (_cell(rows, answers, kind) for answers in systems.values())
        print(f"{kind:14}{len(rows):>8}" + "".join(f"{cell:>22}" for cell in cells))


def _cell(rows: Sequence[Judged], answers: Answers, kind: str) -> str:
    found = mean(recall(answers[row.query], row.grades) for row in rows)
    if kind == NO_ANSWER:
        return f"{found:.2f} empty"
    return f"{found:.3f} / {mean(ndcg(answers[row.query], row.grades) for row in rows):.3f}"


def show_rows(judged: Sequence[Judged], answers: Answers) -> None:
    """Print the queries that fall short, with what is missing and what came instead."""
    for row in judged:
        found = answers[row.query]
        if recall(found, row.grades) < 1 or (row.grades and ndcg(found, row.grades) < 0.8):
            missing = [address for address in row.grades if address not in found[:FIRST]]
            print(f"{row.kind}: {row.query}\n  missing {missing}\n  found {list(found[:6])}")


def sample() -> tuple[Library, tuple[SearchDocument, ...]]:
    library = build_library(read_content(ROOT / "content"), datetime.now(UTC))
    return library, site_documents(library, Theme())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["frozen", "development", "fresh", "unseen"])
    parser.add_argument("--rows", action="store_true")
    options = parser.parse_args()
    library, found = sample()
    sets: dict[str, list[Judged]] = {name: read_queries(name) for name in options.sets}
    queries = [row.query for rows in sets.values() for row in rows]
    with TemporaryDirectory() as folder:
        systems = {"Nyspor": in_browser(library, found, Path(folder) / "own", queries)}
        if (ROOT / "output/index.html").is_file():
            systems["stock Pagefind"] = stock(ROOT / "output", Path(folder) / "stock", queries)
        systems["without JavaScript"] = without_javascript(library, found, queries)
    for name, rows in sets.items():
        print(f"{name}: recall@{FIRST} / nDCG@{FIRST}")
        report(rows, systems)
        print()
        if options.rows:
            show_rows(rows, systems["Nyspor"])


if __name__ == "__main__":
    main()
