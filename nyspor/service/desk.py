"""The desk beside the forms service. Its code is not known here, since it renders pages with the build's plugins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from starlette.types import ASGIApp, Receive, Scope, Send

from nyspor.urls import DESK


class Desk(Protocol):
    """An application for the desk's address, what deletes what is over at a moment, and what queues its mails to the staff."""

    @property
    def app(self) -> ASGIApp: ...

    @property
    def tidy(self) -> Callable[[datetime], None]: ...

    @property
    def tell(self) -> Callable[[datetime], None]: ...


def beside(service: ASGIApp, desk: ASGIApp) -> ASGIApp:
    """Return an app that serves the desk below its address, and the forms service everywhere else."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_desk = scope["type"] == "http" and scope["path"].startswith(DESK)
        await (desk if is_desk else service)(scope, receive, send)

    return app
