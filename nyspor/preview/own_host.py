"""Middleware that lets only this machine's own browser in: other sites must not read the preview, or press its buttons.

A page of another site can let its own name lead to 127.0.0.1 (DNS rebinding), or send a form here. So the host that
is asked for must be a name of this machine, and a page that sends something must be one of the preview's own.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nyspor.console import message_language, translate
from nyspor.problems import N_

PAGE = Markup("""\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="{address}">{address}</a></p>
</main>
</body>
</html>
""")
"""A page that needs nothing else: the theme's styles are refused as well."""


class OwnHostOnly:
    """Refuses other hosts (421) and other sites' requests (403); keeps the host out of redirects."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        """`address` is where the preview is shown, in full."""
        self.app = app
        self.address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        host = hosts[0] if len(hosts) == 1 else ""
        if refused := self.refusal(host, headers):
            await refused(scope, receive, send)
            return

        async def send_without_host(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                if "location" in answered:
                    answered["location"] = without_host(answered["location"], host)
            await send(message)

        await self.app(scope, receive, send_without_host)

    def refusal(self, host: str, headers: Headers) -> Response | None:
        """Return the page that refuses a request; None where it may be answered."""
        if not is_own_host(host):
            return self._page(
                421,
                N_("The preview is only shown on this machine"),
                N_("It was asked for by a name that is not this machine's. Use this address:"),
            )
        if not is_own_origin(headers, host):
            return self._page(
                403,
                N_("This came from another site"),
                N_("The preview takes nothing from other sites, so nothing was done. It is shown here:"),
            )  # fmt: skip
        return None

    def _page(self, status: int, title: str, text: str) -> Response:
        page = PAGE.format(
            language=message_language(),
            title=translate(title),
            text=translate(text),
            address=self.address,
        )
        headers = {
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        return HTMLResponse(page, status, headers)


def is_own_host(host: str) -> bool:
    """Return whether a Host header names this machine: localhost or a loopback address, on any port."""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if host.lower() not in {name, f"[{name}]", f"{name}:{port}", f"[{name}]:{port}"}:
        return False  # with a user, a path or spaces it is no host
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def is_own_origin(headers: Headers, host: str) -> bool:
    """Return whether a request comes from the preview's own pages, or from no page.

    The pages of the forms service tell no referrer, and then browsers name no origin either (`null`), but
    still say whether it is the same (Sec-Fetch-Site).
    """
    origins = headers.getlist("origin")
    if origins == ["null"]:
        return headers.get("sec-fetch-site") == "same-origin"
    return all(
        origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")
        for origin in origins
    )


def without_host(location: str, host: str) -> str:
    """Return where a redirect leads, as a path where that is on the same host."""
    parts = urlsplit(location)
    if parts.netloc and parts.netloc != host:
        return location
    path = (
        "/" + parts.path.lstrip("/") if parts.netloc or parts.path.startswith("/") else parts.path
    )
    return parts._replace(scheme="", netloc="", path=path).geturl()
