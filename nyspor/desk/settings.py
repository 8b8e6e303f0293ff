"""The desk's own settings, checked: all problems are reported together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from nyspor.configuration.configuration import Configuration
from nyspor.desk.people.permissions import ALL_KINDS, Rules
from nyspor.forms_service.client_address import ProxyNetwork, parse_network
from nyspor.forms_service.settings import InvalidSettings
from nyspor.model.fields import key_form
from nyspor.model.kind_specs import kind_specs
from nyspor.problems import N_, Problem

ALL = ("all", "alle")


@dataclass(frozen=True)
class DeskSettings:
    """How the desk of a running service is set up."""

    rules: Rules = Rules()
    header: str = ""
    proxies: tuple[ProxyNetwork, ...] = ()
    keep: timedelta = timedelta(days=365)
    """How long it is kept who did what."""
    writes_mail: bool = True
    """Whether those get a mail who have to do something about a text."""


def desk_settings(configuration: Configuration) -> DeskSettings | None:
    """Return the desk's settings; None where it is not switched on. Raises `InvalidSettings`."""
    value = configuration.value
    if not value("desk.enabled"):
        return None
    if problems := desk_problems(configuration):
        raise InvalidSettings(problems)
    return DeskSettings(
        rules_of(configuration),
        value("desk.proxy_header"),
        tuple(map(parse_network, value("desk.proxies"))),
        timedelta(days=value("desk.keep_days")),
        value("desk.mail"),
    )


def rules_of(configuration: Configuration) -> Rules:
    """Return what a colleague must approve; a kind that there is not is left out."""
    kinds = {_kind(each) for each in configuration.value("desk.approval")}
    return Rules(ALL_KINDS if ALL[0] in kinds else frozenset(filter(None, kinds)))


def desk_problems(configuration: Configuration) -> list[Problem]:
    """Return what keeps the desk from being used; nothing where it is not switched on. The site's own kinds must be known."""
    return [*_problems(configuration)] if configuration.value("desk.enabled") else []


def nobody_signs_in(configuration: Configuration) -> Problem | None:
    """Return why nobody can sign in at the desk but by a link from the terminal; None where people can, or it is not switched on."""
    value = configuration.value
    if not value("desk.enabled") or value("mail.server") or value("desk.proxy_header"):
        return None
    return Problem(
        configuration.place("desk.enabled"),
        N_("Nobody gets a link to sign in at the desk: no mail server is set, nor the municipality's own sign-in."),
        N_("Set mail.server, or desk.proxy_header and desk.proxies. Until then this makes a link: nyspor desk link KEY"),
    )  # fmt: skip


def _problems(configuration: Configuration) -> Iterator[Problem]:
    value, place = configuration.value, configuration.place
    url = urlsplit(value("site.url"))
    if url.scheme != "https":
        yield Problem(place("site.url"), N_("The desk needs an address with https://, since people sign in there."))  # fmt: skip
    if url.path.strip("/"):
        yield Problem(place("site.url"), N_("The desk cannot be used where the site lies in a folder of its address."))  # fmt: skip
    known = ", ".join(spec.name for spec in kind_specs())
    for each in value("desk.approval"):
        if not _kind(each):
            message = N_("There is no kind of text called “{written}”.")
            remedy = N_("Write all, or some of these: {known}")
            yield Problem(place("desk.approval"), message, remedy, params={"written": each, "known": known})  # fmt: skip
    header = value("desk.proxy_header")
    if not re.fullmatch(r"[A-Za-z0-9-]*", header):
        yield Problem(place("desk.proxy_header"), N_("{name} must be the name of a header."), N_("Such as X-Forwarded-Email."), params={"name": "desk.proxy_header"})  # fmt: skip
    if header and not value("desk.proxies"):
        yield Problem(place("desk.proxies"), N_("Nobody could sign in: no proxy is named from which the header is believed."), N_("Write the address of the proxy, such as 127.0.0.1."))  # fmt: skip
    for each in value("desk.proxies"):
        try:
            parse_network(each)
        except ValueError:
            yield Problem(place("desk.proxies"), N_("{name} must be the IP addresses of proxies."), params={"name": "desk.proxies"})  # fmt: skip


def _kind(written: str) -> str:
    """Return the kind that somebody has named in English or Danish, `all` for all; '' where there is none."""
    wanted = key_form(written)
    if wanted in ALL:
        return ALL[0]
    return next(
        (spec.name for spec in kind_specs() if wanted in (spec.name, key_form(spec.url))), ""
    )
