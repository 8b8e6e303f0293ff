"""The time to make a magazine of 120 pages, compared with plain WeasyPrint on the same HTML.

python -m bench.magazine [rounds]
from nyspor.site.theme import Theme

Each task runs in a process of its own. Plain WeasyPrint gets all sections in one document with the same style
sheet, and finds the page numbers itself.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from rich.progress import track

if TYPE_CHECKING:
    from nyspor.magazine.layout.inputs import MagazineInputs

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"
YEAR = 2013
STORY = "historie-9"
STORIES = 42
PICTURES = ("karavane", "zebraby", "orkester", "phoenix", "sammen", "en-indgang")

WORDS = (
    "borgerinddragelse", "velfærdsudvikling", "hverdagsrehabilitering", "og", "i", "at", "en",
    "det", "kommunen", "sammen", "med", "naboer", "medarbejdere", "lærte", "prøvede", "spurgte",
    "fandt", "arbejdsgruppen", "sundhedsplejersken", "innovationskonsulenten", "de", "ældre",
    "unge", "mødtes", "hver", "uge", "på", "biblioteket", "hvor", "nye", "løsninger", "blev",
    "afprøvet", "før", "nogen", "vidste", "om", "velfærdsteknologien", "virkede", "forvaltningen",
    "lyttede", "spørgsmålet", "var", "enkelt", "svaret", "tog", "tid",
)  # fmt: skip

TASKS = {
    "plain": "plain WeasyPrint",
    "cold": "cold",
    "changed": "one story changed",
    "preview": "preview, new process",
    "again": "preview, running process",
}
TARGETS = {
    "cold": ("plain", 0.65),
    "changed": ("cold", 0.35),
    "preview": ("cold", 0.1),
    "again": ("cold", 0.1),
}
"""By task: the task it is compared with, and the highest ratio of their times."""

MEMORY_TARGET = 256
"""The most memory (MB) of a cold run: its own process and the largest of its child processes together."""


def sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words)).capitalize() + "."


def paragraph(dice: random.Random) -> str:
    return " ".join(sentence(dice, dice.randint(8, 20)) for _ in range(5))


def story_text(number: int) -> str:
    """Return a story of 500 to 1,000 words with building blocks; every fourth links forward, the others back."""
    dice = random.Random(number)
    other = number + 1 if number % 4 == 0 and number + 1 < STORIES else max(0, number - 2)
    text = [paragraph(dice), paragraph(dice), "## Hvad der skete", paragraph(dice)]
    text += ["::: fakta Kort fortalt", *(f"- {sentence(dice, 6)}" for _ in range(3)), ":::"]
    text += [paragraph(dice), f"Læs også [en anden historie](historie-{other}.md)."]
    text += ["::: citat", sentence(dice, 12), ":::", paragraph(dice), "## Hvad vi lærte"]
    text += ["| År | Antal |\n|---|---|\n| 2012 | 19 |\n| 2013 | 8 |"]
    text += [paragraph(dice) for _ in range(dice.randint(0, 8))]
    head = (
        f"---\ntitel: Historie nummer {number} om {dice.choice(WORDS)}\nresume: {sentence(dice, 14)}\n"
        f"dato: 2013\nbillede:\n  fil: images/{PICTURES[number % len(PICTURES)]}.png\n"
        "  alt: En tegning.\n  kredit: Nyspor\n---\n\n"
    )
    return head + "\n\n".join(text).replace("\n\n- ", "\n- ") + "\n"


def issue_text() -> str:
    lines = ["---", "titel: Nye spor 2013", "resume: En prøve.", f"år: {YEAR}", "leder: En leder."]
    lines += [
        "forside:",
        "  fil: images/magasin-2013.png",
        "  alt: En tegning.",
        "  kredit: Nyspor",
    ]
    lines += ["kolofon: Lavet til måling.", "bagside: Slut.", "afsnit:"]
    for first in range(0, STORIES, 12):
        lines += [f"  - titel: Afsnit {first // 12 + 1}", "    historier:"]
        for number in range(first, min(first + 12, STORIES)):
            lines.append(f"      - historie: historie-{number}")
            if number % 4 == 0:
                lines.append("        opslag: ja")
    return "\n".join([*lines, "---", "", "Brødtekst.", ""])


def make_content(folder: Path) -> None:
    """Write a content folder with one issue of about 120 pages."""
    (folder / "images").mkdir(parents=True)
    for name in (*PICTURES, "magasin-2013"):
        shutil.copy(ROOT / f"content/images/{name}.png", folder / "images")
    (folder / f"stories/{YEAR}").mkdir(parents=True)
    for number in range(STORIES):
        (folder / f"stories/{YEAR}/historie-{number}.md").write_text(story_text(number), "utf-8")
    (folder / f"magazine/{YEAR}").mkdir(parents=True)
    (folder / f"magazine/{YEAR}/issue.md").write_text(issue_text(), "utf-8")


def change_story(folder: Path, round_number: int) -> None:
    """Change a word in one story."""
    path = folder / f"stories/{YEAR}/{STORY}.md"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"resume: \w+", f"resume: Ændring{round_number}", text), "utf-8")


def run(task: str, folder: Path) -> dict[str, float]:
    """Run a task in a process of its own; return its seconds from start to end, megabytes and pages."""
    command = [sys.executable, "-m", "bench.magazine", task, str(folder)]
    environment = os.environ | {"NYSPOR_NOW": NOW}
    begun = perf_counter()
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # fmt: skip
    return {"seconds": perf_counter() - begun, **json.loads(answer.stdout.splitlines()[-1])}


def preview_again(folder: Path) -> float:
    """Return the seconds that a running `preview --watch` takes from a change to the picture of the pages."""
    from nyspor.cli.magazine_commands import write_preview
    from nyspor.site.theme import Theme

    where = (YEAR, STORY, folder / "content", Theme(), folder / "made")
    write_preview(*where)
    change_story(folder / "content", 1000)
    begun = perf_counter()
    write_preview(*where)
    return perf_counter() - begun


def work(task: str, folder: Path) -> int:
    """Run a task in this process; return its number of pages."""
    from nyspor.checks.library import build_library
    from nyspor.clock import read_clock
    from nyspor.content.loader import read_content
    from nyspor.magazine.build import SECTION_CACHE, paginate_issue
    from nyspor.magazine.core.manifest import write_files
    from nyspor.magazine.layout.fonts_and_styles import font_files, srgb_profile
    from nyspor.magazine.layout.inputs import MagazineInputs
    from nyspor.magazine.pdf.assemble import assemble_pdf
    from nyspor.magazine.pdf.editions import DocumentInfo, Edition
    from nyspor.magazine.pdf.images import SCREEN_WIDTH, image_source
    from nyspor.model.kinds import Issue
    from nyspor.model.site import Site
    from nyspor.site.theme import Theme

    if task == "plain":
        return plain(folder)
    library = build_library(read_content(folder / "content"), read_clock())
    issue = library.of_kind(Issue)[0]
    made = folder / "made"
    site = Site("Nyspor", "", "https://nyspor.example")
    cache = made / SECTION_CACHE
    inputs = MagazineInputs(library, issue, site, Theme(), folder / "content", cache)
    if task == "preview":
        from nyspor.magazine.preview import preview_section

        preview_section(inputs, made, STORY)
        return 1
    paginated = paginate_issue(inputs, made, lambda section, pages: None)
    info = DocumentInfo(issue.title, "da", "Nyspor", issue.summary, "2026-11-23T12:00:00Z")
    fonts = font_files(inputs.theme)
    images = image_source(inputs, SCREEN_WIDTH)
    pdf = assemble_pdf(paginated.sections, Edition.SCREEN, info, fonts, srgb_profile(), images)
    write_files(made, YEAR, paginated.pages, paginated.numbers, [("screen", pdf)])
    if task == "prepare":
        (folder / "plain.html").write_text(one_document(inputs, paginated.numbers), "utf-8")
    return paginated.pages


def one_document(inputs: MagazineInputs, numbers: Mapping[str, int]) -> str:
    """Return all sections in one HTML document without page numbers, which WeasyPrint adds."""
    from nyspor.magazine.layout.composer import Composer

    composer = Composer(inputs)
    sections = inputs.sections()
    composer.names = frozenset(section.name for section in sections)
    bodies = []
    for section in sections:
        html = composer.render(section, numbers)
        body = re.sub(r".*<body|</body>.*", "", html, flags=re.DOTALL)
        body = re.sub(r' id="(?!' + re.escape(section.name) + r')[^"]*"', "", body)
        bodies.append(f'<div id="section-{section.name}" style="break-before: page"{body}</div>')
    text = "".join(bodies).replace('href="nyspor-piece:', 'href="#section-')
    text = re.sub(
        r'<span class="contents-page">\d+</span>', '<span class="contents-page"></span>', text
    )
    return f'<!doctype html><html lang="da"><head><title>Nye spor</title></head><body>{text}</body></html>'


PAGE_COUNTERS = """
.told-text a[data-page-reference]::after { width: auto; content: " (side " target-counter(attr(href), page) ")" }
.opener-stories a::after { content: target-counter(attr(href), page) }
.contents a::after { content: target-counter(attr(href), page) }
"""


def plain(folder: Path) -> int:
    """Lay out the one document with plain WeasyPrint."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from nyspor.magazine.layout.engine import PICTURE_URL, THEME_URL, LocalFetcher
    from nyspor.magazine.layout.fonts_and_styles import print_styles
    from nyspor.site.theme import Theme

    theme = Theme()

    def read(address: str) -> bytes:
        if address.startswith(THEME_URL):
            return theme.path(f"magazine/{address.removeprefix(THEME_URL)}").read_bytes()
        return (
            folder / "content" / address.removeprefix(PICTURE_URL).partition("?")[0]
        ).read_bytes()

    fonts, fetcher = FontConfiguration(), LocalFetcher(read)
    styles = weasyprint.CSS(
        string=print_styles(theme) + PAGE_COUNTERS,
        font_config=fonts,
        url_fetcher=fetcher,
        base_url=THEME_URL,
    )
    html = (folder / "plain.html").read_text("utf-8")
    document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=PICTURE_URL).render(
        stylesheets=[styles], font_config=fonts
    )
    document.write_pdf(folder / "plain.pdf", pdf_variant="pdf/ua-1")
    return len(document.pages)


