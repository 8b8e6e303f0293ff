"""The mails about a membership: to the member, and to the organiser of the group.

A mail to a member holds nothing that was typed into a form, since somebody else may have typed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from urllib.parse import quote

from nyspor.forms.targets import Target
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.mail_mime import Attachment
from nyspor.forms_service.records import Mail
from nyspor.forms_service.tokens import Signer
from nyspor.members.records import Member
from nyspor.model.places import Counts
from nyspor.problems import N_
from nyspor.text.danish import COPENHAGEN, Date, format_date, format_weekday
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.mail_addresses import Mailbox, normalize_address

REMINDER = "link"
"""What the purpose of a mail begins with in which a member is sent the link again."""


@dataclass(frozen=True)
class Standing:
    """A member, the `number` in the waiting line (0 with a place), and how full the group is.

    `group` is what the organiser calls it, while the member may have signed up in another language.
    """

    member: Member
    counts: Counts
    group: Target
    number: int = 0

    @property
    def capacity(self) -> int | None:
        """How many places there are; None where there is no limit."""
        return self.group.capacity


@dataclass(frozen=True)
class MemberMails:
    """Writes the mails about memberships, and the parts of a sign-up's mails that tell of places.

    `confirm_within` is how long a sign-up can be confirmed.
    """

    writer: MailWriter
    signer: Signer

    def link(self, member: Member) -> str:
        """The member's own link, to confirm, correct and leave."""
        return f"{self.writer.settings.url}/forms/member/{self.signer.sign_member(member.id)}"

    def organiser_link(self, target: Target, now: datetime) -> str:
        """The organiser's link to the members of a group."""
        token = self.signer.sign_organiser(target.kind, target.entry, target.deliver_to, now)
        return f"{self.writer.settings.url}/forms/members/{token}"

    def receipt_notes(self, standing: Standing, lang: str) -> list[str]:
        """What a receipt says of the membership: how it stands, and the member's own link."""
        words, member = translations(lang), standing.member
        notes = [self.place(standing, lang)]
        if member.is_confirmed:
            correct = words.gettext(N_("Here you can correct your sign-up, or leave the group:"))
            notes.append(correct + "\n" + self.link(member))
        else:
            until = moment(member.joined + self.writer.settings.confirm_within, lang)
            notes.insert(
                0, words.gettext(N_("Confirm your sign-up here:")) + "\n" + self.link(member)
            )
            notes.append(
                words.gettext(
                    N_(
                        "If it is not confirmed by {until}, we delete it again. "
                        "With the same link you can correct it later, or leave the group."
                    )
                ).format(until=until)
            )
        notes.append(kept(standing.group, words))
        return notes

    def reminder(self, standing: Standing, target: Target, now: datetime) -> Mail:
        """The mail with the link, for a member who has signed up again with the same words."""
        member = standing.member
        words = translations(member.lang)
        said = [
            words.gettext(each).format(title=target.title)
            for each in (
                N_("Your sign-up for “{title}”"),
                N_("You have signed up for “{title}” before, and it still holds."),
            )
        ]
        paragraphs = [
            said[1],
            *self.receipt_notes(standing, member.lang),
            self.writer.settings.url + target.address,
        ]
        purpose = f"{REMINDER}-{int(now.timestamp())}"
        return self.to_member(member, purpose, target, said[0], paragraphs, now)

    def place(self, standing: Standing, lang: str) -> str:
        """Whether the member has a place, in a sentence; '' where places are not counted."""
        words, member = translations(lang), standing.member
        if standing.number:
            waits = N_(
                "All places are taken, and you are number {number} on the waiting list. "
                "We write to you as soon as there is a place."
            )
            keeps = N_("Confirm by {until} to keep your number.")
            said = [waits] if member.is_confirmed else [waits, keeps]
            until = moment(member.held_until, lang)
            return " ".join(map(words.gettext, said)).format(number=standing.number, until=until)
        if standing.capacity is None:
            return ""
        if not member.has_place:
            return words.gettext(N_("Your place was held until {until}.")).format(
                until=moment(member.held_until, lang)
            )
        if member.is_confirmed:
            return words.gettext(N_("You have a place."))
        return words.gettext(N_("We hold a place for you until {until}.")).format(
            until=moment(member.held_until, lang)
        )

    def organiser_notes(self, standing: Standing) -> list[str]:
        """What the organiser's mail about a sign-up says of places."""
        words = translations(DEFAULT_LANGUAGE)
        notes = [places(standing.counts, standing.capacity, words)]
        if standing.number:
            waits = words.gettext(N_("This one is number {number} on the waiting list."))
            notes[0] += "\n" + waits.format(number=standing.number)
        if not standing.member.is_confirmed:
            notes.append(words.gettext(N_("The address has not been confirmed yet.")))
        return notes

    def moved_up(self, standing: Standing, target: Target, now: datetime) -> Iterator[Mail]:
        """The mails about a place that has become free: to the one who gets it, and to the organiser."""
        member, lang = standing.member, standing.member.lang
        words = translations(lang)
        subject = words.gettext(N_("You have a place in “{title}”")).format(title=target.title)
        paragraphs = [
            words.gettext(N_("A place has become free in “{title}”, and it is yours.")).format(
                title=target.title
            ),
            self.writer.settings.url + target.address,
        ]
        if member.is_confirmed:
            paragraphs.append(
                words.gettext(
                    N_("If you cannot come after all, leave the group here, so that somebody else can have the place:")
                ) + "\n" + self.link(member)
            )  # fmt: skip
        else:
            paragraphs.insert(
                1,
                words.gettext(N_("Confirm by {until} that you want it:")).format(
                    until=moment(member.held_until, lang)
                ) + "\n" + self.link(member),
            )  # fmt: skip
        at = int(now.timestamp())  # it can be lost by not confirming, and won again
        yield self.to_member(
            member, f"place-{at}", target, subject, paragraphs, now, calendar_of(target)
        )
        yield self._to_organiser(
            standing, f"editor-place-{at}", N_("{name} has moved up in “{title}”"),
            N_("{name} ({email}) has got a place from the waiting list."), now,
        )  # fmt: skip

    def left(self, standing: Standing, target: Target, now: datetime) -> Iterator[Mail]:
        """The mails about a member who has left; the counts are those after it."""
        yield self._farewell(
            standing.member, target, N_("You have left “{title}”"),
            N_("You have left “{title}”, and what we knew of you as a member has been deleted. You are welcome to sign up again."), now,
        )  # fmt: skip
        yield self._to_organiser(
            standing, "editor-left", N_("{name} has left “{title}”"),
            N_("{name} ({email}) has left the group, and the details have been deleted."), now,
        )  # fmt: skip

    def removed(self, standing: Standing, target: Target, now: datetime) -> Iterator[Mail]:
        """The mail to a member whom the organiser has taken off the list."""
        yield self._farewell(
            standing.member, target, N_("You are no longer a member of “{title}”"),
            N_("You have been taken off the list of “{title}”, and what we knew of you as a member has been deleted. Answer this mail if you would like to know why."), now,
        )  # fmt: skip

    def expired(self, standing: Standing, now: datetime) -> Iterator[Mail]:
        """The mail to the organiser about a sign-up that was never confirmed."""
        yield self._to_organiser(
            standing, "editor-expired", N_("{name} did not confirm: “{title}”"),
            N_("{name} ({email}) never confirmed the sign-up, and it has been deleted."), now,
        )  # fmt: skip

    def overview(self, target: Target, counts: Counts, now: datetime) -> Mail:
        """The organiser's mail with a link to the members, one a month."""
        return self._overview(target, counts, now, now.astimezone(COPENHAGEN).strftime("%Y-%m"))

    def new_link(self, target: Target, counts: Counts, now: datetime) -> Mail:
        """The same mail, asked for; one a day."""
        return self._overview(target, counts, now, now.astimezone(COPENHAGEN).strftime("%Y-%m-%d"))

    def _overview(self, target: Target, counts: Counts, now: datetime, when: str) -> Mail:
        words = translations(DEFAULT_LANGUAGE)
        subject = words.gettext(N_("The members of “{title}”")).format(title=target.title)
        link = self.organiser_link(target, now)
        paragraphs = [
            subject,
            places(counts, target.capacity, words),
            words.gettext(N_("Here is your page with all members, which you can download as a list:"))
            + "\n" + link,
            words.gettext(
                N_("The link shows names and addresses to whoever has it, so do not pass it on. It is valid for 60 days, and a new one comes each month that something happens in the group.")
            ),
        ]  # fmt: skip
        # The id is part of the Message-ID and may become a file name.
        id = (
            f"members-{when}-{quote(target.entry, safe='').replace('%2F', '-').replace('.', '%2E')}"
        )
        return self.writer.notice(id, "members", target.deliver_to, subject, paragraphs, now)

    def _farewell(
        self, member: Member, target: Target, subject: str, text: str, now: datetime
    ) -> Mail:
        words = translations(member.lang)
        said = [words.gettext(each).format(title=target.title) for each in (subject, text)]
        paragraphs = [said[1], self.writer.settings.url + target.address]
        return self.to_member(member, "left", target, said[0], paragraphs, now)

    def to_member(
        self,
        member: Member,
        purpose: str,
        target: Target,
        subject: str,
        paragraphs: list[str],
        now: datetime,
        attachments: list[Attachment] | None = None,
        about_meetings: bool = False,
    ) -> Mail:
        """A mail to the member; an answer goes to the organiser. The mails `about_meetings` can be stopped by themselves."""
        paragraphs = [*paragraphs, self.writer.regards(translations(member.lang))]
        # Without a name, since somebody else may have typed it.
        return self.writer.mail(
            member.id, purpose, Mailbox("", normalize_address(member.email)), subject, paragraphs,
            now, attachments or (), reply_to=self.writer.editor(target, now),
            more_headers={} if purpose == "left" else self._list_headers(member, about_meetings),
        )  # fmt: skip

    def _list_headers(self, member: Member, about_meetings: bool) -> dict[str, str]:
        """What mail programs filter by, and where they let a member leave: a page that asks first.

        The mails about meetings are stopped by one POST, which mail programs send themselves (RFC 8058).
        """
        name = ".".join(reversed(member.group.split("/")))
        headers = {"List-Id": f"<{name}.{self.writer.settings.host}>"}
        if not about_meetings:
            return headers | {"List-Unsubscribe": f"<{self.link(member)}>"}
        return headers | {
            "List-Unsubscribe": f"<{self.link(member)}/meetings>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def _to_organiser(
        self,
        standing: Standing,
        purpose: str,
        subject: str,
        text: str,
        now: datetime,
    ) -> Mail:
        """A mail to the organiser about a member, to whom an answer goes."""
        words, member = translations(DEFAULT_LANGUAGE), standing.member
        about = {"name": member.name, "email": member.email, "title": standing.group.title}
        paragraphs = [
            words.gettext(text).format_map(about),
            places(standing.counts, standing.capacity, words),
            self.writer.settings.url + standing.group.address,
            words.gettext(N_("An answer to this mail goes to {email}.")).format_map(about),
        ]
        return self.writer.mail(
            member.id, purpose, self.writer.editor(standing.group, now),
            words.gettext(subject).format_map(about), paragraphs, now,
            reply_to=Mailbox(member.name, normalize_address(member.email)),
        )  # fmt: skip


