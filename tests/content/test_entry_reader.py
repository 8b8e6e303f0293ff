"""What is read from a file, and what is reported to its writer where it cannot be read."""

import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.content.entry_reader import (
    read_entry,
    read_or_report,
    read_record,
    read_vocabulary,
)
from nyspor.i18n.catalogues import translate_problem
from nyspor.markdown import pasted
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Comment, Issue, Post, Topic
from nyspor.model.values import CommentsState, Status
from nyspor.urls import EntryLocation
from tests.builders import parse_entry, post_text, problems_of, render_problems


def test_a_post_is_read_with_danish_keys() -> None:
    entry = parse_entry(
        post_text(status="kladde", spor="gode-leveaar", kommentarer="lukkede")
    ).entry
    assert isinstance(entry, Post)
    assert (entry.slug, entry.title, str(entry.date)) == ("velkommen", "Velkommen", "3. marts 2012")
    assert entry.status is Status.DRAFT
    assert entry.comments is CommentsState.CLOSED
    assert entry.tracks == ("gode-leveaar",)


def test_english_keys_mean_the_same() -> None:
    english = "---\ntitle: Velkommen\nsummary: Hvorfor vi skriver.\ndate: 2012-03-03\n---\n"
    assert parse_entry(english).entry == parse_entry(post_text()).entry


def test_keys_may_be_written_without_danish_letters() -> None:
    assert (
        parse_entry(post_text(spoergsmaal="Hvorfor?")).entry
        == parse_entry(post_text(spørgsmål="Hvorfor?")).entry
    )


def test_yaml_s_own_ideas_of_words_and_numbers_do_not_matter() -> None:
    entry = parse_entry(post_text(titel="nej", resume="1.10", spørgsmål="'12:30'")).entry
    assert isinstance(entry, Post)
    assert (entry.title, entry.summary, entry.question) == ("nej", "1.10", "12:30")


def test_quotes_around_a_title_are_not_part_of_it() -> None:
    entry = parse_entry(post_text(titel='"Yaml: med kolon"')).entry
    assert entry is not None
    assert entry.title == "Yaml: med kolon"


def test_a_date_may_be_unknown() -> None:
    entry = parse_entry(post_text(dato="ukendt")).entry
    assert entry is not None
    assert entry.date is None


def test_windows_line_ends_a_byte_order_mark_and_signs_from_word_do_no_harm() -> None:
    text = post_text("Første\x0banden linje\x00.").replace("\n", "\r\n")
    assert parse_entry(b"\xef\xbb\xbf" + text.encode()).body.html == "<p>Første anden linje.</p>"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (post_text(titel=""), 1, "Feltet »titel« mangler."),
        (post_text(dato=""), 1, "Feltet »dato« mangler."),
        (post_text(dato="32. marts 2012"), 4, "Datoen 32. marts 2012 findes ikke."),
        (post_text(dato="i morgen"), 4, "»i morgen« kan ikke læses som en dato."),
        (post_text(titl="x"), 5, "Mente du »titel«?"),
        (post_text(status="kladd"), 5, "Mente du »kladde«?"),
        (post_text(title="x"), 5, "her som »title« og på linje 2 som »titel«."),
        (post_text(titel="Yaml: med kolon"), 2, "Sæt hele værdien i anførselstegn"),
        (post_text(titel="[x"), 2, "anførselstegn og parenteser er lukket"),
        (post_text(spor="\n\t- gode-leveaar"), 6, "rykket ind med tabulator"),
        (post_text(eksempel="måske"), 5, "Skriv ja eller nej."),
        (post_text(billede="images/karavane.png"), 5, "Skriv felterne rykket ind"),
        (post_text(temaer="&a [*a]"), 5, "Henvisninger i YAML"),
        ("Hej\n", 1, "Filen begynder ikke med sine oplysninger."),
        ("---\ntitel: x\n", 1, "slutter aldrig"),
        (post_text("# Overskrift"), 7, "Overskriften har ét #"),
        (post_text("## A\n\n#### B"), 9, "springer et niveau over"),
        (post_text("::: fakt\nx\n:::"), 7, "Mente du »fakta«?"),
        (post_text("::: fakta\nx"), 7, "slutter aldrig"),
        (post_text(":::"), 7, "ingen er begyndt"),
        (post_text("<iframe src='x'></iframe>"), 7, "<iframe>"),
        (post_text("::: kontakt\nnavn: A\nmail: x\n:::"), 9, "Mente du »e-mail«?"),
        (post_text("::: video\nadresse: https://x.example/\n:::"), 7, "Filmen har ingen titel."),
    ],
)
def test_a_mistake_is_reported_with_line_and_remedy(text: str, line: int, message: str) -> None:
    problems = problems_of(text)
    assert message in render_problems(problems)
    assert line in {problem.line for problem in problems}


