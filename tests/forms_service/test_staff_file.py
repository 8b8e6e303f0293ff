"""`staff.yaml` while the service runs: what is changed in it holds, unless it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from nyspor.forms_service.staff_file import StaffFile
from tests.forms_service.running_service import COMMENT, running_service

BEFORE = "redaktion: redaktion@kommune.example\n"
AFTER = "redaktion: nye@kommune.example\n"


def staff_in(path: Path, text: str = BEFORE) -> StaffFile:
    path.write_text(text, "utf-8")
    found, problems = StaffFile.read(path)
    assert problems == []
    return found


def address(staff_file: StaffFile) -> str:
    return staff_file().first.mailbox.address


def test_a_change_holds_at_once(tmp_path: Path) -> None:
    staff_file = staff_in(tmp_path / "staff.yaml")
    assert address(staff_file) == "redaktion@kommune.example"
    (tmp_path / "staff.yaml").write_text(AFTER, "utf-8")
    assert address(staff_file) == "nye@kommune.example"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("redaktion: {mail: anna@post}}\n", id="no YAML"),
        pytest.param("redaktion: anna at post\n", id="no address"),
        pytest.param("", id="empty"),
    ],
)
def test_a_file_that_cannot_be_used_keeps_what_held_and_is_told_of_once(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    staff_file = staff_in(tmp_path / "staff.yaml")
    (tmp_path / "staff.yaml").write_text(text, "utf-8")
    for _ in range(3):
        assert address(staff_file) == "redaktion@kommune.example"
    assert staff_file.unusable
    (line,) = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert "anna" not in line
    (tmp_path / "staff.yaml").write_text(AFTER, "utf-8")
    assert address(staff_file) == "nye@kommune.example"
    assert not staff_file.unusable


def test_a_file_that_is_gone_keeps_what_held(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    staff_file = staff_in(tmp_path / "staff.yaml")
    (tmp_path / "staff.yaml").unlink()
    for _ in range(3):
        assert address(staff_file) == "redaktion@kommune.example"
    assert len([each for each in caplog.records if each.levelname == "ERROR"]) == 1
    (tmp_path / "staff.yaml").write_text(BEFORE, "utf-8")
    assert address(staff_file) == "redaktion@kommune.example"
    assert not staff_file.unusable


def test_mails_go_to_who_stands_there_now_and_monitoring_is_told(tmp_path: Path) -> None:
    staff_file = staff_in(tmp_path / "staff.yaml")
    with running_service(tmp_path, staff_file=staff_file) as service:
        (tmp_path / "staff.yaml").write_text(AFTER, "utf-8")
        service.confirm("comment", COMMENT)
        assert "nye@kommune.example" in {mail["To"] for mail in service.mails()}
        assert service.client.get("/forms/health/parts").json()["staff"]["state"] == "ok"
        (tmp_path / "staff.yaml").write_text("?", "utf-8")
        part = service.client.get("/forms/health/parts").json()["staff"]
        assert (part["state"], part["reason"]) == ("late", "staff")
