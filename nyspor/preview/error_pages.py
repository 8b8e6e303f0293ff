"""Pages of what the check says: instead of the site's pages, instead of one that is held back, or of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from nyspor import urls
from nyspor.console import display_path, message_language, translate
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue, translate_problem
from nyspor.model.site import Link, PageHead
from nyspor.preview.build import BuildResult
from nyspor.preview.look import PREVIEW_STYLES, Look
from nyspor.preview.remarks import ALL_REMARKS, RULES_PAGE
from nyspor.problem_report import LABELS, count, marked_place, source_line
from nyspor.problems import N_, Problem
from nyspor.rules import RULES, Level, level_of
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme_assets import join_styles

LAST_BUILD_QUERY = "som-den-var"
"""The query parameter that asks for a page of the last good build. Its value is the digest of the current
result, so that the next error is shown again."""

FAULT_PAGE = Markup("""\
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
<p><a class="way" href="{last_build}">{link}</a></p>
</header>
<div class="wrap section">
<pre tabindex="0">{fault}</pre>
<details><summary>{more}</summary><pre tabindex="0">{trace}</pre></details>
</div>
</main>
</body>
</html>
""")
"""A page without the theme's templates, since those may be the fault."""


@dataclass(frozen=True)
class QuotedLine:
    """A line of the file, with what the problem is about marked."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class ProblemView:
    """A problem in the user's language."""

    line: int | None
    field: str
    message: str
    remedy: str
    level: Level
    label: str
    rule: str
    quoted: QuotedLine | None


@dataclass(frozen=True)
class FileProblems:
    """A file with its problems; `folder` ends with a slash."""

    folder: str
    name: str
    problems: tuple[ProblemView, ...]


@dataclass(frozen=True)
class ErrorPages:
    """Renders error pages."""

    look: Look
    content: Path

    def page(self, result: BuildResult, address: str) -> bytes:
        """Return the error page for a failed result at an address."""
        if result.fault:
            return render_fault(result, result.digest)
        try:
            return self._problem_page(result, address)
        except Exception as error:
            # The content is validated before templates are loaded, so here a template is broken, too.
            return render_fault(BuildResult.from_exception(error), result.digest)

    def _problem_page(self, result: BuildResult, address: str) -> bytes:
        return self._render(
            result.problems,
            PageHead(
                problem_count(len(result.problems)), address, lang=message_language(), indexed=False
            ),
            N_("What was built before stays. Correct the files and save: this page goes away by itself when all is well."),
            Link(translate(N_("See the page as it was")), f"?{LAST_BUILD_QUERY}={result.digest}"),
        )  # fmt: skip

    def held_back(self, problems: Sequence[Problem], address: str) -> bytes:
        """Return the page in place of a text that is held back for these problems."""
        return self._render(
            problems,
            PageHead(
                translate(N_("This text waits to be corrected")),
                address,
                lang=message_language(),
                indexed=False,
            ),
            N_("All other pages are shown as they will be. Correct the file and save: then the text stands here."),
            Link(translate(N_("See what else there is to correct")), ALL_REMARKS),
        )  # fmt: skip

    def all_remarks(self, result: BuildResult) -> bytes:
        """Return the page of all that the check says."""
        problems = result.problems or result.remarks
        title = count(problems).removesuffix(".") if problems else translate(N_("All is well"))
        return self._render(
            problems,
            PageHead(title, ALL_REMARKS, lang=message_language(), indexed=False),
            N_("An error keeps a text from being published. Advice never does."),
            Link(translate(N_("See drafts and what is planned")), urls.DRAFTS),
        )

    def _render(self, problems: Sequence[Problem], head: PageHead, lead: str, way: Link) -> bytes:
        theme = self.look.theme.without_own_templates  # which may be what has the problem
        environment = make_environment(theme, self.look.site, message_language())
        page = environment.get_template("preview/problems.html").render(
            page=head,
            lead=translate(lead),
            files=tuple(group_by_file(problems, self.content)),
            way=way,
            rules=RULES_PAGE,
        )
        return page.encode()


def problem_count(count: int) -> str:
    words = read_catalogue(CATALOGUES, message_language())
    return words.ngettext(
        "One thing must be corrected before the site can be shown",
        "{count} things must be corrected before the site can be shown",
        count,
    ).format(count=count)


def group_by_file(problems: Iterable[Problem], content: Path) -> Iterator[FileProblems]:
    """Yield the problems by file, in the order of the check."""
    for source, group in groupby(problems, key=lambda problem: problem.source):
        folder, _, name = display_path(content / source).rpartition("/")
        views = tuple(problem_view(problem, content) for problem in group)
        yield FileProblems(f"{folder}/" if folder else "", name, views)


def problem_view(problem: Problem, content: Path) -> ProblemView:
    message, remedy = translate_problem(problem, message_language())
    level, rule = level_of(problem), RULES.get(problem.rule)
    return ProblemView(
        problem.line,
        problem.field,
        message,
        remedy,
        level,
        translate(LABELS[level]),
        rule.word if rule else "",
        quoted_line(problem, content),
    )


def quoted_line(problem: Problem, content: Path) -> QuotedLine | None:
    """Return the line that a problem is about, as it stands in its file; None where there is none."""
    line = source_line(content / problem.source, problem.line) if problem.line else ""
    start, end = marked_place(line, problem)
    return QuotedLine(line[:start], line[start:end], line[end:]) if line else None


def render_fault(result: BuildResult, digest: str) -> bytes:
    """Return the error page for a fault; `digest` is that of the current result."""
    return FAULT_PAGE.format(
        language=message_language(),
        styles=PREVIEW_STYLES,
        title=translate(N_("The theme or a plugin has a fault")),
        lead=translate(
            N_(
                "It is not in what you have written. Pass the message below on to whoever looks after"
                " the system. This page goes away by itself when the fault is fixed."
            )
        ),
        last_build=f"?{LAST_BUILD_QUERY}={digest}",
        link=translate(N_("See the page all the same")),
        fault="\n".join(filter(None, (result.file, result.fault))),
        more=translate(N_("The whole error message")),
        trace=result.trace,
    ).encode()


def serve_styles(look: Look, request: Request) -> Response:
    return Response(
        join_styles(look.theme), media_type="text/css", headers={"Cache-Control": "no-cache"}
    )
