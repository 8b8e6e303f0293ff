"""The page of an editor: everything that waits, decided one by one or many at once, corrected, and answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import httpx2 as httpx
import pytest
from bs4 import BeautifulSoup

from nyspor.forms_service.moderation_view import Desk
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.scheduled_jobs import reminders
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.staff_file import StaffFile
from nyspor.forms_service.target_list import TargetList
from nyspor.staff.parsing import parse_staff
from tests.forms_service.content_edits import problems, write_content
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    SIGNUP,
    TARGETS,
    RunningService,
    running_service,
    text_of,
    write_targets,
)

STAFF = """
redaktion: Redaktionen <redaktion@kommune.example>
anden: anden@kommune.example
natur:
  mail: natur@kommune.example
  spor: gode-leveaar
stier:
  mail: stier@kommune.example
  roller: tovholder
"""
ABOUT = [
    {"kind": "tracks", "slug": "gode-leveaar", "title": "Gode leveår"},
    {"kind": "topics", "slug": "fritid", "title": "Fritid"},
    {"kind": "municipalities", "slug": "eksempel", "title": "Eksempel Kommune"},
]


@contextmanager
def with_staff(folder: Path, staff: str = STAFF) -> Iterator[RunningService]:
    """A service with these people; the entry about a path is about a track, a topic and a municipality."""
    with running_service(folder, staff_file=StaffFile(parse_staff(staff.encode())[0])) as found:
        write_content(found.settings.content)
        about_a_track = {**TARGETS[0], "subjects": ABOUT}
        other = {**TARGETS[0], "entry": "posts/baenken", "title": "Bænken", "replies": []}
        write_targets(found.settings.forms, (about_a_track, other, *TARGETS[2:]))
        yield found


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[RunningService]:
    with with_staff(tmp_path) as found:
        yield found


def page_of(service: RunningService, key: str) -> str:
    """The address of somebody's page."""
    member = service.settings.staff.members[key]
    link = factory_for(service.settings).page_link(member, service.now)
    return link.removeprefix("https://blog.example")


def references(page: httpx.Response) -> list[str]:
    """What the buttons of the texts that wait send: id and digest."""
    return re.findall(r'name="chosen" value="([^"]+)"', page.text)


def seen_in(page: httpx.Response) -> str:
    return re.findall(r'name="seen" value="(\w+)"', page.text)[0]


def published(service: RunningService) -> list[str]:
    """The texts in the files that this service has written."""
    return [text for path, text in service.files().items() if re.search(r"[0-9a-f]{12}\.md$", path)]


def test_the_page_shows_text_place_remarks_and_what_else_the_sender_wrote(
    staffed: RunningService,
) -> None:
    staffed.confirm("comment", COMMENT | {"reply_to": "1"})
    staffed.confirm("comment", COMMENT | {"text": "Se www.a.example www.b.example www.c.example"})
    staffed.confirm("signup", SIGNUP)
    page = staffed.client.get(page_of(staffed, "redaktion"))
    text = BeautifulSoup(page.text, "lxml").get_text(" ", strip=True)
    for words in ("Den er dejlig.", "Stien er åben", "Et svar til Nabo", "Den indeholder 3 links"):
        assert words in text
    assert "Også fra samme afsender: 1" in text
    assert "2 tekster venter" in text
    assert "Jeg kommer gerne" not in text, "a sign-up is not decided on"
    assert COMMENT["email"] not in page.text


def test_looking_changes_nothing(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT)
    address = page_of(staffed, "redaktion")
    (reference,) = references(staffed.client.get(address))
    for path in (address, f"{address}/{reference.split()[0]}", f"{address}?om=form/comment"):
        assert staffed.client.get(path).status_code == 200
    assert published(staffed) == []
    assert len(references(staffed.client.get(address))) == 1


def test_one_text_is_published_by_its_own_button(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT)
    staffed.confirm("comment", COMMENT | {"text": "Noget andet."})
    address = page_of(staffed, "redaktion")
    first, second = references(staffed.client.get(address))
    answer = staffed.client.post(address, data={"one": f"publish {first}", "chosen": second})
    assert "Udgivet." in answer.text
    assert references(answer) == [second]
    assert len(published(staffed)) == 1


