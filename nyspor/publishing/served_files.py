"""What is served, from a folder or over HTTP, compared file by file with what a manifest lists."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from nyspor import urls
from nyspor.publishing.compression import ENCODINGS
from nyspor.publishing.manifest import NOT_LISTED, digest_of
from nyspor.publishing.release_store import CURRENT, file_inodes
from nyspor.publishing.validation import links_in

TIMEOUT = 30.0
"""Seconds that a server may be silent."""

CHUNK = 1 << 16

NAMES_OF_ENCODINGS = {".br": "br", ".gz": "gzip"}
"""What HTTP calls the encodings of `compression.ENCODINGS`."""

NOT_SERVED = frozenset({"redirects.map"})
"""Files of a release that are for the web server itself."""

NOT_FOUND_PAGE = "404.html"


class Unreachable(Exception):
    """What is served could not be asked for; the message says why."""


class LeadsElsewhere(Unreachable):
    """The address that was to be checked leads on to another one, which is the message."""


class State(Enum):
    """How what is served at a path compares with the manifest."""

    SAME, CHANGED, MISSING = "same", "changed", "missing"


class Served(Protocol):
    """What is served somewhere."""

    is_remote: bool

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes at a path, None where there is nothing. Raises `Unreachable`, also beyond `limit` bytes."""

    def state(self, path: str, files: Mapping[str, str]) -> State:
        """How a path of a manifest's `files` is served. Raises `Unreachable`."""

    def unlisted(self, files: Mapping[str, str]) -> list[str]:
        """Paths that are served and not listed, so far as it can be known."""

    def close(self) -> None:
        """Close what is open; it is opened again where it is needed."""


