"""What a document is made from: an entry in its library, the theme, and the folders of content and cache."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from nyspor.content.collection import SHARED_FILES
from nyspor.content.image_reader import load_normalized
from nyspor.magazine.core.page_geometry import COVER_COLOUR
from nyspor.magazine.core.raster_images import has_border
from nyspor.magazine.documents import document_sections
from nyspor.magazine.layout.engine import PICTURE_URL
from nyspor.magazine.sections import Section, magazine_sections
from nyspor.magazine.stories import published_stories
from nyspor.model.kinds import Entry, Issue, Pilot
from nyspor.model.library import Library
from nyspor.model.site import Picture, Rendition, Site
from nyspor.site.theme import Theme


@dataclass(frozen=True)
class DocumentInputs(ABC):
    """An entry in its library, the site it links to, and the folders: theme, content, section cache."""

    library: Library
    entry: Entry
    site: Site
    theme: Theme
    content: Path
    cache: Path

    @abstractmethod
    def sections(self) -> tuple[Section, ...]:
        """Return the sections of the document."""

    @abstractmethod
    def text_files(self) -> tuple[str, ...]:
        """Return the content files that the document's words may stand in: the entry's own first."""

    def read_text(self, file: str) -> str:
        """Return the text of a content file, '' where there is none."""
        try:
            return (self.content / file).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return ""

    def translate(self, message: str) -> str:
        """Return a message of the theme in the entry's language."""
        translations = self.theme.catalogue(self.entry.lang.value)
        return translations.gettext(message)

    def picture_url(self, file: str) -> str:
        """Return the address of a picture in the HTML of the printed pages (see `PICTURE_URL`)."""
        picture = self.library.pictures[file]
        return f"{PICTURE_URL}{quote(file)}?{picture.digest}-{picture.width}x{picture.height}"

    def original_picture(self, file: str, picture: Picture) -> Picture:
        """Return the picture with its original file as the only rendition."""
        original = self.library.pictures[file]
        rendition = Rendition(self.picture_url(file), original.width, original.height)
        return picture.with_only(rendition)


@dataclass(frozen=True)
class MagazineInputs(DocumentInputs):
    """The inputs of a magazine."""

    @property
    def issue(self) -> Issue:
        assert isinstance(self.entry, Issue)
        return self.entry

    def sections(self) -> tuple[Section, ...]:
        """Return the sections of the printed magazine."""
        return magazine_sections(
            self.library, self.issue, self.translate, self.original_picture, self._cover_blends()
        )

    def _cover_blends(self) -> bool:
        """Return whether the cover's picture is drawn on the cover's colour."""
        cover = self.issue.cover
        if cover is None or cover.file not in self.library.pictures:
            return False
        return has_border(load_normalized(self.content / cover.file), COVER_COLOUR)

    def text_files(self) -> tuple[str, ...]:
        library, issue = self.library, self.issue
        stories = (story.file for story in published_stories(library, issue))
        pilots = (pilot.file for pilot in library.of_kind(Pilot))
        return (issue.file, *stories, *pilots, *SHARED_FILES)


@dataclass(frozen=True)
class PageInputs(DocumentInputs):
    """The inputs of a document that is made from an entry's page."""

    def sections(self) -> tuple[Section, ...]:
        return document_sections(self.library, self.entry, self.original_picture)

    def text_files(self) -> tuple[str, ...]:
        """Return the entry's file, and those of all that its page may tell of."""
        entries = (entry.file for entry in self.library.listed)
        return (*dict.fromkeys((self.entry.file, *entries)), *SHARED_FILES)