def test_many_are_rejected_at_once_with_a_reason(staffed: RunningService) -> None:
    for number in range(3):
        staffed.confirm("comment", COMMENT | {"text": f"Køb nummer {number}."})
    address = page_of(staffed, "redaktion")
    chosen = references(staffed.client.get(address))[:2]
    order = {"do": "reject", "chosen": chosen, "reason": "Det er reklame.", "tell": "yes"}
    answer = staffed.client.post(address, data=order)
    assert answer.text.count("Afvist.") == 2
    assert len(references(answer)) == 1
    told = [mail for mail in staffed.mails() if "Det er reklame." in text_of(mail)]
    assert [mail["To"] for mail in told] == [COMMENT["email"]] * 2


def test_pressing_without_choosing_says_so(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT)
    answer = staffed.client.post(page_of(staffed, "redaktion"), data={"do": "publish"})
    assert "ikke valgt nogen tekst" in answer.text
    assert published(staffed) == []


def test_what_was_deleted_since_the_page_was_shown_is_said_to_be_gone(
    staffed: RunningService,
) -> None:
    staffed.confirm("comment", COMMENT)
    address = page_of(staffed, "redaktion")
    chosen = references(staffed.client.get(address))
    with closing(Outbox.attach(staffed.settings.database)) as outbox:
        outbox.forget_submissions([chosen[0].split()[0]])
    answer = staffed.client.post(address, data={"do": "publish", "chosen": chosen})
    assert "er her ikke længere" in answer.text
    assert "ikke valgt nogen tekst" not in answer.text


def test_what_was_decided_lately_is_listed_without_what_the_list_does_not_show(
    staffed: RunningService,
) -> None:
    for text in ("Hej.", "Noget andet."):
        staffed.confirm("comment", COMMENT | {"text": text})
    address = page_of(staffed, "redaktion")
    first, second = references(staffed.client.get(address))
    staffed.client.post(address, data={"one": f"publish {first}"})
    staffed.client.post(address, data={"one": f"reject {second}"})
    settings = staffed.settings
    with closing(Outbox.attach(settings.database)) as outbox:
        targets, staff = TargetList(settings.forms)(), settings.staff
        desk = Desk(outbox, targets, staff, staff.members["redaktion"], staffed.now)
        recent = desk.recent()
        assert [decision.action for decision, _ in recent] == ["reject", "publish"]
        assert {(text.earlier, text.decisions) for _, text in recent} == {((), ())}
        assert len(desk.shown(recent[0][1].stored).earlier) == 1


def test_two_editors_do_not_overwrite_each_other(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT)
    mine, theirs = page_of(staffed, "redaktion"), page_of(staffed, "anden")
    (reference,) = references(staffed.client.get(mine))
    staffed.client.post(theirs, data={"one": f"publish {reference}"})
    answer = staffed.client.post(mine, data={"one": f"reject {reference}"})
    assert "Den var allerede afgjort" in answer.text
    assert re.search(r"Udgivet \d\d\.\d\d\.\d{4} \d\d\.\d\d, anden", answer.text)
    assert len(published(staffed)) == 1


def test_a_correction_that_another_made_meanwhile_is_not_overwritten(
    staffed: RunningService,
) -> None:
    staffed.confirm("comment", COMMENT)
    mine, theirs = page_of(staffed, "redaktion"), page_of(staffed, "anden")
    number = references(staffed.client.get(mine))[0].split()[0]
    seen = seen_in(staffed.client.get(f"{mine}/{number}"))
    order = {"do": "publish", "seen": seen, "text": "Den er god."}
    staffed.client.post(f"{theirs}/{number}", data=order)
    staffed.client.post(f"{theirs}/{number}", data={"do": "undo"})
    answer = staffed.client.post(f"{mine}/{number}", data=order | {"text": "Den er smuk."})
    assert answer.status_code == 409
    assert "Den er smuk." in answer.text, "nothing typed is lost"
    assert "Den er god." in answer.text
    assert published(staffed) == []


