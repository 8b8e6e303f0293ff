"""What of the model is given out as data, by type: everything that is about the work, and never who.

A field of a plain type (text, number, date, choice, yes or no) is given out unless it is withheld here; a record
only where it is named here, so that a new one waits until somebody has decided.
"""

from __future__ import annotations

from pydantic import BaseModel

from nyspor.model.fields import Choice
from nyspor.model.kinds import Entry, Idea, Municipality, Topic, Workgroup
from nyspor.model.values import (
    Colour,
    CommentsState,
    Consent,
    Contact,
    Document,
    Effect,
    Governance,
    IdeaStep,
    Image,
    Language,
    Measurement,
    Meeting,
    Milestone,
    Person,
    PhaseStep,
    Place,
    PreProject,
    Selection,
    Signup,
    SilencedRemark,
    Source,
    Status,
    Unexpected,
)

DISCLOSED: frozenset[type[BaseModel]] = frozenset(
    {
        PhaseStep,
        IdeaStep,
        Milestone,
        Document,
        PreProject,
        Effect,
        Measurement,
        Place,
        Meeting,
        Selection,
        Governance,
        Source,
        Signup,
        Unexpected,
    }
)
"""The records that are given out."""

WITHHELD: frozenset[type[BaseModel]] = frozenset({Person, Contact, Consent, Image, SilencedRemark})
"""The records that are not: they name people, or say nothing of the work."""

WITHHELD_CHOICES: frozenset[type[Choice]] = frozenset({Status, Language, CommentsState, Colour})
"""How a text is shown; what is listed is published and in Danish."""

WITHHELD_FIELDS: dict[type[BaseModel], frozenset[str]] = {
    Entry: frozenset({"translation_of", "related", "aliases", "feature"}),
    Workgroup: frozenset({"keep_months", "deliver_to"}),
    Governance: frozenset({"members"}),
    Document: frozenset({"file"}),
    Meeting: frozenset({"id"}),
    Topic: frozenset({"slug", "hints", "search_words"}),
    Municipality: frozenset({"slug"}),
    Idea: frozenset({"name"}),
}
"""Fields that name people, serve the site alone, or are in the row's id already."""


def is_withheld(model: type[BaseModel], field: str) -> bool:
    """Whether a field of a plain type is kept back."""
    return any(field in WITHHELD_FIELDS.get(base, ()) for base in model.__mro__)
