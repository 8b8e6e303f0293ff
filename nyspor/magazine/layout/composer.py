"""The composer: renders the sections of an issue to HTML, lays them out and paginates them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from markupsafe import Markup

from nyspor.magazine.layout import section_cache
from nyspor.magazine.layout.fit import Fit
from nyspor.magazine.layout.fonts_and_styles import layout_digest, print_styles
from nyspor.magazine.layout.glyph_coverage import (
    covered_characters,
    glyph_problems,
    missing_characters,
    with_known_characters,
)
from nyspor.magazine.layout.inputs import DocumentInputs
from nyspor.magazine.layout.layout_problems import LayoutProblems
from nyspor.magazine.layout.page_measures import shrinkable
from nyspor.magazine.layout.page_problems import page_problems
from nyspor.magazine.layout.pagination import PageNumbers, PaginatedIssue, paginate
from nyspor.magazine.layout.section_cache import LayoutJob
from nyspor.magazine.layout.section_html import (
    link_attributes,
    render_section,
    rewrite_links,
    section_environment,
)
from nyspor.magazine.layout.section_layout import SECTION_URL, SectionLayout
from nyspor.magazine.layout.tag_recorder import PAGE_REFERENCE
from nyspor.magazine.sections import Section
from nyspor.problems import Problem
from nyspor.site.build_fault import BuildFault

SHORT_LAST_PAGE = 0.2
"""A last page that is filled less than this share looks left over."""

_WEB_LINK = re.compile(r'<a [^>]*class="(?:footnote-backref|headerlink)"[^>]*>.*?</a>', re.DOTALL)
"""Links that are of use on the web only."""

_SHOWN_ADDRESS = re.compile(r"<a ([^>]*>(?:https?://|www\.)[^<\s]+</a>)")
"""Links whose words are an address, in which a hyphen at the end of a line would be taken for a part of it."""


class Composer:
    """Renders, lays out and paginates the sections of one document."""

    def __init__(
        self,
        inputs: DocumentInputs,
        on_section: Callable[[Section, int], None] = lambda section, pages: None,
    ) -> None:
        """`on_section` is called with every section that is laid out, and its number of pages."""
        self.environment = section_environment(inputs.entry, inputs.theme)
        self.names: frozenset[str] = frozenset()
        self._inputs = inputs
        self._on_section = on_section
        self._styles = print_styles(inputs.theme)
        self._digest = layout_digest(self._styles, inputs.theme)
        self._used: set[str] = set()

    def compose(
        self, sections: tuple[Section, ...], expected: PageNumbers | None = None
    ) -> PaginatedIssue:
        """Return all sections on their pages; `expected` are the page numbers of the last time.

        Raises `LayoutProblems`.
        """
        self.names = frozenset(section.name for section in sections)
        numbers = expected or {}
        rendered = [(section, self.render(section, numbers)) for section in sections]
        self._check_glyphs(rendered)
        self._fill_cache(rendered)
        issue = paginate(sections, self.fit, numbers)
        self._check_pages(sections, issue)
        return issue

    def _check_pages(self, sections: Sequence[Section], issue: PaginatedIssue) -> None:
        """Raise `LayoutProblems` where a reader could not read all that is on the pages."""
        found = [
            problem
            for section, laid_out in zip(sections, issue.sections, strict=True)
            for problem in self.page_problems(section, laid_out.layout, issue.numbers[section.name])
        ]
        if found:
            raise LayoutProblems(found)

    def page_problems(self, section: Section, layout: SectionLayout, page: int) -> list[Problem]:
        """Return what does not fit the pages of a section that begins on a page of the magazine."""
        return page_problems(layout, section.source, page, self._inputs.read_text)

    def _check_glyphs(self, rendered: Sequence[tuple[Section, str]]) -> None:
        """Raise `LayoutProblems` before anything is laid out where the fonts lack a character."""
        if found := self.glyph_problems(rendered):
            raise LayoutProblems(found)

    def glyph_problems(self, rendered: Sequence[tuple[Section, str]]) -> list[Problem]:
        """Return a problem for every line of the content that the fonts cannot show."""
        covered, inputs = covered_characters(self._inputs.theme), self._inputs
        checked = (
            (section.source, missing_characters(html, covered)) for section, html in rendered
        )
        missing = [(source, characters) for source, characters in checked if characters]
        return glyph_problems(missing, inputs.text_files(), inputs.read_text) if missing else []

    def _fill_cache(self, rendered: Sequence[tuple[Section, str]]) -> None:
        by_name = {section.name: section for section, _ in rendered}
        jobs = [LayoutJob(section.name, html, self._target(html)) for section, html in rendered]

        def on_section(name: str, pages: int) -> None:
            self._on_section(by_name[name], pages)

        with suppress(Exception):  # which comes up again where the section is known
            section_cache.fill_cache(jobs, self._inputs.theme, self._styles, on_section)

    def _target(self, html: str) -> Path:
        """Return the PDF file of a section's cache entry."""
        key = blake2b(self._digest + html.encode(), digest_size=16).hexdigest()
        self._used.add(key)
        return self._inputs.cache / f"{key}.pdf"

    def fit(self, section: Section, numbers: PageNumbers) -> SectionLayout:
        """Return the section's layout, set tighter where that saves a last page with only a few lines.

        Raises `BuildFault` with the section's text for an unexpected exception.
        """
        try:
            layout = self._fit(section, numbers)
        except Exception as error:
            raise BuildFault(section.title or section.name, section.source, error) from error
        self._on_section(section, layout.pages)
        return layout

    def _fit(self, section: Section, numbers: PageNumbers) -> SectionLayout:
        layout = self._fitted(section, numbers, Fit())
        if layout.pages > 1 and layout.last_page_fill < SHORT_LAST_PAGE:
            tight = self._fitted(section, numbers, Fit(tight=True))
            layout = min(layout, tight, key=lambda found: (len(found.faults), found.pages))
        return layout

    def _fitted(self, section: Section, numbers: PageNumbers, fit: Fit) -> SectionLayout:
        """Return the layout with as much set smaller as it takes; one with the fewest faults where that is not enough."""
        tried = []
        smaller: Fit | None = fit
        while smaller:
            layout = self.lay_out(self.render(section, numbers, smaller))
            tried.append(layout)
            smaller = smaller.smaller(shrinkable(layout.faults, layout.full_bleed))
        return min(tried, key=lambda layout: len(layout.faults))

    def render(self, section: Section, numbers: PageNumbers, fit: Fit | None = None) -> str:
        """Return the section as an HTML document.

        The contents show the page numbers of other sections. Stories only reserve space for them, so that a
        story is not laid out again because another became longer.
        """
        self.environment.globals["numbers"] = defaultdict(int, numbers)
        html = rewrite_links(render_section(self.environment, section), self._link_attributes)
        content = Markup(_SHOWN_ADDRESS.sub(r"<a data-address \1", _WEB_LINK.sub("", html)))
        sheet = self.environment.get_template("magazine/sheet.html")
        page = sheet.render(section=section, content=content, fit=fit or Fit())
        return with_known_characters(page)

    def _link_attributes(self, address: str) -> str | None:
        inputs = self._inputs
        return link_attributes(address, inputs.entry, self.names, inputs.site, _section_link)

    def lay_out(self, html: str) -> SectionLayout:
        """Return the layout of a section's HTML, from the cache where it has it."""
        target = self._target(html)
        if not section_cache.is_cached(target):
            section_cache.lay_out(self._inputs.theme, self._styles, html, target)
        return section_cache.load(target)

    def clean_cache(self) -> None:
        """Remove the sections that this issue no longer uses from the cache."""
        section_cache.remove_unused(self._inputs.cache, self._used)


def _section_link(name: str) -> str:
    return f'href="{SECTION_URL}{name}" {PAGE_REFERENCE}="{name}"'
