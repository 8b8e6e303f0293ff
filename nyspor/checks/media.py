"""Checks of pictures and videos: missing or damaged files, missing captions, expired consents."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime

from nyspor.content.collection import (
    ContentCollection,
    closest_file,
    readable_entries,
    relative_link,
)
from nyspor.content.entry_reader import ParsedEntry
from nyspor.model.file_references import document_files, entry_images
from nyspor.model.kinds import Post
from nyspor.model.library import PictureFault
from nyspor.model.link_targets import OWN_DRIVE, drive_path, internal_target
from nyspor.model.values import Video
from nyspor.problems import N_, Problem
from nyspor.text.danish import format_date

FAULT_MESSAGES: Mapping[PictureFault, tuple[str, str]] = {
    "unknown": (
        N_("{file} cannot be opened as a picture."),
        N_("Save it again as PNG, JPEG or WebP."),
    ),
    "empty": (
        N_("The picture {file} is an empty file."),
        N_("Copy it to the folder once more."),
    ),
    "damaged": (
        N_("The picture {file} is damaged or only half copied, and cannot be read to its end."),
        N_("Copy it to the folder once more, or save it again as PNG, JPEG or WebP."),
    ),
    "too large": (
        N_("The picture {file} has too many pixels."),
        N_("Save it smaller: 4000 pixels on the longer side are plenty."),
    ),
}
"""Message and remedy for each reason why a file cannot be shown as a picture."""


def check_pictures(content: ContentCollection) -> Iterator[Problem]:
    """Check that every picture in use exists and can be decoded."""
    for parsed in content.parsed_entries:
        for file, line, written in _picture_uses(parsed, lambda file: file not in content.pictures):
            yield _picture_problem(parsed.file, file, line, written, content)


INLINE = "![]()"
"""The `field` of a problem with a picture in the text."""


def _picture_uses(
    parsed: ParsedEntry, is_wanted: Callable[[str], bool]
) -> Iterator[tuple[str, int, str]]:
    """Yield each picture of an entry that is wanted, with the line and the key as written."""
    for path, image in entry_images(parsed.entry) if parsed.entry else ():
        if is_wanted(image.file):
            # Only now, since finding the line reads the fields again.
            line, written = parsed.fields.locate((*path, "file"))
            yield image.file, line or 1, written
    for block in parsed.body.blocks:
        poster = block.data.poster if isinstance(block.data, Video) else None
        if poster and is_wanted(poster.file):
            yield poster.file, block.line, ""
    for reference in parsed.body.images:
        target = drive_path(reference.target) or internal_target(reference.target, parsed.file)
        if target and is_wanted(target):
            yield target, reference.line, INLINE


GONE = N_("The picture {file} was there before, but has been deleted or has another name now.")


def _picture_problem(
    source: str, file: str, line: int, written: str, content: ContentCollection
) -> Problem:
    near = closest_file(file, content.pictures)
    near = relative_link(near, source) if written == INLINE else near
    if drive_path(file):
        message, remedy = OWN_DRIVE
    elif file in content.files:
        message, remedy = FAULT_MESSAGES[content.unreadable_pictures.get(file, "unknown")]
    else:
        is_gone = file in content.deleted_files
        message = GONE if is_gone else N_("The picture {file} is not there.")
        if is_gone:
            remedy = N_("Take it out here too, write its new name, or put the picture back.")
        elif near:
            remedy = N_("Did you mean “{near}”?")
        else:
            remedy = N_("Put the picture in content/images and write images/ and its name.")
    return Problem(
        source,
        message,
        remedy,
        line,
        written,
        {"file": file, "link": file, "near": near},
        rule="picture-file",
    )


SMALLEST_WIDTH = 240
"""In pixels: a picture with less is blurred even on a telephone, where it stands across the screen."""


def check_shown_pictures(content: ContentCollection) -> Iterator[Problem]:
    """Advise on pictures that move, of which only the first frame is shown, and on those too small for their place."""
    pictures = content.pictures
    noted = {file for file in pictures if pictures[file].is_animated or pictures[file].width < SMALLEST_WIDTH}  # fmt: skip
    if not noted:
        return
    for parsed in content.parsed_entries:
        for file, line, written in _picture_uses(parsed, noted.__contains__):
            params = {"file": file, "width": pictures[file].width, "least": SMALLEST_WIDTH}
            if pictures[file].is_animated:
                yield Problem(
                    parsed.file,
                    N_("The picture {file} moves, but only its first frame is shown."),
                    N_("Show it as a film with the building block video, or save the frame you mean as a picture."),
                    line,
                    written,
                    params,
                    rule="animation",
                )  # fmt: skip
            elif written != INLINE or _is_figure(parsed, line):
                yield Problem(
                    parsed.file,
                    N_("The picture {file} is only {width} pixels wide and will look blurred."),
                    N_("Use one at least {least} pixels wide; 1600 is good."),
                    line,
                    written,
                    params,
                    rule="small-picture",
                )


def _is_figure(parsed: ParsedEntry, line: int) -> bool:
    """Return whether the picture on a line stands in a building block, across the column, and not among words."""
    return any(block.name == "figure" and 0 < line - block.line < 4 for block in parsed.body.blocks)


_FILE_NAME = re.compile(
    r"\S+\.(png|jpe?g|webp|gif|avif|heic|svg|tiff?)|[\d _-]{6,}|alt|x+"
    r"|(img|dsc|dscn|pxl|image|p|billede|foto|picture|photo|screenshot|skærmbillede|whatsapp image|unavngivet|untitled)[ _-]*[\d ._-]*",
    re.I,
)
"""The name of a file, with or without its ending, or a word that was there before."""

_PICTURE_OF = re.compile(
    r"(et |en )?(billede|foto|fotografi|tegning|illustration) (af|fra|som viser|der viser)\b"
    r"|(an? )?(image|picture|photo|photograph|drawing|illustration) (of|from|showing)\b"
    r"|(på )?(billedet|fotoet) (viser|ses|ser man|ser vi)\b",
    re.I,
)


def check_alt_words(content: ContentCollection) -> Iterator[Problem]:
    """Advise on text alternatives that are a file's name, or say that the picture is one."""
    for parsed in content.parsed_entries:
        for path, image in entry_images(parsed.entry) if parsed.entry else ():
            if message := _alt_message(image.alt.strip()):
                # Only now, since finding the line reads the fields again.
                line, written = parsed.fields.locate((*path, "alt"))
                yield _alt_problem(parsed.file, message, line or 1, written)
        for reference in parsed.body.images:
            if message := _alt_message((reference.alt or "").strip()):
                yield _alt_problem(parsed.file, message, reference.line, INLINE)


