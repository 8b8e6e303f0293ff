"""The site through Debian's nginx with the files of `deploy/nginx`: what docs/drift/webserver.md says is so."""

from __future__ import annotations

import gzip
import re
import ssl
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import brotli
import pytest

from nyspor.publishing.compression import compress_files
from nyspor.publishing.manifest import MANIFEST, SIGNATURE, digest_of
from nyspor.publishing.publisher import seal, site_inodes
from nyspor.publishing.release_store import Release
from nyspor.publishing.served_files import ServedSite
from nyspor.publishing.signing_keys import make_key
from nyspor.publishing.verification import verify
from nyspor.site.redirect_map import redirect_map
from tests.deploy.nginx import DEPLOY, HOST, ROOT, STAGING_HOST, Nginx, serving, switch
from tests.deploy.service import Service, service_for
from tests.full_site import write_full_site
from tests.publishing.signed_folders import manifest_with
from tests.site.building import build

pytestmark = pytest.mark.system

PAGE = (ROOT / "docs/drift/webserver.md").read_text("utf-8")
URL = f"https://{HOST}"
LISTS = {"vary"}
"""Headers that may be sent twice, since they are lists."""


def table(name: str) -> list[list[str]]:
    """The rows of a table in the page, each cell with its code only, or its text."""
    begin = PAGE.index(f"<!-- {name} -->")
    lines = PAGE[begin:].split("\n\n")[1].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def code(cell: str) -> str:
    found = re.match(r"`([^`]*)`", cell.strip())
    assert found, cell
    return found[1]


FILES = [(code(row[0]), code(row[1]), code(row[2]), row[3] == "ja") for row in table("headers of files")]  # fmt: skip
HEADERS = {code(name): code(value) for name, value in table("headers of all files")}


