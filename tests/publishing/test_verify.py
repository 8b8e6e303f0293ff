"""Is what is served what was published? Asked of a folder, and of a web server."""

from __future__ import annotations

import gzip
import json
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from nyspor.cli.commands import app
from nyspor.publishing.manifest import InvalidManifest, Manifest, digest_of_bytes, is_path_inside
from nyspor.publishing.publisher import seal
from nyspor.publishing.release_store import Release
from nyspor.publishing.served_files import ServedFolder, ServedSite, State, Unreachable
from nyspor.publishing.signing_keys import InvalidKey, is_signed, make_key
from nyspor.publishing.verification import NotSigned, verify
from tests.publishing.signed_folders import Handler, manifest_of, served, signed_folder

PAGES = {
    "index.html": b"<p>Forside</p>",
    "404.html": b"<p>Findes ikke</p>",
    "indlaeg/år/index.html": b"<p>Et \xc3\xa5r</p>",
    "feeds/alt.rss": b"<rss/>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["verify", *arguments])


# --- a folder ----------------------------------------------------------------------------------------


def test_a_folder_is_what_was_published(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    for place in (folder, folder.parent):
        found = run(str(place), "--key", key.public)
        assert found.exit_code == 0, found.output
        assert "Alle 4 filer er, som de blev udgivet" in found.output


def test_one_changed_byte_among_ten_thousand_files(folder: Path) -> None:
    files = {f"indlaeg/{number % 100}/{number}.html": b"%d" % number for number in range(10_000)}
    key = signed_folder(folder, files)
    assert verify(ServedFolder(folder, "release.json"), [key.public]).is_as_published
    (folder / "indlaeg/42/4242.html").write_bytes(b"4243")
    found = run(str(folder), "--key", key.public)
    assert found.exit_code == 1
    assert "Ændret: indlaeg/42/4242.html\n" in found.output


def test_what_is_missing_and_what_was_never_published(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    (folder / "feeds/alt.rss").unlink()
    (folder / "indlaeg/ekstra.html").write_text("Ikke fra os")
    found = run(str(folder), "--key", key.public)
    assert found.exit_code == 1
    assert "Mangler: feeds/alt.rss\n" in found.output
    assert "Aldrig udgivet: indlaeg/ekstra.html\n" in found.output


def test_a_sample_looks_at_some(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    found = run(str(folder), "--key", key.public, "--sample", "2")
    assert found.exit_code == 0
    assert "2 af 4 filer" in found.output


def test_another_key_has_signed(folder: Path, tmp_path: Path) -> None:
    signed_folder(folder, PAGES)
    other = make_key(tmp_path / "other")
    found = run(str(folder), "--key", other.public)
    assert found.exit_code == 1
    assert "ikke underskrevet med denne nøgle" in found.output


def test_any_of_several_keys_will_do(folder: Path, tmp_path: Path) -> None:
    key, other = signed_folder(folder, PAGES), make_key(tmp_path / "other")
    assert run(str(folder), "--key", other.public, "--key", key.public).exit_code == 0


def test_without_a_key_the_local_ones_are_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_folder(folder, PAGES)
    monkeypatch.chdir(tmp_path)
    assert "--key ed25519:" in run("site").output
    (tmp_path / "data").mkdir()
    (tmp_path / "keys").rename(tmp_path / "data/keys")
    found = run("site")
    assert found.exit_code == 0
    assert "Efterprøvet med nøglerne i data/keys" in found.output


@pytest.mark.parametrize("key", ["", "ed25519:", "ed25519:AAAA", "æøå", "ed25519:" + "A" * 44])
def test_what_is_no_key(folder: Path, key: str) -> None:
    signed_folder(folder, PAGES)
    found = run(str(folder), "--key", key)
    assert found.exit_code == 2
    assert "ikke en offentlig nøgle" in found.output


def test_where_nothing_was_published(tmp_path: Path) -> None:
    key = make_key(tmp_path / "keys").public
    assert "ingen release.json" in run(str(tmp_path), "--key", key).output
    assert "ingen mappe" in run(str(tmp_path / "intet"), "--key", key).output
    assert run(str(tmp_path), "--key", key).exit_code == 2


# --- a web server ------------------------------------------------------------------------------------


def test_a_site_is_what_was_published(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    with served(folder) as url:
        found = run(url, "--key", key.public)
        assert found.exit_code == 0, found.output
        (folder / "indlaeg/år/index.html").write_bytes(b"<p>Et andet</p>")
        (folder / "feeds/alt.rss").unlink()
        found = run(url, "--key", key.public)
    assert found.exit_code == 1
    assert "Ændret: indlaeg/år/index.html\n" in found.output
    assert "Mangler: feeds/alt.rss\n" in found.output


def test_a_page_that_is_gone_or_has_moved_answers_as_such(folder: Path) -> None:
    leads_on = b'<html><meta http-equiv="refresh" content="0; url=/indlaeg/nyt/"></html>'
    key = signed_folder(
        folder,
        {
            "gammel/index.html": leads_on,
            "redirects.map": b'"/gammel/" "/indlaeg/nyt/";\n',
            "borte/index.html": b"<p>Fjernet</p>",
            "borte/410.txt": b"410 Gone\n",
        },
    )

    class Moved(Handler):
        moved = {"/gammel/": "/indlaeg/nyt/"}

    class Hijacked(Handler):
        moved = {"/gammel/": "https://other.example/"}

    (folder / "redirects.map").unlink()  # our web server does not serve it
    with served(folder, Moved) as url:
        assert verify(ServedSite(url), [key.public]).is_as_published
    with served(folder, Hijacked) as url:
        assert verify(ServedSite(url), [key.public]).changed == ("gammel/index.html",)


def test_compressed_copies_are_what_was_published(folder: Path) -> None:
    page = b"<p>Side</p>" * 100
    copy = gzip.compress(page, mtime=0)
    key = signed_folder(folder, {"index.html": page, "index.html.gz": copy})
    with served(folder) as url:
        assert verify(ServedSite(url), [key.public]).is_as_published
        (folder / "index.html.gz").write_bytes(gzip.compress(b"<p>Noget andet</p>", mtime=0))
        assert verify(ServedSite(url), [key.public]).changed == ("index.html.gz",)
        (folder / "index.html.gz").unlink()  # a server that compresses nothing
        assert verify(ServedSite(url), [key.public]).is_as_published


def test_a_publication_in_between_is_noticed(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    release = Release(folder.parent)

    class Publishing(Handler):
        def do_GET(self) -> None:  # noqa: N802
            page = folder / "index.html"
            if self.path == "/404.html" and page.read_bytes() == PAGES["index.html"]:
                page.write_bytes(b"<p>Nyt</p>")
                files = PAGES | {"index.html": b"<p>Nyt</p>"}
                seal(release, manifest_of(files, "000002-20261123T120000Z"), [key])
            super().do_GET()

    (folder / "feeds/alt.rss").write_bytes(b"<rss/>")
    with served(folder, Publishing) as url:
        site = ServedSite(url)
        verdict = verify(site, [key.public])
    assert verdict.is_as_published


def test_redirects_are_not_followed(folder: Path) -> None:
    key = signed_folder(folder, PAGES)

    class Elsewhere(Handler):
        moved = {"/release.json": "https://other.example/release.json"}

    with served(folder, Elsewhere) as url:
        found = run(url, "--key", key.public)
    assert found.exit_code == 2
    assert "fører videre til https://other.example/." in found.output


@pytest.mark.parametrize(
    "url", ["ftp://beby.example", "https://", "https://a:b@beby.example/", "https://beby.example/?x=1",
            "http://[::1", "https://beby.example:99999/"],
)  # fmt: skip
def test_what_is_no_address_of_a_site(url: str, tmp_path: Path) -> None:
    key = make_key(tmp_path / "keys").public
    found = run(url, "--key", key)
    assert found.exit_code == 2
    assert "ikke en sides adresse" in found.output


def test_a_server_that_does_not_answer(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    with served(folder) as url:
        pass
    found = run(url, "--key", key.public)
    assert found.exit_code == 2
    assert "kunne ikke efterprøves" in found.output


# --- whoever has broken in writes what they like -----------------------------------------------------


@pytest.mark.parametrize(
    "path", ["../hemmeligt", "/etc/passwd", "a/../../b", "a//b", "", ".", "a/./b", "a\\b", "a\0b", "\ud800"],
)  # fmt: skip
def test_a_path_out_of_the_folder_is_refused(path: str) -> None:
    assert not is_path_inside(path)
    raw = (
        manifest_of({"index.html": b""})
        .to_bytes()
        .replace(b'"index.html"', json.dumps(path).encode())
    )
    with pytest.raises(InvalidManifest):
        Manifest.from_bytes(raw)


@given(st.text())
def test_paths_that_are_taken_stay_inside(path: str) -> None:
    if is_path_inside(path):
        joined = Path("/srv/site", path)
        assert joined.is_relative_to("/srv/site")
        assert ".." not in joined.parts


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from([*sorted(manifest_of({}).__dict__), "format", "signatures"])


@given(st.binary() | st.dictionaries(FIELDS, JSON).map(lambda found: json.dumps(found).encode()))
def test_any_bytes_are_a_manifest_or_refused(raw: bytes) -> None:
    with suppress(InvalidManifest):
        Manifest.from_bytes(raw)


@given(FIELDS, JSON)
def test_a_manifest_with_one_field_of_another_kind(name: str, value: object) -> None:
    fields = json.loads(manifest_of({"index.html": b""}).to_bytes()) | {name: value}
    try:
        manifest = Manifest.from_bytes(json.dumps(fields).encode())
    except InvalidManifest:
        return
    assert all(isinstance(digest, str) for digest in manifest.files.values())


@given(
    st.binary()
    | JSON.map(lambda found: json.dumps({"signatures": found}).encode())
    | st.lists(st.fixed_dictionaries({"key": JSON, "ed25519": JSON}), max_size=3).map(
        lambda found: json.dumps({"signatures": found}).encode()
    )
)
def test_any_bytes_are_no_signature(raw: bytes) -> None:
    assert not is_signed(b"message", raw, "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")


@pytest.mark.parametrize("raw", [b"[" * 60_000, b'{"signatures":' * 4000])
def test_a_deep_file_is_no_signature(raw: bytes) -> None:
    assert not is_signed(b"message", raw, "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    with pytest.raises(InvalidManifest):
        Manifest.from_bytes(raw)


@given(st.text())
def test_any_text_is_a_key_or_refused(text: str) -> None:
    with suppress(InvalidKey):
        assert not is_signed(b"message", b'{"signatures": []}', text)


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://beby.example/{text}"):
        with suppress(ValueError):
            ServedSite(url)


def test_an_endless_manifest_is_not_read_to_its_end(folder: Path) -> None:
    signed_folder(folder, PAGES)
    with served(folder) as url, closing(ServedSite(url)) as site, pytest.raises(Unreachable):
        site.read("release.json", 100)
    with pytest.raises(Unreachable):
        ServedFolder(folder, "release.json").read("release.json", 100)


def test_a_list_that_nobody_signed_is_not_followed(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    long = {f"{number}.html": b"" for number in range(100_000)}
    (folder / "release.json").write_bytes(manifest_of(long).to_bytes())

    class Trap(ServedFolder):
        def state(self, path: str, files: object) -> State:
            raise AssertionError("looked at a file")

    with pytest.raises(NotSigned):
        verify(Trap(folder, "release.json"), [key.public])


def test_names_do_not_steer_the_terminal(folder: Path) -> None:
    key = signed_folder(folder, PAGES)
    (folder / "\x1b[2Jvæk\udcff").write_bytes(b"")
    found = run(str(folder), "--key", key.public)
    assert found.exit_code == 1
    assert "\x1b" not in found.output


def test_the_digest_of_what_is_served_is_that_of_its_bytes() -> None:
    assert (
        digest_of_bytes(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
