"""Checks of a release before anybody is served it: what no check of the content can see.

Only files that are not as in the last release are read, and those that lead to what is gone: the others were validated
with it.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from nyspor import urls
from nyspor.problems import N_, Problem

CHECKS = (
    "content", "links", "menus", "drafts", "future texts", "private data", "canonical addresses",
    "feeds", "sitemap", "forms", "size",
)  # fmt: skip
"""What a release has passed, as its manifest says."""

READABLE = (".html", ".xml", ".rss", ".atom", ".opml", ".json", ".jsonld", ".csv", ".ics", ".txt", ".css", ".js", ".svg", ".webmanifest")  # fmt: skip
"""Files that people can read as text."""

SERVICES = ("/forms/", "/desk/", "/health")
"""What another program answers, below the site's address."""

DRAFTS = urls.DRAFTS.strip("/")

MIN_PAGES = 20
"""A site with fewer pages may shrink as it likes."""

OWN_META = ("og:url", "og:image", "twitter:image")

MACHINE_PATH = N_("The file names a folder of the machine that it was made on.")
SECRET = N_("The file holds a secret.")

Read = Callable[[str], bytes]
"""Gives the bytes of a file of the release by its path."""


@dataclass(frozen=True)
class ReleaseFiles:
    """The files of a release: all paths, those that are new or changed, and those that the last release had as well."""

    paths: Collection[str]
    changed: Collection[str]
    gone: Collection[str] = ()
    before: Collection[str] = ()


def validate(
    files: ReleaseFiles,
    read: Read,
    url: str,
    unpublished: Iterable[str],
    private: Mapping[str, str],
    max_loss: int = 30,
) -> list[Problem]:
    """What keeps a release from being served.

    `url` is the site's address, `unpublished` the addresses of texts that are not to be seen yet, and `private` what may
    stand in no file (paths of this machine, secrets), each with the message that says so without saying it.
    `max_loss` is how many per cent of the pages of the last release may be gone.
    """
    site = _Site(url, files.paths)
    problems = [*_unpublished(files.paths, read, unpublished)]
    for path in sorted(files.changed):
        problems += _of_file(site, path, read(path), private)
    if files.gone:
        problems += _dangling(site, files, read)
    problems += _size(files, max_loss)
    return problems


class _Site:
    """Which addresses there are, below the site's own address."""

    def __init__(self, url: str, paths: Collection[str]) -> None:
        self.url = url
        parts = urlsplit(url)
        self.origin, self.base = f"{parts.scheme}://{parts.netloc}", parts.path
        self._paths = paths

    def target(self, link: str, page: str) -> str | None:
        """The path in the release that a link in a page leads to; None where it leads elsewhere."""
        link = link.strip()
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            if not (link + "/").startswith((self.url + "/", self.url + "?", self.url + "#")):
                return None
            path = parts.path
        elif not parts.path:
            return None
        elif link.startswith("/"):
            path = parts.path
        else:
            path = posixpath.join(f"{self.base}/", posixpath.dirname(page), parts.path)
            path = posixpath.normpath(path) + ("/" if parts.path.endswith("/") else "")
        if not (path + "/").startswith(self.base + "/"):
            return None
        below = unquote(path[len(self.base) :]) or "/"
        if below.startswith(SERVICES):
            return None
        return below

    def exists(self, address: str) -> bool:
        path = address.strip("/")
        return f"{path}/index.html".lstrip("/") in self._paths or (
            path in self._paths and not address.endswith("/")
        )

    def owns(self, address: str) -> bool:
        return address == self.url or address.startswith(self.url + "/")


def _of_file(
    site: _Site, path: str, content: bytes, private: Mapping[str, str]
) -> Iterator[Problem]:
    if not path.endswith(READABLE):
        return
    for secret, message in private.items():
        if secret.encode() in content:
            yield _problem(path, message)
    if path.endswith(".html"):
        yield from _of_page(site, path, content)
    elif path == "sitemap.xml":
        yield from _of_sitemap(site, path, content)
    elif path.endswith((".rss", ".atom")):
        yield from _of_feed(site, path, content)
    elif path.endswith(".json") and path.startswith("feeds/"):
        yield from _of_json_feed(site, path, content)