def places(counts: Counts, capacity: int | None, words: NullTranslations) -> str:
    """How full a group is, for its organiser."""
    if capacity is None:
        return words.gettext(N_("Members: {taken}")).format(taken=counts.taken)
    left = counts.left_of(capacity) or 0
    taken = words.ngettext(
        "Places: {taken} of {capacity} are taken, {left} is left",
        "Places: {taken} of {capacity} are taken, {left} are left",
        left,
    )
    lines = [taken.format(taken=counts.taken, capacity=capacity, left=left)]
    if counts.waiting:
        lines.append(words.gettext(N_("Waiting list: {waiting}")).format(waiting=counts.waiting))
    return "\n".join(lines)


def kept(group: Target, words: NullTranslations) -> str:
    """How long the group keeps its members; '' where it does not say."""
    if not group.keep_months:
        return ""
    return words.ngettext(
        "When the group has ended, we keep your details for another month at most.",
        "When the group has ended, we keep your details for another {count} months at most.",
        group.keep_months,
    ).format(count=group.keep_months)


def moment(when: datetime, lang: str) -> str:
    """A time in words: `onsdag den 25. november 2026 kl. 12.20`."""
    local = when.astimezone(COPENHAGEN)
    date = Date(local.year, local.month, local.day, (local.hour, local.minute))
    return (
        translations(lang)
        .gettext(N_("{weekday} {date} at {hour}:{minute}"))
        .format(
            weekday=format_weekday(date, lang),
            date=format_date(date, lang),
            hour=f"{local.hour}" if lang == DEFAULT_LANGUAGE else f"{local.hour:02}",
            minute=f"{local.minute:02}",
        )
    )


def calendar_of(target: Target) -> list[Attachment]:
    """The meetings of a group as an attachment."""
    if not target.calendar:
        return []
    name = target.entry.rpartition("/")[2]
    return [(f"{name}.ics", "text/calendar", target.calendar.encode())]
