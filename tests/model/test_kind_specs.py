"""Every kind of entry is declared in full, and what changes with time is known to the library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nyspor import urls
from nyspor.i18n.catalogues import read_catalogue
from nyspor.model import kind_specs
from nyspor.model.kind_specs import CalendarSpec, KindSpec, never, register_kind
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.values import Meeting
from nyspor.text.danish import parse_date
from tests.builders import NOW

THEME = Path(__file__).parent.parent.parent / "theme"
SPECS = kind_specs.kind_specs()


def texts(spec: KindSpec) -> Iterator[str]:
    """The message ids of a spec."""
    yield from (spec.label, spec.plural)
    if spec.list:
        yield spec.list.introduction
        if spec.list.feed:
            yield spec.list.feed


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_kind_has_its_templates(spec: KindSpec) -> None:
    assert (THEME / "templates" / spec.template).is_file()
    if spec.list:
        assert (THEME / "templates" / spec.list.template).is_file()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_kind_s_texts_are_translated(spec: KindSpec, language: str) -> None:
    # Of the two languages, the messages are written in one: there, a translation may say the same.
    catalogue = (THEME / "translations" / f"{language}.po").read_text("utf-8")
    translate = read_catalogue(THEME / "translations", language).gettext
    for message in texts(spec):
        assert message, "a kind lacks a label, or its list an introduction"
        assert f'msgid "{message}"' in catalogue, message
        assert language == "en" or translate(message) != message, message


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_kind_has_addresses_of_its_own(spec: KindSpec) -> None:
    others = [other for other in SPECS if other is not spec]
    assert spec.url not in [other.url for other in others]
    assert spec.name not in [other.name for other in others]
    assert urls.entry_address(spec.name, "x") == (f"/{spec.url}/x/" if spec.url else "/x/")
    if spec.list:
        assert spec.url, "a list needs an address"
        assert urls.kind_list_address(spec.name) in urls.list_addresses()
        assert spec.url in urls.reserved_page_slugs()


class Exhibition(Entry):
    """A kind of entry that only these tests know."""

    kind = "exhibitions"


@pytest.fixture
def exhibitions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take kinds that a test registers out again."""
    with monkeypatch.context() as patched:
        patched.setattr(kind_specs, "_specs", dict(kind_specs._specs))
        yield


def library_with(spec: KindSpec) -> Library:
    register_kind(spec)
    entry = Exhibition(slug="x", file="exhibitions/x.md", title="X", summary="…")
    return Library(now=NOW, entries={entry.key: entry})


def make_spec(**others: object) -> KindSpec:
    values = {
        "url": "udstillinger", "label": "Exhibition", "plural": "Exhibitions",
        "template": "page.html", "changes_at": never,
    }  # fmt: skip
    return KindSpec(Exhibition, **{**values, **others})  # type: ignore[arg-type]


@pytest.mark.usefixtures("exhibitions")
def test_the_library_knows_when_a_kind_of_others_changes() -> None:
    tomorrow = NOW + timedelta(days=1)
    moments = [(NOW - timedelta(days=1)).timestamp(), tomorrow.timestamp()]
    library = library_with(make_spec(changes_at=lambda library, entry: moments))
    assert library.next_change == tomorrow


@pytest.mark.usefixtures("exhibitions")
def test_the_ends_of_meetings_need_not_be_named() -> None:
    meeting = Meeting(id="a", start=parse_date("2026-11-24 10:00"), end=parse_date("2026-11-24 12:00"), place="Salen")  # fmt: skip
    library = library_with(
        make_spec(calendar=CalendarSpec(lambda entry: (meeting,), "udstillinger"))
    )
    assert library.next_change is not None
    assert library.next_change.isoformat() == "2026-11-24T11:00:00+00:00"


@pytest.mark.usefixtures("exhibitions")
def test_what_never_changes_has_no_next_change() -> None:
    assert library_with(make_spec()).next_change is None


def test_a_kind_cannot_be_declared_without_saying_when_it_changes() -> None:
    with pytest.raises(TypeError, match="changes_at"):
        KindSpec(Exhibition, "udstillinger", "Exhibition", "Exhibitions", "page.html")  # type: ignore[call-arg]


@pytest.mark.usefixtures("exhibitions")
@pytest.mark.parametrize(
    "others",
    [
        {"url": "spor"},
        {"url": ""},
        {"calendar": CalendarSpec(lambda entry: ())},
    ],
)
def test_two_kinds_cannot_share_addresses(others: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="same addresses"):
        register_kind(make_spec(**others))


@pytest.mark.usefixtures("exhibitions")
def test_a_kind_of_the_engine_can_be_replaced() -> None:
    before = kind_specs.kind_spec("posts")
    register_kind(replace(before, template="own_post.html"))
    assert kind_specs.kind_spec("posts").template == "own_post.html"
    assert [spec.name for spec in kind_specs.kind_specs()] == [spec.name for spec in SPECS]
