"""Texts as people might leave them: right ones, changed at random in the fields, the Markdown, the name or the bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from nyspor.model.fields import danish_keys, record_in
from nyspor.model.kind_specs import find_kind, kind_specs
from nyspor.model.kinds import Comment, Entry, Idea
from tests.markdown.texts import PIECES
from tests.pictures import flat, packed, turned

Item = TypeVar("Item")


class Change(NamedTuple):
    """A file of a content folder as it is now; None where somebody removed it."""

    path: str
    content: bytes | None

    def __repr__(self) -> str:
        """The file as text, so that a fault can be read."""
        if self.content is None:
            return f"\n--- {self.path}: removed"
        shown = self.content.decode("utf-8", "backslashreplace") if self.is_text else "(bytes)"
        return f"\n--- {self.path!r}\n{shown}"

    @property
    def is_text(self) -> bool:
        return self.path.endswith((".md", ".yaml"))

    @property
    def is_shared(self) -> bool:
        """Whether other texts may be wrong because of it."""
        return self.content is None or not self.path.endswith(".md")


# --- what is put into a text -------------------------------------------------------------------------

CHARACTERS = (
    "a", " ", "\t", "\n", "æ", "Å", "a\u030a", "é", "ß", "ı", "Ł", "Ж", "α", "ế", "ش", "א", "ไ", "中", "ｦ",
    "🎉", "👨\u200d👩\u200d👧", "🇩🇰", "1\ufe0f\u20e3", "\u0301", "\u200b", "\u200d", "\u200e", "\u202e", "\u2066",
    "\u2069", "\ufeff", "\u00ad", "\u00a0", "\u202f", "\u2028", "\u2029", "\x00", "\x01", "\x02", "\x03", "\x07",
    "\x08", "\x0b", "\x0c", "\x1a", "\x1b[31m", "\x7f", "\x85", "\x9f", "\ue000", "\ufffd", "\ufffe", "\uffff",
    "\U0001ffff", "\U000e0041", "\r", "\r\n", "'", '"', "”", "»", "<", ">", "&", "&amp;", "&#0;", "&#xd800;", "&nbsp",
    "%", "%zz", "{", "}", "{{", "{%", "${x}", "{0}", "%s", "\\", "|", "#", ":", "-", "*", "_", "`", "~", "[", "]", "!",
    "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "klzzwxh:0", "\x02amp\x03", "nyspor:images/x.png", "]]>", "-->", "<![CDATA[",
)  # fmt: skip

VALUES = (
    "", "~", "null", "ja", "nej", "true", "0", "-1", "1", "2", "999999999999999999999999", "1e400", "-.inf", ".nan",
    "0x1F", "0o17", "010", "1_000", "1,5", "1.5", "12:30:45", "2026", "2026-11-23", "2026-02-30", "9999-12-31",
    "0001-01-01", "3. marts 2026", "3. marts 2026 kl. 9.00", "marts 2026", "ukendt", "2026-03-29 02:30",
    "2026-11-23T12:00:00+14:00", "i går", "[]", "[[]]", "[a, [b, {c: d}]]", "{}", "{a: b}", "{titel: X}",
    "{fil: images/forside.png, alt: A, kredit: B}", "{fil: images/liggende.jpg, alt: '<b>', kredit: '\"&'}",
    "{fil: files/stien.mp4, alt: A, kredit: B}", "{fil: ../../../etc/passwd, alt: A, kredit: B}", "images/forside.png",
    "[unge]", "unge", "[unge, unge]", "[byrum, unge]", "[fritid, idraet]", "aaby", "plan", "[anna]", "posts/stien-aabner",
    "[posts/stien-aabner, stories/broen]", "stories/broen", "kladde", "skjult", "udgivet", "engelsk", "dansk", "åbne",
    "[/blog/gammel/]", "[/]", "[/om/, /om]", "[/a?b=c]", "[/%C3%A5/]", "[//x.dk/]", "[/../x/]", "[/feeds/alt.rss]",
    "'enkelt ''citat'", '"dobbelt \\"citat\\" \\u00e6 \\x07"', "|\n  flere\n  linjer\n", ">-\n  foldet\n\n  tekst\n",
    "&a [*a]", "&a x", "*a", "!!str 1", "!!binary aGVq", "!!python/object:os.system x", "!!timestamp 2026-01-01",
    "!x y", "? a", "- a", "<script>alert(1)</script>", "<b>fed", "*kursiv* og **fed**", "Ord " * 60, "u" * 300,
    "<!-- skjult -->", "A <!-- b", "{{ site.name }}", "{% x %}", "æøå ÆØÅ", "مرحبا", "👩‍🔬", "a\u202eb", "x\u0301",
    "https://kommune.example/a?b=c&d=e#f", "javascript:alert(1)", "mailto:a@b.example", "https://[::1", "http://x y/",
    "https://video.example/film", "{navn: Bo, e-mail: bo@kommune.example}", "{navn: Bo, e-mail: forkert}",
    "{titel: Film, adresse: https://video.example/x}", "{fil: files/stien.mp4, undertekster: files/stien.vtt}",
    "[{navn: Bo, rolle: leder}]", "[{værdi: 1, tekst: x}]", "[{værdi: '10 %', tekst: x, kilde: y}]", "{tekst: x, navn: y}",
    "[{fase: idé, fra: 2025}]", "[{fase: idé, fra: 2025, til: 2024}]", "[{navn: Torvet, bredde: 55.6, længde: 12.1}]",
    "[{navn: Nul, bredde: .nan, længde: 1e99}]", "[{titel: K, adresse: https://k.example/, dato: 2014}]",
    "[{indikator: Ture, udgangspunkt: 1, mål: 5, målinger: [{dato: 2026, værdi: 3, kilde: x}]}]",
    "[{id: et, start: 2026-12-01 19:00, sted: Torvet}]", "[{id: et, start: 2026, sted: T}, {id: et, start: 2027, sted: T}]",
    "[{id: x, start: 0001-01-01 00:00, slut: 9999-12-31 23:59, sted: 'T,;\\\\\\n'}]", "{åbner: 2026-01-01, lukker: 2027-01-01}",
    "[{organ: Byrådet, medlemmer: [a, b]}]", "[{antal: 19, tekst: emner}]", "[{regel: links, begrundelse: x}]",
    "skov", "hav", "2013", "[2013, 2026]", "[12, ja, 2026-01-01, ~]", "A\u2028B", "A\\tB",
)  # fmt: skip

LINKS = (
    "[x](../../pilots/sti.md)", "[x](/pages/om.md#nej)", "[x](#x)", "[x]()", "[](om.md)", "[x](<a b.md>)", "[x](a b.md)",
    "[x](../../images/liggende.jpg)", "[x](../../files/stien.mp4)", "![x](../../images/forside.png)", "![](/images/forside.png)",
    "![x](../../images/findes-ikke.png)", "![x](https://x.example/a.png)", "[x](/om/)", "[x](/feeds/)", "[x](../../topics.yaml)",
    "[x](https://kommune.example/?a=1&b=2)", "<https://kommune.example/>", "<borger@kommune.example>", "www.kommune.example",
    "https://kommune.example/a_b_(c)", "borger@kommune.example", "[x](mailto:a@b.example?subject=Hej%20med)", "[x](tel:+4512345678)",
    "[x](javascript:alert(1))", "[x](file:///C:/x.docx)", "[x](C:\\\\x.docx)", "[x](http://localhost:8000/)", "[x][a]\n\n[a]: https://a.example 'T'",
    "[x][findes ikke]", "[*x*](https://x.example \"en 'titel'\")", "[x](//x.example/a)", "[x](http://[::1)", "[x](https://x.example/%zz)",
    "[x](nyspor:images/forside.png)", "[![x](../../images/forside.png)](https://x.example)", "[^1]", "[^1]: Note.", "[^a b]",
)  # fmt: skip

BLOCKS = (
    "# Rubrik", "## Rubrik", "## ", "## **Fed** `kode` [l](https://l.example)", "####### syv", "Rubrik\n===", "Rubrik\n---", "---", "***",
    "- a\n- b", "- a\n  - b\n      - c\n\n        d", "1. a\n2. b\n   - c", "1) a", "• a\n• b", "* a\n+ b", "-\n-", "- [ ] a", "Ord\n- a\n- b",
    "> a\n> > b", "> - a\n>     - b", ">", "```\nkode\n```", "```html\n<b>\n```", "````\n```\n````", "~~~\nx", "    kode", "\tkode", "`a``b`",
    "| a | b |\n|---|:-:|\n| 1 | 2 |", "| a |\n|---|\n| 1 | 2 |", "a | b\n- | -\n", "|||\n|-|-|\n|||", "Ord\n| a | b |\n|---|---|\n| 1 | 2 |",
    "| a \\| b | `c|d` |\n|---|---|\n| <br> | **x |", "Ord\n:   forklaring\n:   og en til", "Ord[^1].\n\n[^1]: Note\n\n    med afsnit", "[^1]: a\n[^1]: b",
    "[^1]: - a\n    - b", "*[HTML]: x", "**a *b* c**", "***a***", "**a", "a_b_c", "**fed**ord", "~~a~~", "==a==", "H~2~O", "a  \nb", "a\\\nb",
    '"Hej", sagde \'hun\'', "90'erne -- 1990---2000 ...", "(c) (tm) 1/2", "&copy; &lt; &#x1F600; &findesikke;", "\\* \\# \\<",
    "{: .klasse #id onclick=x}", "Ord {: #id }", "## R {#id}", "[TOC]", "{{ a }} {% b %}", "$x^2$", "@navn #tag",
    "<b>a</b>", "<div>a</div>", "<div markdown=1>\n*a*\n</div>", "<p>a", "</div></article></main>", "<script>a</script>", "<iframe src=https://x.example>",
    "<img src=/images/forside.png>", "<img src='../../images/forside.png' alt='x'>", "<a href=../../pages/om.md>x</a>", "<a href='javascript:x'>x</a>",
    "<table><tr><td>a", "<details><summary>a</summary>\n\nb\n\n</details>", "<br>", "<hr/>", "<!-- a -->", "<!-- a", "<!-->", "<?php x ?>", "<!DOCTYPE x>",
    "<svg onload=x>", "<style>*{}</style>", "<h1>a</h1>", "<sub>a", "<o:p>a</o:p>", "<math><mi>x</mi></math>", "<template>", "<select><option>", "<b <i>",
    "::: fakta Titel\nTekst.\n:::", "::: fakta\n\n:::", "::: citat Joy\nTekst.\n:::", "::: citat\nTekst.\n:::", "::: nøgletal Tal\n- **5** stier\n- **1.000** ture\n:::",
    "::: nøgletal\n- **500**\n:::", "::: billede Foto: N\n![x](../../images/liggende.jpg)\n\nTekst.\n:::", "::: billede\n![x](/images/forside.png)\n:::",
    "::: billede N\nTekst.\n:::", "::: billede N\n![a](/images/forside.png) ![b](/images/forside.png)\n:::", "::: tabel T\n| a | b |\n|---|---|\n| 1 | 2 |\n:::",
    "::: tabel\nTekst.\n:::", "::: spørgsmål\nHvad nu?\n:::", "::: video F\nadresse: https://video.example/x\n:::", "::: video\nfil: files/stien.mp4\nundertekster: files/stien.vtt\n:::",
    "::: video\nadresse: [\n:::", "::: kontakt\nnavn: Bo\ntelefon: 12 34 56 78\n:::", "::: kontakt\nnavn: {a: b}\n:::", "::: ukendt\nx\n:::", ":::", "::: fakta",
    "::: fakta A\n::: fakta B\nx\n:::\n:::", "- a\n\n    ::: fakta A\n    x\n    :::", "> ::: fakta A\n> x\n> :::", "::: fakta A\n- a\n- b\n\n| a |\n|---|\n| b |\n:::",
    "::: fakta A {: .x }\nx\n:::", "::: fakta <b>A\nx\n:::", "::: fakta A", "::: fakta *A* [l](https://l.example)\n# x\n:::", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x",
    "[caption id=1]x[/caption]", "TODO: x", "lorem ipsum dolor sit amet", "010190-1234", "Ord " * 400, "u" * 400, "\\", "\n\n\n\n",
    *("> " * 30 + "dybt", "- " * 30 + "dybt", "(" * 60, "[" * 60, "*" * 61 + "a", "![" * 30, "<b>" * 40, "`" * 41),
)  # fmt: skip

WORDS = st.lists(
    st.one_of(
        st.sampled_from(CHARACTERS), st.sampled_from(VALUES), st.text(st.characters(codec="utf-8"))
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
"""Words of a title or the like, with all sorts of things in them."""

WORDY = (
    "titel", "resume", "spørgsmål", "vision", "forvaltning", "serie", "periode", "tema", "leder", "kolofon", "bagside",
    "navn", "svar", "erfaringer", "principper", "partnere", "lederens_afsender",
)  # fmt: skip
"""Fields of words."""

LINES = (
    *("dato: 2013", "dato: marts 2026", "dato: ukendt", "dato: 2026-03-29 02:30", "dato: 9999-12-31", "dato: 0001-01-01"),
    *("dato: 2027-01-01", "opdateret: 2026-11-01", "opdateret: 1999", "status: kladde", "status: skjult", "eksempel: ja"),
    *("sprog: dansk", "sprog: engelsk", "kommune: beby", "program: plan", "spor: [byrum, unge]", "spor: []", "temaer: [idraet]"),
    *("afsendere: [bo, {navn: 'A <b>', rolle: '\"'}]", "afsendere: []", "relaterede: [stories/broen, pages/om]", "serie: Stien"),
    *("billede: {fil: images/liggende.jpg, alt: Fire farver, kredit: Foto}", "tidligere_adresser: [/gammel/æ/, /gl.html]"),
    *("billede: {fil: images/forside.png, alt: F, kredit: K, billedtekst: '*B*', fokus: [0.1, 0.9]}", "kommentarer: ingen"),
    *("billede: {fil: images/forside.png, alt: F, kredit: K, samtykke: {fra: A, givet: 2020, udløber: 2099}}", "kommentarer: lukkede"),
    *("kilder: [{titel: 'K & K', adresse: 'https://k.example/?a=1&b=2', dato: 2014}]", "spørgsmål: Hvad nu?"),
    *("video: {titel: F, adresse: 'https://v.example/'}", "video: {titel: F, fil: files/stien.mp4, undertekster: files/stien.vtt}"),
    *("citat: {tekst: 'Det *virker*', navn: Bo}", "nøgletal: [{værdi: 3, tekst: bænke}, {værdi: '1.000.000', tekst: kr., enhed: '%'}]"),
    *("nøgletal: [{værdi: -0.5, tekst: x, kilde: y}]", "magasin: [2026]", "nummer: 7", "nummer: -1", "farve: lyng", "forvaltning: Teknik"),
    *("kontakt: {navn: Bo, e-mail: bo@kommune.example, telefon: '12 34 56 78'}", "kontakt: {navn: Bo}", "pladser: 0", "optaget: 5"),
    *("opbevaring: 6", "ophører: 2026-12-01", "ophører: juni 2027"),
    *("faser: [{fase: idé, fra: 2025, til: 2026}]", "faser: []", "steder: [{navn: Torvet, bredde: 55.6, længde: 12.1}]"),
    *("steder: [{navn: Nul, bredde: 0, længde: 0}]", "følgegruppe: [{navn: Bo, rolle: leder}]", "erfaringer: [Det tager tid.]"),
    *("effekter: [{indikator: Ture, enhed: '%', udgangspunkt: 1, mål: 5, målinger: [{dato: 2026, værdi: 3.5, kilde: x}]}]",),
    *("effekter: [{indikator: Ingen, retning: ned, udgangspunkt: 0, mål: 0, målinger: [{dato: 2025, værdi: 0, kilde: x}]}]",),
    *("effekter: [{indikator: Store, målinger: [{dato: 2025, værdi: 1e300, kilde: x}, {dato: 2026, værdi: -1e300, kilde: x}]}]",),
    *("møder: [{id: a, start: 2026-12-01 19:00, slut: 2026-12-02 02:00, sted: 'T, 1; 2'}, {id: b, start: 2027, sted: T}]",),
    *("møder: [{id: a, start: 2026-10-25 02:30, sted: T, titel: '\\n', revision: 999999999999}]", "tilmelding: {lukker: 2026-12-01}"),
    *("møder: [{id: a, start: 9999-12-31 23:59, sted: T}, {id: b, start: 0001-01-01 00:00, sted: T}]", "tilmelding: {åbner: 2027}"),
    *("styring: [{organ: Byrådet, medlemmer: [a, b]}]", "udvælgelse: [{antal: 19, tekst: emner}, {antal: 0, tekst: x}]", "principper: [a]"),
    *("milepæle: [{titel: T, dato: 2998-12-31, omtalt_i: pages/om, sted: '<b>'}, {titel: '*U*', dato: ukendt, tekst: '&'}]",),
    *("dokumenter: [{titel: D, dato: 2026, adresse: 'https://d.example/?a=1&b=2'}, {titel: D, dato: ukendt, fil: files/stien.vtt}]",),
    *("forprojekter: [{titel: '<i>', erfaringer: Spørg., omtalt_i: pages/om, kilde: x}]", "udvælgelse: [{antal: 999999999, tekst: a, kilde: k}, {antal: 3, tekst: b, dato: 2026, hvordan: c}]"),
    *("forsøg: ja", "medvirkende: [{navn: Bo}]", "leveres_til: stier", "periode: 2014-2017", "undtag: [{regel: ukendt, begrundelse: x}]"),
    *("oversat_fra: pages/om", "oversat_fra: posts/stien-aabner", "svar_på: '1'", "tilstand: overvejes", "tilstand: blev til noget"),
    *("blev_til: pilots/sti", "svar: |\n  Et\n\n  To", "modtaget: 2026", "leder: |\n  Et *to*\n\n  [x](https://x.example)"),
)  # fmt: skip
"""Fields as they may stand."""

KEYS = sorted(
    {
        key
        for model in (*(spec.model for spec in kind_specs()), Comment, Idea)
        for record in (model, *map(record_in, (f.annotation for f in model.model_fields.values())))
        if record
        for key in danish_keys(record)
    }
)
"""The names of all fields."""

NAMES = (
    "a", "A", "stien-åbner", normalize("NFD", "stien-åbner"), "med mellemrum", "MED-STORE", "a.b", "a.en", "a.EN", "a.de", "🎉", "!!!",
    "100%", "a#b", "a?b", "a&b", "a'b", 'a"b', "a<b>", "a;b", "a\\b", "%2e%2e", "index", "side", "2", "om", "feeds", "stien-aabner", "Stien-Aabner",
    "stien-aabner - Kopi", "stien-aabner (1)", "kopi af stien-aabner", "kolofon", "leder", "con", "x" * 120, "-", "_", "ﬁ", "İ", "ß", "a\u200bb", "a\nb", "a\tb",
    "{{x}}", "{x}", "__init__", "null", "1e3",
)  # fmt: skip

FOLDERS = (
    "posts", "posts/2026", "stories/2026", "pages", "tracks", "pilots", "workgroups", "programmes", "magazine/2027",
    "magazine/2026", "comments/posts/stien-aabner", "comments", "ideas", "images", "files", "", "events", "posts/2026/dybt/nede",
)  # fmt: skip

# --- edits of a text ---------------------------------------------------------------------------------

Edit = Callable[[DrawFn, str], str]
"""An edit of a text."""


def place_in(draw: DrawFn, items: str | list[str]) -> int:
    return draw(st.integers(0, len(items)))


def line_removed(draw: DrawFn, text: str) -> str:
    lines = text.split("\n")
    del lines[draw(st.integers(0, len(lines) - 1))]
    return "\n".join(lines)


def line_repeated(draw: DrawFn, text: str) -> str:
    lines = text.split("\n")
    line = lines[draw(st.integers(0, len(lines) - 1))]
    lines.insert(place_in(draw, lines), line)
    return "\n".join(lines)


def line_moved(draw: DrawFn, text: str) -> str:
    lines = text.split("\n")
    line = lines.pop(draw(st.integers(0, len(lines) - 1)))
    lines.insert(place_in(draw, lines), line)
    return "\n".join(lines)


def line_indented(draw: DrawFn, text: str) -> str:
    lines = text.split("\n")
    number = draw(st.integers(0, len(lines) - 1))
    lines[number] = (
        draw(st.sampled_from(("  ", "    ", "\t", "> ", "- ", "\u00a0"))) + lines[number]
    )
    return "\n".join(lines)


def character_put_in(draw: DrawFn, text: str) -> str:
    place = place_in(draw, text)
    character = draw(st.one_of(st.sampled_from(CHARACTERS), st.characters(codec="utf-8")))
    return text[:place] + character + text[place:]


def character_in_a_value(draw: DrawFn, text: str) -> str:
    """At the end of a line of the fields."""
    ends = [found.start() for found in re.finditer(r"\n", fields_of(text))]
    if not ends:
        return text
    place = draw(st.sampled_from(ends))
    return text[:place] + draw(st.sampled_from(CHARACTERS)) + text[place:]


def cut_off(draw: DrawFn, text: str) -> str:
    return text[: draw(st.integers(len(fields_of(text)), len(text)))]


def part_removed(draw: DrawFn, text: str) -> str:
    start, end = sorted((place_in(draw, text), place_in(draw, text)))
    return text[:start] + text[end:]


def fields_of(text: str) -> str:
    """The front matter of a text with its fences; '' where it has none."""
    found = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    return found[0] if found else ""


def field_set(draw: DrawFn, text: str) -> str:
    """A field, mostly one that may be there, gets another value."""
    own = re.findall(r"^(\w[\w-]*):", fields_of(text), re.MULTILINE)
    return with_field(text, draw(st.sampled_from(own + KEYS)), draw(st.sampled_from(VALUES)))


def line_added_to(kind: str) -> Edit:
    """The edit that adds a field which texts of a kind may have."""
    fitting = [line for line in LINES if line.partition(":")[0] in keys_of_kind(kind)]

    def line_of_fields_added(draw: DrawFn, text: str) -> str:
        key, _, value = draw(st.sampled_from(fitting or LINES)).partition(": ")
        return with_field(text, key, value)

    return line_of_fields_added


def keys_of_kind(kind: str) -> list[str]:
    """The names of the fields of a kind, by its folder."""
    spec = find_kind(kind)
    return danish_keys(
        {"comments": Comment, "ideas": Idea}.get(kind) or (spec.model if spec else Entry)
    )


def words_set(draw: DrawFn, text: str) -> str:
    """A field of words gets others, in quotes as they must be."""
    own = [key for key in WORDY if re.search(rf"^{key}:", fields_of(text), re.MULTILINE)]
    return with_field(
        text, draw(st.sampled_from(own or WORDY)), json.dumps(draw(WORDS), ensure_ascii=False)
    )


def with_field(text: str, key: str, value: str) -> str:
    """The text with this field, and no other of that name."""
    fields = fields_of(text)
    without = re.sub(rf"^{re.escape(key)}:.*\n(?:[ -].*\n)*", "", fields, flags=re.MULTILINE)
    start = without if without.startswith("---\n") else "---\n---\n"
    return start.replace("---\n", f"---\n{key}: {value.rstrip()}\n", 1) + text[len(fields) :]


def inner_field_set(draw: DrawFn, text: str) -> str:
    """A field within another, in a list or a record, gets another value."""
    places = list(re.finditer(r"(?<=[{,] )?\b\w+: ([^,}\n]+)", fields_of(text)))
    if not places:
        return text
    found = draw(st.sampled_from(places))
    value = draw(st.sampled_from([one for one in VALUES if "\n" not in one]))
    return text[: found.start(1)] + value + text[found.end(1) :]


def markdown(draw: DrawFn) -> str:
    """A piece of Markdown, maybe within a list, a quote, a building block, a table or a note."""
    piece = draw(
        st.one_of(
            st.sampled_from(BLOCKS),
            st.sampled_from(LINKS),
            st.lists(st.sampled_from((*PIECES, *LINKS, *CHARACTERS)), max_size=8).map("".join),
        )
    )
    for around in draw(st.lists(st.sampled_from(AROUND), max_size=2)):
        first, then, last = around
        piece = first + piece.replace("\n", f"\n{then}") + last
    return piece


AROUND = (
    ("- ", "    ", ""),
    ("1. a\n\n    ", "    ", ""),
    ("> ", "> ", ""),
    ("::: fakta Om\n", "", "\n:::"),
    ("::: citat Bo\n", "", "\n:::"),
    ("::: billede N\n![x](/images/liggende.jpg)\n\n", "", "\n:::"),
    ("::: tabel T\n| a | b |\n|---|---|\n| ", " ", " | c |\n:::"),
    ("Ord[^9]\n\n[^9]: ", "    ", ""),
    ("Ord\n:   ", "    ", ""),
    ("<div>\n", "", "\n</div>"),
    ("<details><summary>x</summary>\n\n", "", "\n\n</details>"),
    ("**", "", "**"),
    ("## ", "", ""),
    ("[", "", "](https://x.example)"),
    ("`", "", "`"),
    ("\n", "", "\n"),
)
"""What may stand before a piece, before each of its further lines, and after it."""


def markdown_put_in(draw: DrawFn, text: str) -> str:
    """Between two lines of the body, or anywhere in it."""
    start = len(fields_of(text))
    if draw(st.booleans()):
        breaks = [found.end() for found in re.finditer(r"\n", text[start:])]
        place = start + draw(st.sampled_from([0, *breaks]))
        return f"{text[:place]}\n{markdown(draw)}\n\n{text[place:]}"
    place = draw(st.integers(start, len(text)))
    return text[:place] + markdown(draw) + text[place:]


def body_replaced(draw: DrawFn, text: str) -> str:
    pieces = draw(st.lists(st.none(), max_size=5))
    return fields_of(text) + "\n" + "\n\n".join(markdown(draw) for _ in pieces) + "\n"


def word_replaced(draw: DrawFn, text: str) -> str:
    words = list(re.finditer(r"\w+", text))
    if not words:
        return text
    found, other = draw(st.sampled_from(words)), draw(st.sampled_from(words))
    new = draw(st.one_of(st.just(other[0]), st.sampled_from(LINKS), st.sampled_from(CHARACTERS)))
    return text[: found.start()] + new + text[found.end() :]


def rewritten(draw: DrawFn, text: str) -> str:
    """As another program saves it."""
    return draw(
        st.sampled_from(
            (
                text.replace("\n", "\r\n"),
                text.replace("\n", "\r"),
                f"\ufeff{text}",
                normalize("NFD", text),
                text.upper(),
                text.replace(" ", "\u00a0"),
                text.replace("\n", "\n\n"),
                text.rstrip("\n"),
                text + text,
                re.sub(r"---\n", "--- \n", text),
                "",
            )
        )
    )


EDITS: tuple[Edit, ...] = (
    *(markdown_put_in,) * 6,
    *(words_set,) * 3,
    *(body_replaced,) * 3,
    *(character_put_in,) * 2,
    character_in_a_value,
    field_set,
    inner_field_set,
    line_removed,
    line_repeated,
    line_moved,
    line_indented,
    part_removed,
    cut_off,
    word_replaced,
    rewritten,
)

# --- changes of a content folder ---------------------------------------------------------------------


@st.composite
def edited_texts(draw: DrawFn, seeds: Sequence[tuple[str, str]]) -> Change:
    """One of these files with their texts, edited, mostly under a name of its own."""
    path, text = draw(st.sampled_from(seeds))
    edits = (*EDITS, *(line_added_to(path.partition("/")[0]),) * 5)
    for edit in draw(st.lists(st.sampled_from(edits), min_size=1, max_size=3)):
        text = edit(draw, text)
    raw = text.encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 30)) == 30:
        raw = draw(
            st.sampled_from((text.encode("latin-1", "replace"), text.encode("utf-16"), raw[:-1]))
        )
    return Change(draw(names_of(path)), raw)


def names_of(path: str) -> SearchStrategy[str]:
    """The path of a changed text: mostly numbered, so that many stand beside each other in a site."""
    if path.endswith(".yaml"):
        return st.just(path)
    given = PurePosixPath(path)
    folder, stem, ending = given.parent, given.name.partition(".")[0], given.name.partition(".")[2]
    numbered = st.integers(0, 10**6).map(lambda number: f"{folder}/{stem}-{number}.{ending}")
    if path.startswith("magazine/"):
        numbered = st.integers(1990, 2040).map(lambda year: f"magazine/{year}/{given.name}")
    odd = st.builds(
        lambda inside, name, end: str(PurePosixPath(inside) / f"{name}.{end}"),
        st.one_of(st.just(str(folder)), st.just(str(folder)), st.sampled_from(FOLDERS)),
        st.sampled_from((*NAMES, stem)),
        st.sampled_from((ending, ending, ending, "en.md", "MD", "markdown", "txt", "md~")),
    )
    return st.one_of(*(numbered,) * 8, st.just(path), odd)


def _pictures() -> dict[str, bytes]:
    upright = turned(6, part=40)
    png = packed(flat("RGB", (1, 2, 3)), "PNG")
    frames = packed(
        flat("P", 1), "GIF", save_all=True, append_images=[flat("P", 2)], duration=100, loop=0
    )
    return {
        "small.png": png,
        "one.png": packed(flat("RGB", 0, (1, 1)), "PNG"),
        "thin.png": packed(flat("RGB", 0, (3000, 1)), "PNG"),
        "tall.jpg": packed(flat("L", 9, (1, 2500)), "JPEG"),
        "turned.jpg": upright,
        "cmyk.jpg": packed(flat("CMYK", (1, 2, 3, 4)), "JPEG"),
        "grey.png": packed(flat("I;16", 40000), "PNG"),
        "clear.png": packed(flat("RGBA", (1, 2, 3, 0)), "PNG"),
        "bits.png": packed(flat("1", 1), "PNG"),
        "moving.gif": frames,
        "web.webp": packed(flat("RGB", 5), "WEBP"),
        "cut.jpg": upright[: len(upright) // 2],
        "cut.png": png[: len(png) // 2],
        "empty.png": b"",
        "text.png": b"ikke et billede",
        "wrong-name.jpg": png,
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "bytes.png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    }


PICTURES = _pictures()


@st.composite
def changed_pictures(draw: DrawFn, used: tuple[str, ...]) -> Change:
    """A picture that texts show, or a new one, of another sort, or cut off."""
    name = draw(st.sampled_from(sorted(PICTURES)))
    path = draw(st.sampled_from((*used, f"images/{name}", f"posts/2026/{name}", name)))
    return Change(path, PICTURES[name])


def changed_sites(seeds: Mapping[str, str], files: Collection[str]) -> SearchStrategy[list[Change]]:
    """Changes of a content folder that has these texts and other `files`: of some twenty texts, and of a file
    that several texts need.
    """
    pictures = tuple(sorted(file for file in files if file.startswith("images/")))
    shared = {path: text for path, text in seeds.items() if path.endswith(".yaml")}
    own = [item for item in seeds.items() if item[0] not in shared]
    own += [item for item in own if item[0].startswith(("posts/", "stories/"))] * 2
    removed = st.sampled_from(sorted((*seeds, *files))).map(lambda path: Change(path, None))
    needed = st.one_of(edited_texts([*shared.items()]), changed_pictures(pictures), removed)
    some_texts = st.lists(edited_texts(own), max_size=12)  # five, as Hypothesis draws them
    parts = (st.lists(needed, max_size=1), some_texts, some_texts, some_texts, some_texts)
    return st.tuples(*parts).map(lambda drawn: [change for part in drawn for change in part])


def texts_in(base: Mapping[str, bytes]) -> dict[str, str]:
    """The texts and vocabularies of a content folder."""
    return {path: raw.decode() for path, raw in base.items() if path.endswith((".md", ".yaml"))}


# --- what is left of a fault -------------------------------------------------------------------------


def smallest(changes: list[Change], fails: Callable[[list[Change]], bool]) -> list[Change]:
    """The changes without all that is not needed for a fault: whole changes first, then lines of their texts."""
    needed = without_needless(changes, fails)
    for number, change in enumerate(needed):
        if change.content is None or not change.is_text:
            continue
        before, after, path = needed[:number], needed[number + 1 :], change.path

        def still_fails(lines: list[bytes]) -> bool:
            return fails([*before, Change(path, b"\n".join(lines)), *after])  # noqa: B023 - called at once

        lines = without_needless(change.content.split(b"\n"), still_fails)
        needed[number] = Change(path, b"\n".join(lines))
    return needed


def without_needless(items: list[Item], fails: Callable[[list[Item]], bool]) -> list[Item]:
    """The items without those that a fault does not need, taken out by halves, quarters and so on."""
    size = len(items)
    while size:
        size = (size + 1) // 2 if size > 1 else 0
        start = 0
        while size and start < len(items):
            fewer = items[:start] + items[start + size :]
            if fails(fewer):
                items = fewer
            else:
                start += size
    return items