def test_everything_is_decided_once_by_two_editors_at_once(staffed: RunningService) -> None:
    for number in range(12):
        staffed.confirm("comment", COMMENT | {"text": f"Nummer {number}."})
    chosen = references(staffed.client.get(page_of(staffed, "redaktion")))
    orders = [
        (page_of(staffed, "redaktion"), "publish"),
        (page_of(staffed, "anden"), "reject"),
    ]
    with ThreadPoolExecutor(2) as people:
        answers = [
            people.submit(staffed.client.post, address, data={"do": action, "chosen": chosen})
            for address, action in orders
        ]
        done = [answer.result().text for answer in answers]
    assert sum(page.count("Udgivet. Den bliver vist") for page in done) == len(published(staffed))
    decided = sum(page.count("Udgivet. Den") + page.count("Afvist.") for page in done)
    assert decided == 12
    outbox = Outbox.attach(staffed.settings.database)
    states = [outbox.find(reference.split()[0]) for reference in chosen]
    outbox.close()
    assert sum(each is not None and each.state == "approved" for each in states) == len(
        published(staffed)
    )


def test_a_text_is_corrected_and_answered_as_it_is_published(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT | {"notify": "yes"})
    address = page_of(staffed, "redaktion")
    number = references(staffed.client.get(address))[0].split()[0]
    seen = seen_in(staffed.client.get(f"{address}/{number}"))
    order = {"do": "publish", "seen": seen, "text": "Den er god.", "name": "Nabo"}
    answer = staffed.client.post(f"{address}/{number}", data=order | {"answer": "Tak!"})
    assert answer.status_code == 200, answer.text
    comment, reply = sorted(published(staffed), key=lambda text: "fra_kommunen" in text)
    assert 'redigeret: "ja"' in comment
    assert "Den er god." in comment
    assert f'svar_på: "{number}"' in reply
    assert "Tak!" in reply
    assert problems(staffed.settings.content) == ""
    told = [text_of(m) for m in staffed.mails() if m["To"] == COMMENT["email"]]
    assert any("kommet et svar" in mail and "Tak!" in mail for mail in told)


def test_a_button_that_is_pressed_again_publishes_and_answers_once(
    staffed: RunningService,
) -> None:
    """As after a kill, when no answer came, or when the page is loaded again later."""
    staffed.confirm("comment", COMMENT | {"notify": "yes"})
    address = page_of(staffed, "redaktion")
    number = references(staffed.client.get(address))[0].split()[0]
    seen = seen_in(staffed.client.get(f"{address}/{number}"))
    order = {"do": "publish", "seen": seen, "text": "Den er god.", "answer": "Tak!"}
    for said in ("Udgivet.", "Den var allerede afgjort"):
        assert said in staffed.client.post(f"{address}/{number}", data=order).text
        staffed.now += timedelta(minutes=1)
    assert len(published(staffed)) == 2
    answers = [
        mail for mail in staffed.mails() if mail["Subject"] == "Der er svar på det, du skrev"
    ]
    assert len(answers) == 1, "the sender is told once"


def test_an_idea_is_answered_in_its_own_file(staffed: RunningService) -> None:
    staffed.confirm("idea", IDEA)
    address = page_of(staffed, "redaktion")
    (reference,) = references(staffed.client.get(address))
    staffed.client.post(address, data={"one": f"publish {reference}"})
    text = f"{address}/{reference.split()[0]}"
    assert "Skriv svaret." in staffed.client.post(text, data={"do": "answer", "answer": " "}).text
    staffed.client.post(text, data={"do": "answer", "answer": "Ja: vi\nbygger den."})
    (idea,) = published(staffed)
    assert 'svar: "Ja: vi bygger den."' in idea
    assert "\ntilstand: besvaret\n" in idea
    assert problems(staffed.settings.content) == ""


def answered_ideas(staffed: RunningService, *answers: dict[str, str]) -> str:
    """The file of an idea that was answered with each of these forms, one after the other."""
    staffed.confirm("idea", IDEA)
    address = page_of(staffed, "redaktion")
    (reference,) = references(staffed.client.get(address))
    staffed.client.post(address, data={"one": f"publish {reference}"})
    for answer in answers:
        staffed.client.post(f"{address}/{reference.split()[0]}", data={"do": "answer", **answer})
    (idea,) = published(staffed)
    return idea


