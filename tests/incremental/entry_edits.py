"""Changes to posts and stories, each at random."""

from __future__ import annotations

import re
from random import Random

from tests.incremental.site_builder import SampleSite, entry_text

WORDS = ("sti", "gynge", "torv", "kaffe", "møde", "vinter", "nøgle", "æble")


def set_field(sample: SampleSite, name: str, key: str, value: str) -> None:
    """Set a line of a text's front matter."""
    text = re.sub(rf"^{key}:.*$", f"{key}: {value}", sample.read(name), count=1, flags=re.MULTILINE)
    if text == sample.read(name) and f"\n{key}:" not in text:
        text = text.replace("---\n", f"---\n{key}: {value}\n", 1)
    sample.write(name, text)


def body(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts())
    sample.write(name, sample.read(name) + f"\nOg en {random.choice(WORDS)} mere.\n")


def heading(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts("posts"))
    sample.write(name, sample.read(name) + f"\n## Om {random.choice(WORDS)}\n\nTekst.\n")


def title(sample: SampleSite, random: Random) -> None:
    set_field(
        sample,
        random.choice(sample.texts()),
        "titel",
        f"Om {random.choice(WORDS)} {random.randrange(99)}",
    )


def summary(sample: SampleSite, random: Random) -> None:
    set_field(sample, random.choice(sample.texts()), "resume", f"Kort om {random.choice(WORDS)}.")


def date(sample: SampleSite, random: Random) -> None:
    """Back in time, or to a day that has not come yet, but not of what others link to."""
    name = random.choice([name for name in sample.texts() if "baenken" not in name])
    year = random.choice(("2019", "2025", "2026", "2026", "2027"))
    set_field(
        sample, name, "dato", f"{year}-{random.randrange(1, 11):02}-{random.randrange(1, 28):02}"
    )


def tracks(sample: SampleSite, random: Random) -> None:
    set_field(
        sample,
        random.choice(sample.texts()),
        "spor",
        random.choice(("[unge]", "[byrum]", "[byrum, unge]", "[]")),
    )


def topics(sample: SampleSite, random: Random) -> None:
    set_field(
        sample,
        random.choice(sample.texts()),
        "temaer",
        random.choice(("[fritid]", "[skole, fritid]", "[idraet]", "[]")),
    )


def place(sample: SampleSite, random: Random) -> None:
    set_field(sample, random.choice(sample.texts()), "kommune", random.choice(("aaby", "beby")))


def sender(sample: SampleSite, random: Random) -> None:
    set_field(
        sample,
        random.choice(sample.texts()),
        "afsendere",
        random.choice(("[anna]", "[bo]", "[anna, bo]")),
    )


def status(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts("posts"))
    set_field(sample, name, "status", random.choice(("kladde", "skjult", "udgivet")))


def under(sample: SampleSite, random: Random) -> None:
    set_field(sample, random.choice(sample.texts()), "program", random.choice(("plan", "")))


def link(sample: SampleSite, random: Random) -> None:
    """From one post to another, which may move one day, or be deleted, and then validation refuses it."""
    here, there = random.choice(sample.texts("posts")), random.choice(sample.texts("posts"))
    sample.write(here, sample.read(here) + f"\nSe [en til]({'../../' + there}).\n")


def series(sample: SampleSite, random: Random) -> None:
    set_field(sample, random.choice(sample.texts("posts")), "serie", random.choice(("vej", "have")))


def new(sample: SampleSite, random: Random) -> None:
    number = random.randrange(10_000)
    link = f"Se [en anden]({'../../' + random.choice(sample.texts('stories'))})."
    day = f"2026-{random.randrange(1, 11):02}-{random.randrange(1, 28):02}"
    sample.write(f"posts/2026/ny-{number}.md", entry_text(f"Ny {number}", day, body=link))


def deleted(sample: SampleSite, random: Random) -> None:
    """Any post: where it has comments, validation refuses them."""
    sample.path(random.choice(sample.texts("posts"))).unlink()


def slug(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts("posts"))
    sample.path(name).rename(sample.path(f"posts/2026/omdoebt-{random.randrange(10_000)}.md"))


def alias(sample: SampleSite, random: Random) -> None:
    set_field(
        sample,
        random.choice(sample.texts()),
        "tidligere_adresser",
        f"[/blog/{random.randrange(10_000)}/]",
    )


def related(sample: SampleSite, random: Random) -> None:
    set_field(
        sample,
        random.choice(sample.texts("posts")),
        "relaterede",
        random.choice(("[stories/broen]", "[pilots/sti]", "[]")),
    )


