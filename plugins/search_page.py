"""The page that searches the site, in each language that it has texts in.

Its script searches in the browser; without it the form asks the forms service, and the topics stand on the page anyway.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from nyspor import urls
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.search.answers import addresses_in
from nyspor.search.filters import FILTERS, kind_labels
from nyspor.search.ready_index import ReadyIndex, answers_name, read_index
from nyspor.site.build_plan import (
    Build,
    Context,
    File,
    Output,
    Page,
    complete,
    existing_paths,
    plan,
)
from nyspor.site.view_models import topics_by_letter
from nyspor.text.language import DEFAULT_LANGUAGE

TITLE = T_("Search")


def outputs(build: Build) -> Iterator[Page]:
    for language in languages(build):
        groups = topics_by_letter(build.library) if language == DEFAULT_LANGUAGE else ()
        address = urls.search_address(language)
        yield Page(
            urls.output_path(address),
            "search.html",
            partial(context, build, language, groups),
            language=language,
            values=(groups, languages(build), bool(build.forms_list)),
            address=address,
        )


def languages(build: Build) -> list[str]:
    """The languages of the site's texts, Danish first."""
    library = build.library
    found = {str(e.lang) for e in (*library.entries.values(), *library.unpublished.values())}
    return [DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE})]


def context(
    build: Build, language: str, groups: tuple[tuple[str, tuple[Link, ...]], ...]
) -> Context:
    translations = tuple((lang, urls.search_address(lang)) for lang in languages(build))
    return {
        "page": PageHead(
            build.translate(TITLE, language),
            urls.search_address(language),
            lang=language,
            translations=translations if len(translations) > 1 else (),
        ),
        "groups": groups,
        # Without a service the page itself is the answer: the script reads what was asked in the address.
        "action": urls.SEARCH_ANSWERS if build.forms_list else urls.search_address(language),
        "kinds": kind_names(build, language),
        "filters": FILTERS,
    }


def kind_names(build: Build, language: str) -> dict[str, str]:
    """What one thing of each kind is called in results."""
    return {name: build.translate(label, language) for name, label in kind_labels().items()}


def index_files(build: Build, planned: Mapping[str, Output]) -> Iterator[File]:
    """The index that lies ready, and what the service answers from; nothing where it knows a page that is gone."""
    found = read_index(build.index_folder) if build.index_folder else None
    if found is None or not _is_whole(found, existing_paths(planned.values())):
        return
    for name in found.files:
        # Pagefind names most of its files by what is in them.
        is_named = name.endswith(NAMED_BY_CONTENT)
        path = urls.output_path(f"{urls.SEARCH_INDEX}{name}")
        make = partial((found.folder / name).read_bytes)
        yield File(path, make, named_by_content=is_named, values=(found.digest, name))
    if build.forms_list:
        for language, file in found.answers.items():
            place = build.forms_list.absolute().with_name(answers_name(language))
            yield File(place.as_posix(), file.read_bytes, values=(found.digest, language))


NAMED_BY_CONTENT = (".pf_fragment", ".pf_index", ".pf_filter", ".pf_meta")


def _is_whole(found: ReadyIndex, paths: Collection[str]) -> bool:
    addresses = set[str]().union(*map(addresses_in, found.answers.values()))
    return all(urls.output_path(address) in paths for address in addresses)


def register() -> None:
    plan.connect(outputs)
    complete.connect(index_files)
