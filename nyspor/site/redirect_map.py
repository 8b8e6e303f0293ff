"""The list of addresses that lead on, as nginx reads it (`map … { include redirects.map; }`), so that it can answer 301."""

from __future__ import annotations

from collections.abc import Mapping

from nyspor.urls import quote_address

FILE = "redirects.map"
"""The list's path in the output folder."""


def redirect_map(targets: Mapping[str, str], base: str = "") -> bytes:
    """The list of earlier addresses with their targets: a line `"/old/" "/new/";` each, the target percent-encoded.

    nginx compares the decoded address without regard to case, and takes the first of two that are alike then for a
    fault, so only one of them is listed. `base` is the site's path, such as `/blog`.
    """
    lines: dict[str, str] = {}
    for earlier, target in sorted(targets.items()):
        if earlier.lower() == target.lower():
            continue  # it would lead to itself
        # A variable would begin with a dollar sign, and nothing else means anything between quotation marks.
        value = quote_address(base + target).replace("$", "%24")
        lines.setdefault(earlier.lower(), f"{_quoted(base + earlier)} {_quoted(value)};\n")
    return "".join(lines.values()).encode()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
