"""The address book: whatever is renamed, moved, removed or taken back, an address that was published answers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.model.address_book import (
    AddressBook,
    AddressFile,
    CurrentPage,
    parse_addresses,
    render_addresses,
    update_addresses,
)

TODAY = "2026-11-29"


def page(name: str, title: str = "", summary: str = "", *aliases: str) -> CurrentPage:
    return CurrentPage(f"/indlaeg/{name}/", title or name, summary or f"Om {name}", aliases)


def written(found: AddressBook) -> AddressFile:
    """The file as it is read from what is written."""
    file, problems = parse_addresses(render_addresses(found.as_file("")).encode())
    assert not problems
    return file


def book(*updates: dict[str, CurrentPage], waiting: frozenset[str] = frozenset()) -> AddressBook:
    """The address book after these publications, a year apart, each read from what the last one wrote."""
    found = AddressBook()
    for year, current in enumerate(updates, 2026):
        found = update_addresses(written(found), current, waiting, f"{year}-01-01")
    return found


def redirects(found: AddressBook) -> dict[str, str]:
    """Where each former address leads."""
    return {line.address: found.current[line.file].address for line in found.former}


def test_a_renamed_text_is_known_again_by_its_title_or_its_summary() -> None:
    before = {"a.md": page("a", "Velkommen", "Vi begynder.")}
    for title, summary in (("Velkommen", "Nu gælder det."), ("Goddag", "Vi begynder.")):
        after = {"b.md": page("b", title, summary)}
        found = book(before, after)
        assert redirects(found) == {"/indlaeg/a/": "/indlaeg/b/"}
        assert [line.address for line in found.moved] == ["/indlaeg/a/"]
        assert found.first_addresses() == {"b.md": "/indlaeg/a/"}


def test_a_text_that_is_renamed_thrice_is_one_step_away_from_each_old_address() -> None:
    years = [{f"{name}.md": page(name, "Velkommen")} for name in "abcd"]
    found = book(*years)
    assert redirects(found) == {f"/indlaeg/{name}/": "/indlaeg/d/" for name in "abc"}
    assert found.first_addresses() == {"d.md": "/indlaeg/a/"}


def test_a_text_that_gets_its_old_name_back_leads_nowhere_else() -> None:
    years = [{f"{name}.md": page(name, "Velkommen")} for name in "aba"]
    found = book(*years)
    assert redirects(found) == {"/indlaeg/b/": "/indlaeg/a/"}
    assert found.first_addresses() == {"a.md": "/indlaeg/a/"}


def test_a_removed_text_keeps_its_address_until_it_comes_back() -> None:
    text = {"a.md": page("a")}
    found = book(text, {})
    assert [line.address for line in found.removed] == [line.address for line in found.gone]
    assert not book(text, {}, {}).removed, "it is told once"
    assert not list(book(text, {}, text).gone)


def test_a_draft_of_what_was_published_is_gone_and_not_forgotten() -> None:
    text = {"a.md": page("a")}
    found = update_addresses(written(book(text)), {}, {"a.md"}, TODAY)
    assert [line.file for line in found.gone] == ["a.md"]
    assert not found.removed


def test_two_texts_that_are_alike_are_not_guessed_between() -> None:
    before = {"a.md": page("a", "Velkommen")}
    after = {"b.md": page("b", "Velkommen"), "c.md": page("c", "Velkommen")}
    found = book(before, after)
    assert redirects(found) == {}
    assert [line.address for line in found.removed] == ["/indlaeg/a/"]


def test_an_address_that_the_writer_has_named_is_remembered_when_the_line_goes() -> None:
    named = {"a.md": page("a", "", "", "/blog/a/")}
    without = {"a.md": page("a")}
    assert redirects(book(named, without)) == {"/blog/a/": "/indlaeg/a/"}


def test_a_new_text_takes_the_address_of_one_that_moved_away() -> None:
    first = {"a.md": page("a", "Velkommen")}
    moved = {"b.md": page("b", "Velkommen")}
    taken = {**moved, "a.md": page("a", "Noget andet")}
    assert redirects(book(first, moved, taken)) == {}


def test_both_sides_of_a_merge_are_taken_conflict_markers_and_all() -> None:
    ours, theirs = book({"a.md": page("a")}), book({"b.md": page("b")})
    lines = [render_addresses(each.as_file("")).splitlines()[-1] for each in (ours, theirs)]
    text = "\n".join(["<<<<<<< HEAD", lines[0], "=======", lines[1], ">>>>>>> gren"])
    found, problems = parse_addresses(text.encode())
    assert {line.address for line in found.lines} == {"/indlaeg/a/", "/indlaeg/b/"}
    assert not problems


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_file_is_read_or_reported(raw: bytes) -> None:
    found, _ = parse_addresses(raw)
    again, problems = parse_addresses(render_addresses(found).encode())
    assert not problems
    assert sorted(again.lines, key=repr) == sorted(found.lines, key=repr)
    assert again.id_base == found.id_base


NAMES = "abcdef"
ISSUES = ((), ("/magasin/2013/",), ("/magasin/2014/",), ("/magasin/2013/", "/magasin/2014/"))
YEAR = st.dictionaries(
    st.sampled_from(NAMES),
    st.tuples(st.sampled_from("xyzw"), st.booleans(), st.sampled_from(ISSUES)),
    max_size=6,
)
"""What is there in a year: by the file's name the title, whether it is published, and the magazines that show it."""


@given(st.lists(YEAR, min_size=10, max_size=10))
@settings(deadline=None, max_examples=200)
def test_after_ten_years_of_renames_every_address_answers_in_one_step(
    years: list[dict[str, tuple[str, bool, tuple[str, ...]]]],
) -> None:
    published: set[str] = set()
    found = AddressBook()
    for number, year in enumerate(years):
        current = {
            name: page(name, title, "", *(f"{issue}{name}/" for issue in issues))
            for name, (title, is_published, issues) in year.items()
            if is_published
        }
        found = update_addresses(
            written(found),
            current,
            year.keys() - current.keys(),
            f"{2026 + number}-06-01",
        )
        published |= {each.address for each in current.values()}
        published |= {alias for each in current.values() for alias in each.aliases}
        here = {each.address for each in current.values()}
        leading = redirects(found)
        gone = {line.address for line in found.gone}
        assert set(leading.values()) <= here, "a redirect ends at a page"
        assert here | leading.keys() | gone == published
        assert not here & leading.keys()
        assert not here & gone
        first = found.first_addresses()
        assert len(set(first.values())) == len(first), "no two texts are known by one address"
