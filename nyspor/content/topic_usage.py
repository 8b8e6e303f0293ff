"""How much a topic is used: one that nobody uses helps no reader, and neither does one that most texts have."""

from __future__ import annotations

from nyspor.problems import N_

OVERUSED_SHARE = 0.25
"""A topic on a larger share of all posts and stories is overused."""
MIN_TEXTS = 8
"""With fewer posts and stories no topic counts as overused."""


def usage_remark(used: int, used_in_stream: int, stream_length: int) -> str:
    """Return a remark (a message id) on how much a topic is used, or '' where that is fine.

    `used` counts all texts with the topic, `used_in_stream` the posts and stories, of which there are `stream_length`.
    """
    if not used:
        return N_("Nobody uses it: use it or take it out.")
    if stream_length >= MIN_TEXTS and used_in_stream > OVERUSED_SHARE * stream_length:
        return N_("Used so much that it says little: would a narrower one do?")
    return ""
