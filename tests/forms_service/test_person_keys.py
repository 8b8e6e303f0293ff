"""People are known again, to be forgotten, however often the secrets are replaced."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.forms_service import person_keys
from nyspor.forms_service.outbox import Outbox, OutboxUnusable
from nyspor.forms_service.person_keys import (
    PURPOSES,
    derive,
    fingerprint,
    open_keys,
    parse,
    serialize,
)
from nyspor.forms_service.rate_limits import Limits
from nyspor.forms_service.records import normal_address
from nyspor.forms_service.service import make_service
from nyspor.forms_service.tokens import Signer
from tests.forms_service.commands import environ_in, nyspor
from tests.forms_service.running_service import (
    COMMENT,
    SIGNUP,
    RunningService,
    hidden,
    running_service,
    settings_in,
)

OLD, NEW, NEWEST = "o" * 40, "n" * 40, "x" * 40


def then(secret: str, purpose: str, *parts: str) -> bytes:
    """The keyed hash of version 0.1, in its own words."""
    key = sha256(f"{purpose}\0{secret}".encode()).digest()
    return blake2b("\0".join(parts).encode(), key=key, digest_size=16).digest()


# The hashes of a signer


@pytest.mark.parametrize("purpose", PURPOSES)
def test_without_keys_the_oldest_secret_makes_the_hashes(purpose: str) -> None:
    wanted = then(OLD, purpose, "a", "b")
    assert Signer([OLD]).keyed_hash(purpose, "a", "b") == wanted
    assert Signer([NEW, OLD]).keyed_hash(purpose, "a", "b") == wanted
    assert Signer([NEWEST, NEW, OLD]).keyed_hash(purpose, "a", "b") == wanted
    assert Signer([OLD, NEW]).keyed_hash(purpose, "a", "b") != wanted


@pytest.mark.parametrize("purpose", PURPOSES)
def test_with_keys_the_secrets_have_no_say(purpose: str) -> None:
    keys = derive(OLD)
    for secrets in ([OLD], [NEW, OLD], [NEW], [NEWEST, NEW]):
        assert Signer(secrets, keys).keyed_hash(purpose, "a", "b") == then(OLD, purpose, "a", "b")


def test_a_purpose_without_a_key_is_a_fault_and_not_a_hash_that_is_lost_later() -> None:
    with pytest.raises(KeyError):
        Signer([OLD], derive(OLD)).keyed_hash("something new", "a")


# The file


@given(st.text(min_size=32))
def test_keys_are_read_as_they_were_written(secret: str) -> None:
    keys = derive(secret)
    assert parse(serialize(keys)) == keys
    assert secret.encode() not in serialize(keys), "the secret cannot be had from the file"


@given(st.binary() | st.recursive(st.text(), st.lists).map(lambda found: str(found).encode()))
def test_other_bytes_are_no_keys(content: bytes) -> None:
    assert parse(content) is None


@given(st.integers(0, len(serialize(derive(OLD))) - 1))
def test_half_a_file_is_no_keys(length: int) -> None:
    assert parse(serialize(derive(OLD))[:length]) is None


def a_database(folder: Path) -> Path:
    path = folder / "outbox.sqlite"
    Outbox.open(path).close()
    return path


def test_the_first_use_makes_the_keys_from_the_oldest_secret(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    assert open_keys(database, (NEW, OLD)) == derive(OLD)
    assert (tmp_path / "outbox.key").stat().st_mode & 0o777 == 0o600
    for secrets in ((NEW, OLD), (NEW,), (NEWEST, NEW)):
        assert open_keys(database, secrets) == derive(OLD)


def test_killed_before_the_database_knew_of_it_the_key_holds(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    (tmp_path / "outbox.key").write_bytes(serialize(derive(OLD)))
    assert open_keys(database, (NEW,)) == derive(OLD)


def test_of_two_that_begin_at_once_both_have_the_same_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = a_database(tmp_path)
    first = person_keys._derive_first

    def while_another_begins(*asked: Any) -> person_keys.Keys:
        (tmp_path / "outbox.key").write_bytes(serialize(derive(OLD)))
        return first(*asked)

    monkeypatch.setattr(person_keys, "_derive_first", while_another_begins)
    assert open_keys(database, (NEW,)) == derive(OLD)


def test_a_lost_key_is_said_loudly_and_never_made_up(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    open_keys(database, (OLD,))
    (tmp_path / "outbox.key").unlink()
    with pytest.raises(OutboxUnusable) as found:
        open_keys(database, (NEW,))
    assert "is missing" in found.value.problem.message
    with pytest.raises(OutboxUnusable):
        make_service(settings_in(tmp_path, secrets=(NEW,)))
    environ = environ_in(tmp_path, NYSPOR_SECRET=NEW, NYSPOR_OUTBOX=str(database))
    result = nyspor(environ, "forget", "nabo@post.example")
    assert result.exit_code == 1
    assert "Nøglefilen" in result.output
    assert "Fjernet" not in result.output
    assert not (tmp_path / "outbox.key").exists()


def test_a_lost_key_that_a_secret_still_leads_to_is_written_again_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = a_database(tmp_path)
    open_keys(database, (OLD,))
    for secrets in ((OLD,), (NEW, OLD), (OLD, NEW)):
        (tmp_path / "outbox.key").unlink()
        assert open_keys(database, secrets) == derive(OLD)
    assert caplog.text.count("manglede") == 3


@pytest.mark.parametrize("content", [b"", b"{}", b"nonsense", serialize(derive(NEW))])
def test_a_key_that_is_damaged_or_another_s_is_refused(tmp_path: Path, content: bytes) -> None:
    database = a_database(tmp_path)
    open_keys(database, (OLD,))
    (tmp_path / "outbox.key").write_bytes(content)
    with pytest.raises(OutboxUnusable) as found:
        open_keys(database, (OLD,))
    assert "damaged" in found.value.problem.message
    assert (tmp_path / "outbox.key").read_bytes() == content


def test_the_fingerprint_leads_to_no_key(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    open_keys(database, (OLD,))
    content = database.read_bytes() + b"".join(p.read_bytes() for p in tmp_path.glob("*-wal"))
    assert all(key not in content for key in derive(OLD).values())
    assert fingerprint(derive(OLD)) != fingerprint(derive(NEW))


# What it is for


def publish_and_expire(service: RunningService) -> None:
    """A comment that is on the site, and whose row has expired."""
    service.confirm("comment", COMMENT)
    service.client.post(service.links(service.mails()[-2])[0])
    with closing(Outbox.attach(service.settings.database)) as outbox:
        for record in outbox.mails():
            outbox.mark_delivered(record.id, service.now)
        assert outbox.expire(service.now + timedelta(days=1))


@pytest.mark.parametrize("rotations", [[(NEW, OLD)], [(NEW, OLD), (NEW,)], [(NEW,), (NEWEST,)]])
def test_after_every_rotation_all_of_a_person_is_forgotten(
    tmp_path: Path, rotations: list[tuple[str, ...]]
) -> None:
    with running_service(tmp_path, secrets=(OLD,)) as service:
        publish_and_expire(service)
        service.confirm("comment", COMMENT | {"text": "Fra før."})
        assert len(service.files()) == 1
    for secrets in rotations:
        with running_service(tmp_path, secrets=secrets) as service:
            service.confirm("comment", COMMENT | {"text": f"Efter {secrets}."})
    environ = environ_in(
        tmp_path,
        NYSPOR_SECRET=" ".join(rotations[-1]),
        NYSPOR_OUTBOX=str(tmp_path / "outbox.sqlite"),
        NYSPOR_CONTENT=str(tmp_path / "content"),
    )
    result = nyspor(environ, "forget", COMMENT["email"])
    assert f"Fjernet fra databasen: {2 + len(rotations)}" in result.output
    assert "Fjernet fra indholdet: comments/" in result.output
    assert service.files() == {}
    with closing(sqlite3.connect(tmp_path / "outbox.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM submission WHERE who IS NOT NULL").fetchone() == (
            0,
        )


def test_what_was_sent_is_known_again_after_a_rotation(tmp_path: Path) -> None:
    for secrets in ((OLD,), (NEW, OLD), (NEW,)):
        with running_service(tmp_path, secrets=secrets) as service:
            assert service.confirm("signup", SIGNUP).status_code == 303
            assert len(service.mails()) == 2, "the same again is the same"


def test_a_rotation_starts_nobody_s_hour_anew(tmp_path: Path) -> None:
    limits = Limits(0, 2, 0, 2)
    codes = []
    for number, secrets in enumerate([(OLD,), (NEW, OLD), (NEW,)]):
        with running_service(tmp_path, secrets=secrets, limits=limits) as service:
            values = COMMENT | {"email": f"nr{number}@post.example"}
            codes.append(service.confirm("comment", values).status_code)
    assert codes == [303, 303, 429]


def test_links_of_a_dropped_secret_end_and_those_of_a_named_one_hold(tmp_path: Path) -> None:
    with running_service(tmp_path, secrets=(OLD,)) as service:
        service.confirm("comment", COMMENT)
        publish, reject = service.links(service.mails()[0])
        shown = hidden(service.post("comment", COMMENT | {"text": "Mere."}))
    with running_service(tmp_path, secrets=(NEW, OLD)) as service:
        service.now += timedelta(minutes=1)
        assert service.client.get(publish).status_code == 200
        assert service.post("comment", shown | {"step": "confirm"}).status_code == 303
    with running_service(tmp_path, secrets=(NEW,)) as service:
        assert service.client.get(reject).status_code == 404


# One spelling


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("nabo@post.example", "nabo@post.example"),
        (" Nabo@POST.example\n", "nabo@post.example"),
        ("nabo@blåbær.example", "nabo@xn--blbr-roah.example"),
        ("NABO@BLÅBÆR.EXAMPLE", "nabo@xn--blbr-roah.example"),
        ("nabo@bla\u030abær.example", "nabo@xn--blbr-roah.example"),
        ("nabo@XN--BLBR-ROAH.example", "nabo@xn--blbr-roah.example"),
        ("nabo@" + "æ" * 70, "nabo@" + "æ" * 70),
        ("ingen adresse", "ingen adresse"),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(written: str, normal: str) -> None:
    assert normal_address(written) == normal


@given(st.text())
def test_any_text_has_a_spelling(text: str) -> None:
    normal_address(text)


@given(st.from_regex(r"[a-z.+-]{1,20}@[a-z]{1,20}(\.[a-z]{2,10}){1,3}", fullmatch=True))
def test_plain_addresses_are_hashed_as_they_were(address: str) -> None:
    """What version 0.1 stored is found."""
    assert normal_address(address) == address.casefold()
