"""The pages of members and of organisers, behind the links in their mails. A GET changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nyspor.forms.parsing import FormData, parse_form
from nyspor.forms.registry import form_of
from nyspor.forms.targets import Target, target_of
from nyspor.forms_service import mail_table
from nyspor.forms_service.added_members import AddedMember, form_for_organiser, takes_members
from nyspor.forms_service.error_pages import Refused
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.member_list import columns, members_csv, rows
from nyspor.forms_service.member_mails import places
from nyspor.forms_service.membership import Membership, submission_of, write_counts
from nyspor.forms_service.outbox_writer import Work
from nyspor.forms_service.pages import in_language
from nyspor.forms_service.request_body import read_limited
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.submission_factory import MIN_READING_TIME
from nyspor.forms_service.submission_routes import read_form, sender_network, store_or_refuse
from nyspor.forms_service.tokens import InvalidToken, OrganiserLink, Preview
from nyspor.members import table
from nyspor.members.places import count
from nyspor.members.records import Member, State
from nyspor.problems import N_
from nyspor.text.language import DEFAULT_LANGUAGE

T = TypeVar("T")

KEPT_FIELDS = ("email", "consent")
"""What a member cannot change: another address is another person, and must be confirmed."""

CONFIRM, EDIT, SAVE, LEAVE, LEAVE_NOW = "confirm", "edit", "save", "leave", "leave-now"
NOTICES_ON, NOTICES_OFF = "meetings-on", "meetings-off"
"""What the buttons of a member's page ask for."""

REMOVE, REMOVE_NOW, CONFIRM_FOR, NEW_LINK, GONE = "remove", "remove-now", "confirm", "link", "gone"
ADD, ADD_NOW, WAITS, KNOWN = "add", "add-now", "waits", "known"
"""What the buttons of an organiser's page ask for."""


NOT_HERE = (
    N_("The sign-up is not here any more"),
    N_("It has been deleted. You are welcome to sign up again."),
)


async def show_member(state: ServiceState, request: Request) -> Response:
    """A member's own page: how it stands, with buttons to confirm, correct and leave."""
    return member_page(state, read_member(state, request))


async def change_member(state: ServiceState, request: Request) -> Response:
    """The buttons of a member's page."""
    given = dict(reversed(await read_form(request)))  # first, so that an error page can show it
    member = read_member(state, request)
    step = given.get("step", "")
    changes = Membership(state.factory, state.targets(), state.clock())
    if not member.active and step == SAVE:
        raise Refused(410, *NOT_HERE, target=member_target(state, member))
    if not member.active:
        return member_page(state, member)
    if step == CONFIRM:
        confirmed = await carry_out(state, changes.confirm(member.id), changes.now)
        member = read_member(state, request)
        return member_page(state, member, done=CONFIRM if confirmed else "")
    if step == LEAVE_NOW:
        await carry_out(state, changes.leave(member.id), changes.now)
        return member_page(state, read_member(state, request), done=LEAVE)
    if step in (NOTICES_ON, NOTICES_OFF):
        await state.outbox.change(changes.set_notices(member.id, step == NOTICES_ON))
        return member_page(state, read_member(state, request), done=step)
    if step == EDIT:
        return edit_page(state, member, FormData(member.values))
    if step == SAVE:
        return await save(state, request, member, given)
    return member_page(state, member, ask=LEAVE if step == LEAVE else "")


async def ask_notices(state: ServiceState, request: Request) -> Response:
    """The page behind the header of a mail about meetings, with a button that stops those mails."""
    return member_page(state, read_member(state, request), ask=NOTICES_OFF)


async def stop_notices(state: ServiceState, request: Request) -> Response:
    """What that button does, and the mail programs that let people stop mails with one click (RFC 8058).

    Whatever the body says: there is nothing else to ask for at this address.
    """
    await read_limited(request)
    member = read_member(state, request)
    changes = Membership(state.factory, state.targets(), state.clock())
    if member.active:
        await state.outbox.change(changes.set_notices(member.id, False))
    return member_page(
        state, read_member(state, request), done=NOTICES_OFF if member.active else ""
    )


async def save(
    state: ServiceState, request: Request, member: Member, given: Mapping[str, str]
) -> Response:
    """Store what a member has corrected, as if it was sent anew."""
    form = form_of(member.form)
    values = {**given, **{name: member.values.get(name, "") for name in KEPT_FIELDS}}
    data = parse_form(form, values.items())
    if data.errors:
        return edit_page(state, member, data)
    target = member_target(state, member)
    now = state.clock()
    submission = state.factory.submission(
        target, data.values, sender_network(state, request), Preview(MIN_READING_TIME, False), now
    )
    submission = replace(submission, entry=member.entry, consent=member.consent)
    if not state.factory.same_content(submission_of(member), submission):
        await store_or_refuse(state, submission, target, form)
    return member_page(state, read_member(state, request), done=SAVE)


