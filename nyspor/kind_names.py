"""What the kinds, and the meetings of all workgroups, are called on the pages, as message ids."""

from nyspor.problems import N_

KIND_NAMES = {
    "posts": N_("Posts"),
    "stories": N_("Stories"),
    "tracks": N_("Tracks"),
    "pilots": N_("Pilots"),
    "workgroups": N_("Workgroups"),
    "programmes": N_("Programmes"),
    "magazine": N_("Magazine"),
}

ALL_MEETINGS = N_("All meetings")
