"""Mails to who wrote and who approved a planned text that did not come out, since it had been changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from nyspor.desk.approval.plans import Plan, Plans
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.records import Mail
from nyspor.problems import N_
from nyspor.staff.records import Staff, StaffMember
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.urls import DESK

PURPOSE = "held"


def tell_of_held(
    plans: Plans, staff: Staff, writer: MailWriter, enqueue: Callable[[list[Mail]], object], now: datetime
) -> None:  # fmt: skip
    """Queue the mails that nobody has got yet; those of the staff who have left get none. Raises what `enqueue` raises."""
    for plan in plans.untold():
        people = filter(None, map(staff.find, dict.fromkeys((plan.writer, plan.approver))))
        enqueue([held_mail(writer, member, plan, now) for member in people])
        plans.told(plan.file)


def held_mail(writer: MailWriter, member: StaffMember, plan: Plan, now: datetime) -> Mail:
    """Return the mail to one of them."""
    words = translations(DEFAULT_LANGUAGE)
    paragraphs = [
        words.gettext(N_("The text {file} was due, and has not come out: somebody had changed it after it was approved. It is a draft again, and nothing is lost.")).format(file=plan.file),
        words.gettext(N_("At the desk you can see what was changed, and ask for approval anew:")),
        f"{writer.settings.url}{DESK}text/{plan.file}",
        writer.regards(words),
    ]  # fmt: skip
    subject = words.gettext(N_("A planned text has not come out"))
    return writer.to_staff(f"{PURPOSE}-{token_hex(8)}", PURPOSE, member, subject, paragraphs, now)
