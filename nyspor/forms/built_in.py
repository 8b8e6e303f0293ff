"""The engine's own forms: comments, sign-ups for workgroups, and ideas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from nyspor.forms.spec import (
    EMAIL,
    FOLLOW,
    NAME,
    NOTIFY,
    Field,
    FormSpec,
    Mails,
    MailText,
    Publication,
    Submitted,
    Thanks,
)
from nyspor.forms.submission_files import comment_file, comment_path, idea_file, idea_path
from nyspor.problems import N_
from nyspor.urls import idea_address

MODERATED_THANKS = Thanks(
    received=N_("We have it. An editor reads it and decides whether it is shown.")
)


def _comment_path(sent: Submitted) -> str:
    return comment_path(sent.entry, sent.id)


def _comment_file(sent: Submitted) -> bytes:
    values = sent.values
    return comment_file(
        sent.entry,
        values["name"],
        values["text"],
        sent.received,
        values.get("reply_to", ""),
        edited=bool(values.get("edited")),
    )


def _idea_path(sent: Submitted) -> str:
    return idea_path(sent.values["title"], sent.id)


def _idea_file(sent: Submitted) -> bytes:
    values = sent.values
    return idea_file(
        values["title"],
        values["name"],
        values["text"],
        sent.received,
        values.get("track", ""),
        edited=bool(values.get("edited")),
    )


def _idea_page(sent: Submitted) -> str:
    return idea_address(PurePosixPath(_idea_path(sent)).stem)


COMMENT = FormSpec(
    "comment",
    N_("Write a comment"),
    (
        Field(
            "reply_to",
            N_("Answer to"),
            "choice",
            required=False,
            max_length=40,
            no_choice=N_("A comment of its own"),
        ),
        Field(
            "text",
            N_("Your comment"),
            "text",
            max_length=5000,
            required_message=N_("Write your comment."),
        ),
        NAME,
        EMAIL,
        NOTIFY,
    ),
    submit_label=N_("See how it looks"),
    submit_note=N_(
        "You see your comment before it is sent. An editor then decides whether it is shown."
    ),
    preview_title=N_("Look your comment through"),
    preview_template="forms/preview_comment.html",
    thanks=replace(MODERATED_THANKS, title=N_("Thank you for your comment")),
    mails=Mails(
        subject=N_("New comment on “{title}”"),
        receipt=MailText(
            N_("We have received your comment"),
            N_(
                "Thank you for your comment on “{title}”. An editor reads it and decides whether it is shown on the site."
            ),
        ),
        contact_subject=N_("Your comment on “{title}”"),
        reminder=N_("A comment on “{title}”"),
        approved=MailText(
            N_("Your comment has been published"),
            N_("Your comment on “{title}” can be read on the site now:"),
        ),
        rejected=MailText(
            N_("Your comment has not been published"),
            N_("We have read your comment on “{title}”, but it has not been published."),
        ),
        withdrawn=MailText(
            N_("Your comment is no longer on the site"),
            N_("Your comment on “{title}” has been taken off the site again."),
        ),
    ),
    privacy=N_(
        "Your name and your comment are shown if an editor approves it. We use your address only to write to you about "
        "it. Your details are deleted some time after the decision. To have the comment itself removed, answer the receipt."
    ),
    publication=Publication("comments", _comment_path, _comment_file, anchor="kommentar-{id}"),
)
SIGNUP = FormSpec(
    "signup",
    N_("Join the workgroup"),
    (
        replace(NAME, hint=""),
        replace(EMAIL, hint=N_("Here we write to you about the workgroup.")),
        Field("phone", N_("Phone"), "tel", required=False, autocomplete="tel", max_length=30),
        Field(
            "organisation",
            N_("Organisation"),
            required=False,
            hint=N_("If you come on behalf of one."),
            autocomplete="organization",
            max_length=120,
        ),
        Field(
            "message",
            N_("What would you like to tell us?"),
            "text",
            required=False,
            max_length=3000,
        ),
        Field(
            "consent",
            N_("You may keep my details and write to me about this workgroup"),
            "check",
            required_message=N_(
                "Tick the box if we may write to you. Otherwise we cannot sign you up."
            ),
        ),
    ),
    submit_label=N_("Look it through"),
    submit_note=N_("Your details go to the workgroup's contact. They are not shown on the site."),
    preview_title=N_("Look your sign-up through"),
    thanks=Thanks(
        title=N_("Thank you for joining"),
        received=N_("We have your sign-up."),
        already=N_("You were signed up already, with just what you wrote. Nothing was changed."),
        changed_title=N_("Thank you, your sign-up has been changed"),
        receipt_notice=N_(
            "A mail is on its way to your address. Confirm your sign-up with the link in it, if you have not done so before. Look among unwanted mail too, if it does not come."
        ),
        waiting=N_(
            "All places are taken just now, so you are on the waiting list. We write to you as soon as there is a place."
        ),
    ),
    mails=Mails(
        subject=N_("New member of “{title}”"),
        receipt=MailText(
            N_("Confirm your sign-up for “{title}”"),
            N_(
                "Thank you for signing up for “{title}”. There is one thing left to do: open the link, and press the button there, so that we know that the address is yours."
            ),
        ),
        correction_subject=N_("Correction: sign-up for “{title}”"),
        correction_receipt=MailText(
            N_("We have corrected your sign-up"),
            N_(
                "Your sign-up for “{title}” has been corrected. What was written before no longer counts."
            ),
        ),
    ),
    privacy=N_(
        "We use them to know who is in the group, and to write to you about it. They are deleted when you leave the group."
    ),
    consent_version="2026-1",
    joins=True,
)
IDEA = FormSpec(
    "idea",
    N_("Send an idea"),
    (
        Field(
            "title",
            N_("Your idea in a few words"),
            max_length=120,
            required_message=N_("Write what your idea is, in a few words."),
        ),
        Field(
            "text",
            N_("Tell us more"),
            "text",
            hint=N_("Who is it for, and what would become better?"),
            max_length=5000,
            required_message=N_("Tell us a little about your idea."),
        ),
        Field("track", N_("Track"), "choice", required=False, max_length=120),
        NAME,
        EMAIL,
        FOLLOW,
    ),
    submit_label=N_("See how it looks"),
    submit_note=N_(
        "You see your idea before it is sent. An editor then decides whether it is shown."
    ),
    preview_title=N_("Look your idea through"),
    preview_template="forms/preview_idea.html",
    thanks=replace(MODERATED_THANKS, title=N_("Thank you for your idea")),
    mails=Mails(
        subject=N_("New idea: “{title}”"),
        receipt=MailText(
            N_("We have received your idea"),
            N_(
                "Thank you for your idea. An editor reads it and decides whether it is shown on the site."
            ),
        ),
        contact_subject=N_("Your idea “{title}”"),
        reminder=N_("An idea"),
        approved=MailText(
            N_("Your idea has been published"), N_("Your idea can be read on the site now:")
        ),
        rejected=MailText(
            N_("Your idea has not been published"),
            N_("We have read your idea, but it has not been published."),
        ),
        withdrawn=MailText(
            N_("Your idea is no longer on the site"),
            N_("Your idea has been taken off the site again."),
        ),
    ),
    privacy=N_(
        "Your name and your idea are shown if an editor approves it. We use your address only to write to you about it. "
        "Your details are deleted some time after the decision, or after the answer if you asked us to write to you. "
        "To have the idea itself removed, answer the receipt."
    ),
    publication=Publication("ideas", _idea_path, _idea_file, page=_idea_page),
)

BUILT_IN_FORMS = (COMMENT, SIGNUP, IDEA)
