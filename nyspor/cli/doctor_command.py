"""`nyspor doctor`: looks over what a running site needs; and the guide to its codes, docs/drift/doctor.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from nyspor.cli.site_kinds import load_site_kinds
from nyspor.clock import read_clock
from nyspor.configuration.configuration import read_configuration
from nyspor.configuration.process import own_environment
from nyspor.console import in_words, message_language, print_message, translate
from nyspor.doctor.checks import CHECKS, GROUPS, Check
from nyspor.doctor.findings import Finding, Level, worst
from nyspor.files.guides import guide
from nyspor.i18n.catalogues import translate_problem
from nyspor.problems import N_, Problem

LABELS = {Level.OK: N_("ok"), Level.WARNING: N_("warning"), Level.ERROR: N_("error")}

NOTE = N_("note")
"""Stands in place of the level of what cannot be seen from here, or is not there: it is neither well nor wrong."""

STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.ERROR: "bold red"}

GUIDE = guide("drift/doctor.md")
"""Where the codes are explained."""

EXIT_CODES = N_("Ends with 0 when all is well, 1 with warnings, 2 with errors, as monitoring (Nagios) reads it.")  # fmt: skip


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help=translate(N_("Print what is found as JSON.")))
    ] = False,
    write_guide: Annotated[
        bool, typer.Option("--guide", help=translate(N_("Write the guide to the codes.")))
    ] = False,
) -> None:
    if write_guide:
        typer.echo(render_doctor_guide(), nl=False)
        return
    from nyspor.doctor.examination import examine, gather  # slow to load
    from nyspor.doctor.site import site_in

    know_site_kinds(Path.cwd())
    findings = examine(gather(site_in(Path.cwd(), own_environment(), read_clock())))
    if as_json:
        typer.echo(findings_as_json(findings))
    else:
        print_findings(findings)
    raise typer.Exit(int(worst(findings)))


def know_site_kinds(folder: Path) -> None:
    """Load the kinds that the site adds, which the desk's settings may name. What keeps them from being loaded is found elsewhere."""
    with suppress(Exception):
        value = read_configuration(folder, own_environment()).value
        if value("desk.enabled"):
            load_site_kinds(value("site.content"), value("site.settings"))


def print_findings(findings: Sequence[Finding]) -> None:
    """Print the findings, a line each, with what to do about those that are not well."""
    console = Console(soft_wrap=True, highlight=False)
    for finding in findings:
        check, level = CHECKS[finding.code], finding.level
        label, style = (NOTE, "cyan") if finding.is_note else (LABELS[level], STYLES[level])
        line = Text(f"{finding.code} {translate(label):8} ", style)
        line.append(f"{translate(check.title)}: ", "bold").append(message_of(finding), "default")
        console.print(line)
        if level is not Level.OK:
            console.print(Text(f"     → {translate(check.remedy)}", "dim"))
    errors, warnings = (sum(f.level is level for f in findings) for level in (Level.ERROR, Level.WARNING))  # fmt: skip
    print_message(N_("Errors: {errors}, warnings: {warnings}"), errors=errors, warnings=warnings)
    if errors or warnings:
        print_message(N_("The codes are explained in {page}."), page=GUIDE)


def message_of(finding: Finding) -> str:
    """What a finding says, in the language of messages; message ids and problems among what fills it too."""
    return in_words(finding.message, **{k: _filled(v) for k, v in finding.params.items()})


def _filled(value: object) -> object:
    if isinstance(value, Problem):
        return " ".join(filter(None, translate_problem(value, message_language())))
    return translate(value) if isinstance(value, str) and value else value


def findings_as_json(findings: Sequence[Finding]) -> str:
    """The findings as JSON: the worst level, and each with its code, level, title, message and remedy."""
    rows: list[Mapping[str, str]] = [
        {
            "code": finding.code,
            "level": finding.level.word,
            "title": translate(CHECKS[finding.code].title),
            "message": message_of(finding),
            "remedy": translate(CHECKS[finding.code].remedy),
            "page": f"{GUIDE}#{anchor_of(CHECKS[finding.code])}",
        }
        for finding in findings
    ]
    return json.dumps({"level": worst(findings).word, "findings": rows}, ensure_ascii=False, indent=1)  # fmt: skip


def anchor_of(check: Check) -> str:
    """The place of a check in the guide: each has a heading that is its code."""
    return check.code.lower()


INTRODUCTION = N_("""# What nyspor doctor looks at

`nyspor doctor` looks over everything that a running site needs, and changes nothing. Each line has a code, a level, and what to
do. `--json` prints the same for programs. Made by `nyspor doctor --guide`.

| it ends with | when |
|---|---|
| 0 | all is well |
| 1 | there are warnings |
| 2 | there are errors |

That is how monitoring (Nagios and its kin) reads it. Run it in the site's folder, as the user that the service runs as.
A line with *note* says what cannot be seen from here or is not there; it counts as well.
""")


def render_doctor_guide() -> str:
    """Return the text of docs/drift/doctor.md, in the language of messages."""
    return "\n".join(_guide_lines()).rstrip() + "\n"


def _guide_lines() -> Iterator[str]:
    yield translate(INTRODUCTION)
    yield f"| {translate(N_('Code'))} | {translate(N_('It looks at'))} |"
    yield "|---|---|"
    for check in CHECKS.values():
        yield f"| [{check.code}](#{anchor_of(check)}) | {translate(check.title)} |"
    group = ""
    for check in CHECKS.values():
        if check.code[:2] != group:
            group = check.code[:2]
            yield from ("", f"## {translate(GROUPS[group])}")
        yield from ("", f"### {check.code}", "", f"**{translate(check.title)}.** {translate(check.why)}")  # fmt: skip
        yield from ("", f"{translate(N_('What to do:'))} {translate(check.remedy)}")