def is_file_name(text: str) -> bool:
    """Return whether a text is such as cameras and programs give to a picture, and says nothing of it."""
    return _FILE_NAME.fullmatch(text) is not None


def _alt_message(alt: str) -> tuple[str, str, dict[str, object]] | None:
    """Return what is to be said of a text alternative: message, remedy and their parameters; None for nothing."""
    if is_file_name(alt):
        return (
            N_("The text alternative “{alt}” looks like the name of a file."),
            N_("Write what a reader who cannot see the picture should know."),
            {"alt": alt},
        )
    if found := _PICTURE_OF.match(alt):
        return (
            N_("The text alternative begins with “{words}”, which screen readers say themselves."),
            N_("Begin with what the picture shows."),
            {"words": found[0]},
        )
    return None


def _alt_problem(
    source: str, said: tuple[str, str, dict[str, object]], line: int, written: str
) -> Problem:
    message, remedy, params = said
    return Problem(source, message, remedy, line, written, params, rule="alt-words")


def entry_videos(parsed: ParsedEntry) -> Iterator[tuple[Video, int]]:
    """Yield every video of an entry, and the line it begins on."""
    if isinstance(parsed.entry, Post) and parsed.entry.video:
        yield parsed.entry.video, parsed.fields.locate(("video",))[0] or 1
    for block in parsed.body.blocks:
        if isinstance(block.data, Video):
            yield block.data, block.line


def check_videos(content: ContentCollection) -> Iterator[Problem]:
    """Check that every video has one source, captions, and files that exist."""
    for parsed in content.parsed_entries:
        for video, line in entry_videos(parsed):
            for message, remedy, file in _video_problems(video, content.files):
                params = {"title": video.title, "file": file}
                yield Problem(parsed.file, message, remedy, line, "video", params, rule="video")


def _video_problems(video: Video, files: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if bool(video.url) == bool(video.file):
        yield (
            N_("The video “{title}” must have either an address or a file."),
            N_("Write adresse: for a film elsewhere, fil: for one of our own."),
            "",
        )
    if video.file and not video.captions:
        yield (
            N_("The video “{title}” has no captions."),
            N_("Write undertekster: and the way to a .vtt file."),
            "",
        )
    for file in filter(None, (video.file, video.captions)):
        if file not in files:
            yield (
                N_("The file {file} is not there."),
                N_("Put it in content/files and write files/ and its name."),
                file,
            )


def check_documents(content: ContentCollection) -> Iterator[Problem]:
    """Check that the files of a programme's documents exist."""
    for parsed, entry in readable_entries(content):
        for index, file in enumerate(document_files(entry)):
            if file and file not in content.files:
                yield parsed.problem(
                    ("documents", index, "file"),
                    N_("The file {file} is not there."),
                    N_("Put it in content/files and write files/ and its name."),
                    file=file,
                    rule="link-target",
                )


def check_consents(content: ContentCollection, now: datetime) -> Iterator[Problem]:
    """Check that no consent to show a picture has expired."""
    for parsed, entry in readable_entries(content):
        for path, image in entry_images(entry):
            if image.consent and image.consent.expires and image.consent.expires.instant <= now:
                yield parsed.problem(
                    (*path, "consent"),
                    N_("The consent to show {file} ran out on {date}."),
                    N_("Ask again and write the new date, or take the picture out."),
                    file=image.file,
                    date=format_date(image.consent.expires),
                    rule="consent",
                )
