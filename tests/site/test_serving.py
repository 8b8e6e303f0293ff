"""`nyspor serve`: the running preview, as a writer uses it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from itertools import takewhile
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect
from watchfiles.main import FileChange

from nyspor.preview.server import preview_settings
from nyspor.site.theme import ENGINE_FOLDER
from nyspor.watching.watcher import change_batches, is_being_copied
from tests.browser import axe_findings
from tests.builders import post_text, write_settings, write_site
from tests.conftest import NOW, ROOT
from tests.pictures import turned
from tests.site.preview_process import PATIENCE, Preview, showing

VERSION_0_1 = ROOT / "tests/forms_service/version_0_1"
"""Working data as an earlier version left them."""


def port_of(preview: Preview) -> int:
    return int(preview.address.rsplit(":", 1)[1])


@pytest.fixture
def project(project: Path) -> Path:
    """The site with something of everything, and a theme that is all its own."""
    shutil.copytree(ROOT / "theme", project / "theme")
    return project


@pytest.fixture
def preview(project: Path) -> Iterator[Preview]:
    with showing(project) as running:
        yield running


def test_a_writer_sees_a_change_a_mistake_and_its_correction(
    preview: Preview, project: Path
) -> None:
    assert "Nyspor" in preview.get("/")
    post = project / "content/posts/2026/ny.md"
    post.write_text(post_text("Sikke en dag."), "utf-8")
    preview.wait_for("Bygget på")
    assert "Sikke en dag." in preview.get("/indlaeg/ny/")
    post.write_text(post_text("Sikke en nat.", dato="32. marts 2012"), "utf-8")
    assert "findes ikke" in preview.wait_for("Bygget på")
    assert "Datoen 32. marts 2012 findes ikke." in preview.get("/indlaeg/ny/", status=503)
    assert "1 tekst venter på at blive rettet" in preview.get("/"), "the rest is shown meanwhile"
    post.write_text(post_text("Sikke en nat."), "utf-8")
    preview.wait_for("Bygget på")
    assert "Sikke en nat." in preview.get("/indlaeg/ny/")
    assert preview.address in preview.get("/indlaeg/ny/"), "the site knows where it is shown"


def send(page: Page, fields: dict[str, str]) -> None:
    """Fill a form in, look it through, and send it, as a person does."""
    for name, value in fields.items():
        page.fill(f"#felt-{name}", value)
    page.click("main form.form button")
    page.click("button[value=confirm]")
    assert "Tak" in page.locator("h1").inner_text()


def mail(page: Page, preview: Preview, subject: str) -> None:
    """Open the mail with this subject, when it is there."""
    letters = page.locator(".letters-list a", has_text=subject)
    until = monotonic() + PATIENCE
    while monotonic() < until:
        page.goto(preview.address + "/_mail")
        if letters.count():
            letters.first.click()
            return
    raise AssertionError(f"no mail about {subject}")


def test_a_comment_goes_by_the_editor_s_mail_to_the_page_without_javascript(
    preview: Preview, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(preview.address + "/indlaeg/stien-aabner/")
    send(page, {"text": "Den er dejlig.", "name": "En nabo", "email": "nabo@post.example"})
    mail(page, preview, "Ny kommentar")
    page.locator("a[href*='/decide/publish/']").click()
    page.click("main form button")
    assert "Teksten er godkendt" in page.locator("main").inner_text()
    preview.wait_for("Bygget på")
    page.goto(preview.address + "/indlaeg/stien-aabner/")
    assert "Den er dejlig." in page.locator(".comments").inner_text()
    assert "post.example" not in page.content()
    mail(page, preview, "Udgivet")
    page.locator("a[href*='/decide/undo/']").click()
    page.click("main form button")
    preview.wait_for("Bygget på")
    page.goto(preview.address + "/indlaeg/stien-aabner/")
    assert "Den er dejlig." not in page.locator(".comments").inner_text()


def test_a_resident_joins_a_workgroup_and_sends_an_idea(preview: Preview, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(preview.address + "/arbejdsgrupper/stigruppen/")
    page.check("#felt-consent")
    send(page, {"name": "Åse", "email": "aase@post.example"})
    mail(page, preview, "Bekræft din tilmelding")
    assert "BEGIN:VCALENDAR" in page.content()
    preview.wait_for("Bygget på")
    page.goto(preview.address + "/arbejdsgrupper/stigruppen/")
    assert "Der er 6 pladser tilbage af 24" in " ".join(page.locator("main").inner_text().split())
    page.goto(preview.address + "/ideer/")
    send(page, {"title": "En bænk", "text": "Ved søen.", "name": "B", "email": "b@post.example"})
    mail(page, preview, "Ny idé")
    page.locator("a[href*='/decide/publish/']").click()
    page.click("main form button")
    preview.wait_for("Bygget på")
    page.goto(preview.address + "/ideer/")
    assert "En bænk" in page.locator("main").inner_text()


def test_a_preview_of_version_0_1_goes_on_with_its_mails_and_links(project: Path) -> None:
    shutil.copytree(VERSION_0_1, project / "var", ignore=shutil.ignore_patterns("*.py", "content"))
    with showing(project) as running:
        assert "Stien er åben" in running.get("/_mail")
        letter = (project / "data/mail/ba9876543210.editor.eml").read_bytes()
        text = message_from_bytes(letter, policy=default).get_body(("plain",))
        assert text
        (publish,) = re.findall(r"https://blog\.example(\S+/publish/\S+)", text.get_content())
        assert "Den er dejlig." in running.get(publish)
    assert {path.name for path in (project / "var").iterdir()} <= {
        "state",
        "preview",
        "__pycache__",
        "pictures",
    }
    assert (project / "data/secret").read_text() == (VERSION_0_1 / "secret").read_text()


def test_a_slip_in_the_theme_does_not_end_the_preview(preview: Preview, project: Path) -> None:
    template = project / "theme/templates/page.html"
    right = template.read_text("utf-8")
    template.write_text(right + "{{ nothing.like.this }}{% if %}", "utf-8")
    assert "page.html" in preview.wait_for("fejl")
    template.write_text(right, "utf-8")
    preview.wait_for("Bygget på")
    assert "Nyspor" in preview.get("/om/")


def test_a_brand_that_an_editor_replaces_is_shown(preview: Preview, project: Path) -> None:
    brand, new = project / "brand.yaml", project / "brand.yaml~"
    for name in ("Bebys veje", "Bebys nye veje"):
        new.write_text(
            re.sub("navn: .*", f"navn: {name}", brand.read_text("utf-8"), count=1), "utf-8"
        )
        new.replace(brand)
        preview.wait_for("Bygget på")
        assert name in preview.get("/om/")


def test_a_port_in_use_is_reported_plainly(preview: Preview, project: Path) -> None:
    port = port_of(preview)
    second = Preview(project, port)
    output, _ = second.process.communicate(timeout=PATIENCE)
    second.watchdog.cancel()
    assert f"Der vises allerede noget andet på port {port}." in output
    assert "Traceback" not in output
    assert second.process.returncode == 1


POST = "content/posts/2012/velkommen.md"
PAGE = "/indlaeg/velkommen/"
WAITING = "Denne tekst venter på at blive rettet"
LONG = "Her er meget at læse. " * 2000


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A site of one post, which is built in no time."""
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    write_settings(tmp_path)
    (tmp_path / "brand.yaml").write_text("navn: Nyspor\n", "utf-8")
    write_site(tmp_path / "content", velkommen=post_text(LONG, kort_fortalt="Meget er nyt."))
    return tmp_path


