"""Lists in the terminal whose first column is what other commands are given: it is never cut off or divided."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from nyspor.console import translate

NARROWEST = 11
"""What each of the other columns has at least, with the space before it."""


def new_table(*headings: str) -> Table:
    """A table with these headings (message ids). The last columns give way first where the terminal is narrow."""
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(translate(heading), no_wrap=number == 0, overflow="fold")
    return table


def print_table(table: Table) -> None:
    """Print it as wide as the terminal, or wider where the first column and a little of the others need it."""
    console = Console(highlight=False, markup=False, emoji=False)  # cells hold what residents wrote
    first = table.columns[0]
    first.min_width = max(cell_len(str(cell)) for cell in (first.header, *first.cells))
    needed = first.min_width + NARROWEST * (len(table.columns) - 1)
    console.print(table, width=max(console.width, needed), crop=False)
