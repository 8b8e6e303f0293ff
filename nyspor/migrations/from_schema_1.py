"""From schema 1 (Nyspor 0.1) to 2: the engine leaves the site's folder, and what the site is called moves to `brand.yaml`.

With 0.1 a site was a copy of the whole repository. Its files of the engine are taken out; what the site changed in
them is named, since nobody but its people can say what a change is to become.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha1
from importlib.resources import files as package_files

from nyspor.files.guides import guide
from nyspor.migrations.brand_file import SETTINGS as BRAND_SETTINGS
from nyspor.migrations.brand_file import brand_text, is_usable
from nyspor.migrations.python_settings import (
    NotLiteral,
    assigning,
    assignments,
    imported_modules,
    imports_from,
    literal,
    text_without,
    unused_imports,
)
from nyspor.migrations.site import BRAND, PUBLISH_SETTINGS, SETTINGS, Migrated, MigrationError, Site
from nyspor.problems import N_, Problem
from nyspor.scaffold.new_site import Answers, site_files

BRAND_GUIDE = guide("brand.md")

ENGINE_SETTINGS = ("PLUGINS", "PELICAN_CLASS", "THEME", "ARTICLE_PATHS", "PAGE_PATHS")
"""What a site of 0.1 had to say of the engine, and `nyspor.defaults` says now, in other words."""

ENGINE_MODULES = ("plugins", "nyspor.model.cards")
LINK_MODULES = ("nyspor.model.cards", "nyspor.model.site")
"""Where 0.1 and the days after it had the links of a menu."""

EXAMPLE_URL = "https://nyspor.example"


def migrate(site: Site) -> Migrated:
    """Return the site with settings over `nyspor.defaults`, a `brand.yaml`, and none of the engine's files.

    Raises `MigrationError` where the settings cannot be parsed.
    """
    if SETTINGS not in site.files:
        return Migrated({**_frame(Answers(site.name, site.name), site), **site.files})
    if unreadable := tuple(_unreadable(site.files)):
        raise MigrationError(unreadable)
    tree = ast.parse(site.files[SETTINGS])
    if "plugins" in imported_modules(tree):
        return _without_engine(site, tree)
    return Migrated({**site.files, **_with_brand(site, tree)}, tuple(_unreadable_brand(tree)))


def _unreadable(files: Mapping[str, bytes]) -> Iterator[Problem]:
    for name in (SETTINGS, PUBLISH_SETTINGS):
        try:
            ast.parse(files.get(name, b"").decode())
        except (SyntaxError, ValueError) as error:
            yield Problem(
                name,
                N_("The settings cannot be read as Python: {reason}."),
                N_("Correct the line, and run the command again."),
                getattr(error, "lineno", None),
                params={"reason": getattr(error, "msg", error)},
            )


def _without_engine(site: Site, tree: ast.Module) -> Migrated:
    own = {path: raw for path, raw in site.files.items() if path not in shipped_files()}
    values = _literals(tree)
    name = str(values.get("SITENAME") or site.name)
    answers = Answers(
        name,
        str(values.get("NYSPOR_PUBLISHER") or name),
        _own_url(site.files.get(PUBLISH_SETTINGS, b"")),
    )
    new = _frame(answers, site)
    files = {**new, **own, **_with_brand(site, tree)}
    for path in (SETTINGS, PUBLISH_SETTINGS):
        if old := site.files.get(path):
            files[path] = new[path] + _own_statements(old, path, new[path])
    notes = (
        *_unreadable_brand(tree),
        *_lost_settings(tree),
        *_changed_files(site.files),
        *_own_code(own),
    )
    return Migrated(files, notes)


def _unreadable_brand(tree: ast.Module) -> Iterator[Problem]:
    """A note for each setting of the brand whose value is only known when the file is run."""
    values, known = assignments(tree), _literals(tree)
    for name in BRAND_SETTINGS:
        if name in values and not is_usable(name, known.get(name)):
            yield Problem(
                SETTINGS,
                N_("What {setting} says is worked out in Python, so it could not be moved to brand.yaml."),
                N_("Write it there yourself: {page}."),
                values[name].lineno,
                params={"setting": name, "page": BRAND_GUIDE},
            )  # fmt: skip


def _lost_settings(tree: ast.Module) -> Iterator[Problem]:
    """A note for each of the engine's settings that the site had changed."""
    values, shipped = assignments(tree), assignments(ast.parse(_shipped_text(SETTINGS)))
    for name in ENGINE_SETTINGS:
        if name in values and ast.dump(values[name]) != ast.dump(shipped[name]):
            yield Problem(
                SETTINGS,
                N_("{setting} is the engine's own now, and what was changed in it is left out."),
                N_("See {page} on theme/ and plugins/, which are found without a setting."),
                values[name].lineno,
                params={"setting": name, "page": BRAND_GUIDE},
            )


