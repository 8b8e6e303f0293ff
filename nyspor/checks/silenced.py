"""Advice that a text has silenced with `undtag`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.problems import N_, Problem, closest_match
from nyspor.rules import RULES, Level, find_rule


def check_silenced(content: ContentCollection) -> Iterator[Problem]:
    """Check that what a text silences is a rule, and one of advice."""
    for parsed, entry in readable_entries(content):
        for index, silenced in enumerate(entry.silence):
            rule = find_rule(silenced.rule)
            if rule and rule.level is Level.ADVICE:
                continue
            message = (
                N_("“{name}” is an error, which cannot be silenced.")
                if rule
                else N_("There is no rule called “{name}”.")
            )
            words = [known.word for known in RULES.values() if known.level is Level.ADVICE]
            near = "" if rule else closest_match(silenced.rule, words)
            if rule:
                remedy = N_("Correct what it says, and take the line out.")
            elif near:
                remedy = N_("Did you mean “{near}”?")
            else:
                remedy = N_(
                    "Write the name of the rule as it stands under the advice, or take the lines out."
                )
            path = ("silence", index, "rule")
            yield parsed.problem(
                path, message, remedy, name=silenced.rule, near=near, rule="silence"
            )


def without_silenced(problems: Iterable[Problem], content: ContentCollection) -> Iterator[Problem]:
    """Return the problems but for advice that the text they are in has silenced."""
    silenced = _silenced_by_file(content)
    return (p for p in problems if p.rule not in silenced.get(p.source, ()))


def _silenced_by_file(content: ContentCollection) -> Mapping[str, set[str]]:
    return {
        parsed.file: {
            rule.name
            for rule in map(find_rule, (silenced.rule for silenced in entry.silence))
            if rule and rule.level is Level.ADVICE
        }
        for parsed, entry in readable_entries(content)
        if entry.silence
    }
