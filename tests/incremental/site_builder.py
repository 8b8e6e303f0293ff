"""A small sample to be changed at random, and builds of it in processes of their own.

`Pelican` is loaded once; every build is a fork of that, so that it takes the tenth of a second and still
begins with nothing in memory but code.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from pelican.settings import read_settings
from PIL import Image

from nyspor.incremental import pelican_class
from nyspor.site.build_plan import complete, plan

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-11-23 12:00"

TEXT = """---
titel: {title}
resume: {title} i en enkelt sætning.
dato: {date}
spor: [{tracks}]
temaer: [{topics}]
kommune: aaby
afsendere: [anna]
{more}---

{body}
"""


def entry_text(
    title: str,
    date: str = "2026-03-01",
    tracks: str = "unge",
    topics: str = "fritid",
    more: str = "",
    body: str = "Brødtekst.",
) -> str:
    """A post or a story that is right."""
    return TEXT.format(title=title, date=date, tracks=tracks, topics=topics, more=more, body=body)


VOCABULARY = """- slug: fritid
  navn: Fritid
- slug: idraet
  navn: Idræt
  broader: fritid
- slug: skole
  navn: Skole
"""

BASE_FILES = {
    "topics.yaml": VOCABULARY,
    "municipalities.yaml": "- slug: aaby\n  navn: Aaby Kommune\n  eksempel: ja\n- slug: beby\n  navn: Beby\n",
    "people.yaml": "- slug: anna\n  navn: Anna Prøve\n  rolle: redaktør\n- slug: bo\n  navn: Bo Prøve\n  rolle: leder\n",
    "tracks/unge.md": "---\ntitel: Unge i gang\nresume: Et spor.\nnummer: 1\nfarve: skov\nkommune: aaby\nprogram: plan\n---\n\nOm sporet.\n",
    "tracks/byrum.md": "---\ntitel: Byrum\nresume: Et spor til.\nnummer: 2\nfarve: hav\nkommune: beby\n---\n\nOm byrum.\n",
    "programmes/plan.md": "---\ntitel: Planen\nresume: Et program.\nkommune: aaby\n---\n\nOm planen.\n",
    "pilots/sti.md": "---\ntitel: Stien\nresume: Et forsøg.\nspor: [byrum]\nkommune: beby\nfaser:\n  - fase: idé\n    fra: 2025\n  - fase: konsolidering\n    fra: 2026-12-01\n---\n\nOm stien.\n",
    "workgroups/byen.md": "---\ntitel: Gruppen om byen\nresume: En gruppe.\nspor: [byrum]\nkommune: beby\ntilmelding:\n  lukker: 2026-12-15\nmøder:\n  - id: et\n    start: 2026-12-01 19:00\n    sted: Torvet\n---\n\nOm gruppen.\n",
    "pages/om.md": "---\ntitel: Om siden\nresume: Om os.\n---\n\nSe [stien](../pilots/sti.md).\n",
    "magazine/2026/issue.md": "---\ntitel: Årets historier\nresume: Magasinet.\når: 2026\nafsnit:\n  - titel: Først\n    historier:\n      - historie: baenken\n      - historie: broen\n---\n\nVelkommen.\n",
    "stories/2026/baenken.md": entry_text("Bænken", "2026-02-01", "byrum", "fritid", body="## Træ\n\nEn bænk."),
    "stories/2026/broen.md": entry_text("Broen", "2026-05-01", "byrum", "idraet"),
    "comments/posts/nr-1/k1.md": "---\nindlæg: posts/nr-1\nnavn: Læser\nmodtaget: 2026-03-02 10:00\n---\n\nGodt skrevet.\n",
    "ideas/gynge.md": "---\ntitel: En gynge\nnavn: Barn\nmodtaget: 2026-03-02\nspor: byrum\n---\n\nVed torvet.\n",
}  # fmt: skip

PLUGIN = '''"""A plugin of the site's own: a file that says how many entries there are, and what the weather is."""

from pathlib import Path

from nyspor.site.build_plan import File, plan

WEATHER = Path(__file__).parent.parent / "weather.txt"


def outputs(build):
    shown = (len(build.library.listed), WEATHER.read_text("utf-8"))
    yield File("antal.txt", f"{shown} tekster".encode, values=shown)


def register():
    plan.connect(outputs)
