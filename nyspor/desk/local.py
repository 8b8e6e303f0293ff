"""The desk of a preview: nobody signs in, since only this machine can ask, and one picks who one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from nyspor.clock import read_clock
from nyspor.configuration.process import current_configuration
from nyspor.desk.app import make_desk
from nyspor.desk.approval.publication import Publication
from nyspor.desk.approval.shared_pages import SharedPages
from nyspor.desk.approval.withdrawing import by_command
from nyspor.desk.database import FILE, DeskDatabase
from nyspor.desk.front.residents import with_own_pages
from nyspor.desk.pages import DeskPages
from nyspor.desk.people.sessions import Sessions
from nyspor.desk.settings import rules_of
from nyspor.desk.state import DeskState
from nyspor.desk.store.loaded_content import LoadedContent
from nyspor.desk.store.texts import Texts
from nyspor.files.picture_cache import PictureCache
from nyspor.forms_service.staff_file import StaffFile
from nyspor.forms_service.state import ServiceState
from nyspor.publishing.content_history import history_of
from nyspor.publishing.release_store import ReleaseStore
from nyspor.site.look import Look
from nyspor.staff.parsing import FILE as STAFF_FILE
from nyspor.staff.records import Role, Staff, StaffMember

EXAMPLE_STAFF = Staff.of(
    StaffMember(key=key, name=key.capitalize(), email=f"{key}@nyspor.example", roles=roles)
    for key, roles in (
        ("tovholder", (Role.ORGANISER,)),  # first: who gets what is delivered to nobody here
        ("redaktion", (Role.EDITOR, Role.ADMINISTRATOR)),
        ("skribent", (Role.WRITER,)),
    )
)
"""Somebody for each task, where the site has no staff.yaml yet, so that one can try how one writes and another approves."""

TIME_LIMIT = 15 * 60.0
"""Seconds that a withdrawal may take."""


def local_desk(
    settings: Mapping[str, Any], data: Path, secret: str, forms: ServiceState | None = None
) -> ASGIApp:
    """Return the desk of the site with these settings, beside its forms service; its database lies in the folder `data`."""
    content = Path(settings["PATH"])
    database, configuration = DeskDatabase(data / FILE), current_configuration(secrets=False)
    state = DeskState(
        staff_of(Path(STAFF_FILE)),
        database,
        Texts(content, history_of(content), database, read_clock),
        LoadedContent(content, read_clock),
        Sessions([secret], database),
        SharedPages(secret),
        DeskPages(Look(settings)),
        read_clock,
        rules_of(configuration),
        renditions=PictureCache(Path(settings["NYSPOR_PICTURES"])),
        picks_person=True,
        forms=with_own_pages(forms) if forms else None,
        withdrawer=by_command(TIME_LIMIT),
        publication=Publication(
            ReleaseStore(configuration.value("publish.releases")),
            by_itself=False,
        ),
    )
    return make_desk(state)


def staff_of(path: Path) -> Callable[[], Staff]:
    """Return what gives the staff as the file says it now; an example's where there is none, or it cannot be used."""
    try:
        found, problems = StaffFile.read(path)
    except OSError:
        return lambda: EXAMPLE_STAFF
    return (lambda: EXAMPLE_STAFF) if problems else found
