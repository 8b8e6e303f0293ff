"""What only the whole site can tell."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nyspor.checks import check_content
from nyspor.checks.library import ContentInvalid, build_library
from nyspor.content.loader import read_content
from nyspor.model.kinds import Comment, Idea, Workgroup
from nyspor.model.library import PictureFile
from nyspor.model.places import Counts
from tests.builders import (
    NOW,
    library_from,
    make_collection,
    parse_entry,
    post_text,
    problems_of,
    render_problems,
    write_site,
)

IMAGE = "{fil: images/karavane.png, alt: En vogn, kredit: Nyspor}"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (post_text(spor="gode-leveår"), 5, "Mente du »gode-leveaar«?"),
        (post_text(temaer="[aldre]"), 5, "Mente du »aeldre«?"),
        (post_text(kommune="roskild"), 5, "Mente du »roskilde«?"),
        (post_text(program="ukendt-program"), 5, "Der findes ikke noget program"),
        (post_text(afsendere="joy"), 5, "Der er ingen, der hedder »joy«"),
        (post_text(relaterede="tracks/gode-leveaa"), 5, "Mente du »tracks/gode-leveaar«?"),
        (post_text(billede=IMAGE.replace("karavane", "karavan")), 5, "Mente du »images/karavane.png«?"),
        (post_text(billede=IMAGE.replace("alt: En vogn, ", "")), 5, "Feltet »alt« mangler."),
        (post_text(billede=IMAGE.replace(", kredit: Nyspor", "")), 5, "Feltet »kredit« mangler."),
        (post_text("[x](../../tracks/gode-leveår.md)"), 7, "Mente du »../../tracks/gode-leveaar.md«?"),
        (post_text("[x](../../tracks/gode-leveaar.md#om-spor)"), 7, "Mente du »#om-sporet«?"),
        (post_text("[x](#nede)"), 7, "»#nede«"),
        (post_text("[x](javascript:alert(1))"), 7, "fører ikke til noget"),
        (post_text("[x](&#106;avascript:alert%281%29)"), 7, "fører ikke til noget"),
        (post_text("a\n\n[x](http://[a)"), 9, "fører ikke til noget"),
        (post_text("a\n\n[x](..\\..\\tracks\\gode-leveaar.md)"), 9, "fx ../../tracks/gode-leveaar.md."),
        (post_text("[x](C:\\Dokumenter\\rapport.pdf)"), 7, "jeres egen computer"),
        (post_text("![alt](..\\..\\images\\karavane.png)"), 7, "Mente du »../../images/karavane.png«?"),
        (post_text("[x](min\\_side.md)"), 7, "Linket min_side.md fører til en fil"),
        (post_text("[x](/indlaeg/vaek/)"), 7, "Der er ingen side på /indlaeg/vaek/"),
        (post_text("::: billede N\n![alt](../../images/karavan.png)\n:::"), 8, "Mente du »../../images/karavane.png«?"),
        (post_text("![alt](../../images/karavane.png)"), 7, "ingen kreditering"),
        (post_text("::: billede N\n![](../../images/karavane.png)\n:::"), 8, "ingen alternativ tekst"),
        (post_text("::: video Film\nfil: files/a.mp4\n:::"), 7, "ingen undertekster"),
        (post_text("::: video Film\nvarighed: '2:10'\n:::"), 7, "enten en adresse eller en fil"),
        (post_text(tidligere_adresser="/spor/"), 5, "er i brug"),
        (post_text(billede=IMAGE[:-1] + ", samtykke: {grundlag: ja, udløber: 2020}}"), 5, "udløb 2020"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_line_and_remedy(text: str, line: int, message: str) -> None:
    problems = problems_of(text)
    assert message in render_problems(problems)
    assert line in {problem.line for problem in problems}


def test_right_content_has_no_problems() -> None:
    text = post_text(
        "[x](../../tracks/gode-leveaar.md#om-sporet) og [y](/temaer/)",
        spor="gode-leveaar",
        billede=IMAGE,
    )
    assert problems_of(text) == []


def test_links_to_mail_and_elsewhere_are_right_however_they_are_written() -> None:
    text = r"""<borger@kommune.example>, [x](mailto:borger@kommune.example), <https://x.example/a\_b>,