def broken(sample: SampleSite, random: Random) -> None:
    """A slip, which the next one may or may not mend."""
    set_field(
        sample,
        random.choice(sample.texts("posts")),
        "dato",
        random.choice(("32. maj 2026", "2026-01-01")),
    )


def escaped(sample: SampleSite, random: Random) -> None:
    """Escapes in the address and in the title of a link."""
    word = random.choice(WORDS)
    name = random.choice(sample.texts())
    link = (
        f'[en](https://x.example/en\\_{word}.pdf) og [en til](https://x.example "En \\"{word}\\"")'
    )
    sample.write(name, sample.read(name) + f"\nSe {link}.\n")


def code(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts())
    sample.write(name, sample.read(name) + f"\n```python\nprint('{random.choice(WORDS)}')\n```\n")


def anchor(sample: SampleSite, random: Random) -> None:
    """A heading with an id of its own."""
    name = random.choice(sample.texts())
    number = random.randrange(10_000)
    sample.write(name, sample.read(name) + f"\n## Om *os* {{#os-{number}}}\n\nTekst.\n")


def block(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts())
    word = random.choice(WORDS)
    sample.write(name, sample.read(name) + f"\n::: fakta Om {word}\nDet er en {word}.\n:::\n")


def picture_in_text(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts())
    up = "../" * name.count("/")
    figure = f"::: billede Tegning\n![En {random.choice(WORDS)}]({up}images/et.png)\n:::"
    sample.write(name, sample.read(name) + f"\n{figure}\n")


def file_in_text(sample: SampleSite, random: Random) -> None:
    """A link to a file, which is published from then on."""
    number = random.randrange(3)
    sample.write(f"files/rapport-{number}.pdf", random.choice(WORDS))
    name = random.choice(sample.texts())
    up = "../" * name.count("/")
    sample.write(name, sample.read(name) + f"\nLæs [den]({up}files/rapport-{number}.pdf).\n")


def film(sample: SampleSite, random: Random) -> None:
    """A film elsewhere, or one of the site's own."""
    for ending in ("mp4", "vtt"):
        sample.write(f"files/film.{ending}", "WEBVTT\n")
    elsewhere = f"adresse: 'https://film.example/{random.randrange(99)}'"
    own = "fil: files/film.mp4, undertekster: files/film.vtt"
    fields = f"{{titel: En film, {random.choice((elsewhere, own))}}}"
    set_field(sample, random.choice(sample.texts("posts")), "video", fields)


def question(sample: SampleSite, random: Random) -> None:
    value = f"Hvad med en {random.choice(WORDS)}?"
    set_field(sample, random.choice(sample.texts("posts")), "spørgsmål", value)


def comments_state(sample: SampleSite, random: Random) -> None:
    value = random.choice(("åbne", "lukkede", "ingen"))
    set_field(sample, random.choice(sample.texts("posts")), "kommentarer", value)


def example(sample: SampleSite, random: Random) -> None:
    set_field(sample, random.choice(sample.texts()), "eksempel", random.choice(("ja", "nej")))


def guest(sample: SampleSite, random: Random) -> None:
    """A sender who is in no vocabulary."""
    value = f"[{{navn: Kim {random.randrange(99)}, rolle: gæst}}]"
    set_field(sample, random.choice(sample.texts()), "afsendere", value)


def source(sample: SampleSite, random: Random) -> None:
    value = f"[{{titel: Rapport {random.randrange(99)}, dato: 2025}}]"
    set_field(sample, random.choice(sample.texts()), "kilder", value)


def quote(sample: SampleSite, random: Random) -> None:
    value = f"{{tekst: En {random.choice(WORDS)}, navn: Bo}}"
    set_field(sample, random.choice(sample.texts("stories")), "citat", value)


def key_figures(sample: SampleSite, random: Random) -> None:
    value = f"[{{værdi: ca. {random.randrange(99)}, tekst: bænke}}, {{værdi: 3, tekst: træer}}]"
    set_field(sample, random.choice(sample.texts("stories")), "nøgletal", value)


def undated(sample: SampleSite, random: Random) -> None:
    set_field(sample, random.choice(sample.texts()), "dato", "ukendt")


def scheduled(sample: SampleSite, random: Random) -> None:
    """Out at the very minute of a build, or beside it."""
    name = random.choice([name for name in sample.texts() if "baenken" not in name])
    minute = random.choice(("11:59", "12:00", "12:01"))
    set_field(sample, name, "dato", f"2026-12-05 {minute}")