def measure(rounds: int) -> dict[str, list[dict[str, float]]]:
    """Return the results of every task, which runs once in each round; first makes the HTML for plain WeasyPrint."""
    found: dict[str, list[dict[str, float]]] = {task: [] for task in TASKS}
    with TemporaryDirectory() as name:
        folder = Path(name)
        make_content(folder / "content")
        run("prepare", folder)
        for number in track(range(rounds), description="Measuring"):
            for task in TASKS:
                if task == "cold":
                    shutil.rmtree(folder / "made")
                if task in ("changed", "preview", "again"):
                    change_story(folder / "content", number)
                if task == "preview":
                    for path in (folder / "made").rglob("*.pdf"):
                        path.unlink()
                found[task].append(run(task, folder))
    return found


def report(found: dict[str, list[dict[str, float]]]) -> Iterator[str]:
    seconds = {task: median(one["seconds"] for one in ones) for task, ones in found.items()}
    for task, ones in found.items():
        spread = f"{min(o['seconds'] for o in ones):.2f}–{max(o['seconds'] for o in ones):.2f}"
        memory = max(one["megabytes"] for one in ones)
        pages = int(ones[0]["pages"])
        yield f"  {TASKS[task]:22}{seconds[task]:7.2f} s  ({spread})  {memory:4.0f} MB  {pages} pages"
    for task, (peer, limit) in TARGETS.items():
        ratio = seconds[task] / seconds[peer]
        yield f"  {TASKS[task]} : {TASKS[peer]} = {ratio:.2f}  (target: at most {limit})"
    memory = max(one["megabytes"] for one in found["cold"])
    yield f"  memory, cold: {memory:.0f} MB  (target: at most {MEMORY_TARGET})"


def main() -> None:
    if len(sys.argv) > 2:
        result: dict[str, float] = {}
        if sys.argv[1] == "again":
            result = {"seconds": preview_again(Path(sys.argv[2])), "pages": 1}
        else:
            result["pages"] = work(sys.argv[1], Path(sys.argv[2]))
        used = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        result["megabytes"] = sum(resource.getrusage(whose).ru_maxrss for whose in used) / 1024
        print(json.dumps(result))
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"A magazine, median of {rounds} (fastest–slowest):")
    print("\n".join(report(measure(rounds))))


if __name__ == "__main__":
    main()