def _changed_files(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """A note for each file of the engine that the site had changed."""
    for path, shipped in shipped_files().items():
        if path in files and blob_hash(files[path]) != shipped:
            yield Problem(
                path,
                N_("This file of the engine had been changed, and is not used any more."),
                N_("See whether brand.yaml says the same ({page}), or put what you need into theme/ or plugins/."),
                params={"page": BRAND_GUIDE},
            )  # fmt: skip


def _own_code(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """A note for each template and plugin that the site had added."""
    for path in sorted(files):
        if path.startswith(("plugins/", "theme/templates/")) and path.endswith((".py", ".html")):
            yield Problem(
                path,
                N_(
                    "This was written for an earlier version, and some of what it uses has new names."
                ),
                N_(
                    "Run nyspor serve, and correct what is reported; CHANGELOG.md has the new names."
                ),
            )


def _with_brand(site: Site, tree: ast.Module) -> dict[str, bytes]:
    """The brand's file and the settings without what it says; nothing where no setting says any of it."""
    statements = assigning(tree, BRAND_SETTINGS)
    if not statements:
        return {}
    text = text_without(site.files[SETTINGS].decode(), statements)
    text = text_without(text, unused_imports(text, LINK_MODULES))
    brand = site.files.get(BRAND) or brand_text(_literals(tree), site.name).encode()
    return {SETTINGS: text.encode(), BRAND: brand}


def _own_statements(raw: bytes, name: str, new: bytes) -> bytes:
    """What the site itself wrote in its settings: all but what 0.1 shipped, what is in the new ones, and what
    stands elsewhere now."""
    text, shipped = raw.decode(), _shipped_text(name)
    tree = ast.parse(text)
    said = {
        _said(found) for known in (shipped, new) for found in assignments(ast.parse(known)).items()
    }
    elsewhere = {found[0] for found in assignments(tree).items() if _said(found) in said}
    elsewhere.update(
        BRAND_SETTINGS, ENGINE_SETTINGS, ["SITEURL"] if name == PUBLISH_SETTINGS else []
    )
    dropped = [
        *assigning(tree, elsewhere),
        *imports_from(tree, (*ENGINE_MODULES, "pelicanconf")),
        *_boilerplate(tree),
    ]
    text = text_without(text, dropped)
    own = text_without(text, unused_imports(text, ("os", "sys")))
    known_lines = (*shipped.splitlines(), *new.decode().splitlines())
    comments = {line for line in known_lines if line.startswith("#")}
    own = "\n".join(line for line in own.splitlines() if line not in comments).strip()
    return f"\n{own}\n".encode() if own else b""


def _said(assignment: tuple[str, ast.expr]) -> tuple[str, str]:
    name, value = assignment
    return name, ast.dump(value)


def _boilerplate(tree: ast.Module) -> Iterator[ast.stmt]:
    """The docstring, and what makes `pelicanconf` importable."""
    for number, statement in enumerate(tree.body):
        if isinstance(statement, ast.Expr) and (
            (number == 0 and isinstance(statement.value, ast.Constant))
            or ast.unparse(statement).startswith("sys.path.insert(0, os.path.dirname(")
        ):
            yield statement


def _literals(tree: ast.Module) -> dict[str, object]:
    """The values that can be known without running the file."""
    found = {}
    for name, value in assignments(tree).items():
        try:
            found[name] = literal(value)
        except NotLiteral:
            continue
    return found


def _own_url(raw: bytes) -> str:
    """The address that the settings of 0.1 name, where it is the site's own."""
    url = _literals(ast.parse(raw)).get("SITEURL", "")
    return "" if url == EXAMPLE_URL else str(url)


def _frame(answers: Answers, site: Site) -> dict[str, bytes]:
    """What surrounds the content of a new site."""
    new = site_files(answers, site.today)
    return {path: text.encode() for path, text in new.items() if not path.startswith("content/")}


def blob_hash(raw: bytes) -> str:
    """Return the name that Git gives a file with these bytes."""
    return sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


@cache
def shipped_files() -> Mapping[str, str]:
    """The files of the engine as 0.1 shipped them, as `git ls-tree` names them: the hash by path."""
    lines = _shipped_text("files").splitlines()
    return {path: name for name, _, path in (line.partition(" ") for line in lines)}


def _shipped_text(name: str) -> str:
    return (package_files("nyspor.migrations") / "version_0_1" / f"{name}.txt").read_text("utf-8")
