"""Every kind of change that staff and developers make, each at random and each leaving a house that is right
(or, now and then, one that the gate must refuse)."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.incremental.house import NOW, House, a_picture, text

Edit = Callable[[House, Random], None]

WORDS = ("sti", "gynge", "torv", "kaffe", "møde", "vinter", "nøgle", "æble")


def _front(house: House, name: str, key: str, value: str) -> None:
    """Set a line of a text's front matter."""
    words = re.sub(rf"^{key}:.*$", f"{key}: {value}", house.read(name), count=1, flags=re.MULTILINE)
    if words == house.read(name) and f"\n{key}:" not in words:
        words = words.replace("---\n", f"---\n{key}: {value}\n", 1)
    house.write(name, words)


def body(house: House, random: Random) -> None:
    name = random.choice(house.texts())
    house.write(name, house.read(name) + f"\nOg en {random.choice(WORDS)} mere.\n")


def heading(house: House, random: Random) -> None:
    name = random.choice(house.texts("posts"))
    house.write(name, house.read(name) + f"\n## Om {random.choice(WORDS)}\n\nTekst.\n")


def title(house: House, random: Random) -> None:
    _front(
        house,
        random.choice(house.texts()),
        "titel",
        f"Om {random.choice(WORDS)} {random.randrange(99)}",
    )


def summary(house: House, random: Random) -> None:
    _front(house, random.choice(house.texts()), "resume", f"Kort om {random.choice(WORDS)}.")


def date(house: House, random: Random) -> None:
    """Back in time, or to a day that has not come yet, but not of what others link to."""
    name = random.choice([name for name in house.texts() if "baenken" not in name])
    year = random.choice(("2019", "2025", "2026", "2026", "2027"))
    _front(house, name, "dato", f"{year}-{random.randrange(1, 11):02}-{random.randrange(1, 28):02}")


def tracks(house: House, random: Random) -> None:
    _front(
        house,
        random.choice(house.texts()),
        "spor",
        random.choice(("[unge]", "[byrum]", "[byrum, unge]", "[]")),
    )


def topics(house: House, random: Random) -> None:
    _front(
        house,
        random.choice(house.texts()),
        "temaer",
        random.choice(("[fritid]", "[skole, fritid]", "[idraet]", "[]")),
    )


def place(house: House, random: Random) -> None:
    _front(house, random.choice(house.texts()), "kommune", random.choice(("aaby", "beby")))


def sender(house: House, random: Random) -> None:
    _front(
        house,
        random.choice(house.texts()),
        "afsendere",
        random.choice(("[anna]", "[bo]", "[anna, bo]")),
    )


def status(house: House, random: Random) -> None:
    name = random.choice(house.texts("posts"))
    _front(house, name, "status", random.choice(("kladde", "skjult", "udgivet")))


def under(house: House, random: Random) -> None:
    _front(house, random.choice(house.texts()), "program", random.choice(("plan", "")))


def link(house: House, random: Random) -> None:
    """From one post to another, which may move one day, or go, and then the gate refuses."""
    here, there = random.choice(house.texts("posts")), random.choice(house.texts("posts"))
    house.write(here, house.read(here) + f"\nSe [en til]({'../../' + there}).\n")


def series(house: House, random: Random) -> None:
    _front(house, random.choice(house.texts("posts")), "serie", random.choice(("vej", "have")))


def new(house: House, random: Random) -> None:
    number = random.randrange(10_000)
    link = f"Se [en anden]({'../../' + random.choice(house.texts('stories'))})."
    day = f"2026-{random.randrange(1, 11):02}-{random.randrange(1, 28):02}"
    house.write(f"posts/2026/ny-{number}.md", text(f"Ny {number}", day, body=link))


def deleted(house: House, random: Random) -> None:
    """Any post: where comments are about it, the gate refuses that they speak of nothing."""
    house.path(random.choice(house.texts("posts"))).unlink()


def slug(house: House, random: Random) -> None:
    name = random.choice(house.texts("posts"))
    house.path(name).rename(house.path(f"posts/2026/omdoebt-{random.randrange(10_000)}.md"))


def alias(house: House, random: Random) -> None:
    _front(
        house,
        random.choice(house.texts()),
        "tidligere_adresser",
        f"[/blog/{random.randrange(10_000)}/]",
    )


def related(house: House, random: Random) -> None:
    _front(
        house,
        random.choice(house.texts("posts")),
        "relaterede",
        random.choice(("[stories/broen]", "[pilots/sti]", "[]")),
    )


def comment(house: House, random: Random) -> None:
    name = random.choice(house.texts("posts"))
    entry = f"posts/{name.rsplit('/', 1)[-1].removesuffix('.md')}"
    number = random.randrange(10_000)
    house.write(
        f"comments/{entry}/k{number}.md",
        f"---\nindlæg: {entry}\nnavn: Læser {number}\nmodtaget: 2026-04-{random.randrange(1, 28):02} 12:00\n---\n\nEn tanke om {random.choice(WORDS)}.\n",
    )


def uncommented(house: House, random: Random) -> None:
    comments = sorted((house.folder / "content/comments").rglob("*.md"))
    if comments:
        random.choice(comments).unlink()