[y](https://x.example/en\_fil\(1\).pdf "En \"titel\""), [z][z], [æ](../../tracks/gode\-leveaar.md#om-sporet)

[z]: https://x.example/?a=1&amp;b=2"""
    assert problems_of(post_text(text)) == []


def test_two_files_may_not_have_one_address() -> None:
    files = (
        parse_entry(post_text(), "posts/2012/a.md"),
        parse_entry(post_text(), "posts/2013/a.md"),
    )
    assert "posts/2013/a.md:None : Filen ville få adressen /indlaeg/a/" in render_problems(
        check_content(make_collection(*files), NOW)
    )


def test_a_page_may_not_take_the_site_s_own_address() -> None:
    assert "En side kan ikke hedde »feeds«" in render_problems(
        problems_of(post_text(), "pages/feeds.md")
    )


def test_a_comment_must_belong_somewhere() -> None:
    file = "comments/posts/velkommen/1.md"
    right = Comment(id="1", entry="posts/velkommen", name="Nabo", received="2026")
    for wrong, message in (
        (right.model_copy(update={"entry": "posts/velkomen"}), "Mente du »posts/velkommen«?"),
        (right.model_copy(update={"reply_to": "7"}), "ingen kommentar, der hedder »7«"),
    ):
        assert message in render_problems(
            check_content(make_collection(parse_entry(post_text()), comments={file: wrong}), NOW)
        )
    assert (
        check_content(make_collection(parse_entry(post_text()), comments={file: right}), NOW) == []
    )


def test_an_idea_must_name_a_track_that_exists() -> None:
    idea = Idea(slug="a", title="A", name="B", received="2026", track="gode-levear")
    assert "Mente du »gode-leveaar«?" in render_problems(
        check_content(make_collection(ideas={"ideas/a.md": idea}), NOW)
    )


LATER = post_text(dato="25. oktober 2026 kl. 2.30", kommentarer="ingen")


@pytest.mark.parametrize(
    ("now", "out"),
    [(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), False),  # half past two, summer time
     (datetime(2026, 10, 25, 1, 29, tzinfo=UTC), False),
     (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), True)],  # half past two, winter time
)  # fmt: skip
def test_what_is_dated_later_waits_for_its_time(now: datetime, out: bool) -> None:
    library = library_from(("posts/a.md", LATER), now=now)
    assert ("posts/a" in library.entries) is out
    assert ("posts/a" in library.unpublished) is not out
    comes_out, leads_no_more = (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2027, 10, 26, 1, 30, tzinfo=UTC))  # fmt: skip
    assert library.next_change == (leads_no_more if out else comes_out)


LINK, RELATED = post_text("[x](senere.md)"), post_text(relaterede="[posts/senere]")


@pytest.mark.parametrize(("text", "line"), [(LINK, 7), (RELATED, 5)])
@pytest.mark.parametrize(
    ("other", "message"),
    [
        (LATER, "som først udkommer 25. oktober 2026"),
        (post_text(status="kladde"), "fører til posts/senere.md, som stadig er en kladde"),
    ],
)
def test_what_is_out_may_not_point_at_what_is_not(
    text: str, line: int, other: str, message: str
) -> None:
    early = datetime(2026, 1, 1, tzinfo=UTC)
    files = (parse_entry(other, "posts/senere.md"), parse_entry(text, "posts/nu.md"))
    (problem,) = check_content(make_collection(*files), early)
    assert (problem.source, problem.line) == ("posts/nu.md", line)
    assert message in render_problems([problem])


@pytest.mark.parametrize("text", [LINK, RELATED])
def test_what_is_out_may_point_at_what_is_out_by_then(text: str) -> None:
    files = (parse_entry(LATER, "posts/senere.md"), parse_entry(text, "posts/nu.md"))
    assert check_content(make_collection(*files), NOW) == []


def test_invalid_content_makes_no_library() -> None:
    with pytest.raises(ContentInvalid) as caught:
        build_library(make_collection(parse_entry(post_text(titel=""))), NOW)
    assert len(caught.value.problems) == 1


