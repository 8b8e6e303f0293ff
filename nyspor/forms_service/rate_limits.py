"""How much one sender may send in an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limits:
    """How much one sender may send; 0 is no limit. A network is a /24 or a /64, an address all of its plus-addresses."""

    per_address_hour: int = 6
    per_network_hour: int = 30
    receipts_hour: int = 3
    links: int = 2
    """A text with more links than this gets a review note."""


NO_LIMITS = Limits(0, 0, 0)
