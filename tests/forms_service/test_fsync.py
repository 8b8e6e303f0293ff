"""What was answered 'received' is on the disk: seen from outside, by strace."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FORMS = 5

CHILD = """
import sys
from pathlib import Path
from tests.forms_service.running_service import COMMENT, running_service
with running_service(Path(sys.argv[1])) as service:
    for number in range(int(sys.argv[2])):
        answer = service.confirm("comment", COMMENT | {"text": f"Nr. {number}"})
        assert answer.status_code == 303
        print("answered", flush=True)
"""


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_every_answer_follows_an_fsync(tmp_path: Path) -> None:
    log = tmp_path / "trace"
    command = ["strace", "-f", "-o", str(log), "-e", "trace=fsync,fdatasync,write"]
    child = [sys.executable, "-c", CHILD, str(tmp_path), str(FORMS)]
    subprocess.run([*command, *child], check=True, capture_output=True)
    calls = re.findall(
        r'(fsync|fdatasync)\(|write\(1, "(answered)', log.read_text("utf-8", "replace")
    )
    synced, answers = False, 0
    for sync, answered in calls:
        synced = synced or bool(sync)
        if answered:
            assert synced, f"answer {answers + 1} came before an fsync"
            synced, answers = False, answers + 1
    assert answers == FORMS
