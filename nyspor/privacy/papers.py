"""The papers as Markdown: Danish templates, filled with what the settings, the forms and the model say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from nyspor.configuration.configuration import Configuration
from nyspor.forms.spec import FormSpec
from nyspor.forms_service.mail_delivery import RETRY_FOR
from nyspor.forms_service.retention import Retention
from nyspor.forms_service.tokens import LINK_LIFETIME
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.brand import Brand
from nyspor.model.kind_specs import KindSpec
from nyspor.privacy.personal_data import content_fields, form_data, log_fields
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.mail_addresses import parse_mailbox

RECORD, LOGS = "fortegnelse.md", "logpolitik.md"
"""The names of the papers."""

NGINX = Path(__file__).parent.parent / "deploy/nginx/conf.d/nyspor.conf"


@dataclass(frozen=True)
class Sources:
    """What the papers are made from."""

    configuration: Configuration
    brand: Brand
    forms: Sequence[FormSpec]
    kinds: Sequence[KindSpec]
    nginx: str = ""
    """The text of the web server's configuration that has the format of its log."""


def render_papers(sources: Sources) -> dict[str, str]:
    """The papers by their names. They have no date, so that the same settings give the same text."""
    environment = Environment(
        loader=PackageLoader("nyspor.privacy"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters |= {"cell": _cell}
    values = _values(sources)
    return {
        name: environment.get_template(f"{name}.jinja").render(values) for name in (RECORD, LOGS)
    }


def _values(sources: Sources) -> Mapping[str, Any]:
    configuration, translate = sources.configuration, read_catalogue(CATALOGUES, DEFAULT_LANGUAGE).gettext  # fmt: skip
    value = configuration.value
    server = urlsplit(value("mail.server"))
    remote = urlsplit(value("publish.git_remote"))
    return {
        "site": sources.brand.name,
        "publisher": sources.brand.publisher,
        "contact": sources.brand.contact,
        "url": value("site.url"),
        "privacy": sources.brand.privacy,
        "forms": [form_data(spec, translate) for spec in sources.forms],
        "content": content_fields(sources.kinds, translate),
        "keep_days": value("forms.keep_days"),
        "keep_days_by_form": dict(each.split(":", 1) for each in value("forms.keep_days_by_form")),
        "mail_days": value("mail.keep_days"),
        "undeliverable_days": value("mail.undeliverable_days"),
        "confirm_days": value("forms.confirm_days"),
        "followed_days": Retention().followed.days,
        "members_days": value("forms.members_keep_days"),
        "staff_file": value("mail.addresses"),
        "retry_days": RETRY_FOR.days,
        "link_days": LINK_LIFETIME.days,
        "database": value("forms.database"),
        "content_folder": value("site.content"),
        "mail_host": server.hostname or "",
        "mail_protection": {"smtp": "STARTTLS", "smtps": "TLS"}.get(server.scheme, ""),
        "mail_folder": value("mail.folder"),
        "sender": parse_mailbox(value("mail.sender")).address if value("mail.sender") else "",
        "git_host": remote.hostname or ("" if not remote.path else value("publish.git_remote").rpartition(":")[0].rpartition("@")[2]),
        "releases": value("publish.releases"),
        "keep_releases": value("publish.keep"),
        "target": value("publish.target"),
        "backup_folder": value("backup.folder"),
        "keep_backups": value("backup.keep"),
        "log_fields": log_fields(sources.nginx),
        "limits": {key: value(f"forms.{key}") for key in ("per_address_hour", "per_network_hour")},
        "metrics": value("service.metrics"),
        "desk": value("desk.enabled"),
        "desk_days": value("desk.keep_days"),
        "desk_header": value("desk.proxy_header"),
    }  # fmt: skip


def _cell(text: object) -> str:
    """A text in a cell of a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|")