class ServedFolder:
    """The document root of a release, given as itself, as the release's folder, or as the folder of releases."""

    is_remote = False

    def __init__(self, folder: Path, manifest: str) -> None:
        places = [folder, folder / "site", folder / CURRENT / "site"]
        self.folder = next((place for place in places if (place / manifest).is_file()), folder)

    def read(self, path: str, limit: int) -> bytes | None:
        try:
            with (self.folder / path).open("rb") as file:
                return _bounded(file.read(limit + 1), limit, path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreachable(f"{path}: {error.strerror}") from None

    def state(self, path: str, files: Mapping[str, str]) -> State:
        file = self.folder / path
        try:
            if not file.is_file():
                return State.MISSING
            return State.SAME if digest_of(file) == files[path] else State.CHANGED
        except OSError as error:
            raise Unreachable(f"{path}: {error.strerror}") from None

    def unlisted(self, files: Mapping[str, str]) -> list[str]:
        return sorted(file_inodes(self.folder).keys() - files.keys() - NOT_LISTED)

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Answer:
    """What a server answered: status, encoding, where it leads, the digest of the body and the body's beginning."""

    status: int
    encoding: str
    location: str
    digest: str
    beginning: bytes


class ServedSite:
    """A site on a web server; its pages are asked for by their addresses, as visitors do."""

    is_remote = True

    def __init__(self, url: str, context: ssl.SSLContext | None = None) -> None:
        """`context` says which certificates are trusted. Raises `ValueError` for what is no address of a site."""
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(url)
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError(url)
        self._scheme, self._host, self._port = parts.scheme, parts.hostname, parts.port
        self._base = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
        self._context = context
        self._own = threading.local()
        self._connections: list[HTTPConnection] = []

    def read(self, path: str, limit: int) -> bytes | None:
        response = self._get("/" + path, "identity")
        content = _bounded(self._receive(response, limit + 1), limit, path)
        if response.status == 200 and not response.getheader("Content-Encoding"):
            return content
        if response.status in (404, 410):
            return None
        if location := response.getheader("Location", ""):
            raise LeadsElsewhere(location.removesuffix(path))
        raise Unreachable(f"{path}: HTTP {response.status}")

    def state(self, path: str, files: Mapping[str, str]) -> State:
        plain, ending = _without_ending(path, files)
        encoding = NAMES_OF_ENCODINGS.get(ending, "identity")
        address = _address_of(plain)
        answer = self._ask(address, encoding)
        if answer.status in (301, 302, 307, 308) and plain != address.lstrip("/"):
            page = self._ask("/" + plain, encoding)  # the page stands in for the server's redirect
            if not ending and not self._leads_to(page.beginning, answer.location):
                return State.CHANGED
            answer = page
        if answer.status not in _statuses(plain, files):
            return State.MISSING if answer.status in (403, 404, 410) else State.CHANGED
        if plain in NOT_SERVED and answer.status == 404:
            return State.SAME
        listed = files[path if answer.encoding else plain]
        expected = answer.encoding in ("", encoding) and answer.digest == listed
        return State.SAME if expected else State.CHANGED

    def unlisted(self, files: Mapping[str, str]) -> list[str]:
        return []  # nobody can ask a server for everything that it has

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    def _leads_to(self, page: bytes, location: str) -> bool:
        """Whether the page that leads on leads where the server says."""
        wanted = self._path_of(location)
        refreshes = (link for kind, _, link in links_in(page) if kind == "refresh")
        return any(self._path_of(link) == wanted for link in refreshes)

    def _path_of(self, address: str) -> str:
        parts = urlsplit(address)
        return quote(parts.path, safe="/%") + (f"#{parts.fragment}" if parts.fragment else "")

    def _ask(self, address: str, encoding: str) -> Answer:
        response = self._get(address, encoding)
        digest, beginning = sha256(), b""
        for chunk in self._chunks(response):
            digest.update(chunk)
            beginning = beginning or chunk
        if response.status == 429 or response.status >= 500:
            raise Unreachable(f"{address}: HTTP {response.status}")
        found = response.getheader("Content-Encoding", "").strip().lower()
        return Answer(
            response.status, "" if found == "identity" else found,
            response.getheader("Location", ""), digest.hexdigest(), beginning,
        )  # fmt: skip

    def _get(self, address: str, encoding: str) -> HTTPResponse:
        """Ask on this thread's connection; once more on a new one where the server has closed it."""
        headers = {"Accept-Encoding": encoding, "User-Agent": "nyspor-verify", "Accept": "*/*"}
        for attempt in (1, 2):
            connection = self._connection()
            try:
                connection.request("GET", self._base + quote(address), headers=headers)
                return connection.getresponse()
            except (OSError, HTTPException) as error:
                connection.close()
                if attempt == 2:
                    raise Unreachable(f"{self._host}: {_reason(error)}") from None
        raise AssertionError

    def _connection(self) -> HTTPConnection:
        found: HTTPConnection | None = getattr(self._own, "connection", None)
        if found is None:
            if self._scheme == "https":
                context = self._context or ssl.create_default_context()
                found = HTTPSConnection(self._host, self._port, timeout=TIMEOUT, context=context)
            else:
                found = HTTPConnection(self._host, self._port, timeout=TIMEOUT)
            self._own.connection = found
            self._connections.append(found)
        return found

    def _receive(self, response: HTTPResponse, limit: int) -> bytes:
        content = b""
        for chunk in self._chunks(response):
            content += chunk
            if len(content) >= limit:
                self._own.connection.close()
                break
        return content

    def _chunks(self, response: HTTPResponse) -> Iterable[bytes]:
        try:
            while chunk := response.read(CHUNK):
                yield chunk
        except (OSError, HTTPException) as error:
            self._own.connection.close()
            raise Unreachable(f"{self._host}: {_reason(error)}") from None


def _statuses(plain: str, files: Mapping[str, str]) -> tuple[int, ...]:
    """The statuses with which a server may answer a file."""
    if plain == NOT_FOUND_PAGE or plain in NOT_SERVED:
        return 200, 404
    mark = plain.removesuffix("index.html") + urls.GONE_MARK
    is_gone = plain.endswith("/index.html") and mark in files
    return (200, 410) if is_gone else (200,)


def _without_ending(path: str, files: Mapping[str, str]) -> tuple[str, str]:
    """The file that a compressed copy is of, and the copy's ending; '' for a file of its own."""
    plain, ending = path[:-3], path[-3:]
    return (plain, ending) if ending in ENCODINGS and plain in files else (path, "")


def _address_of(path: str) -> str:
    """The address that a file answers at."""
    is_page = path == "index.html" or path.endswith("/index.html")
    return "/" + (path.removesuffix("index.html") if is_page else path)


def _bounded(content: bytes, limit: int, path: str) -> bytes:
    if len(content) > limit:
        raise Unreachable(f"{path}: > {limit} bytes")
    return content


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or repr(error)
