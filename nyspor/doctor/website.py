"""Findings on the site as visitors see it. Pure; what a server has answered may be anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from nyspor.doctor.facts import Answer, Website
from nyspor.doctor.findings import Finding, error, ok, some, warning
from nyspor.problems import N_
from nyspor.publishing.manifest import MANIFEST
from nyspor.text.danish import format_moment

ENDS_SOON, ENDS_NOW = timedelta(days=21), timedelta(days=7)

FRONT_PAGE, HEALTH = "", "forms/health"

TYPES = {
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
    ".ics": "text/calendar",
}
"""What feeds and calendars are sent as, by the ending of their names."""

HEADERS = (
    "strict-transport-security",
    "content-security-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
    "permissions-policy",
)
"""Headers that every page is to be sent with."""


def examine_website(site: Website, now: datetime) -> Iterator[Finding]:
    front = site.answers.get(FRONT_PAGE)
    if not site.url or front is None:
        yield warning("D601", N_("No public address is set (site.url), so the site cannot be asked."))  # fmt: skip
        return
    if site.certificate_failure:
        yield error("D602", N_("The certificate does not hold: {reason}"), reason=printable(site.certificate_failure))  # fmt: skip
    elif site.certificate_ends:
        yield _certificate(site.certificate_ends, now)
    elif not site.url.startswith("https:"):
        yield warning("D602", N_("The site is read without a certificate: {url}"), url=site.url)
    if front.status != 200:
        reason = printable(front.failure) or f"HTTP {front.status}"
        yield error("D601", N_("{url} cannot be read: {reason}"), url=site.url, reason=reason)
        return
    yield ok("D601", "{url}", url=site.url)
    if site.manifest is not None:
        yield _served(site)
    wrong = [name for name, answer in site.answers.items() if _has_wrong_type(name, answer)]
    if wrong:
        yield warning("D604", N_("Sent as something else than it is: {paths}"), paths=some(wrong))
    else:
        yield ok("D604")
    missing = [name for name in HEADERS if name not in front.headers]
    if missing:
        yield warning("D605", N_("Missing: {names}"), names=some(missing, len(HEADERS)))
    else:
        yield ok("D605")
    health = site.answers.get(HEALTH, Answer())
    if health.status in (200, 204):
        yield ok("D606")
    else:
        reason = printable(health.failure) or f"HTTP {health.status}"
        yield error("D606", N_("Forms cannot be sent: {reason}"), reason=reason)


def _certificate(ends: datetime, now: datetime) -> Finding:
    left = ends - now
    level = error if left < ENDS_NOW else warning if left < ENDS_SOON else ok
    return level(
        "D602", N_("It ends {time}, in {days} days."), time=format_moment(ends), days=left.days
    )


def _served(site: Website) -> Finding:
    answer = site.answers.get(MANIFEST, Answer())
    if answer.status == 200 and answer.body == site.manifest:
        return ok("D603")
    if answer.status == 200:
        return error("D603", N_("Another release is shown than the one that is to be."))
    reason = printable(answer.failure) or f"HTTP {answer.status}"
    return error("D603", N_("{file} cannot be read: {reason}"), file=MANIFEST, reason=reason)


def _has_wrong_type(name: str, answer: Answer) -> bool:
    wanted = next((kind for ending, kind in TYPES.items() if name.endswith(ending)), None)
    if wanted is None or name == MANIFEST or answer.status != 200:
        return False
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower() != wanted


def printable(text: str, length: int = 200) -> str:
    """What a server said, fit for a terminal: one line, no control characters, cut."""
    return "".join(c if c.isprintable() else " " for c in text[:length]).strip()
