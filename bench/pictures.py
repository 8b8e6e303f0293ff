"""What photographs cost a build: 500 of 12 megapixels, each at the head of a post.

    python -m bench.pictures --photographs 500

The first build makes every rendition, the second has lost its output folder and takes them from `var/pictures`, and the
third has nothing to do. `--formats` compares the formats instead,
on the sample's drawings and on photographs. Writes its section of `bench/results.md`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from time import process_time

from PIL import Image
from rich.progress import track

from bench.builds import PELICAN, Bench, BenchSite
from bench.corpus import Corpus, nyspor_text
from bench.measuring import Samples, run_measured
from bench.photographs import SIZE, jpegs, photograph
from bench.report_file import FILE, PICTURES, with_section
from bench.similarity import similarity
from nyspor.content.image_reader import load_normalized
from nyspor.content.picture_recipe import ENCODING, RENDITION_WIDTHS, RESAMPLING

TARGETS = (500, 600, 400)
"""So many photographs in at most so many seconds of CPU time and so much memory (MB)."""

FIRST, SECOND, THIRD = "all made", "output lost", "nothing changed"

DRAWINGS = Path(__file__).parent.parent / "content/images"
COMPARED = 4
"""How many pictures of each kind the formats are compared on."""


def make_site(bench: Bench, number: int) -> BenchSite:
    """A site of so many posts, each with a photograph of its own."""
    site = BenchSite(bench, Corpus(number), "site")
    images = site.folder / "content/images"
    images.mkdir()
    photographs = track(jpegs(number), "Taking photographs", total=number)
    for place, (text, raw) in enumerate(zip(site.corpus.texts, photographs, strict=True)):
        (images / f"foto-{place}.jpg").write_bytes(raw)
        field = f"billede: {{fil: images/foto-{place}.jpg, alt: Et foto, kredit: Nyspor}}\n"
        pictured = nyspor_text(text).replace("eksempel: ja\n", f"eksempel: ja\n{field}", 1)
        (site.folder / "content" / text.file).write_text(pictured, "utf-8")
    return site


def measure(number: int) -> str:
    """Build with so many photographs; return the report."""
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Bench(Path(folder)), number)
        samples = {FIRST: build(site)}
        made = stored_pictures(site)
        shutil.rmtree(site.folder / "output")
        shutil.rmtree(site.folder / "var/state")
        samples[SECOND] = build(site)
        samples[THIRD] = build(site)
        again = len(stored_pictures(site) - made)
        published = list((site.folder / "output/billeder").iterdir())
        size = sum(file.stat().st_size for file in published)
        return report(number, samples, again, len(published), size)


def build(site: BenchSite) -> Samples:
    found = Samples()
    run_measured(found, PELICAN, site.folder, **site.environ)
    return found


def stored_pictures(site: BenchSite) -> set[tuple[str, int]]:
    """What lies in the cache, each with its inode, which is another one where a picture was made again."""
    return {(file.name, file.stat().st_ino) for file in (site.folder / "var/pictures").iterdir()}


def report(number: int, samples: dict[str, Samples], again: int, published: int, size: int) -> str:
    megapixels = SIZE[0] * SIZE[1] / 1e6
    most, seconds, memory = TARGETS
    limit = seconds * number / most
    lines = [
        PICTURES,
        "",
        f"`make bench-pictures`, {os.cpu_count()} processors: {number} posts, each with a photograph of {megapixels:.0f} megapixels. "
        f"From them came {published} pictures, {size / 1e6:.0f} MB. The second and the third build made {again}.",
        "",
        "| build | wall time | CPU time | CPU time for a photograph | memory |",
        "|---|---|---|---|---|",
        *(_row(task, found, number) for task, found in samples.items()),
        "",
        "| target | limit | result |",
        "|---|---|---|",
        f"| CPU time of {number} photographs | {limit:.0f} s | {samples[FIRST].cpu[0]:.0f} s |",
        f"| memory | {memory} MB | {samples[FIRST].peak_memory:.0f} MB |",
        f"| pictures made again | 0 | {again} |",
    ]
    return "\n".join([*lines, ""])


def _row(task: str, found: Samples, number: int) -> str:
    each = found.cpu[0] / number
    return f"| {task} | {found.wall[0]:.1f} s | {found.cpu_text} | {each:.2f} s | {found.memory_text} |"


# --- the formats ---------------------------------------------------------------------------------


def compare_formats() -> Iterator[str]:
    """A table of what the formats cost in bytes and CPU time, and how alike the picture is, widest renditions."""
    yield "| pictures | format | kB | CPU ms | similarity |"
    yield "|---|---|---|---|---|"
    files = sorted(DRAWINGS.glob("*.png"))
    drawings = [load_normalized(file) for file in files[:: len(files) // COMPARED]]
    photographs = [photograph(seed) for seed in range(COMPARED)]
    for kind, pictures in (("drawings", drawings), ("photographs", photographs)):
        scaled = [_scaled(picture.convert("RGB")) for picture in pictures]
        for format_name, options in ENCODING.values():
            yield _compared(kind, format_name, options, scaled)
        for method in (1, 4):
            yield _compared(kind, "WEBP", {**ENCODING[".webp"][1], "method": method}, scaled)
        for speed in (8, 7):
            yield _compared(kind, "AVIF", {**ENCODING[".avif"][1], "speed": speed}, scaled)


def _scaled(picture: Image.Image) -> Image.Image:
    width = RENDITION_WIDTHS[-1]
    size = (width, round(picture.height * width / picture.width))
    return picture.resize(size, Image.Resampling[RESAMPLING])


def _compared(
    kind: str, format_name: str, options: Mapping[str, object], pictures: list[Image.Image]
) -> str:
    size, seconds, alike = 0, 0.0, 0.0
    for picture in pictures:
        buffer = BytesIO()
        begin = process_time()
        picture.save(buffer, format_name, **options)
        seconds += process_time() - begin
        size += buffer.tell()
        alike += similarity(picture, Image.open(buffer).convert("RGB"))
    number = len(pictures)
    settings = " ".join(
        f"{name} {options[name]}" for name in ("quality", "speed", "method") if name in options
    )
    return f"| {kind} | {format_name} {settings} | {size / number / 1000:.0f} | {seconds / number * 1000:.0f} | {alike / number:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photographs", type=int, default=TARGETS[0])
    parser.add_argument("--formats", action="store_true")
    given = parser.parse_args()
    if given.formats:
        print(*compare_formats(), sep="\n")
        return
    found = measure(given.photographs)
    print(found)
    FILE.write_text(with_section(FILE.read_text("utf-8"), PICTURES, found), "utf-8")


if __name__ == "__main__":
    main()
