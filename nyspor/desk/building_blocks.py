"""The building blocks as they are put into a text: each with an example, which the writer writes over."""

from __future__ import annotations

from dataclasses import dataclass

from nyspor.markdown.blocks import FIELD_BLOCKS, NAMES
from nyspor.problems import T_


@dataclass(frozen=True)
class BlockExample:
    """A building block with an example: what may stand after its name, and what is inside.

    `label` is a message id. `holds_text` says whether words of the text can be put into it.
    """

    name: str
    label: str
    argument: str
    inside: str
    holds_text: bool

    @property
    def opening(self) -> str:
        """The line that it begins with."""
        return f"::: {self.name} {self.argument}".rstrip()

    @property
    def text(self) -> str:
        """The whole block, as it is written."""
        return f"{self.opening}\n{self.inside}\n:::"


_EXAMPLES = {
    "facts": (T_("Fact box"), "Sådan foregår det", "Mødet varer **to timer**.\n\n- Kom, som du er.\n- Der er kaffe."),
    "quote": (T_("Quotation"), "Navn, rolle", "Vi begyndte med at lytte."),
    "keyfigures": (T_("Key figures"), "Kampagnen i tal", "- **500** forslag fra borgerne\n- **ca. 650** besøgende"),
    "figure": (T_("Picture"), "Foto: Navn", "![Hvad man ser på billedet.](../../images/billede.jpg)\n\nBilledtekst."),
    "table": (T_("Table"), "Hvor mange kom?", "| Møde | Deltagere |\n|---|---|\n| Det første | 18 |\n| Det andet | 24 |"),
    "question": (T_("Question"), "", "Hvad nu hvis naboen var den første, du spurgte?"),
    "video": (T_("Film"), "Filmen om stien", 'adresse: https://video.eksempel.example/stien\nvarighed: "2:10"'),
    "contact": (T_("Contact"), "", "navn: Sekretariatet\nforvaltning: Kultur og Fritid\ne-mail: sekretariat@kommune.example"),
}  # fmt: skip
"""By component: what the block is called, an argument, and what is inside. In Danish, as most texts are."""

_MADE_OF_PARTS = ("figure", "table", "keyfigures")


def block_examples() -> list[BlockExample]:
    """Return every building block that a text can have."""
    return [
        BlockExample(
            name,
            *_EXAMPLES[component],
            holds_text=component not in (*FIELD_BLOCKS, *_MADE_OF_PARTS),
        )
        for name, component in NAMES.items()
    ]
