"""The page that stands in for the site's own pages while something waits to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from nyspor.console import display_path, message_language, translate
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue, translate_problem
from nyspor.model.site import PageHead, Site
from nyspor.preview.build import Outcome
from nyspor.problems import N_, Problem
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme_assets import join_styles

AS_IT_WAS = "som-den-var"
"""The query that asks for a page as it was last built. Its value names the outcome that it was asked in,
so that the next mistake is not overlooked on a page that was opened so."""

STYLES = "/theme/preview/styles.css"
"""The theme's style sheet as it is now: the built one may not be there, or be of another theme by now."""

FAULT = Markup("""\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="{styles}">
<link rel="icon" href="/theme/favicon.svg" type="image/svg+xml">
<style>pre {{ white-space: pre-wrap }} details {{ margin-block-start: 1rem }}</style>
</head>
<body>
<main>
<header class="opening wrap">
<h1>{title}</h1>
<p class="lead">{lead}</p>
<p><a class="way" href="{as_it_was}">{link}</a></p>
</header>
<div class="wrap section">
<pre tabindex="0">{fault}</pre>
<details><summary>{more}</summary><pre tabindex="0">{trace}</pre></details>
</div>
</main>
</body>
</html>
""")
"""A page without the theme's templates, since they may be what is at fault."""


@dataclass(frozen=True)
class Finding:
    """A problem in the words of those who mend it."""

    line: int | None
    field: str
    message: str
    remedy: str


@dataclass(frozen=True)
class File:
    """A file with its findings; `folder` ends with a slash."""

    folder: str
    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class StandIn:
    """Makes the page that is shown instead of the site's own."""

    theme: Path
    site: Site
    content: Path

    def page(self, outcome: Outcome, address: str) -> bytes:
        """What an outcome that is not good looks like at an address."""
        if outcome.fault:
            return fault_page(outcome, outcome.name)
        try:
            return self._findings(outcome, address)
        except Exception as error:
            # Problems close the gate before any template is read; here a template is wrong, too.
            return fault_page(Outcome.of_fault(error), outcome.name)

    def _findings(self, outcome: Outcome, address: str) -> bytes:
        environment = make_environment(self.theme, self.site, message_language())
        head = PageHead(
            heading(len(outcome.problems)), address, lang=message_language(), indexed=False
        )
        page = environment.get_template("desk/findings.html").render(
            page=head,
            files=tuple(by_file(outcome.problems, self.content)),
            as_it_was=f"?{AS_IT_WAS}={outcome.name}",
        )
        return page.encode()


def heading(count: int) -> str:
    words = read_catalogue(CATALOGUES, message_language())
    return words.ngettext(
        "The site waits for one correction", "The site waits for {count} corrections", count
    ).format(count=count)


def by_file(problems: Iterable[Problem], content: Path) -> Iterator[File]:
    """The problems file by file, in the order of the gate."""
    for source, group in groupby(problems, key=lambda problem: problem.source):
        folder, _, name = display_path(content / source).rpartition("/")
        yield File(folder + "/", name, tuple(map(finding, group)))


def finding(problem: Problem) -> Finding:
    message, remedy = translate_problem(problem, message_language())
    return Finding(problem.line, problem.field, message, remedy)


def fault_page(outcome: Outcome, name: str) -> bytes:
    """A fault for those who mend the theme and the plugins; `name` is that of the outcome on the board."""
    return FAULT.format(
        language=message_language(),
        styles=STYLES,
        title=translate(N_("The theme or a plugin has a fault")),
        lead=translate(
            N_(
                "It is not in what you have written. Pass the message below on to whoever looks after"
                " the system. This page goes away by itself when the fault is mended."
            )
        ),
        as_it_was=f"?{AS_IT_WAS}={name}",
        link=translate(N_("See the page all the same")),
        fault=outcome.fault,
        more=translate(N_("The whole error message")),
        trace=outcome.trace,
    ).encode()


def desk_site(site: Site) -> Site:
    """The site as the desk's own pages show it: in the theme as it is now."""
    return replace(site, styles=(STYLES,))


def styles(theme: Path, request: Request) -> Response:
    return Response(
        join_styles(theme), media_type="text/css", headers={"Cache-Control": "no-cache"}
    )
