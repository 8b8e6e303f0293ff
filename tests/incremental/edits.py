"""Every kind of change that staff and developers make, each at random and each leaving a sample that is right
(or, now and then, one that validation must refuse)."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.incremental.site_builder import NOW, SampleSite, entry_text, write_picture

Edit = Callable[[SampleSite, Random], None]

WORDS = ("sti", "gynge", "torv", "kaffe", "møde", "vinter", "nøgle", "æble")


def _front(sample: SampleSite, name: str, key: str, value: str) -> None:
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
    _front(
        sample,
        random.choice(sample.texts()),
        "titel",
        f"Om {random.choice(WORDS)} {random.randrange(99)}",
    )


def summary(sample: SampleSite, random: Random) -> None:
    _front(sample, random.choice(sample.texts()), "resume", f"Kort om {random.choice(WORDS)}.")


def date(sample: SampleSite, random: Random) -> None:
    """Back in time, or to a day that has not come yet, but not of what others link to."""
    name = random.choice([name for name in sample.texts() if "baenken" not in name])
    year = random.choice(("2019", "2025", "2026", "2026", "2027"))
    _front(
        sample, name, "dato", f"{year}-{random.randrange(1, 11):02}-{random.randrange(1, 28):02}"
    )


def tracks(sample: SampleSite, random: Random) -> None:
    _front(
        sample,
        random.choice(sample.texts()),
        "spor",
        random.choice(("[unge]", "[byrum]", "[byrum, unge]", "[]")),
    )


def topics(sample: SampleSite, random: Random) -> None:
    _front(
        sample,
        random.choice(sample.texts()),
        "temaer",
        random.choice(("[fritid]", "[skole, fritid]", "[idraet]", "[]")),
    )


def place(sample: SampleSite, random: Random) -> None:
    _front(sample, random.choice(sample.texts()), "kommune", random.choice(("aaby", "beby")))


def sender(sample: SampleSite, random: Random) -> None:
    _front(
        sample,
        random.choice(sample.texts()),
        "afsendere",
        random.choice(("[anna]", "[bo]", "[anna, bo]")),
    )


def status(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts("posts"))
    _front(sample, name, "status", random.choice(("kladde", "skjult", "udgivet")))


def under(sample: SampleSite, random: Random) -> None:
    _front(sample, random.choice(sample.texts()), "program", random.choice(("plan", "")))


def link(sample: SampleSite, random: Random) -> None:
    """From one post to another, which may move one day, or be deleted, and then validation refuses it."""
    here, there = random.choice(sample.texts("posts")), random.choice(sample.texts("posts"))
    sample.write(here, sample.read(here) + f"\nSe [en til]({'../../' + there}).\n")


def series(sample: SampleSite, random: Random) -> None:
    _front(sample, random.choice(sample.texts("posts")), "serie", random.choice(("vej", "have")))


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
    _front(
        sample,
        random.choice(sample.texts()),
        "tidligere_adresser",
        f"[/blog/{random.randrange(10_000)}/]",
    )


def related(sample: SampleSite, random: Random) -> None:
    _front(
        sample,
        random.choice(sample.texts("posts")),
        "relaterede",
        random.choice(("[stories/broen]", "[pilots/sti]", "[]")),
    )


def comment(sample: SampleSite, random: Random) -> None:
    name = random.choice(sample.texts("posts"))
    entry = f"posts/{name.rsplit('/', 1)[-1].removesuffix('.md')}"
    number = random.randrange(10_000)
    sample.write(
        f"comments/{entry}/k{number}.md",
        f"---\nindlæg: {entry}\nnavn: Læser {number}\nmodtaget: 2026-04-{random.randrange(1, 28):02} 12:00\n---\n\nEn tanke om {random.choice(WORDS)}.\n",
    )


def uncommented(sample: SampleSite, random: Random) -> None:
    comments = sorted((sample.folder / "content/comments").rglob("*.md"))
    if comments:
        random.choice(comments).unlink()


def idea(sample: SampleSite, random: Random) -> None:
    sample.write(
        "ideas/gynge.md",
        f"---\ntitel: En {random.choice(WORDS)}\nnavn: Barn\nmodtaget: 2026-03-02\nspor: byrum\nblev_til: {random.choice(('pilots/sti', 'stories/broen'))}\n---\n\nVed torvet.\n",
    )


def picture(sample: SampleSite, random: Random) -> None:
    write_picture(sample.path("images/et.png"), random.randrange(256), random.choice((60, 500)))


def pictured(sample: SampleSite, random: Random) -> None:
    number = random.randrange(5)
    write_picture(sample.path(f"images/nr-{number}.png"), number * 40)
    name = random.choice(sample.texts())
    if "\nbillede:" not in sample.read(name):
        _front(
            sample, name, "billede", f"{{fil: images/nr-{number}.png, alt: Noget, kredit: Tegning}}"
        )


def topic_name(sample: SampleSite, random: Random) -> None:
    sample.write(
        "topics.yaml",
        re.sub(
            r"navn: Skole.*", f"navn: Skole og {random.choice(WORDS)}", sample.read("topics.yaml")
        ),
    )


def municipality(sample: SampleSite, random: Random) -> None:
    sample.write(
        "municipalities.yaml",
        re.sub(
            r"navn: Beby.*",
            f"navn: Beby {random.choice(WORDS)}",
            sample.read("municipalities.yaml"),
        ),
    )


def person(sample: SampleSite, random: Random) -> None:
    sample.write(
        "people.yaml",
        re.sub(
            r"rolle: leder.*", f"rolle: leder af {random.choice(WORDS)}", sample.read("people.yaml")
        ),
    )


def track(sample: SampleSite, random: Random) -> None:
    _front(sample, "tracks/unge.md", "titel", f"Unge og {random.choice(WORDS)}")
    _front(sample, "tracks/unge.md", "farve", random.choice(("skov", "hav", "bær")))


def programme(sample: SampleSite, random: Random) -> None:
    _front(sample, "programmes/plan.md", "titel", f"Planen om {random.choice(WORDS)}")


def pilot(sample: SampleSite, random: Random) -> None:
    sample.write(
        "pilots/sti.md",
        re.sub(
            r"fra: 2025.*", f"fra: 2025-{random.randrange(1, 13):02}", sample.read("pilots/sti.md")
        ),
    )


def meeting(sample: SampleSite, random: Random) -> None:
    sample.write(
        "workgroups/byen.md",
        re.sub(r"sted: .*", f"sted: Ved {random.choice(WORDS)}", sample.read("workgroups/byen.md")),
    )


def issue(sample: SampleSite, random: Random) -> None:
    sample.write(
        "magazine/2026/issue.md",
        re.sub(
            r"titel: (Først|Om).*",
            f"titel: Om {random.choice(WORDS)}",
            sample.read("magazine/2026/issue.md"),
        ),
    )


def translation(sample: SampleSite, random: Random) -> None:
    sample.write(
        "pages/om.en.md",
        f"---\ntitel: About {random.randrange(99)}\nresume: About us.\nsprog: en\noversat_fra: pages/om\n---\n\nText.\n",
    )


def untranslated(sample: SampleSite, random: Random) -> None:
    sample.path("pages/om.en.md").unlink(missing_ok=True)


def template(sample: SampleSite, random: Random) -> None:
    post = sample.folder / "theme/templates/post.html"
    post.write_text(
        post.read_text("utf-8").replace(
            "{% block beneath %}", f"{{% block beneath %}}<p>{random.choice(WORDS)}</p>", 1
        ),
        "utf-8",
    )


def word(sample: SampleSite, random: Random) -> None:
    catalogue = sample.folder / "theme/translations/da.po"
    catalogue.write_text(
        re.sub(
            r'msgstr "Tilmeld.*?"',
            f'msgstr "Tilmeld {random.choice(WORDS)}"',
            catalogue.read_text("utf-8"),
        ),
        "utf-8",
    )


def style(sample: SampleSite, random: Random) -> None:
    sheet = sample.folder / "theme/static/css/6-print.css"
    sheet.write_text(
        sheet.read_text("utf-8") + f"\n.{random.choice(WORDS)} {{ color: red }}\n", "utf-8"
    )


def setting(sample: SampleSite, random: Random) -> None:
    settings = sample.folder / "settings.py"
    settings.write_text(
        settings.read_text("utf-8") + f'\nSITESUBTITLE = "Om {random.choice(WORDS)}"\n', "utf-8"
    )


def plugin(sample: SampleSite, random: Random) -> None:
    code = sample.folder / "site_plugin.py"
    code.write_text(
        re.sub(r"tekster\w*", f"tekster{random.randrange(999)}", code.read_text("utf-8")), "utf-8"
    )


def weather(sample: SampleSite, random: Random) -> None:
    """What a plugin looks into besides the content."""
    (sample.folder / "weather.txt").write_text(random.choice(WORDS), "utf-8")


def broken(sample: SampleSite, random: Random) -> None:
    """A slip, which the next one may or may not mend."""
    _front(
        sample,
        random.choice(sample.texts("posts")),
        "dato",
        random.choice(("32. maj 2026", "2026-01-01")),
    )


def touched(sample: SampleSite, random: Random) -> None:
    """Saved again without a change."""
    name = random.choice(sample.texts())
    sample.write(name, sample.read(name))


EDITS: tuple[Edit, ...] = (
    body, body, heading, title, title, summary, date, tracks, topics, place, under, link, sender, status,
    series, new,
    deleted, slug, alias, related, comment, uncommented, idea, picture, pictured, topic_name, municipality,
    person, track, programme, pilot, meeting, issue, translation, untranslated, template, word, style,
    setting, plugin, weather, broken, touched,
)  # fmt: skip

TEXTS: tuple[Edit, ...] = (body, heading, touched)
"""Those after which a build need not plan everything."""

WORDS_ONLY: tuple[Edit, ...] = (body, title, summary, touched)
"""Those after which the same is listed, sorted and grouped by."""

MOVES: tuple[Edit, ...] = (
    new, new, deleted, slug, date, tracks, topics, place, under, link, series, status, related, title,
    summary, pictured, body,
)  # fmt: skip
"""Those after which most posts and stories show beside them what they showed."""

MOMENTS = (NOW, NOW, NOW, "2026-12-05 12:00", "2027-02-01 12:00", "2026-06-01 12:00")
"""Builds come one after the other, and now and then a clock is wrong."""