def test_each_answer_is_a_step_and_the_one_before_goes_into_the_history(
    staffed: RunningService,
) -> None:
    first = {"state": "considered", "answer": "Vi måler op.", "responsible": "Parkafdelingen", "answer_by": "15. januar 2027"}  # fmt: skip
    idea = answered_ideas(staffed, first, {"state": "not_now", "answer": "Der er ingen plads."})
    assert "svarer: Parkafdelingen\nsvar_senest: 15. januar 2027\n" in idea
    assert "tilstand: ikke nu\nsvar: Der er ingen plads.\n" in idea
    steps = idea[idea.index("forløb:") : idea.index("\n---\n\n")]
    assert [line.strip(" -") for line in steps.splitlines()[1:]] == [
        "dato: 23. november 2026", "tilstand: overvejes", "tekst: Vi måler op.",
        "dato: 23. november 2026", "tilstand: ikke nu",
    ]  # fmt: skip
    assert problems(staffed.settings.content) == ""


def test_an_answer_that_leads_nowhere_or_by_no_day_is_asked_for_again(
    staffed: RunningService,
) -> None:
    staffed.confirm("idea", IDEA)
    address = page_of(staffed, "redaktion")
    (reference,) = references(staffed.client.get(address))
    staffed.client.post(address, data={"one": f"publish {reference}"})
    text = f"{address}/{reference.split()[0]}"
    wrong = {"do": "answer", "state": "became", "answer": "Ja tak.", "answer_by": "snart"}
    shown = staffed.client.post(text, data=wrong)
    assert shown.status_code == 422
    assert "Skriv, hvad den blev til" in shown.text
    assert "Skriv dagen med måned og år" in shown.text
    assert "Ja tak." in shown.text
    staffed.client.post(text, data={**wrong, "answer_by": "", "became": "pilots/findes-ikke"})
    assert "blev_til" not in published(staffed)[0], "what is not there is refused"


def test_a_text_without_words_is_not_published_and_nothing_typed_is_lost(
    staffed: RunningService,
) -> None:
    staffed.confirm("comment", COMMENT)
    address = page_of(staffed, "redaktion")
    number = references(staffed.client.get(address))[0].split()[0]
    order = {"do": "publish", "text": " ", "name": "Nabo", "answer": "Tak!"}
    answer = staffed.client.post(f"{address}/{number}", data=order)
    assert answer.status_code == 422
    assert "Tak!" in answer.text
    assert published(staffed) == []


def test_what_was_published_is_taken_off_from_the_list_below(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT)
    address = page_of(staffed, "redaktion")
    (reference,) = references(staffed.client.get(address))
    page = staffed.client.post(address, data={"one": f"publish {reference}"})
    (undo,) = re.findall(r'name="one" value="(undo [^"]+)"', page.text)
    assert "Taget af siden." in staffed.client.post(address, data={"one": undo}).text
    assert published(staffed) == []


def test_an_editor_of_a_track_sees_and_decides_what_is_about_it(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT)
    staffed.confirm("comment", COMMENT | {"entry": "posts/baenken", "text": "Bænken er hård."})
    whole, part = page_of(staffed, "redaktion"), page_of(staffed, "natur")
    everything = references(staffed.client.get(whole))
    shown = references(staffed.client.get(part))
    assert (len(everything), len(shown)) == (2, 1)
    (other,) = set(everything) - set(shown)
    staffed.client.post(part, data={"one": f"publish {other}"})
    assert published(staffed) == []
    assert staffed.client.get(f"{part}/{other.split()[0]}").status_code == 410


