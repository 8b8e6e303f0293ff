"""The settings of the forms service, read once from variables; all problems are reported together."""

from __future__ import annotations

import importlib
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nyspor.configuration.configuration import Configuration
from nyspor.configuration.settings import BY_VARIABLE
from nyspor.files.data_folder import MAIL_FOLDER, OUTBOX_FILE
from nyspor.forms.registry import find_form, forms
from nyspor.forms_service.client_address import ProxyNetwork, parse_network
from nyspor.forms_service.mail_mime import mailbox
from nyspor.forms_service.mail_transports import Encryption, SmtpServer, tls_context
from nyspor.forms_service.rate_limits import Limits
from nyspor.forms_service.retention import Retention
from nyspor.forms_service.staff_file import StaffFile
from nyspor.problems import N_, Problem
from nyspor.site.brand import FILE, UNKNOWN, brand_of
from nyspor.site.site_url import InvalidSiteUrl, site_url
from nyspor.site.theme import Theme
from nyspor.staff.parsing import FILE as STAFF_FILE
from nyspor.staff.records import Staff
from nyspor.text.mail_addresses import Mailbox, ascii_domain, parse_mailbox

MIN_SECRET_LENGTH = 32

STAFF = "NYSPOR_ADDRESSES"


class InvalidSettings(Exception):
    """The environment lacks settings or has invalid ones; `problems` lists them all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.source for problem in self.problems))


@dataclass(frozen=True)
class Settings:
    """The settings of the service."""

    secrets: tuple[str, ...] = field(repr=False)
    """The first signs; the others still verify, so that a secret can be rotated."""
    url: str
    """The site's public address, without a closing slash."""
    sender: str
    staff_file: StaffFile = field(repr=False)
    """Gives who receives and decides, by the names in `leveres_til`; at least one. It may change while the service runs."""
    mail_server: SmtpServer | None
    mail_folder: Path
    """Where mails are written without a mail server, as in `nyspor serve`."""
    content: Path = Path("content")
    forms: Path = Path("var/forms.json")
    database: Path = OUTBOX_FILE
    theme: Theme = Theme()
    rebuild: tuple[str, ...] = ()
    proxies: tuple[ProxyNetwork, ...] = ()
    """The proxies whose `X-Forwarded-For` is trusted."""
    retention: Retention = Retention()
    hold: timedelta = timedelta(hours=48)
    """How long a member who has not confirmed keeps a place in a group."""
    confirm_within: timedelta = timedelta(days=7)
    """How long a sign-up for a group can be confirmed; then it is deleted."""
    limits: Limits = Limits()
    form_plugins: tuple[str, ...] = ()
    """The modules that were imported for the forms they register."""
    sender_name: Callable[[], str] | None = field(default=None, compare=False, repr=False)
    """Gives the name that mails come from where it may change while the service runs, as in a preview."""

    @property
    def staff(self) -> Staff:
        """Who receives and decides now."""
        return self.staff_file()

    @property
    def sender_mailbox(self) -> Mailbox:
        """The mailbox that mails come from."""
        sender = parse_mailbox(self.sender)
        return replace(sender, name=self.sender_name()) if self.sender_name else sender

    @property
    def envelope(self) -> str:
        """The sender's bare address, in ASCII."""
        return parse_mailbox(self.sender).address

    @property
    def host(self) -> str:
        """The site's host, in ASCII."""
        return ascii_domain(urlsplit(self.url).hostname or "localhost")


