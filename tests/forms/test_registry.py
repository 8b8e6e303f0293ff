"""Every registered form is complete: its templates exist, and its texts are translated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from nyspor.forms import registry
from nyspor.forms.registry import UnknownForm, find_form, form_of, forms, register_form
from nyspor.forms.spec import EMAIL, NAME, Field, FormSpec, LegalBasis, MailText
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.kind_specs import kind_specs
from nyspor.site.form_targets import BUILT_IN

TEMPLATES = Path(__file__).parent.parent.parent / "theme/templates"
MINIMAL = FormSpec("event", "Kom til arrangementet", (NAME, EMAIL))


@pytest.fixture(autouse=True)
def restored_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry of the engine's forms, whatever a test adds."""
    monkeypatch.setattr(registry, "_forms", {spec.kind: spec for spec in forms()})


@pytest.mark.parametrize("spec", forms(), ids=lambda spec: spec.kind)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_text_is_translated(spec: FormSpec, language: str) -> None:
    catalogue = read_catalogue(CATALOGUES, language)
    known = catalogue._catalog  # type: ignore[attr-defined]
    assert [message for message in spec.messages() if message not in known] == []


@pytest.mark.parametrize("spec", forms(), ids=lambda spec: spec.kind)
def test_every_form_has_its_template_targets_and_texts(spec: FormSpec) -> None:
    assert (TEMPLATES / spec.preview_template).exists()
    assert spec.kind in BUILT_IN or spec.targets or spec.entry_target
    assert all([spec.title, spec.preview_title, spec.submit_label, spec.submit_note, spec.privacy])
    assert all(vars(spec.thanks).values())
    assert all(field.label for field in spec.fields)
    assert all(field.required_message for field in spec.fields if field.required)
    for text in vars(spec.mails).values():
        for part in (text.subject, text.body) if isinstance(text, MailText) else (text,):
            assert part
            assert {name for _, name, _, _ in Formatter().parse(part) if name} <= {"title"}


def test_the_form_of_every_kind_is_registered() -> None:
    assert {spec.form for spec in kind_specs() if spec.form} <= {spec.kind for spec in forms()}


def test_a_form_with_the_defaults_is_complete() -> None:
    register_form(MINIMAL)
    assert find_form("event") is form_of("event") is forms()[-1] is MINIMAL
    test_every_form_has_its_template_targets_and_texts(replace(MINIMAL, targets=lambda *_: ()))


def test_the_legal_basis_is_consent_where_that_is_asked_for() -> None:
    assert form_of("signup").basis is LegalBasis.CONSENT
    assert form_of("comment").basis is LegalBasis.PUBLIC_TASK
    assert (
        replace(form_of("signup"), legal_basis=LegalBasis.PUBLIC_TASK).basis
        is LegalBasis.PUBLIC_TASK
    )


def test_a_form_replaces_another_of_its_kind_and_an_unknown_one_is_an_error() -> None:
    register_form(replace(form_of("idea"), title="Sig din mening"))
    assert form_of("idea").title == "Sig din mening"
    assert find_form("nothing") is None
    with pytest.raises(UnknownForm):
        form_of("nothing")


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("thanks", (EMAIL,), "cannot be the kind"),
        ("Event", (EMAIL,), "cannot be the kind"),
        ("event", (NAME,), "required field 'email'"),
        ("event", (replace(EMAIL, required=False),), "required field 'email'"),
        ("event", (EMAIL, NAME, NAME), "must differ"),
        ("event", (EMAIL, Field("stamp", "Frimærke")), "must differ"),
        ("event", (EMAIL, Field("consent", "Ja", "check")), "consent_version"),
    ],
)
def test_a_form_that_cannot_work_is_refused(
    kind: str, fields: tuple[Field, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        FormSpec(kind, "Kom til arrangementet", fields)
