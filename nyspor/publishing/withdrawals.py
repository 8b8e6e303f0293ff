"""The list of what has been withdrawn (`data/withdrawn.jsonl`), and where it stands in a content folder.

A line says what is to be recognised, and nothing that would publish it again: paths, ids, digests. It holds for every
release, whatever comes back into the content folder from a backup or by Git.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b, sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from shutil import rmtree

from nyspor.content.image_reader import PICTURE_SUFFIXES
from nyspor.content.loader import scan_folder
from nyspor.content.picture_recipe import digest_of_picture
from nyspor.files.atomic_write import write_atomically
from nyspor.files.data_folder import DATA_FOLDER
from nyspor.forms.submission_files import submission_number
from nyspor.problems import N_, Problem
from nyspor.publishing.manifest import digest_of
from nyspor.urls import entry_address, locate_entry

FILE = DATA_FOLDER / "withdrawn.jsonl"

COMMENT, TEXT, PICTURE, PERSON = KINDS = ("comment", "text", "picture", "person")


class Reason(StrEnum):
    """Why something was withdrawn: consent has ended, somebody asked, a mistake, the law, or something else."""

    CONSENT = "consent"
    REQUEST = "request"
    MISTAKE = "mistake"
    UNLAWFUL = "unlawful"
    OTHER = "other"


NAME_REMOVED = "Navn fjernet"
"""Stands in the content where a person's name was."""

_WORD = re.compile(r"\w+(?:-\w+)*")
"""What is joined by hyphens is one word, so that no address part or file name is taken for a name."""

_TAG = re.compile(r"<[^>]*>")
TEXTS = (".md", ".yaml")
"""Files of the content folder in which names stand."""

RemoveComment = Callable[[Path, str], object]
"""Removes a comment's file (content folder, path), and lets replies to it stand by themselves."""


@dataclass(frozen=True)
class Withdrawal:
    """Something that is to be published no more.

    `when` is ISO 8601, `reason` a code of `Reason`. `path` is the file in the content folder, `size` (bytes) and
    `digest` (SHA-256) its bytes; a picture has the digest that its published renditions are named by as `rendition`.
    Of a person there are the number of words in the name (`words`) and a digest of them (`name`).
    """

    kind: str
    when: str
    by: str = ""
    reason: str = Reason.OTHER.value
    path: str = ""
    size: int = 0
    digest: str = ""
    rendition: str = ""
    words: int = 0
    name: str = ""

    @property
    def id(self) -> str:
        """What it is called in the records of releases."""
        return sha256(f"{self.kind} {self.path} {self.digest} {self.name}".encode()).hexdigest()[
            :16
        ]

    @cached_property
    def submission(self) -> str:
        """The number of a comment or idea; '' for one whose file is not named by one."""
        return submission_number(self.path) if self.kind == COMMENT else ""

    def is_of_the_same(self, other: Withdrawal) -> bool:
        """Whether both are of one thing, such as one comment, whatever its file's name or bytes are."""
        if self.kind != other.kind:
            return False
        if self.submission and other.submission:
            return self.submission == other.submission
        return (self.path, self.name) == (other.path, other.name)

    @property
    def address(self) -> str:
        """The address of a text."""
        location = locate_entry(self.path) if self.kind == TEXT else None
        return entry_address(*location) if location else ""

    def to_line(self) -> bytes:
        fields = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


class InvalidList(Exception):
    """The list of what was withdrawn cannot be read; the message says where."""


def read_withdrawals(file: Path = FILE) -> list[Withdrawal]:
    """The list; empty where there is none. Raises `InvalidList`: what cannot be read would be published again."""
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InvalidList(f"{file}: {error.strerror}") from None
    found = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                found.append(Withdrawal(**json.loads(line)))
        except (ValueError, TypeError):
            raise InvalidList(f"{file}:{number}") from None
    return found


def add_withdrawals(new: Iterable[Withdrawal], file: Path = FILE) -> None:
    """Add what is not on the list yet."""
    if not (new := list(new)):
        return
    known = read_withdrawals(file)
    ids = {each.id for each in known}
    known += [each for each in new if each.id not in ids]
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(file, b"".join(each.to_line() for each in known))


def of_file(content: Path, kind: str, path: str, when: str, by: str, reason: str) -> Withdrawal:
    """The withdrawal of a file in the content folder. Raises `OSError`."""
    file = content / path
    raw = file.read_bytes()
    rendition = digest_of_picture(raw) if kind == PICTURE else ""
    return Withdrawal(kind, when, by, reason, path, len(raw), digest_of(file), rendition)


def of_person(name: str, when: str, by: str, reason: str) -> Withdrawal:
    words = _WORD.findall(name)
    return Withdrawal(PERSON, when, by, reason, words=len(words), name=digest_of_name(words))


def digest_of_name(words: Sequence[str]) -> str:
    return blake2b(" ".join(words).casefold().encode(), digest_size=16).hexdigest()