def compress(site: Path) -> None:
    """Write the compressed copies that a publication makes."""
    paths = [str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()]
    compress_files(site, paths, paths)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two releases of a site with everything: of the second a post is gone, and one is renamed."""
    folder = write_full_site(tmp_path_factory.mktemp("site"))
    first, second = folder / "first/site", folder / "second/site"
    build(folder, first, "publishconf.py", NYSPOR_SITEURL=URL)
    posts = folder / "content/posts/2026"
    (posts / "nr-8.md").unlink()
    (posts / "nr-9.md").rename(posts / "nummer-ni.md")
    build(folder, second, "publishconf.py", NYSPOR_SITEURL=URL)
    (folder / "first/site/billeder/only-before-400.0123456789ab.webp").write_bytes(b"before")
    for pattern, *_ in FILES:
        if pattern.startswith("/filer/"):
            path = second / pattern.removeprefix("/").replace("*", "a-file")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"bytes " * 1000)
    for site in (first, second):
        compress(site)
    return first.parent, second.parent


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service_for(tmp_path_factory.mktemp("service"), URL) as running:
        yield running


@pytest.fixture(scope="module")
def nginx(
    releases: tuple[Path, Path], service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    """nginx at the second release, as it is after its restart."""
    folder = tmp_path_factory.mktemp("nginx")
    before, after = releases
    (folder / "srv/releases").mkdir(parents=True)
    switch(folder / "srv/releases", before)
    with serving(folder, service.port, after) as running:
        yield running


def matching(nginx: Nginx, pattern: str) -> str:
    """The address of a file of the site, the largest that matches."""
    if pattern.endswith("/"):
        return pattern
    site = nginx.releases / "current/site"
    found = [path for path in site.resolve().rglob("*") if path.is_file()]
    paths = {f"/{path.relative_to(site.resolve())}": path.stat().st_size for path in found}
    matches = [path for path in paths if fnmatch(path, pattern)]
    assert matches, pattern
    return max(matches, key=lambda path: paths[path])


def expected(address: str) -> dict[str, str]:
    """The headers of every file, with the exceptions that the page names."""
    changed = dict(HEADERS)
    if address.startswith(("/soeg/", "/en/search/")):
        changed["Content-Security-Policy"] = HEADERS["Content-Security-Policy"].replace(
            "default-src 'none'; ",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; ",
        )
    if address.endswith(".pdf"):
        changed["Content-Security-Policy"] = "frame-ancestors 'none'"
    if address.startswith(("/billeder/", "/filer/")):
        changed["Cross-Origin-Resource-Policy"] = "cross-origin"
    return changed


@pytest.mark.parametrize(("pattern", "media_type", "cached", "compressed"), FILES)
def test_each_kind_of_file_has_the_headers_of_the_table(
    nginx: Nginx, pattern: str, media_type: str, cached: str, compressed: bool
) -> None:
    address = "/no-such-page/" if pattern == "/404.html" else matching(nginx, pattern)
    plain = nginx.get(address)
    assert plain.status == (404 if pattern == "/404.html" else 200)
    assert [name for name, sent in plain.headers.items() if len(sent) > 1 and name not in LISTS] == []  # fmt: skip
    assert plain.header("Content-Type") == media_type
    assert plain.header("Cache-Control") == cached
    assert {name: plain.header(name) for name in HEADERS} == expected(address)
    assert plain.header("Server") == "nginx"
    for coding, decompress in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        answer = nginx.get(address, accept_encoding=coding)
        assert answer.header("Content-Encoding") == (coding if compressed else "")
        assert (decompress(answer.body) if compressed else answer.body) == plain.body
        assert answer.header("Content-Type") == media_type
        if compressed:
            assert "Accept-Encoding" in answer.header("Vary")
    if plain.status == 200:
        again = nginx.get(address, if_none_match=plain.header("ETag"))
        assert (again.status, again.body) == (304, b"")
        assert again.header("Cache-Control") == cached


def test_the_table_has_every_type_that_nginx_knows() -> None:
    text = (DEPLOY / "nginx/snippets/nyspor-files.conf").read_text("utf-8")
    types = text[text.index("types {") : text.index("}")].splitlines()[1:]
    known = {f".{ending}" for line in types for ending in line.strip().rstrip(";").split()[1:]}
    listed = re.findall(r"(?<=\.)[\w]+(?=`)", PAGE[PAGE.index("headers of files") :])
    assert known - {f".{ending}" for ending in listed} == set()


def test_only_the_page_that_is_searched_may_run_scripts(nginx: Nginx) -> None:
    searched = nginx.get("/soeg/").header("Content-Security-Policy")
    assert searched == expected("/soeg/")["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in searched
    assert "script-src" not in nginx.get("/").header("Content-Security-Policy")


def test_other_websites_may_read_the_open_data_and_nothing_else(nginx: Nginx) -> None:
    def allowed(address: str, method: str = "GET") -> str:
        return nginx.get(address, method).header("Access-Control-Allow-Origin")

    files = [f"/data/forsoeg.{ending}" for ending in ("csv", "json", "schema.json")]
    files += ["/data/catalog.jsonld", matching(nginx, "/data/20*/forsoeg.csv")]
    assert {allowed(file) for file in files} == {"*"}
    assert allowed("/data/forsoeg.csv", "POST") == ""
    others = ("/", "/data/", "/feeds/alt.json", "/forms/health", "/data/ingen.txt", "/soeg/")
    assert {allowed(address) for address in others} == {""}


def test_browsers_get_feeds_as_xml(nginx: Nginx) -> None:
    for address in ("/feeds/alt.rss", "/feeds/alt.atom"):
        answer = nginx.get(address, accept="text/html,application/xhtml+xml", accept_encoding="br")
        assert (answer.status, answer.header("Content-Encoding")) == (200, "br")
        assert answer.header("Content-Type") == "application/xml; charset=utf-8"
        assert answer.header("Vary") == "Accept, Accept-Encoding"
        assert {name: answer.header(name) for name in HEADERS} == HEADERS
    assert nginx.get("/feeds/ingen.rss", accept="text/html").status == 404


def test_what_has_moved_leads_on_and_what_is_gone_says_so(nginx: Nginx) -> None:
    for old, new in (
        ("/indlaeg/nr-9/", "/indlaeg/nummer-ni/"),
        ("/blog/stien-er-aaben/", "/indlaeg/stien-aabner/"),
    ):
        moved = nginx.get(old)
        assert (moved.status, moved.header("Location")) == (301, new)
        assert nginx.get(new).status == 200
    gone = nginx.get("/indlaeg/nr-8/")
    assert gone.status == 410
    assert gone.header("Content-Type") == "text/html; charset=utf-8"
    assert b"</html>" in gone.body
    assert {name: gone.header(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/404.html", "/.nyspor", "/redirects.map", "/indlaeg/../../srv"])
def test_what_is_not_for_visitors_is_not_there(nginx: Nginx, path: str) -> None:
    assert nginx.get(path).status in (400, 404)


def test_a_page_from_before_the_switch_finds_its_pictures(nginx: Nginx) -> None:
    before = nginx.get("/billeder/only-before-400.0123456789ab.webp")
    assert (before.status, before.body) == (200, b"before")
    assert before.header("Cache-Control").endswith("immutable")
    missing = nginx.get("/billeder/nowhere-400.0123456789ab.webp")
    assert (missing.status, missing.header("Cache-Control")) == (404, "no-cache")


def test_the_service_s_own_headers_are_not_doubled(nginx: Nginx, service: Service) -> None:
    direct = service.get("/forms/decide/publish/.no.such.token")
    answer = nginx.get("/forms/decide/publish/.no.such.token")
    assert (answer.status, answer.body) == (direct.status, direct.body)
    assert [name for name, sent in answer.headers.items() if len(sent) > 1] == []
    ours = {"server", "connection", "date", "strict-transport-security", "transfer-encoding"}
    theirs = {"server", "date", "transfer-encoding", "connection"}
    assert {n: v for n, v in answer.headers.items() if n not in ours} == {
        n: v for n, v in direct.headers.items() if n not in theirs
    }
    assert answer.header("Strict-Transport-Security") == HEADERS["Strict-Transport-Security"]
    assert answer.header("Referrer-Policy") == "no-referrer"


def test_a_form_is_received_through_it(nginx: Nginx, service: Service) -> None:
    shown = nginx.get(
        "/forms/idea",
        "POST",
        b"title=En+b%C3%A6nk&text=Med+plads&name=Nabo&email=nabo@post.example&entry=",
        content_type="application/x-www-form-urlencoded",
    )
    assert shown.status == 200, shown.body
    assert "Læs det igennem" in shown.body.decode() or b"<form" in shown.body


def test_too_large_is_answered_by_the_service(nginx: Nginx) -> None:
    large = b"text=" + b"x" * 300_000
    answer = nginx.get(
        "/forms/idea", "POST", large, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status == 413
    assert answer.header("Referrer-Policy") == "no-referrer"


def test_logs_have_no_address_of_a_visitor_and_no_token(nginx: Nginx) -> None:
    secret = "WyJwdWJsaXNoIiwxXQ.aBcDeF.s1gnature"
    begun = len(nginx.log())
    for path in (
        f"/forms/decide/publish/{secret}",
        f"/forms/decide/publish/{secret}?x=1",
        f"/forms/moderate/{secret}",
        f"/forms/moderate/{secret}/0123456789ab?om=tracks/natur",
        f"/forms/thanks/idea/{secret}",
        f"/desk/login/{secret}",
        f"/?token={secret}",
        f"/no-such-page/?email={secret}",
        "/indlaeg/nr-8/",
    ):
        nginx.get(path, referer=f"https://mail.example/{secret}", user_agent=secret)
    logged = nginx.logged_lines(begun, 9)
    assert secret not in logged
    assert "signature" not in logged
    assert "127.0.0.1" not in logged
    assert " GET /forms/decide/publish " in logged
    assert " GET /no-such-page/ 404 " in logged
    start = (nginx.folder / "logs/start.log").read_text("utf-8")
    assert "127.0.0.1" not in start
    assert secret not in start


def test_plain_http_leads_to_https(nginx: Nginx) -> None:
    text = (nginx.folder / "sites-available/nyspor").read_text("utf-8")
    assert "return 301 https://$host$request_uri;" in text


def test_many_requests_at_once_are_refused_in_words(
    releases: tuple[Path, Path], service: Service, tmp_path: Path
) -> None:
    with serving(tmp_path, service.port, releases[0]) as nginx:  # the others' is not to refuse them
        answers = [nginx.get("/forms/health") for _ in range(80)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert "Vent et øjeblik" in refused[0].body.decode()
    assert {name: refused[0].header(name) for name in HEADERS} == HEADERS


def test_without_the_service_the_site_is_read_and_a_form_says_so(
    releases: tuple[Path, Path], tmp_path: Path
) -> None:
    with serving(tmp_path, release=releases[0]) as nginx:
        assert nginx.get("/").status == 200
        answer = nginx.get("/forms/idea", "POST", b"x=1")
        assert answer.status == 503
        assert "Prøv igen om lidt" in answer.body.decode()
        assert answer.header("Cache-Control") == "no-cache"


def test_it_starts_before_anything_is_published(tmp_path: Path) -> None:
    with serving(tmp_path) as nginx:
        assert nginx.get("/").status == 404


def test_drafts_are_behind_a_password_and_unknown_to_search_engines(
    releases: tuple[Path, Path], tmp_path: Path
) -> None:
    with serving(tmp_path, release=releases[0]) as nginx:
        (tmp_path / "nyspor-staging.htpasswd").write_text("redaktion:{PLAIN}prøve\n", "utf-8")
        (tmp_path / "srv/staging/index.html").write_text("Kladde")
        refused = nginx.get("/", host=STAGING_HOST)
        assert refused.status == 401
        assert refused.header("X-Robots-Tag") == "noindex, nofollow"
        answer = nginx.get("/", host=STAGING_HOST, authorization="Basic cmVkYWt0aW9uOnByw7h2ZQ==")
        assert (answer.status, answer.body) == (200, b"Kladde")
        assert answer.header("Cache-Control") == "no-store"
        assert {name: answer.header(name) for name in HEADERS} == HEADERS
        assert nginx.get("/forms/idea", host=STAGING_HOST).status in (401, 404)


NASTY = {
    '/gammel/"citat"/': '/ny/"citat"/',
    "/gammel/$uri/": "/ny/$uri/",
    "/gammel/a;b{c}/": "/ny/;{}/",
    "/gammel/~regel/": "/ny/",
    "/gammel/å ø/": "/ny/æ/",
    "/gammel.html": "/ny/",
    "/Gammel/Stor/": "/ny/",
    "/gammel/stor/": "/ny/",
    "/lang/" + "x" * 240 + "/" + "y" * 240 + "/" + "z" * 240 + "/" + "å" * 100 + "/": "/ny/",
}


def test_nginx_reads_any_former_address(tmp_path: Path) -> None:
    (tmp_path / "release/site").mkdir(parents=True)
    (tmp_path / "release/site/redirects.map").write_bytes(redirect_map(NASTY))
    with serving(tmp_path / "nginx", release=tmp_path / "release") as nginx:
        for old in ("/gammel/%22citat%22/", "/gammel/$uri/", "/gammel/a;b%7Bc%7D/", "/gammel.html"):
            assert nginx.get(old).status == 301
        moved = nginx.get("/gammel/%C3%A5%20%C3%B8/")
        assert moved.header("Location") == "/ny/%C3%A6/"
        assert nginx.get("/gammel/$uri/").header("Location") == "/ny/%24uri/"


def test_what_is_served_is_what_was_published(
    nginx: Nginx, releases: tuple[Path, Path], tmp_path: Path
) -> None:
    release, key = Release(releases[1]), make_key(tmp_path)
    files = {path: digest_of(release.site / path) for path in site_inodes(release)}
    seal(release, manifest_with(files), [key])
    context = ssl.create_default_context(cafile=str(nginx.folder / "certificate.pem"))
    context.check_hostname = False
    site = ServedSite(f"https://127.0.0.1:{nginx.port}", context)
    assert "indlaeg/nr-8/410.txt" in files
    assert "redirects.map" in files
    verdict = verify(site, [key.public])
    assert (verdict.changed, verdict.missing) == ((), ())
    changed = {"404.html", "indlaeg/nr-8/index.html", "indlaeg/nr-9/index.html", "index.html.br"}
    seal(release, manifest_with(files | dict.fromkeys(changed, "0" * 64)), [key])
    assert set(verify(site, [key.public]).changed) == changed
    for name in (MANIFEST, SIGNATURE):
        (release.site / name).unlink()
