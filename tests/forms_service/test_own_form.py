"""A site's form of its own, in one file and through the public interface: from its page to the receipt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyspor.forms import registry
from nyspor.forms.registry import form_of, register_form
from nyspor.forms.spec import EMAIL, NAME, Field, FormSpec, Publication, Submitted
from nyspor.forms.targets import Target, write_targets
from nyspor.forms_service.settings import InvalidSettings, read_settings
from nyspor.model.site import Site
from nyspor.site.form_targets import plugin_targets
from nyspor.site.jinja_environment import make_environment
from tests.builders import make_library, post_text
from tests.forms_service.running_service import RunningService, hidden, text_of
from tests.forms_service.test_scheduled_jobs import RIGHT

EVENT_FORM = """
from nyspor.forms.registry import register_form
from nyspor.forms.spec import EMAIL, NAME, Field, FormSpec, Mails, MailText, Thanks
from nyspor.forms.targets import Target


def targets(library, site):
    yield Target(
        "event", "events/sommerfest", "Sommerfest", "/det-sker/sommerfest/", deliver_to="stier"
    )


register_form(
    FormSpec(
        "event",
        "Kom til festen",
        (
            NAME,
            EMAIL,
            Field("meal", "Mad", "choice", required=False, options={"veg": "Grønt", "fish": "Fisk"}),
            Field("wishes", "Ønsker", "text", required=False),
        ),
        targets=targets,
        thanks=Thanks("Tak for tilmeldingen"),
        mails=Mails(
            "Tilmelding til “{title}”",
            MailText("Vi har fået din tilmelding", "Vi ses til “{title}”."),
        ),
    )
)
"""
SENT = {
    "entry": "events/sommerfest",
    "name": "Åse",
    "email": "aase@post.example",
    "meal": "veg",
    "wishes": "Gerne kage.\n\nOg kaffe.",
}
SITE = Site("Bloggen", "Nye veje", "https://blog.example")


@pytest.fixture
def event_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the module that adds the form, in the current folder."""
    (tmp_path / "event_form.py").write_text(EVENT_FORM, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(registry, "_forms", dict(registry._forms))
    yield "event_form"
    sys.modules.pop("event_form", None)


@pytest.fixture
def targets(event_form: str, tmp_path: Path) -> tuple[Target, ...]:
    """What the form can be sent to, after the service has imported its module."""
    book = tmp_path / "adresser.yaml"
    book.write_text("redaktion: redaktion@kommune.example\n")
    environ = RIGHT | {"NYSPOR_ADDRESSES": str(book), "NYSPOR_FORM_PLUGINS": event_form}
    assert read_settings(environ).form_plugins == (event_form,)
    return tuple(plugin_targets(form_of("event"), make_library(), SITE))


def test_from_its_page_to_the_receipt(service: RunningService, targets: tuple[Target, ...]) -> None:
    service.settings.forms.write_bytes(write_targets(SITE, targets))

    theme = make_environment(service.settings.theme, SITE, "da")
    section = theme.get_template("components/form.html").module.form_section  # type: ignore[attr-defined]
    page = BeautifulSoup(section(form_of("event"), *targets), "lxml")
    assert page.h2
    assert page.h2.text == "Kom til festen"
    assert [option.text for option in page.select("option")] == ["Intet bestemt", "Grønt", "Fisk"]
    form = page.form
    assert form
    assert form["action"] == "/forms/event"
    names = {str(field["name"]) for field in form.select("[name]")}
    assert names >= SENT.keys()

    refused = service.post("event", SENT | {"meal": "beef", "name": ""})
    assert refused.status_code == 422
    assert "Skriv dit navn." in refused.text

    preview = service.post("event", SENT)
    shown = BeautifulSoup(preview.text, "lxml").select_one(".preview")
    assert shown
    assert [item.text.strip() for item in shown.select("dt")] == ["Navn", "E-mail", "Mad", "Ønsker"]
    assert "Grønt" in shown.text
    assert service.mails() == []

    service.now += timedelta(seconds=20)
    answer = service.post("event", hidden(preview) | {"step": "confirm"})
    thanks = service.client.get(answer.headers["location"])
    assert "Tak for tilmeldingen" in thanks.text

    to_organiser, receipt = service.mails()
    assert to_organiser["To"] == "stier@kommune.example"
    assert to_organiser["Subject"] == "Tilmelding til “Sommerfest”"
    assert to_organiser["Reply-To"] == "Åse <aase@post.example>"
    assert "Mad: Grønt" in text_of(to_organiser)
    assert "> Gerne kage." in text_of(to_organiser)
    assert receipt["To"] == "aase@post.example"
    assert receipt["Subject"] == "Vi har fået din tilmelding"
    assert "Vi ses til “Sommerfest”." in text_of(receipt)

    changed = service.confirm("event", SENT | {"meal": "fish"})
    assert "stored=changed" in changed.headers["location"]
    assert "Mad: Grønt → Fisk" in text_of(service.mails()[2])


def test_a_moderated_form_of_its_own_becomes_an_entry(
    service: RunningService, event_form: str
) -> None:
    form = register_form(
        FormSpec(
            "tip",
            "Giv et tip",
            (NAME, EMAIL, Field("text", "Dit tip", "text")),
            publication=Publication(
                "posts", lambda sent: f"posts/tip-{sent.id}.md", lambda sent: a_draft(sent)
            ),
        )
    )
    target = Target("tip", "", "Tip", "/tip/", deliver_to="redaktion")
    service.settings.forms.write_bytes(write_targets(SITE, [target]))
    service.confirm(
        form.kind, {"entry": "", "name": "Åse", "email": "aase@post.example", "text": "Se her."}
    )

    to_editor, _ = service.mails()
    publish, reject = service.links(to_editor)
    assert "Se her." in service.client.get(publish).text
    assert "Udført" in service.client.post(publish).text
    ((path, text),) = service.files().items()
    assert path.startswith("posts/tip-")
    assert "Se her." in text
    (undo,) = service.links(service.mails()[2])
    service.client.post(undo)
    assert service.files() == {}
    service.client.post(reject)
    assert service.files() == {}


def a_draft(sent: Submitted) -> bytes:
    """A draft of a post with the tip."""
    return post_text(sent.values["text"], status="kladde").encode()


def test_a_module_that_cannot_be_imported_is_a_problem_of_the_settings(event_form: str) -> None:
    with pytest.raises(InvalidSettings) as found:
        read_settings(RIGHT | {"NYSPOR_FORM_PLUGINS": "event_form no_such_module"})
    assert "NYSPOR_FORM_PLUGINS" in {problem.source for problem in found.value.problems}
