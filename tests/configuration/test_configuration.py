"""`nyspor.toml`: what holds, where it stands, and every fault named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nyspor.configuration.configuration import (
    Configuration,
    InvalidConfiguration,
    read_configuration,
)
from nyspor.configuration.process import apply_configuration, own_environment
from nyspor.configuration.reader import parse_secrets, parse_settings_file
from nyspor.configuration.settings import BY_KEY, SETTINGS
from nyspor.configuration.values import as_variable, from_variable
from nyspor.i18n.catalogues import translate_problem
from nyspor.problems import Problem

SECRET = "0123456789abcdef0123456789abcdef"

SITE = """\
language = "en"

[site]
url = "https://blog.kommune.example"

[forms]
keep_days = 30
proxies = ["10.0.0.1", "10.0.0.2"]

[publish]
automatic = false
"""


def site(folder: Path, text: str = SITE, secrets: str = "") -> Path:
    (folder / "nyspor.toml").write_text(text, "utf-8")
    if secrets:
        file = folder / "data/secrets.env"
        file.parent.mkdir(exist_ok=True)
        file.write_text(secrets, "utf-8")
        file.chmod(0o600)
    return folder


def problems(folder: Path, **environ: str) -> list[Problem]:
    with pytest.raises(InvalidConfiguration) as caught:
        read_configuration(folder, environ)
    return list(caught.value.problems)


def test_a_value_has_its_type_and_its_place(tmp_path: Path) -> None:
    found = read_configuration(site(tmp_path), {})
    assert (found.value("site.url"), found.origin("site.url")) == (
        "https://blog.kommune.example",
        "nyspor.toml:4",
    )
    assert (found.value("forms.keep_days"), found.origin("forms.keep_days")) == (
        30,
        "nyspor.toml:7",
    )
    assert found.value("forms.proxies") == ("10.0.0.1", "10.0.0.2")
    assert found.value("publish.automatic") is False
    assert (found.value("paths.state"), found.origin("paths.state")) == (Path("var/state"), "")


def test_the_environment_wins_and_an_empty_variable_is_none(tmp_path: Path) -> None:
    environ = {"NYSPOR_SITEURL": "https://other.example", "NYSPOR_KEEP_DAYS": " ", "PATH": "/bin"}
    found = read_configuration(site(tmp_path), environ)
    assert found.value("site.url") == "https://other.example"
    assert found.origin("site.url") == "NYSPOR_SITEURL"
    assert found.is_from_environment("site.url")
    assert found.value("forms.keep_days") == 30
    assert found.environment() == {
        "PATH": "/bin",
        "NYSPOR_LANGUAGE": "en",
        "NYSPOR_SITEURL": "https://other.example",
        "NYSPOR_KEEP_DAYS": "30",
        "NYSPOR_PROXY": "10.0.0.1 10.0.0.2",
    }


def test_a_site_needs_no_file(tmp_path: Path) -> None:
    found = read_configuration(tmp_path, {})
    assert all(found.origin(setting.key) == "" for setting in SETTINGS)
    assert found.environment() == {}


def test_secrets_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    folder = site(tmp_path, secrets=f"# comment\nNYSPOR_SECRET='{SECRET}'\n")
    found = read_configuration(folder, {"NYSPOR_SMTP_PASSWORD": "of the environment"})
    assert found.value("secrets.signing") == SECRET
    assert found.origin("secrets.signing") == "data/secrets.env:2"
    assert found.environment()["NYSPOR_SECRET"] == SECRET
    assert SECRET not in repr(found)
    assert "NYSPOR_SECRET" not in found.environment(secrets=False)


def test_whoever_needs_no_secrets_need_not_be_able_to_read_them(tmp_path: Path) -> None:
    folder = site(tmp_path, secrets="nonsense")
    assert read_configuration(folder, {}, secrets=False).value("secrets.signing") == ""


def test_every_fault_is_named_at_once_with_its_line(tmp_path: Path) -> None:
    text = 'sprog = "da"\n[mail]\nsevrer = "smtp://x"\nsender = 3\n[forms]\nkeep_days = "90"\n'
    folder = site(tmp_path, text, secrets="NYSPOR_SITEURL=https://x.example\n")
    found = problems(folder, NYSPOR_WORKERS="many")
    assert [(each.source, each.line, each.field) for each in found] == [
        ("nyspor.toml", 1, "sprog"),
        ("nyspor.toml", 3, "mail.sevrer"),
        ("nyspor.toml", 4, "mail.sender"),
        ("nyspor.toml", 6, "forms.keep_days"),
        ("NYSPOR_WORKERS", None, ""),
        ("data/secrets.env", 1, ""),
    ]
    assert "mail.server" in translate_problem(found[1])[1]


def test_a_variable_s_name_in_the_file_is_led_to_its_key(tmp_path: Path) -> None:
    (found,) = problems(site(tmp_path, 'NYSPOR_SMTP = "smtp://mail.example"\n'))
    assert "mail.server" in translate_problem(found)[1]


@pytest.mark.parametrize("line", ['[secrets]\nsigning = "{0}"', 'NYSPOR_SECRET = "{0}"'])
def test_a_secret_in_the_settings_file_is_refused_and_not_repeated(
    tmp_path: Path, line: str
) -> None:
    (found,) = problems(site(tmp_path, line.format(SECRET)))
    message, remedy = translate_problem(found)
    assert "hemmelig" in message
    assert "NYSPOR_SECRET" in remedy
    assert SECRET not in message + remedy


def test_a_secrets_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    folder = site(tmp_path, secrets=f"NYSPOR_SECRET={SECRET}")
    (folder / "data/secrets.env").chmod(0o644)
    (found,) = problems(folder)
    assert "chmod 600 data/secrets.env" in translate_problem(found)[1]


def test_a_secrets_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    (found,) = problems(site(tmp_path, '[secrets]\nfile = "keys/none"'))
    assert found.source == "keys/none"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[site]\nurl = blog.example\n", 2),
        ("[site]\nurl = 'a'\nurl = 'b'\n", 3),
        ("[site\n", 1),
        ("\n\nx = \"", 3),
        ("forms = 3\n", 1),
        ("\n[forms]\n\nlinks = true", 4),
        ("\nsite.url = 4", 2),
        ("\n\nsite = {url = 4}", 3),
        ("\n[site]\nurl = '''a\nb'''", 3),
        ("[[publish]]\nkeep = 3", 1),
    ],
)  # fmt: skip
def test_a_fault_has_its_line(text: str, line: int) -> None:
    (problem,) = parse_settings_file(text.encode()).problems
    assert problem.line == line
    assert all(translate_problem(problem, language) for language in ("da", "en"))


def assert_shown(found: tuple[Problem, ...], raw: bytes) -> None:
    for problem in found:
        assert 1 <= (problem.line or 0) <= raw.count(b"\n") + 1
        for language in ("da", "en"):
            assert translate_problem(problem, language)[0].strip()


TOML_LINES = st.lists(
    st.one_of(
        st.sampled_from(["[site]", "[forms]", "[[mail]]", "[secrets]", "[a.b]", "x", "'''", "[[" * 99]),
        st.builds(
            "{} = {}".format,
            st.sampled_from([*(key.rpartition(".")[2] for key in BY_KEY), *BY_KEY, '"a b"', "æ", ""]),
            st.sampled_from(["1", "-1", "true", '"x"', '"\\u0007"', "[]", '["a", 1]', "{}", "{a=1}", "2026-01-01", "nan", "", "9" * 5000]),
        ),
    )
)  # fmt: skip


@given(st.one_of(st.binary(), TOML_LINES.map(lambda lines: "\n".join(lines).encode())))
@example(b"a=" + b"[" * 100_000)
@example(b"a=" + b"1" * 10_000)
@example(b"\xef\xbb\xbfworkers=1")
@example(b"site.url.x = 1")
@example(b'"\\u0000{x}" = 1')
def test_any_bytes_give_settings_or_problems_with_their_line(raw: bytes) -> None:
    parsed = parse_settings_file(raw)
    assert_shown(parsed.problems, raw)
    for key, written in parsed.values.items():
        assert BY_KEY[key].in_file
        text = as_variable(written.value)
        assert "\0" not in text
        assert 1 <= written.line <= raw.count(b"\n") + 1


@given(st.one_of(st.binary(), st.text().map(lambda text: f"NYSPOR_SECRET={text}".encode())))
def test_any_bytes_give_secrets_or_problems_with_their_line(raw: bytes) -> None:
    parsed = parse_secrets(raw, "secrets.env")
    assert_shown(parsed.problems, raw)
    assert all(BY_KEY[key].secret for key in parsed.values)


@pytest.mark.parametrize("setting", [s for s in SETTINGS if s.variable], ids=lambda s: s.key)
def test_a_default_is_a_value_that_the_setting_can_have(setting: object) -> None:
    assert isinstance(setting, type(SETTINGS[0]))
    if text := as_variable(setting.default):
        assert from_variable(setting, text) == setting.default


def test_keys_and_variables_are_used_once() -> None:
    assert len(BY_KEY) == len(SETTINGS)
    variables = [setting.variable for setting in SETTINGS if setting.variable]
    assert len(variables) == len(set(variables))


def applied(folder: Path, environ: dict[str, str]) -> Configuration:
    return apply_configuration(folder, environ)


def test_what_the_file_says_stands_in_the_environment_of_the_process(tmp_path: Path) -> None:
    environ = {"NYSPOR_LANGUAGE": "da", "NYSPOR_KEEP_DAYS": ""}
    applied(site(tmp_path, secrets=f"NYSPOR_SECRET={SECRET}"), environ)
    assert environ["NYSPOR_SITEURL"] == "https://blog.kommune.example"
    assert environ["NYSPOR_LANGUAGE"] == "da"
    assert environ["NYSPOR_KEEP_DAYS"] == "30"
    assert "NYSPOR_SECRET" not in environ
    assert own_environment(environ) == {"NYSPOR_LANGUAGE": "da"}
    assert read_configuration(tmp_path, environ).origin("site.url") == "nyspor.toml:4"
    site(tmp_path, 'site.url = "https://new.example"')
    found = applied(tmp_path, environ)
    assert found.origin("site.url") == "nyspor.toml:1"
    assert environ["NYSPOR_SITEURL"] == "https://new.example"
    (tmp_path / "nyspor.toml").unlink()
    applied(tmp_path, environ)
    assert environ == {"NYSPOR_LANGUAGE": "da"}


def test_a_heading_that_stands_twice_is_named() -> None:
    [problem] = parse_settings_file(b'[mail]\nsender = "a@b.example"\n\n[mail]\n').problems
    assert problem.line == 4
    assert "[mail] står to gange" in " ".join(translate_problem(problem))
