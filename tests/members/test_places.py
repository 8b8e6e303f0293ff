"""Who has a place and who waits: first come, first served, and nobody holds a place without confirming."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.members import table
from nyspor.members.counts import serialize_counts
from nyspor.members.places import arrange, waiting_line, waiting_numbers
from nyspor.members.records import State, group_of
from nyspor.model.places import Counts, parse_places, parse_signups
from tests.members.builders import GROUP, HOLD, NOW, database, member, seats

LATER = NOW + HOLD + timedelta(minutes=1)
HOUR = timedelta(hours=1)


def placed(db: sqlite3.Connection) -> list[str]:
    return [each.name for each in table.members_of(db, GROUP) if each.has_place]


def waiting(db: sqlite3.Connection, now: datetime = NOW) -> list[str]:
    return [each.name for each in waiting_line(table.members_of(db, GROUP), now)]


def test_the_first_get_the_places_and_the_others_wait_in_order() -> None:
    with database() as db:
        for name in ("anna", "bo", "carl", "dorte"):
            table.join(db, member(name), seats(2))
        assert placed(db) == ["anna", "bo"]
        assert waiting(db) == ["carl", "dorte"]
        assert waiting_numbers(table.members_of(db, GROUP), NOW) == {"carl": 1, "dorte": 2}
        assert table.counts(db, NOW) == {GROUP: Counts(taken=2, waiting=2)}


def test_without_a_limit_everybody_has_a_place() -> None:
    with database() as db:
        for name in ("anna", "bo"):
            table.join(db, member(name), seats(None))
        table.promote(db, GROUP, seats(None), LATER)
        assert placed(db) == ["anna", "bo"]


def test_who_leaves_gives_the_place_to_the_first_in_line() -> None:
    with database() as db:
        for name in ("anna", "bo", "carl"):
            table.join(db, member(name), seats(1))
        assert table.leave(db, "anna", NOW)
        (moved_up,) = table.promote(db, GROUP, seats(1), NOW)
        assert (moved_up.name, waiting(db)) == ("bo", ["carl"])
        assert not table.leave(db, "anna", NOW), "only once"


def test_of_a_membership_that_is_over_nothing_about_the_person_is_kept() -> None:
    with database() as db:
        table.join(db, member("anna"), seats(None))
        table.leave(db, "anna", NOW)
        gone = table.find(db, "anna")
        assert gone
        assert (gone.state, gone.person_hash, gone.address, gone.values) == (
            State.LEFT,
            None,
            "",
            {},
        )
        assert table.members_of(db, GROUP) == []
        table.join(db, member("anna2", person_hash=b"anna"), seats(None))
        assert placed(db) == ["anna2"], "and the person may join again"


def test_an_unconfirmed_member_holds_a_place_for_a_time_only() -> None:
    with database() as db:
        table.join(db, member("anna"), seats(1))
        table.join(db, member("bo", NOW + HOUR), seats(1))
        assert table.promote(db, GROUP, seats(1), NOW + HOUR) == []
        (moved_up,) = table.promote(db, GROUP, seats(1), LATER)
        assert moved_up.name == "bo"
        assert moved_up.held_until == LATER + HOLD, "who moves up gets the whole time to confirm"


def test_who_confirms_keeps_the_place() -> None:
    with database() as db:
        table.join(db, member("anna"), seats(1))
        table.confirm(db, "anna", seats(1), NOW + HOUR)
        table.promote(db, GROUP, seats(1), LATER)
        assert placed(db) == ["anna"]


def test_who_confirms_too_late_gets_a_free_place_or_the_end_of_the_line() -> None:
    with database() as db:
        for name in ("anna", "bo"):
            table.join(db, member(name), seats(1))
        table.join(db, member("carl", LATER), seats(1))
        table.promote(db, GROUP, seats(1), LATER)
        assert placed(db) == ["carl"], "anna and bo have not confirmed"
        table.confirm(db, "anna", seats(1), LATER)
        assert (placed(db), waiting(db, LATER)) == (["carl"], ["anna"])
        (moved_up,) = table.confirm(db, "bo", seats(3), LATER)[1:]
        assert moved_up.name == "bo"


def test_unconfirmed_memberships_expire() -> None:
    with database() as db:
        table.join(db, member("anna"), seats(None))
        table.join(db, member("bo"), seats(None))
        table.confirm(db, "bo", seats(None), NOW)
        week_later = NOW + timedelta(days=7, minutes=1)
        assert [
            one.email for one in table.expire(db, week_later - timedelta(days=7), week_later)
        ] == ["anna@post.example"]
        assert placed(db) == ["bo"]


def test_nobody_loses_a_place_when_the_group_becomes_smaller_and_all_move_up_when_it_grows() -> (
    None
):
    with database() as db:
        for name in ("anna", "bo", "carl"):
            table.join(db, member(name), seats(2))
        assert table.promote(db, GROUP, seats(1), NOW) == []
        assert placed(db) == ["anna", "bo"]
        table.promote(db, GROUP, seats(3), NOW)
        assert placed(db) == ["anna", "bo", "carl"]


def test_a_person_is_found_by_hash_or_address_and_forgotten() -> None:
    with database() as db:
        table.join(db, member("anna"), seats(None))
        for asked in ((b"anna", ""), (b"", "anna@post.example")):
            assert [each.id for each in table.by_person(db, *asked)] == ["anna"]
        table.forget(db, ["anna"])
        assert table.find(db, "anna") is None


def test_a_group_is_the_same_in_all_languages() -> None:
    assert group_of("en/workgroups/stigruppen") == group_of("workgroups/stigruppen") == GROUP


def test_counts_are_written_without_names_and_read_again() -> None:
    counts = {GROUP: Counts(12, 3)}
    assert parse_places(serialize_counts(counts)) == counts


def test_how_many_have_joined_by_year_is_in_the_same_file() -> None:
    written = serialize_counts({GROUP: Counts(12, 3)}, {GROUP: {2025: 4, 2026: 9}})
    assert parse_signups(written) == {GROUP: {2025: 4, 2026: 9}}
    assert parse_places(written) == {GROUP: Counts(12, 3)}
    assert parse_signups(b'{"a": {"taken": 1}, "b": {"joined": {"x": 1, "2026": -2}}, "c": 3}') == {"b": {}}  # fmt: skip


def test_those_who_have_joined_stay_counted_when_they_leave_and_are_deleted() -> None:
    with database() as db:
        for name in ("anna", "bo", "unsure"):
            table.join(db, member(name), seats(None))
        for name in ("anna", "bo"):
            table.confirm(db, name, seats(None), NOW)
        table.confirm(db, "bo", seats(None), NOW)
        assert table.signup_counts(db) == {GROUP: {NOW.year: 2}}
        table.leave(db, "anna", NOW)
        table.forget(db, ["anna", "bo"])
        assert table.signup_counts(db) == {GROUP: {NOW.year: 2}}


def test_members_from_before_there_was_a_count_are_counted() -> None:
    with database() as db:
        table.join(db, member("anna"), seats(None))
        table.confirm(db, "anna", seats(None), NOW)
        db.execute("DELETE FROM signup_count")
        assert table.signup_counts(db) == {GROUP: {NOW.year: 1}}


@settings(deadline=None)
@given(
    capacity=st.integers(0, 5),
    people=st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(-3, 3)), max_size=9),
)
def test_places_are_never_given_twice_nor_left_empty(
    capacity: int, people: list[tuple[bool, bool, int]]
) -> None:
    members = [
        member(
            str(number),
            has_place=has_place,
            state=State.CONFIRMED if confirmed else State.UNCONFIRMED,
            held_until=NOW + hours * HOUR,
        )
        for number, (has_place, confirmed, hours) in enumerate(people)
    ]
    changes = arrange(members, capacity, NOW)
    before = {each.id for each in members if each.has_place} - set(changes.lapsed)
    after = before | set(changes.promoted)
    assert not before & set(changes.promoted)
    assert len(after) <= max(capacity, len(before))
    left_waiting = [each for each in waiting_line(members, NOW) if each.id not in after]
    assert not left_waiting or len(after) >= capacity
    assert [each.id for each in waiting_line(members, NOW)][: len(changes.promoted)] == list(changes.promoted)  # fmt: skip


CHANGES = st.one_of(
    st.tuples(st.just("join"), st.integers(0, 9)),
    st.tuples(st.just("confirm"), st.integers(0, 9)),
    st.tuples(st.just("leave"), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.integers(1, 60)),
    st.tuples(st.just("seats"), st.integers(0, 4)),
)


@settings(deadline=None)
@given(changes=st.lists(CHANGES, max_size=30))
def test_whatever_happens_in_whatever_order_places_are_given_by_the_rules(
    changes: list[tuple[str, int]],
) -> None:
    now, room = NOW, 2
    with database() as db:
        for change, number in changes:
            before = len(placed(db))
            each = table.find_person(db, GROUP, bytes([number]))
            if change == "join" and each is None:
                id = f"{number} since {now}"
                if table.find(db, id) is None:
                    table.join(db, member(id, now, person_hash=bytes([number])), seats(room))
            elif change == "confirm" and each:
                table.confirm(db, each.id, seats(room), now)
            elif change == "leave" and each:
                table.leave(db, each.id, now)
            elif change == "wait":
                now += number * HOUR
                table.expire(db, now - timedelta(days=7), now)
            elif change == "seats":
                room = number
            table.promote(db, GROUP, seats(room), now)
            assert len(placed(db)) <= max(room, before)
            assert len(placed(db)) >= room or not waiting(db, now)
