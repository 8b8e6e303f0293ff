"""Membership as residents and organisers meet it: sign up, confirm, wait, move up, correct, leave."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from click.testing import Result
from typer.testing import CliRunner

from nyspor.cli import forms_commands
from nyspor.cli.commands import app
from nyspor.forms_service.outbox import Outbox
from nyspor.members import table
from nyspor.members.records import Member, State
from tests.forms_service.running_service import (
    SIGNUP,
    TARGETS,
    RunningService,
    running_service,
    text_of,
    write_targets,
)

GROUP = "workgroups/stigruppen"
EN = "en/workgroups/path-group"


def targets_with(**fields: Any) -> tuple[dict[str, object], ...]:
    """The targets, with changes to the workgroup, in Danish and in English."""
    found = [target | fields if target["kind"] == "signup" else target for target in TARGETS]
    group = next(target for target in found if target["kind"] == "signup")
    return (
        *found,
        group | {"entry": EN, "title": "The path group", "lang": "en", "original": GROUP},
    )


@pytest.fixture
def two_places(tmp_path: Path) -> Iterator[RunningService]:
    """A service with a group that has room for two."""
    with running_service(tmp_path) as service:
        write_targets(service.settings.forms, targets_with(capacity=2))
        yield service


def sign_up(service: RunningService, name: str, **more: str) -> httpx.Response:
    values = SIGNUP | {"name": name, "email": f"{name.lower()}@post.example"}
    answer = service.confirm("signup", values | more)
    assert answer.status_code == 303, answer.text
    return answer


def members(service: RunningService) -> dict[str, Member]:
    outbox = Outbox.attach(service.settings.database)
    found = outbox.look(lambda db: table.members_of(db, GROUP))
    assert outbox.verify().problems == ()
    outbox.close()
    return {member.name: member for member in found}


def mails_to(service: RunningService, name: str) -> list[EmailMessage]:
    return [mail for mail in service.mails() if mail["To"] == f"{name.lower()}@post.example"]


def mails_to_organiser(service: RunningService) -> list[EmailMessage]:
    return [mail for mail in service.mails() if mail["To"] == "stier@kommune.example"]


def own_link(service: RunningService, name: str) -> str:
    """The link in the latest mail to a member."""
    (link,) = service.links(mails_to(service, name)[-1])
    return link


def press(service: RunningService, link: str, step: str, **more: str) -> httpx.Response:
    return service.client.post(link, data={"step": step, **more})


def counts(service: RunningService) -> Mapping[str, Mapping[str, object]]:
    found: dict[str, dict[str, int]] = json.loads(
        service.settings.database.with_name("places.json").read_bytes()
    )
    return found


def organisers_link(service: RunningService) -> str:
    """The link in the mail that tells the organiser of the page."""
    service.now += timedelta(hours=1)
    service.run_jobs()
    (mail,) = [m for m in mails_to_organiser(service) if "Medlemmerne" in m["Subject"]]
    (link,) = service.links(mail)
    return link


def test_who_signs_up_is_a_member_holds_a_place_and_is_asked_to_confirm(
    two_places: RunningService,
) -> None:
    answer = sign_up(two_places, "Anna")
    assert "Bekræft" in two_places.client.get(answer.headers["location"]).text
    anna = members(two_places)["Anna"]
    assert (anna.state, anna.has_place, anna.consent[:6]) == (State.UNCONFIRMED, True, "2026-1")
    (receipt,) = mails_to(two_places, "Anna")
    assert receipt["Subject"] == "Bekræft din tilmelding til »Stigruppen«"
    assert "Vi holder en plads til dig til onsdag den 25. november 2026 kl. 12.00" in text_of(receipt)  # fmt: skip
    assert "Er tilmeldingen ikke bekræftet senest mandag den 30. november 2026" in text_of(receipt)
    (to_organiser,) = mails_to_organiser(two_places)
    assert "Pladser: 1 af 2 er optaget, 1 er ledig" in text_of(to_organiser)
    assert "Adressen er ikke bekræftet endnu" in text_of(to_organiser)
    assert counts(two_places) == {GROUP: {"taken": 1, "waiting": 0}}


def test_a_full_group_is_said_to_be_so_before_anything_is_sent(two_places: RunningService) -> None:
    def said() -> bool:
        values = SIGNUP | {"email": "carl@post.example"}
        return "kommer du på ventelisten" in two_places.post("signup", values).text

    sign_up(two_places, "Anna")
    assert not said()
    sign_up(two_places, "Bo")
    assert said()


def test_mails_to_members_are_those_of_a_list_that_can_be_left(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
    carl = own_link(two_places, "Carl")
    press(two_places, own_link(two_places, "Anna"), "leave-now")
    moved_up, farewell = mails_to(two_places, "Carl")[-1], mails_to(two_places, "Anna")[-1]
    assert moved_up["List-Id"] == "<stigruppen.workgroups.blog.example>"
    assert moved_up["List-Unsubscribe"] == f"<https://blog.example{carl}>"
    assert b"=?" not in moved_up["List-Unsubscribe"].encode()
    assert farewell["List-Unsubscribe"] is None, "there is nothing left to leave"


ONE_CLICK = {"List-Unsubscribe": "One-Click"}
"""What a mail program sends to the address of the header (RFC 8058)."""


def notices_wanted(service: RunningService, name: str) -> bool:
    return members(service)[name].wants_notices


def test_a_mail_program_stops_the_mails_about_meetings_with_one_post(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna")
    own = own_link(two_places, "Anna")
    press(two_places, own, "confirm")
    address = f"{own}/meetings"
    page = two_places.client.get(address)
    assert "Ja, stop dem" in page.text
    assert notices_wanted(two_places, "Anna"), "who only looks, such as a scanner, changes nothing"
    sent = two_places.client.post(address, files={name: (None, value) for name, value in ONE_CLICK.items()})  # fmt: skip
    assert (sent.status_code, notices_wanted(two_places, "Anna")) == (200, False)
    assert two_places.client.post(address, data=ONE_CLICK).status_code == 200, (
        "as often as it likes"
    )
    anna = members(two_places)["Anna"]
    assert (anna.is_confirmed, anna.has_place) == (True, True)
    assert "Vi skriver ikke til dig om møderne" in two_places.client.get(own).text
    assert "får ikke mails om møder" in two_places.client.get(organisers_link(two_places)).text
    press(two_places, own, "meetings-on")
    assert notices_wanted(two_places, "Anna")


def test_who_is_no_member_any_more_has_no_mails_to_stop(two_places: RunningService) -> None:
    sign_up(two_places, "Anna")
    own = own_link(two_places, "Anna")
    press(two_places, own, "meetings-off")
    press(two_places, own, "leave-now")
    answer = two_places.client.post(f"{own}/meetings", data=ONE_CLICK)
    assert (answer.status_code, "er ikke medlem længere" in answer.text) == (200, True)
    assert two_places.client.post("/forms/member/x/meetings", data=ONE_CLICK).status_code == 404
    sign_up(two_places, "Anna")
    assert notices_wanted(two_places, "Anna")


def test_the_link_shows_a_page_and_its_button_confirms(two_places: RunningService) -> None:
    sign_up(two_places, "Anna")
    link = own_link(two_places, "Anna")
    page = two_places.client.get(link)
    assert page.status_code == 200
    assert "Bekræft din tilmelding" in page.text
    assert not members(two_places)["Anna"].is_confirmed, "a GET changes nothing"
    done = press(two_places, link, "confirm")
    assert "Tak, din tilmelding er bekræftet" in done.text
    assert "Du har en plads" in done.text
    assert members(two_places)["Anna"].is_confirmed
    assert press(two_places, link, "confirm").status_code == 200, "twice does no harm"


def test_a_full_group_has_a_waiting_list_that_moves_up_with_a_mail(
    two_places: RunningService,
) -> None:
    for name in ("Anna", "Bo", "Carl", "Dorte"):
        answer = sign_up(two_places, name)
    assert "ventelisten" in two_places.client.get(answer.headers["location"]).text
    assert "du er nummer 2 på ventelisten" in text_of(mails_to(two_places, "Dorte")[0])
    assert "Bekræft senest onsdag" in text_of(mails_to(two_places, "Dorte")[0])
    assert "Venteliste: 2" in text_of(mails_to_organiser(two_places)[-1])
    assert counts(two_places) == {GROUP: {"taken": 2, "waiting": 2}}
    press(two_places, own_link(two_places, "Carl"), "confirm")
    link = own_link(two_places, "Anna")
    asked = press(two_places, link, "leave")
    assert "Ja, meld mig ud" in asked.text
    assert "Anna" in members(two_places), "only asked yet"
    assert "Du er meldt ud" in press(two_places, link, "leave-now").text
    assert list(members(two_places)) == ["Bo", "Carl", "Dorte"]
    assert members(two_places)["Carl"].has_place
    moved_up = mails_to(two_places, "Carl")[-1]
    assert moved_up["Subject"] == "Du har fået en plads i »Stigruppen«"
    assert [part.get_filename() for part in moved_up.iter_attachments()] == ["stigruppen.ics"]
    assert mails_to(two_places, "Anna")[-1]["Subject"] == "Du er meldt ud af »Stigruppen«"
    assert [mail["Subject"] for mail in mails_to_organiser(two_places)[-2:]] == [
        "Anna har meldt sig ud af »Stigruppen«",
        "Carl er rykket op i »Stigruppen«",
    ]
    joined = {str(two_places.now.year): 1}  # Carl, who has confirmed
    assert counts(two_places) == {GROUP: {"taken": 2, "waiting": 1, "joined": joined}}
    assert "ikke medlem længere" in two_places.client.get(link).text


def test_a_place_is_held_for_two_days_and_the_sign_up_for_a_week(
    two_places: RunningService,
) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
    press(two_places, own_link(two_places, "Bo"), "confirm")
    press(two_places, own_link(two_places, "Carl"), "confirm")
    link = own_link(two_places, "Anna")
    two_places.now += timedelta(hours=49)
    two_places.run_jobs()
    found = members(two_places)
    assert [found[name].has_place for name in ("Anna", "Bo", "Carl")] == [False, True, True]
    assert "Vi holdt en plads til dig til onsdag" in two_places.client.get(link).text
    assert "du er nummer 1 på ventelisten" in press(two_places, link, "confirm").text
    sign_up(two_places, "Dorte")
    hers = own_link(two_places, "Dorte")
    two_places.now += timedelta(days=7, hours=1)
    two_places.run_jobs()
    assert list(members(two_places)) == ["Bo", "Carl", "Anna"]
    last = [m["Subject"] for m in mails_to_organiser(two_places) if "bekræftede ikke" in m["Subject"]]  # fmt: skip
    assert last == ["Dorte bekræftede ikke sin tilmelding til »Stigruppen«"]
    assert "Tilmeldingen er slettet" in two_places.client.get(hers).text


def test_who_has_left_signs_up_anew_with_the_same_words(two_places: RunningService) -> None:
    sign_up(two_places, "Anna")
    press(two_places, own_link(two_places, "Anna"), "leave-now")
    assert members(two_places) == {}
    answer = sign_up(two_places, "Anna")
    assert "stored" not in answer.headers["location"]
    assert not members(two_places)["Anna"].is_confirmed
    press(two_places, own_link(two_places, "Anna"), "confirm")
    assert members(two_places)["Anna"].is_confirmed


def test_a_correction_keeps_the_place_and_the_turn(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl", "Dorte"):
        sign_up(two_places, name)
    press(two_places, own_link(two_places, "Carl"), "confirm")
    assert "stored=changed" in sign_up(two_places, "Carl", phone="22 22 22 22").headers["location"]
    found = members(two_places)
    assert list(found) == ["Anna", "Bo", "Carl", "Dorte"]
    assert (found["Carl"].phone, found["Carl"].is_confirmed) == ("22 22 22 22", True)
    assert own_link(two_places, "Carl"), "the receipt of a correction has the link too"


def test_a_member_corrects_by_the_link_also_when_sign_up_is_closed(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna")
    link = own_link(two_places, "Anna")
    closed = targets_with(capacity=2, closes="2026-11-23T12:00:00+00:00")
    write_targets(two_places.settings.forms, closed)
    two_places.now += timedelta(days=1)
    form = press(two_places, link, "edit")
    assert "anna@post.example" in form.text
    assert 'name="email"' not in form.text
    values = {"name": "", "phone": "22 22 22 22"}
    wrong = press(two_places, link, "save", **values)
    assert (wrong.status_code, "Skriv dit navn" in wrong.text) == (422, True)
    done = press(two_places, link, "save", **values | {"name": "Anna B", "email": "x@y.example"})
    assert "Din tilmelding er rettet" in done.text
    anna = members(two_places)["Anna B"]
    assert (anna.phone, anna.email) == ("22 22 22 22", "anna@post.example")
    assert anna.consent.startswith("2026-1")
    assert mails_to_organiser(two_places)[-1]["Subject"] == "Rettelse: tilmelding til »Stigruppen«"


def test_a_group_is_one_in_all_languages_and_writes_in_the_member_s(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna", entry=EN)
    assert "stored=changed" in sign_up(two_places, "Anna", phone="1").headers["location"]
    assert "stored=changed" in sign_up(two_places, "Anna", entry=EN).headers["location"]
    assert list(members(two_places)) == ["Anna"]
    link = own_link(two_places, "Anna")
    assert "Confirm your sign-up" in two_places.client.get(link).text
    assert "We are holding a place for you until Wednesday 25 November 2026 at 12:00" in text_of(
        mails_to(two_places, "Anna")[0]
    )
    subjects = [mail["Subject"] for mail in mails_to_organiser(two_places)]
    assert subjects[0] == "Ny tilmelding til »Stigruppen«", "the organiser knows it by this name"


def test_nothing_that_was_typed_stands_in_a_mail_to_a_member(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name, message="KØB BILLIGT", organisation="http://spam.example")
    receipts = service_mails_to_residents(two_places)
    press(two_places, own_link(two_places, "Anna"), "leave-now")
    for mail in receipts + service_mails_to_residents(two_places):
        assert not re.search(r"KØB|spam|\b(Anna|Bo|Carl)\b", text_of(mail)), mail["Subject"]


def service_mails_to_residents(service: RunningService) -> list[EmailMessage]:
    return [mail for mail in service.mails() if mail["To"].endswith("@post.example")]


def test_who_is_forgotten_is_no_member_and_the_next_moves_up(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
    outbox = Outbox.attach(two_places.settings.database)
    assert len(outbox.forget(b"a hash that is not known", "anna@post.example")) == 1
    assert outbox.verify().problems == ()
    outbox.close()
    two_places.run_jobs()
    assert {name: each.has_place for name, each in members(two_places).items()} == {
        "Bo": True, "Carl": True,
    }  # fmt: skip


def test_what_was_typed_is_shown_to_one_who_is_no_member_any_more(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna")
    link = own_link(two_places, "Anna")
    press(two_places, link, "leave-now")
    answer = press(two_places, link, "save", message="En lang besked, der ikke må gå tabt.")
    assert answer.status_code == 410
    assert "En lang besked, der ikke må gå tabt." in answer.text


def test_whoever_leaves_leaves_nothing_behind(two_places: RunningService) -> None:
    for name in ("Anna", "Bo"):
        sign_up(two_places, name, message="Jeg kommer gerne.", phone="11111111")
    sign_up(two_places, "Anna", message="Jeg kommer hver gang.", phone="22222222")
    press(two_places, own_link(two_places, "Anna"), "leave-now")
    outbox = Outbox.attach(two_places.settings.database)
    sent = [each.submission for each in outbox.with_content() if each.submission]
    assert [each.values["name"] for each in sent] == ["Bo"]
    assert outbox.verify().problems == ()
    outbox.close()
    texts = [text_of(mail) for mail in two_places.mails()]
    assert not any("22222222" in text or "hver gang" in text for text in texts)
    assert [m["Subject"] for m in mails_to(two_places, "Anna")] == [
        "Du er meldt ud af »Stigruppen«"
    ]


def test_the_organiser_has_a_page_with_everybody_and_a_list_to_download(
    two_places: RunningService,
) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name, phone="+45 11 11 11 11", organisation='=cmd|"/c calc"!A1')
    link = organisers_link(two_places)
    page = two_places.client.get(link)
    assert page.status_code == 200
    for text in ("Anna", "carl@post.example", "nummer 1 på ventelisten", "2 af 2 er optaget"):
        assert text in page.text
    download = two_places.client.get(f"{link}/list.csv")
    assert download.headers["content-disposition"] == 'attachment; filename="stigruppen.csv"'
    assert download.content.startswith(b"\xef\xbb\xbf"), "so that Excel reads æ, ø and å"
    first, *rest = csv.reader(io.StringIO(download.content.decode("utf-8-sig")), delimiter=";")
    assert first[:4] == ["Navn", "E-mail", "Telefon", "Organisation"]
    assert [row[0] for row in rest] == ["Anna", "Bo", "Carl"]
    assert rest[0][2:4] == ["+45 11 11 11 11", '\'=cmd|"/c calc"!A1'], "no formula is carried out"


def test_the_organiser_confirms_and_removes_by_hand(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
    link, found = organisers_link(two_places), members(two_places)
    press(two_places, link, "confirm", member=found["Bo"].id)
    assert members(two_places)["Bo"].is_confirmed
    asked = press(two_places, link, "remove", member=found["Anna"].id)
    assert "Ja, fjern" in asked.text
    assert len(members(two_places)) == 3
    done = press(two_places, link, "remove-now", member=found["Anna"].id)
    assert "Anna er taget af listen" in done.text
    assert members(two_places)["Carl"].has_place
    assert mails_to(two_places, "Anna")[-1]["Subject"] == "Du er ikke længere medlem af »Stigruppen«"  # fmt: skip
    again = press(two_places, link, "remove-now", member=found["Anna"].id)
    assert "står ikke på listen længere" in again.text


BY_TELEPHONE = {"name": "Dorte", "email": "dorte@post.example", "phone": "11 11 11 11"}


def test_the_organiser_signs_somebody_up_who_has_rung(two_places: RunningService) -> None:
    sign_up(two_places, "Anna")
    link = organisers_link(two_places)
    form = press(two_places, link, "add")
    assert 'name="email"' in form.text
    assert 'name="message"' not in form.text
    assert list(members(two_places)) == ["Anna"]
    done = press(two_places, link, "add-now", **BY_TELEPHONE, consent="yes")
    assert "Dorte er tilmeldt" in done.text
    dorte = members(two_places)["Dorte"]
    assert (dorte.state, dorte.has_place, dorte.phone) == (State.UNCONFIRMED, True, "11 11 11 11")
    assert dorte.consent.startswith("2026-1, givet mundtligt til stier 23.11.2026 kl. 13.00: I må gemme")  # fmt: skip
    (receipt,) = mails_to(two_places, "Dorte")
    assert receipt["Subject"] == "Bekræft din tilmelding til »Stigruppen«"
    assert "Den, der står for gruppen, har tilmeldt dig" in text_of(receipt)
    assert "https://blog.example/privatliv/" in text_of(receipt)
    own = next(each for each in two_places.links(receipt) if "/forms/member/" in each)
    press(two_places, own, "confirm")
    assert members(two_places)["Dorte"].is_confirmed


def test_a_sign_up_by_telephone_is_valid_like_any_other(two_places: RunningService) -> None:
    sign_up(two_places, "Anna")
    link = organisers_link(two_places)
    wrong = press(two_places, link, "add-now", **BY_TELEPHONE | {"email": "dorte"})
    assert wrong.status_code == 422
    assert "Dorte" in wrong.text
    assert wrong.text.count("felt-consent-fejl") == 2
    assert wrong.text.count("felt-email-fejl") == 2
    known = press(
        two_places, link, "add-now", name="Else", email="ANNA@post.example", consent="yes"
    )
    assert "ANNA@post.example står på listen i forvejen" in known.text
    assert list(members(two_places)) == ["Anna"]
    for name in ("Bo", "Carl"):
        added = press(two_places, link, "add-now", name=name, email=f"{name}@x.example", consent="yes")  # fmt: skip
    assert "Carl er sat på ventelisten" in added.text
    assert not members(two_places)["Carl"].has_place


def test_somebody_is_signed_up_where_the_form_is_closed_but_not_when_the_group_has_ended(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna")
    link = organisers_link(two_places)
    yesterday = (two_places.now - timedelta(days=1)).isoformat()
    write_targets(two_places.settings.forms, targets_with(closes=yesterday))
    press(two_places, link, "add-now", **BY_TELEPHONE, consent="yes")
    assert "Dorte" in members(two_places)
    write_targets(two_places.settings.forms, targets_with(closes=yesterday, ends=yesterday))
    assert "Tilmeld en person" not in two_places.client.get(link).text
    press(two_places, link, "add-now", name="Else", email="else@post.example", consent="yes")
    assert "Else" not in members(two_places)


def test_an_organisers_link_grows_old_and_a_new_one_is_sent_to_the_organiser(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna")
    press(two_places, own_link(two_places, "Anna"), "confirm")
    link = organisers_link(two_places)
    two_places.now += timedelta(days=61)
    page = two_places.client.get(link)
    assert (page.status_code, "Anna" in page.text) == (410, False)
    assert two_places.client.get(f"{link}/list.csv").status_code == 410
    press(two_places, link, "remove-now", member=members(two_places)["Anna"].id)
    assert "Anna" in members(two_places)
    assert "Et nyt link er på vej" in press(two_places, link, "link").text
    press(two_places, link, "link")
    (mail,) = [m for m in mails_to_organiser(two_places) if "Medlemmerne" in m["Subject"]][1:]
    (new,) = two_places.links(mail)
    assert "Anna" in two_places.client.get(new).text


def test_links_are_for_one_member_and_one_group_only(two_places: RunningService) -> None:
    sign_up(two_places, "Anna")
    link = organisers_link(two_places)
    own = own_link(two_places, "Anna")
    for wrong in (link.replace("/members/", "/member/"), own.replace("/member/", "/members/"), own[:-1]):  # fmt: skip
        assert two_places.client.get(wrong).status_code == 404
        assert two_places.client.post(wrong, data={"step": "leave-now"}).status_code == 404
    write_targets(two_places.settings.forms, targets_with(deliver_to="redaktion"))
    assert two_places.client.get(link).status_code == 410, "somebody else is the organiser now"


def test_a_bigger_group_lets_those_who_wait_in(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
    write_targets(two_places.settings.forms, targets_with(capacity=3))
    two_places.run_jobs()
    assert members(two_places)["Carl"].has_place
    assert mails_to(two_places, "Carl")[-1]["Subject"] == "Du har fået en plads i »Stigruppen«"


def test_nobody_moves_up_while_the_group_is_not_on_the_site(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
    write_targets(two_places.settings.forms, TARGETS[:2])
    two_places.run_jobs()
    assert not members(two_places)["Carl"].has_place
    assert two_places.client.get(own_link(two_places, "Carl")).status_code == 200


def test_members_stay_when_their_submissions_expire(two_places: RunningService) -> None:
    sign_up(two_places, "Anna")
    press(two_places, own_link(two_places, "Anna"), "confirm")
    link = own_link(two_places, "Anna")
    two_places.deliver_all()
    two_places.now += timedelta(days=200)
    two_places.run_jobs()
    assert members(two_places)["Anna"].email == "anna@post.example"
    assert "Anna" in two_places.client.get(link).text
    assert "stored=reminded" in sign_up(two_places, "Anna").headers["location"]
    assert "stored=changed" in sign_up(two_places, "Anna", phone="2").headers["location"]


def in_terminal(service: RunningService, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """What came of `nyspor members …` beside the running service."""
    monkeypatch.setattr(forms_commands, "selected_settings", lambda: service.settings)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NYSPOR_NOW", "2026-11-23 12:30")
    return CliRunner().invoke(app, ["members", *words])


def test_members_are_looked_after_in_the_terminal(
    two_places: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
    found = members(two_places)
    groups = in_terminal(two_places, monkeypatch, "list").stdout.split()
    assert groups[-5:] == ["stigruppen", "Stigruppen", "2", "2", "1"]
    listed = in_terminal(two_places, monkeypatch, "list", "stigruppen").stdout
    assert found["Carl"].id in listed
    assert "Pladser: 2 af 2 er optaget" in listed
    assert "carl@post.example" in in_terminal(two_places, monkeypatch, "csv", GROUP).stdout
    assert in_terminal(two_places, monkeypatch, "confirm", found["Bo"].id).exit_code == 0
    assert in_terminal(two_places, monkeypatch, "remove", found["Anna"].id).exit_code == 0
    assert in_terminal(two_places, monkeypatch, "remove", found["Anna"].id).exit_code == 1
    now = members(two_places)
    assert (now["Bo"].is_confirmed, now["Carl"].has_place, len(now)) == (True, True, 2)
    link = in_terminal(two_places, monkeypatch, "link", "stigruppen").stdout.strip()
    assert "Carl" in two_places.client.get(link.removeprefix("https://blog.example")).text
    unknown = in_terminal(two_places, monkeypatch, "list", "stier")
    assert (unknown.exit_code, "Der er: stigruppen" in unknown.output) == (2, True)


def test_somebody_is_signed_up_in_the_terminal(
    two_places: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = ("--name", "Dorte", "--email", "dorte@post.example")
    wrong = in_terminal(two_places, monkeypatch, "add", "stigruppen", "--email", "dorte", "--yes")
    assert (wrong.exit_code, "Navn: Udfyld feltet" in wrong.output) == (2, True)
    assert in_terminal(two_places, monkeypatch, "add", "stigruppen", *person).exit_code == 1
    assert members(two_places) == {}, "nobody has said yes"
    to = ("--to", "Borgerservice", "--yes")
    done = in_terminal(two_places, monkeypatch, "add", "stigruppen", *person, *to)
    assert "Dorte er tilmeldt" in done.output
    assert "givet mundtligt til Borgerservice 23.11.2026" in members(two_places)["Dorte"].consent
    assert len(mails_to(two_places, "Dorte")) == 1
    again = in_terminal(two_places, monkeypatch, "add", "stigruppen", *person, *to)
    assert (again.exit_code, "er medlem i forvejen" in again.output) == (1, True)


def test_members_of_a_group_that_is_gone_are_deleted_in_the_end(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna")
    press(two_places, own_link(two_places, "Anna"), "confirm")
    write_targets(two_places.settings.forms, TARGETS[:2])
    two_places.run_jobs()
    two_places.now += timedelta(days=364)
    two_places.run_jobs()
    assert list(members(two_places)) == ["Anna"]
    two_places.now += timedelta(days=2)
    two_places.run_jobs()
    assert members(two_places) == {}


def test_members_are_kept_as_long_as_their_group_says(two_places: RunningService) -> None:
    ends = two_places.now + timedelta(days=10)
    write_targets(two_places.settings.forms, targets_with(ends=ends.isoformat(), keep_months=2))
    sign_up(two_places, "Anna")
    said = "Når gruppen er afsluttet, gemmer vi dine oplysninger i højst 2 måneder til."
    assert said in text_of(mails_to(two_places, "Anna")[-1])
    press(two_places, own_link(two_places, "Anna"), "confirm")
    two_places.run_jobs()
    write_targets(two_places.settings.forms, TARGETS[:2])  # what it said holds when it is gone
    two_places.now += timedelta(days=70)
    two_places.run_jobs()
    assert list(members(two_places)) == ["Anna"]
    two_places.now += timedelta(days=2)
    two_places.run_jobs()
    assert members(two_places) == {}


def test_nobody_moves_up_when_the_group_has_ended(two_places: RunningService) -> None:
    for name in ("Anna", "Bo", "Carl"):
        sign_up(two_places, name)
        press(two_places, own_link(two_places, name), "confirm")
    write_targets(
        two_places.settings.forms, targets_with(capacity=2, ends=two_places.now.isoformat())
    )
    press(two_places, own_link(two_places, "Anna"), "leave-now")
    assert not members(two_places)["Carl"].has_place


def test_who_has_lost_the_mail_signs_up_again_and_is_sent_the_link(
    two_places: RunningService,
) -> None:
    sign_up(two_places, "Anna")
    first = own_link(two_places, "Anna")
    assert "stored=already" in sign_up(two_places, "Anna").headers["location"], "it is on its way"
    two_places.deliver_all()
    two_places.now += timedelta(minutes=11)
    answer = sign_up(two_places, "Anna")
    page = two_places.client.get(answer.headers["location"]).text
    assert "Du var allerede tilmeldt" in page
    assert "En mail er på vej" in page
    (_, mail) = mails_to(two_places, "Anna")
    assert mail["Subject"] == "Din tilmelding til »Stigruppen«"
    assert two_places.links(mail) == [first]
    assert len(mails_to_organiser(two_places)) == 1, "nothing has changed"


def test_nobody_can_flood_a_member_with_links(two_places: RunningService) -> None:
    for _ in range(20):
        sign_up(two_places, "Anna")
        two_places.deliver_all()
        two_places.now += timedelta(minutes=15)
    assert len(mails_to(two_places, "Anna")) == 4, "the receipt, and three more a day"