def member_page(state: ServiceState, member: Member, done: str = "", ask: str = "") -> Response:
    """The page of a member, after `done`; or the question whether to leave, or to have no mails about meetings."""
    ask = ask if member.active else ""
    target = member_target(state, member)
    changes = Membership(state.factory, state.targets(), state.clock())
    standing = state.outbox.look(lambda db: changes.standing(db, member))
    place = state.factory.member_mails.place(standing, target.lang) if member.active else ""
    context = {
        "member": member,
        "done": done,
        "ask": ask,
        "address": f"/forms/member/{state.factory.signer.sign_member(member.id)}",
        "place": place,
        "form": form_of(member.form),
        "target": target,
        "values": member.values,
    }
    return state.pages.member(state.targets(), target, _title(member, done, ask), context)


def _title(member: Member, done: str, ask: str) -> str:
    if ask:
        return {
            LEAVE: N_("Leave the group?"),
            NOTICES_OFF: N_("Stop the mails about meetings?"),
        }[ask]
    if done:
        return {
            CONFIRM: N_("Thank you, your sign-up is confirmed"),
            SAVE: N_("Your sign-up has been corrected"),
            LEAVE: N_("You have left the group"),
            NOTICES_ON: N_("We write to you about the meetings again"),
            NOTICES_OFF: N_("You get no more mails about the meetings"),
        }[done]
    return {
        State.UNCONFIRMED: N_("Confirm your sign-up"),
        State.CONFIRMED: N_("Your sign-up"),
        State.LEFT: N_("You are not a member any more"),
        State.EXPIRED: N_("The sign-up was deleted"),
    }[member.state]


def edit_page(state: ServiceState, member: Member, data: FormData) -> Response:
    """The form with what a member has written, to be corrected."""
    form = form_of(member.form)
    fields = [each for each in form.fields if each.name not in KEPT_FIELDS]
    target = member_target(state, member)
    return state.pages.member_form(state.targets(), target, fields, data, member.email)


def read_member(state: ServiceState, request: Request) -> Member:
    """The membership that a link is for, also one that is over. Raises `Refused` where nothing is known of it."""
    try:
        id = state.factory.signer.read_member(request.path_params["token"])
    except InvalidToken:
        raise HTTPException(404) from None
    member = state.outbox.look(lambda db: table.find(db, id))
    if member is None:
        raise Refused(410, *NOT_HERE)
    return member


def member_target(state: ServiceState, member: Member) -> Target:
    """What a member signed up for, or a placeholder where it is no longer on the site."""
    return Membership(state.factory, state.targets(), state.clock()).target(member)


async def carry_out(state: ServiceState, work: Work[T], now: datetime) -> T:
    """Carry a change out, and write the counts."""
    done = await state.outbox.change(work)
    await asyncio.to_thread(write_counts, state.outbox, state.factory.settings.database, now)
    return done


@dataclass(frozen=True)
class OrganiserPage:
    """An organiser's page of the members of a group, and where their list can be fetched as a file.

    Where somebody is signed in, `token` is what each form carries, '' behind a mailed link; `changed` is told of each change.
    """

    link: OrganiserLink
    download: str
    lang: str = DEFAULT_LANGUAGE
    token: str = ""
    changed: Callable[[str], None] = lambda step: None


async def show_members(state: ServiceState, request: Request) -> Response:
    """The organiser's page: everybody in the group, in order."""
    link = read_link(state, request)
    if is_too_old(state, link):
        return state.pages.old_link(state.targets(), group_target(state, link))
    return members_page(state, behind_link(request, link))


async def change_members(state: ServiceState, request: Request) -> Response:
    """The buttons of an organiser's page."""
    link = read_link(state, request)
    given = dict(reversed(await read_form(request)))
    if is_too_old(state, link):
        return await send_link(state, link, asked=given.get("step") == NEW_LINK)
    return await change_list(state, behind_link(request, link), given)


def behind_link(request: Request, link: OrganiserLink) -> OrganiserPage:
    """The page of an organiser who has a mailed link."""
    return OrganiserPage(link, f"/forms/members/{request.path_params['token']}/list.csv")


async def change_list(
    state: ServiceState, page: OrganiserPage, given: Mapping[str, str]
) -> Response:
    """Do what a button says."""
    link, step, id = page.link, given.get("step", ""), given.get("member", "")
    target = state.targets().find(link.form, link.group)
    if step in (ADD, ADD_NOW) and target and takes_members(target, state.clock()):
        return await add_member(state, page, target, given)
    member = state.outbox.look(lambda db: table.find(db, id))
    if member is None or member.group != link.group or not member.active:
        return members_page(state, page, done=GONE if step else "")
    changes = Membership(state.factory, state.targets(), state.clock())
    if step == REMOVE:
        return members_page(state, page, asked=member)
    if step == REMOVE_NOW:
        await carry_out(state, changes.remove(member.id), changes.now)
    elif step == CONFIRM_FOR:
        await carry_out(state, changes.confirm(member.id), changes.now)
    if step in (REMOVE_NOW, CONFIRM_FOR):
        await asyncio.to_thread(page.changed, step)
    return members_page(state, page, done=step, about=member.name)