def updated(sample: SampleSite, random: Random) -> None:
    value = f"2026-11-{random.randrange(1, 24):02}"
    set_field(sample, random.choice(sample.texts()), "opdateret", value)


def consent(sample: SampleSite, random: Random) -> None:
    """Of a picture, which may run out before the next build."""
    until = random.choice(("2026-11-24", "2026-12-05 12:00", "2030-01-01"))
    consent = f"{{grundlag: Aftale, udløber: {until}}}"
    value = f"{{fil: images/et.png, alt: Noget, kredit: Tegning, samtykke: {consent}}}"
    set_field(sample, random.choice(_without_picture(sample)), "billede", value)


def caption(sample: SampleSite, random: Random) -> None:
    fields = f"billedtekst: En {random.choice(WORDS)}, fokus: {random.randrange(100)} 30"
    value = f"{{fil: images/et.png, alt: Noget, kredit: Tegning, {fields}}}"
    set_field(sample, random.choice(_without_picture(sample)), "billede", value)


def _without_picture(sample: SampleSite) -> list[str]:
    """The texts whose picture, if any, stands on one line."""
    return [name for name in sample.texts() if "\nbillede:\n" not in sample.read(name)]


def in_english(sample: SampleSite, random: Random) -> None:
    number = random.randrange(5)
    fields = f"sprog: en\noversat_fra: posts/nr-{number}\n"
    text = entry_text(f"Number {random.randrange(99)}", more=fields, body="Text.")
    sample.write(f"posts/2026/nr-{number}.en.md", text)


def swapped(sample: SampleSite, random: Random) -> None:
    """Two posts have each other's names, and so each other's addresses."""
    first, second = (sample.path(name) for name in random.sample(sample.texts("posts"), 2))
    aside = first.with_suffix(".bak")
    first.rename(aside)
    second.rename(first)
    aside.rename(second)


def other_year(sample: SampleSite, random: Random) -> None:
    """Another folder, and the same address."""
    name = random.choice(sample.texts("posts"))
    year = random.choice(("2024", "2025", "2026"))
    target = sample.path(f"posts/{year}/{name.rsplit('/', 1)[-1]}")
    target.parent.mkdir(exist_ok=True)
    sample.path(name).rename(target)


def as_story(sample: SampleSite, random: Random) -> None:
    """A post becomes a story."""
    name = random.choice(sample.texts("posts"))
    sample.path(name).rename(sample.path(f"stories/2026/{name.rsplit('/', 1)[-1]}"))


def capitals(sample: SampleSite, random: Random) -> None:
    """Another case of the file's name, and the same address."""
    path = sample.path(random.choice(sample.texts("posts")))
    path.rename(path.with_stem(path.stem.swapcase()))


def forwarded(sample: SampleSite, random: Random) -> None:
    """Renamed, and its old address leads to the new one."""
    name = random.choice(sample.texts("posts"))
    stem = sample.path(name).stem
    set_field(sample, name, "tidligere_adresser", f"[/indlaeg/{stem.lower()}/]")
    sample.path(name).rename(sample.path(f"posts/2026/flyttet-{random.randrange(10_000)}.md"))


def alias_below(sample: SampleSite, random: Random) -> None:
    """A file of redirection becomes a folder, or a folder a file."""
    value = random.choice(("/gl.html", "/gl.html/b/", "/gl.html/b/c.html"))
    set_field(sample, sample.texts("stories")[0], "tidligere_adresser", f"[{value}]")


def several_deleted(sample: SampleSite, random: Random) -> None:
    names = sample.texts("posts")[10:]
    for name in random.sample(names, min(3, len(names))):
        sample.path(name).unlink()


def emptied(sample: SampleSite, random: Random) -> None:
    """A text of no bytes, which validation refuses, or a new text in a file's place."""
    text = random.choice(("", entry_text("Skrevet igen", "2026-04-04")))
    sample.write(random.choice(sample.texts("posts")), text)


def wrong_encoding(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts("posts"))
    sample.path(name).write_bytes(sample.read(name).encode("latin-1", "replace"))


def line_endings(sample: SampleSite, random: Random) -> None:
    """As Windows writes a file: with carriage returns, and a mark of the encoding at its beginning."""
    path = sample.path(random.choice(sample.texts()))
    raw = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    path.write_bytes(random.choice((b"", b"\xef\xbb\xbf")) + raw.removeprefix(b"\xef\xbb\xbf"))
