"""The pictures of a site, each with the texts that show it, and what they say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nyspor.content.collection import ContentCollection
from nyspor.content.entry_reader import ParsedEntry
from nyspor.desk.pictures.picture_files import FOLDER
from nyspor.model.file_references import entry_images
from nyspor.model.kinds import Entry
from nyspor.model.library import PictureFile
from nyspor.model.link_targets import internal_target
from nyspor.site.image_renditions import Focal, renditions


@dataclass(frozen=True)
class PictureUse:
    """A text that shows a picture, and what it says of it; `credit` is '' where it stands among words."""

    file: str
    title: str
    alt: str
    credit: str = ""


@dataclass(frozen=True)
class ChosenPicture:
    """The picture at the top of a text: a small one to see, and the sides on which its focal point is."""

    picture: PictureFile
    small: str
    alt: str
    sides: str


def picture_of(content: ContentCollection, entry: Entry | None) -> ChosenPicture | None:
    """Return the picture at the top of a text; None where there is none, or it cannot be shown."""
    image = entry.image if entry else None
    picture = content.pictures.get(image.file) if image else None
    if image is None or picture is None:
        return None
    return ChosenPicture(picture, small_name(image.file, picture), image.alt, sides_of(image.focal))


def small_name(file: str, picture: PictureFile) -> str:
    """Return the name of the smallest rendition of a picture."""
    return renditions(file, picture)[0].address.rsplit("/", 1)[-1]


def sides_of(focal: Focal) -> str:
    """Return the sides of a picture on which a focal point is, as `components/picture.html` has it: `left top`."""
    x, y = focal
    across = "left" if x < 34 else "right" if x > 66 else ""
    down = "top" if y < 34 else "bottom" if y > 66 else ""
    return f"{across} {down}".strip()


@dataclass(frozen=True)
class ListedPicture:
    """A picture as it is offered: a small one to see, and the texts that show it."""

    file: str
    picture: PictureFile
    uses: Sequence[PictureUse] = ()

    @property
    def small(self) -> str:
        """The name of the smallest that is made of it."""
        return small_name(self.file, self.picture)

    @property
    def words(self) -> str:
        """What a search looks in."""
        said = (word for use in self.uses for word in (use.title, use.alt, use.credit))
        return " ".join((self.file, *said)).casefold()


def list_pictures(content: ContentCollection, query: str = "") -> list[ListedPicture]:
    """Return the pictures that can be chosen and have every word of `query` in their name or their texts, newest year first."""
    uses, wanted = uses_of_pictures(content), query.casefold().split()
    found = (
        ListedPicture(file, picture, uses.get(file, ()))
        for file, picture in content.pictures.items()
        if file.startswith(f"{FOLDER}/")
    )
    listed = [each for each in found if all(word in each.words for word in wanted)]
    return sorted(listed, key=lambda each: (each.file.rsplit("/", 1)[0], each.file), reverse=True)


def uses_of_pictures(content: ContentCollection) -> Mapping[str, list[PictureUse]]:
    """Return the texts that show each picture."""
    found = defaultdict(list)
    for parsed in content.parsed_entries:
        for picture, use in _uses(parsed):
            found[picture].append(use)
    return found


def _uses(parsed: ParsedEntry) -> Iterator[tuple[str, PictureUse]]:
    title = parsed.entry.title if parsed.entry else parsed.file
    for _, image in entry_images(parsed.entry) if parsed.entry else ():
        yield image.file, PictureUse(parsed.file, title, image.alt, image.credit)
    figures = [block for block in parsed.body.blocks if block.name == "figure"]
    for reference in parsed.body.images:
        credit = next((b.argument for b in figures if 0 < reference.line - b.line < 4), "")
        target = internal_target(reference.target, parsed.file)
        yield target, PictureUse(parsed.file, title, reference.alt or "", credit)
