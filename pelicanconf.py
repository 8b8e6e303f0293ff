"""The sample site's own settings, over `nyspor.defaults`."""

from nyspor.defaults import *  # noqa: F403
from nyspor.model.site import Link

SITENAME = "Nyspor"
SITESUBTITLE = "Nye veje til velfærd, fortalt af dem, der går dem"

NYSPOR_PUBLISHER = (
    "Nyspor, en eksempelside, der genfortæller offentlige dokumenter fra fire kommuner."
)
# Links, and kinds of entry that stand for their lists.
NYSPOR_MENU = (
    "posts",
    "stories",
    "tracks",
    "pilots",
    "workgroups",
    "magazine",
    Link("Om", "/om/"),
)
NYSPOR_FOOTER = (
    "programmes",
    Link("Temaer", "/temaer/"),
    Link("Kommuner", "/kommuner/"),
    Link("Idéer", "/ideer/"),
    Link("Arkiv", "/arkiv/"),
    Link("Deltag", "/deltag/"),
    Link("Privatliv", "/privatliv/"),
    Link("Tilgængelighed", "/tilgaengelighed/"),
    Link("Tilgængelighedserklæring", "/was/"),
    Link("Følg med", "/feeds/"),
)

# Whom to tell of a weakness in the site, and until when that holds (at most a year ahead).
NYSPOR_SECURITY_CONTACT = "mailto:sikkerhed@nyspor.example"
NYSPOR_SECURITY_EXPIRES = "2027-11-01T00:00:00Z"
