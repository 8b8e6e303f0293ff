"""The social cards of pages without a picture: each that some page refers to, once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.model.kinds import Track
from nyspor.site.build_plan import Build, File, plan
from nyspor.site.social_cards import card_picture, draw, draw_cached, entry_card, site_card


def outputs(build: Build) -> Iterator[File]:
    library = build.library
    shown = [*library.entries.values(), *(library.unpublished.values() if build.preview else ())]
    # Entries of the same kind, language and tracks share one card: one entry of each is enough to know it.
    bare = (entry for entry in shown if not entry.has_picture)
    distinct = {(e.kind, e.lang, e.tracks, e.kind == Track.kind and e.key): e for e in bare}
    cards = {site_card(build.site), *(entry_card(build, entry) for entry in distinct.values())}
    for card in sorted(cards, key=lambda card: (card.kind, card.title)):
        address = card_picture(card, build.theme).widest.address
        if build.picture_cache:
            make = partial(draw_cached, card, build.theme, build.picture_cache)
        else:
            make = partial(draw, card, build.theme)
        yield File(urls.output_path(address), make, named_by_content=True)


def register() -> None:
    plan.connect(outputs)
