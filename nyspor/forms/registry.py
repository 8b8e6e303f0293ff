"""The registered forms: the engine's, and those that a site's plugins add."""

from __future__ import annotations

from nyspor.forms.built_in import BUILT_IN_FORMS
from nyspor.forms.spec import FormSpec

_forms: dict[str, FormSpec] = {spec.kind: spec for spec in BUILT_IN_FORMS}


class UnknownForm(LookupError):
    """No form of this kind is registered, for instance because the plugin that adds it is missing."""


def register_form(spec: FormSpec) -> FormSpec:
    """Add a form, or replace the one of its kind; return it."""
    _forms[spec.kind] = spec
    return spec


def forms() -> tuple[FormSpec, ...]:
    """All registered forms, the engine's first."""
    return tuple(_forms.values())


def find_form(kind: str) -> FormSpec | None:
    """The form of this kind; None where there is none."""
    return _forms.get(kind)


def form_of(kind: str) -> FormSpec:
    """The form of this kind. Raises `UnknownForm`."""
    try:
        return _forms[kind]
    except KeyError:
        raise UnknownForm(kind) from None
