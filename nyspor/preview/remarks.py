"""What the check says of the content that the preview shows: a line on top of each page, and a page with all of it.

A text that is held back has a page with its errors at its address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from nyspor import urls
from nyspor.console import in_words, message_language, translate
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.site import PageHead
from nyspor.preview.look import Look
from nyspor.problem_report import LABELS, pieces_of_advice
from nyspor.problems import N_, Problem
from nyspor.rules import RULES, Where, errors
from nyspor.site.jinja_environment import make_environment

ALL_REMARKS = "/_check"
RULES_PAGE = "/_rules"
BAR_STYLES = "/_bar.css"

_BODY = re.compile(rb'<body[^>]*>(?:\s*<a class="skip"[^>]*>[^<]*</a>)?')
"""What the line on top comes after: the link past the menu stays the first."""

BAR = Markup('<p class="preview-bar{kind}"><a href="{address}">{words}</a></p>\n')

BAR_STYLE_SHEET = """\
.preview-bar { margin: 0; padding: 0.5rem 1rem; font: 600 1rem/1.4 system-ui, sans-serif; text-align: center;
  background: light-dark(#dfeaf3, #112030); color: light-dark(#164b7c, #93c5f2) }
.preview-bar-error { background: light-dark(#b3261e, #5c1410); color: #fff }
.preview-bar a { color: inherit }
@media print { .preview-bar { display: none } }
"""


def addresses_of(file: str) -> tuple[str, ...]:
    """Return where the text in a content file is shown: published, and as a draft; nothing where it is no text."""
    location = urls.locate_entry(file)
    if location is None:
        return ()
    kind, slug, lang = location
    return tuple(urls.entry_address(kind, slug, lang, draft) for draft in (False, True))


def about_page(problems: Sequence[Problem], address: str) -> list[Problem]:
    """Return the problems of the text that is shown at an address."""
    files = {each.source for each in problems if address in addresses_of(each.source)}
    return [problem for problem in problems if problem.source in files]


def with_bar(page: bytes, problems: Sequence[Problem], address: str) -> bytes:
    """Return a page with the line on top that says what waits, where anything does."""
    body = _BODY.search(page) if problems else None
    if body is None:
        return page
    kind = " preview-bar-error" if errors(problems) else ""
    bar = BAR.format(kind=kind, address=ALL_REMARKS, words=summary(problems, address)).encode()
    link = f'<link rel="stylesheet" href="{BAR_STYLES}">\n'.encode()
    before, end_of_head, between = page[: body.end()].partition(b"</head>")
    return before + link + end_of_head + between + b"\n" + bar + page[body.end() :]


def summary(problems: Sequence[Problem], address: str) -> str:
    """Return how many texts wait, how much advice there is, and how much of that is about this page."""
    plural = read_catalogue(CATALOGUES, message_language()).ngettext
    wrong = errors(problems)
    waiting = len({problem.source for problem in wrong})
    here = len(about_page(problems, address))
    parts = (
        plural("{n} text waits to be corrected", "{n} texts wait to be corrected", waiting).format(
            n=waiting
        )
        if waiting
        else "",
        pieces_of_advice(len(problems) - len(wrong)),
        in_words(N_("{n} on this page"), n=here) if here else "",
    )
    return " · ".join(filter(None, parts))


def routes(look: Look) -> list[Route]:
    """Return the routes of the bar's styles and of the guide to the rules."""
    return [
        Route(BAR_STYLES, lambda request: Response(BAR_STYLE_SHEET, media_type="text/css")),
        Route(RULES_PAGE, partial(_rules_page, look)),
    ]


def _rules_page(look: Look, request: Request) -> Response:
    """The guide to the rules, to which each problem links."""
    environment = make_environment(look.theme.without_own_templates, look.site, message_language())
    head = PageHead(translate(N_("The rules")), RULES_PAGE, lang=message_language(), indexed=False)
    page = environment.get_template("preview/rules.html").render(
        page=head, rules=RULES.values(), labels=LABELS, file=Where.FILE
    )
    return HTMLResponse(page)
