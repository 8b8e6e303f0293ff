"""Changes to the rest of the content, each at random: comments, pictures, vocabularies, tracks, the magazine."""

from __future__ import annotations

import re
import shutil
from random import Random

from PIL import Image

from tests.incremental.entry_edits import WORDS, set_field
from tests.incremental.site_builder import BASE_FILES, SampleSite, entry_text, write_picture


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
        set_field(
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
    role = f"rolle: redaktør af {random.choice(WORDS)}"
    sample.write("people.yaml", re.sub(r"rolle: redaktør.*", role, sample.read("people.yaml")))


def track(sample: SampleSite, random: Random) -> None:
    set_field(sample, "tracks/unge.md", "titel", f"Unge og {random.choice(WORDS)}")
    set_field(sample, "tracks/unge.md", "farve", random.choice(("skov", "hav", "bær")))


def programme(sample: SampleSite, random: Random) -> None:
    set_field(sample, "programmes/plan.md", "titel", f"Planen om {random.choice(WORDS)}")


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


def reply(sample: SampleSite, random: Random) -> None:
    """An answer to a comment, which may be removed one day."""
    number = random.randrange(10_000)
    sample.write(
        f"comments/posts/nr-1/s{number}.md",
        f"---\nindlæg: posts/nr-1\nnavn: Svar {number}\nmodtaget: 2026-05-01 12:00\nsvar_på: k1\n---\n\nEnig.\n",
    )


def comments_removed(sample: SampleSite, random: Random) -> None:
    shutil.rmtree(sample.folder / "content/comments", ignore_errors=True)


def another_idea(sample: SampleSite, random: Random) -> None:
    number = random.randrange(3)
    sample.write(
        f"ideas/nr-{number}.md",
        f"---\ntitel: En {random.choice(WORDS)}\nnavn: Barn\nmodtaget: 2026-03-0{number + 1}\n---\n\nDer.\n",
    )


def idea_removed(sample: SampleSite, random: Random) -> None:
    for path in sorted((sample.folder / "content/ideas").glob("*.md"))[:1]:
        path.unlink()


def picture_renamed(sample: SampleSite, random: Random) -> None:
    """With all that refer to it, and now and then in another case only."""
    old = random.choice(sorted((sample.folder / "content/images").glob("*.png")))
    new = old.with_stem(random.choice((old.stem.swapcase(), f"nyt-{random.randrange(99)}")))
    old.rename(new)
    for path in (sample.folder / "content").rglob("*.md"):
        name = path.relative_to(sample.folder / "content").as_posix()
        sample.replace(name, f"images/{old.name}", f"images/{new.name}")


def picture_removed(sample: SampleSite, random: Random) -> None:
    """One that texts may refer to."""
    sample.path("images/et.png").unlink(missing_ok=True)


def picture_damaged(sample: SampleSite, random: Random) -> None:
    """Half copied, or whole again."""
    path = sample.path("images/et.png")
    write_picture(path, 77)
    path.write_bytes(path.read_bytes()[: random.choice((0, 40, None))])


def picture_of_other_kind(sample: SampleSite, random: Random) -> None:
    """What its name does not say."""
    path = sample.path("images/et.png")
    Image.new("RGB", (random.choice((60, 300)), 40), (90, 90, 90)).save(path, "JPEG")


def picture_twice(sample: SampleSite, random: Random) -> None:
    """The same bytes under the same name in two folders have one address."""
    name = random.choice(sample.texts("stories"))
    write_picture(sample.path("images/et.png"), 10)
    write_picture(sample.path("images/flere/et.png"), 10)
    value = "{fil: images/flere/et.png, alt: Noget, kredit: Tegning}"
    set_field(sample, name, "billede", value)


def file_changed(sample: SampleSite, random: Random) -> None:
    """One that a page links to."""
    sample.write("files/rapport.pdf", random.choice(WORDS))
    if "rapport.pdf" not in sample.read("pages/om.md"):
        sample.write(
            "pages/om.md", sample.read("pages/om.md") + "\nLæs [den](../files/rapport.pdf).\n"
        )


def topic_added(sample: SampleSite, random: Random) -> None:
    slug = f"emne-{random.randrange(10_000)}"
    text = f"- slug: {slug}\n  navn: Emne {slug}\n  overordnet: skole\n"
    sample.write("topics.yaml", sample.read("topics.yaml") + text)


def topic_removed(sample: SampleSite, random: Random) -> None:
    """One that texts may be about, or back again."""
    idraet = "- slug: idraet\n  navn: Idræt\n  broader: fritid\n"
    text = sample.read("topics.yaml")
    sample.write("topics.yaml", text.replace(idraet, "") if idraet in text else text + idraet)


def topics_reordered(sample: SampleSite, random: Random) -> None:
    records = sample.read("topics.yaml").split("- slug")
    sample.write("topics.yaml", "- slug".join(["", *reversed(records[1:])]))


def municipality_address(sample: SampleSite, random: Random) -> None:
    address = f"adresse: https://beby.example/{random.choice(WORDS)}"
    text = re.sub(r"\n  adresse: .*", "", sample.read("municipalities.yaml"))
    sample.write("municipalities.yaml", re.sub(r"(slug: beby)", rf"\1\n  {address}", text))


def person_name(sample: SampleSite, random: Random) -> None:
    name = f"navn: Anna {random.choice(WORDS)}"
    sample.write("people.yaml", re.sub(r"navn: Anna.*", name, sample.read("people.yaml")))


def vocabulary_removed(sample: SampleSite, random: Random) -> None:
    """Emptied, or as at first."""
    sample.write("people.yaml", random.choice(("", BASE_FILES["people.yaml"])))


def track_added(sample: SampleSite, random: Random) -> None:
    number = random.randrange(3, 6)
    text = BASE_FILES["tracks/byrum.md"].replace("nummer: 2", f"nummer: {number}")
    sample.write(f"tracks/spor-{number}.md", text.replace("Byrum", f"Spor {number}"))


def track_renumbered(sample: SampleSite, random: Random) -> None:
    first, second = random.choice((("1", "2"), ("2", "1")))
    set_field(sample, "tracks/unge.md", "nummer", first)
    set_field(sample, "tracks/byrum.md", "nummer", second)


def track_question(sample: SampleSite, random: Random) -> None:
    set_field(sample, "tracks/byrum.md", "spørgsmål", f"Hvad er en {random.choice(WORDS)}?")


def vision(sample: SampleSite, random: Random) -> None:
    set_field(sample, "programmes/plan.md", "vision", f"En {random.choice(WORDS)} til alle.")
    set_field(sample, "programmes/plan.md", "principper", f"[En {random.choice(WORDS)}]")


def pilot_effects(sample: SampleSite, random: Random) -> None:
    measured = f"{{dato: 2026, værdi: {random.randrange(99)}, kilde: Optælling}}"
    value = f"[{{indikator: Gæster, udgangspunkt: 3, målinger: [{measured}]}}]"
    set_field(sample, "pilots/sti.md", "effekter", value)


def pilot_added(sample: SampleSite, random: Random) -> None:
    """Another pilot, whose next phase may begin before the next build."""
    day = random.choice(("2026-11-24", "2026-12-05 12:00", "2027-01-15"))
    text = re.sub(r"fra: 2026.*", f"fra: {day}", BASE_FILES["pilots/sti.md"])
    sample.write(f"pilots/sti-{random.randrange(3)}.md", text)


def meeting_cancelled(sample: SampleSite, random: Random) -> None:
    text = re.sub(r"\n    aflyst: .*", "", sample.read("workgroups/byen.md"))
    cancelled = f"\n    aflyst: {random.choice(('ja', 'nej'))}"
    sample.write("workgroups/byen.md", re.sub(r"(\n    sted: .*)", rf"\1{cancelled}", text))


def meeting_added(sample: SampleSite, random: Random) -> None:
    """One that may be over before the next build."""
    day = random.choice(("2026-11-23 13:00", "2026-12-05", "2027-01-10 19:00"))
    meeting = f"  - id: m{random.randrange(10_000)}\n    start: {day}\n    sted: Salen\n"
    sample.replace("workgroups/byen.md", "møder:\n", f"møder:\n{meeting}")


def sign_up(sample: SampleSite, random: Random) -> None:
    """Opened and closed by the clock, and full."""
    day = random.choice(("2026-11-24", "2026-12-05 12:00", "2026-12-15", "2026-06-01"))
    text = re.sub(r"(lukker|åbner): 20.*", f"lukker: {day}", sample.read("workgroups/byen.md"))
    if random.random() < 0.3:
        text = text.replace("lukker:", "åbner:")
    sample.write("workgroups/byen.md", text)
    set_field(sample, "workgroups/byen.md", "pladser", "9")
    set_field(sample, "workgroups/byen.md", "optaget", random.choice(("3", "8", "9")))


def issue_order(sample: SampleSite, random: Random) -> None:
    """The stories change places, or one leaves."""
    text = sample.read("magazine/2026/issue.md")
    places = random.choice((("baenken", "broen"), ("broen", "baenken"), ("broen",)))
    stories = "".join(f"      - historie: {slug}\n" for slug in places)
    sample.write(
        "magazine/2026/issue.md", re.sub(r"(      - historie: \w+\n)+", stories, text, count=1)
    )


def issue_lead(sample: SampleSite, random: Random) -> None:
    """What a story is called in the magazine only."""
    title = f"- historie: broen\n        titel: Broen og en {random.choice(WORDS)}\n"
    text = re.sub(r"\n        titel: .*", "", sample.read("magazine/2026/issue.md"))
    sample.write("magazine/2026/issue.md", text.replace("- historie: broen\n", title))


def page_added(sample: SampleSite, random: Random) -> None:
    text = f"---\ntitel: Side om {random.choice(WORDS)}\nresume: En side.\n---\n\nTekst.\n"
    sample.write(f"pages/side-{random.randrange(3)}.md", text)


def page_removed(sample: SampleSite, random: Random) -> None:
    for path in sorted((sample.folder / "content/pages").glob("side-*.md"))[:1]:
        path.unlink()


def misplaced(sample: SampleSite, random: Random) -> None:
    """A text in no folder, which validation refuses, or moved away again."""
    path = sample.path("forkert.md")
    path.unlink() if path.exists() else path.write_text(entry_text("Forkert"), "utf-8")


def unread(sample: SampleSite, random: Random) -> None:
    """Files that no build reads."""
    names = ("images/README.md", "posts/2026/nr-1.md.bak", "posts/.DS_Store", "files/gammel.docx")
    sample.write(random.choice(names), random.choice(WORDS))
