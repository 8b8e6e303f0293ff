"""The index that the browser searches, made by Pagefind from documents alone, and the words beside it.

A document becomes a small HTML page for Pagefind: the keys it is found by, each a word that no text has (`hjemq`), so
that Pagefind neither stems it nor takes it for the beginning of another. What results show is put into Pagefind's
files afterwards: as words to be found by it would double what a browser loads. English pages have their text for
keys: Pagefind's own rules are good for English.

Pagefind writes its filters in an order that differs from run to run, so the same documents do not give the same
bytes. The cache does: what is unchanged is not made again.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import pagefind
from pagefind.index import IndexConfig, PagefindIndex

from nyspor.model.kinds import Topic
from nyspor.search.documents import SearchDocument
from nyspor.search.indexed_words import keys_of
from nyspor.search.rules import rules_for_browser
from nyspor.search.vocabulary import Vocabulary, vocabulary
from nyspor.text.language import DEFAULT_LANGUAGE

KEY_END = "q"
"""What keys end with in the index."""

WORDS = "words.json"
"""The file beside the index by which queries are understood."""

FRAGMENT_MARK = b"pagefind_dcd"
"""What Pagefind's compressed files begin with."""

NOT_USED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
)
"""Parts of Pagefind that the site has no use for."""


def page(document: SearchDocument) -> str:
    """Return a document as the page that Pagefind is given."""
    filters = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">'
        for name, values in document.filters.items()
        for value in values
    )
    return (
        f'<!doctype html><html lang="{document.lang}"><head>{filters}</head>'
        f"<body>{''.join(_found_by(document))}</body></html>"
    )


def _found_by(document: SearchDocument) -> Iterator[str]:
    if document.lang == DEFAULT_LANGUAGE:
        for weight, keys in keys_of(document).items():
            marked = " ".join(f"{key}{KEY_END}" for key in keys)
            yield f'<p data-pagefind-weight="{weight}">{marked}</p>'
    else:
        yield f'<p data-pagefind-weight="7">{escape(document.title)}</p>'
        yield f'<p data-pagefind-weight="2">{escape(" ".join(document.hidden_words))}</p>'
        yield f"<p>{escape(document.text)}</p>"


def _shown(document: SearchDocument) -> dict[str, str]:
    """What a result shows besides the text."""
    shown = {
        "title": document.title,
        "summary": document.summary,
        "kind": document.kind,
        "date": document.date.iso if document.date else "",
        "picture": document.picture,
    }
    return {name: value for name, value in shown.items() if value}


def _show(fragment: Path, documents: Mapping[str, SearchDocument]) -> None:
    """Write what a result shows into the file that Pagefind loads for it."""
    found = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(FRAGMENT_MARK))
    document = documents[found["url"]]
    found |= {"content": document.text, "meta": _shown(document)}
    fragment.write_bytes(
        gzip.compress(FRAGMENT_MARK + json.dumps(found, ensure_ascii=False).encode(), mtime=0)
    )


def words_file(vocabulary: Vocabulary, total: int) -> bytes:
    """Return the words of a site as the browser is given them; `total` counts its documents."""
    found = {
        "total": total,
        "forms": [form or f"={key}" for key, form in vocabulary.forms.items()],
        "synonyms": vocabulary.synonyms,
        "rules": rules_for_browser(),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def index_digest(documents: Sequence[SearchDocument], topics: Sequence[Topic]) -> str:
    """Return the digest of an index: of what it is made from, of the rules, and of Pagefind's version."""
    digest = sha256(f"{pagefind.__version__}\n".encode())
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".yaml", ".xz"):
            digest.update(file.read_bytes())
    for found in (*documents, *((topic.slug, topic.search_words) for topic in topics)):
        digest.update(f"{found!r}\n".encode())
    return digest.hexdigest()[:16]


def search_index(documents: Sequence[SearchDocument], topics: Iterable[Topic], cache: Path) -> Path:
    """Return the folder in `cache` that holds the index of these documents, made anew only where they have changed."""
    topics = tuple(topics)
    folder = cache / index_digest(documents, topics)
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache, prefix=".new-") as new:
            built = Path(new) / "index"
            _write(documents, built)
            own = [document for document in documents if document.lang == DEFAULT_LANGUAGE]
            (built / WORDS).write_bytes(words_file(vocabulary(own, topics), len(own)))
            built.rename(folder)
        _remove_others(cache)
    return folder


def _remove_others(cache: Path) -> None:
    """Remove all indexes but the newest and the one before, which a build may just be reading."""
    found = [path for path in cache.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for old in sorted(found, key=lambda path: path.stat().st_mtime_ns)[:-2]:
        shutil.rmtree(old, ignore_errors=True)


def _write(documents: Sequence[SearchDocument], target: Path) -> None:
    """Let Pagefind index documents into the folder `target`."""
    with TemporaryDirectory(dir=target.parent) as source:
        for document in documents:
            file = Path(source) / document.address.strip("/") / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page(document), "utf-8")
        asyncio.run(_index(Path(source), target))
    of_address = {document.address: document for document in documents}
    for fragment in (target / "fragment").iterdir():
        _show(fragment, of_address)
    for pattern in NOT_USED:
        for file in target.glob(pattern):
            file.unlink()


async def _index(source: Path, target: Path) -> None:
    # Pagefind's Python API waits a tenth of a second for each answer, so the pages are added as one folder.
    config = IndexConfig(output_path=str(target))
    async with PagefindIndex(config=config) as index:
        await index.add_directory(str(source))