def test_a_latin_1_file_is_reported_with_its_line() -> None:
    problems = problems_of(post_text("Blåbær").encode("latin-1"))
    assert [(p.line, translate_problem(p)[0].split(" men ")[0]) for p in problems] == [
        (7, "Filen er ikke gemt som UTF-8,")
    ]


def test_all_mistakes_of_a_file_are_reported_at_once() -> None:
    wrong = post_text(
        "![](../../images/x.png)", titel="", dato="i går", spor="gode-levear", statuss="x"
    )
    assert len(problems_of(wrong)) >= 6


def test_yaml_that_multiplies_itself_is_refused() -> None:
    bomb = "titel: &a [x, x]\nresume: &b [*a, *a]\nspor: &c [*b, *b]\ntemaer: [*c, *c]"
    assert "Henvisninger i YAML" in render_problems(problems_of(f"---\n{bomb}\n---\n"))


SOURCED = post_text(temaer="[a, b]", kilder="\n  - titel: X\n    udgiver: Y")


def test_where_a_field_stands_is_read_when_it_is_asked_for() -> None:
    fields = parse_entry(SOURCED).fields
    assert "where" not in vars(fields)
    assert fields.locate(("source", 0, "publisher")) == (8, "udgiver")
    assert fields.locate(("source", 0, "url")) == (7, "kilder")
    assert fields.locate(("topics", 1)) == (5, "temaer")
    assert fields.locate(("related",)) == (None, "")


def test_fields_survive_pickling() -> None:
    fields = parse_entry(SOURCED).fields
    copy = pickle.loads(pickle.dumps(fields))
    assert (copy, copy.values, copy.positions) == (fields, fields.values, fields.positions)


def test_a_vocabulary_s_fields_know_their_lines() -> None:
    raw = b"- slug: a\n  navn: A\n\n- slug: b\n  navn: B\n"
    _, positions, _ = read_vocabulary(raw, "topics.yaml", Topic)
    for fields in (positions["b"], pickle.loads(pickle.dumps(positions["b"]))):
        assert fields.locate(("name",)) == (5, "navn")
        assert fields.values == {"slug": "b", "name": "B"}


def test_a_key_that_is_a_list_is_shown_in_short() -> None:
    assert "Der findes ikke noget felt, der hedder »[…]«" in render_problems(
        problems_of(post_text(**{"[a]": "x"}))
    )


@pytest.mark.parametrize("nested", ["[" * 2000 + "]" * 2000, "{a: " * 2000 + "}" * 2000])
def test_lists_in_lists_without_end_are_refused(nested: str) -> None:
    assert "Felterne kan ikke læses." in render_problems(problems_of(post_text(temaer=nested)))


def test_reading_loads_no_more_than_it_needs() -> None:
    """A program that finds nothing changed should be done before these are loaded."""
    code = "import sys, nyspor.content.entry_reader; print({'markdown', 'yaml', 'difflib', 'lxml'} & {*sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "set()"


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    read_entry(raw, "posts/x.md", EntryLocation("posts", "x"))


@given(
    st.sampled_from(sorted(spec.name for spec in kind_specs())),
    st.text(alphabet="abc:-[]{}#&*!|>'\"%@`, \n\t—æ1", max_size=120),
)
def test_no_front_matter_makes_the_reader_raise(kind: str, yaml: str) -> None:
    result = read_entry(f"---\n{yaml}\n---\nx".encode(), f"{kind}/x.md", EntryLocation(kind, "x"))
    for problem in result.problems:
        assert all(translate_problem(problem))


@given(st.text(alphabet="#*_[]()!<>:`~-|'\"\\ \n\tabæ1/.{}^", max_size=200))
def test_no_markdown_makes_the_reader_raise(body: str) -> None:
    result = parse_entry(post_text(body))
    for problem in result.problems:
        assert all(translate_problem(problem))