def read_settings(environ: Mapping[str, str], place_of: Callable[[str], str] = str) -> Settings:
    """The settings in the environment. Raises `InvalidSettings` with all problems.

    `place_of` returns how messages name a variable: itself, or the place of the file that gave it.
    """
    problems: list[Problem] = []

    def read(name: str, parse: Callable[[str], object], default: str = "") -> object:
        try:
            return parse(environ.get(name, "").strip() or default)
        except InvalidSettings as invalid:
            problems.extend(invalid.problems)
            return None
        except InvalidSetting as error:
            problems.append(
                Problem(
                    name,
                    error.message,
                    error.remedy,
                    params={"name": place_of(name)} | error.params,
                )
            )
            return None

    values = {
        "secrets": read("NYSPOR_SECRET", _secrets),
        "url": read("NYSPOR_SITEURL", _url),
        "sender": read("NYSPOR_SENDER", _mailbox),
        "staff_file": read(STAFF, _staff, STAFF_FILE),
        "mail_server": read("NYSPOR_SMTP", _mail_server(environ)),
        "mail_folder": read("NYSPOR_MAIL_FOLDER", Path, str(MAIL_FOLDER)),
        "content": read("NYSPOR_CONTENT", Path, "content"),
        "forms": read("NYSPOR_FORMS", Path, "var/forms.json"),
        "database": read("NYSPOR_OUTBOX", Path, str(OUTBOX_FILE)),
        "theme": read("NYSPOR_THEME", _theme, "theme"),
        "rebuild": read("NYSPOR_REBUILD", _command),
        "proxies": read("NYSPOR_PROXY", _proxies),
        "hold": read("NYSPOR_HOLD_HOURS", _hours, "48"),
        "confirm_within": read("NYSPOR_CONFIRM_DAYS", _days, "7"),
        "form_plugins": read("NYSPOR_FORM_PLUGINS", _form_plugins),
    }
    retention = {
        "submissions": read("NYSPOR_KEEP_DAYS", _days, "90"),
        "by_form": read("NYSPOR_KEEP_DAYS_BY_FORM", _days_by_form),
        "mails": read("NYSPOR_MAIL_DAYS", _days, "30"),
        "undeliverable": read("NYSPOR_UNDELIVERABLE_DAYS", _days, "30"),
        "members": read("NYSPOR_MEMBERS_KEEP_DAYS", _days, "365"),
    }
    limits = {
        name: read(f"NYSPOR_{variable}", _count, str(default))
        for name, variable, default in (
            ("per_address_hour", "PER_ADDRESS_HOUR", 6),
            ("per_network_hour", "PER_NETWORK_HOUR", 30),
            ("receipts_hour", "RECEIPTS_HOUR", 3),
            ("links", "LINKS", 2),
        )
    }
    if problems:
        raise InvalidSettings(problems)
    return Settings(**values, retention=Retention(**retention), limits=Limits(**limits))  # type: ignore[arg-type]


def settings_of(configuration: Configuration) -> Settings:
    """The settings of the site with this configuration, which messages name by their places. Raises `InvalidSettings`."""
    return read_settings(
        configuration.environment(), lambda name: configuration.place(BY_VARIABLE[name].key)
    )


class InvalidSetting(ValueError):
    """One variable is invalid: why, and how to correct it."""

    def __init__(self, message: str, remedy: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.remedy, self.params = message, remedy, params


def _secrets(text: str) -> tuple[str, ...]:
    secrets = tuple(text.split())
    if not secrets or any(len(secret) < MIN_SECRET_LENGTH for secret in secrets):
        raise InvalidSetting(
            N_("{name} must hold a secret of at least 32 characters."),
            N_("Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"),
        )
    return secrets


def _url(text: str) -> str:
    try:
        return site_url(text)
    except InvalidSiteUrl as error:
        raise InvalidSetting(error.message, error.remedy) from None


def _mailbox(text: str) -> str:
    if not parse_mailbox(text).usable:
        raise InvalidSetting(
            N_("{name} must be the address that mail is sent from."),
            N_("Write it as: Bloggen <blog@kommune.example>"),
        )
    return _named_after_site(text)


def _named_after_site(sender: str) -> str:
    """The sender with the site's name, where it has none of its own and `brand.yaml` says it."""
    found = brand_of({"NYSPOR_BRAND": FILE})
    written, name = parse_mailbox(sender), found.brand.name
    if written.name or not found.file or name == UNKNOWN:
        return sender
    return mailbox(name, written.address)


def _staff(file: str) -> StaffFile:
    try:
        found, problems = StaffFile.read(Path(file))
    except (OSError, ValueError):  # a name with a NUL is a ValueError
        raise InvalidSetting(
            N_("{name}: there is no file {file}, which says who receives what residents send."),
            N_("Make it, with a line for each who receives: redaktion: blog@kommune.example"),
            file=file,
        ) from None
    if problems:
        raise InvalidSettings(problems)
    return found


ENCRYPTIONS = {"smtp": Encryption.STARTTLS, "smtps": Encryption.TLS, "smtp+plain": Encryption.NONE}

DEFAULT_PORTS = {"smtps": 465}

_HOST = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63})*\.?|[0-9a-f:.]*:[0-9a-f:.]*(%\w+)?", re.ASCII)
"""A server's name in ASCII, or an IP address."""


