"""Reads the facts that others tell: the mail server, the domain's records, the web server. Nothing is sent but questions."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, quote, urlsplit

from nyspor.doctor.facts import Answer, MailServer, Website
from nyspor.doctor.site import Site
from nyspor.doctor.website import FRONT_PAGE, HEALTH, TYPES
from nyspor.forms.targets import UnreadableList, parse_targets
from nyspor.forms_service.mail_transports import DeliveryError, SmtpTransport
from nyspor.publishing.manifest import MANIFEST, read_manifest
from nyspor.publishing.release_store import FORMS_LIST

PATIENCE = 10.0
"""Seconds that a server may be silent."""

MOST_BYTES = 64 << 20
"""So much of an answer is read: a manifest has a line for each file."""


def read_mail_server(site: Site) -> MailServer | None:
    """Try the mail server and the sender's domain; None where the settings do not hold."""
    if site.settings is None:
        return None
    server, sender = site.settings.mail_server, site.settings.envelope
    domain = sender.rpartition("@")[2]
    failure = _domain_failure(sender)
    unknown = unknown_receivers(site)
    found = MailServer(domain=domain, domain_failure=failure, unknown_receivers=unknown)
    if server is None:
        return found
    failure = ""
    try:
        SmtpTransport(replace(server, deadline=PATIENCE)).check(sender)
    except DeliveryError as error:
        failure = str(error)
    return replace(found, server=f"{server.host}:{server.port}", failure=failure)


def unknown_receivers(site: Site) -> tuple[str, ...]:
    """The names that the release that is served delivers to, and that are not in `staff.yaml`."""
    current = site.store.current
    if current is None or site.settings is None:
        return ()
    try:
        targets = parse_targets((current.private / FORMS_LIST).read_bytes())
    except (OSError, UnreadableList):
        return ()
    wanted = {target.deliver_to for target in targets.found.values()}
    return tuple(sorted(filter(None, wanted - set(site.settings.staff.members))))


def _domain_failure(sender: str) -> str | None:
    """Why a domain receives no mail; '' where it does, None where nobody could be asked."""
    from dns.exception import DNSException
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(sender, check_deliverability=True, timeout=int(PATIENCE) // 2)
    except EmailNotValidError as error:
        return str(error)
    except (DNSException, OSError):
        return None
    return "" if getattr(found, "mx", None) else None


def read_website(site: Site) -> Website | None:
    """Ask the web server for a page, the manifest, a file of each kind of feed, and the forms."""
    if site.settings is None:
        return None
    parts = urlsplit(site.settings.url)
    current = site.store.current
    manifest = read_manifest(current.site) if current else None
    paths = [FRONT_PAGE, HEALTH, MANIFEST, *_of_each_type(manifest.files if manifest else ())]
    ends, failure = _certificate(parts)
    website = Website(
        site.settings.url,
        ends,
        failure,
        manifest=(current.site / MANIFEST).read_bytes() if current and manifest else None,
    )
    first = ask(parts, FRONT_PAGE)
    if first.failure:
        return replace(website, answers={FRONT_PAGE: first})
    return replace(
        website,
        answers={FRONT_PAGE: first} | {path: ask(parts, path) for path in paths if path},
    )


def _of_each_type(files: Iterable[str]) -> list[str]:
    """A path of each kind of feed and calendar."""
    folders = ("feeds/", "kalender/")
    found: dict[str, str] = {}
    for path in files:
        ending = next((end for end in TYPES if path.endswith(end)), "")
        if ending and path.startswith(folders):
            found.setdefault(ending, path)
    return list(found.values())


def ask(site: SplitResult, path: str) -> Answer:
    """What a server answers at a path below the site's address; redirections are not followed."""
    kind = HTTPSConnection if site.scheme == "https" else HTTPConnection
    address = quote(f"{site.path.rstrip('/')}/{path}", safe="/%")
    try:
        with closing(kind(site.hostname or "", site.port, timeout=PATIENCE)) as connection:
            headers = {"User-Agent": "nyspor-doctor", "Accept-Encoding": "identity"}
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read(MOST_BYTES))
    except (OSError, HTTPException, ValueError) as error:
        return Answer(failure=_reason(error))


def _certificate(site: SplitResult) -> tuple[datetime | None, str]:
    """When the certificate ends, or why it does not hold; neither where the server cannot be reached."""
    if site.scheme != "https" or not site.hostname:
        return None, ""
    try:
        with (
            socket.create_connection((site.hostname, site.port or 443), PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=site.hostname) as tls,
        ):
            certificate = tls.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return None, error.verify_message
    except (OSError, ValueError):
        return None, ""
    ends = certificate.get("notAfter")
    with suppress(ValueError, OverflowError):
        if isinstance(ends, str):
            return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC), ""
    return None, ""


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
