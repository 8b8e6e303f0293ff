"""The small pictures of the page beside a text, before a build has made them.

They are made as a build makes them, and kept where a build looks for them: it need not make them again.
"""

from __future__ import annotations

import re
from pathlib import Path
from threading import Semaphore

from starlette.exceptions import HTTPException
from starlette.responses import Response

from nyspor import urls
from nyspor.content.collection import ContentCollection
from nyspor.desk.store.loaded_content import LoadedContent
from nyspor.files.picture_cache import PictureCache
from nyspor.model.library import PictureFile
from nyspor.model.site import Rendition
from nyspor.site.image_renditions import (
    Focal,
    PictureChanged,
    all_renditions,
    make_rendition,
    shared_rendition,
)

NAME = r"[a-z0-9-]+\.[0-9a-f]{12}\.(?:webp|avif|jpg)"
_ADDRESS = re.compile(rf"/billeder/({NAME})")
_CROP = re.compile(r"-del-(\d{1,3})x(\d{1,3})-\d+\.")


def shown_from(html: str, folder: str) -> str:
    """Return a page whose pictures have the desk's addresses, below `folder`."""
    return _ADDRESS.sub(rf"{folder}\1", html)


_AT_ONCE = Semaphore(2)
"""A page of small pictures asks for many at once, each of which takes tens of megabytes to make."""

MEDIA_TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}


def rendition_answer(loaded: LoadedContent, cache: PictureCache | None, name: str) -> Response:
    """Answer with a rendition by its file name, which changes with what is in it. Raises `HTTPException` (404)."""
    found = rendition_file(loaded, cache, name)
    if found is None:
        raise HTTPException(404)
    kept = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(found, media_type=MEDIA_TYPES[name.rsplit(".", 1)[-1]], headers=kept)


def rendition_file(loaded: LoadedContent, cache: PictureCache | None, name: str) -> bytes | None:
    """Return the bytes of a rendition by its file name; None where no picture of the content has such a one."""
    if not re.fullmatch(NAME, name):
        return None
    address = f"/billeder/{name}"
    if cache and (made := cache.load(urls.output_path(address))):
        return made
    with _AT_ONCE:
        return _make(loaded(), loaded.folder, cache, address)


def _make(
    content: ContentCollection, folder: Path, cache: PictureCache | None, address: str
) -> bytes | None:
    digest, crop = address.split(".")[-2], _crop_in(address)
    # Of two files that are the same picture, each has renditions of its own name.
    same = ((f, p) for f, p in content.pictures.items() if p.digest == digest)
    wanted = ((f, p, _find(f, p, address, crop)) for f, p in same)
    file, picture, rendition = next((each for each in wanted if each[2]), ("", None, None))
    if picture is None or rendition is None:
        return None
    try:
        # Anybody at the desk may ask for any crop, so those are not kept.
        kept = None if crop else cache
        return make_rendition(folder / file, picture, rendition, kept, crop)
    except (PictureChanged, OSError):
        return None


def _crop_in(address: str) -> Focal | None:
    found = _CROP.search(address)
    return (float(found[1]), float(found[2])) if found else None


def _find(file: str, picture: PictureFile, address: str, crop: Focal | None) -> Rendition | None:
    offered = (shared_rendition(file, picture, crop),) if crop else all_renditions(file, picture)
    return next((each for each in offered if each.address == address), None)
