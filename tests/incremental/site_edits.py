"""Changes to the theme, the settings, the plugins and the environment, each at random."""

from __future__ import annotations

import os
import re
import shutil
from random import Random

from nyspor.magazine.core.manifest import write_files
from tests.incremental.entry_edits import WORDS
from tests.incremental.site_builder import ROOT, SampleSite, entry_text


def template(sample: SampleSite, random: Random) -> None:
    post = sample.theme / "templates/post.html"
    post.write_text(
        post.read_text("utf-8").replace(
            "{% block beneath %}", f"{{% block beneath %}}<p>{random.choice(WORDS)}</p>", 1
        ),
        "utf-8",
    )


def word(sample: SampleSite, random: Random) -> None:
    catalogue = sample.theme / "translations/da.po"
    catalogue.write_text(
        re.sub(
            r'msgstr "Tilmeld.*?"',
            f'msgstr "Tilmeld {random.choice(WORDS)}"',
            catalogue.read_text("utf-8"),
        ),
        "utf-8",
    )


def style(sample: SampleSite, random: Random) -> None:
    sheet = sample.theme / "static/css/6-print.css"
    sheet.write_text(
        sheet.read_text("utf-8") + f"\n.{random.choice(WORDS)} {{ color: red }}\n", "utf-8"
    )


def setting(sample: SampleSite, random: Random) -> None:
    sample.set_brand(undertitel=f"Om {random.choice(WORDS)}")


def plugin(sample: SampleSite, random: Random) -> None:
    code = sample.plugin.read_text("utf-8")
    code = re.sub(r"} (tekster\w*|{ORD})", f"}} tekster{random.randrange(999)}", code)
    sample.plugin.write_text(code, "utf-8")


def weather(sample: SampleSite, random: Random) -> None:
    """What a plugin looks into besides the content."""
    (sample.folder / "weather.txt").write_text(random.choice(WORDS), "utf-8")


def component(sample: SampleSite, random: Random) -> None:
    """A macro that many templates import."""
    card = sample.theme / "templates/components/card.html"
    card.write_text(
        re.sub(
            r"(<article\b|<li\b)",
            rf'\1 data-{random.choice(WORDS[:4])}=""',
            card.read_text("utf-8"),
            count=1,
        ),
        "utf-8",
    )


def override(sample: SampleSite, random: Random) -> None:
    """A template that comes before the theme's, or is taken away again."""
    template = sample.folder / "overrides/404.html"
    if template.exists() and random.random() < 0.3:
        template.unlink()
    else:
        text = (sample.theme / "templates/404.html").read_text("utf-8")
        word = random.choice(WORDS)
        text = text.replace("{% block main %}", f"{{% block main %}}<p>{word}</p>", 1)
        template.write_text(text, "utf-8")


def templates_linked(sample: SampleSite, random: Random) -> None:
    """A folder of templates lies elsewhere, and one of them changes there."""
    folder = sample.theme / "templates/components"
    elsewhere = sample.folder / "components"
    if not folder.is_symlink():
        folder.rename(elsewhere)
        folder.symlink_to(elsewhere)
    component(sample, random)


def theme_linked(sample: SampleSite, random: Random) -> None:
    """The theme lies elsewhere, with another word in it."""
    elsewhere = sample.folder / f"theme-{random.randrange(10_000)}"
    sample.theme.rename(elsewhere)
    sample.theme.symlink_to(elsewhere)
    word(sample, random)


def english_word(sample: SampleSite, random: Random) -> None:
    """A word of the pages in English."""
    catalogue = sample.theme / "translations/en.po"
    word = f'msgstr "Skip to the {random.choice(WORDS)}"'
    text = re.sub(r'msgstr "Skip to the .*"', word, catalogue.read_text("utf-8"))
    catalogue.write_text(text, "utf-8")


def word_with_old_time(sample: SampleSite, random: Random) -> None:
    """A catalogue of another content under its old time of modification."""
    catalogue = sample.theme / "translations/da.po"
    before = catalogue.stat()
    word(sample, random)
    os.utime(catalogue, ns=(before.st_atime_ns, before.st_mtime_ns))


def style_added(sample: SampleSite, random: Random) -> None:
    sheet = sample.theme / f"static/css/7-{random.choice(WORDS[:4])}.css"
    if sheet.exists():
        sheet.unlink()
    else:
        sheet.write_text(".ny { color: red }\n", "utf-8")


def static_file(sample: SampleSite, random: Random) -> None:
    """A file of the theme's becomes a folder, or a folder a file, or it is another file."""
    path = sample.theme / "static/ting"
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists() and random.random() < 0.5:
        path.unlink()
        path.mkdir()
        path /= "inde.txt"
    path.write_text(random.choice(WORDS), "utf-8")


def hidden_static_file(sample: SampleSite, random: Random) -> None:
    """As an editor and an operating system leave them: it is not published."""
    (sample.theme / "static/.htaccess").write_text(random.choice(WORDS), "utf-8")


def font(sample: SampleSite, random: Random) -> None:
    """The font that titles are drawn in on social cards."""
    fonts = sorted((ROOT / "theme/static/fonts").glob("*.woff2"))
    shutil.copy(random.choice(fonts), sample.theme / "static/fonts/newsreader.woff2")


def site_name(sample: SampleSite, random: Random) -> None:
    sample.set_brand(navn=random.choice(WORDS).title())


def menu(sample: SampleSite, random: Random) -> None:
    items = ["posts", "stories", "tracks", "pilots"]
    random.shuffle(items)
    sample.set_brand(menu=items[:3])


