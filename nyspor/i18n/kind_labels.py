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

KIND_WORDS = {
    "posts": N_("Post"),
    "stories": N_("Story"),
    "tracks": N_("Track"),
    "pilots": N_("Pilot"),
    "workgroups": N_("Workgroup"),
    "programmes": N_("Programme"),
    "pages": N_("Page"),
    "magazine": N_("Magazine"),
}
"""What one of a kind is called."""
