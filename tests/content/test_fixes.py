"""What `nyspor check --fix` corrects, and that it leaves everything else as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from typer.testing import CliRunner

from nyspor.cli.commands import app
from nyspor.content.fixes import fix_entry
from nyspor.rules import errors
from tests.builders import post_text, problems_of, render_problems, write_site

PASTED = "•\tMælk\u00ad\n\n[siden](https://a.example/?utm_source=x)"
CLEAN = "- Mælk\n\n[siden](https://a.example/)"


def test_the_text_and_the_fields_are_cleaned() -> None:
    before = post_text(PASTED, resume="Hvor\u00adfor\u00a0vi skriver.")
    after = fix_entry(before.encode(), "posts/a.md").decode()
    assert after == post_text(CLEAN, resume="Hvorfor vi skriver.")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_stay(line_end: str) -> None:
    before = post_text(PASTED).replace("\n", line_end).encode()
    assert fix_entry(before, "posts/a.md") == post_text(CLEAN).replace("\n", line_end).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        "•\tuden felter".encode(),
        b"---\ntitel: a\r\n---\nb\rc",
        "blå".encode("latin-1"),
    ],
)
def test_what_cannot_be_read_is_left(raw: bytes) -> None:
    assert fix_entry(raw, "posts/a.md") == raw


@given(some.text(), some.text())
def test_a_corrected_text_needs_no_more_correction(field: str, body: str) -> None:
    once = fix_entry(f"---\ntitel: {field}\n---\n{body}".encode("utf-8", "replace"), "posts/a.md")
    assert fix_entry(once, "posts/a.md") == once


def test_pasted_text_is_advised_on_and_shown_clean() -> None:
    (problem,) = problems_of(post_text(f"Tekst.\n\n{PASTED}"))
    assert (problem.rule, problem.line, errors([problem])) == ("pasted", 9, [])
    assert "nyspor check --fix" in render_problems([problem])
    assert problems_of(post_text(CLEAN)) == []


@pytest.mark.parametrize("text", ["Hun sagde “ja”.", "kl.\u00a09", "10\u00a0000 borgere"])
def test_quotes_and_spaces_need_no_advice(text: str) -> None:
    assert problems_of(post_text(text)) == []


def test_the_command_shows_asks_and_corrects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_site(tmp_path / "content", velkommen=post_text(PASTED))
    file = folder / "posts/2012/velkommen.md"
    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(app, ["check", "--fix"], input="n\n")
    assert "-•" in refused.output
    assert "+- Mælk" in refused.output
    assert file.read_text("utf-8") == post_text(PASTED)
    corrected = CliRunner().invoke(app, ["check", "--fix", "--yes"])
    assert corrected.exit_code == 0, corrected.output
    assert file.read_text("utf-8") == post_text(CLEAN)
    assert "intet" in CliRunner().invoke(app, ["check", "--fix"]).output