def footer(sample: SampleSite, random: Random) -> None:
    link = {"tekst": f"Om {random.choice(WORDS)}", "adresse": "/feeds/"}
    sample.set_brand(sidefod=[link])


def colour(sample: SampleSite, random: Random) -> None:
    """Of buttons, or of a track: in the style sheet, and on social cards."""
    shade = f"#{random.randrange(64):02x}{random.randrange(64):02x}{random.randrange(64):02x}"
    given = random.choice(({"accent": shade}, {"spor": {"skov": shade}}, {}))
    sample.set_brand(farver=given)


def logo(sample: SampleSite, random: Random) -> None:
    """A logo of the site's own, another one, or none."""
    shape = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {random.randrange(20, 90)} 20"/>'
    (sample.folder / "logo.svg").write_text(shape, "utf-8")
    sample.set_brand(logo=random.choice(("logo.svg", "logo.svg", None)))


def comment_days(sample: SampleSite, random: Random) -> None:
    sample.set(f"NYSPOR_COMMENT_DAYS = {random.choice((1, 30, 365, 2000))}")


def drafts(sample: SampleSite, random: Random) -> None:
    """Shown, as in a preview, or not, as when the site is published."""
    body = entry_text("Kladden", more="status: kladde\n")
    sample.write("posts/2026/kladden.md", body)
    sample.set(f"NYSPOR_PREVIEW = {random.choice((True, False))}")


def security_contact(sample: SampleSite, random: Random) -> None:
    expires = f"2027-0{random.randrange(1, 10)}-01"
    sample.set_brand(sikkerhed={"kontakt": "sikkerhed@sample.example", "gælder til": expires})


def debugging(sample: SampleSite, random: Random) -> None:
    sample.set(f"DEBUG = {random.choice((True, False))}")


def plugin_left_out(sample: SampleSite, random: Random) -> None:
    """One of the site's pages is no longer planned, or is again."""
    sample.set("PLUGINS = [plugin for plugin in PLUGINS if plugin is not ideas_page]")
    if random.random() < 0.3:
        sample.set("PLUGINS = [*PLUGINS, ideas_page]")


def address(sample: SampleSite, random: Random) -> None:
    """The site is published elsewhere, or below a folder."""
    hosts = ("https://sample.example", "https://anden.example", "https://sample.example/blog")
    sample.set_environment(NYSPOR_SITEURL=random.choice(hosts))


def language_of_messages(sample: SampleSite, random: Random) -> None:
    sample.set_environment(NYSPOR_LANGUAGE=random.choice(("da", "en")))


def time_zone(sample: SampleSite, random: Random) -> None:
    """Of the machine, and with it the language of its messages."""
    zone = random.choice(("UTC", "America/New_York", "Europe/Copenhagen"))
    sample.set_environment(TZ=zone, LC_ALL=random.choice(("C", "C.UTF-8")))


def one_process(sample: SampleSite, random: Random) -> None:
    sample.set_environment(NYSPOR_WORKERS=random.choice(("1", "2")))


def edition(sample: SampleSite, random: Random) -> None:
    """`nyspor magazine` has made the files of an issue."""
    pdf = random.choice(WORDS).encode()
    write_files(sample.folder / "editions/2026", 2026, 8, {}, [("screen", pdf), ("print", b"x")])
    sample.set_environment(NYSPOR_MAGAZINES=str(sample.folder / "editions"))


def edition_removed(sample: SampleSite, random: Random) -> None:
    shutil.rmtree(sample.folder / "editions", ignore_errors=True)


def other_input(sample: SampleSite, random: Random) -> None:
    """What the plugin looks into is elsewhere from now on."""
    file = sample.folder / f"weather-{random.randrange(3)}.txt"
    file.write_text(random.choice(WORDS), "utf-8")
    weather = sample.folder / "weather.txt"
    weather.unlink()
    weather.symlink_to(file)


def helper_module(sample: SampleSite, random: Random) -> None:
    """A module that the plugin imports."""
    (sample.folder / "plugin/hjaelp.py").write_text(
        f'ORD = "indslag{random.randrange(999)}"\n', "utf-8"
    )
    code = sample.plugin.read_text("utf-8")
    if "hjaelp" not in code:
        code = code.replace("from pathlib", "from hjaelp import ORD\nfrom pathlib")
        sample.plugin.write_text(re.sub(r"} tekster\w*", "} {ORD}", code), "utf-8")


def plugin_package(sample: SampleSite, random: Random) -> None:
    """The plugin is a package, and a module inside it changes."""
    package = sample.folder / "plugin/site_plugin"
    if not package.exists():
        code = sample.plugin.read_text("utf-8").replace("parent.parent", "parent.parent.parent")
        sample.plugin.unlink()
        package.mkdir()
        (package / "__init__.py").write_text("from site_plugin.inside import register\n", "utf-8")
        (package / "inside.py").write_text(code, "utf-8")
    plugin(sample, random)


def plugin_plans_more(sample: SampleSite, random: Random) -> None:
    """Another output, which may be in the way of one of before."""
    path = random.choice(("vejr", "vejr/i-dag.txt", "vejr/i-dag.txt/nu.txt"))
    code = re.sub(r"\n    yield File\(\"vejr.*", "", sample.plugin.read_text("utf-8"))
    line = f'    yield File("{path}", b"{path}".strip, values="{path}")\n'
    sample.plugin.write_text(code.replace("\n\ndef register", f"{line}\n\ndef register"), "utf-8")
