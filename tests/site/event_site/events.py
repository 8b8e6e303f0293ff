"""The kind of entry `event`: what happens on a day. A site's own plugin."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.forms.registry import register_form
from nyspor.forms.spec import EMAIL, NAME, Field, FormSpec, Mails, MailText, Thanks
from nyspor.forms.targets import Target
from nyspor.model.fields import described
from nyspor.model.kind_specs import CalendarSpec, KindSpec, ListSpec, register_kind
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import EntryDate, Meeting, Text
from nyspor.site.build_plan import Build
from nyspor.site.entry_view import EntryView


class Event(Entry):
    """Something that happens on a day."""

    kind = "events"

    start: EntryDate = described("start", "Start", "When it begins.")
    place: Text = described("sted", "Place", "Where it happens.")


def meetings(event: Event) -> tuple[Meeting, ...]:
    return (Meeting(id="dagen", start=event.start, place=event.place),)


def begins_at(library: Library, event: Event) -> Iterator[float]:
    yield event.start.instant.timestamp()


def target(library: Library, site: Site, event: Event) -> Target:
    """Sign-ups are mailed to the editors, until the event begins."""
    return Target(
        "event",
        event.key,
        event.title,
        library.address(event),
        closes=event.start.instant,
        deliver_to="redaktion",
    )


def show(build: Build, event: Event) -> EntryView:
    has_begun = event.start.instant <= build.library.now
    return EntryView(lambda: {"has_begun": has_begun}, values=has_begun)


register_kind(
    KindSpec(
        Event,
        url="det-sker",
        label="Begivenhed",
        plural="Det sker",
        template="event.html",
        changes_at=begins_at,
        view=show,
        list=ListSpec("Hvad der sker, og hvor.", feed="Kun begivenheder."),
        calendar=CalendarSpec(meetings, folder="det-sker"),
        form="event",
    )
)
register_form(
    FormSpec(
        "event",
        "Kom til arrangementet",
        (NAME, EMAIL, Field("seats", "Hvor mange kommer I?", max_length=3)),
        entry_target=target,
        thanks=Thanks("Tak for tilmeldingen"),
        mails=Mails(
            "Tilmelding til “{title}”",
            MailText("Vi har fået din tilmelding", "Tak. Vi ses til “{title}”."),
        ),
    )
)


def register() -> None:
    """Pelican calls this; the kind is registered already, when the settings import the module."""
