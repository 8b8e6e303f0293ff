"""What the routes of the desk share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nyspor.desk.approval.publication import Publication
from nyspor.desk.approval.shared_pages import SharedPages
from nyspor.desk.approval.withdrawing import Withdrawer
from nyspor.desk.database import DeskDatabase
from nyspor.desk.pages import DeskPages
from nyspor.desk.people.permissions import Rules
from nyspor.desk.people.sessions import Sessions
from nyspor.desk.people.sign_in import SignIn
from nyspor.desk.store.loaded_content import LoadedContent
from nyspor.desk.store.texts import Texts
from nyspor.files.picture_cache import PictureCache
from nyspor.forms_service.state import ServiceState
from nyspor.staff.records import Staff


@dataclass(frozen=True)
class DeskState:
    """Everything that the routes work with.

    `forms` is the forms service beside the desk; None for none. `writes_mail` says whether those get a mail who have to do something about a text. `renditions` is where builds keep the pictures that they have made.
    `sign_in` is how one signs in; `picks_person` says that nobody does, and one says who one is, as in the preview, which only this
    machine can ask. `withdrawer` withdraws texts for good; None where that is done in the terminal alone.
    `publication` is how publishing stands; None where nothing is published from here.
    """

    staff: Callable[[], Staff]
    database: DeskDatabase
    texts: Texts
    loaded: LoadedContent
    sessions: Sessions
    shared: SharedPages
    pages: DeskPages
    clock: Callable[[], datetime]
    rules: Rules = Rules()
    renditions: PictureCache | None = None
    picks_person: bool = False
    sign_in: SignIn | None = None
    forms: ServiceState | None = None
    writes_mail: bool = True
    withdrawer: Withdrawer | None = None
    publication: Publication | None = None
