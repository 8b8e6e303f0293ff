"""What is remembered of an entry says what its file said."""

from pathlib import Path

from nyspor.content_folder import read_content
from plugins.incremental.records import HELD, light_entry, record_of
from plugins.incremental.state import Location

CONTENT = Path(__file__).parent.parent.parent / "content"


def nowhere(text: bytes) -> Location:
    return Location(0, 0, len(text), 0)


def test_a_light_entry_has_at_hand_what_the_entry_says() -> None:
    for reading in read_content(CONTENT).readings:
        entry = reading.entry
        assert entry is not None
        light = light_entry(entry.kind, record_of(reading, "", nowhere))
        at_hand = {name: vars(light)[name] for name in HELD}
        assert at_hand == {name: getattr(entry, name, "") for name in HELD}
        assert light.title == entry.title
