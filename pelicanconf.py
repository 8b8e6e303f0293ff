"""The sample site's own settings, over `nyspor.defaults`. What it is called and looks like stands in `brand.yaml`."""

from nyspor.defaults import *  # noqa: F403
