"""The page of a text as residents will see it, rendered from the loaded content without building the site."""

from __future__ import annotations

from nyspor.checks.library import unchecked_library
from nyspor.content.collection import ContentCollection, is_published
from nyspor.desk.store.loaded_content import LoadedContent
from nyspor.model.address_book import AddressBook
from nyspor.model.site import Site
from nyspor.plugins.entry_pages import pages
from nyspor.plugins.output_writer import render_pages
from nyspor.site.build_fault import BuildFault
from nyspor.site.build_plan import Build
from nyspor.site.theme import Theme

NO_BOOK = AddressBook()
"""The page of a text needs to know of no earlier addresses."""


class CannotShow(Exception):
    """The text has errors that keep it from being shown."""


def page_of(
    loaded: LoadedContent, site: Site, theme: Theme, content: ContentCollection, file: str
) -> str:
    """Return the HTML of a text's page. Raises `CannotShow`."""
    parsed = content.by_file[file]
    if parsed.entry is None:
        raise CannotShow(file)
    now = loaded.clock()
    library = unchecked_library(loaded.without_faulty(content, file), now, address_book=NO_BOOK)
    build = Build(library, site, loaded.folder, theme, preview=True)
    try:
        published = is_published(parsed.entry, now.timestamp())
        page = next(pages(build, parsed.entry, published))
        alone = page._replace(context=lambda: {**page.context(), "is_alone": True})
        return render_pages(build, [alone])[page.path]
    except (KeyError, BuildFault) as error:  # a picture, or a reference, that is not there
        if loaded.is_checked:
            raise CannotShow(file) from error
    loaded.problems()  # another text may have been saved with an error since
    return page_of(loaded, site, theme, content, file)