def spans_of_names(text: str, people: Iterable[Withdrawal]) -> list[tuple[int, int]]:
    """Where the names of withdrawn people stand in a text, in the genitive too, whatever is between their words."""
    wanted: dict[int, set[str]] = {}
    for each in people:
        wanted.setdefault(each.words, set()).add(each.name)
    words = list(_WORD.finditer(text)) if wanted else []
    found: list[tuple[int, int]] = []
    for number, digests in wanted.items():
        for first in range(len(words) - number + 1):
            window = words[first : first + number]
            name = [word[0] for word in window]
            if digest_of_name(name) in digests or (
                name[-1].endswith("s") and digest_of_name([*name[:-1], name[-1][:-1]]) in digests
            ):
                found.append((window[0].start(), window[-1].end()))
    return sorted(found)


def names_person(content: bytes, people: Sequence[Withdrawal]) -> bool:
    """Whether a page, a feed or another readable file names a withdrawn person, in its text or in an attribute."""
    text = html.unescape(html.unescape(content.decode(errors="replace")))
    return any(spans_of_names(each, people) for each in (text, _TAG.sub(" ", text)))


def found_in(content: Path, withdrawals: Sequence[Withdrawal]) -> list[tuple[Withdrawal, str]]:
    """What of the list stands in a content folder, with the files. People are looked for in all texts."""
    if not withdrawals:
        return []
    sizes = {path: stamp[2] for path, stamp in scan_folder(content).items()}
    return [
        (each, path)
        for each in withdrawals
        for path in (
            _texts_naming(content, sizes, each)
            if each.kind == PERSON
            else _files_like(content, sizes, each)
        )
    ]


def _files_like(content: Path, sizes: Mapping[str, int], each: Withdrawal) -> Iterator[str]:
    for path, size in sizes.items():
        if (
            (each.kind == TEXT and path == each.path)
            or (each.submission and each.submission == submission_number(path))
            or (size == each.size and size and digest_of(content / path) == each.digest)
        ):
            yield path


def _texts_naming(content: Path, sizes: Mapping[str, int], person: Withdrawal) -> Iterator[str]:
    for path in sizes:
        if path.endswith(TEXTS):
            text = (content / path).read_text("utf-8", errors="replace")
            if spans_of_names(text, [person]):
                yield path


def take_out(
    content: Path, withdrawals: Sequence[Withdrawal], remove_comment: RemoveComment
) -> list[str]:
    """Remove what is on the list from a content folder; return the files that were changed.

    A picture is replaced by a grey one of its size, and a person's name by `NAME_REMOVED`, so that no text breaks. The
    comments on a text go with it.
    """
    changed = []
    for each, path in found_in(content, withdrawals):
        file = content / path
        if each.kind == PERSON:
            _redact(file, each)
        elif path.endswith(PICTURE_SUFFIXES):
            write_atomically(file, grey_picture(file.read_bytes(), path))
        elif each.kind == COMMENT:
            remove_comment(content, path)
        else:
            file.unlink(missing_ok=True)
            if location := locate_entry(path):
                rmtree(content / "comments" / location.key, ignore_errors=True)
        changed.append(path)
    return changed


def _redact(file: Path, person: Withdrawal) -> None:
    text = file.read_bytes().decode(errors="surrogateescape")
    for start, end in reversed(spans_of_names(text, [person])):
        text = text[:start] + NAME_REMOVED + text[end:]
    write_atomically(file, text.encode(errors="surrogateescape"))


def grey_picture(raw: bytes, path: str) -> bytes:
    """A picture of one colour, as large as the one in `raw` and in the format of its suffix."""
    from PIL import Image  # slow to load

    with Image.open(BytesIO(raw)) as picture:
        size = picture.size
    buffer = BytesIO()
    kind = Image.registered_extensions()[PurePosixPath(path).suffix.lower()]
    Image.new("RGB", size, (200, 200, 200)).save(buffer, kind)
    return buffer.getvalue()


def is_grey(file: Path) -> bool:
    """Whether a picture is the one that takes a withdrawn one's place."""
    raw = file.read_bytes()
    return raw == grey_picture(raw, file.name)


def come_back(content: Path, withdrawals: Sequence[Withdrawal]) -> list[Problem]:
    """A problem for each withdrawn file that stands in the content folder again; people are looked for in pages."""
    files = [each for each in withdrawals if each.kind != PERSON]
    return [
        Problem(
            path,
            N_("{path} was withdrawn on {day}, and has come back."),
            N_("Remove it. If it may be public again, delete its line in {list}."),
            params={"path": path, "day": each.when[:10], "list": FILE},
        )
        for each, path in found_in(content, files)
    ]


def pages_naming(
    paths: Iterable[str], read: Callable[[str], bytes], withdrawals: Sequence[Withdrawal]
) -> list[Problem]:
    """A problem for each of these published files that names a withdrawn person."""
    people = [each for each in withdrawals if each.kind == PERSON]
    return [
        Problem(
            path,
            N_("The page names somebody whose name was withdrawn."),
            N_("Remove the name from the text. If it may be public again, delete its line in {list}."),
            params={"list": FILE},
        )
        for path in (sorted(paths) if people else ())
        if names_person(read(path), people)
    ]  # fmt: skip