def test_everything_in_the_folder_is_read_or_reported(tmp_path: Path) -> None:
    folder = write_site(tmp_path, velkommen=post_text())
    (folder / "comments/posts/velkommen").mkdir(parents=True)
    comment = "---\nindlæg: posts/velkommen\nsvar_på: x\nnavn: N\nmodtaget: 2026\n---\n\nHej\n"
    (folder / "comments/posts/velkommen/1.md").write_text(comment, "utf-8")
    (folder / "comments/posts/velkommen/2.txt").write_text("Hej", "utf-8")
    (folder / "post.md").write_text(post_text(), "utf-8")
    report = render_problems(check_content(read_content(folder), NOW))
    assert "comments/posts/velkommen/1.md:3 svar_på: Der er ingen kommentar" in report
    assert "comments/posts/velkommen/2.txt" in report
    assert "post.md" in report


def test_a_mistake_in_what_others_refer_to_is_reported_alone(tmp_path: Path) -> None:
    folder = write_site(tmp_path, velkommen=post_text(temaer="[aeldre, ukendt]"))
    (folder / "topics.yaml").write_text("- slug: aeldre\n  overordnet: alder\n", "utf-8")
    report = render_problems(check_content(read_content(folder), NOW))
    assert "topics.yaml:1 navn: Feltet »navn« mangler." in report
    assert "topics.yaml:2 overordnet: Der findes ikke noget tema, der hedder »alder«." in report
    assert "velkommen" not in report


def test_comments_close_by_themselves_and_the_build_knows_when() -> None:
    text = post_text(dato="12. juni 2026")
    library = library_from(("posts/a.md", text), now=datetime(2026, 11, 23, tzinfo=UTC))
    post = library.entries["posts/a"]
    assert library.comments_open(post)
    assert library.next_change == datetime(2027, 6, 12, 22, 0, tzinfo=UTC), "a year after that day"
    closed = library_from(("posts/a.md", text), now=datetime(2027, 6, 12, 22, 0, tzinfo=UTC))
    assert not closed.comments_open(post)
    assert closed.next_change == datetime(2027, 9, 10, 22, 0, tzinfo=UTC), (
        "the forms service forgets it"
    )


def test_comments_on_what_nobody_can_date_are_closed() -> None:
    library = library_from(("posts/a.md", post_text(dato="ukendt")))
    assert not library.comments_open(library.entries["posts/a"])


def test_places_are_those_that_nobody_has_taken_on_the_site_or_elsewhere() -> None:
    text = """---
titel: Stigruppen
resume: Vi passer stien.
pladser: 12
optaget: {taken}
tilmelding:
  åbner: 1. januar 2026
---

Tekst.
"""
    for elsewhere, members, left in ((5, 0, 7), (5, 6, 1), (12, 0, 0), (5, 8, 0)):
        found = library_from(("workgroups/sti.md", text.format(taken=elsewhere)))
        library = replace(found, place_counts={"workgroups/sti": Counts(members, 2)})
        (group,) = library.of_kind(Workgroup)
        assert library.places_left(group) == left
        assert library.signup_open(group), "where nothing is left there is the waiting list"


def advice_on_a_picture(text: str, picture: PictureFile) -> list[tuple[str, int | None]]:
    """What is advised where a post shows a picture: rules and lines."""
    site = replace(
        make_collection(parse_entry(text, "posts/2026/bil.md")),
        pictures={"images/bil.png": picture},
        files=frozenset({"images/bil.png"}),
    )
    return [(problem.rule, problem.line) for problem in check_content(site, NOW)]


SHOWN = "::: billede Nyspor\n![En bil](../../images/bil.png)\n:::"
FIELD = {"billede": "{fil: images/bil.png, alt: En bil, kredit: Nyspor}"}


def test_pictures_that_move_and_pictures_of_few_pixels_are_advised_on() -> None:
    moving, small, large = PictureFile(800, 600, "a", True), PictureFile(60, 40, "b"), PictureFile(240, 160, "c")  # fmt: skip
    for text, line in ((post_text(SHOWN), 8), (post_text(**FIELD), 5)):
        assert advice_on_a_picture(text, moving) == [("animation", line)]
        assert advice_on_a_picture(text, small) == [("small-picture", line)]
        assert advice_on_a_picture(text, large) == []
