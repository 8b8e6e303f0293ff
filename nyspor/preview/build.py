"""One build of the preview, and its result."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any

from pelican.settings import read_settings

from nyspor.console import print_message
from nyspor.problems import N_, Problem
from nyspor.publishing.site_build import pelican_class
from nyspor.site.build_fault import file_at_hand
from nyspor.site.build_plan import BuildFailed, BuildStopped, checked


@dataclass(frozen=True)
class BuildResult:
    """The result of a build: `problems` that stopped it, a `fault` in the theme or a plugin, or neither.

    `remarks` is what the check says of content that was built: advice, and the errors of texts that are held back.
    `trace` is the traceback of the fault, `file` the text that brings it out where that is known, `seconds` the time
    that a good build took, `due` when the same content next gives another site.
    """

    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    fault: str = ""
    trace: str = ""
    file: str = ""
    seconds: float = field(default=0, repr=False, compare=False)
    due: datetime | None = field(default=None, repr=False, compare=False)

    @classmethod
    def from_exception(cls, error: Exception) -> BuildResult:
        """Return the result for an exception, equal each time that it happens."""
        trace = "".join(traceback.format_exception(error))
        return cls(
            fault=without_memory_addresses(f"{type(error).__name__}: {error}"),
            trace=without_memory_addresses(trace),
        )

    @property
    def ok(self) -> bool:
        """Whether the built site is that of the content."""
        return not (self.problems or self.fault)

    @property
    def digest(self) -> str:
        """A digest of what is wrong, different as soon as anything else is."""
        return blake2b(repr(self).encode(), digest_size=5).hexdigest()


def without_memory_addresses(text: str) -> str:
    """Remove memory addresses, which differ from run to run."""
    return re.sub(r" at 0x[0-9a-f]+", "", text)


def build_once(settings_file: Path, override: Mapping[str, Any]) -> BuildResult:
    """Build once in this process, with the settings read again and updated with `override`.

    Errors and faults are printed during the build. Those of single texts hold back only these; others keep the earlier output.
    """
    started = perf_counter()
    remarks: list[Problem] = []

    def note(sender: object, problems: tuple[Problem, ...]) -> None:
        remarks[:] = problems

    try:
        settings = read_settings(
            str(settings_file), override={**override, "NYSPOR_HOLD_BACK": True}
        )
        with checked.connected_to(note):
            pelican = pelican_class(settings)(settings)
            pelican.run()
    except BuildStopped as stopped:
        return BuildResult(problems=stopped.problems)
    except BuildFailed as failed:
        return replace(BuildResult.from_exception(failed.fault), file=file_at_hand(failed.fault))
    except Exception as error:
        # A mistake in the settings or a plugin must not end the preview.
        result = BuildResult.from_exception(error)
        print_message(N_("The theme or a plugin has a fault: {error}"), error=result.fault)
        return result
    due: datetime | None = getattr(pelican, "due", None)  # a site may have a class of its own
    return BuildResult(remarks=tuple(remarks), seconds=perf_counter() - started, due=due)


def print_result(result: BuildResult) -> None:
    """Print the time of a good build; problems and faults are printed already."""
    if result.ok:
        print_message(N_("Built in {seconds} s."), seconds=f"{result.seconds:.1f}")
