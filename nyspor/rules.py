"""The rules that content is checked by: what each is called, how much it matters, and why it is there.

A `Problem` names its rule; `undtag` in a text names a rule of advice that is not to be followed there.
`nyspor rules` writes the guide to all of them, docs/regler.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nyspor.problems import N_, Problem
from nyspor.text.danish import fold


class Level(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """It keeps the text from being published."""
    ADVICE = "advice"
    """The text is published; something looks as if it could be better."""


class Where(StrEnum):
    """What the example of a rule shows."""

    TEXT = "text"
    FIELD = "field"
    FILE = "file"


@dataclass(frozen=True)
class Rule:
    """A rule: its English `name`, the Danish `word` that writers know it by, and words for the guide.

    `wrong` and `right` are examples, in Danish: a piece of text, a line of front matter, or files.
    """

    name: str
    word: str
    level: Level
    why: str
    wrong: str
    right: str
    where: Where = Where.TEXT


def error(
    name: str, word: str, why: str, wrong: str, right: str, where: Where = Where.TEXT
) -> Rule:
    return Rule(name, word, Level.ERROR, why, wrong, right, where)


def advice(
    name: str, word: str, why: str, wrong: str, right: str, where: Where = Where.TEXT
) -> Rule:
    return Rule(name, word, Level.ADVICE, why, wrong, right, where)


FILES = (
    error(
        "encoding",
        "tegnsæt",
        N_("Files are read as UTF-8, as everything on the web is; in other encodings æ, ø and å become other characters."),
        "En fil, der er gemt som Windows-1252 eller UTF-16",
        "Den samme fil, gemt som UTF-8",
        Where.FILE,
    ),
    error(
        "locked",
        "låst-fil",
        N_("What cannot be read cannot be checked, and would be missing on the site."),
        "En fil, som kun dens ejer må læse",
        "Den samme fil, som alle i gruppen må læse",
        Where.FILE,
    ),
    error(
        "conflict",
        "konflikt",
        N_("Two versions of a text that no program could merge would be published one after the other."),
        "<<<<<<< HEAD\nFør\n=======\nEfter\n>>>>>>> main",
        "Efter",
    ),
    error(
        "front-matter",
        "felter-først",
        N_("The fields say what a text is called and where it belongs, so every text begins with them."),
        "# Vi prøver noget nyt",
        "---\ntitel: Vi prøver noget nyt\nresume: …\n---",
        Where.FILE,
    ),
    error(
        "yaml",
        "feltlinjer",
        N_("Fields are read line by line: a key, a colon, a space, a value. Where that does not add up, nobody can know what was meant."),
        'titel: "Døren" står åben',
        "titel: '\"Døren\" står åben'",
        Where.FIELD,
    ),
    error(
        "field",
        "felt",
        N_("A field that nobody knows would be left out of the page without a word."),
        "temae: [aeldre]",
        "temaer: [aeldre]",
        Where.FIELD,
    ),
    error(
        "value",
        "værdi",
        N_("A field must hold what it is for: a date that exists, a number, one of the words that there are."),
        "opdateret: 31. februar 2026",
        "opdateret: 28. februar 2026",
        Where.FIELD,
    ),
    error(
        "schema",
        "skema",
        N_("Content of a later version may mean something that this version does not know."),
        "content/schema.yaml med skema: 99",
        "Den nyeste udgave af Nyspor",
        Where.FILE,
    ),
    error(
        "language",
        "sprog",
        N_("The file's name and the field must say the same, or the page would have two languages."),
        "om.en.md med sprog: dansk",
        "om.en.md med sprog: engelsk, eller uden feltet",
        Where.FILE,
    ),
    error(
        "vocabulary",
        "ordliste",
        N_("Topics, municipalities and people are referred to by their slug, so each must have its own."),
        "To temaer med slug: sundhed i topics.yaml",
        "En slug til hvert tema",
        Where.FILE,
    ),
    error(
        "file-place",
        "filens-plads",
        N_("The folder says what a text is. In another place it would never come on the site."),
        "content/velkommen.md",
        "content/posts/2026/velkommen.md",
        Where.FILE,
    ),
    error(
        "file-name",
        "filnavn",
        N_("A text's address is made of its file's name."),
        "content/posts/2026/!!!.md",
        "content/posts/2026/velkommen.md",
        Where.FILE,
    ),
    error(
        "unique-address",
        "egen-adresse",
        N_("Two texts with one address would overwrite each other."),
        "posts/2025/velkommen.md og posts/2026/velkommen.md",
        "posts/2025/velkommen.md og posts/2026/velkommen-igen.md",
        Where.FILE,
    ),
    error(
        "alias",
        "tidligere-adresse",
        N_("An earlier address leads on to the text, so it must be one that is free and that a web server can answer to."),
        "tidligere_adresser: [/spor/]",
        "tidligere_adresser: [/blog/velkommen/]",
        Where.FIELD,
    ),
    advice(
        "copy",
        "kopi",
        N_("A copy that a program or a colleague left in the folder is a text of its own, with an address and a place in all lists."),
        "posts/2026/velkommen - Kopi.md",
        "Kun posts/2026/velkommen.md",
        Where.FILE,
    ),
    error(
        "addresses",
        "adressebog",
        N_("What was published once must be found for ever, so the book of addresses must be readable."),
        "En linje i content/addresses.lock, som nogen har rettet i",
        "Filen, som Nyspor skrev den",
        Where.FILE,
    ),
    advice(
        "removed-text",
        "fjernet-tekst",
        N_("Somebody may have linked to a text that is gone. Under a new name its old address can lead there."),
        "En tekst, der er udgivet, har fået nyt navn, ny titel og nyt resume på én gang",
        "tidligere_adresser: [/indlaeg/det-gamle-navn/]",
        Where.FILE,
    ),
    advice(
        "silence",
        "undtag",
        N_("“undtag” names a rule of advice that is not to be followed in a text, so the rule must be there; errors cannot be left."),
        "undtag: {regel: alt-text, begrundelse: Billedet er pynt}",
        "undtag: {regel: alt-tekst, begrundelse: Billedet er pynt}",
        Where.FIELD,
    ),
)  # fmt: skip

RELATIONS = (
    error(
        "unknown-name",
        "kendt-navn",
        N_("What a text belongs to must be there, or the page would lead to nothing."),
        "spor: gode-leveår",
        "spor: gode-leveaar",
        Where.FIELD,
    ),
    error(
        "submission-place",
        "kommentarens-plads",
        N_("The folder of a comment says what it is about, and so does its field."),
        "En kommentar om posts/velkommen i mappen comments/posts/farvel",
        "Den samme i comments/posts/velkommen",
        Where.FILE,
    ),
    error(
        "meeting",
        "møde",
        N_("Calendars know a meeting by its id, and it must end after it begins."),
        "To møder med id: juni, eller et, der slutter, før det begynder",
        "Et id til hvert møde, og slut efter start",
        Where.FILE,
    ),
    error(
        "order-in-time",
        "rækkefølge-i-tid",
        N_("What ends before it begins, or is measured before it has happened, would be untrue on the page."),
        "En arbejdsgruppe, hvis tilmelding lukker, før den åbner",
        "lukker: en dag efter åbner:",
        Where.FILE,
    ),
    error(
        "place",
        "sted",
        N_("A place on the map needs both its coordinates."),
        "steder: [{navn: Torvet, bredde: 55,64}]",
        "steder: [{navn: Torvet, bredde: 55,64, længde: 12,08}]",
        Where.FILE,
    ),
    advice(
        "unlikely",
        "usandsynligt",
        N_("A year far ahead, more seats taken than there are, a title as long as a paragraph, or a target in the wrong direction is most often a slip."),
        "opdateret: 3. marts 2062",
        "opdateret: 3. marts 2026",
        Where.FIELD,
    ),
    advice(
        "percent",
        "procent",
        N_("A share cannot be over 100 percent or under 0. It is most often a wrong unit or a slip in the number."),
        "enhed: procent med mål: 400",
        "enhed: besøg med mål: 400",
        Where.FILE,
    ),
    advice(
        "units",
        "enheder",
        N_("Who reads “%” in one place and “procent” in another may think that they are two things, and a number without a unit says nothing."),
        "enhed: % i den ene effekt og enhed: procent i den anden",
        "enhed: procent i dem begge",
        Where.FILE,
    ),
    advice(
        "thousands",
        "tusindpunktum",
        N_("In Danish 1.234 is more than a thousand, and 1,234 a little more than one."),
        "værdi: 1.234 mellem målinger på 1,1 og 1,4",
        "værdi: 1,234",
        Where.FILE,
    ),
    advice(
        "before-the-start",
        "før-begyndelsen",
        N_("What is measured before anything was done is no effect of it, but what it begins with."),
        "En måling fra 2024 i et forsøg, hvis første fase er fra 2025",
        "Tallet fra 2024 som udgangspunkt",
        Where.FILE,
    ),
    advice(
        "phase-order",
        "fasernes-rækkefølge",
        N_("The phases are a way from idea to end. One that goes back is most often two that have been exchanged."),
        "faser: stoppet, og under den mobilisering",
        "faser: mobilisering, og under den stoppet",
        Where.FILE,
    ),
    advice(
        "selection",
        "udvælgelse",
        N_("The way from many to few is drawn, and nothing is drawn without a source. A step with more than the one before leads the other way."),
        "udvælgelse: 8 emner, og under dem 19 emner",
        "udvælgelse: 19 emner, og under dem 8, med kilde",
        Where.FILE,
    ),
    advice(
        "idea-answer",
        "idé-svar",
        N_("Whoever sends an idea is promised an answer by a day, and a reason where nothing comes of it now."),
        "tilstand: ikke nu, uden svar",
        "tilstand: ikke nu, og svar: Der er for langt til vand.",
        Where.FILE,
    ),
    advice(
        "idea-history",
        "idé-forløb",
        N_("The page of an idea shows what has happened with it, and its sender is told of each step. A state without a step has no day."),
        "tilstand: overvejes, uden forløb",
        "tilstand: overvejes, og forløb: [{dato: 3. marts 2026, tilstand: overvejes}]",
        Where.FILE,
    ),
    advice(
        "in-brief",
        "kort-fortalt",
        N_("Many readers stop after a few lines. Three short ones above a text of over 600 words tell them what matters."),
        "Et indlæg på 900 ord uden kort_fortalt",
        "Det samme indlæg med kort_fortalt: Stien er åben for alle.",
        Where.FILE,
    ),
    advice(
        "repetition",
        "gentagelse",
        N_("What stands there twice is shown twice, and nobody can tell which of two versions holds."),
        "temaer: [aeldre, aeldre]",
        "temaer: [aeldre]",
        Where.FIELD,
    ),
    error(
        "consent",
        "samtykke",
        N_("A picture may only be shown as long as those in it have agreed to."),
        "billede: {fil: images/karavane.png, alt: En vogn, kredit: Nyspor, samtykke: {grundlag: mail, udløber: 2020}}",
        "billede: {fil: images/karavane.png, alt: En vogn, kredit: Nyspor, samtykke: {grundlag: mail, udløber: 2099}}",
        Where.FIELD,
    ),
)  # fmt: skip

TEXTS = (
    error(
        "link-target",
        "linkmål",
        N_("A link must lead somewhere a reader can go."),
        "[Sporet](../../tracks/gode-leveår.md)",
        "[Sporet](../../tracks/gode-leveaar.md)",
    ),
    error(
        "link-form",
        "linkform",
        N_("Brackets and parentheses that do not fit each other make no link, and readers see all the signs."),
        "Se (programmet)[https://kommune.example]",
        "Se [programmet](https://kommune.example)",
    ),
    advice(
        "link-text",
        "linktekst",
        N_("Who goes from link to link, by ear or by eye, meets the words of the link alone, and must know from them where it leads."),
        "[Klik her](https://kommune.example)",
        "[Programmet for dagen](https://kommune.example)",
    ),
    advice(
        "login-link",
        "kræver-login",
        N_("What lies in SharePoint or an inbox opens for colleagues, while readers meet a box that asks for a password."),
        "[Referatet](https://kommune.sharepoint.com/sites/x/referat.docx)",
        "[Referatet af mødet](https://kommune.example/referat)",
    ),
    error(
        "link-to-unpublished",
        "link-til-kladde",
        N_("A draft has no page yet, so the link would lead to nothing."),
        "Et link til en tekst med status: kladde",
        "Udgiv den også, eller vent med linket",
        Where.FILE,
    ),
    error(
        "picture-file",
        "billedfil",
        N_("A picture must lie in the content folder, and a browser must be able to show it."),
        "::: billede Nyspor\n![En vogn](../../images/karavan.png)\n:::",
        "::: billede Nyspor\n![En vogn](../../images/karavane.png)\n:::",
    ),
    advice(
        "animation",
        "bevægeligt-billede",
        N_("Pages, magazine and e-book show a picture that stands still, so of one that moves only the first frame is seen."),
        "billede: med en GIF, der bevæger sig",
        "Byggeklodsen video, eller et billede, der står stille",
        Where.FILE,
    ),
    advice(
        "small-picture",
        "lille-billede",
        N_("A picture is shown across the column; with few pixels it is blurred."),
        "Et billede på 60 × 40 pixels i en byggeklods",
        "Et på 1600 × 1067",
        Where.FILE,
    ),
    error(
        "picture-alt",
        "alternativ-tekst",
        N_("Who cannot see a picture must be told what it shows; the law on web accessibility asks for it."),
        "::: billede Nyspor\n![](../../images/karavane.png)\n:::",
        "::: billede Nyspor\n![En vogn på vej gennem byen](../../images/karavane.png)\n:::",
    ),
    advice(
        "pasted",
        "indsat-tekst",
        N_("Copied text brings invisible characters, fonts and tracking along, which make it hard to correct and tell others who reads it."),
        "Se [programmet](https://kommune.example/program?utm_source=nyhedsbrev)",
        "Se [programmet](https://kommune.example/program)",
    ),
    advice(
        "alt-words",
        "alt-tekst",
        N_("A screen reader says that it is a picture; what the writer adds is what it shows. A file's name tells nobody anything."),
        "::: billede Nyspor\n![Billede af en vogn](../../images/karavane.png)\n:::",
        "::: billede Nyspor\n![En vogn på vej gennem byen](../../images/karavane.png)\n:::",
    ),
    error(
        "picture-credit",
        "kreditering",
        N_("Whoever made a picture has a right to be named."),
        "![En vogn](../../images/karavane.png)",
        "::: billede Tegning: Nyspor\n![En vogn](../../images/karavane.png)\n:::",
    ),
    error(
        "video",
        "film",
        N_("A film needs a source, and captions for those who cannot hear it."),
        "::: video Stien\nvarighed: '2:10'\n:::",
        "::: video Stien\nadresse: https://film.example/stien\n:::",
    ),
    error(
        "building-block",
        "byggeklods",
        N_("A building block that is empty, unknown or without an end would spoil the page."),
        "::: fakta Kort om sporet\n:::",
        "::: fakta Kort om sporet\nDet begyndte i 2012.\n:::",
    ),
    error(
        "table",
        "tabel",
        N_("A cell beyond the columns of a table is lost, and rows without a first row and a line under it are no table."),
        "| Sted | Antal |\n|---|---|\n| Torvet | 3 | nye |",
        "| Sted | Antal | |\n|---|---|---|\n| Torvet | 3 | nye |",
    ),
    error(
        "footnote",
        "fodnote",
        N_("A footnote and its place in the text find each other by name, so both must be there, once."),
        "Det virker.[^1]",
        "Det virker.[^1]\n\n[^1]: Evalueringen, side 4.",
    ),
    advice(
        "markup",
        "tegn-i-teksten",
        N_("Readers would see a sign that was meant to be read as Markdown or came along from elsewhere, or miss what it stood for."),
        "Det er **vigtigt at vide.",
        "Det er **vigtigt** at vide.",
    ),
    advice(
        "bold-heading",
        "fed-overskrift",
        N_("Who listens to a page goes from heading to heading, and words in bold are none."),
        "**Sådan gjorde vi**\n\nFørst spurgte vi.",
        "## Sådan gjorde vi\n\nFørst spurgte vi.",
    ),
    error(
        "not-written",
        "ikke-skrevet",
        N_("A new text begins with words to write over. Residents would read them."),
        "Skriv teksten her.",
        "Stien blev åbnet i maj.",
    ),
    advice(
        "unfinished",
        "ufærdigt",
        N_("A note to oneself and words that were to be filled in are easily forgotten, and look bad in public."),
        "TODO: skriv mere her",
        "Stien blev åbnet i maj.",
    ),
    advice(
        "cpr",
        "personnummer",
        N_("A CPR number is confidential, and must never be on a public page."),
        "Ring til Bo, 010190-1234.",
        "Ring til Bo.",
    ),
    error(
        "hidden-text",
        "skjult-tekst",
        N_("A note to colleagues must never be published by a slip in how it is hidden."),
        "Tekst. <!-- ring til mig",
        "Tekst. <!-- ring til mig -->",
    ),
    error(
        "foreign-html",
        "fremmed-html",
        N_("Pages load nothing from elsewhere and run nothing, so readers are not followed."),
        '<iframe src="https://kort.example"></iframe>',
        "[Se kortet](https://kort.example)",
    ),
    error(
        "heading",
        "overskrifter",
        N_("Who listens to a page goes by its headings; a level that is left out looks like something missing."),
        "# Sådan gjorde vi\n\nFørst spurgte vi.",
        "## Sådan gjorde vi\n\nFørst spurgte vi.",
    ),
    error(
        "nesting",
        "indlejring",
        N_("Nobody can read a text in which so much lies inside other things, and no program either."),
        "> > > > > (mange hundrede gange)",
        "> et citat",
        Where.FILE,
    ),
)  # fmt: skip

MAGAZINE = (
    error(
        "repeated-story",
        "historie-én-gang",
        N_("A story has one page in an issue."),
        "Den samme historie i to afsnit",
        "Den ene taget ud",
        Where.FILE,
    ),
    error(
        "issue-complete",
        "magasinets-dele",
        N_("An issue needs a cover, an editorial, stories, a colophon and a back before it can be laid out."),
        "Et nummer uden forside:",
        "forside: med fil:, alt: og kredit:",
        Where.FILE,
    ),
    error(
        "issue-story",
        "magasinets-historier",
        N_("The magazine prints only what is published, and what is meant for its year."),
        "En historie med status: kladde i nummeret",
        "Udgiv den, eller tag den ud",
        Where.FILE,
    ),
    error(
        "issue-length",
        "magasinets-plads",
        N_("A story must fit the pages that it was given."),
        "længde: 1 til en historie på 900 ord",
        "længde: 2",
        Where.FILE,
    ),
    error(
        "issue-picture",
        "magasinets-billeder",
        N_("On paper a small picture is blurred, so it needs enough pixels for its place."),
        "Et billede på 600 × 400 pixels på forsiden",
        "Et på 2600 × 3600",
        Where.FILE,
    ),
    error(
        "issue-characters",
        "magasinets-tegn",
        N_("The magazine's fonts have the letters of Europe's languages and Arabic, and the usual signs. Any other would be missing on the page."),
        "Hun hedder 美玲",
        "Hun hedder Meiling",
        Where.FILE,
    ),
    advice(
        "printed-characters",
        "trykte-tegn",
        N_("A story that a magazine chooses is printed, in fonts that have fewer letters than a screen. The magazine cannot be made before it is put right."),
        "Hun hedder 美玲",
        "Hun hedder Meiling",
        Where.FILE,
    ),
    error(
        "issue-pages",
        "magasinets-sider",
        N_("Titles, tables and key figures are set smaller until they fit. What still leaves the page, or stands on top of something else, could not be read."),
        "En tabel med tyve spalter",
        "To tabeller med ti",
        Where.FILE,
    ),
)  # fmt: skip

RULES = {rule.name: rule for rule in (*FILES, *RELATIONS, *TEXTS, *MAGAZINE)}
"""All rules by name."""


def find_rule(written: str) -> Rule | None:
    """Return the rule with this name or Danish word, or None."""
    wanted = fold(written.strip())
    return next((rule for rule in RULES.values() if wanted in (rule.name, fold(rule.word))), None)


def level_of(problem: Problem) -> Level:
    """Return how much a problem matters; a problem with a setup, which breaks no rule, is an error."""
    rule = RULES.get(problem.rule)
    return rule.level if rule else Level.ERROR


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that keep a text from being published."""
    return [problem for problem in problems if level_of(problem) is Level.ERROR]
