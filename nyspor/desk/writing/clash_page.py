"""Where two have changed the same lines: both versions side by side, and one text made of them by choosing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from nyspor.desk.answers import At, Sent, shown
from nyspor.desk.state import DeskState
from nyspor.desk.store.merging import Piece, joined, pieces
from nyspor.desk.store.texts import TextClash
from nyspor.desk.store.word_diff import Change, changed_words

OWN, CURRENT, EDITED = "own", "current", "edited"


@dataclass(frozen=True)
class Choice:
    """A part of the text as the page shows it; `number` is that of a question, 0 where nothing is to be chosen."""

    number: int
    own: str
    current: str

    @property
    def changes(self) -> Sequence[Change]:
        """From the colleague's version to one's own."""
        return changed_words(self.current, self.own)


def clash_page(state: DeskState, at: At, clash: TextClash, draft: str, error: str = "") -> Response:
    """The page that asks which version of each paragraph is to stand."""
    found = pieces(state.texts.version(clash.base), clash.current.raw, clash.own)
    context = {
        "file": clash.current.file,
        "base": clash.current.digest,
        "before": clash.base,
        "own": state.texts.remember(clash.own),
        "draft": draft,
        "choices": [*_choices(found)],
        "error": error,
    }
    state.texts.remember(clash.current.raw)
    return shown(state, at, "clash", 409, **context)


def _choices(found: Sequence[Piece]) -> Iterator[Choice]:
    number = 0
    for piece in found:
        number += piece.is_open
        own, current = (_text(raw) for raw in (piece.own, piece.current))
        yield Choice(number if piece.is_open else 0, own, current)


def _text(raw: bytes) -> str:
    return (
        raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    )


def chosen(found: Sequence[Piece], sent: Sent) -> bytes | None:
    """Return the text that was chosen, piece by piece; None where a question is not answered."""
    parts, number = [], 0
    for piece in found:
        number += piece.is_open
        part = _chosen(piece, number, sent) if piece.is_open else piece.own
        if part is None:
            return None
        parts.append(part)
    return joined(iter(parts))


def _chosen(piece: Piece, number: int, sent: Sent) -> bytes | None:
    answer = sent.one(f"choice-{number}")
    if answer == EDITED:
        lines = sent.one(f"text-{number}").replace("\r\n", "\n").split("\n")
        end = "\r\n" if b"\r\n" in piece.own + piece.current else "\n"
        return "".join(line + end for line in lines).encode()
    return {OWN: piece.own, CURRENT: piece.current}.get(answer)
