"""What people write by mistake: each is reported with what to do about it, or comes out right all the same.

A row is what is written, and what is said of it or shown. No mistake may cost a text, and none may end in a traceback.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize

import pytest
from PIL import Image as Picture

from nyspor.checks import check_content
from nyspor.content.collection import ContentCollection
from nyspor.content.fixes import fix_entry
from nyspor.content.loader import read_content
from nyspor.i18n.catalogues import translate_problem
from nyspor.model.address_book import AddressFile, PublishedAddress
from nyspor.problems import Problem
from nyspor.rules import Level, level_of
from tests.builders import NOW, TRACK, post_text, render_problems

POST = "posts/2026/x.md"
OTHER = "posts/2026/andet.md"


@dataclass(frozen=True)
class Error:
    """It keeps the text from being published, and is explained with these words."""

    words: str


@dataclass(frozen=True)
class Advice:
    """It is published, with a remark in these words."""

    words: str


@dataclass(frozen=True)
class Shown:
    """Nothing is said, and the text comes out as this HTML."""

    html: str


@dataclass(frozen=True)
class Fine:
    """Nothing is said."""


Expected = Error | Advice | Shown | Fine


def _png() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (1600, 1067), "red").save(file, "PNG")
    return file.getvalue()


PNG = _png()

SITE: dict[str, str | bytes] = {
    "tracks/gode-leveaar.md": TRACK,
    "stories/naturstien.md": "---\ntitel: Naturstien\nresume: Om stien.\ndato: 2014\n---\n\nTekst.\n",
    "pilots/zebrabyer.md": "---\ntitel: Zebrabyer\nresume: Om striber.\n---\n\nTekst.\n",
    OTHER: post_text(titel="Andet", tidligere_adresser="[/blog/andet/]"),
    "topics.yaml": "- slug: aeldre\n  navn: Ældre\n- slug: unge\n  navn: Unge\n",
    "municipalities.yaml": "- slug: roskilde\n  navn: Roskilde Kommune\n",
    "people.yaml": "- slug: laereren\n  navn: Læreren\n  rolle: Lærer på Skolen\n",
    "images/karavane.png": PNG,
    "files/rapport.pdf": b"%PDF-1.4",
}
"""The site that a mistake is made in."""


def site_with(folder: Path, files: Mapping[str, str | bytes]) -> ContentCollection:
    for name, content in {**SITE, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_content(folder)


def hold(
    folder: Path, files: Mapping[str, str | bytes], expected: Expected, shown: str = POST
) -> None:
    content = site_with(folder, files)
    found = check_content(content, NOW)
    report = render_problems(found)
    for problem in found:
        message, remedy = translate_problem(problem)
        assert message
        assert remedy, f"what to do about it? {message}"
        assert problem.rule
    if isinstance(expected, Error | Advice):
        level = Level.ERROR if isinstance(expected, Error) else Level.ADVICE
        said = [problem for problem in found if expected.words in render_problems([problem])]
        assert said, report
        assert {level_of(problem) for problem in said} == {level}, report
        assert_nothing_else_follows(found, said)
    else:
        assert found == [], report
        if isinstance(expected, Shown):
            assert expected.html in content.by_file[shown].body.html


def assert_nothing_else_follows(found: list[Problem], said: list[Problem]) -> None:
    """One mistake is told once; only a second place of the same mistake may be told too."""
    others = [problem for problem in found if problem not in said]
    assert {problem.rule for problem in others} <= {problem.rule for problem in said}, (
        render_problems(found)
    )


def fields(lines: str) -> str:
    """A post with these fields alone."""
    return f"---\n{lines}\n---\n\nTekst.\n"


def with_field(line: str) -> str:
    return fields(f"titel: T\nresume: R.\ndato: 2026\n{line}")


# What is written among the fields of a post.

TITLES: dict[str, tuple[str, Expected]] = {
    "no space after the colon": ("titel:Prøve", Error("Der mangler et mellemrum: »titel:Prøve«. Skriv »titel: Prøve«.")),
    "a no-break space after the colon": ("titel:\u00a0Prøve", Fine()),
    "a tab after the colon": ("titel:\tPrøve", Fine()),
    "a whole paragraph in the title": (f"titel: {'Sådan gik det til. ' * 20}", Advice("Titlen er på 379 tegn")),
    "a letter in the notation of HTML": ("titel: B&oslash;rn i byen", Advice("Skriv »Børn«.")),
    "an ampersand between words": ("titel: Leg & læring; og mere", Fine()),
    "a letter of another alphabet": ("titel: Vi mødеs i dag", Advice("har et bogstav fra et andet alfabet")),
    "a name in another alphabet": ("titel: Vi møder Олена i dag", Fine()),
    "a soft hyphen in the title": ("titel: Natur\u00adstien", Fine()),
    "a number sign cuts the title": ("titel: Vi er #1", Error('titel: "Vi er #1"')),
    "a number sign begins the title": ("titel: #1 i verden", Error('titel: "#1 i verden"')),
    "a comment behind the title": ("titel: Stien # arbejdstitel", Error("Det, der står efter #, bliver skjult")),
    "an exclamation mark first": ("titel: !Husk i dag", Error('titel: "!Husk i dag"')),
    "an ampersand first": ("titel: &Co er her", Error('titel: "&Co er her"')),
    "a star first": ("titel: *Vigtigt* nyt", Error('titel: "*Vigtigt* nyt"')),
    "brackets first": ("titel: [Ny] sti", Error('titel: "[Ny] sti"')),
    "brackets around it": ("titel: [Ny sti]", Error('titel: "[Ny sti]"'[7:])),
    "braces first": ("titel: {ny} sti", Error('titel: "{ny} sti"')),
    "a quotation mark of e-mail first": ("titel: > Re: sti", Error('titel: "> Re: sti"')),
    "a bar first": ("titel: | Sti", Error('titel: "| Sti"')),
    "an at sign first": ("titel: @kommunen svarer", Error('titel: "@kommunen svarer"')),
    "a backtick first": ("titel: `kode` for alle", Error('titel: "`kode` for alle"')),
    "a percent sign first": ("titel: %-point", Error('titel: "%-point"')),
    "a dash first": ("titel: - Sti", Error('titel: "- Sti"')),
    "a question mark first": ("titel: ? Hvorfor", Error('titel: "? Hvorfor"')),
    "quotes around the first word": ('titel: "Døren" står åben', Error("titel: '\"Døren\" står åben'")),
    "single quotes around the first word": ("titel: 'Døren' er åben", Error("titel: \"'Døren' er åben\"")),
    "a quote that is never closed": ('titel: "Døren står åben', Error('Anførselstegnet bliver ikke lukket')),
    "a colon in the title": ("titel: Sti: den nye", Error('titel: "Sti: den nye"')),
    "a colon and quotes in the title": ('titel: Sti: "den nye"', Error("titel: 'Sti: \"den nye\"'")),
    "an empty title": ("titel:", Error("Skriv, hvad teksten hedder")),
    "an empty title in quotes": ('titel: ""', Error("Skriv, hvad teksten hedder")),
    "words that YAML takes for others": ("titel: nej", Fine()),
    "quotes within the title": ('titel: Vi siger "hej" nu', Fine()),
}  # fmt: skip


@pytest.mark.parametrize("name", TITLES)
def test_titles(name: str, tmp_path: Path) -> None:
    line, expected = TITLES[name]
    hold(tmp_path, {POST: fields(f"{line}\nresume: R.\ndato: 2026")}, expected)


FIELDS: dict[str, tuple[str, Expected]] = {
    "indented with a tab": ("billede:\n\tfil: images/karavane.png", Error("rykket ind med tabulator")),
    "indented with no-break spaces": ("billede:\n\u00a0\u00a0fil: images/karavane.png\n\u00a0\u00a0alt: En vogn\n\u00a0\u00a0kredit: N", Fine()),
    "a number sign cuts a list": ("temaer: [aeldre, #unge]", Error("også slutningen af listen")),
    "a field of a story in a post": ("citat: Det virker", Error("Det hører til tekster i stories.")),
    "a field of a workgroup in a post": ("pladser: 12", Error("Det hører til tekster i workgroups.")),
    "a field without its place": ("alt: En vogn", Error("Det hører til under »billede«")),
    "a word of another system": ("forfatter: Redaktionen", Error("Mente du »afsendere«?")),
    "another word of another system": ("tags: [unge]", Error("Mente du »temaer«?")),
    "a slip in a field's name": ("temae: [unge]", Error("Mente du »temaer«?")),
    "a field twice": ("resume: Igen", Error("Feltet »resume« står der to gange")),
    "a status that is none": ("status: klar", Error("Skriv et af disse: kladde, udgivet, skjult.")),
    "comments with yes": ("kommentarer: ja", Error("Skriv et af disse: åbne, lukkede, ingen.")),
    "a language that is none": ("sprog: svensk", Error("Skriv et af disse: dansk, engelsk.")),
    "neither yes nor no": ("eksempel: måske", Error("Skriv ja eller nej.")),
    "a path of Windows in quotes": ('kilder: [{titel: "C:\\Users\\Redaktionen\\x.docx"}]', Error("»C:\\Users\\Redaktionen\\x.docx« er et sted på jeres egen computer")),
    "a path of Windows with tabs in it": ('kilder: [{titel: "C:\\temp\\notat.docx"}]', Error("er et sted på jeres egen computer")),
    "a server of Windows in quotes": ('kilder: [{titel: "\\\\server\\x.docx"}]', Error("er et sted på jeres egen computer")),
    "an address of a source without https": ("kilder: [{titel: X, adresse: www.kommune.example}]", Error("er ikke en adresse på nettet")),
    "a list where one text belongs": ("spørgsmål: [Hvor, hvornår]", Error("Skriv teksten på samme linje")),
    "a colon in a list of texts": ("kilder:\n  - titel: Plan: for stien", Error('- titel: "Plan: for stien"')),
    "an HTML comment that never ends": ("spørgsmål: Hvor <!-- husk", Error("spørgsmål")),
    "bold in a field": ("spørgsmål: Hvad er **vigtigst**?", Advice("Felter er ren tekst, så læserne ville se »**vigtigst**«")),
    "a link in a field": ("spørgsmål: Har du set [planen](https://x.example)?", Advice("»[planen](https://x.example)«")),
    "HTML in a field": ("spørgsmål: Hvor meget CO<sub>2</sub> er det?", Advice("»<sub>«")),
    "a letter that was lost": ("spørgsmål: Hvad b\ufffdr vi gøre?", Advice("et bogstav gået tabt: »b\ufffdr«")),
    "items without a space": ("temaer:\n  -aeldre\n  -unge", Error("Der mangler et mellemrum: »-aeldre«. Skriv »- aeldre«.")),
    "a rule that has no name like it": ("undtag: {regel: hvadsomhelst, begrundelse: Pynt}", Advice("Skriv reglens navn, som det står under rådet")),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_fields(name: str, tmp_path: Path) -> None:
    line, expected = FIELDS[name]
    hold(tmp_path, {POST: with_field(line)}, expected)


DATES: dict[str, tuple[str, Expected]] = {
    "two digits for the year": ("3/3/26", Fine()),
    "two digits with full stops": ("3.3.26", Fine()),
    "an hour alone": ("3. marts 2026 kl. 14", Fine()),
    "an hour of one digit": ("3. marts 2026 kl. 9", Fine()),
    "a time with a full stop": ("3. marts 2026 kl. 14.30", Fine()),
    "a time with a colon": ("3. marts 2026 kl 14:30", Fine()),
    "a day of the week": ("tirsdag den 3. marts 2026", Fine()),
    "a day of the week in short": ("Tirsdag d. 3. marts 2026", Fine()),
    "a month and day of one digit": ("2026-3-3", Fine()),
    "slashes from the year on": ("2026/03/03", Fine()),
    "a full stop behind": ("3. marts 2026.", Fine()),
    "a date as the English write it": ("March 3, 2026", Fine()),
    "the wrong day of the week": ("onsdag den 3. marts 2026", Error("Den dag er en tirsdag.")),
    "no year": ("3. marts", Error("Årstallet mangler i »3. marts«.")),
    "no year in figures": ("3/3", Error("Årstallet mangler i »3/3«.")),
    "a word": ("i morgen", Error("»i morgen« kan ikke læses som en dato.")),
    "a month that is none": ("3. marst 2026", Error("Der er ingen måned, der hedder sådan")),
    "a day that is none": ("31. april 2026", Error("Datoen 31. april 2026 findes ikke.")),
    "day nought": ("00-03-2026", Error("Datoen 00-03-2026 findes ikke.")),
    "month thirteen": ("2026-13-01", Error("Datoen 2026-13-01 findes ikke.")),
    "an hour that is none": ("3. marts 2026 kl. 25", Error("Sådan et klokkeslæt")),
    "a year with a nought first": ("0226", Error("Året 0226 kan ikke passe.")),
    "a year far ahead": ("3. marts 2062", Advice("3. marts 2062 ligger mange år ude i fremtiden.")),
    "a year before blogs": ("3. marts 1926", Advice("før der fandtes blogs")),
    "an empty date": ("", Error("Skriv en dato, fx dato: 3. marts 2026")),
    "a time alone": ("kl. 18.00", Error("Datoen mangler i »kl. 18.00«.")),
    "from one time to another": ("3. marts 2026 kl. 16-18", Error("går fra ét tidspunkt til et andet")),
    "from one day to another": ("3.-5. marts 2026", Error("går fra ét tidspunkt til et andet")),
    "from one year to another": ("2025-2028", Error("går fra ét tidspunkt til et andet")),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_dates(name: str, tmp_path: Path) -> None:
    date, expected = DATES[name]
    hold(tmp_path, {POST: fields(f"titel: T\nresume: R.\ndato: {date}")}, expected)


# What contradicts itself, by the kind of text.

HEAD = "titel: T\nresume: R.\n"

CONTRADICTIONS: dict[str, tuple[str, str, Expected]] = {
    "a revision that no calendar can hold": ("workgroups/g.md", "møder: {id: a, start: 3. juni 2027, sted: Her, revision: 999999999999}", Error("for stor")),
    "a meeting that a text tells of which is not there": ("workgroups/g.md", "møder: [{id: a, start: 22. oktober 2026 kl. 16, sted: S, omtalt_i: posts/referat}]", Error("posts/referat")),
    "more seats taken than there are": ("workgroups/g.md", "pladser: 12\noptaget: 15", Advice("Der er optaget flere pladser (15), end der er (12).")),
    "a sign-up that closes before it opens": ("workgroups/g.md", "tilmelding: {åbner: 1. juni 2026, lukker: 1. maj 2026}", Error("Tilmeldingen lukker, før den åbner.")),
    "members kept for no time": ("workgroups/g.md", "opbevaring: 0", Error("0 er for lille. Det skal være 1 eller mere.")),
    "members kept in words": ("workgroups/g.md", "opbevaring: et år", Error("»et år« er ikke et helt tal")),
    "a meeting after the group has ended": ("workgroups/g.md", "ophører: 30. juni 2026\nmøder: [{id: a, start: 22. oktober 2026 kl. 16, sted: S}]", Advice("Mødet ligger efter den 30. juni 2026, som er gruppens sidste dag.")),
    "a meeting that ends before it begins": ("workgroups/g.md", "møder: [{id: a, start: 22. oktober 2026 kl. 16, slut: 22. oktober 2026 kl. 14, sted: S}]", Error("Mødet slutter, før det begynder")),
    "a meeting many years ahead": ("workgroups/g.md", "møder: [{id: a, start: 22. oktober 2062 kl. 16, sted: S}]", Advice("ligger mange år ude i fremtiden")),
    "a phase that is none": ("pilots/g.md", "faser: [{fase: opstart}]", Error("idé, mobilisering, konsolidering, gevinstrealisering, afsluttet, stoppet")),
    "a phase that ends before it begins": ("pilots/g.md", "faser: [{fase: idé, fra: 2015, til: 2013}]", Error("Fasen slutter, før den begynder.")),
    "phases that overlap": ("pilots/g.md", "faser: [{fase: idé, fra: 2014, til: 2016}, {fase: mobilisering, fra: 2015}]", Advice("begynder, før »idé« slutter")),
    "phases out of order": ("pilots/g.md", "faser: [{fase: mobilisering, fra: 2015}, {fase: idé, fra: 2013}]", Advice("begynder før »mobilisering«")),
    "a measurement to come": ("pilots/g.md", "effekter: [{indikator: I, målinger: [{dato: 2027, værdi: 3, kilde: K}]}]", Error("Målingen er dateret 2027")),
    "a target in the wrong direction": ("pilots/g.md", "effekter: [{indikator: I, udgangspunkt: 100, mål: 50}]", Advice("Målet er 50 og udgangspunktet 100")),
    "a number that can be two": ("pilots/g.md", 'effekter: [{indikator: I, udgangspunkt: "1,000"}]', Error("Skriv 1000, hvis det er så mange, og 1, hvis")),
    "a thousand as Danes write it": ("pilots/g.md", "effekter: [{indikator: I, udgangspunkt: 1.000}]", Fine()),
    "a number as the English write it": ("pilots/g.md", 'effekter: [{indikator: I, udgangspunkt: "1,234.5"}]', Error("»1,234.5« er ikke et tal.")),
    "a number with decimals": ("pilots/g.md", 'effekter: [{indikator: I, udgangspunkt: "1.234,5", mål: "1300,5"}]', Fine()),
    "more than all": ("pilots/g.md", "effekter: [{indikator: Andel, enhed: pct., mål: 140}]", Advice("»Andel« er 140 procent")),
    "less than none": ("pilots/g.md", "effekter: [{indikator: Andel, enhed: procent, målinger: [{dato: 2025, værdi: -4, kilde: K}]}]", Advice("»Andel« er -4 procent")),
    "a growth of more than all": ("pilots/g.md", 'effekter: [{indikator: Vækst i besøg, enhed: "%", mål: 140}]', Fine()),
    "a full stop for decimals": ("pilots/g.md", 'effekter: [{indikator: I, udgangspunkt: "1,1", mål: 1.234}]', Advice("Her er »I« 1.234, og ellers højst 1,1. Et punktum deler tusinder. Skriv 1,234")),
    "a great growth": ("pilots/g.md", "effekter: [{indikator: I, udgangspunkt: 40, mål: 1.200}]", Fine()),
    "a unit in two ways": ("pilots/g.md", 'effekter: [{indikator: I, enhed: "%", mål: 40}, {indikator: J, enhed: procent, mål: 50}]', Advice("Enheden er skrevet »procent« her og »%« ovenfor.")),
    "a unit that is missing": ("pilots/g.md", "effekter: [{indikator: I, enhed: minutter, mål: 40}, {indikator: J, mål: 50}]", Advice("»J« har tal uden enhed.")),
    "an effect without numbers": ("pilots/g.md", "effekter: [{indikator: I, enhed: minutter, mål: 40}, {indikator: J}]", Fine()),
    "a measurement before the start": ("pilots/g.md", "faser: [{fase: idé, fra: 2025}]\neffekter: [{indikator: I, udgangspunkt: 2, målinger: [{dato: 2024, værdi: 3, kilde: K}]}]", Advice("Målingen fra 2024 er fra før den første fase, som begyndte 2025.")),
    "a baseline from before the start": ("pilots/g.md", "faser: [{fase: idé, fra: 2025}]\neffekter: [{indikator: I, udgangspunkt: 2, målinger: [{dato: 2024, værdi: 2, kilde: K}]}]", Fine()),
    "phases that run backwards": ("pilots/g.md", "faser: [{fase: stoppet, fra: 2014}, {fase: mobilisering, fra: 2015}]", Advice("Fasen »mobilisering« står efter »stoppet«")),
    "a selection that grows": ("programmes/p.md", "kilder: {titel: Referat}\nudvælgelse: [{antal: 8, tekst: emner}, {antal: 19, tekst: valgt}]", Advice("»valgt« er 19, og trinnet før er 8.")),
    "a selection without a source": ("programmes/p.md", "udvælgelse: [{antal: 19, tekst: emner}, {antal: 8, tekst: valgt}]", Advice("Vejen fra mange til få bliver ikke tegnet")),
    "a selection with a source": ("programmes/p.md", "udvælgelse: [{antal: 19, tekst: emner, kilde: Referat}, {antal: 8, tekst: valgt}]", Fine()),
    "a milestone without a date": ("programmes/p.md", "milepæle: [{titel: Temadag}]", Error("dato")),
    "a milestone that is told of nowhere": ("programmes/p.md", "milepæle: [{titel: Temadag, dato: ukendt, omtalt_i: posts/findes-ikke}]", Error("posts/findes-ikke")),
    "a pre-project that is told of nowhere": ("programmes/p.md", "forprojekter: [{titel: Stien, erfaringer: Spørg., omtalt_i: pilots/findes-ikke}]", Error("pilots/findes-ikke")),
    "a document whose file is not there": ("programmes/p.md", "dokumenter: [{titel: Plan, dato: 2026, fil: files/plan.pdf}]", Error("Filen files/plan.pdf findes ikke.")),
    "latitude and longitude exchanged": ("pilots/g.md", "steder: [{navn: Torvet, bredde: 12.08, længde: 55.64}]", Advice("ser ud til at være byttet om")),
    "one coordinate of two": ("pilots/g.md", "steder: [{navn: Torvet, bredde: 55.641}]", Error("Stedet »Torvet« har kun den ene")),
    "coordinates with commas": ("pilots/g.md", 'steder: [{navn: Torvet, bredde: "55,641", længde: "12,080"}]', Fine()),
    "a colour in numbers": ("tracks/g.md", "farve: #2a6", Error("Her står ikke noget ord; det, der følger efter #, bliver ikke læst.")),
    "two measurements of one date": ("pilots/g.md", "effekter: [{indikator: Tid, målinger: [{dato: 3. marts 2024, værdi: 3, kilde: Os}, {dato: 3. marts 2024, værdi: 4, kilde: Os}]}]", Advice("»Tid« har to målinger fra 3. marts 2024.")),
    "a telephone number in words": ("tracks/g.md", "kontakt: {navn: Bo, telefon: ring til os}", Advice("»ring til os« er ikke et telefonnummer.")),
    "a colour that is none": ("tracks/g.md", "farve: grøn", Error("skov, hav, ler, sol, bær, lyng, skifer, mos")),
    "a story twice in an issue": ("magazine/2026/issue.md", "år: 2026\nafsnit: [{titel: A, historier: [{historie: naturstien}, {historie: naturstien}]}]", Error("»Naturstien« er allerede med i magasinet")),
    "a number with its unit": ("pilots/g.md", "effekter: [{indikator: I, udgangspunkt: 310 besøg}]", Error("»310 besøg« er ikke et tal. Skriv kun cifre")),
    "a dash that is missing": ("pilots/g.md", "faser:\n  - fase: idé\n    fra: 2013\n    fase: mobilisering\n    fra: 2015", Error("bindestregen mangler foran »fase«. Skriv »- fase: mobilisering«.")),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradictions(name: str, tmp_path: Path) -> None:
    file, lines, expected = CONTRADICTIONS[name]
    hold(tmp_path, {file: f"---\n{HEAD}{lines}\n---\n\nTekst.\n"}, expected)


RELATIONS: dict[str, tuple[str, Expected]] = {
    "two topics without brackets": ("temaer: aeldre, unge", Error("[aeldre, unge]")),
    "two topics with and": ("temaer: aeldre og unge", Error("[aeldre, unge]")),
    "two topics, one of them unknown": ("temaer: aeldre, natur", Error("[aeldre, natur]")),
    "a topic by its name": ("temaer: Ældre", Error("Mente du »aeldre«?")),
    "a track by its title": ("spor: [At sikre flere gode leveår for borgerne]", Error("Mente du »gode-leveaar«?")),
    "a track with its å": ("spor: gode-leveår", Error("Mente du »gode-leveaar«?")),
    "a municipality by its name": ("kommune: Roskilde Kommune", Error("Mente du »roskilde«?")),
    "a municipality by half its name": ("kommune: Roskilde", Error("Mente du »roskilde«?")),
    "a sender by name": ("afsendere: Læreren", Error("Mente du »laereren«?")),
    "a sender on no list": ("afsendere: Bibliotekaren", Error('{navn: "Bibliotekaren", rolle: …}')),
    "a related text by its title": ("relaterede: Naturstien", Error("Mente du »stories/naturstien«?")),
    "a related text by its file": ("relaterede: ../../stories/naturstien.md", Error("Mente du »stories/naturstien«?")),
    "a related text by its address": ("relaterede: /historier/naturstien/", Error("Mente du »stories/naturstien«?")),
    "a related post with its year": ("relaterede: posts/2026/andet", Error("Mente du »posts/andet«?")),
    "related to itself": ("relaterede: posts/x", Advice("Teksten peger på sig selv")),
    "related twice": ("relaterede: [posts/andet, posts/andet]", Advice("»posts/andet« står der to gange.")),
    "a topic twice": ("temaer: [unge, unge]", Advice("»unge« står der to gange.")),
    "an earlier address in use": ("tidligere_adresser: [/spor/]", Error("er i brug")),
    "an earlier address of another": ("tidligere_adresser: [/blog/andet/]", Error("står også i")),
    "a rule that is none": ("undtag: {regel: alt-text, begrundelse: Pynt}", Advice("Mente du »alt-tekst«?")),
    "a text that is gone, and none like it": ("relaterede: stories/torsdagsbordet", Error("Disse findes")),
}  # fmt: skip


@pytest.mark.parametrize("name", RELATIONS)
def test_relations(name: str, tmp_path: Path) -> None:
    line, expected = RELATIONS[name]
    hold(tmp_path, {POST: with_field(line)}, expected)


# Files, and what several of them say together.

COPIED = post_text(titel="Andet")
ENGLISH = (
    "---\ntitel: {title}\nresume: R.\ndato: 2026\nsprog: engelsk\noversat_fra: {of}\n---\n\nText.\n"
)

FILES: dict[str, tuple[dict[str, str | bytes], Expected]] = {
    "a copy of Windows": ({"posts/2026/andet - Kopi.md": COPIED}, Advice("en kopi af posts/2026/andet.md")),
    "a copy of a Mac": ({"posts/2026/andet kopi.md": COPIED}, Advice("en kopi af posts/2026/andet.md")),
    "a copy in Danish": ({"posts/2026/kopi af andet.md": COPIED}, Advice("en kopi af posts/2026/andet.md")),
    "a copy in English": ({"posts/2026/andet copy.md": COPIED}, Advice("en kopi af posts/2026/andet.md")),
    "a second download": ({"posts/2026/andet (1).md": COPIED}, Advice("en kopi af posts/2026/andet.md")),
    "a copy of a shared drive": ({"posts/2026/andet (Redaktørens konflikt).md": COPIED}, Advice("en kopi af posts/2026/andet.md")),
    "a copy of another shared drive": ({"posts/2026/andet (conflicted copy 2026-03-03).md": COPIED}, Advice("en kopi af posts/2026/andet.md")),
    "two texts of one title": ({POST: COPIED}, Advice("har samme titel")),
    "an open document of Word": ({"posts/2026/~$x.docx": b"x"}, Fine()),
    "a file of Windows": ({"posts/2026/desktop.ini": b"x", "Thumbs.db": b"x"}, Fine()),
    "a file of a Mac": ({"posts/2026/.DS_Store": b"x", "posts/2026/._andet.md": b"x"}, Fine()),
    "a backup of an editor": ({"posts/2026/andet.md~": b"x", "posts/2026/andet.md.bak": b"x"}, Fine()),
    "a second ending": ({"posts/2026/x.md.txt": COPIED}, Error("Kald den x.md.")),
    "an ending in capitals": ({"posts/2026/x.MD": COPIED}, Error("Kald den x.md.")),
    "a text of Word": ({"posts/2026/x.docx": b"x"}, Error("Kopiér teksten over i en fil, der ender på .md")),
    "a picture beside the text": ({"posts/2026/x.jpg": PNG}, Error("Læg billedet i content/images.")),
    "a folder in Danish": ({"indlæg/2026/x.md": COPIED}, Error("Læg den i posts.")),
    "a folder in capitals": ({"Posts/2026/x.md": COPIED}, Error("Læg den i posts.")),
    "a text in no folder": ({"x.md": COPIED}, Error("hvor intet bliver læst")),
    "a name of signs": ({"posts/2026/!!!.md": post_text()}, Error("ingen bogstaver eller tal")),
    "a language in capitals": ({"posts/2026/about.EN.md": ENGLISH.format(title="About", of="posts/andet")}, Fine()),
    "a language that the fields deny": ({"posts/2026/about.en.md": post_text(titel="About", sprog="dansk")}, Error("siger ikke det samme")),
    "a language that only the name says": ({"posts/2026/about.en.md": post_text(titel="About")}, Fine()),
    "two English versions": ({"posts/2026/a.en.md": ENGLISH.format(title="A", of="posts/andet"), "posts/2026/b.en.md": ENGLISH.format(title="B", of="posts/andet")}, Advice("også en oversættelse af den samme tekst")),
    "a translation of nothing": ({"posts/2026/a.en.md": ENGLISH.format(title="A", of="posts/vaek")}, Error("ikke nogen tekst, der hedder »posts/vaek«")),
    "a translation of itself": ({"posts/2026/a.en.md": ENGLISH.format(title="A", of="en/posts/a")}, Error("på samme sprog")),
    "a topic above itself": ({"topics.yaml": "- slug: aeldre\n  navn: Ældre\n  overordnet: aeldre\n"}, Error("ville høre ind under sig selv")),
    "topics above each other": ({"topics.yaml": "- slug: a\n  navn: A\n  overordnet: b\n- slug: b\n  navn: B\n  overordnet: a\n"}, Error("ville høre ind under sig selv")),
    "a slip in the topics": ({"topics.yaml": "-slug: mad\n  navn: Mad\n", POST: with_field("temaer: [aeldre]")}, Error("Skriv »- slug: mad«.")),
    "a track that was deleted": ({POST: with_field("spor: vaek"), "posts/2026/y.md": post_text(titel="Y", spor="vaek")}, Error("Er det omdøbt eller slettet, så ret det alle steder.")),
    "a picture with the ending of another": ({POST: post_text("::: billede N\n![En vogn](../../images/a.jpg)\n:::"), "images/a.jpg": PNG}, Fine()),
    "a file that is no picture": ({POST: post_text("::: billede N\n![En vogn](../../images/a.png)\n:::"), "images/a.png": b"%PDF-1.4"}, Error("kan ikke åbnes som et billede")),
    "a picture of a telephone": ({POST: post_text("::: billede N\n![En vogn](../../images/a.heic)\n:::"), "images/a.heic": b"x"}, Error("Gem det igen som PNG, JPEG eller WebP.")),
    "a drawing that browsers run": ({POST: post_text("::: billede N\n![En vogn](../../images/a.svg)\n:::"), "images/a.svg": b"<svg/>"}, Error("Gem det igen som PNG, JPEG eller WebP.")),
    "a picture by its name alone": ({POST: with_field("billede: {fil: karavane.png, alt: En vogn, kredit: N}")}, Error("Mente du »images/karavane.png«?")),
    "a picture with backslashes": ({POST: with_field("billede: {fil: images\\karavane.png, alt: En vogn, kredit: N}")}, Error("Mente du »images/karavane.png«?")),
    "a link to a file with a number sign": ({POST: post_text("[Nummer 1](../../files/nr#1.pdf)"), "files/nr#1.pdf": b"x"}, Error("Giv filen et navn uden det tegn")),
    "a link to a file with a coded space": ({POST: post_text("[Planen](../../files/a%20b.pdf)"), "files/a%20b.pdf": b"x"}, Error("Giv filen et navn uden det tegn")),
    "a comment's file in the wrong folder": ({"comments/posts/x/1.md": "---\nindlæg: posts/andet\nnavn: Nabo\nmodtaget: 2026\n---\n\nHej\n", POST: post_text(titel="X")}, Error("ligger i mappen")),
    "blank lines above the fields": ({POST: "\n\n" + post_text()}, Fine()),
    "a dash for three hyphens": ({POST: post_text().replace("---", "—")}, Error("det er ikke sådan en: »—«. Skriv linjen sådan: ---")),
    "four hyphens": ({POST: post_text().replace("---", "----")}, Error("Skriv linjen sådan: ---")),
    "full stops below the fields": ({POST: post_text().replace("\n---\n", "\n...\n")}, Error("det er ikke sådan en: »...«")),
    "a fence of code around the fields": ({POST: "```yaml\n" + post_text()}, Error("det er ikke sådan en: »```yaml«")),
    "a vocabulary that is empty": ({"topics.yaml": "", **{f"posts/{n}.md": post_text(titel=n, temaer="[unge]") for n in "abc"}}, Error("Der står intet i topics.yaml, men 3 tekster nævner noget fra den.")),
    "a record without its name": ({"topics.yaml": "- slug: aeldre\n  navn: Ældre\n- slug: unge\n"}, Error("topics.yaml:3")),
    "a link to a text that is gone": ({POST: post_text("Se [bordet](bord.md)."), "images/bord.png": PNG}, Error("Skriv vejen til filen herfra")),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files(name: str, tmp_path: Path) -> None:
    files, expected = FILES[name]
    hold(tmp_path, files, expected)


def test_of_two_files_with_one_earlier_address_the_copy_is_to_blame(tmp_path: Path) -> None:
    copy = "posts/2026/andet - Kopi.md"
    found = check_content(site_with(tmp_path, {copy: SITE[OTHER]}), NOW)
    assert {(problem.source, problem.rule) for problem in found} == {
        (copy, "copy"),
        (copy, "alias"),
    }


MAC = [
    ("![En sø](../../images/blåbær.png)", "images/blåbær.png"),
    ("[Sø](blåbær.md)", "posts/2026/blåbær.md"),
]


@pytest.mark.parametrize(("link", "file"), MAC)
@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC")], ids="-".join)
def test_a_name_saved_by_a_mac_is_the_same_name(
    link: str, file: str, forms: tuple[str, str], tmp_path: Path
) -> None:
    written = normalize(forms[0], link)
    body = f"::: billede N\n{written}\n:::" if written.startswith("!") else written
    saved = normalize(forms[1], file)
    other = PNG if file.endswith(".png") else post_text(titel="Søen")
    content = site_with(tmp_path, {POST: post_text(body), saved: other})
    assert render_problems(check_content(content, NOW)) == ""
    assert f"nyspor:{saved}" in content.by_file[POST].body.html


# What is written in the text.

STRUCTURE: dict[str, tuple[str, Expected]] = {
    "a heading without words": ("## \n\nTekst", Error("Overskriften er tom.")),
    "a heading of signs alone": ("##\n\nTekst", Error("Overskriften er tom.")),
    "a heading in bold": ("**Sådan gjorde vi**\n\nTekst", Advice("Skriv »## Sådan gjorde vi«")),
    "a sentence in bold": ("**Husk at melde dig til.**\n\nTekst", Fine()),
    "a heading in HTML": ("<h1>Stor</h1>\n\nTekst", Error("<h1>")),
    "a line under a line": ("Sådan gjorde vi\n---\n\nTekst", Advice("Skriv »## Sådan gjorde vi«")),
    "two lines under a line": ("Sådan gjorde vi\n=====\n\nTekst", Error("Skriv »## Sådan gjorde vi«")),
    "a line across the page": ("Tekst\n\n---\n\nMere", Shown("<hr>")),
    "no space after the signs": ("##Sådan gjorde vi", Shown('<h2 id="saadan-gjorde-vi">')),
    "a heading with one sign": ("# Sådan gjorde vi", Error("Begynd overskriften med ##.")),
    "a hashtag first": ("#natur for alle", Shown("<p>#natur for alle</p>")),
    "a hashtag in an item": ("- #natur\n- #by", Shown("<li>#natur</li>")),
    "a heading with one sign and no space": ("#Sådan gjorde vi\n\nTekst", Error("Skriv \\#, hvis det ikke er en overskrift")),
    "a level left out": ("## A\n\nTekst.\n\n#### B\n\nTekst.", Error("springer et niveau over")),
    "the title again": ("## Velkommen\n\nTekst.", Advice("Den første overskrift gentager titlen")),
    "nothing under a heading": ("## Før\n\nTekst.\n\n## Efter\n\n## Siden\n\nTekst.", Advice("Der står ikke noget under overskriften »Efter«.")),
    "nothing under the last heading": ("## Før\n\nTekst.\n\n## Efter", Advice("Der står ikke noget under overskriften »Efter«.")),
    "code under a heading": ("## Før\n\n```\nx\n```\n\n## Efter\n\n```\ny\n```", Fine()),
    "headings within a heading": ("## Før\n\n### Først\n\nTekst.", Fine()),
    "a heading in capitals": ("Tekst her.\n\nSÅDAN GJORDE VI\n\nFørst spurgte vi.", Advice("Skriv »## Sådan gjorde vi«")),
    "a short cry in capitals": ("Tekst her.\n\nNB!\n\nFørst spurgte vi.", Fine()),
    "an id that the page has too": ('<p id="kommentarer">Tekst</p>', Advice("Vælg et andet, fx »afsnit-kommentarer«.")),
    "an id given to a heading that the page has too": ("## Om {#kommentarer}\n\nTekst.", Advice("Vælg et andet")),
    "an id twice": ('<p id="a">Tekst</p>\n\n<p id="a">Mere</p>', Advice("har id'et »a« 2 gange")),
    "what runs, as an attribute": ('Tekst.\n{: onclick="x()" }', Error("Teksten har onclick=…")),
    "a target, as an attribute": ('[Programmet](https://x.example){: target="_blank"}', Shown('<a href="https://x.example">Programmet</a>')),
    "attributes of what can have none": ("Tekst {.stor} her.", Advice("Læserne ville se »{.stor}«, som det står.")),
    "code with a title": ('```python title="a.py" {1,3}\nx = 1\n```', Shown('<code class="language-python">x = 1')),
    "boxes to tick": ("- [ ] Ring\n- [x] Skriv", Shown("<li>☐ Ring</li>\n<li>☑ Skriv</li>")),
    "a formula": ("Arealet er $x^2$ her.", Advice("fx m² eller x<sup>2</sup>.")),
    "two sums of dollars": ("Det koster $5 eller $10 + moms.", Fine()),
    "a heading that the page has too": ("## Kommentarer\n\nTekst", Shown('<h2 id="afsnit-kommentarer">')),
    "a heading called contents": ("## Indhold\n\nTekst", Shown('<h2 id="afsnit-indhold">')),
    "a list right after a line": ("Vi har:\n- en sti\n- en bro", Shown("<li>en sti</li>")),
    "a bullet of Word": ("•\tEn sti\n•\tEn bro", Advice("nyspor check --fix")),
    "numbers with parentheses": ("1) En sti\n2) En bro", Shown("<ol>")),
    "a paragraph that begins with a tab": ("\tTekst med indryk", Advice("nyspor check --fix")),
    "words in bold": ("Det er __vigtigt__ her.", Shown("<strong>vigtigt</strong>")),
    "bold with a space inside": ("Det er **vigtigt **at vide.", Advice("læserne vil se tegnet **")),
    "bold that never ends": ("Det er **vigtigt at vide.", Advice("læserne vil se tegnet **")),
    "bold of lines that never ends": ("Det er __vigtigt at vide.", Advice("læserne vil se tegnet __")),
    "emphasis that never ends": ("Det er *vigtigt at vide.", Advice("læserne vil se tegnet *")),
    "a note with a star": ("Prisen er 50 kr.*\n\n*Gælder kun om tirsdagen.", Fine()),
    "a sum": ("Det er 5*4*3 meter.", Shown("<p>Det er 5*4*3 meter.</p>")),
    "a name with underscores": ("Filen hedder stor_fil_navn.", Shown("stor_fil_navn")),
    "dashes without a space": ("Tag med:\n\n-et tæppe\n-en kop", Advice("Linjerne ligner en liste")),
    "stars without a space": ("Tag med:\n*et tæppe\n*en kop", Advice("Linjerne ligner en liste")),
    "numbers without a space": ("1.Ring\n2.Vent", Advice("Linjerne ligner en liste")),
    "letters for numbers": ("a) Ring\nb) Vent", Advice("Linjerne ligner en liste")),
    "empty boxes": ("☐ Ring\n☐ Vent", Advice("Linjerne ligner en liste")),
    "little pictures": ("📅 Mandag\n📍 Biblioteket", Advice("Linjerne ligner en liste")),
    "bullets of other shapes": ("➢ et tæppe\n➢ en kop", Advice("spor af det program")),
    "lines that begin with a negative number": ("-5 grader mandag\n-7 grader tirsdag", Fine()),
    "telephone numbers": ("+45 12 34 56 78\n+45 87 65 43 21", Fine()),
    "boxes on lines of their own": ("☐ Ring  \n☐ Vent", Fine()),
    "struck out": ("Mødet er ~~tirsdag~~ onsdag.", Advice("Skriv »<del>tirsdag</del>«.")),
    "marked": ("Mødet er ==onsdag==.", Advice("Skriv »<mark>onsdag</mark>«.")),
    "bold within HTML": ("<div>**Vigtigt** møde</div>", Advice("Skriv »<b>Vigtigt</b>«.")),
    "HTML that never ends": ("Det er <b>vigtigt at komme.\n\nMere.", Advice("Her begynder et <b>, som aldrig slutter.")),
}  # fmt: skip

LEFT_IN: dict[str, tuple[str, Expected]] = {
    "a note to oneself": ("Stien åbner TODO.", Advice("»TODO« skulle have været udfyldt")),
    "another note to oneself": ("FIXME: tal mangler", Advice("»FIXME«")),
    "signs to be filled in": ("Der kom XXX gæster.", Advice("»XXX«")),
    "words in brackets to be filled in": ("Der kom [indsæt antal] gæster.", Advice("»[indsæt antal]«")),
    "words of a template": ("Kære {{ navn }}.", Advice("»{{ navn }}«")),
    "Latin": ("Lorem ipsum dolor sit amet.", Advice("»Lorem ipsum«")),
    "the words of a new text": ("Skriv teksten her.", Error("»Skriv teksten her«")),
    "the words of a new text in a sentence": ("I feltet står Skriv teksten her, og så skriver man.", Advice("»Skriv teksten her«")),
    "the place of a picture from Word": ("Her mangler et billede: En bænk", Advice("Her manglede et billede fra Word")),
    "no text": ("", Advice("Der er ingen tekst under felterne.")),
    "a CPR number": ("Ring til Bo, 010190-1234.", Advice("er et CPR-nummer")),
    "a CPR number without a dash": ("Hans nummer er 2305851234.", Advice("er et CPR-nummer")),
    "another number of ten digits": ("P-nummer: 1012345678", Fine()),
    "a number that is no date": ("Nummer 991399-1234", Fine()),
    "notes typed by hand": ("Det virker [1].\n\n[1] Evalueringen, side 4.", Advice("Skriv [^1] i teksten")),
    "notes typed by hand, with a colon": ("Det virker.[1]\n\n[1]: Se evalueringen.", Advice("Skriv [^1] i teksten")),
    "several notes typed by hand": ("Et[1] og to.[2]\n\n[1] Her.\n[2] Der.", Advice("[^2]: foran noten")),
    "notes typed by hand, escaped": ("Et \\[1\\].\n\n\\[1\\] Evalueringen.", Advice("Skriv [^1] i teksten")),
    "a number in brackets": ("Se figur [1] og [2].", Fine()),
    "a link by a number": ("Se [planen][1].\n\n[1]: https://x.example", Fine()),
    "a list of sources": ("[1] Evalueringen.\n\n[2] Planen.", Fine()),
    "about": ("Det koster ~~ 30 kr. og varer ~10 minutter.", Fine()),
    "a heading in bold": ("**Baggrund**\n\nVi gik.", Advice("Skriv »## Baggrund«")),
    "a heading in bold right above its text": (
        "Før.\n\n**Baggrund**\nVi gik turen sammen med fem borgere.", Advice("Skriv »## Baggrund«")
    ),
    "an address": ("**Himmelsø Bibliotek**\nStorgade 3, 4000 Roskilde", Fine()),
    "a name above words in lines": ("**Anne**  \nHun er leder af arbejdet med stien.", Fine()),
    "bold in the middle of a sentence": ("Vi gik\n**hele vejen**\nhjem til alle de andre borgere.", Fine()),
    "two versions": ("<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> main", Error("to udgaver af teksten")),
    "a caption of WordPress": ('[caption id="a"]Stien[/caption]', Advice("nyspor check --fix")),
    "a code of WordPress": ('[button url="x"]Tilmeld[/button]', Advice("en kode fra et andet system")),
    "a code of WordPress that ends": ("[fakta]\nTekst\n[/fakta]", Advice("en kode fra et andet system")),
    "a note in HTML": ("Tekst <!-- ring til mig --> her.", Shown("<p>Tekst  her.</p>")),
    "a note in HTML that never ends": ("Tekst <!-- ring til mig", Error("og det slutter aldrig")),
    "what Word leaves": ("Tekst<o:p></o:p> her", Advice("nyspor check --fix")),
    "a soft hyphen": ("Natur\u00adstien er åben.", Advice("nyspor check --fix")),
    "a frame from elsewhere": ("<iframe src='https://x.example'></iframe>", Error("<iframe>")),
    "what would run": ('<a href="https://x.example" onclick="x()">Stien</a>', Error("onclick=")),
    "a reference that Word lost": ("Se Fejl! Henvisningskilde ikke fundet.", Advice("skulle have været udfyldt")),
    "a field of Word": ("Klik eller tryk her for at skrive tekst.", Advice("skulle have været udfyldt")),
    "a comment of Word": ("Kommentar [AB1]: Skal det med?", Advice("skulle have været udfyldt")),
    "a telephone's signature": ("Sendt fra min iPhone", Advice("skulle have været udfyldt")),
    "question marks for a day": ("Mødet er den ?? maj.", Advice("skulle have været udfyldt")),
    "dots to write on": ("Kontakt: ............", Advice("skulle have været udfyldt")),
    "a placeholder in English": ("Come on [insert date here].", Advice("»[insert date here]«")),
    "a command of LaTeX": ("Det er \\textbf{fed} skrift.", Advice("en kode fra et andet system")),
    "letters that were misread": ("BÃ¸rnene fÃ¥r plads.", Advice("spor af det program")),
    "a letter lost in the text": ("B\ufffdrnene får plads.", Advice("et bogstav gået tabt")),
}  # fmt: skip

LINKS: dict[str, tuple[str, Expected]] = {
    "no address": ("[Planen]()", Error("Linket har ingen adresse.")),
    "no words": ("Se [](https://x.example)", Error("Linket til https://x.example har ingen tekst.")),
    "a space in the address": ("[Planen](https://x.example/a b)", Shown('href="https://x.example/a%20b"')),
    "brackets exchanged": ("(Planen)[https://x.example]", Error("Skriv »[Planen](https://x.example)«.")),
    "a space between": ("[Planen] (https://x.example)", Error("Skriv »[Planen](https://x.example)«.")),
    "no end": ("Se [planen](https://x.example", Error("Linket er ikke helt")),
    "no beginning": ("Se planen](https://x.example) her.", Error("Linket er ikke helt")),
    "an address that is nowhere": ("Se [planen][1].", Error("Adressen til linket »[planen][1]« mangler.")),
    "a slip in https": ("[Planen](htps://x.example)", Error("Skriv »https://x.example«.")),
    "one slash": ("[Planen](http:/x.example)", Error("Skriv »https://x.example«.")),
    "no colon": ("[Planen](https//x.example)", Error("Skriv »https://x.example«.")),
    "a semicolon": ("[Planen](https;//x.example)", Error("Skriv »https://x.example«.")),
    "https twice": ("[Planen](https://https://x.example)", Error("Skriv »https://x.example«.")),
    "a space after https": ("[Planen](https:// x.example)", Error("Skriv »https://x.example«.")),
    "www alone": ("[Planen](www.x.example)", Error("Skriv »https://www.x.example«.")),
    "a host alone": ("[Planen](kommune.dk/plan)", Error("Skriv »https://kommune.dk/plan«.")),
    "a mail address alone": ("[Skriv til os](stien@x.example)", Error("Skriv »mailto:stien@x.example«.")),
    "no mail address": ("[Skriv til os](mailto:)", Error("ikke en hel mailadresse")),
    "mailto with slashes": ("[Skriv til os](mailto//stien@x.example)", Error("Skriv »mailto:stien@x.example«.")),
    "click here to": ("[Klik her for at tilmelde dig](https://x.example)", Advice("siger ikke, hvor linket fører hen.")),
    "a file by its address on the site": ("[Rapporten](/filer/rapport.pdf)", Error("Mente du »../../files/rapport.pdf«?")),
    "a telephone number alone": ("[Ring til os](12 34 56 78)", Error("Skriv »tel:12345678«.")),
    "a drive": ("[Referatet](P:\\referat.pdf)", Error("»P:\\referat.pdf« er et sted på jeres egen computer")),
    "a drive with slashes": ("[Referatet](P:/referat.pdf)", Error("er et sted på jeres egen computer")),
    "a server": ("[Referatet](\\\\\\\\server\\referat.docx)", Error("er et sted på jeres egen computer")),
    "a file of one's own": ("[Referatet](file:///C:/referat.pdf)", Error("er et sted på jeres egen computer")),
    "backslashes": ("[Andet](..\\2026\\andet.md)", Error("omvendte skråstreger")),
    "the preview": ("[Om](http://localhost:8000/om/)", Error("kan kun åbnes fra jeres egen computer")),
    "the preview by number": ("[Om](http://127.0.0.1:8000/om/)", Error("kan kun åbnes fra jeres egen computer")),
    "a private network": ("[Om](http://192.168.1.4/om)", Error("kan kun åbnes fra jeres egen computer")),
    "the intranet": ("[Om](https://intranet/om)", Error("kan kun åbnes fra jeres egen computer")),
    "a scheme of an office": ("[Noter](onenote:noter)", Error("Ingen browser kan åbne")),
    "a script": ("[Åbn](javascript:alert(1))", Error("fører ikke til noget")),
    "nowhere": ("[Planen](#)", Error("Linket fører til »#«")),
    "two full stops": ("[Planen](https://x..example)", Error("har en fejl i »x..example«")),
    "click here": ("[Klik her](https://x.example)", Advice("»Klik her« siger ikke, hvor linket fører hen.")),
    "read more here": ("[læs mere her](https://x.example)", Advice("siger ikke, hvor linket fører hen.")),
    "tracking": ("[Planen](https://x.example/?utm_source=mail)", Advice("nyspor check --fix")),
    "a bare address": ("Se https://x.example/plan.", Shown('<a href="https://x.example/plan">')),
    "a bare mail address": ("Skriv til stien@x.example.", Shown('<a href="mailto:stien@x.example">')),
    "www in angle brackets": ("Se <www.x.example>", Error("bliver ikke læst som et link")),
    "a file that is not there": ("[Planen](../../files/raport.pdf)", Error("Mente du »../../files/rapport.pdf«?")),
    "a heading that is not there": ("[Om](../../tracks/gode-leveaar.md#om-spor)", Error("Mente du »#om-sporet«?")),
    "the topics' file": ("[Emner](../../topics.yaml)", Error("er til dem, der arbejder med siden")),
    "the front page": ("[Forsiden](/)", Shown('href="nyspor:.')),
    "the feeds": ("[Feeds](/feeds/)", Fine()),
    "one feed": ("[Alt nyt](/feeds/alt.rss)", Fine()),
    "a feed that is not there": ("[Alt nyt](/feeds/alting.rss)", Error("Der er ingen side på /feeds/alting.rss.")),
    "the accessibility statement": ("[Tilgængelighed](/was/)", Fine()),
    "the page of search": ("[Søg](/soeg/)", Fine()),
    "a year": ("[2012](/arkiv/2012/)", Fine()),
    "a year without posts": ("[1999](/arkiv/1999/)", Error("Der er ingen side på /arkiv/1999/.")),
    "what happens": ("[Møder](/det-sker/)", Fine()),
    "a list that has no filters": ("[Indlæg](/indlaeg/kommune/roskilde/)", Error("Der er ingen side på /indlaeg/kommune/roskilde/.")),
    "the calendar": ("[Kalender](/kalender/alle.ics)", Fine()),
    "the sitemap": ("[Alle sider](/sitemap.xml)", Fine()),
    "a topic": ("[Ældre](/temaer/aeldre/)", Fine()),
    "a text by its address": ("[Stien](/historier/naturstien/)", Fine()),
    "a text by its address, with a slip": ("[Stien](/historier/naturstienn/)", Error("Mente du »/historier/naturstien/«?")),
    "a text by its earlier address": ("[Andet](/blog/andet/)", Fine()),
    "a wiki link": ("Se [[naturstien]].", Error("Linket er ikke helt: »[[naturstien]]«.")),
    "an address in quotes": ('[Planen]("https://x.example")', Error("uden anførselstegn")),
    "a file of SharePoint": ("[Planen](https://kommune.sharepoint.com/x.docx)", Advice("logge ind for at åbne")),
    "what no browser opens any more": ("[Planen](ftp://x.example/plan.pdf)", Error("Ingen browser kan åbne")),
    "a telephone with spaces": ("[Ring](tel:12 34 56 78)", Shown('href="tel:12345678"')),
    "a telephone without a number": ("[Ring](tel:kontoret)", Error("ikke noget telefonnummer")),
    "a file that was never put there": ("[Referatet](../../files/referat.docx)", Error("Læg filen i content/files, og skriv dens navn")),
    "a folder": ("[Forsøgene](../../pilots/)", Error("Mente du »/forsoeg/«?")),
}  # fmt: skip

PICTURES: dict[str, tuple[str, Expected]] = {
    "a block without a picture": ("::: billede Foto: N\nTekst\n:::", Error("har ikke noget billede")),
    "two pictures in a block": ("::: billede Foto: N\n![En vogn](../../images/karavane.png)\n![En bro](../../images/karavane.png)\n:::", Error("har 2 billeder")),
    "a block without a credit": ("::: billede\n![En vogn](../../images/karavane.png)\n:::", Error("hvem der har taget eller tegnet billedet")),
    "a picture without a block": ("![En vogn](../../images/karavane.png)", Error("ingen kreditering")),
    "no text alternative": ("::: billede N\n![](../../images/karavane.png)\n:::", Error("ingen alternativ tekst")),
    "a file's name for a text alternative": ("::: billede N\n![karavane.png](../../images/karavane.png)\n:::", Advice("ligner et filnavn")),
    "a camera's name for a text alternative": ("::: billede N\n![IMG_2043](../../images/karavane.png)\n:::", Advice("ligner et filnavn")),
    "a word for a text alternative": ("::: billede N\n![foto](../../images/karavane.png)\n:::", Advice("ligner et filnavn")),
    "a picture on a drive": ("::: billede N\n![En vogn](C:\\billeder\\x.png)\n:::", Error("er et sted på jeres egen computer")),
    "a picture without its end": ("::: billede N\n![En vogn](../../images/karavane.png\n:::", Error("Linket er ikke helt")),
    "the picture shows": ("::: billede N\n![Billedet viser en vogn](../../images/karavane.png)\n:::", Advice("Billedet viser")),
    "a picture of": ("::: billede N\n![Billede af en vogn](../../images/karavane.png)\n:::", Advice("Billede af")),
    "a picture from elsewhere": ("::: billede N\n![En vogn](https://x.example/a.png)\n:::", Error("hentet fra et andet websted")),
    "a picture with a space in it": ("::: billede N\n![En vogn] (../../images/karavane.png)\n:::", Error("Skriv »![En vogn](../../images/karavane.png)«.")),
    "a picture that is not there": ("::: billede N\n![En vogn](../../images/karavan.png)\n:::", Error("Mente du »../../images/karavane.png«?")),
    "a bracket that is not closed": ("![En vogn(../../images/karavane.png)", Error("Linket er ikke helt")),
    "a picture of a picture in English": ("::: billede Nyspor\n![Photo of a cart](../../images/karavane.png)\n:::", Advice("begynder med »Photo of«")),
}  # fmt: skip

BLOCKS: dict[str, tuple[str, Expected]] = {
    "two colons": (":: fakta\nTekst\n::", Error("Skriv »::: fakta«.")),
    "two colons at the end": ("::: fakta\nTekst\n::", Error("Skriv »:::«.")),
    "a colon after the name": ("::: fakta: Om stien\nTekst\n:::", Shown("<p>Tekst</p>")),
    "no space before the name": (":::fakta Om stien\nTekst\n:::", Shown("<p>Tekst</p>")),
    "a name with a slip": ("::: fakt\nTekst\n:::", Error("Mente du »fakta«?")),
    "a name of another system": ("::: note\nTekst\n:::", Error("Mente du »fakta«?")),
    "a name that is none": ("::: sludder\nTekst\n:::", Error("De hedder: fakta")),
    "nothing inside": ("::: fakta Om stien\n:::", Error("Byggeklodsen »fakta« er tom.")),
    "no end": ("::: fakta Om stien\nTekst", Error("slutter aldrig")),
    "an end without a beginning": ("Tekst\n\n:::", Error("ingen er begyndt")),
    "the word end": ("::: fakta\nTekst\n\n::: slut", Error("En byggeklods slutter med »:::« alene.")),
    "inside a list": ("- Sti\n  ::: fakta Om\n  Tekst\n  :::\n- Bro", Error("kan ikke stå inde i en liste")),
    "quotes inside a quotation": ('::: citat Bo\n"Det virker"\n:::', Shown("&raquo;Det virker&laquo;")),
    "a key figure without bold": ("::: nøgletal\n- 500 gæster\n:::", Error("- **500** gæster")),
    "a key figure without a dash": ("::: nøgletal\n**500** gæster\n:::", Error("ville ikke blive vist")),
    "text beside the key figures": ("::: nøgletal\nI år:\n\n- **500** gæster\n:::", Error("ville ikke blive vist")),
    "a film without a title": ("::: video\nadresse: https://x.example\n:::", Error("Filmen har ingen titel.")),
    "a film without a field": ("::: video Stien\nhttps://x.example\n:::", Error("Skriv »adresse: https://x.example«.")),
    "a contact that is no field": ("::: kontakt\nRing til os\n:::", Error("Skriv ét felt på hver linje")),
    "mail for e-mail": ("::: kontakt\nnavn: Bo\nmail: bo@x.example\n:::", Error("Mente du »e-mail«?")),
    "text before a block": ("Se her ::: fakta Om os\nVi er fire.\n:::", Error("En byggeklods begynder på sin egen linje.")),
    "text before the end": ("::: fakta Om os\nVi er fire. :::\n\nMere.", Error("En byggeklods slutter på sin egen linje.")),
    "a question on the block's own line": ("::: spørgsmål Hvad synes du?\n:::", Error("Skriv spørgsmålet på linjen under byggeklodsens navn.")),
    "a key figure that counts nothing": ("::: nøgletal\n- **500**\n- **20** borgere\n:::", Advice("Nøgletallet »500« siger ikke, hvad det tæller.")),
    "a telephone number in words": ("::: kontakt\nnavn: Bo\ntelefon: ring til os\n:::", Advice("»ring til os« er ikke et telefonnummer.")),
    "bold in a block's title": ("::: fakta **Om** os\nVi er fire.\n:::", Advice("ren tekst, så læserne ville se »**Om**«")),
}  # fmt: skip

TABLES: dict[str, tuple[str, Expected]] = {
    "a cell too many": ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", Error("Rækken har 3 celler, men tabellen 2 kolonner")),
    "a first row alone": ("| a | b |\n|---|---|\n\nTekst.", Advice("Tabellen har en første række, men ingen andre.")),
    "in an item of a list": ("- Antal\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |", Shown("<td>1</td>")),
    "right after the text of an item": ("- Antal\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n- Mere", Shown("<td>1</td>")),
    "code in a quotation": ("> - punkt\n>\n>     ```\n>     kode\n>     ```\n", Shown("<blockquote>")),
    "a cell too few": ("| a | b |\n|---|---|\n| 1 |", Shown("<td>1</td>")),
    "an empty cell too many": ("| a | b |\n|---|---|\n| 1 | 2 | |", Shown("<td>2</td>")),
    "a bar in code": ("| a | b |\n|---|---|\n| `x|y` | 2 |", Shown("<code>x|y</code>")),
    "no line under the first row": ("| a | b |\n| 1 | 2 |\n| 3 | 4 |", Error("Sæt en linje |---|---| under den første række.")),
    "too short a line under the first row": ("| a | b |\n|---|\n| 1 | 2 |", Error("Sæt en linje |---|---| under den første række.")),
    "an empty line in the middle": ("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |", Error("En tom linje skærer tabellen over")),
    "an empty line under the first row": ("| a | b |\n\n|---|---|\n| 1 | 2 |", Error("En tom linje skærer tabellen over")),
    "tabs from a spreadsheet": ("a\tb\n1\t2\n3\t4", Advice("ligner en tabel")),
    "bars alone": ("Sted | Antal\nTorvet | 3\nParken | 4", Advice("ligner en tabel")),
    "text right before": ("Antal:\n| a | b |\n|---|---|\n| 1 | 2 |", Shown("<td>1</td>")),
    "text right after": ("| a | b |\n|---|---|\n| 1 | 2 |\nSådan gik det.", Shown("<p>Sådan gik det.</p>")),
    "a block without a table": ("::: tabel T\nTekst\n:::", Error("har ingen tabel")),
    "semicolons between the cells": ("Dag;Antal\nMandag;3\nTirsdag;5", Advice("Linjerne ligner en tabel")),
    "spaces between the cells": ("Dag        Antal\nMandag     3\nTirsdag    5", Advice("Linjerne ligner en tabel")),
}  # fmt: skip

FOOTNOTES: dict[str, tuple[str, Expected]] = {
    "not written": ("Det virker.[^1]", Error("Fodnoten [^1] mangler.")),
    "written twice": ("Det virker.[^1]\n\n[^1]: A\n[^1]: B", Error("Fodnoten [^1] står der to gange")),
    "never referred to": ("Det virker.\n\n[^1]: Side 4.", Error("Ingen steder i teksten henviser til fodnoten [^1].")),
    "in other letters": ("Det virker.[^kilde]\n\n[^Kilde]: Side 4.", Error("Mente du »[^Kilde]«?")),
    "without a colon": ("Det virker.[^1]\n\n[^1] Side 4.", Error("Sæt et kolon efter: [^1]: …")),
    "empty": ("Det virker.[^1]\n\n[^1]:", Error("Fodnoten [^1] er tom.")),
    "inside a block": ("::: fakta Om\nDet virker.[^1]\n\n[^1]: Side 4.\n:::", Fine()),
    "referred to twice": ("Det virker.[^1] Her også.[^1]\n\n[^1]: Side 4.", Fine()),
    "in code": ("Skriv `[^1]` i teksten.", Fine()),
    "a footnote within the line": ("Tallet.^[Egen optælling.]", Advice("Skriv [^1] her")),
}  # fmt: skip

QUOTES: dict[str, tuple[str, Expected]] = {
    "straight": ('Han sagde "nej".', Shown("&raquo;nej&laquo;.")),
    "single": ("Han sagde 'nej'.", Shown("&rsaquo;nej&lsaquo;.")),
    "an apostrophe first": ("Det var i '90'erne.", Shown("&rsquo;90&rsquo;erne")),
    "an apostrophe last": ("Lars' bil", Shown("Lars&rsquo; bil")),
    "inches": ('En skærm på 10" er nok.', Shown("10&quot; er nok")),
    "after a slash": ('Ja/"nej"', Shown("Ja/&raquo;nej&laquo;")),
    "within others": ("\"Han sagde 'nej'\"", Shown("&raquo;Han sagde &rsaquo;nej&lsaquo;&laquo;")),
    "of three languages": ("Han sagde “nej” og „ja“.", Shown("&raquo;nej&laquo; og &raquo;ja&laquo;.")),
}  # fmt: skip

TEXTS = {
    f"{subject}: {name}": row
    for subject, rows in {
        "structure": STRUCTURE,
        "left in": LEFT_IN,
        "link": LINKS,
        "picture": PICTURES,
        "block": BLOCKS,
        "table": TABLES,
        "footnote": FOOTNOTES,
        "quotes": QUOTES,
    }.items()
    for name, row in rows.items()
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str, tmp_path: Path) -> None:
    body, expected = TEXTS[name]
    hold(tmp_path, {POST: post_text(body)}, expected)


def test_links_to_the_site_s_own_address_are_judged_as_its_own(tmp_path: Path) -> None:
    body = "[A](https://x.example/blog/historier/naturstien/) [B](https://x.example/blog/vaek/) [C](https://x.example/)"
    content = replace(
        site_with(tmp_path, {POST: post_text(body)}), site_url="https://x.example/blog"
    )
    (problem,) = check_content(content, NOW)
    assert "Der er ingen side på https://x.example/blog/vaek/." in render_problems([problem])


def test_a_link_to_the_preview_is_told_its_address_on_the_site(tmp_path: Path) -> None:
    body = "[A](http://localhost:8000/historier/naturstien/)"
    (problem,) = check_content(site_with(tmp_path, {POST: post_text(body)}), NOW)
    assert "Skriv »/historier/naturstien/«." in render_problems([problem])


def test_what_was_published_and_is_gone_is_known(tmp_path: Path) -> None:
    lock = AddressFile((PublishedAddress("/historier/stien/", "2020-01-01", "stories/stien.md"),))
    text = post_text("[Stien](/historier/stien/)", relaterede="[stories/stien]")
    content = replace(site_with(tmp_path, {POST: text}), published_addresses=lock)
    report = render_problems(check_content(content, NOW))
    assert "Det har været der, men er nu omdøbt eller fjernet. Ret det også her." in report
    assert "Siden på /historier/stien/ er fjernet." in report


def test_what_git_has_known_and_is_gone_is_said_to_be(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-C", str(tmp_path), *AUTHOR, *words], check=True, capture_output=True
        )

    kaffe = {
        "stories/kaffe.md": SITE["stories/naturstien.md"],
        "images/kaffe-1.png": PNG,
        "images/kaffe-2.png": PNG,
    }
    body = "::: billede Nyspor\n![En kop](../../images/kaffe-1.png)\n:::\n\n[Kaffen](../../stories/kaffe.md)"
    site_with(tmp_path, {**kaffe, POST: post_text(body, relaterede="[stories/kaffe]")})
    git("init")
    git("add", ".")
    git("commit", "-m", "x")
    for file in ("stories/kaffe.md", "images/kaffe-1.png"):
        (tmp_path / file).unlink()
    report = render_problems(check_content(read_content(tmp_path), NOW))
    assert "Billedet images/kaffe-1.png har været der, men er slettet" in report
    assert "Linket ../../stories/kaffe.md fører til en fil, der har været der" in report
    assert "Det har været der, men er nu omdøbt eller fjernet." in report
    assert "Mente du" not in report
    git("commit", "-a", "-m", "y")
    assert render_problems(check_content(read_content(tmp_path), NOW)) == report


AUTHOR = ("-c", "user.name=N", "-c", "user.email=n@nyspor.example", "-c", "commit.gpgsign=false")


def test_a_link_to_a_text_of_another_name_is_led_on(tmp_path: Path) -> None:
    lock = AddressFile(
        (PublishedAddress("/historier/stien/", "2020-01-01", "stories/naturstien.md"),)
    )
    text = post_text("[Stien](../../stories/stien.md)")
    content = replace(site_with(tmp_path, {POST: text}), published_addresses=lock)
    assert "Skriv »../../stories/naturstien.md«." in render_problems(check_content(content, NOW))


def test_the_form_of_a_name_is_told_where_there_are_too_many(tmp_path: Path) -> None:
    others = {f"posts/2026/nr-{n}.md": post_text(titel=f"Nr. {n}") for n in range(20)}
    text = post_text(relaterede="[noget-helt-andet]")
    report = render_problems(check_content(site_with(tmp_path, {**others, POST: text}), NOW))
    assert "Skriv mappen og navnet på tekstens fil, fx pilots/zebrabyer." in report


def test_there_are_enough_kinds_of_mistakes() -> None:
    assert sum(map(len, (TITLES, FIELDS, DATES, CONTRADICTIONS, RELATIONS, FILES, TEXTS))) >= 150


def test_quotes_in_an_english_text_are_english(tmp_path: Path) -> None:
    text = ENGLISH.format(title="About", of="posts/andet").replace(
        "Text.", "He said \"no\" and 'yes'."
    )
    html = "&ldquo;no&rdquo; and &lsquo;yes&rsquo;"
    hold(tmp_path, {"posts/2026/about.en.md": text}, Shown(html), "posts/2026/about.en.md")


PASTED = [
    ("•\tEn sti", "- En sti"),
    ("Natur\u00adstien", "Naturstien"),
    ("Tekst<o:p></o:p>", "Tekst"),
    ("[Planen](https://x.example/?utm_source=mail)", "[Planen](https://x.example/)"),
    ('[caption id="a"]Stien[/caption]', "Stien"),
    ("➢ En sti", "- En sti"),
    ("\uf0d8\tEn sti", "- En sti"),
    ("BÃ¸rn â€“ og Ã¥l", "Børn – og ål"),
    ("Ring \u202a12 34 56 78\u202c", "Ring 12 34 56 78"),
    ("ﬁn 𝗳𝗲𝗱 sti", "fin fed sti"),
]


@pytest.mark.parametrize(("written", "fixed"), PASTED)
def test_what_is_safe_is_corrected(written: str, fixed: str) -> None:
    raw = post_text(written).encode()
    assert fix_entry(raw, POST).decode() == post_text(fixed)


def test_posts_of_one_series_are_together_however_it_is_written(tmp_path: Path) -> None:
    from nyspor.checks.library import build_library

    files = {
        "posts/2026/a.md": post_text(titel="A", serie="naturstien"),
        "posts/2026/b.md": post_text(titel="B", serie="Naturstien"),
    }
    library = build_library(site_with(tmp_path, files), NOW)
    assert {post.slug for post in library.in_series("NATURSTIEN")} == {"a", "b"}


@pytest.mark.parametrize("file", [OTHER, "topics.yaml", "images/karavane.png"])
def test_a_file_that_may_not_be_read_is_named(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_with(tmp_path, {})
    read_bytes = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path == tmp_path / file:
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (problem,) = check_content(read_content(tmp_path), NOW)
    assert (problem.source, problem.rule) == (file, "locked")


def test_folders_that_link_to_each_other_are_read_once(tmp_path: Path) -> None:
    site_with(tmp_path, {})
    (tmp_path / "files/en").mkdir()
    (tmp_path / "files/to").mkdir()
    (tmp_path / "files/en/to").symlink_to(tmp_path / "files/to")
    (tmp_path / "files/to/en").symlink_to(tmp_path / "files/en")
    (tmp_path / "files/sig-selv").symlink_to(tmp_path / "files/sig-selv")
    assert check_content(read_content(tmp_path), NOW) == []
