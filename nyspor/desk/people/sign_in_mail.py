"""The mail with a link to sign in with."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from nyspor.desk.people.sign_in import LINK_LIFETIME
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.records import Mail
from nyspor.problems import N_
from nyspor.staff.records import StaffMember
from nyspor.text.danish import COPENHAGEN

PURPOSE = "sign-in"


def sign_in_mail(
    writer: MailWriter, member: StaffMember, path: str, language: str, now: datetime
) -> Mail:
    """Return the mail to the person themselves, never to a deputy. It says nothing that whoever asked for it has written."""
    words = translations(language)
    until = (now + LINK_LIFETIME).astimezone(COPENHAGEN)
    link = N_("Sign in to the desk as {name} with this link. It works once, until {hour}:{minute}:")
    paragraphs = [
        words.gettext(link).format(
            name=member.display_name, hour=f"{until:%H}", minute=f"{until:%M}"
        ),
        writer.settings.url + path,
        words.gettext(N_("The link shows a page with a button, and you are signed in when you have pressed it.")),
        words.gettext(
            N_(
                "Have you not asked for this? Then you need do nothing: without the link nobody gets in. "
                "Pass the mail on to nobody, since whoever has the link can sign in as you."
            )
        ),
        writer.regards(words),
    ]  # fmt: skip
    subject = words.gettext(N_("Your link to the desk"))
    id = f"{PURPOSE}-{token_hex(8)}"
    return writer.to_staff(id, PURPOSE, member, subject, paragraphs, now)
