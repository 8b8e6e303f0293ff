"""Which page of a list an address asks for."""

from __future__ import annotations

from starlette.requests import Request

MOST_DIGITS = 5


def page_number(request: Request) -> int:
    """The number that the address gives; 1 where it gives none that could be one."""
    given = request.query_params.get("side", "1")
    return int(given) if given.isdecimal() and len(given) <= MOST_DIGITS else 1
