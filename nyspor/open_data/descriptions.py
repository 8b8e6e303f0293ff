"""What the data's readers are told of a field where the words for writers say how to write it, and not what it is."""

from __future__ import annotations

from pydantic import BaseModel

from nyspor.model.kinds import Entry, Idea, Municipality, Pilot, Track, Workgroup
from nyspor.model.values import Document, Effect, Meeting, Milestone, PhaseStep, Place, PreProject
from nyspor.problems import N_

DESCRIPTIONS: dict[tuple[type[BaseModel], str], str] = {
    (Entry, "title"): N_("What it is called."),
    (Entry, "summary"): N_("What it is, in one or two sentences."),
    (Entry, "date"): N_("The date that the page has; nothing where it is not known."),
    (Entry, "municipality"): N_("The municipality that it happens in."),
    (Entry, "programme"): N_("The programme that it belongs to."),
    (Entry, "tracks"): N_("The tracks that it is about, the most important first."),
    (Entry, "topics"): N_("The topics that it is about."),
    (Entry, "example"): N_("Made up to show what the site can do: not of the real world."),
    (Pilot, "departments"): N_("The departments that take part."),
    (Track, "question"): N_("The question behind the track."),
    (Workgroup, "ends"): N_("The group's last day."),
    (PhaseStep, "phase"): N_("The phase."),
    (Effect, "unit"): N_("What it is counted in."),
    (Place, "lat"): N_("In degrees north of the equator (WGS 84)."),
    (Place, "lon"): N_("In degrees east of Greenwich (WGS 84)."),
    (Meeting, "start"): N_("When it begins."),
    (Meeting, "end"): N_("When it ends."),
    (Meeting, "account"): N_("The text that tells of it."),
    (Milestone, "date"): N_("When it happened or is to happen; nothing where it is not known."),
    (Milestone, "account"): N_("The text that tells of it."),
    (Document, "date"): N_("The date on it; nothing where it is not known."),
    (PreProject, "account"): N_("The text that tells of it."),
    (Idea, "example"): N_("Made up to show what the site can do: not of the real world."),
    (Municipality, "example"): N_("Made up to show what the site can do: not of the real world."),
    (Idea, "became"): N_("What it became."),
    (Idea, "responsible"): N_("The role or the department that answers, where that is written."),
    (Idea, "answer_by"): N_("The last day for the answer, where one is agreed."),
    (Idea, "steps"): N_("What has happened with it, step by step."),
}
"""By model and field; a field that is not here is told of in the words of its help text."""
