"""What is sent again: the same is stored once, anything else is stored, and the answer says which."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx2 as httpx
import pytest

from nyspor.forms.built_in import BUILT_IN_FORMS
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.rate_limits import Limits
from nyspor.forms_service.records import StoredSubmission
from nyspor.forms_service.service import factory_for
from tests.forms_service.running_service import (
    COMMENT,
    IDEA,
    SIGNUP,
    RunningService,
    hidden,
    running_service,
    text_of,
    write_targets,
)

FIRST = {
    "comment": COMMENT,
    "signup": SIGNUP | {"phone": "11 11 11 11", "organisation": "Stiforeningen"},
    "idea": IDEA,
}
OTHER = {
    "reply_to": "1", "text": "Noget andet.", "name": "En anden", "email": "anden@post.example", "notify": "yes",
    "phone": "22 22 22 22", "organisation": "Vejlauget", "message": "Jeg kommer senere.",
    "title": "En bro", "track": "gode-leveaar", "follow": "yes",
}  # fmt: skip
"""For each field another value than in `FIRST`."""

EVERY_FIELD = [
    (form.kind, field.name) for form in BUILT_IN_FORMS for field in form.fields if field.name != "consent"
]  # fmt: skip


def rows(service: RunningService) -> list[StoredSubmission]:
    """Every submission in the database, in order."""
    outbox = Outbox.attach(service.settings.database)
    with closing(sqlite3.connect(service.settings.database)) as db, db:
        ids = [id for (id,) in db.execute("SELECT id FROM submission ORDER BY seq")]
    found = [stored for id in ids if (stored := outbox.find(id))]
    assert outbox.verify().problems == ()
    outbox.close()
    return found


def counting(service: RunningService) -> list[Mapping[str, str]]:
    """What is written in the sign-ups that count."""
    return [
        row.submission.values for row in rows(service) if row.state == "kept" and row.submission
    ]


def thanks(service: RunningService, answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    page = service.client.get(answer.headers["location"])
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_a_change_in_any_field_is_stored(service: RunningService, kind: str, field: str) -> None:
    first = FIRST[kind]
    for values in (first, first | {field: OTHER[field]}):
        service.confirm(kind, values)
    stored = rows(service)
    assert len(stored) == 2
    assert stored[1].submission
    assert stored[1].submission.values[field] == OTHER[field]
    assert len(service.mails()) == 4


@pytest.mark.parametrize("kind", FIRST)
def test_the_same_again_is_stored_once_and_said_to_be_known(
    service: RunningService, kind: str
) -> None:
    assert "Tak" in thanks(service, service.confirm(kind, FIRST[kind]))
    for _ in range(2):
        page = thanks(service, service.confirm(kind, FIRST[kind]))
        assert "allerede" in page
        assert "kvittering" not in page, "no receipt is on its way"
    assert len(rows(service)) == 1
    assert len(service.mails()) == 2


@pytest.mark.parametrize("email", ["AASE@post.example", "aase@post.example.", "aase@POST.example"])
def test_another_spelling_of_the_address_is_no_correction(
    service: RunningService, email: str
) -> None:
    service.confirm("signup", SIGNUP)
    assert "allerede" in thanks(service, service.confirm("signup", SIGNUP | {"email": email}))
    assert len(rows(service)) == 1


@pytest.mark.parametrize(
    "changes",
    [{"name": "åse"}, {"message": "JEG kommer gerne."}, {"phone": "11111111"}, {"message": ""}],
)
def test_a_small_correction_of_a_sign_up_is_one_too(
    service: RunningService, changes: dict[str, str]
) -> None:
    first = SIGNUP | {"phone": "11 11 11 11"}
    service.confirm("signup", first)
    assert "rettet" in thanks(service, service.confirm("signup", first | changes))
    (now,) = counting(service)
    assert {name: now[name] for name in changes} == changes


def test_a_corrected_sign_up_replaces_the_earlier_one_and_the_organiser_sees_what_is_new(
    service: RunningService,
) -> None:
    first = FIRST["signup"]
    second = SIGNUP | {"phone": "22 22 22 22", "message": "Jeg kommer senere."}
    service.confirm("signup", first)
    page = thanks(service, service.confirm("signup", second))
    assert "Tak, din tilmelding er rettet" in page
    (now,) = counting(service)
    assert (now["phone"], now["organisation"]) == ("22 22 22 22", "")
    to_organiser, receipt = service.mails()[2:]
    assert to_organiser["Subject"] == "Rettelse: tilmelding til »Stigruppen«"
    text = text_of(to_organiser)
    assert "Telefon: 11 11 11 11 → 22 22 22 22" in text
    assert "Organisation: Stiforeningen → (intet)" in text
    assert "Før:\n> Jeg kommer gerne.\nNu:\n> Jeg kommer senere." in text
    assert "Navn: Åse → " not in text, "only what is new"
    assert receipt["Subject"] == "Din tilmelding er rettet"
    assert "- Telefon\n- Organisation" in text_of(receipt)
    assert "22 22" not in text_of(receipt), "nobody can have us mail their words to others"


def test_a_correction_may_be_taken_back_again_and_again(service: RunningService) -> None:
    a, b = SIGNUP | {"phone": "11 11 11 11"}, SIGNUP | {"phone": "22 22 22 22"}
    service.confirm("signup", a)
    for values in (b, a, b, a):
        assert "rettet" in thanks(service, service.confirm("signup", values))
        assert [now["phone"] for now in counting(service)] == [values["phone"]]
    assert "allerede" in thanks(service, service.confirm("signup", a))
    assert len(rows(service)) == 5


def test_others_and_other_groups_are_not_corrected(service: RunningService) -> None:
    write_targets(service.settings.forms, ({
        "kind": "signup", "entry": "workgroups/stigruppen", "title": "Stigruppen", "address": "/a/",
    }, {"kind": "signup", "entry": "workgroups/bro", "title": "Bro", "address": "/b/"}))  # fmt: skip
    service.confirm("signup", SIGNUP)
    service.confirm("signup", SIGNUP | {"entry": "workgroups/bro"})
    service.confirm("signup", SIGNUP | {"email": "anden@post.example"})
    assert len(counting(service)) == 3


def test_many_corrections_at_once_are_each_stored_once_and_form_a_chain(
    service: RunningService,
) -> None:
    service.confirm("signup", SIGNUP | {"phone": "0"})
    phones = [str(number) for number in range(1, 13)]
    shown = [service.post("signup", SIGNUP | {"phone": phone}) for phone in phones * 2]
    service.now += timedelta(seconds=20)
    with ThreadPoolExecutor(12) as people:
        answers = people.map(
            lambda page: service.post("signup", hidden(page) | {"step": "confirm"}), shown
        )
        assert {answer.status_code for answer in answers} == {303}
    stored = [row.submission.values["phone"] for row in rows(service) if row.submission]
    assert set(stored) == {"0", *phones}
    assert [now["phone"] for now in counting(service)] == stored[-1:]
    to_editor = [mail for mail in service.mails() if "editor" in mail["Message-ID"]]
    for before, now, mail in zip(stored[:-1], stored[1:], to_editor[1:], strict=True):
        assert f"Telefon: {before} → {now}" in text_of(mail), "each mail tells of what it replaced"


def test_what_was_corrected_is_forgotten_and_expires_with_the_rest(service: RunningService) -> None:
    service.confirm("signup", SIGNUP)
    service.confirm("signup", SIGNUP | {"phone": "22 22 22 22"})
    outbox = Outbox.attach(service.settings.database)
    for mail in outbox.mails():
        outbox.mark_delivered(mail.id, service.now)
    assert len(outbox.expire(service.now + timedelta(days=91))) == 2
    service.confirm("signup", SIGNUP)
    service.confirm("signup", SIGNUP | {"phone": "33 33 33 33"})
    assert len(outbox.forget(factory_for(service.settings).person_hash(SIGNUP["email"]))) == 4
    outbox.close()
    assert {row.state for row in rows(service)} == {"forgotten"}
    assert b"33 33" not in service.settings.database.read_bytes()


def test_who_was_forgotten_signs_up_anew(service: RunningService) -> None:
    service.confirm("signup", SIGNUP)
    outbox = Outbox.attach(service.settings.database)
    outbox.forget(factory_for(service.settings).person_hash(SIGNUP["email"]))
    outbox.close()
    assert "Vi har fået din tilmelding" in thanks(service, service.confirm("signup", SIGNUP))


def test_sign_ups_of_an_older_version_are_corrected_and_known_again(
    service: RunningService,
) -> None:
    """It made its keys otherwise, and kept two sign-ups of one person where the message differed."""
    service.confirm("signup", SIGNUP)
    service.confirm("signup", SIGNUP | {"message": "Igen."})
    with closing(sqlite3.connect(service.settings.database)) as db, db:
        db.execute("UPDATE submission SET state = 'kept', key = randomblob(16)")
    assert "allerede" in thanks(service, service.confirm("signup", SIGNUP | {"message": "Igen."}))
    assert "rettet" in thanks(service, service.confirm("signup", SIGNUP))
    assert [now["message"] for now in counting(service)] == [SIGNUP["message"]]


@pytest.mark.parametrize("kind", ["comment", "idea"])
def test_what_an_older_version_stored_is_known_again(service: RunningService, kind: str) -> None:
    service.confirm(kind, FIRST[kind])
    with closing(sqlite3.connect(service.settings.database)) as db, db:
        db.execute("UPDATE submission SET key = randomblob(16)")
    assert "allerede" in thanks(service, service.confirm(kind, FIRST[kind]))
    assert len(rows(service)) == 1


def test_what_is_known_already_is_said_even_where_no_more_may_be_sent(tmp_path: Path) -> None:
    with running_service(tmp_path, limits=Limits(1, 0, 0, 2)) as service:
        service.confirm("comment", COMMENT)
        assert "allerede" in thanks(service, service.confirm("comment", COMMENT))
        assert service.confirm("comment", COMMENT | {"text": "Mere."}).status_code == 429


def test_a_receipt_is_promised_only_where_there_is_one(tmp_path: Path) -> None:
    with running_service(tmp_path, limits=Limits(0, 0, 1, 2)) as service:
        assert "kvittering" in thanks(service, service.confirm("comment", COMMENT))
        page = thanks(service, service.confirm("comment", COMMENT | {"text": "Mere."}))
        assert "Vi har fået den" in page
        assert "kvittering" not in page


@pytest.mark.parametrize(
    "query",
    ["stored=x", "stored=<script>", "receipt=<b>", "lang=xx", "stored=changed", "a=b&stored="],
)
def test_of_the_address_only_known_words_are_believed(service: RunningService, query: str) -> None:
    page = service.client.get(f"/forms/thanks/comment?{query}")
    assert page.status_code == 200
    assert page.text == service.client.get("/forms/thanks/comment").text


def test_english_thanks_are_in_english(service: RunningService) -> None:
    page = service.client.get("/forms/thanks/signup?lang=en&stored=changed&receipt=no").text
    assert "Thank you, your sign-up has been changed" in page


def test_no_word_of_a_resident_stands_in_the_address(service: RunningService) -> None:
    first, again = (service.confirm("signup", FIRST["signup"]) for _ in range(2))
    assert first.headers["location"].startswith("/forms/thanks/signup?entry=")
    assert again.headers["location"].startswith("/forms/thanks/signup?stored=already&")


def test_the_mail_names_what_was_chosen(service: RunningService) -> None:
    service.confirm("comment", COMMENT | {"reply_to": "1"})
    service.confirm("idea", IDEA | {"track": "gode-leveaar", "follow": "yes"})
    about_comment, _, about_idea, _ = (text_of(mail) for mail in service.mails())
    assert "Svar til: Nabo\n" in about_comment
    assert "Spor: Gode leveår\n" in about_idea
    assert "hver gang der sker noget med den: ja" in about_idea