@pytest.fixture
def small_preview(small_project: Path) -> Iterator[Preview]:
    with showing(small_project) as running:
        yield running


def write(project: Path, body: str, **fields: str) -> None:
    (project / POST).write_text(post_text(body, **fields), "utf-8")


def test_an_open_page_follows_what_is_saved(
    small_preview: Preview, small_project: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(small_preview.address + PAGE)
    page.evaluate("scrollTo(0, 900)")
    write(small_project, "Nyt at fortælle. " + LONG)
    expect(page.get_by_text("Nyt at fortælle.")).to_be_visible()
    write(small_project, LONG, dato="32. marts 2012")
    expect(page.locator("h1")).to_have_text(WAITING)
    assert page.title() == f"{WAITING} · Nyspor"
    shown = page.locator("main").inner_text()
    for words in (POST, "4", "dato", "Datoen 32. marts 2012 findes ikke.", "Se efter i kalenderen"):
        assert words in shown
    write(small_project, "Nu er det rettet. " + LONG)
    expect(page.get_by_text("Nu er det rettet.")).to_be_visible()
    page.wait_for_function("scrollY === 900")
    page.close()


def test_errors_and_advice_are_told_apart_and_lead_to_their_rule(
    small_preview: Preview, small_project: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(small_preview.address + PAGE)
    link = "Se [programmet](https://kommune.example/?utm_source=brev)."
    (small_project / POST).with_name("andet.md").write_text(post_text(dato="32. marts 2012"))
    write(small_project, link)
    expect(page.locator(".preview-bar")).to_have_text(
        "1 tekst venter på at blive rettet · 1 råd · 1 om denne side"
    )
    page.locator(".preview-bar a").click()
    expect(page.locator(".problem-level")).to_have_text(["Fejl", "Råd"])
    assert link in page.locator(".problem-advice").inner_text(), "the line itself is shown"
    assert axe_findings(page) == []
    page.get_by_text("Reglen »indsat-tekst«").click()
    assert page.locator(":target h2").inner_text() == "indsat-tekst"
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_a_page_is_left_alone_while_it_stays_the_same(
    small_preview: Preview, small_project: Path, browser: Browser
) -> None:
    page, other = browser.new_page(), browser.new_page()
    page.goto(small_preview.address + "/spor/gode-leveaar/")
    other.goto(small_preview.address + PAGE)
    page.evaluate("window.sameAsBefore = true")
    write(small_project, "Nyt at fortælle.")
    expect(other.get_by_text("Nyt at fortælle.")).to_be_visible()
    assert page.evaluate("window.sameAsBefore"), "nothing on this page has changed"
    page.close()
    other.close()


def test_the_files_have_no_script_of_the_preview_s(
    small_preview: Preview, small_project: Path
) -> None:
    built = (small_project / f"output{PAGE}index.html").read_text("utf-8")
    served = small_preview.get(PAGE)
    assert "_live" not in built
    assert re.sub(r'<script src="/_live.js" .*\n', "", served) == built != served
    feed = small_project / "output/feeds/alt.atom"
    assert small_preview.get("/feeds/alt.atom") == feed.read_text("utf-8")


def test_the_page_as_it_was_is_one_link_away_without_javascript(
    small_preview: Preview, small_project: Path, browser: Browser
) -> None:
    topics = small_project / "content/topics.yaml"
    right = topics.read_text("utf-8")
    topics.write_text(
        "-slug: aeldre\n", "utf-8"
    )  # what many texts refer to keeps all from being shown
    small_preview.wait_for("fejl")
    assert small_preview.get(PAGE, status=503)
    assert small_preview.get("/_mail")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(small_preview.address + PAGE)
    assert "genindlæs siden" in page.locator("noscript").inner_text()
    page.get_by_text("Se siden, som den var").click()
    assert "Her er meget at læse." in page.locator("main").inner_text()
    write(small_project, "Sikke en nat.")
    topics.write_text(right, "utf-8")
    small_preview.wait_for("Bygget på")
    assert small_preview.get(PAGE)
    page.reload()
    assert page.url == small_preview.address + PAGE
    assert "Sikke en nat." in page.locator("main").inner_text()
    page.context.close()


def test_a_fault_is_shown_until_it_is_fixed(
    small_preview: Preview, small_project: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(small_preview.address + PAGE)
    settings = small_project / "pelicanconf.py"
    right = settings.read_text("utf-8")
    settings.write_text(right + "\nnothing.like_this\n", "utf-8")
    expect(page.locator("h1")).to_have_text("En skabelon eller et plugin har en fejl")
    assert "'nothing' is not defined" in page.locator("pre").first.inner_text()
    write(small_project, "Sikke en nat.", dato="32. marts 2012")
    small_preview.wait_for("fejl")
    expect(page.locator("h1")).to_have_text("En skabelon eller et plugin har en fejl")
    settings.write_text(right, "utf-8")
    expect(page.locator("h1")).to_have_text(WAITING)
    write(small_project, "Sikke en nat.")
    expect(page.get_by_text("Sikke en nat.")).to_be_visible()
    page.close()


def test_what_is_wrong_with_a_template_of_the_site_is_shown_with_its_file_and_line(
    small_preview: Preview, small_project: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(small_preview.address + PAGE)
    template = small_project / "theme/templates/base.html"
    right = template.read_text("utf-8")
    for wrong in ("\n{{ nothing.like.this }}" + right, "\n{% if %}" + right):
        template.write_text(wrong, "utf-8")
        expect(page.locator("h1")).to_have_text("Én ting skal rettes, før siden kan vises")
        expect(page.locator("h2")).to_have_text("theme/templates/base.html")
        assert page.locator(".problem-number").inner_text() == "2"
        template.write_text(right, "utf-8")
        expect(page.get_by_text("Her er meget at læse.").first).to_be_visible()
    page.close()


def test_the_preview_s_own_pages_follow_the_brand(
    small_preview: Preview, small_project: Path, browser: Browser
) -> None:
    page = browser.new_page()
    brand = small_project / "brand.yaml"
    brand.write_text('navn: Beby\nfarver: {baggrund: "#fff0f0"}\n', "utf-8")
    small_preview.wait_for("Bygget på")
    page.goto(small_preview.address + "/_mail")
    assert page.title().endswith("· Beby")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 240, 240)"
    )
    brand.write_text("navn: [\n", "utf-8")
    small_preview.wait_for("fejl")
    page.goto(small_preview.address)
    expect(page).to_have_title("Én ting skal rettes, før siden kan vises · Beby")  # as it last was
    page.close()


def test_a_mail_comes_from_the_site_as_it_is_called_now(
    small_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_project)
    settings = {
        "PATH": "content",
        "THEME": str(ENGINE_FOLDER),
        "NYSPOR_BRAND": "brand.yaml",
        "NYSPOR_FORMS_LIST": "var/preview/forms.json",
    }
    found = preview_settings(settings, "http://127.0.0.1:8000")
    for text, name in (("navn: Beby\n", "Beby"), ("navn: [\n", "Nyspor")):
        (small_project / "brand.yaml").write_text(text, "utf-8")
        assert found.sender_mailbox.name == name


def test_an_open_page_outlives_the_preview(small_project: Path, browser: Browser) -> None:
    page = browser.new_page()
    with showing(small_project) as running, page.expect_request("**/_live?*"):
        page.goto(running.address + PAGE)
    write(small_project, "Skrevet i ventetiden.")
    with showing(small_project, port_of(running)):
        expect(page.get_by_text("Skrevet i ventetiden.")).to_be_visible()
        page.close()


def test_what_is_wrong_from_the_first_is_shown_with_the_styles(
    small_project: Path, browser: Browser
) -> None:
    write(small_project, "Sikke en nat.", dato="32. marts 2012")
    with showing(small_project) as running:
        page = browser.new_page()
        page.goto(running.address + PAGE)
        assert page.locator("h1").inner_text() == WAITING
        assert "Newsreader" in page.evaluate(
            "getComputedStyle(document.querySelector('h1')).fontFamily"
        )
        write(small_project, "Sikke en nat.")
        expect(page.locator("h1")).to_have_text("Velkommen")
        page.close()


def test_what_is_wrong_is_shown_to_everyone(
    small_project: Path, tmp_path: Path, browser: Browser
) -> None:
    write(small_project, "[Link](../../pages/findes-ikke.md)", dato="32. marts 2012", resume="")
    with showing(small_project) as running:
        page = browser.new_page(viewport={"width": 320, "height": 900})
        page.goto(running.address + PAGE)
        assert page.locator("h1").inner_text() == WAITING
        assert page.locator(".problem-error").count() == 3
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        (small_project / "pelicanconf.py").write_text("nothing.like_this", "utf-8")
        write(small_project, "Sikke en nat.")
        expect(page.locator("h1")).to_have_text("En skabelon eller et plugin har en fejl")
        page.get_by_text("Hele fejlmeddelelsen").click()
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.close()


TWO_BUILDS = """
from pathlib import Path
from nyspor.preview.build import build_once
print(*(build_once(Path("pelicanconf.py"), {}).due for _ in range(2)), sep="\\n")
"""


def test_a_build_says_when_the_site_next_changes_by_itself(small_project: Path) -> None:
    write(small_project, "Snart.", dato="2026-11-23 16:00")
    (small_project / "content/posts/2012/gammelt.md").write_text(post_text())
    printed = subprocess.run(
        [sys.executable, "-c", TWO_BUILDS], cwd=small_project, capture_output=True, text=True,
        env=os.environ | {"NYSPOR_NOW": NOW, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    assert printed.stdout.count("2026-11-23 15:00:00+00:00") == 2  # the second has nothing to do


def in_place(file: Path) -> None:
    file.write_text("ny tekst", "utf-8")


def emptied_first(file: Path) -> None:
    file.write_bytes(b"")
    file.write_text("ny tekst", "utf-8")


def by_rename(file: Path) -> None:
    file.with_suffix(".new").write_text("ny tekst", "utf-8")
    file.with_suffix(".new").replace(file)


def moved_aside(file: Path) -> None:
    file.rename(f"{file}~")
    file.write_text("ny tekst", "utf-8")
    Path(f"{file}~").unlink()


@pytest.mark.parametrize("save", [in_place, emptied_first, by_rename, moved_aside])
def test_a_save_is_one_burst_however_an_editor_does_it(
    tmp_path: Path, save: Callable[[Path], None]
) -> None:
    file = tmp_path / "velkommen.md"
    file.write_text("tekst", "utf-8")
    watching = change_batches(tmp_path)
    assert next(watching) == set(), "it is watching"
    save(file)
    naming = [burst for burst in until_quiet(watching) if str(file) in {path for _, path in burst}]
    assert len(naming) == 1
    assert file.read_text("utf-8") == "ny tekst"


def test_a_picture_that_is_still_being_copied_is_waited_for(tmp_path: Path) -> None:
    whole, file = turned(6), tmp_path / "sti.jpg"
    file.write_bytes(whole[: len(whole) // 2])
    written = file.stat().st_mtime
    assert is_being_copied(file, lambda: written + 1)
    assert not is_being_copied(file, lambda: written + 60), "then it is damaged"
    file.write_bytes(whole)
    assert not is_being_copied(file, lambda: written + 1)
    assert not is_being_copied(tmp_path / "tekst.md")


def until_quiet(watching: Iterator[set[FileChange]]) -> Iterator[set[FileChange]]:
    """The bursts from the first to the last before it is quiet again."""
    yield next(burst for burst in watching if burst)
    yield from takewhile(bool, watching)
