"""From answers that are right to a submission with its mails, ready to be stored in one piece."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network

from nyspor.forms.definitions import FORMS
from nyspor.forms.targets import Target
from nyspor.forms_service.mail_messages import Writer, translations
from nyspor.forms_service.mail_mime import Attachment
from nyspor.forms_service.publishing import PUBLISHED, file_of, path_of
from nyspor.forms_service.records import Mail, Submission, normal_address
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.tokens import Action, Order, Signer, Stamp, digest_of
from nyspor.problems import N_
from nyspor.text.mail_addresses import mail_address

TOO_QUICK = timedelta(seconds=3)
"""Nobody reads a preview faster."""

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def consent_given(target: Target) -> str:
    """What was consented to, word for word, and its version; '' where nothing was asked."""
    form = FORMS[target.kind]
    asked = next((each.label for each in form.fields if each.name == "consent"), "")
    said = translations(target.lang).gettext(asked) if asked else ""
    return f"{form.consent_version}: {said}" if said else ""


class Outcome(StrEnum):
    """What has come of what was sent."""

    RECEIVED = "received"
    ALREADY = "already"
    """We had just this."""
    CHANGED = "changed"
    """It has taken the place of what the same person sent before."""


def meant(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """What was written, as it is told from something else: by every field of the form.

    All spellings of an address are one. A text that an editor reads is the same with other capitals and
    spaces, so that nobody decides twice on a text that was written again.
    """
    found = {each.name: values.get(each.name, "") for each in FORMS[kind].fields}
    for each in FORMS[kind].fields:
        if each.shape == "email":
            found[each.name] = mail_address(found[each.name]).casefold()
        elif each.shape == "text" and kind in PUBLISHED:
            found[each.name] = " ".join(found[each.name].casefold().split())
    return found


@dataclass(frozen=True)
class Desk:
    """What is needed to make a submission: settings, the signer, the writer of mails."""

    settings: Settings
    signer: Signer
    writer: Writer

    def submission(
        self, target: Target, values: Mapping[str, str], network: str, stamp: Stamp, now: datetime
    ) -> Submission:
        """What is stored: under an id of its own, known again by its content."""
        text = values.get("text") or values.get("message") or ""
        said = digest_of(target.kind, target.entry, meant(target.kind, values))
        return Submission(
            id=secrets.token_hex(6),
            kind=target.kind,
            entry=target.entry,
            key=self.signer.keyed("again", said),
            who=self.who(values["email"]),
            network=network,
            received=now,
            values=values,
            remark=self.remark(text, stamp),
            consent=consent_given(target),
        )

    def same(self, earlier: Submission, later: Submission) -> bool:
        """Whether the same is written in both."""
        return meant(earlier.kind, earlier.values) == meant(later.kind, later.values)

    def who(self, email: str) -> bytes:
        """The keyed hash by which an address is known after it has been deleted, however it is spelled."""
        return self.signer.keyed("who", normal_address(email))

    def network(self, address: str) -> str:
        """The keyed hash of the network (/24 or /64) that an address belongs to."""
        try:
            length = 24 if ip_address(address).version == 4 else 64
            name = str(ip_network(f"{address}/{length}", strict=False))
        except ValueError:
            name = "unknown"
        return self.signer.keyed("network", name).hex()

    def remark(self, text: str, stamp: Stamp) -> str:
        """Why the editor should look twice; '' where nothing is odd."""
        words = translations("da")
        links = len(_LINK.findall(text))
        found = []
        if stamp.trapped:
            found.append(words.gettext(N_("A field that people do not see was filled.")))
        if stamp.age < TOO_QUICK:
            found.append(words.gettext(N_("It was sent faster than anybody reads.")))
        if links > self.settings.limits.links:
            found.append(words.gettext(N_("It holds {count} links.")).format(count=links))
        return " ".join(found)

    def mails(
        self,
        submission: Submission,
        target: Target,
        receipt: bool = True,
        earlier: Submission | None = None,
    ) -> tuple[Mail, ...]:
        """The editor's mail and the resident's receipt; both say what is new where it corrects an earlier one."""
        files = self._calendar(target)
        if submission.kind in PUBLISHED:
            name = path_of(submission).rpartition("/")[2]
            files = [*files, (name, "text/markdown", file_of(submission))]
        links = self.links(submission, submission.received) if submission.kind in PUBLISHED else {}
        to_editor = self.writer.to_editor(submission, target, links, files, earlier)
        if not receipt:
            return (to_editor,)
        calendar = self._calendar(target)
        return (to_editor, self.writer.receipt(submission, target, calendar, earlier))

    def _calendar(self, target: Target) -> list[Attachment]:
        if not target.calendar:
            return []
        name = target.entry.rpartition("/")[2]
        return [(f"{name}.ics", "text/calendar", target.calendar.encode())]

    def links(
        self,
        submission: Submission,
        now: datetime,
        actions: Iterable[Action] = (Action.PUBLISH, Action.REJECT),
    ) -> dict[Action, str]:
        """The editor's links, each for one action with this very content."""
        return {
            action: f"{self.settings.url}/forms/decide/{action}/{self._token(submission, action, now)}"
            for action in actions
        }

    def _token(self, submission: Submission, action: Action, now: datetime) -> str:
        return self.signer.link(self.order(submission, action), now)

    def order(self, submission: Submission, action: Action) -> Order:
        """The order to do something with a submission as it stands now."""
        digest = digest_of(submission.kind, submission.entry, submission.values)
        return Order(action, submission.id, digest)
