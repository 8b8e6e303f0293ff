"""The judges: each lets pass what is right, and refuses what is wrong. Else their silence is worth nothing."""

from __future__ import annotations

from pathlib import Path
from subprocess import CalledProcessError

import pytest
from weasyprint import HTML

from .validators import vera, vera_each

PAGE = '<html lang="da"><title>Nyspor</title><h1>Ét spor</h1><p>Der var en gang.</p>'


def printed(folder: Path, variant: str | None) -> Path:
    pdf = folder / f"{variant or 'untagged'}.pdf".replace("/", "-")
    HTML(string=PAGE).write_pdf(pdf, pdf_variant=variant)
    return pdf


def test_vera_passes_a_tagged_pdf_and_refuses_one_without_tags(tmp_path: Path) -> None:
    tagged, untagged = printed(tmp_path, "pdf/ua-1"), printed(tmp_path, None)
    found = vera_each({tagged: ["ua1"], untagged: ["ua1"]})
    assert found[tagged] == []
    assert any(
        line.startswith("ua1 7.1-3: Content is neither marked as Artifact nor tagged")
        and line.endswith(" times)")
        for line in found[untagged]
    )


def test_vera_judges_by_each_profile_asked_for(tmp_path: Path) -> None:
    archive, universal = printed(tmp_path, "pdf/a-2a"), printed(tmp_path, "pdf/ua-2")
    found = vera_each({archive: ["ua1", "2a"], universal: ["ua2", "4"]})
    assert {line.split()[0] for line in found[archive]} == {"ua1"}
    assert {line.split()[0] for line in found[universal]} == {"ua2", "4"}


def test_vera_refuses_what_is_no_pdf(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_text("Kære læser")
    assert [line.split(":")[0] for line in vera(letter, "ua1")] == ["ua1 unreadable"]


def test_vera_is_not_silent_when_asked_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(CalledProcessError):
        vera(printed(tmp_path, "pdf/ua-1"))
