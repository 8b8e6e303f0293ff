"""What to do about a finding of the check, in terms of the form: its remedies speak of the lines of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nyspor.desk.forms.field_form import FormField
from nyspor.desk.forms.field_rows import Form
from nyspor.desk.forms.finding_places import FieldPlace, places_of
from nyspor.front_matter.parsing import Fields
from nyspor.problems import N_, Problem

FILL_IN = N_("Fill in the field.")
WRITE_AGAIN = N_("Write all of it in the field again; the desk puts in the signs that the file needs.")  # fmt: skip
WRITE_OR_EMPTY = N_("Write something, or empty the field.")
TAKE_OUT = N_("Take it out of the field.")

AT_FIELD: Mapping[str, str] = {
    "Add a line that begins with “{key}:”.": FILL_IN,
    "Write forside: and below it fil:, alt: and kredit:.": FILL_IN,
    "Write leder: and the editor's words to the reader.": FILL_IN,
    "Write afsnit: and below it titel: and historier: for each section.": FILL_IN,
    "Write kolofon: and who made the magazine, and from what.": FILL_IN,
    "Write bagside: and a line for the reader to take along.": FILL_IN,
    "Write the text on the same line as the key.": FILL_IN,
    "Write its fields indented on the lines below: {keys}.": FILL_IN,
    "Write something, or take the line out.": WRITE_OR_EMPTY,
    "Write something in it, or take the line out.": WRITE_OR_EMPTY,
    "Take the line out.": TAKE_OUT,
    "Take one of the two lines out.": N_("Take one of the two out."),
    "Put the whole value in quotes: {right}": WRITE_AGAIN,
    "Write it as a list of one: {right}": WRITE_AGAIN,
    "If it is no list, put it in quotes: {right}": WRITE_AGAIN,
    "Begin a list on the line below; if the dash is part of the text, write {right}": WRITE_AGAIN,
    "Take the # out, or put the word with it in quotes.": WRITE_AGAIN,
    "Take the # out; a comment may stand on a line of its own that begins with #.": WRITE_AGAIN,
    "Write one of: {words}.": N_("Choose one of: {words}."),
    "Write each item on a line of its own that begins with “- ”.": N_("Write each on a line of its own."),
    "Write several as a list: {right}": N_("Take it out, and choose them one by one."),
    "Take the line out, or write it first.": N_("Take it out of the field, or write the text first."),
    "Take the line out, and ask whoever runs the web server to lead the address on.": N_(
        "Take it out of the field, and ask whoever runs the web server to lead the address on."
    ),
    "Write {right}, or put the person on the list in people.yaml.": N_(
        "Choose somebody who is known, or say with the name what they do."
    ),
    "It belongs under “{outer}”: put it there, two spaces further in.": N_(
        "In the file it stands in a wrong place. Write it here, and ask whoever looks after the files to take it out there."
    ),
    "Put the file in content/files, a picture in content/images, and write the path to it there.": N_(
        "Ask whoever looks after the files to put it on the site, and write its address there."
    ),
    "Correct what it says, and take the line out.": N_("Correct what it says, and take it out of the field."),
    "Write the name of the rule as it stands under the advice, or take the lines out.": N_(
        "Write the name of the rule as the list of rules has it, or take it out of the field."
    ),
    "Write the original's name, such as posts/velkommen, or take the line out.": N_("Choose the original, or empty the field."),
    "Take one of the two away, or correct the line.": N_("Delete one of the two texts, or correct the field."),
    "Write its digits, or take the line out.": N_("Write its digits, or empty the field."),
    "Write bredde: {lat} and længde: {lon}.": N_("Write {lat} as latitude and {lon} as longitude."),
    "Write enhed: what is counted, such as minutter or besøg.": N_("Write what is counted, such as minutter or besøg."),
    "Write historier: and below it “- historie: name”, or take the section out.": N_("Choose a story, or remove the section."),
    "Write billede: and below it fil:, alt: and kredit:, or take opslag: out.": N_("Fill in a picture, or empty the field."),
    "Publish it (status: udgivet in {file}), or take it out of the magazine.": N_("Publish it, or take it out of the magazine."),
    "Shorten {file}, or give the story room with længde: {pages}.": N_("Shorten the story, or give it {pages} pages in the magazine."),
    "Add {year} to magasin: in {file}, or take the story out.": N_("Write {year} as the magazine of the story, or take the story out."),
    "Write what the text is called, such as titel: Vi prøver noget nyt": N_("Write what the text is called, such as Vi prøver noget nyt."),
    "Write one or two sentences, which lists and search engines show, such as resume: Hvad vi lærte af det første år.": N_(
        "Write one or two sentences, which lists and search engines show, such as Hvad vi lærte af det første år."
    ),
    "Write a date, such as dato: 3. marts 2026, or dato: ukendt where nobody knows it.": N_(
        "Write a date, such as 3. marts 2026, or ukendt where nobody knows it."
    ),
    "Write what a reader who cannot see the picture should know, such as alt: En vogn på vej gennem byen": N_(
        "Write what a reader who cannot see the picture should know, such as En vogn på vej gennem byen."
    ),
    "Write who took or drew it, such as kredit: Redaktionen": N_("Write who took or drew it, such as Redaktionen."),
}  # fmt: skip
"""By the remedy for whoever writes in the file: the one for whoever fills in the field."""

AT_DESK: Mapping[str, str] = {
    "Write it, or let the text wait with status: kladde.": N_("Write it, or let the text wait as a draft."),
    "Take them away with: nyspor check --fix": N_("Save, and press “Correct what can be corrected safely”."),
    "Add kort_fortalt with one to three short lines that say the most important.": N_(
        "Fill in “In brief” with one to three short lines that say the most important."
    ),
}  # fmt: skip
"""The same for findings that are about no field on the page."""


def told_at_desk(
    problems: Sequence[Problem], file: str, fields: Sequence[FormField], written: Fields, sent: Form
) -> tuple[Sequence[Problem], Sequence[FieldPlace | None]]:
    """Return the problems, each with the remedy that fits the page, and the place of each (`places_of`)."""
    places = places_of(problems, file, fields, written, sent)

    def told(problem: Problem, place: FieldPlace | None) -> Problem:
        remedies = AT_FIELD if place else AT_DESK
        return replace(problem, remedy=remedies.get(problem.remedy, problem.remedy))

    return [told(*each) for each in zip(problems, places, strict=True)], places
