"""The building blocks as they are put into a text: each with an example, which the writer writes over."""

from __future__ import annotations

from dataclasses import dataclass

from nyspor.markdown.blocks import FIELD_BLOCKS, NAMES
from nyspor.problems import T_


@dataclass(frozen=True)
class BlockExample:
    """A building block with an example: what may stand after its name, and what is inside.

    `label` is a message id, and so is `use`: what it is for. `holds_text` says whether words of the text can be put into it.
    """

    name: str
    label: str
    use: str
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
    "facts": (T_("Fact box"), T_("What the reader must be able to see at once, in a box: when, where, how."), "Sådan foregår det", "Mødet varer **to timer**.\n\n- Kom, som du er.\n- Der er kaffe."),
    "quote": (T_("Quotation"), T_("What somebody has said, set large, with name and role."), "Navn, rolle", "Vi begyndte med at lytte."),
    "keyfigures": (T_("Key figures"), T_("A few large figures, each with a word about what it counts."), "Kampagnen i tal", "- **500** forslag fra borgerne\n- **ca. 650** besøgende"),
    "figure": (T_("Picture"), T_("A picture in the text, with the photographer and a caption. The button Picture makes it for you."), "Foto: Navn", "![Hvad man ser på billedet.](../../images/billede.jpg)\n\nBilledtekst."),
    "table": (T_("Table"), T_("A table with a heading, which can be read on a telephone too."), "Hvor mange kom?", "| Møde | Deltagere |\n|---|---|\n| Det første | 18 |\n| Det andet | 24 |"),
    "question": (T_("Question"), T_("A question that makes the reader stop, set large."), "", "Hvad nu hvis naboen var den første, du spurgte?"),
    "video": (T_("Film"), T_("A film: its title, how long it is, and a link to where it is shown."), "Filmen om stien", 'adresse: https://video.eksempel.example/stien\nvarighed: "2:10"'),
    "contact": (T_("Contact"), T_("Whom the reader can write to or call."), "", "navn: Sekretariatet\nforvaltning: Kultur og Fritid\ne-mail: sekretariat@kommune.example"),
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
