"""Pelican's settings as Nyspor wants them. A site's `pelicanconf.py` imports all of them and overrides its own.

from nyspor.defaults import *
"""

from pathlib import Path

from nyspor.configuration.configuration import InvalidConfiguration as _Invalid
from nyspor.configuration.process import apply_configuration as _apply
from nyspor.configuration.report import problem_lines as _lines_on
from nyspor.incremental.pelican_class import IncrementalPelican
from nyspor.model.library import Library
from nyspor.model.places import FILE as _PLACES
from nyspor.plugins import (
    archives,
    barometer,
    brand_links,
    calendars,
    drafts,
    entry_pages,
    feeds,
    former_addresses,
    forms_manifest,
    front_page,
    ideas_page,
    images,
    jinja_setup,
    kind_lists,
    legal_pages,
    magazine_pages,
    not_found,
    open_data,
    output_writer,
    redirects,
    search_page,
    site_builder,
    sitemap,
    social_cards,
    taxonomies,
    theme_assets,
    what_happens,
)
from nyspor.site.theme import ENGINE_FOLDER
from nyspor.site_plugins import load_site_plugins
from nyspor.text import language

# What `nyspor.toml` says goes into the environment here, so that `publishconf.py` finds it there.
try:
    _configuration = _apply()
except _Invalid as _invalid:
    raise SystemExit("\n".join(_lines_on(_invalid.problems))) from None


def _for_this_run(key: str, otherwise: str) -> str:
    """What the environment says. The file is about the published site, and a preview has its own."""
    given = _configuration.is_from_environment(key)
    return str(_configuration.value(key)) if given else otherwise


# The address of a preview; `publishconf.py` has the published site's.
SITEURL = _for_this_run("site.url", "http://127.0.0.1:8000")

# Drafts are shown in a preview and nowhere else: `publishconf.py` turns this off.
NYSPOR_PREVIEW = True

# Comments close so many days after a post came out: a year, unless a site says otherwise.
NYSPOR_COMMENT_DAYS = Library.comment_days

# The private list that tells the forms service what can be written to. A preview writes one of its own, so that
# it never replaces the list of the published site; where NYSPOR_FORMS names a file, every build writes that.
NYSPOR_FORMS_LIST = _for_this_run("paths.forms_list", "var/preview/forms.json")

# The state of the build cache. It may be deleted; the next build then takes longer.
NYSPOR_STATE = str(_configuration.value("paths.state"))

# The pictures that builds have made. They may be deleted; the next build then makes them again.
NYSPOR_PICTURES = str(_configuration.value("paths.pictures"))

# Where `nyspor magazine` writes the editions of an issue; the site links to those that are there.
NYSPOR_MAGAZINES = str(_configuration.value("paths.magazines"))

# How many have signed up for each workgroup, counted by the forms service beside its database; pages show what is left.
NYSPOR_PLACES = str(_configuration.value("forms.database").with_name(_PLACES))

# Under which licence the open data at /data/ may be used.
NYSPOR_DATA_LICENCE = str(_configuration.value("data.licence"))

TIMEZONE = "Europe/Copenhagen"
DEFAULT_LANG = language.DEFAULT_LANGUAGE

# What the site is called and looks like, and who publishes it. It lies where the site is built.
NYSPOR_BRAND = "brand.yaml"

PATH = str(_configuration.value("site.content"))
OUTPUT_PATH = "output"
# The engine's theme. What a site has in a folder `theme` of its own wins over it, file by file.
THEME = str(ENGINE_FOLDER)
NYSPOR_SITE_THEME = str(_configuration.value("paths.theme"))

# Every file is read by nyspor.content.loader, so Pelican looks for none itself.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []

# Modules and not their names: Pelican only logs a name that it cannot import.
PELICAN_CLASS = IncrementalPelican
PLUGINS = [
    jinja_setup,
    site_builder,
    output_writer,
    front_page,
    entry_pages,
    drafts,
    kind_lists,
    taxonomies,
    archives,
    ideas_page,
    magazine_pages,
    feeds,
    calendars,
    forms_manifest,
    search_page,
    legal_pages,
    redirects,
    former_addresses,
    not_found,
    images,
    social_cards,
    theme_assets,
    what_happens,
    barometer,
    open_data,
    sitemap,
    brand_links,
]
# A site's own, after the engine's.
PLUGINS += load_site_plugins(Path("plugins"))

# Every page is planned by a plugin and written by `output_writer`, so Pelican plans none itself.
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = ""
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = None
DIRECT_TEMPLATES: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
READERS = {"html": None, "rst": None, "markdown": None, "mkd": None, "mdown": None}

# What left the site is removed after a good build; until then nothing of it is touched.
DELETE_OUTPUT_DIRECTORY = False
OUTPUT_RETENTION = [".git"]
LOAD_CONTENT_CACHE = False
