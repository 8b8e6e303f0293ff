"""A search answered by the service, where the browser runs no JavaScript. What was asked is stored and logged nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from nyspor import urls
from nyspor.forms_service.error_pages import Refused
from nyspor.forms_service.paging import page_number
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.submission_routes import sender_network
from nyspor.problems import N_
from nyspor.search.answers import Answer
from nyspor.search.filters import FILTERS, kind_labels
from nyspor.search.ready_index import answers_name
from nyspor.text.language import DEFAULT_LANGUAGE

MOST_VALUES = 8
"""The values of a filter that are shown, and those that are chosen."""

LANGUAGES = (DEFAULT_LANGUAGE, "en")


async def search(state: ServiceState, request: Request) -> Response:
    """The page of what answers a query."""
    given = request.query_params
    language = given.get("lang", DEFAULT_LANGUAGE)
    language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    if not state.searches.allow(sender_network(state, request), state.clock()):
        raise Refused(
            429,
            N_("Wait a minute"),
            N_("Very many searches came from your network. Go back in a minute, and search again."),
            language=language,
        )
    text = given.get("q", "").strip()
    chosen = {each.name: given.getlist(each.parameter) for each in FILTERS}
    file = state.factory.settings.forms.with_name(answers_name(language))
    answers = await asyncio.to_thread(state.searches.answers, file)
    answer = None
    if answers and text:
        answer = await asyncio.to_thread(answers.find, text, chosen, page_number(request))
    context = {
        "query": text,
        "kinds": kind_labels(),
        "is_ready": answers is not None,
        "answer": answer,
        **(links(text, chosen, answer, language) if answer else {}),
    }
    return state.pages.search(state.targets(), language, context)


def links(
    text: str, chosen: Mapping[str, Iterable[str]], answer: Answer, language: str
) -> dict[str, object]:
    """Where the page leads on to: narrower and wider results, other pages of them, and what was meant."""

    def address(query: str, values: Mapping[str, Iterable[str]], page: int = 1) -> str:
        pairs = [("q", query), *([("lang", language)] if language != DEFAULT_LANGUAGE else [])]
        pairs += [(f.parameter, value) for f in FILTERS for value in values.get(f.name, ())]
        pairs += [("side", str(page))] if page > 1 else []
        return f"{urls.SEARCH_ANSWERS}?{urlencode(pairs)}"

    def groups() -> Iterator[tuple[str, list[tuple[str, int, str, bool]]]]:
        for each in FILTERS:
            counts, own = answer.counts[each.name], set(chosen.get(each.name, ()))
            if len(counts) > 1 or own:
                shown = [p for n, p in enumerate(counts) if n < MOST_VALUES or p[0] in own]
                yield (
                    each.label,
                    [
                        (
                            value,
                            count,
                            address(text, {**chosen, each.name: own ^ {value}}),
                            value in own,
                        )
                        for value, count in shown
                    ],
                )

    return {
        "groups": list(groups()),
        "everything": address(text, {}) if any(chosen.values()) else "",
        "meant": address(answer.meant, {}),
        "before": address(text, chosen, answer.page - 1) if answer.page > 1 else "",
        "after": address(text, chosen, answer.page + 1) if answer.page < answer.pages else "",
    }
