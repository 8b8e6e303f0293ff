"""The private list of what can be written to, as it stands on the disk now."""

from __future__ import annotations

from pathlib import Path

from nyspor.forms.targets import Targets, UnreadableList, parse_targets


class TargetList:
    """The list as it stands on the disk now: read again when the build has renewed it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = -1
        self._targets: Targets | None = None

    def __call__(self) -> Targets:
        """The list. Raises `UnreadableList` where there is none and never was."""
        try:
            changed = self._path.stat().st_mtime_ns
            if changed != self._read_at:
                self._targets = parse_targets(self._path.read_bytes())
                self._read_at = changed
        except OSError as error:
            if self._targets is None:
                raise UnreadableList(str(error)) from None
        except UnreadableList:
            # The last good list serves on; the build will write a new one.
            if self._targets is None:
                raise
        assert self._targets is not None
        return self._targets