def links_in(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Element, attribute and address of every link, picture and form of a page."""
    if not content.strip():
        return
    document: html.HtmlElement = html.document_fromstring(content)
    for element, attribute, link, _ in document.iterlinks():
        if attribute is None or not isinstance(element.tag, str):
            continue  # a style's
        if attribute == "srcset":
            for candidate in link.split(","):
                yield element.tag, attribute, candidate.strip().split(" ")[0]
        elif element.tag == "link" and element.get("rel") in ("canonical", "alternate"):
            yield element.get("rel", ""), attribute, link
        else:
            yield element.tag, attribute, link
    for meta in document.iter("meta"):
        if meta.get("http-equiv") == "refresh":
            yield "refresh", "content", meta.get("content", "").partition("url=")[2]
        if meta.get("property") in OWN_META or meta.get("name") in OWN_META:
            yield "meta", "content", meta.get("content", "")


def _of_page(site: _Site, path: str, content: bytes) -> Iterator[Problem]:
    links = {(tag, link): None for tag, _, link in links_in(content)}
    for tag, link in links:
        leads_on = ("refresh", link) in links
        if tag in ("canonical", "meta") and not site.owns(link) and not leads_on:
            yield _problem(path, N_("The page says that its address is {link}, which is not the site's."), link=link)  # fmt: skip
            continue
        if tag == "form" and urlsplit(link).netloc and not site.owns(link):
            yield _problem(
                path, N_("A form is sent to {link}, which is not the site's."), link=link
            )
            continue
        target = site.target(link, path)
        if target is None or site.exists(target):
            continue
        if target.strip("/").split("/")[0] == DRAFTS:
            yield _problem(path, N_("A link leads to a draft: {link}"), link=link)
        else:
            yield _problem(path, N_("A link leads to nothing: {link}"), link=link)


def _of_sitemap(site: _Site, path: str, content: bytes) -> Iterator[Problem]:
    for place in _xml(content).iter("{*}loc"):
        yield from _own(site, path, (place.text or "").strip())


def _of_feed(site: _Site, path: str, content: bytes) -> Iterator[Problem]:
    root = _xml(content)
    for element in root.iter("{http://www.w3.org/2005/Atom}link"):
        if element.get("rel") == "self":
            yield from _own(site, path, element.get("href", ""), must_exist=False)
    for item in (*root.iter("item"), *root.iter("channel")):
        if (link := item.findtext("link")) is not None:
            yield from _own(site, path, link)


def _of_json_feed(site: _Site, path: str, content: bytes) -> Iterator[Problem]:
    feed = json.loads(content)
    for name in ("home_page_url", "feed_url"):
        if name in feed:
            yield from _own(site, path, feed[name])
    for item in feed.get("items", ()):
        if "url" in item:
            yield from _own(site, path, item["url"])


def _own(site: _Site, path: str, address: str, must_exist: bool = True) -> Iterator[Problem]:
    """That an address is the site's own, and that something is there."""
    target = site.target(address, path) if site.owns(address) else None
    if target is None:
        yield _problem(path, N_("An address is not the site's: {link}"), link=address)
    elif must_exist and not site.exists(target):
        yield _problem(path, N_("A link leads to nothing: {link}"), link=address)


def _xml(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _unpublished(
    paths: Collection[str], read: Read, unpublished: Iterable[str]
) -> Iterator[Problem]:
    for path in paths:
        if path.startswith(f"{DRAFTS}/"):
            yield _problem(path, N_("A draft is among the pages."))
    for address in unpublished:
        path = urls.output_path(address)
        if path in paths and not _leads_on(path, paths, read):
            yield _problem(path, N_("A text is among the pages that is not to be seen yet."))


def _leads_on(path: str, paths: Collection[str], read: Read) -> bool:
    """Whether a page only says that its text is gone, or leads on to another."""
    mark = path.replace("index.html", urls.GONE_MARK)
    return mark in paths or b'http-equiv="refresh"' in read(path)


def _dangling(site: _Site, files: ReleaseFiles, read: Read) -> Iterator[Problem]:
    """Pages that were not changed, and lead to what is gone."""
    gone = [_address_of(path) for path in files.gone if not path.endswith((".br", ".gz"))]
    pattern = re.compile(b"|".join(re.escape(address.encode()) for address in gone) or b"(?!)")
    for path in sorted(set(files.paths) - set(files.changed)):
        if path.endswith(".html") and pattern.search(content := read(path)):
            yield from _of_page(site, path, content)


def _address_of(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def _size(files: ReleaseFiles, max_loss: int) -> Iterator[Problem]:
    pages, before = (
        sum(path.endswith(".html") for path in paths) for paths in (files.paths, files.before)
    )
    if before >= MIN_PAGES and 100 * (before - pages) > max_loss * before:
        yield Problem(
            "",
            N_("The site has {pages} pages, and the last release had {before}."),
            N_("Is that meant? Then publish with: nyspor publish --allow-shrink"),
            params={"pages": pages, "before": before},
        )


def _problem(path: str, message: str, **params: object) -> Problem:
    return Problem(path, message, params=params)


def changed_files(now: Mapping[str, int], before: Mapping[str, int]) -> set[str]:
    """Paths whose file is not the very one (by inode) of the last release."""
    return {path for path, inode in now.items() if before.get(path) != inode}
