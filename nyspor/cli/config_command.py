"""`nyspor config`: the settings that hold in a folder, and where each stands; and the list of all there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nyspor.cli.site_in_use import print_site_in_use, site_configuration
from nyspor.cli.site_kinds import load_site_kinds
from nyspor.configuration.configuration import Configuration
from nyspor.configuration.settings import SETTINGS, Setting
from nyspor.configuration.values import as_variable
from nyspor.console import print_setup_problems, translate
from nyspor.desk.settings import desk_problems, nobody_signs_in
from nyspor.forms_service.settings import InvalidSettings, settings_of
from nyspor.problems import N_, Problem

HIDDEN = "•••"
"""Stands for a secret."""

USER_WITH_PASSWORD = re.compile(r"(?<=://)[^/@\s]*:[^@\s]*(?=@)")

NONE = "–"
BY_DEFAULT = N_("default")


def config(
    as_json: Annotated[
        bool, typer.Option("--json", help=translate(N_("Print the settings as JSON.")))
    ] = False,
    guide: Annotated[
        bool, typer.Option("--guide", help=translate(N_("Write the table of all settings.")))
    ] = False,
) -> None:
    if guide:
        typer.echo(render_settings_guide(), nl=False)
        return
    configuration = site_configuration()
    if as_json:
        typer.echo(settings_as_json(configuration))
    else:
        print_settings(configuration)
    if remark := nobody_signs_in(configuration):
        print_setup_problems([remark])
    if problems := problems_of_service(configuration):
        print_setup_problems(problems)
        raise typer.Exit(2)


def problems_of_service(configuration: Configuration) -> tuple[Problem, ...]:
    """Return what keeps the service from starting; nothing where neither a sender of mails nor the desk is set, and so no service is meant."""
    has_desk = configuration.value("desk.enabled")
    if not configuration.origin("mail.sender") and not has_desk:
        return ()
    found: list[Problem] = []
    try:
        settings_of(configuration)
    except InvalidSettings as invalid:
        found += invalid.problems
    if has_desk:
        load_site_kinds(configuration.value("site.content"), configuration.value("site.settings"))
        found += desk_problems(configuration)
    return tuple(found)


def print_settings(configuration: Configuration) -> None:
    """Print the table of the settings that hold."""
    print_site_in_use(configuration.value("site.url"))
    table = Table(box=None, pad_edge=False)
    table.add_column(translate(N_("Setting")), no_wrap=True)
    table.add_column(translate(N_("Value")), overflow="fold")
    table.add_column(translate(N_("Written in")), overflow="fold")
    for setting in SETTINGS:
        origin = configuration.origin(setting.key)
        shown = origin or translate(BY_DEFAULT)
        value = shown_value(configuration, setting)
        style = "" if origin else "dim"
        table.add_row(*(Text(cell, style) for cell in (setting.key, value, shown)))
    Console().print(table)


def shown_value(configuration: Configuration, setting: Setting) -> str:
    """Return a value as it is shown: a secret hidden."""
    value = without_password(as_variable(configuration.value(setting.key)))
    return (HIDDEN if setting.secret else value) if value else NONE


def without_password(value: str) -> str:
    """Return a value with the password of an address in it hidden, where somebody has written one."""
    return USER_WITH_PASSWORD.sub(HIDDEN, value)


def settings_as_json(configuration: Configuration) -> str:
    """Return the settings as JSON: by key, each with its value (a secret hidden) and where it stands (null: nowhere)."""
    found = {
        setting.key: {
            "value": HIDDEN
            if setting.secret and configuration.value(setting.key)
            else _plain(configuration.value(setting.key)),
            "origin": configuration.origin(setting.key) or None,
            "variable": setting.variable or None,
        }
        for setting in SETTINGS
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [without_password(str(item)) for item in value]
    return value if isinstance(value, bool | int) else without_password(str(value or ""))


def render_settings_guide() -> str:
    """Return the table of all settings in docs/indstillinger.md, in the language of messages."""
    return "\n".join(_guide_lines()) + "\n"


def _guide_lines() -> Iterator[str]:
    headings = (N_("Setting"), N_("Variable"), N_("What it decides"), N_("Without it"))
    yield ""
    yield "| " + " | ".join(translate(heading) for heading in headings) + " |"
    yield "|---|---|---|---|"
    for setting in SETTINGS:
        key = f"`{setting.key}`" if setting.in_file else NONE
        variable = f"`{setting.variable}`" if setting.variable else NONE
        default = as_variable(setting.default)
        cells = (key, variable, translate(setting.description), f"`{default}`" if default else NONE)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""