def test_what_is_about_a_track_is_mailed_to_its_editor(staffed: RunningService) -> None:
    staffed.confirm("comment", COMMENT)
    staffed.confirm("comment", COMMENT | {"entry": "posts/baenken"})
    staffed.confirm("idea", IDEA | {"track": "gode-leveaar"})
    mails = [mail for mail in staffed.mails() if ".editor@" in str(mail["Message-ID"])]
    assert [mail["To"].addresses[0].addr_spec for mail in mails] == [
        "natur@kommune.example",
        "redaktion@kommune.example",
        "natur@kommune.example",
    ]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ("form/idea", 1),
        ("form/comment", 2),
        ("tracks/gode-leveaar", 1),
        ("topics/fritid", 1),
        ("municipalities/eksempel", 1),
        ("topics/findes-ikke", 0),
    ],
)
def test_the_list_shows_what_was_asked_for(
    staffed: RunningService, chosen: str, count: int
) -> None:
    staffed.confirm("comment", COMMENT)
    staffed.confirm("comment", COMMENT | {"entry": "posts/baenken"})
    staffed.confirm("idea", IDEA)
    page = staffed.client.get(f"{page_of(staffed, 'redaktion')}?om={chosen}")
    assert len(references(page)) == count


def test_a_long_list_has_pages(staffed: RunningService) -> None:
    for number in range(23):
        staffed.confirm("comment", COMMENT | {"text": f"Nummer {number}."})
    address = page_of(staffed, "redaktion")
    assert len(references(staffed.client.get(address))) == 20
    assert len(references(staffed.client.get(f"{address}?side=2"))) == 3
    for odd in ("0", "99", "-1", "x", "9" * 30):
        assert staffed.client.get(f"{address}?side={odd}").status_code == 200


def test_a_link_holds_for_an_editor_and_their_address(staffed: RunningService) -> None:
    address = page_of(staffed, "redaktion")
    assert staffed.client.get(address[:-3] + "xyz").status_code == 404
    assert page_of(staffed, "stier") == "", "an organiser is no editor"
    staffed.now += timedelta(days=61)
    assert staffed.client.get(address).status_code == 410


def test_a_link_ends_where_the_editor_has_another_address(tmp_path: Path) -> None:
    with with_staff(tmp_path) as before:
        address = page_of(before, "redaktion")
    moved = STAFF.replace("<redaktion@", "<ny@")
    with running_service(tmp_path, staff_file=StaffFile(parse_staff(moved.encode())[0])) as service:
        assert service.client.get(address).status_code == 410
        assert service.client.get(page_of(service, "redaktion")).status_code == 200
    gone = "anden: anden@kommune.example\n"
    with running_service(tmp_path, staff_file=StaffFile(parse_staff(gone.encode())[0])) as service:
        assert service.client.get(address).status_code == 410


def test_a_deputy_decides_for_whoever_is_away(tmp_path: Path) -> None:
    away = "  fravær: {fra: 2026-11-20, til: 2026-11-30, stedfortræder: ven}\n"
    staff = (
        "redaktion: redaktion@kommune.example\n"
        "natur:\n  mail: natur@kommune.example\n  spor: gode-leveaar\n" + away
        + "ven:\n  mail: ven@kommune.example\n  spor: andet\n"
    )  # fmt: skip
    with with_staff(tmp_path, staff) as service:
        service.confirm("comment", COMMENT)
        assert len(references(service.client.get(page_of(service, "ven")))) == 1
        assert service.mails()[0]["To"] == "ven@kommune.example"


def test_a_daily_overview_takes_the_place_of_single_mails(tmp_path: Path) -> None:
    staff = "redaktion:\n  mail: redaktion@kommune.example\n  overblik: dagligt\n"
    with with_staff(tmp_path, staff) as service:
        service.confirm("comment", COMMENT)
        # The first jobs may have sent the overview by now.
        purposes = {re.split("[.@]", mail["Message-ID"])[1] for mail in service.mails()}
        assert "receipt" in purposes
        assert "editor" not in purposes
        outbox = Outbox.attach(service.settings.database)
        targets = TargetList(service.settings.forms)()
        factory = factory_for(service.settings)
        (mail,) = reminders(factory, targets, outbox.waiting(), 0, service.now)
        assert outbox.verify().problems == ()
        outbox.enqueue([mail], service.now)
        outbox.close()
        overview = text_of(service.mails()[-1])
        (page,) = re.findall(r"https://blog\.example(/forms/moderate/\S+)", overview)
        assert "1 tekst venter på jer" in overview or "1 tekst venter" in overview
        assert "Den er dejlig" not in overview
        assert len(references(service.client.get(page))) == 1
