"""What the facts mean: each finding by an example."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.cli.doctor_command import message_of, print_findings, render_doctor_guide
from nyspor.doctor.checks import CHECKS, GROUPS
from nyspor.doctor.examination import PARTS, READERS, examine
from nyspor.doctor.facts import (
    Answer,
    Backups,
    Clock,
    Disk,
    Facts,
    Git,
    Keys,
    Machine,
    MailServer,
    Publishing,
    Queue,
    Rights,
    Upkeep,
    Website,
)
from nyspor.doctor.findings import Finding, Level, worst
from nyspor.doctor.website import HEADERS
from nyspor.problems import Problem
from tests.builders import NOW

URL = "https://blog.beby.example"
DAY = timedelta(days=1)
GIGABYTE = 10**9

FRONT = Answer(200, dict.fromkeys(HEADERS, "x"))
MANIFEST = b'{"release": "1"}'
ANSWERS = {
    "": FRONT,
    "release.json": Answer(200, {}, MANIFEST),
    "forms/health": Answer(204),
    "feeds/alt.rss": Answer(200, {"content-type": "application/rss+xml; charset=utf-8"}),
    "kalender/alle.ics": Answer(200, {"content-type": "text/calendar"}),
}


def a_website(**answers: Answer) -> Website:
    named = {name.replace("__", "/").replace("_", "."): each for name, each in answers.items()}
    return Website(URL, NOW + 60 * DAY, answers=ANSWERS | named, manifest=MANIFEST)


def in_order() -> Facts:
    """The facts of a site that lacks nothing."""
    return Facts(
        NOW,
        Machine((3, 12), "0.2.0", "0.2.0"),
        Rights(),
        (Disk("/srv/nyspor", 50 * GIGABYTE, 100 * GIGABYTE, 90, 100),),
        Clock(NOW, "000001-20261123T110000Z", True),
        MailServer("mail.beby.example:587", "", "beby.example", ""),
        Queue(),
        a_website(),
        Publishing("000001-20261123T110000Z", NOW, NOW + DAY),
        Keys(("ed25519:abc",), is_signed=True),
        Git(True),
        Backups("/var/backups/nyspor", "nyspor-20261123T010000Z.tar.gz", NOW - DAY / 2),
        Upkeep(True, True, "127.0.0.1:8100", NOW + 200 * DAY),
    )


def found(**parts: object) -> dict[str, Level]:
    """What is wrong where these parts of the facts are given: levels by code."""
    facts = Facts(NOW, **parts)  # type: ignore[arg-type]
    return {f.code: f.level for f in examine(facts) if f.level is not Level.OK}


def test_a_site_in_order_has_nothing_but_ok() -> None:
    findings = examine(in_order())
    assert worst(findings) is Level.OK
    assert {finding.code for finding in findings} == CHECKS.keys() - {"D109"}


def test_every_code_has_a_check_and_a_heading() -> None:
    assert {code[:2] for code in CHECKS} == GROUPS.keys()
    guide = render_doctor_guide()
    assert all(f"\n### {code}\n" in guide for code in CHECKS)
    assert PARTS.keys() == {*READERS, "rights"}


WARNING, ERROR = Level.WARNING, Level.ERROR


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"machine": Machine((3, 11), "0.2.0", problems=(Problem("NYSPOR_SMTP", "x"),))}, {"D101": ERROR}),
        ({"machine": Machine((3, 11), "0.3.0", "0.2.0")}, {"D103": WARNING}),
        ({"rights": Rights(exposed=("data/keys/0001.pem",))}, {"D201": ERROR}),
        ({"rights": Rights(unwritable=("releases",))}, {"D202": ERROR}),
        ({"rights": Rights(open_to_all=("content",))}, {"D203": ERROR}),
        ({"disks": (Disk("/", GIGABYTE // 2, 9 * GIGABYTE),)}, {"D301": WARNING}),
        ({"disks": (Disk("/", 10**8, 9 * GIGABYTE),)}, {"D301": ERROR}),
        ({"disks": (Disk("/", 5 * GIGABYTE, 9 * GIGABYTE, 1, 100),)}, {"D302": ERROR}),
        ({"clock": Clock(NOW + timedelta(hours=1), "000009", False)}, {"D401": ERROR, "D402": WARNING}),
        ({"mail": MailServer()}, {"D501": WARNING}),
        ({"mail": MailServer("m:587", "535 5.7.8 CONNECT", "beby.example", "no MX")}, {"D502": ERROR, "D503": WARNING}),
        ({"mail": MailServer("m:587", "", "beby.example", "", ("stier",))}, {"D507": WARNING}),
        ({"queue": Queue(3, NOW - timedelta(hours=2))}, {"D504": WARNING}),
        ({"queue": Queue(3, NOW - 2 * DAY, 1, "451 RCPT")}, {"D504": ERROR, "D505": WARNING}),
        ({"queue": Queue(problems=("The database is damaged.",))}, {"D506": ERROR}),
        ({"publishing": Publishing()}, {"D701": WARNING}),
        ({"publishing": Publishing("1", NOW - 200 * DAY)}, {"D701": WARNING}),
        ({"publishing": Publishing("1", NOW, failed_at=NOW, failure="Siden kan ikke bygges.\nposts/a.md")}, {"D702": ERROR}),
        ({"publishing": Publishing("1", NOW, due=NOW - DAY)}, {"D704": ERROR}),
        ({"publishing": Publishing("1", NOW, due=NOW - DAY, held_since=NOW)}, {"D703": WARNING, "D704": WARNING}),
        ({"keys": Keys(failure="0001.pem")}, {"D705": ERROR}),
        ({"keys": Keys(("ed25519:abc",), is_signed=False)}, {"D705": ERROR}),
        ({"git": Git(failure="fatal: detected dubious ownership in repository")}, {"D706": ERROR}),
        ({"git": Git(True, has_identity=False, pending=("posts/a.md",))}, {"D707": WARNING, "D708": WARNING}),
        ({"backups": Backups()}, {"D801": WARNING}),
        ({"backups": Backups("/b", "x", NOW - 3 * DAY)}, {"D801": WARNING}),
        ({"backups": Backups("/b", "x", NOW - 8 * DAY, "damaged")}, {"D801": ERROR, "D802": ERROR}),
        ({"upkeep": Upkeep()}, {"D901": ERROR}),
        ({"upkeep": Upkeep(True, True, security_until=NOW + 5 * DAY)}, {"D902": WARNING}),
        ({"upkeep": Upkeep(True, True, consents={"images/a.png": date(2026, 12, 1)})}, {"D903": WARNING}),
        ({"upkeep": Upkeep(True, True, security_until=NOW + 200 * DAY, sign_in=Problem("nyspor.toml", "x"))}, {"D904": WARNING}),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_code(part: dict[str, object], expected: dict[str, Level]) -> None:
    assert found(**part) == expected


@pytest.mark.parametrize(
    ("website", "expected"),
    [
        (Website(), {"D601": WARNING}),
        (Website(URL, answers={"": Answer(failure="Connection refused")}), {"D601": ERROR}),
        (Website(URL, NOW + 10 * DAY, answers=ANSWERS), {"D602": WARNING}),
        (Website(URL, NOW + 3 * DAY, answers=ANSWERS), {"D602": ERROR}),
        (Website(URL, None, "certificate has expired", ANSWERS), {"D602": ERROR}),
        (a_website(release_json=Answer(200, {}, b"another")), {"D603": ERROR}),
        (a_website(release_json=Answer(404)), {"D603": ERROR}),
        (a_website(kalender__alle_ics=Answer(200, {"content-type": "application/octet-stream"})), {"D604": WARNING}),
        (Website(URL, NOW + 60 * DAY, answers=ANSWERS | {"": Answer(200)}), {"D605": WARNING}),
        (a_website(forms__health=Answer(502)), {"D606": ERROR}),
    ],
)  # fmt: skip
def test_what_visitors_would_see_has_its_code(website: Website, expected: dict[str, Level]) -> None:
    assert found(website=website) == expected


@pytest.mark.parametrize(
    ("part", "code", "said"),
    [
        ({"clock": Clock(NOW, "000001", None)}, "D402", "kan ikke ses her"),
        ({"upkeep": Upkeep(True, True, security_until=None)}, "D902", "ingen security.txt"),
        ({"backups": Backups("/b", "nyspor-1.tar.gz", NOW, same_disk=True)}, "D803", "samme disk"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_seen_is_a_note_and_not_called_well(
    part: dict[str, object], code: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = examine(Facts(NOW, **part))  # type: ignore[arg-type]
    [finding] = [finding for finding in findings if finding.code == code]
    assert (finding.is_note, finding.level) == (True, Level.OK)
    assert said in message_of(finding)
    print_findings([finding])
    assert f"{code} bemærk" in capsys.readouterr().out


def test_a_part_that_is_not_known_is_told_of() -> None:
    [finding] = examine(Facts(NOW, unknown={"mail": "it took too long"}))
    assert (finding.code, finding.level) == ("D109", Level.WARNING)
    assert message_of(finding) == "mailserveren: det tog for lang tid"


@settings(deadline=None)
@given(st.text(), st.dictionaries(st.text(), st.text()), st.binary(), st.integers(0, 999))
def test_a_server_may_answer_anything(
    text: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    anything = Answer(status, headers, body, text)
    answers = dict.fromkeys(["", "release.json", "forms/health", "kalender/a.ics"], anything)
    findings = examine(
        Facts(NOW, website=Website(URL, None, text, answers, b"{}"), mail=MailServer("m", text, text, text))
    )  # fmt: skip
    assert all(line.isprintable() for line in words(f for f in findings if f.code[:2] == "D6"))


def words(findings: Iterable[Finding]) -> list[str]:
    return [message_of(finding) for finding in findings]


def test_the_time_is_written_as_people_write_it() -> None:
    facts = Facts(NOW, clock=Clock(datetime.fromisoformat("2026-11-23T11:00:00+00:00"), "x", True))
    assert words(examine(facts))[0].startswith("Uret siger 23.11.2026 kl. ")
