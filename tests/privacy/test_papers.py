"""The privacy papers: whatever is asked of people, or said of them, is in them by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nyspor.configuration.configuration import Configuration, Given
from nyspor.forms.built_in import BUILT_IN_FORMS, COMMENT, SIGNUP
from nyspor.forms.spec import EMAIL, Field, FormSpec, Publication, Submitted
from nyspor.model.brand import Brand
from nyspor.model.fields import described
from nyspor.model.kind_specs import kind_spec, kind_specs
from nyspor.model.kinds import Post
from nyspor.model.values import Contact
from nyspor.privacy.papers import LOGS, NGINX, RECORD, Sources, render_papers
from nyspor.privacy.personal_data import (
    PersonalField,
    log_fields,
    personal_fields,
    published_fields,
)
from tests.publishing.sites import make_site


def papers(*forms: FormSpec, nginx: str = "", **settings: object) -> dict[str, str]:
    """The papers of a site with these forms and settings (`mail__server` is mail.server)."""
    given = {
        key.replace("__", "."): Given(value, "nyspor.toml:1") for key, value in settings.items()
    }  # type: ignore[arg-type]
    configuration = Configuration(Path(), given)
    brand = Brand(name="Bebys nye veje", publisher="Beby Kommune")
    return render_papers(Sources(configuration, brand, forms, kind_specs(), nginx))


def section(text: str, heading: str) -> str:
    """A section of a paper."""
    return text.partition(f"\n### {heading}\n")[2].partition("\n#")[0]


def a_file(sent: Submitted) -> bytes:
    return f"{sent.values['shoe']} {sent.values['name']}".encode()


SHOES = FormSpec(
    "shoes",
    "Fortæl om dine sko",
    (EMAIL, Field("shoe", "Skostørrelse"), Field("name", "Kaldenavn"), Field("phone", "Telefon", "tel", required=False)),
    publication=Publication("shoes", lambda sent: "shoes/a.md", a_file),
)  # fmt: skip


def test_a_form_that_a_site_adds_is_in_the_record_with_every_field() -> None:
    found = section(papers(*BUILT_IN_FORMS, SHOES)[RECORD], "Fortæl om dine sko")
    for field in SHOES.fields:
        assert field.label in found or field is EMAIL
    assert "| Skal udfyldes | E-mail, Skostørrelse, Kaldenavn |" in found
    assert (
        "| Offentliggøres efter godkendelse | Skostørrelse, Kaldenavn (`content/shoes/`)" in found
    )


def test_a_field_that_is_added_to_a_form_is_in_the_record() -> None:
    longer = replace(SIGNUP, fields=(*SIGNUP.fields, Field("diet", "Kost og allergi")))
    assert "Kost og allergi" not in papers(SIGNUP)[RECORD]
    assert "Kost og allergi" in papers(longer)[RECORD]


def test_a_field_about_people_that_is_added_to_a_kind_is_found() -> None:
    class Walk(Post):
        guide: Contact = described("vejviser", "Guide")

    found = [field for field in personal_fields(Walk) if field not in personal_fields(Post)]
    assert [field.key for field in found] == ["vejviser"]
    assert "telefon" in found[0].parts
    assert PersonalField(
        "billede → samtykke", ("grundlag", "kontakt", "udløber")
    ) in personal_fields(kind_spec("posts").model)


def test_what_an_approval_publishes_is_found_by_trying() -> None:
    assert published_fields(COMMENT) == {"name", "text", "reply_to"}
    assert published_fields(SIGNUP) == frozenset()

    def refuses(sent: Submitted) -> bytes:
        return str(int(sent.values["shoe"])).encode()

    unknown = replace(SHOES, publication=Publication("shoes", lambda sent: "a", refuses))
    assert published_fields(unknown) == {"shoe", "name", "phone"}, "better one too many"


def test_the_times_and_places_are_those_of_the_settings() -> None:
    found = papers(
        SIGNUP, forms__keep_days=33, publish__keep=7, backup__keep=21, backup__folder=Path("/b"),
        mail__server="smtp://blog@mail.beby.example:587", publish__git_remote="git@git.beby.example:blog",
    )[RECORD]  # fmt: skip
    for expected in ("33 dage", "de sidste 7;", "de sidste 21", "`/b`", "mailserveren mail.beby.example", "Git hos git.beby.example"):  # fmt: skip
        assert expected in found
    assert "blog@mail" not in found
    assert "artikel 6, stk. 1, litra a: samtykke" in section(found, "Bliv en del af arbejdsgruppen")


def test_each_form_has_its_time_and_what_it_tells_of_it(tmp_path: Path) -> None:
    found = papers(COMMENT, SIGNUP, forms__keep_days_by_form=("signup:30",), mail__keep_days=14)[
        RECORD
    ]
    signup = section(found, "Bliv en del af arbejdsgruppen")
    assert "| Hvor længe | medlemskabet, til medlemmet melder sig ud" in signup
    assert "Selve indsendelsen 30 dage" in signup
    assert "| Hvor længe | 90 dage," in section(found, "Skriv en kommentar")
    assert "| Oplyst på formularen | »Vi bruger dem til at vide, hvem der er med" in signup
    assert "mailens tekst i databasen i 14 dage" in found


def test_without_a_mail_server_or_backups_the_record_says_so() -> None:
    found = papers(COMMENT)[RECORD]
    assert "der er ikke angivet en mailserver" in found
    assert "[udfyld: backup.folder er ikke angivet]" in found


def test_the_policy_names_what_stands_in_the_web_server_s_log() -> None:
    fields = log_fields(NGINX.read_text("utf-8"))
    assert fields[:2] == ["tidspunkt", "metode"]
    assert not any(field.startswith("`$") for field in fields), "each has words"
    assert log_fields("log_format nyspor '$remote_addr $status';") == ["`$remote_addr`", "svarkode"]
    assert ", ".join(fields) in papers(nginx=NGINX.read_text("utf-8"))[LOGS]
    assert "[udfyld: webserverens format" in papers()[LOGS]


def test_texts_do_not_break_the_tables() -> None:
    odd = replace(
        SHOES, title="A | B", fields=(EMAIL, Field("x", "Ja | nej\nmåske")), publication=None
    )
    assert "E-mail, Ja \\| nej måske |" in papers(odd)[RECORD]


def test_the_command_prints_the_papers_or_writes_them_once(tmp_path: Path) -> None:
    site = make_site(tmp_path, git=False)
    printed = site.run("privacy")
    assert printed.returncode == 0
    assert "# Fortegnelse" in printed.stdout
    assert "# Logpolitik" in printed.stdout
    assert site.run("privacy", "--into", "papirer").returncode == 0
    record = tmp_path / "papirer" / RECORD
    assert record.read_text("utf-8") in printed.stdout
    record.write_text("Vores egen", "utf-8")
    refused = site.run("privacy", "--into", "papirer")
    assert refused.returncode == 1
    assert "papirer/fortegnelse.md findes allerede" in refused.stderr
    assert record.read_text("utf-8") == "Vores egen"


def test_the_desk_is_in_the_papers_where_it_is_switched_on() -> None:
    assert not any("skrivebord" in text.lower() for text in papers(*BUILT_IN_FORMS).values())
    found = papers(*BUILT_IN_FORMS, desk__enabled=True, desk__keep_days=200)
    for name in (RECORD, LOGS):
        assert "desk.sqlite" in found[name]
        assert "200 dage" in found[name]