HIDDEN = "HEMMELIG"


def test_a_comment_in_a_field_is_no_part_of_it() -> None:
    text = post_text(
        resume='"Hvorfor <!-- HEMMELIG -->vi skriver."',
        temaer='["<!-- HEMMELIG -->aeldre"]',
        billede='{fil: images/karavane.png, alt: "En vogn <!-- HEMMELIG -->", kredit: Nyspor}',
        spørgsmål='"Hvad <?php HEMMELIG ?>nu?"',
    )
    found = parse_entry(text)
    assert found.problems == ()
    assert HIDDEN not in repr(found.entry)
    assert isinstance(found.entry, Post)
    assert (found.entry.summary, found.entry.topics) == ("Hvorfor vi skriver.", ("aeldre",))


def test_a_comment_in_an_editorial_may_have_several_lines() -> None:
    leader = "leder: |\n  Kære læser.\n\n  <!-- HEMMELIG\n\n  HEMMELIG -->\n  Tak."
    text = f"---\ntitel: T\nresume: R\når: 2026\n{leader}\n---\n"
    entry = parse_entry(text, "magazine/2026/issue.md").entry
    assert isinstance(entry, Issue)
    assert entry.editorial == "Kære læser.\n\n\nTak."


def test_a_comment_in_a_vocabulary_is_no_part_of_it() -> None:
    raw = b"- slug: a\n  navn: A <!-- HEMMELIG -->\n  beskrivelse: <!-- HEMMELIG --> Om a.\n"
    found, _, problems = read_vocabulary(raw, "topics.yaml", Topic)
    assert problems == []
    assert (found["a"].name, found["a"].description) == ("A", "Om a.")


def test_a_comment_that_never_ends_is_reported_with_its_field() -> None:
    (problem,) = parse_entry(post_text(resume='"Hvorfor <!-- vi skriver."')).problems
    assert (problem.line, problem.field) == (3, "resume")
    _, _, (problem,) = read_vocabulary(b"- slug: a\n  navn: A <!--\n", "topics.yaml", Topic)
    assert (problem.line, problem.field) == (2, "navn")


def test_what_residents_write_stays_as_they_wrote_it() -> None:
    raw = b"---\nindl\xc3\xa6g: posts/velkommen\nnavn: N\nmodtaget: 2026\n---\n\nSkriv <!-- x --> her.\n"
    comment, _, problems = read_record(raw, "comments/posts/velkommen/1.md", Comment, id="1")
    assert problems == []
    assert comment is not None
    assert comment.text == "Skriv <!-- x --> her."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A\ufdd0\U0001ffffB", "AB"),
        ('"A\\x07\\u0000B"', "AB"),
        ('"A\\U0001ffff\\ufffeB"', "AB"),
        ('"A\\u2028B\\x85C"', "A B C"),
    ],
)
def test_what_is_no_character_is_left_out_of_fields(written: str, read: str) -> None:
    entry = parse_entry(post_text(titel=written)).entry
    assert entry
    assert entry.title == read


@pytest.mark.parametrize(
    ("file", "written", "right"),
    [
        ("posts/welcome.en.md", "", True),
        ("posts/welcome.en.md", "engelsk", True),
        ("posts/welcome.en.md", "dansk", False),
        ("posts/welcome.md", "engelsk", False),
        ("posts/welcome.md", "", True),
        ("posts/welcome.de.md", "", False),
    ],
)
def test_the_name_of_a_file_gives_its_language_where_no_field_does(
    file: str, written: str, right: bool
) -> None:
    parsed = parse_entry(post_text("Text.", titel="Welcome", sprog=written), file)
    assert parsed.entry
    assert (not parsed.problems) is right
    if right:
        assert parsed.entry.lang == parsed.location.lang


def test_a_fault_of_ours_is_told_of_the_text_that_brings_it_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(text: str) -> str:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(pasted, "clean_text", fail)
    found = read_or_report(post_text().encode(), "posts/x.md", EntryLocation("posts", "x"))
    assert render_problems(found.problems) == (
        "posts/x.md:None : Nyspor har en fejl, som viser sig med denne tekst: "
        "RuntimeError: a fault of ours Giv teksten videre til den, der passer systemet."
    )
