"""A setting's value from what is written: a value of TOML, or the text of a variable."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nyspor.configuration.settings import Setting, Value
from nyspor.problems import N_

SWITCHES = {"true": True, "1": True, "yes": True, "ja": True} | {
    "false": False, "0": False, "no": False, "nej": False,
}  # fmt: skip
"""What a switch may be in the environment."""


class InvalidValue(ValueError):
    """A value that the setting cannot have; `message` and `remedy` are message ids, filled from `params`."""

    def __init__(self, message: str, remedy: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.remedy, self.params = message, remedy, params


NOT_A_NUMBER = N_("{key} must be a whole number from {minimum} to {maximum}.")
AS_NUMBER = N_("Write it without quotes: {name} = {example}")
AS_SWITCH = N_("Write true or false, without quotes: {name} = true")
AS_LIST = N_("Write a list: {name} = [\"one\", \"two\"]")  # fmt: skip
AS_TEXT = N_("Write it in quotes: {name} = \"…\"")  # fmt: skip


def from_toml(setting: Setting, written: object) -> Value:
    """Return the value of a setting from a value of TOML. Raises `InvalidValue`."""
    match setting.kind:
        case "number":
            if isinstance(written, bool) or not isinstance(written, int):
                raise _not_a_number(setting)
            return _within_bounds(setting, written)
        case "switch":
            if not isinstance(written, bool):
                raise InvalidValue(N_("{key} must be true or false."), AS_SWITCH)
            return written
        case "list":
            if not isinstance(written, list) or not all(isinstance(i, str) for i in written):
                raise InvalidValue(N_("{key} must be a list of texts."), AS_LIST)
            return tuple(_one_line(item.strip()) for item in written if item.strip())
        case _:
            if not isinstance(written, str):
                raise InvalidValue(N_("{key} must be a text."), AS_TEXT)
            return _text_or_path(setting, _one_line(written.strip()))


def from_variable(setting: Setting, written: str) -> Value:
    """Return the value of a setting from the text of its variable, which is not empty. Raises `InvalidValue`."""
    match setting.kind:
        case "number":
            if not (written.isascii() and written.isdecimal() and len(written) < 12):
                raise _not_a_number(setting)
            return _within_bounds(setting, int(written))
        case "switch":
            if written.lower() not in SWITCHES:
                raise InvalidValue(N_("{key} must be true or false."), "")
            return SWITCHES[written.lower()]
        case "list":
            return tuple(_one_line(item) for item in written.split())
        case _:
            return _text_or_path(setting, _one_line(written))


def as_variable(value: Value) -> str:
    """Return a value as the environment has it; `from_variable` gives the value back."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return " ".join(value)
        case _:
            return str(value)


def _text_or_path(setting: Setting, text: str) -> Value:
    if setting.kind == "listen" and text:
        try:
            host_and_port(text)
        except ValueError:
            raise InvalidValue(
                N_("{key} must be an address and a port."), N_("Such as {example}"), example=setting.default
            ) from None  # fmt: skip
    if setting.kind != "path":
        return text
    return Path(text) if text else setting.default


def host_and_port(listen: str) -> tuple[str, int]:
    """Return address and port of `127.0.0.1:8100` or `[::1]:8100`. Raises `ValueError`."""
    host, colon, port = listen.rpartition(":")
    if not (colon and host and port.isascii() and port.isdecimal() and len(port) < 6):
        raise ValueError(listen)
    if int(port) > 65535 or (":" in host) != (host[0] == "[" and host[-1] == "]"):
        raise ValueError(listen)
    return host.strip("[]"), int(port)


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise InvalidValue(
            N_("{key} holds a line break or another character that cannot be shown."),
            N_("Write the value again, on one line."),
        )
    return text


def _within_bounds(setting: Setting, number: int) -> int:
    if not setting.minimum <= number <= setting.maximum:
        raise _not_a_number(setting)
    return number


def _not_a_number(setting: Setting) -> InvalidValue:
    bounds: Mapping[str, object] = {"minimum": setting.minimum, "maximum": setting.maximum}
    return InvalidValue(NOT_A_NUMBER, AS_NUMBER, example=setting.default, **bounds)
