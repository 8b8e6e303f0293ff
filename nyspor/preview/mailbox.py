"""`/_mail`: the preview's mails, to be read in the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from nyspor.console import translate
from nyspor.model.site import Link, PageHead
from nyspor.preview.look import Look
from nyspor.problems import N_
from nyspor.site.jinja_environment import make_environment
from nyspor.text.language import DEFAULT_LANGUAGE

ADDRESS = "/_mail/"

_NAME = re.compile(r"[\w.-]+\.eml")


@dataclass(frozen=True)
class Mail:
    """A mail from the mail folder."""

    name: str
    subject: str
    recipient: str
    reply_to: str
    date: str
    text: str
    attachments: tuple[tuple[str, str], ...]
    """Name and text of each attached file."""


def read_mail(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    attachments = (
        (part.get_filename() or "", str(part.get_content())) for part in message.iter_attachments()
    )
    return Mail(
        path.name,
        str(message["Subject"]),
        str(message["To"]),
        str(message["Reply-To"] or ""),
        str(message["Date"]),
        str(body.get_content()) if body else "",
        tuple(attachments),
    )


def list_mails(folder: Path) -> Iterator[Mail]:
    """Return every mail in the folder, latest first."""
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return map(read_mail, paths)


def routes(folder: Path, look: Look) -> list[Route]:
    """Return the routes of the mailbox's pages."""
    return [
        Route("/_mail", partial(mailbox_page, folder, look)),
        Route(ADDRESS, partial(mailbox_page, folder, look)),
        Route(ADDRESS + "{name}", partial(mail_page, folder, look)),
    ]


def mailbox_page(folder: Path, look: Look, request: Request) -> Response:
    head = PageHead(translate(N_("Mail")), ADDRESS, indexed=False)
    return _page(look, "mailbox", head, mails=tuple(list_mails(folder)))


def mail_page(folder: Path, look: Look, request: Request) -> Response:
    name = request.path_params["name"]
    if not _NAME.fullmatch(name) or not (folder / name).is_file():
        raise HTTPException(404)
    mail = read_mail(folder / name)
    breadcrumbs = (Link(translate(N_("Mail")), ADDRESS),)
    head = PageHead(mail.subject, ADDRESS + name, indexed=False, breadcrumbs=breadcrumbs)
    return _page(look, "mail", head, mail=mail)


def _page(look: Look, template: str, head: PageHead, **context: object) -> Response:
    environment = make_environment(look.theme.without_own_templates, look.site, DEFAULT_LANGUAGE)
    page = environment.get_template(f"preview/{template}.html")
    return HTMLResponse(page.render(page=head, **context))
