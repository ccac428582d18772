"""News of sessions on the desks of those who buy or hold them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pacte.kernel.french import format_day
from pacte.offer.queries import recent_session_changes
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.session_display import session_url


def session_news(reader: DeskReader, *, most: int, names_provider: bool) -> Iterator[tuple[datetime, DeskEntry]]:
    """Sessions whose state changed since ``reader.news_since``, with the instant at which that was recorded."""
    for change in recent_session_changes(actor=reader.actor, since=reader.news_since, most=most):
        session = change.session
        provider = session.provider.name if names_provider else ""
        yield change.recorded_at, DeskEntry(
            f"{session.training.title}, {session.number} : {change.label}",
            ", ".join(part for part in (provider, change.cause) if part), format_day(change.happened_on),
            verb="Voir la session", url=session_url(session.triplet),
        )  # fmt: skip