'''

BRAND = {
    "navn": "Nyspor",
    "undertitel": "Nye veje",
    "udgiver": "Nyspor",
    "menu": ["indlæg", "historier", "spor", "forsøg", "arbejdsgrupper", "magasin"],
    "sidefod": ["programmer", {"tekst": "Temaer", "adresse": "/temaer/"}],
    "sikkerhed": {"kontakt": "sikkerhed@sample.example", "gælder til": "2027-11-01"},
}

SETTINGS = """import sys
sys.path.insert(0, {here!r} + "/plugin")
from nyspor.defaults import *
import site_plugin
PLUGINS = [*PLUGINS, site_plugin]
THEME = {theme!r}
THEME_TEMPLATES_OVERRIDES = [{here!r} + "/overrides"]
NYSPOR_INPUTS = [{here!r} + "/weather.txt"]
"""


def write_picture(path: Path, shade: int, width: int = 60) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, 40), (shade % 256, 90, 120)).save(path)


class NothingToEdit(Exception):
    """Earlier edits left nothing that this one could change."""


@dataclass(frozen=True)
class SampleSite:
    """A content folder, a theme, settings and a plugin, all to be changed."""

    folder: Path

    @property
    def theme(self) -> Path:
        return self.folder / "theme"

    @property
    def plugin(self) -> Path:
        """The plugin, in a folder of its own, since all code beside a plugin counts as its code."""
        inside = self.folder / "plugin/site_plugin/inside.py"
        return inside if inside.exists() else self.folder / "plugin/site_plugin.py"

    @property
    def settings(self) -> Path:
        return self.folder / "settings.py"

    def set(self, line: str) -> None:
        """Add a line to the settings."""
        with self.settings.open("a", encoding="utf-8") as settings:
            settings.write(f"\n{line}\n")

    def set_brand(self, **fields: object) -> None:
        """Change fields of `brand.yaml`, which is written as JSON: YAML that is easily changed."""
        brand = self.folder / "brand.yaml"
        before = json.loads(brand.read_text("utf-8")) if brand.exists() else BRAND
        given = {name: value for name, value in (before | fields).items() if value is not None}
        brand.write_text(json.dumps(given, ensure_ascii=False, indent=1), "utf-8")

    @property
    def output(self) -> Path:
        """Where the random sequences build it, with the state beside it."""
        return self.folder.parent / "site"

    @property
    def state(self) -> Path:
        return self.folder.parent / "state"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of its builds, besides those that every build has."""
        variables = self.folder / "environment.json"
        found: dict[str, str] = json.loads(variables.read_text("utf-8"))
        return found

    def set_environment(self, **variables: str) -> None:
        text = json.dumps(self.environment | variables)
        (self.folder / "environment.json").write_text(text, "utf-8")

    def path(self, name: str) -> Path:
        return self.folder / "content" / name

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, "utf-8")

    def read(self, name: str) -> str:
        """A file's text, and of one in another encoding as much as can be read."""
        return self.path(name).read_text("utf-8", errors="replace")

    def replace(self, name: str, old: str, new: str) -> None:
        self.write(name, self.read(name).replace(old, new))

    def texts(self, *kinds: str) -> list[str]:
        """The files of posts and stories. Raises `NothingToEdit` where earlier edits left none."""
        content = self.folder / "content"
        found = [
            file
            for kind in kinds or ("posts", "stories")
            for file in content.glob(f"{kind}/**/*.md")
        ]
        if not found:
            raise NothingToEdit(kinds)
        return sorted(file.relative_to(content).as_posix() for file in found)


def make_sample_site(folder: Path, posts: int = 14) -> SampleSite:
    """The sample as it is before anything is changed."""
    sample = SampleSite(folder)
    for name, text in BASE_FILES.items():
        sample.write(name, text)
    for number in range(posts):
        track = ("unge", "byrum", "unge, byrum")[number % 3]
        topics = ("fritid", "skole", "idraet, skole")[number % 3]
        more = (
            "billede:\n  fil: images/et.png\n  alt: Et billede\n  kredit: Tegning: os\n"
            if number == 2
            else ""
        )
        body = (
            f"Tekst {number}. Se [Bænken](../../stories/2026/baenken.md#trae)."
            if number % 4 == 0
            else "Tekst."
        )
        sample.write(
            f"posts/2026/nr-{number}.md",
            entry_text(
                f"Nummer {number}",
                f"2026-{1 + number % 9:02}-{1 + number % 28:02}",
                track,
                topics,
                more.replace("Tegning: os", "Tegning"),
                body,
            ),
        )
    write_picture(sample.path("images/et.png"), 10)
    shutil.copytree(ROOT / "theme", folder / "theme")
    sample.plugin.parent.mkdir()
    sample.plugin.write_text(PLUGIN, "utf-8")
    (folder / "overrides").mkdir()
    (folder / "environment.json").write_text("{}", "utf-8")
    (folder / "weather.txt").write_text("Sol", "utf-8")
    settings = SETTINGS.format(here=str(folder), theme=str(folder / "theme"))
    sample.settings.write_text(settings, "utf-8")
    sample.set_brand()
    return sample


CRASHED = 99
"""The exit code of a build that ends with a traceback."""


@dataclass(frozen=True)
class BuildResult:
    """The exit code of a build, and what it printed."""

    code: int
    printed: str


def build(
    sample: SampleSite,
    output: Path,
    state: Path,
    now: str = NOW,
    before: Callable[[], None] | None = None,
    **settings: object,
) -> BuildResult:
    """Build the sample in a process of its own; `before` is done there first."""
    process = os.fork()
    if not process:
        code = CRASHED
        try:
            forget_earlier_builds()
            code = build_in_this_process(sample, output, state, now, before, **settings).code
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    killed = os.WIFSIGNALED(status)
    code = -os.WTERMSIG(status) if killed else os.WEXITSTATUS(status)
    return BuildResult(code, log_of(output).read_text("utf-8"))


def forget_earlier_builds() -> None:
    """Forget what other tests have left in the process that this one is forked from: plugins, and code that was loaded."""
    pelican_class._loaded_code.clear()
    for signal_of_nyspor in (plan, complete):
        for receiver in list(signal_of_nyspor.receivers_for(None)):
            signal_of_nyspor.disconnect(receiver)


def log_of(output: Path) -> Path:
    """The file that gets what a build prints."""
    return output.parent / f"{output.name}.log"


def build_in_this_process(
    sample: SampleSite,
    output: Path,
    state: Path,
    now: str = NOW,
    before: Callable[[], None] | None = None,
    **settings: object,
) -> BuildResult:
    """Build the sample in this process, which from then on prints to a file."""
    # A build that hangs must not hold up whoever waits for it.
    signal.alarm(600)
    log = log_of(output)
    printing = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(printing, 1)
    os.dup2(printing, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
    os.chdir(sample.folder)
    os.environ |= {
        "NYSPOR_NOW": now, "NYSPOR_SITEURL": "https://sample.example", "NYSPOR_MAGAZINES": "",
        "NYSPOR_FORMS": f"{output}.forms.json", "NYSPOR_STATE": str(state),
        "NYSPOR_PICTURES": str(state / "pictures"),
    } | sample.environment  # fmt: skip
    time.tzset()
    # Python knows a module by its size and whole seconds, which several edits may share.
    sys.dont_write_bytecode = True
    # The site's settings import this, which look into the environment.
    sys.modules.pop("nyspor.defaults", None)
    override = {"PATH": str(sample.folder / "content"), "OUTPUT_PATH": str(output), **settings}
    code = 0
    try:
        read = read_settings(str(sample.settings), override=override)
        if before:
            before()
        read["PELICAN_CLASS"](read).run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = CRASHED
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        signal.alarm(0)
        os.close(printing)
    return BuildResult(code, log.read_text("utf-8"))


def forms_list(output: Path) -> Path:
    """Where a build has put the list that the forms service reads."""
    return Path(f"{output}.forms.json")


def file_digests(output: Path) -> dict[str, str]:
    """The digest of every file of a site, the forms manifest with them."""
    # As a web server looks at it: through links.
    files = [
        f"{folder}/{name}"
        for folder, _, names in os.walk(output, followlinks=True)
        for name in names
    ]
    found = {os.path.relpath(file, output): _digest(Path(file)) for file in files}
    forms = forms_list(output)
    return found | {"forms.json": _digest(forms)}


def _digest(file: Path) -> str:
    return blake2b(file.read_bytes()).hexdigest()