async def add_member(
    state: ServiceState, page: OrganiserPage, target: Target, given: Mapping[str, str]
) -> Response:
    """The form in which an organiser signs somebody up, and what becomes of it."""
    form, shown = form_for_organiser(form_of(target.kind)), in_language(target, page.lang)
    if given.get("step") == ADD:
        none = FormData({})
        return state.pages.add_member(state.targets(), shown, form.fields, none, page.token)
    data = parse_form(form, given.items(), target.choices)
    if data.errors:
        return state.pages.add_member(state.targets(), shown, form.fields, data, page.token)
    changes = Membership(state.factory, state.targets(), state.clock())
    staff = state.factory.settings.staff.find(page.link.name)
    heard_by = (staff and staff.mailbox.name) or page.link.name
    added = AddedMember(changes, target, data.values, heard_by)
    standing = await carry_out(state, added.add(), changes.now)
    if standing is None:
        return members_page(state, page, done=KNOWN, about=data.values["email"])
    state.received[target.kind] += 1
    await asyncio.to_thread(page.changed, ADD_NOW)
    done = WAITS if standing.number else ADD_NOW
    return members_page(state, page, done=done, about=standing.member.name)


async def download(state: ServiceState, request: Request) -> Response:
    """The list as a file for a spreadsheet."""
    link = read_link(state, request)
    if is_too_old(state, link):
        return state.pages.old_link(state.targets(), group_target(state, link))
    return members_file(state, behind_link(request, link))


def members_file(state: ServiceState, page: OrganiserPage) -> Response:
    """The file for a spreadsheet."""
    name = f"{page.link.group.rpartition('/')[2]}.csv"
    return Response(
        members_csv(members_of(state, page.link), state.clock(), page.lang),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def send_link(state: ServiceState, link: OrganiserLink, asked: bool) -> Response:
    """Send a new link to the organiser, in place of one that is too old; the same answer as often as it is asked for."""
    target, now = group_target(state, link), state.clock()
    if asked:
        mail = state.factory.member_mails.new_link(target, count(members_of(state, link), now), now)
        await state.outbox.change(
            lambda db: mail_table.enqueue(db, [mail], now, "INSERT OR IGNORE")
        )
    return state.pages.old_link(state.targets(), target, sent=asked)


def members_page(
    state: ServiceState,
    page: OrganiserPage,
    done: str = "",
    about: str = "",
    asked: Member | None = None,
) -> Response:
    """The page of a group's members, after `done` with the one called `about`; or the question whether to remove one."""
    link = page.link
    members = members_of(state, link)
    target = in_language(group_target(state, link), page.lang)
    listed = rows(members, state.clock(), page.lang)
    counts = count(members, state.clock())
    context = {
        "placed": [row for row in listed if row.member.has_place],
        "waiting": [row for row in listed if row.number],
        "others": [row for row in listed if not row.member.has_place and not row.number],
        "fields": [each for each in columns(members) if each.name not in ("name", "email")],
        "counts": places(counts, target.capacity, translations(page.lang)).split("\n"),
        "done": done,
        "about": about,
        "asked": asked,
        "target": target,
        "may_add": takes_members(state.targets().find(link.form, link.group), state.clock()),
        "download": page.download,
        "token": page.token,
    }
    title = N_("Take off the list?") if asked else N_("The members of “{title}”")
    return state.pages.organiser(state.targets(), target, title, context)


def read_link(state: ServiceState, request: Request) -> OrganiserLink:
    """What an organiser's link is for. Raises `Refused` where somebody else receives the group's mail by now."""
    try:
        link = state.factory.signer.read_organiser(request.path_params["token"])
    except InvalidToken:
        raise HTTPException(404) from None
    if group_target(state, link).deliver_to not in ("", link.name):
        raise Refused(
            410,
            N_("The link is not valid any more"),
            N_("Somebody else receives the mail of this group now."),
        )
    return link


def is_too_old(state: ServiceState, link: OrganiserLink) -> bool:
    return state.clock() > link.end


def members_of(state: ServiceState, link: OrganiserLink) -> Sequence[Member]:
    return state.outbox.look(lambda db: table.members_of(db, link.group))


def group_target(state: ServiceState, link: OrganiserLink) -> Target:
    """The group of a link, or a placeholder where it is no longer on the site."""
    return target_of(state.targets(), link.form, link.group)
