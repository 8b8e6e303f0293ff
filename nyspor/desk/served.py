"""The desk of a running service, where people sign in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from nyspor.desk.app import make_desk
from nyspor.desk.approval.held_mail import tell_of_held
from nyspor.desk.approval.plans import Plans
from nyspor.desk.approval.publication import Publication
from nyspor.desk.approval.shared_pages import SharedPages
from nyspor.desk.approval.withdrawing import Withdrawer
from nyspor.desk.database import FILE, DeskDatabase
from nyspor.desk.front.residents import with_own_pages
from nyspor.desk.pages import DeskPages
from nyspor.desk.people.sessions import Sessions
from nyspor.desk.people.sign_in import SignIn, SignInLinks
from nyspor.desk.people.sign_in_mail import sign_in_mail
from nyspor.desk.settings import DeskSettings
from nyspor.desk.state import DeskState
from nyspor.desk.store.loaded_content import LoadedContent
from nyspor.desk.store.texts import Texts
from nyspor.desk.upkeep import tidy
from nyspor.files.picture_cache import PictureCache
from nyspor.forms_service.state import ServiceState
from nyspor.publishing.content_history import history_of
from nyspor.site.look import Look
from nyspor.staff.records import StaffMember


@dataclass(frozen=True)
class ServedDesk:
    """The application, what deletes what is over at a moment, and what queues the mails about texts that were held."""

    app: ASGIApp
    tidy: Callable[[datetime], None]
    tell: Callable[[datetime], None]


def served_desk(
    site: Mapping[str, Any],
    wanted: DeskSettings,
    withdrawer: Withdrawer,
    publication: Publication,
    service: ServiceState,
) -> ServedDesk:
    """Return the desk beside a forms service, for the site with these settings. Its database lies beside the service's."""
    own, clock = service.factory.settings, service.clock
    database = DeskDatabase(own.database.with_name(FILE))

    def send(member: StaffMember, path: str, language: str, now: datetime) -> None:
        mail = sign_in_mail(service.factory.mail_writer, member, path, language, now)
        service.outbox.enqueue([mail], now)

    def tell(now: datetime) -> None:
        writer = service.factory.mail_writer
        tell_of_held(
            Plans(database),
            own.staff,
            writer,
            lambda mails: service.outbox.enqueue(mails, now),
            now,
        )

    state = DeskState(
        own.staff_file,
        database,
        Texts(own.content, history_of(own.content), database, clock),
        LoadedContent(own.content, clock),
        Sessions(own.secrets, database),
        SharedPages(own.secrets[0]),
        DeskPages(Look(site)),
        clock,
        wanted.rules,
        renditions=PictureCache(Path(site["NYSPOR_PICTURES"])),
        sign_in=SignIn(SignInLinks(database), send, wanted.header, wanted.proxies, own.proxies),
        forms=with_own_pages(service),
        writes_mail=wanted.writes_mail,
        withdrawer=withdrawer,
        publication=publication,
    )
    return ServedDesk(make_desk(state), partial(tidy, database, wanted.keep), tell)
