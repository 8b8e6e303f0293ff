"""How the parts of the service are, and the numbers for Prometheus: pure rules by example, and a running service."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from pathlib import Path

import httpx2 as httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from nyspor.forms_service.health import Condition, HealthMonitor, Part, SendingStatus, sending
from nyspor.forms_service.records import QueueState
from nyspor.publishing.status import PublishingStatus
from nyspor.service.health import due_part, publishing_part
from tests.builders import NOW
from tests.publishing.sites import a_post, make_site
from tests.service.sites import running
from tests.service.test_run import COMMENT

MONITORING = Path(__file__).parent.parent.parent / "deploy/monitoring"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OK, LATE, FAILED = Condition.OK, Condition.LATE, Condition.FAILED


def queue(age: timedelta) -> QueueState:
    return QueueState({"queued": 1}, oldest=NOW - age)


def test_mails_are_late_after_a_while_and_failing_where_nobody_lets_them_in() -> None:
    def part(age: timedelta, down: timedelta | None = None) -> Part:
        status = SendingStatus("451 CONNECT", NOW - down) if down else SendingStatus()
        return sending(queue(age), status, NOW)

    assert sending(QueueState({}), SendingStatus(), NOW) == Part()
    assert part(MINUTE, MINUTE) == Part()
    assert part(20 * MINUTE) == Part(LATE, NOW - 5 * MINUTE)
    assert part(2 * HOUR, 2 * HOUR) == Part(FAILED, NOW - 2 * HOUR, "451 CONNECT")


def test_the_mail_server_is_said_to_fail_once_and_to_work_once() -> None:
    status = SendingStatus()
    assert [status.failed("451 CONNECT", NOW), status.failed("451 CONNECT", NOW + HOUR)] == [True, False]  # fmt: skip
    assert status.since == NOW
    assert [status.works(), status.works()] == [True, False]


def test_publishing_fails_is_held_or_works() -> None:
    assert publishing_part(PublishingStatus("1")) == Part()
    failed = PublishingStatus("1", last_failure=NOW, failure="posts/a.md: …")
    assert publishing_part(failed) == Part(FAILED, NOW, "publication")
    assert publishing_part(failed, NOW - HOUR).since == NOW - HOUR
    held = PublishingStatus("1", held_since=NOW)
    assert publishing_part(held) == Part(LATE, NOW, "held")


@pytest.mark.parametrize(
    ("age", "by_itself", "condition"),
    [(-HOUR, True, OK), (MINUTE, True, OK), (5 * MINUTE, True, LATE), (HOUR, True, FAILED), (HOUR, False, LATE)],
)  # fmt: skip
def test_what_is_due_and_has_not_come_out(
    age: timedelta, by_itself: bool, condition: Condition
) -> None:
    assert due_part(NOW - age, NOW, by_itself).condition is condition
    assert due_part(None, NOW, by_itself) == Part()


def test_a_change_is_logged_once_and_the_time_is_remembered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "nyspor.health")
    parts, now = {"sends": Part()}, NOW
    monitor = HealthMonitor(lambda: parts, lambda: now)
    assert monitor.look()["sends"].since == NOW
    parts, now = {"sends": Part(FAILED, reason="451 CONNECT")}, NOW + HOUR
    monitor.look()
    now = NOW + 2 * HOUR
    assert monitor.look()["sends"].since == NOW + HOUR
    parts = {"sends": Part()}
    monitor.look()
    monitor.look()
    assert caplog.messages == [
        "Afsendelse af mail fejler. 451 CONNECT",
        "Afsendelse af mail virker.",
    ]


def test_the_log_says_in_words_why_a_part_fails(caplog: pytest.LogCaptureFixture) -> None:
    HealthMonitor(lambda: {"receives": Part(FAILED, reason="database")}, lambda: NOW).look()
    assert caplog.messages == ["Modtagelse af formularer fejler. Databasen kan ikke skrives."]


def test_a_running_service_tells_its_parts_and_numbers_and_nothing_of_anybody(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    site = make_site(tmp_path)
    site.write("posts/2026/nyt.md", a_post())
    settings = tmp_path / "nyspor.toml"
    known = settings.read_text("utf-8") if settings.exists() else ""
    settings.write_text(f'{known}\n[service]\nmetrics = "{address}"\n', "utf-8")
    with running(site, NYSPOR_SMTP="smtp+plain://127.0.0.1:9") as service:
        service.wait_for("Udgivet: 000001-")
        assert service.confirm("comment", COMMENT).status_code == 303
        service.wait_for("Ingen mailserver")
        assert service.client.get("/forms/health").is_success
        parts = service.client.get("/forms/health/parts")
        text = httpx.get(f"http://{address}/metrics").text
    assert parts.status_code == 200
    assert {name: part["state"] for name, part in parts.json().items()} == dict.fromkeys(
        ["receives", "sends", "delivers", "staff", "publishes", "due"], "ok"
    )
    assert all(part["since"] for part in parts.json().values())
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["nyspor_submissions_total", "comment"] == 1
    assert found["nyspor_mails", "queued"] >= 1
    assert found["nyspor_release",] == 1
    assert found["nyspor_publications_total",] == 1
    assert found["nyspor_publication_failures_total",] == 0
    assert found["nyspor_last_publication_timestamp_seconds",] > 0
    assert found["nyspor_health", "ok", "sends"] == 1
    assert found["nyspor_disk_free_bytes", "data"] > 0
    for private in (COMMENT["email"], COMMENT["name"], "redaktion@", str(tmp_path)):
        assert private not in text + parts.text
    asked = {name for name, *_ in found} | {"up", "nyspor_build_info"}
    assert set(metrics_in_the_rules()) <= asked


def metrics_in_the_rules() -> set[str]:
    """The names of metrics in the example alert rules."""
    import re

    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text("utf-8"))
    expressions = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    return {name for text in expressions for name in re.findall(r"\b(?:nyspor_\w+|up)\b", text)}


def test_the_example_of_alerts_has_the_form_of_prometheus() -> None:
    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text("utf-8"))
    for group in rules["groups"]:
        assert set(group) == {"name", "rules"}
        for rule in group["rules"]:
            assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
            assert rule["labels"]["severity"] in ("warning", "critical")
            assert set(rule["annotations"]) == {"summary", "description"}
            assert rule["expr"].count("(") == rule["expr"].count(")")
    scrape = yaml.safe_load((MONITORING / "prometheus.yml").read_text("utf-8"))
    [job] = scrape["scrape_configs"]
    assert job["static_configs"][0]["targets"] == ["127.0.0.1:8101"]
    assert scrape["rule_files"] == ["alerts.yml"]
