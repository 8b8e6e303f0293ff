"""`nyspor check --fix`: correct what is safe to correct in the content, after showing it."""

from __future__ import annotations

from pathlib import Path

from nyspor.cli.differences import print_difference
from nyspor.console import confirmed, display_path, in_words, print_message
from nyspor.content.fixes import fix_entry
from nyspor.content.loader import is_entry_file, scan_folder
from nyspor.files.atomic_write import write_atomically
from nyspor.problems import N_


def fix_content(content: Path, yes: bool) -> None:
    """Show the corrections, ask, and make them; each file at once."""
    fixed = {}
    for file in scan_folder(content):
        if file.endswith(".md") and is_entry_file(file):
            raw = (content / file).read_bytes()
            after = fix_entry(raw, file)
            if after != raw:
                fixed[file] = after
                print_difference(display_path(content / file), raw, after)
    if not fixed:
        print_message(N_("There is nothing that can be corrected safely without you."))
        return
    question = in_words(N_("Correct these files ({count})?"), count=len(fixed))
    if not yes and not confirmed(question):
        print_message(N_("Nothing was changed."))
        return
    for file, after in fixed.items():
        write_atomically(content / file, after)
    print_message(N_("Files corrected: {count}"), count=len(fixed))
