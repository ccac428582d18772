"""Sessions of the offer of a Region, past ones included, to choose some of them. Public.

The search of the site only has the sessions that can still be entered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Value, When

from pacte.infra.folded_text import folded
from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.offer.models import Session
from pacte.offer.queries.access import session_queryset
from pacte.offer.rules.nature import department_of


@dataclass(frozen=True, slots=True)
class SessionCriteria:
    """``words``: all of them, in the title, the provider or the number. ``place``: of a town, or a department number.

    ``first`` and ``last`` bound the day of the start.
    """

    words: str = ""
    place: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class SessionOutline:
    """What a session is about, when and where. ``department`` is empty without a known place."""

    session_id: int
    title: str
    department: str
    starts_on: date


def sessions_of_offer(*, actor: Actor, host_id: int, session_ids: Collection[int]) -> dict[int, Session]:
    """Those of these sessions that the Region offers. One query."""
    return _offer(actor, host_id).in_bulk(list(session_ids))


def ids_in_offer(*, actor: Actor, host_id: int, session_ids: Collection[int]) -> set[int]:
    """Those of these ids that are sessions of the Region's offer. One query."""
    return set(_offer(actor, host_id).filter(pk__in=list(session_ids)).values_list("pk", flat=True))


def sessions_by_criteria(
    *, actor: Actor, host_id: int, criteria: SessionCriteria, suggested: Collection[int], left_out: Collection[int]
) -> QuerySet[Session]:
    """Sessions with a date that match: the ``suggested`` ones first, then the latest."""
    rows = _offer(actor, host_id).filter(starts_on__isnull=False).exclude(pk__in=left_out)
    if criteria.first:
        rows = rows.filter(starts_on__gte=criteria.first)
    if criteria.last:
        rows = rows.filter(starts_on__lte=criteria.last)
    if place := fold_text(criteria.place):
        rows = rows.alias(town=folded(F("site__town"))).filter(
            Q(town__startswith=place) | Q(site__commune_code__startswith=criteria.place.strip().upper())
        )
    if words := fold_text(criteria.words).split():
        rows = rows.alias(
            title=folded(F("training_action__training__title")),
            provider_name=folded(F("training_action__training__provider__name")),
        )
        for word in words:
            rows = rows.filter(Q(title__contains=word) | Q(provider_name__contains=word) | Q(number__iexact=word))
    latest_first = ("-starts_on", "pk")
    if not suggested:
        return rows.order_by(*latest_first)
    return rows.order_by(Case(When(pk__in=list(suggested), then=Value(0)), default=Value(1)), *latest_first)


def session_outlines(*, actor: Actor, host_id: int) -> list[SessionOutline]:
    """All the sessions of the Region with a date, the earliest first, then by number. One query."""
    rows = _offer(actor, host_id).order_by("starts_on", "number")
    columns = rows.values_list("pk", "training_action__training__title", "site__commune_code", "starts_on")
    return [
        SessionOutline(pk, title, department_of(code or ""), starts_on)
        for pk, title, code, starts_on in columns
        if starts_on
    ]


def _offer(actor: Actor, host_id: int) -> QuerySet[Session]:
    return session_queryset(actor=actor).filter(training_action__training__host_id=host_id)
