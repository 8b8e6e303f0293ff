"""What the commands share that publish by running `nyspor publish`."""

from __future__ import annotations

from dataclasses import replace

from nyspor.cli.publication import release_store
from nyspor.cli.site_in_use import site_configuration
from nyspor.clock import read_clock
from nyspor.configuration.process import own_environment
from nyspor.configuration.settings import SETTINGS
from nyspor.forms_service.settings import Settings
from nyspor.service.publisher import Publisher
from nyspor.service.service import forms_list_of


def with_served_forms(settings: Settings) -> Settings:
    """Return the settings with the list of forms of the release that is served, unless they name another."""
    if site_configuration().origin("paths.forms_list"):
        return settings
    return replace(settings, forms=forms_list_of(release_store()))


def publishing_environment() -> dict[str, str]:
    """Return the environment of a publication: this command's own, with the secrets, which no page may hold."""
    configuration = site_configuration()
    secrets = {s.variable: configuration.value(s.key) for s in SETTINGS if s.secret}
    return own_environment() | {name: value for name, value in secrets.items() if value}


def publisher_beside_service(settings: Settings) -> Publisher | None:
    """Return what publishes for a command; None where the site has no releases, or builds by a command of its own."""
    if settings.rebuild or release_store().current is None:
        return None
    limit = site_configuration().value("publish.time_limit") * 60
    return Publisher(read_clock, limit, publishing_environment())
