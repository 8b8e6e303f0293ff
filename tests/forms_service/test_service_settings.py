"""What is wrong with the settings of the service is said, and never ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from nyspor.forms_service.settings import InvalidSettings, read_settings
from tests.forms_service.commands import environ_in, nyspor

MODULES = {"unfinished": "def (:\n", "faulty": "1 / 0\n"}

WRONG = {
    "a quotation mark that is not closed": ("NYSPOR_REBUILD", "make 'publish"),
    "a backslash in the end": ("NYSPOR_REBUILD", "make publish \\"),
    "more days than a number can have digits": ("NYSPOR_KEEP_DAYS_BY_FORM", "signup:" + "9" * 5000),
    "a limit that no database can hold": ("NYSPOR_PER_ADDRESS_HOUR", "9" * 30),
    "a file that no name can be of": ("NYSPOR_ADDRESSES", "staff\0.yaml"),
    "a module with a fault in its grammar": ("NYSPOR_FORM_PLUGINS", "unfinished"),
    "a module that fails": ("NYSPOR_FORM_PLUGINS", "faulty"),
    "a module without a package": ("NYSPOR_FORM_PLUGINS", ".forms"),
    "half an address": ("NYSPOR_SMTP", "smtps://[::1"),
    "a sender that looks encoded": ("NYSPOR_SENDER", "=?utf-8?q?x?=@kommune.example"),
}


@pytest.mark.parametrize(("name", "written"), WRONG.values(), ids=WRONG)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, written: str) -> None:
    for module, text in MODULES.items():
        (tmp_path / f"{module}.py").write_text(text)
    with pytest.raises(InvalidSettings) as found:
        read_settings(environ_in(tmp_path) | {name: written})
    assert [problem.source for problem in found.value.problems] == [name]


NOT_UTF_8 = b"bl\xe5b\xe6r".decode("utf-8", "surrogateescape")
"""`blåbær` in an environment file that was saved in Latin-1."""


@pytest.mark.parametrize("name", ["NYSPOR_SMTP_PASSWORD", "NYSPOR_SECRET", "NYSPOR_PROXY"])
def test_a_setting_in_another_encoding_is_named_and_not_shown(tmp_path: Path, name: str) -> None:
    environ = environ_in(tmp_path) | {name: NOT_UTF_8 * 6}
    result = nyspor(environ, "outbox", "list")
    assert result.exit_code == 2
    assert name in result.output
    assert "bl" not in result.output.replace("blive", "")