def _mail_server(environ: Mapping[str, str]) -> Callable[[str], SmtpServer | None]:
    password, ca_file = environ.get("NYSPOR_SMTP_PASSWORD", ""), environ.get("NYSPOR_SMTP_CA", "")

    def parse(text: str) -> SmtpServer | None:
        if not text:
            return None
        try:
            parts = urlsplit(text)
            port = DEFAULT_PORTS.get(parts.scheme, 25) if parts.port is None else parts.port
            encryption, host = ENCRYPTIONS.get(parts.scheme), ascii_domain(parts.hostname or "")
        except ValueError:
            encryption = None
        if not (encryption and port and _HOST.fullmatch(host)) or parts.password:
            raise InvalidSetting(
                N_("{name} must be a mail server's address, without a password."),
                N_(
                    "Write smtp://user@server:587 (with STARTTLS), smtps://user@server:465 (TLS) or "
                    "smtp+plain://127.0.0.1:25; the password stands in NYSPOR_SMTP_PASSWORD."
                ),
            )
        authority = _ca_file(ca_file)
        try:
            return SmtpServer(
                host,
                port,
                unquote(parts.username or ""),
                password,
                encryption,
                authority,
            )
        except ValueError:
            raise InvalidSetting(
                N_("{name} names a user, and a password must not travel unprotected."),
                N_("Write smtp:// instead, which uses STARTTLS."),
            ) from None

    return parse


def _ca_file(path: str) -> Path | None:
    if not path:
        return None
    try:
        tls_context(Path(path))
    except (OSError, ValueError):
        raise InvalidSetting(
            N_("mail.ca_file (NYSPOR_SMTP_CA) names no file with certificates: {path}"),
            N_(
                "Let it name a PEM file with the certificate of the authority that has issued the mail server's."
            ),
            path=path,
        ) from None
    return Path(path)


def _theme(folder: str) -> Theme:
    return Theme.with_site_folder(Path(folder))


def _proxies(text: str) -> tuple[ProxyNetwork, ...]:
    try:
        return tuple(parse_network(address) for address in text.split())
    except ValueError:
        raise InvalidSetting(
            N_("{name} must be the IP addresses of proxies."),
            N_(
                "Such as 127.0.0.1, ::1 or 10.0.0.0/24, without a port; several with spaces between."
            ),
        ) from None


def _command(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError:
        raise InvalidSetting(
            N_("{name} is no command: a quotation mark is not closed, or a backslash ends it."),
            N_("Write it as in a shell, such as: make publish"),
        ) from None


def _form_plugins(text: str) -> tuple[str, ...]:
    """Import the modules, also from the current folder, so that their forms are registered."""
    names = tuple(text.split())
    if names and "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:  # whatever stands in a module of the site
            reason = (
                str(error) if isinstance(error, ImportError) else f"{type(error).__name__}: {error}"
            )
            raise InvalidSetting(
                N_("{name} names a module that cannot be imported: {reason}"),
                N_("Name the modules of the site that add forms, separated by spaces."),
                reason=reason,
            ) from None
    return names


def _is_number(text: str) -> bool:
    """Whether it is a whole number that the database can hold too."""
    return text.isdecimal() and len(text) < 12


def _count(text: str) -> int:
    if not _is_number(text):
        raise InvalidSetting(N_("{name} must be a whole number."), N_("0 is no limit."))
    return int(text)


def _days(text: str) -> timedelta:
    if not (_is_number(text) and 1 <= int(text) <= 3650):
        raise InvalidSetting(N_("{name} must be a number of days."), N_("From 1 to 3650."))
    return timedelta(days=int(text))


def _days_by_form(text: str) -> dict[str, timedelta]:
    """Days by the kind of the form: `signup:30 comment:365`. The forms of plugins are registered by now."""
    found = {}
    for each in text.split():
        kind, colon, days = each.partition(":")
        if not (colon and find_form(kind)):
            raise InvalidSetting(
                N_("{name} names no form with a number of days: {written}"),
                N_("Write, for example, signup:30. The forms are: {forms}"),
                written=each,
                forms=", ".join(form.kind for form in forms()),
            )
        found[kind] = _days(days)
    return found


def _hours(text: str) -> timedelta:
    if not (_is_number(text) and 1 <= int(text) <= 8760):
        raise InvalidSetting(N_("{name} must be a number of hours."), N_("From 1 to 8760."))
    return timedelta(hours=int(text))
