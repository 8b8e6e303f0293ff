"""How the working data beside this script was made, with the code of version 0.1 (commit f6ad236).

Later code writes other data, so this is run only in a checkout of that commit:

    python -m tests.forms_service.version_0_1.make FOLDER

A service of that version was killed while it had the database open: part of what it had stored stands only
in the write-ahead log. Three residents had written:

- gammel@post.example: a comment that was published long ago; its row has expired, only the keyed hash is left;
- nabo@post.example: a comment that waits; the editor's mail with the links lies in the folder;
- aase@post.example: a sign-up, whose mails are still queued.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from nyspor.forms.definitions import FORMS, parse

from nyspor.forms.targets import Target, target_of
from nyspor.forms_service import moderation
from nyspor.forms_service.mail_transports import FolderTransport
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import Submission
from nyspor.forms_service.service import desk_of
from nyspor.forms_service.submission_factory import Desk
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.tokens import Action, Stamp
from tests.forms_service.house import COMMENT, NOW, SIGNUP, settings_in, write_targets

SECRET = "an-example-secret-that-guards-nothing-at-all"


class Then:
    """A service of version 0.1, driven by hand so that ids and times are the same each time."""

    def __init__(self, folder: Path) -> None:
        self.settings = replace(settings_in(folder), secrets=(SECRET,))
        self.settings.content.mkdir()
        write_targets(self.settings.forms)
        self.desk: Desk = desk_of(self.settings)
        self.outbox = Outbox.open(self.settings.database)

    def write(self, id: str, kind: str, values: dict[str, str]) -> tuple[Submission, Target]:
        target = target_of(TargetList(self.settings.forms)(), kind, values["entry"])
        answers = parse(FORMS[kind], list(values.items()))
        network = self.desk.network("192.0.2.7")
        stamp = Stamp(timedelta(minutes=1), trapped=False)
        sent = replace(self.desk.submission(target, answers.values, network, stamp, NOW), id=id)
        asyncio.run(self.outbox.accept(sent, self.desk.mails(sent, target)))
        return sent, target

    def carry(self) -> None:
        """Put all that is queued into the folder."""
        transport = FolderTransport(self.settings.mail_folder)
        while claim := self.outbox.claim(NOW):
            transport.send(claim.mail, self.settings.envelope)
            self.outbox.delivered(claim.mail.id, NOW)


def make(folder: Path) -> None:
    with TemporaryDirectory() as made:
        then = Then(Path(made))
        sent, target = then.write(
            "0123456789ab", "comment", COMMENT | {"email": "gammel@post.example", "text": "Ja!"}
        )
        asyncio.run(
            moderation.decide(then.desk, then.outbox, target, sent, "waiting", Action.PUBLISH, NOW)
        )
        then.carry()
        then.outbox.expire(NOW + timedelta(days=1))
        shutil.rmtree(then.settings.mail_folder)
        then.write("ba9876543210", "comment", COMMENT)
        then.carry()
        then.write("456789abcdef", "signup", SIGNUP)
        with closing(then.outbox):
            for path in then.settings.database.parent.glob("outbox.sqlite*"):
                shutil.copyfile(path, folder / path.name)
            shutil.copytree(then.settings.mail_folder, folder / "mail")
            shutil.copytree(then.settings.content, folder / "content")
            (folder / "secret").write_text(SECRET, "ascii")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
