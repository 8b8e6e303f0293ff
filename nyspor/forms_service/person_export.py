"""All that is stored about a person, as JSON and as a text to be read. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from gettext import NullTranslations

from nyspor.forms.registry import find_form
from nyspor.forms.targets import Target, Targets, target_of
from nyspor.forms_service.mail_fields import details, quoted, translations
from nyspor.forms_service.municipal_answers import ANSWER
from nyspor.forms_service.person import Person
from nyspor.forms_service.records import Decision, Mail, MailRecord, StoredSubmission, Submission
from nyspor.forms_service.retention import Retention
from nyspor.members.records import Member
from nyspor.problems import N_
from nyspor.text.danish import short_moment

STATES = {
    "waiting": N_("waits for an editor's decision"),
    "approved": N_("published"),
    "rejected": N_("not published, or replaced by a later one"),
    "kept": N_("received"),
}
"""What became of a submission, in words for the person."""

MAIL_STATES = {
    "queued": N_("waits to be sent"),
    "delivered": N_("sent"),
    "dead": N_("could not be delivered"),
}


@dataclass(frozen=True)
class PersonData:
    """What is stored about a person.

    `emptied` is the number of submissions that have been deleted but for a hash of the address; `mails` are those to
    and about the person, each with its message while that is kept. `published` are files of the content folder with
    their addresses on the site, `named_in` files that the address is written in, and `named_by` the numbers of what
    others have sent in that names it. `forgotten` is when the person was forgotten, `blocked_until` until when nothing is
    received from the address.
    """

    person: Person
    addresses: Sequence[str]
    submissions: Sequence[StoredSubmission] = ()
    emptied: int = 0
    members: Sequence[Member] = ()
    mails: Sequence[tuple[MailRecord, Mail | None]] = ()
    decisions: Sequence[Decision] = ()
    published: Sequence[str] = ()
    named_in: Sequence[str] = ()
    named_by: Sequence[str] = ()
    forgotten: Sequence[datetime] = ()
    blocked_until: Sequence[datetime] = ()
    retention: Retention = field(default_factory=Retention)


def as_json(data: PersonData, targets: Targets, url: str, now: datetime) -> str:
    """The data for programs. Times are ISO 8601."""
    found = {
        "person": data.person.address,
        "addresses": list(data.addresses),
        "site": url,
        "exported": now.isoformat(timespec="seconds"),
        "submissions": [
            _submission(stored, sent, targets, data.decisions)
            for stored in data.submissions
            if (sent := stored.submission)
        ],
        "deleted_submissions": data.emptied,
        "memberships": [_membership(each) for each in data.members],
        "mails": [_mail(record, mail, data.person) for record, mail in data.mails],
        "published_files": list(data.published),
        "content_naming_the_address": list(data.named_in),
        "submissions_of_others_naming_the_address": list(data.named_by),
        "may_not_send_until": [each.isoformat(timespec="seconds") for each in data.blocked_until],
        "forgotten": [each.isoformat(timespec="seconds") for each in data.forgotten],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _submission(
    stored: StoredSubmission, sent: Submission, targets: Targets, decisions: Sequence[Decision]
) -> dict[str, object]:
    return {
        "id": sent.id,
        "form": sent.kind,
        "about": sent.entry,
        "title": target_of(targets, sent.kind, sent.entry).title,
        "received": sent.received.isoformat(timespec="seconds"),
        "state": stored.state,
        "changed": stored.changed.isoformat(timespec="seconds"),
        "values": dict(sent.values),
        "edited": dict(stored.edited) if stored.edited else None,
        "decisions": [
            {
                "action": each.action,
                "at": each.at.isoformat(timespec="seconds"),
                "reason": each.reason,
            }
            for each in decisions
            if each.submission == sent.id
        ],
        "consent": sent.consent,
        "review_note": sent.review_note,
        "hash_of_network": sent.network,
    }


def _membership(member: Member) -> dict[str, object]:
    return {
        "group": member.group,
        "state": str(member.state),
        "has_place": member.has_place,
        "joined": member.joined.isoformat(timespec="seconds"),
        "confirmed": member.confirmed.isoformat(timespec="seconds") if member.confirmed else None,
        "values": dict(member.values),
        "consent": member.consent,
        "wants_notices": member.wants_notices,
    }


def _mail(record: MailRecord, mail: Mail | None, person: Person) -> dict[str, object]:
    """A mail; its text only where it went to the person: those to editors hold links that decide."""
    message = _parsed(mail)
    is_theirs = bool(mail and person.is_at(mail.recipient))
    body = message.get_body(("plain",)) if message and is_theirs else None
    return {
        "id": record.id,
        "state": record.state,
        "changed": record.changed.isoformat(timespec="seconds"),
        "to_the_person": is_theirs,
        "subject": str(message["Subject"]) if message else None,
        "text": body.get_content() if body else None,
    }


def _parsed(mail: Mail | None) -> EmailMessage | None:
    return message_from_bytes(mail.message, policy=default) if mail else None


def as_text(
    data: PersonData, targets: Targets, site: str, url: str, now: datetime, language: str
) -> str:
    """The data for people, with headings, in Danish or English."""
    words = translations(language)
    head = words.gettext(N_("What is stored about {address}")).format(address=data.person.address)
    made = words.gettext(N_("Drawn {time} from {site}, {url}"))
    sections = [
        (N_("Sent in"), _sent_in(data, targets, words)),
        (N_("Workgroups"), _groups(data, targets, words)),
        (N_("Mails"), _mails(data, words)),
        (N_("Published"), iter(data.published)),
        (N_("Mentioned elsewhere"), _mentions(data, words)),
        (N_("Not in here"), _not_in_here(words)),
    ]
    parts = [
        head,
        "=" * len(head),
        made.format(time=short_moment(now), site=site, url=url),
    ]
    others = [each for each in data.addresses if each != data.person.address]
    if others:
        parts.append(words.gettext(N_("Also written as: {addresses}")).format(addresses=", ".join(others)))  # fmt: skip
    for heading, lines in sections:
        title = words.gettext(heading)
        body = "\n".join(lines).strip("\n") or words.gettext(N_("Nothing."))
        parts += ["", title, "-" * len(title), body]
    return "\n".join(parts) + "\n"


def _sent_in(data: PersonData, targets: Targets, words: NullTranslations) -> Iterator[str]:
    for stored in data.submissions:
        if sent := stored.submission:
            yield from _one_sent(stored, sent, target_of(targets, sent.kind, sent.entry), words)
            for decision in data.decisions:
                if decision.submission == sent.id and decision.reason:
                    said = (
                        N_("The municipality's answer, {time}: {reason}")
                        if decision.action == ANSWER
                        else N_("Reason, {time}: {reason}")
                    )
                    yield words.gettext(said).format(
                        time=short_moment(decision.at), reason=decision.reason
                    )
            days = data.retention.of(sent.kind).days
            yield words.gettext(
                N_("Kept: {days} days after it was decided and its mails were delivered")
            ).format(days=days)
            yield ""
    if data.emptied:
        yield words.ngettext(
            "{count} older one has been deleted; only a hash of the address is left, so that it can be forgotten.",
            "{count} older ones have been deleted; only hashes of the address are left, so that they can be forgotten.",
            data.emptied,
        ).format(count=data.emptied)
    for moment in data.blocked_until:
        yield words.gettext(N_("A hash of the address may not send anything until {time}.")).format(
            time=short_moment(moment)
        )
    for moment in data.forgotten:
        yield words.gettext(N_("Forgotten {time}; a hash of the address remembers that.")).format(
            time=short_moment(moment)
        )


def _one_sent(
    stored: StoredSubmission, sent: Submission, target: Target, words: NullTranslations
) -> Iterator[str]:
    form = find_form(sent.kind)
    about = form.mails.contact_subject if form else N_("What you sent to “{title}”")
    title = sent.values.get("title") or target.title
    yield words.gettext(about).format(title=title) + f" ({sent.id})"
    yield words.gettext(N_("Received: {time}")).format(time=short_moment(sent.received))
    yield words.gettext(N_("State: {state}")).format(
        state=words.gettext(STATES.get(stored.state, stored.state))
    )
    if form:
        yield details(sent, target, words)
        for each in form.long_fields:
            if text := sent.values.get(each.name):
                yield f"{words.gettext(each.label)}\n{quoted(text)}"
                if stored.edited and (edited := stored.edited.get(each.name, "")) != text:
                    yield f"{words.gettext(N_('As an editor has corrected it:'))}\n{quoted(edited)}"
    else:  # the form of a plugin that is not there any more
        yield from (f"{name}: {value}" for name, value in sent.values.items() if value)
    if sent.consent:
        yield words.gettext(N_("Consent: {consent}")).format(consent=sent.consent)
    if sent.review_note:
        yield words.gettext(N_("Note to the editor: {note}")).format(note=sent.review_note)


def _groups(data: PersonData, targets: Targets, words: NullTranslations) -> Iterator[str]:
    for member in data.members:
        yield target_of(targets, member.form, member.entry).title
        yield words.gettext(N_("Joined: {time}")).format(time=short_moment(member.joined))
        yield (
            words.gettext(N_("Confirmed: {time}")).format(time=short_moment(member.confirmed))
            if member.confirmed
            else words.gettext(N_("Not confirmed yet"))
        )
        yield words.gettext(N_("Has a place") if member.has_place else N_("On the waiting list"))
        form = find_form(member.form)
        labels = {each.name: words.gettext(each.label) for each in form.fields} if form else {}
        for name, value in member.values.items():
            if value and name != "consent":
                yield f"{labels.get(name, name)}: {value}"
        if not member.wants_notices:
            yield words.gettext(N_("Wants no mails about meetings"))
        if member.consent:
            yield words.gettext(N_("Consent: {consent}")).format(consent=member.consent)
        yield ""


def _mails(data: PersonData, words: NullTranslations) -> Iterator[str]:
    for record, mail in data.mails:
        message = _parsed(mail)
        state = words.gettext(MAIL_STATES.get(record.state, record.state))
        if message is None:
            subject = words.gettext(N_("(the text has been deleted)"))
        else:
            subject = str(message["Subject"])
        to = words.gettext(N_("to you") if mail and data.person.is_at(mail.recipient) else N_("to an editor or organiser"))  # fmt: skip
        yield f"{short_moment(record.changed)}  {subject}" + (f" ({to}; {state})" if mail else f" ({state})")  # fmt: skip


def _mentions(data: PersonData, words: NullTranslations) -> Iterator[str]:
    for file in data.named_in:
        yield words.gettext(N_("The address is written in {file}.")).format(file=file)
    if data.named_by:
        yield words.gettext(
            N_("The address is written in what others have sent in ({count}).")
        ).format(count=len(data.named_by))


def _not_in_here(words: NullTranslations) -> Iterator[str]:
    yield words.gettext(
        N_(
            "Mails in the mailboxes of editors and organisers, the history of texts in Git, and backups, which hold "
            "earlier versions of the same."
        )
    )
