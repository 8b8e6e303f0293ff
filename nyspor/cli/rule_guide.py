"""The guide to the rules, docs/regler.md: why each is there, with an example."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.console import translate
from nyspor.problem_report import LABELS
from nyspor.problems import N_
from nyspor.rules import RULES, Level, Rule, Where

INTRODUCTION = N_("""# The rules

What `nyspor check` looks for, why, and what to do. Made by `nyspor rules`: change `nyspor/rules.py`, and run `make docs`.

An **error** keeps a text from being published. **Advice** never does. Is a piece of advice wrong for a text, write so among
its fields, with the rule's name and your reason:

    undtag: {regel: name-of-the-rule, begrundelse: The picture is an ornament}
""")

LEVEL_TITLES = {Level.ERROR: N_("Errors"), Level.ADVICE: N_("Advice")}


def render_rule_guide() -> str:
    """Return the text of docs/regler.md, in the language of messages."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield translate(INTRODUCTION)
    yield f"| {translate(N_('Rule'))} | {translate(N_('Level'))} | {translate(N_('Why'))} |"
    yield "|---|---|---|"
    for rule in RULES.values():
        yield f"| [{rule.word}](#{rule.word}) | {translate(LABELS[rule.level])} | {translate(rule.why)} |"
    for level, title in LEVEL_TITLES.items():
        yield from ("", f"## {translate(title)}")
        for rule in (rule for rule in RULES.values() if rule.level is level):
            yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    yield from ("", f"### {rule.word}", "", translate(rule.why), "")
    for label, example in ((N_("Wrong:"), rule.wrong), (N_("Right:"), rule.right)):
        yield from (translate(label), "")
        if rule.where is Where.FILE:
            yield from (f"> {line}".rstrip() for line in example.split("\n"))
        else:
            yield from (f"    {line}".rstrip() for line in example.split("\n"))
        yield ""
