"""The municipality's answer to an idea: where it stands, why, what it became, and who answers by when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nyspor.front_matter.editing import Value, change_field
from nyspor.front_matter.parsing import read_fields
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Idea
from nyspor.model.values import IdeaState
from nyspor.problems import N_
from nyspor.text.danish import Date, InvalidDate, parse_date

STATES = (IdeaState.CONSIDERED, IdeaState.ANSWERED, IdeaState.NOT_NOW, IdeaState.BECAME)
"""What an idea can be answered with, in the order in which it is offered."""


@dataclass(frozen=True)
class IdeaAnswer:
    """An answer; '' leaves the field as it is. `became` is the key of an entry, `answer_by` a day as it was typed."""

    text: str = ""
    state: IdeaState = IdeaState.ANSWERED
    became: str = ""
    responsible: str = ""
    answer_by: str = ""


def read_answer(written: Mapping[str, str]) -> IdeaAnswer:
    """The answer that an editor has written, as far as it can be read."""
    chosen = written.get("state", "")
    return IdeaAnswer(
        _one_line(written.get("answer", "")),
        next((state for state in STATES if state.value == chosen), IdeaState.ANSWERED),
        entry_key(written.get("became", "")),
        _one_line(written.get("responsible", "")),
        _one_line(written.get("answer_by", "")),
    )


def faults(answer: IdeaAnswer) -> dict[str, str]:
    """What is wrong with an answer: field → message id."""
    found = {}
    if not answer.text and not (answer.state.is_open and answer.answer_by):
        found["answer"] = N_("Write the answer.")
    if answer.state is IdeaState.BECAME and not answer.became:
        found["became"] = N_("Write what it became, such as pilots/naturstien or the address of its page.")  # fmt: skip
    if answer.answer_by:
        try:
            parse_date(answer.answer_by)
        except InvalidDate:
            found["answer_by"] = N_("Write the day with month and year, such as 15. januar 2027.")
    return found


def entry_key(written: str) -> str:
    """The key of the entry that an editor names, by the key itself or by the address of its page."""
    path = re.sub(r"^https?://[^/]+", "", written.strip()).strip("/")
    folder, _, slug = path.rpartition("/")
    kinds = {spec.url: spec.name for spec in kind_specs() if spec.url}
    return f"{kinds[folder]}/{slug}" if folder in kinds else path.removesuffix(".md")


def answered_idea(raw: bytes, path: str, answer: IdeaAnswer, today: Date) -> bytes:
    """An idea's file with an answer and a step of today; all else stays as it was written.

    An answer that was there before goes into the history, below the step it came with. Raises `CannotEdit`.
    """
    begin, fence, rest = raw.decode().replace("\r\n", "\n").partition("\n---\n")
    yaml = begin.removeprefix("---\n")
    before = read_fields(yaml, Idea, path).values
    steps = _steps(before.get("steps"), str(before.get("answer", "")) if answer.text else "")
    wanted: dict[str, Value] = {
        "state": answer.state.word,
        "answer": answer.text,
        "became": answer.became,
        "responsible": answer.responsible,
        "answer_by": answer.answer_by,
        "steps": [*steps, {"date": str(today), "state": answer.state.word}],
    }
    for name, value in wanted.items():
        if value:
            yaml = change_field(yaml, Idea, name, value)
    return f"---\n{yaml}{fence}{rest}".encode()


def _steps(written: object, answer: str) -> list[Mapping[str, Value]]:
    """The steps so far; the last one says the answer that is replaced."""
    items = [written] if isinstance(written, Mapping) else written
    steps = [dict(item) for item in items] if isinstance(items, list | tuple) else []
    if steps and answer:
        said = str(steps[-1].get("text", ""))
        steps[-1]["text"] = f"{said} {answer}".strip()
    return [*steps]


def _one_line(text: str) -> str:
    return " ".join(text.split())
