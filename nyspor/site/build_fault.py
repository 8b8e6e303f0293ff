"""A fault that no check found and that comes up while something is made: with which text, and its traceback."""

from __future__ import annotations

from pathlib import Path
from traceback import format_exception, walk_tb

from nyspor.console import display_path, print_setup_problems
from nyspor.files.atomic_write import write_atomically
from nyspor.model.kinds import Entry
from nyspor.problem_report import NOTHING_BUILT, print_problems
from nyspor.problems import N_, Problem
from nyspor.site.build_plan import Output

FILE = "fault.txt"
"""The name of the file that gets the traceback."""


class BuildFault(Exception):
    """Raised from an unexpected exception while something is made: an output, or a section of the magazine.

    `file` is that of the text at hand in the content folder; '' where it is not known.
    """

    def __init__(self, made: str, file: str, cause: Exception) -> None:
        super().__init__(f"{made}: {said_of(cause)}")
        self.file = file_at_hand(cause) or file

    @classmethod
    def with_output(cls, output: Output, cause: Exception) -> BuildFault:
        """Return the fault that came up while an output was made."""
        return cls(output.path, next((entry.file for entry in output.whole), ""), cause)


def said_of(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def file_at_hand(error: BaseException) -> str:
    """Return the file of the text that the innermost function with one was called with; '' where none was."""
    if isinstance(error, BuildFault):
        return error.file
    for frame, _ in reversed(list(walk_tb(error.__traceback__))):
        for value in frame.f_locals.values():
            if isinstance(value, Entry):
                return value.file
    return ""


def report_fault(
    error: Exception, content: Path, folder: Path, outcome: str = NOTHING_BUILT
) -> None:
    """Print what came up with which text, and write the traceback to a file in `folder`."""
    log = folder / FILE
    write_atomically(log, "".join(format_exception(error)).encode("utf-8", "backslashreplace"))
    said = str(error) if isinstance(error, BuildFault) else said_of(error)
    params = {"error": said, "log": display_path(log)}
    file = file_at_hand(error)
    if not file:
        print_setup_problems([Problem("", CAME_UP, PASS_ON, params=params)])
        return
    problem = Problem(file, CAME_UP_WITH_TEXT, PASS_ON_OR_HOLD_BACK, params=params)
    print_problems([problem], content, outcome)


CAME_UP = N_(
    "Nyspor, the theme or a plugin has a fault: {error}. What was built before is as it was."
)
CAME_UP_WITH_TEXT = N_(
    "Nyspor, the theme or a plugin has a fault that this text brings out: {error}"
)
PASS_ON = N_("Pass {log} on to whoever looks after the system.")
PASS_ON_OR_HOLD_BACK = N_(
    "Pass {log} on to whoever looks after the system. With status: kladde the text waits, and everything else is built."
)
