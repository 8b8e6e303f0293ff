"""Why the site could not be published is told at the desk, until it could."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nyspor.desk.approval.publication import Publication
from nyspor.publishing.release_store import ReleaseStore
from nyspor.publishing.state import PublishingState, write_state
from tests.desk.desk import FILE, AtDesk, make_state, sit_down, state_over
from tests.publishing.sites import a_post, make_site

SINCE = "2026-11-23T11:00:00+00:00"


def at_desk(folder: Path, state: PublishingState) -> AtDesk:
    """Anna, at the desk of a site whose publishing stands like this."""
    file = folder / "publishing.json"
    write_state(state, file)
    publication = Publication(ReleaseStore(folder / "releases"), True, file)
    return sit_down(replace(make_state(folder / "desk"), publication=publication), "anna")


def stopped(who: AtDesk, address: str = "/desk/") -> str:
    found = who.read(address).select_one(".stopped")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_an_error_in_a_text_leads_to_the_text(tmp_path: Path) -> None:
    failure = f"Siden kan ikke bygges.\n{FILE}:4: Datoen findes ikke. Skriv en anden."
    anna = at_desk(tmp_path, PublishingState(failed_at=SINCE, failure=failure))
    told = stopped(anna)
    assert "den 23.11.2026" in told
    assert "Datoen findes ikke. Skriv en anden." in told
    assert "Ret det, der står om teksterne, og gem. Der bliver prøvet igen" in told
    assert anna.read("/desk/").select(f".stopped a[href='/desk/text/{FILE}']")
    assert "Den kunne ikke udgives:" in stopped(anna, f"/desk/text/{FILE}")


def test_what_nobody_can_put_right_by_writing_is_said(tmp_path: Path) -> None:
    failure = "releases/.staging kan ikke bruges: Disken er fuld."
    anna = at_desk(tmp_path, PublishingState(failed_at=SINCE, failure=failure))
    assert "Disken er fuld. Det kan I ikke rette i teksterne." in stopped(anna)
    assert "noget andet end denne tekst" in stopped(anna, f"/desk/text/{FILE}")


def test_nothing_is_said_where_publishing_goes_well(tmp_path: Path) -> None:
    anna = at_desk(tmp_path, PublishingState())
    assert not stopped(anna)
    assert not stopped(anna, f"/desk/text/{FILE}")


def test_it_is_told_that_an_earlier_version_is_shown(tmp_path: Path) -> None:
    anna = at_desk(tmp_path, PublishingState(held_since=SINCE))
    assert "den 23.11.2026" in stopped(anna)


def test_a_failure_is_told_on_what_has_not_come_out_until_it_has(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    old, new, wrong = (f"posts/2026/{name}.md" for name in ("gammel", "ny", "forkert"))
    site.write(old, a_post())
    site.publish()
    site.write(new, a_post("Helt ny"))
    site.write(wrong, a_post("Forkert", date="31. februar 2026"))
    assert site.run("publish").returncode
    state = state_over(site.folder / "content", site.folder / "data")
    publication = Publication(site.store, True, site.folder / "data/publishing.json")
    anna = sit_down(replace(state, publication=publication), "anna")
    assert "31. februar 2026" in stopped(anna)
    assert not stopped(anna, f"/desk/text/{old}")
    assert "31. februar 2026" in stopped(anna, f"/desk/text/{new}")
    site.write(wrong, a_post("Forkert"))
    site.publish()
    assert not stopped(anna)
    assert not stopped(anna, f"/desk/text/{new}")
