"""Deletes what the desk need not know any longer, or may not."""

from __future__ import annotations

from datetime import datetime, timedelta

from nyspor.desk.database import DeskDatabase
from nyspor.desk.people.sessions import IDLE, LIFETIME


def tidy(database: DeskDatabase, keep: timedelta, now: datetime) -> None:
    """Delete ended sessions, links that are too old, and who did what, or withdrew a text, more than `keep` ago."""
    seconds = now.timestamp()
    with database.transaction() as db:
        db.execute(
            "DELETE FROM sessions WHERE begun < ? OR seen < ?",
            (seconds - LIFETIME.total_seconds(), seconds - IDLE.total_seconds()),
        )
        db.execute("DELETE FROM sign_in_links WHERE until < ?", (seconds,))
        db.execute("DELETE FROM audit WHERE moment < ?", ((now - keep).isoformat(),))
        db.execute("DELETE FROM withdrawn WHERE begun < ?", ((now - keep).isoformat(),))


def forget_text(database: DeskDatabase, file: str) -> None:
    """Delete what is kept of a text that was withdrawn. Of versions it is not known whose they are: all go that nothing needs."""
    with database.transaction() as db:
        for table in ("unsaved", "corrections", "reviews", "plans"):
            db.execute(f"DELETE FROM {table} WHERE file = ?", (file,))
        db.execute(
            "DELETE FROM versions WHERE digest NOT IN (SELECT base FROM unsaved)"
            " AND digest NOT IN (SELECT digest FROM reviews)"
        )
