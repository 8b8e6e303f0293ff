"""Pages that law and licence ask for: the short address of the accessibility statement, `security.txt`, the colophon.

Sources: the Danish act on web accessibility (the statement is made in the national tool and the
site leads to it at `/was`), RFC 9116 for `security.txt`, and section 13 of the AGPL: who uses a site that runs
a changed Nyspor is offered its source. `security.txt` means something only at the root of a host, so a site under a
path writes none.
"""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import urls
from nyspor.model.site import PageHead
from nyspor.problems import T_
from nyspor.site.build_plan import Build, File, Output, Page, plan


def outputs(build: Build) -> Iterator[Output]:
    site = build.site
    page = PageHead(
        build.translate(T_("Accessibility statement")), urls.ACCESSIBILITY_STATEMENT, indexed=False
    )
    yield Page(
        urls.output_path(urls.ACCESSIBILITY_STATEMENT),
        "external_redirect.html",
        lambda: {"page": page, "url": site.statement or statement(site.url)},
    )
    if "pages/kolofon" not in build.library.entries:  # where a site's own page may lie instead
        colophon = PageHead(build.translate(T_("Colophon")), urls.COLOPHON, indexed=False)
        yield Page(urls.output_path(urls.COLOPHON), "colophon.html", lambda: {"page": colophon})
    if site.security_contact and not site.base:
        lines = (
            f"Contact: {site.security_contact}",
            f"Expires: {site.security_expires}",
            f"Preferred-Languages: {', '.join(site.languages)}",
            f"Canonical: {site.url}/.well-known/security.txt",
        )
        yield File(".well-known/security.txt", ("\n".join(lines) + "\n").encode)


def statement(url: str) -> str:
    """Where the national tool keeps the statement of the site at `url`: its host with dashes for dots."""
    host = url.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"https://was.digst.dk/{host.replace('.', '-')}"


def register() -> None:
    plan.connect(outputs)
