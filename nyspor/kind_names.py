"""What the kinds are called in lists, menus and ways down, as message ids."""

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