def idea(house: House, random: Random) -> None:
    house.write(
        "ideas/gynge.md",
        f"---\ntitel: En {random.choice(WORDS)}\nnavn: Barn\nmodtaget: 2026-03-02\nspor: byrum\nblev_til: {random.choice(('pilots/sti', 'stories/broen'))}\n---\n\nVed torvet.\n",
    )


def picture(house: House, random: Random) -> None:
    a_picture(house.path("images/et.png"), random.randrange(256), random.choice((60, 500)))


def pictured(house: House, random: Random) -> None:
    number = random.randrange(5)
    a_picture(house.path(f"images/nr-{number}.png"), number * 40)
    name = random.choice(house.texts())
    if "\nbillede:" not in house.read(name):
        _front(
            house, name, "billede", f"{{fil: images/nr-{number}.png, alt: Noget, kredit: Tegning}}"
        )


def topic_name(house: House, random: Random) -> None:
    house.write(
        "topics.yaml",
        re.sub(
            r"navn: Skole.*", f"navn: Skole og {random.choice(WORDS)}", house.read("topics.yaml")
        ),
    )


def municipality(house: House, random: Random) -> None:
    house.write(
        "municipalities.yaml",
        re.sub(
            r"navn: Beby.*", f"navn: Beby {random.choice(WORDS)}", house.read("municipalities.yaml")
        ),
    )


def person(house: House, random: Random) -> None:
    house.write(
        "people.yaml",
        re.sub(
            r"rolle: leder.*", f"rolle: leder af {random.choice(WORDS)}", house.read("people.yaml")
        ),
    )


def track(house: House, random: Random) -> None:
    _front(house, "tracks/unge.md", "titel", f"Unge og {random.choice(WORDS)}")
    _front(house, "tracks/unge.md", "farve", random.choice(("skov", "hav", "bær")))


def programme(house: House, random: Random) -> None:
    _front(house, "programmes/plan.md", "titel", f"Planen om {random.choice(WORDS)}")


def pilot(house: House, random: Random) -> None:
    house.write(
        "pilots/sti.md",
        re.sub(
            r"fra: 2025.*", f"fra: 2025-{random.randrange(1, 13):02}", house.read("pilots/sti.md")
        ),
    )


def meeting(house: House, random: Random) -> None:
    house.write(
        "workgroups/byen.md",
        re.sub(r"sted: .*", f"sted: Ved {random.choice(WORDS)}", house.read("workgroups/byen.md")),
    )


def issue(house: House, random: Random) -> None:
    house.write(
        "magazine/2026/issue.md",
        re.sub(
            r"titel: (Først|Om).*",
            f"titel: Om {random.choice(WORDS)}",
            house.read("magazine/2026/issue.md"),
        ),
    )


def translation(house: House, random: Random) -> None:
    house.write(
        "pages/om.en.md",
        f"---\ntitel: About {random.randrange(99)}\nresume: About us.\nsprog: en\noversat_fra: pages/om\n---\n\nText.\n",
    )


def untranslated(house: House, random: Random) -> None:
    house.path("pages/om.en.md").unlink(missing_ok=True)


def template(house: House, random: Random) -> None:
    post = house.folder / "theme/templates/post.html"
    post.write_text(
        post.read_text("utf-8").replace(
            "{% block beneath %}", f"{{% block beneath %}}<p>{random.choice(WORDS)}</p>", 1
        ),
        "utf-8",
    )


def word(house: House, random: Random) -> None:
    words = house.folder / "theme/translations/da.po"
    words.write_text(
        re.sub(
            r'msgstr "Tilmeld.*?"',
            f'msgstr "Tilmeld {random.choice(WORDS)}"',
            words.read_text("utf-8"),
        ),
        "utf-8",
    )


def style(house: House, random: Random) -> None:
    sheet = house.folder / "theme/static/css/6-print.css"
    sheet.write_text(
        sheet.read_text("utf-8") + f"\n.{random.choice(WORDS)} {{ color: red }}\n", "utf-8"
    )


def setting(house: House, random: Random) -> None:
    settings = house.folder / "settings.py"
    settings.write_text(
        settings.read_text("utf-8") + f'\nSITESUBTITLE = "Om {random.choice(WORDS)}"\n', "utf-8"
    )


def plugin(house: House, random: Random) -> None:
    code = house.folder / "husets.py"
    code.write_text(
        re.sub(r"tekster\w*", f"tekster{random.randrange(999)}", code.read_text("utf-8")), "utf-8"
    )


def weather(house: House, random: Random) -> None:
    """What a plugin looks into besides the content."""
    (house.folder / "vejret.txt").write_text(random.choice(WORDS), "utf-8")


def broken(house: House, random: Random) -> None:
    """A slip, which the next one may or may not mend."""
    _front(
        house,
        random.choice(house.texts("posts")),
        "dato",
        random.choice(("32. maj 2026", "2026-01-01")),
    )


def touched(house: House, random: Random) -> None:
    """Saved again without a change."""
    name = random.choice(house.texts())
    house.write(name, house.read(name))


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
