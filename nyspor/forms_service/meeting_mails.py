"""The mails to the members of a group about its meetings: a new one, a changed or cancelled one, and the day before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from typing import NamedTuple

from nyspor.feeds.icalendar import scheduling_message
from nyspor.forms.targets import Target
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.member_mails import MemberMails, moment
from nyspor.forms_service.records import Mail
from nyspor.members.meetings import GroupMeeting, News, Told
from nyspor.members.records import Member
from nyspor.problems import N_
from nyspor.text.danish import COPENHAGEN, Date, format_date, format_weekday
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.mail_addresses import normalize_address


class NewsText(NamedTuple):
    """A mail's subject and first paragraph, with the group's `{title}` and the `{day}`, and what the attached file does."""

    subject: str
    body: str
    file: str


TEXTS = {
    News.NEW: NewsText(
        N_("New meeting of “{title}”: {day}"),
        N_("There is a new meeting of “{title}”:"),
        N_("The attached file puts it into your calendar."),
    ),
    News.CHANGED: NewsText(
        N_("Changed: the meeting of “{title}” on {day}"),
        N_("A meeting of “{title}” has been changed. This is how it is now:"),
        N_("The attached file corrects it in your calendar."),
    ),
    News.CANCELLED: NewsText(
        N_("Cancelled: the meeting of “{title}” on {day}"),
        N_("This meeting of “{title}” is cancelled:"),
        N_("The attached file takes it out of your calendar."),
    ),
    News.HELD_AFTER_ALL: NewsText(
        N_("The meeting of “{title}” on {day} is held after all"),
        N_("This meeting of “{title}”, which was cancelled, is held after all:"),
        N_("The attached file puts it into your calendar."),
    ),
}


def notice_purpose(told: Told) -> str:
    """What a mail about these news is for: another one for each."""
    return f"meeting-{told.meeting.id}-{told.sequence}"


def reminder_purpose(meeting: GroupMeeting) -> str:
    """What a reminder is for: another one where the meeting moves to another day."""
    return f"remind-{meeting.id}-{meeting.start.astimezone(COPENHAGEN).date().isoformat()}"


CANNOT_COME = N_("You may answer this mail, for instance if you cannot come.")


@dataclass(frozen=True)
class MeetingMails:
    """Writes the mails to one member after the other. An answer goes to the organiser."""

    mails: MemberMails

    def notice(self, member: Member, target: Target, told: Told, now: datetime) -> Mail:
        """The mail about what is new, with the meeting for the member's calendar."""
        words, meeting = translations(member.lang), told.meeting
        about = {"title": target.title, "day": day(meeting.start, member.lang)}
        texts = TEXTS[told.news]
        cancels = told.news is News.CANCELLED
        paragraphs = [
            words.gettext(texts.body).format_map(about),
            details(meeting, member.lang),
            _before(told, member.lang, words),
            self.mails.writer.settings.url + target.address,
            words.gettext(texts.file),
            "" if cancels else words.gettext(CANNOT_COME),
            self._own_page(member, words),
        ]
        subject = words.gettext(texts.subject).format_map(about)
        message = scheduling_message(
            meeting.event, cancels, told.sequence, self.mails.writer.settings.sender_mailbox,
            normalize_address(member.email), now,
        )  # fmt: skip
        method = "CANCEL" if cancels else "REQUEST"
        attachment = (f"{meeting.id}.ics", f"text/calendar; method={method}", message)
        return self.mails.to_member(
            member, notice_purpose(told), target, subject, paragraphs, now, [attachment],
            about_meetings=True,
        )  # fmt: skip

    def reminder(
        self, member: Member, target: Target, meeting: GroupMeeting, now: datetime
    ) -> Mail:
        """The mail of the day before. It does not say 'tomorrow': it may be read, or delivered, later."""
        words = translations(member.lang)
        paragraphs = [
            words.gettext(N_("“{title}” meets soon:")).format(title=target.title),
            details(meeting, member.lang),
            self.mails.writer.settings.url + target.address,
            words.gettext(CANNOT_COME),
            self._own_page(member, words),
        ]
        subject = words.gettext(N_("Remember the meeting of “{title}” on {day}")).format(
            title=target.title, day=day(meeting.start, member.lang)
        )
        return self.mails.to_member(
            member, reminder_purpose(meeting), target, subject, paragraphs, now, about_meetings=True
        )

    def _own_page(self, member: Member, words: NullTranslations) -> str:
        """Where the member can stop the mails, or leave."""
        said = words.gettext(
            N_("Here you can correct your sign-up, stop the mails about meetings, or leave the group:")
        )  # fmt: skip
        return f"{said}\n{self.mails.link(member)}"


def details(meeting: GroupMeeting, lang: str) -> str:
    """What it is called, when it is, and where."""
    return "\n".join(filter(None, (meeting.title, as_line(hours(meeting, lang)), meeting.place)))


def as_line(text: str) -> str:
    """A text that begins a line, with a capital letter."""
    return text[:1].upper() + text[1:]


def _before(told: Told, lang: str, words: NullTranslations) -> str:
    """How the meeting was before it was changed, as far as that is another; '' for other news."""
    before, meeting = told.before, told.meeting
    if told.news is not News.CHANGED or before is None:
        return ""
    was = (as_line(hours(before, lang)), before.place)
    now = (as_line(hours(meeting, lang)), meeting.place)
    return "\n".join(
        [
            words.gettext(N_("Before:")),
            *(old for old, new in zip(was, now, strict=True) if old != new),
        ]
    )


def hours(meeting: GroupMeeting, lang: str) -> str:
    """When a meeting is: `tirsdag den 19. januar 2027 kl. 19.00-21.00`."""
    if meeting.whole_day:
        return day(meeting.start, lang)
    words, begins = translations(lang), moment(meeting.start, lang)
    if meeting.end is None:
        return begins
    start, end = (when.astimezone(COPENHAGEN) for when in (meeting.start, meeting.end))
    if start.date() != end.date():
        return words.gettext(N_("{start} to {end}")).format(start=begins, end=moment(end, lang))
    return words.gettext(N_("{start}–{hour}:{minute}")).format(
        start=begins,
        hour=f"{end.hour}" if lang == DEFAULT_LANGUAGE else f"{end.hour:02}",
        minute=f"{end.minute:02}",
    )


def day(when: datetime, lang: str) -> str:
    """A day in words: `tirsdag den 19. januar 2027`."""
    local = when.astimezone(COPENHAGEN)
    date = Date(local.year, local.month, local.day)
    return (
        translations(lang)
        .gettext(N_("{weekday} {date}"))
        .format(weekday=format_weekday(date, lang), date=format_date(date, lang))
    )
