"""Sessions still open to entry in some communes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from pacte.kernel.actor import Actor
from pacte.offer.models import SearchRow, Session


@dataclass(frozen=True, slots=True)
class TerritorySession:
    """A session. ``number`` is that of the training; ``left`` is None when the number of places is unknown."""

    title: str
    number: str
    provider: str
    town: str
    starts_on: date | None
    is_rolling: bool
    left: int | None


@dataclass(frozen=True, slots=True)
class TerritoryOffer:
    """Total numbers of sessions and trainings; first sessions by date, those without a date last."""

    sessions: int
    trainings: int
    first: tuple[TerritorySession, ...]


def territory_offer(*, actor: Actor, communes: Collection[str], on: date, limit: int) -> TerritoryOffer:
    """Sessions still open to entry in these communes. Public: the result does not depend on the actor."""
    rows = SearchRow.objects.filter(open_until__gte=on, commune_code__in=communes)
    counts = rows.aggregate(sessions=Count("pk"), trainings=Count("training", distinct=True))
    first = list(rows.order_by(F("starts_on").asc(nulls_last=True), "session_id")[:limit])
    sessions = Session.objects.select_related(
        "site", "training_action__site", "training_action__training__provider"
    ).in_bulk([each.session_id for each in first])
    return TerritoryOffer(
        counts["sessions"], counts["trainings"], tuple(_territory_session(each, sessions) for each in first)
    )


def _territory_session(row: SearchRow, sessions: dict[int, Session]) -> TerritorySession:
    action = sessions[row.session_id].training_action
    site = sessions[row.session_id].site or action.site
    return TerritorySession(
        action.training.title, action.training.number, action.training.provider.name, site.town if site else "",
        row.starts_on, row.is_rolling, row.left,
    )  # fmt: skip
