"""The staff of a site: the fields of `staff.yaml`, and who receives what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from nyspor.model.fields import Choice, Record, described
from nyspor.model.values import EntryDate, Text, Texts, as_list
from nyspor.problems import N_
from nyspor.text.danish import end_of
from nyspor.text.mail_addresses import Mailbox, parse_mailbox


class Role(Choice):
    """What somebody may do; everybody receives what is delivered to their key."""

    WRITER = "writer", "skribent"
    EDITOR = "editor", "redaktør"
    ORGANISER = "organiser", "tovholder"
    ADMINISTRATOR = "administrator", "administrator"


class Overview(Choice):
    """Whether an editor gets a mail for each text, or one a day about all."""

    EACH = "each", "hver"
    DAILY = "daily", "dagligt"


def _usable(written: str) -> str:
    if not parse_mailbox(written).usable:
        raise PydanticCustomError("mailbox", "is no mailbox")
    return written


class Absence(Record):
    """Days on which somebody else takes over, the first and the last included."""

    start: EntryDate = described("fra", N_("From"), N_("The first day."))
    end: EntryDate = described("til", N_("To"), N_("The last day."))
    deputy: Text = described(
        "stedfortræder", N_("Deputy"), N_("The key of the one who takes over.")
    )

    def at(self, now: datetime) -> bool:
        """Whether `now` is in it."""
        return self.start.instant <= now < end_of(self.end)


class StaffMember(Record):
    """A person or an office. Without tracks and municipalities they are there for all of the site."""

    key: str = ""
    name: str = described("navn", N_("Name"), default="")
    email: Annotated[str, AfterValidator(_usable)] = described(
        "mail", N_("E-mail"), N_("An address, or a name and an address in angle brackets.")
    )
    roles: Annotated[
        tuple[Annotated[Role, BeforeValidator(Role.read)], ...], BeforeValidator(as_list)
    ] = described(
        "roller", N_("Roles"), N_("What they may do."), default=(Role.EDITOR,), min_length=1
    )
    municipalities: Texts = described(
        "kommuner", N_("Municipalities"), N_("Only these; none for all."), default=()
    )
    tracks: Texts = described("spor", N_("Tracks"), N_("Only these; none for all."), default=())
    absences: Annotated[tuple[Absence, ...], BeforeValidator(as_list)] = described(
        "fravær", N_("Absence"), N_("When somebody else takes over."), default=()
    )
    overview: Annotated[Overview, BeforeValidator(Overview.read)] = described(
        "overblik",
        N_("Overview"),
        N_("Whether a mail comes for each text, or one a day about all."),
        default=Overview.EACH,
    )

    @property
    def mailbox(self) -> Mailbox:
        """Where mail for them goes."""
        written = parse_mailbox(self.email)
        return Mailbox(self.name or written.name, written.address)

    @property
    def display_name(self) -> str:
        """What others read of who they are: their name, or else their key."""
        return self.mailbox.name or self.key

    @property
    def is_editor(self) -> bool:
        """Whether they may decide on what residents send."""
        return Role.EDITOR in self.roles or self.is_administrator

    @property
    def is_administrator(self) -> bool:
        """Whether they may do everything."""
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_limited(self) -> bool:
        """Whether they are there for some tracks or municipalities only."""
        return bool(self.tracks or self.municipalities)

    def covers(self, tracks: Collection[str], municipalities: Collection[str]) -> bool:
        """Whether something about these tracks and municipalities (keys without folder) is theirs."""
        return (not self.tracks or not set(self.tracks).isdisjoint(tracks)) and (
            not self.municipalities or not set(self.municipalities).isdisjoint(municipalities)
        )

    def deputy_at(self, now: datetime) -> str:
        """The key of the one who takes over now; '' where they are there themselves."""
        return next((absence.deputy for absence in self.absences if absence.at(now)), "")


@dataclass(frozen=True)
class Staff:
    """Everybody in `staff.yaml`, by key, in its order. There is at least one where it could be read."""

    members: Mapping[str, StaffMember] = field(default_factory=dict)

    @classmethod
    def of(cls, members: Iterable[StaffMember]) -> Staff:
        """The staff that these are."""
        return cls({member.key: member for member in members})

    @classmethod
    def of_addresses(cls, addresses: Mapping[str, str]) -> Staff:
        """The staff of a plain list: key → `a@b.example`, or `A name <a@b.example>`; all are editors."""
        return cls.of(StaffMember(key=key, email=written) for key, written in addresses.items())

    def __iter__(self) -> Iterator[StaffMember]:
        return iter(self.members.values())

    def find(self, key: str) -> StaffMember | None:
        """The one with this key, there or not."""
        return self.members.get(key)

    def has_mailbox(self, address: str) -> bool:
        """Whether mail to this address goes to one of them."""
        return any(member.mailbox.address == address for member in self)

    @property
    def first(self) -> StaffMember:
        """Who receives what nobody else does: the first administrator, or else the first of all."""
        everybody: list[StaffMember] = [*self]
        administrators = [each for each in everybody if each.is_administrator]
        return (administrators or everybody)[0]

    def receiver(self, key: str, now: datetime) -> StaffMember:
        """Who receives now what is delivered to `key`: its owner or a deputy; `first` where there is none such."""
        return self.present(self.members.get(key) or self.first, now)

    def present(self, member: StaffMember, now: datetime) -> StaffMember:
        """The one who is there now for `member`. Where every deputy is away too, `member` it stays."""
        found, seen = member, {member.key}
        while deputy := self.members.get(found.deputy_at(now)):
            if deputy.key in seen:
                return member
            found = deputy
            seen.add(found.key)
        return found

    def responsible(
        self, tracks: Collection[str], municipalities: Collection[str], now: datetime
    ) -> StaffMember | None:
        """The first editor who is there for these tracks and municipalities in particular, or a deputy; None for none."""
        limited = (each for each in self if each.is_editor and each.is_limited)
        found = next((each for each in limited if each.covers(tracks, municipalities)), None)
        return self.present(found, now) if found else None

    def decides(
        self,
        member: StaffMember,
        tracks: Collection[str],
        municipalities: Collection[str],
        now: datetime,
    ) -> bool:
        """Whether an editor may decide on something about these, for themselves or as a deputy."""
        stands_in_for = (
            each for each in self if each.is_editor and self.present(each, now) == member
        )
        return any(
            each.is_editor and (each.is_administrator or each.covers(tracks, municipalities))
            for each in (member, *stands_in_for)
        )

    def editors(self, now: datetime) -> list[StaffMember]:
        """The editors who are there, deputies for those who are not; in the file's order."""
        found = (self.present(member, now) for member in self if member.is_editor)
        return [*{member.key: member for member in found}.values()]
