"""The licences of open data that are known by name."""

from __future__ import annotations

from typing import NamedTuple

EU_LICENCES = "http://publications.europa.eu/resource/authority/licence/"


class Licence(NamedTuple):
    """A licence: its name and where people read it; in the EU's list of licences, and its type in that of ADMS."""

    name: str
    address: str
    eu: str = ""
    type: str = ""


LICENCES = {
    licence.name: licence
    for licence in (
        Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.da", f"{EU_LICENCES}CC_BY_4_0", "Attribution"),
        Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.da", f"{EU_LICENCES}CC0", "PublicDomain"),
    )
}  # fmt: skip


def find_licence(text: str) -> Licence | None:
    """The licence with this name or this address; None for anything else."""
    if text.startswith("https://") and not any(letter.isspace() for letter in text):
        return Licence(text, text)
    return LICENCES.get(text)
