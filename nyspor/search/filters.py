"""By what results are narrowed down: what each filter is called in the index, in addresses, and on pages."""

from __future__ import annotations

from typing import NamedTuple

from nyspor.model.kind_specs import kind_specs
from nyspor.problems import T_
from nyspor.search.documents import KIND, MUNICIPALITY, TOPIC, TRACK, YEAR


class Filter(NamedTuple):
    """A filter; `name` is what documents call it, `parameter` what an address does, `label` a message id."""

    name: str
    parameter: str
    label: str


FILTERS = (
    Filter(KIND, "slags", T_("Kind")),
    Filter(MUNICIPALITY, "kommune", T_("Municipality")),
    Filter(TRACK, "spor", T_("Track")),
    Filter(TOPIC, "tema", T_("Topic")),
    Filter(YEAR, "aar", T_("Year")),
)

OTHER_KINDS = {
    "topics": T_("Topic"),
    "municipalities": T_("Municipality"),
    "ideas": T_("Idea"),
    "lists": T_("Page"),
}
"""What documents are called that are no entries, as message ids."""


def kind_labels() -> dict[str, str]:
    """Return what one document of each kind is called, as message ids."""
    return {**{spec.name: spec.label for spec in kind_specs()}, **OTHER_KINDS}
