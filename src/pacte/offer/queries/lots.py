"""Lots that the Region intends to buy. Restricted to readers of the purchases of the Region."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Coalesce, Concat

from pacte.infra.folded_text import folded
from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import fold_text
from pacte.offer.models import Lot, PlaceEntry
from pacte.offer.permissions import OfferScope, may
from pacte.offer.records import EntryKind, LotState

_OPEN = Q(state__in=(LotState.DRAFT, LotState.PUBLISHED))
_COUNTED = (EntryKind.BOUGHT, EntryKind.MOVED_IN, EntryKind.MOVED_OUT)


@dataclass(frozen=True, slots=True)
class LotsTotal:
    """Numbers of lots, of those not awarded nor dropped yet, and of the places of these."""

    lots: int
    open_lots: int
    open_places: int


@dataclass(frozen=True, slots=True)
class LotRemainder:
    """``places`` of an awarded lot that its orders do not hold."""

    code: str
    places: int


def lots(
    *, actor: Actor, host_id: int, year: int | None = None, state: LotState | None = None, words: str = ""
) -> LazyRows[Lot, Lot]:
    """Lots of the Region, latest year first, then by code. Raises ``NotFound``.

    ``words``: each of them is in the code or the title, whatever the case and the accents.
    """
    refuse_purchases(actor, host_id)
    rows = Lot.objects.filter(organisation_id=host_id).select_related("plan", "plan_action")
    rows = rows if year is None else rows.filter(year=year)
    rows = rows if state is None else rows.filter(state=state)
    if words.strip():
        rows = rows.annotate(plain_text=folded(Concat("title", Value(" "), "code", output_field=TextField())))
    for word in fold_text(words).split():
        rows = rows.filter(plain_text__contains=word)
    return LazyRows(rows.order_by("-year", "code"), lambda part: part)


def lot_years(*, actor: Actor, host_id: int) -> list[int]:
    """Years of the lots of the Region, latest first. Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    years = Lot.objects.filter(organisation_id=host_id).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def lot_names(*, actor: Actor) -> dict[str, str]:
    """Code and title of each lot that the actor may read, by id."""
    del actor  # Row-level security filters the lots.
    return {str(pk): f"{code} {title}" for pk, code, title in Lot.objects.values_list("pk", "code", "title")}


def lot_codes(*, actor: Actor, host_id: int) -> dict[int, str]:
    """Code of each lot of the Region, by id. Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    return dict(Lot.objects.filter(organisation_id=host_id).values_list("pk", "code"))


def lots_total(*, actor: Actor, host_id: int) -> LotsTotal:
    """All the lots of the Region. One query. Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    sums = Lot.objects.filter(organisation_id=host_id).aggregate(
        lots=Count("pk"), open_lots=Count("pk", filter=_OPEN), open_places=Sum("places", filter=_OPEN)
    )
    return LotsTotal(**{name: value or 0 for name, value in sums.items()})


def places_left_to_order(*, actor: Actor, host_id: int) -> list[LotRemainder]:
    """Awarded lots of the Region of which not all places are ordered yet, by code. One query. Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    entries = PlaceEntry.objects.filter(order__lot=OuterRef("pk"), kind__in=_COUNTED, corrected_by__isnull=True)
    places = Case(When(kind=EntryKind.MOVED_OUT, then=-F("places")), default=F("places"))
    ordered = entries.order_by().values("order__lot").annotate(sum=Sum(places)).values("sum")
    rows = Lot.objects.filter(organisation_id=host_id, state=LotState.AWARDED)
    rows = rows.annotate(left=F("places") - Coalesce(Subquery(ordered), 0)).filter(left__gt=0)
    return [LotRemainder(code, left) for code, left in rows.order_by("code").values_list("code", "left")]


def lot_by_code(*, actor: Actor, host_id: int, code: str) -> Lot:
    """Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    return ensure_found(
        Lot.objects.filter(organisation_id=host_id, code=code).select_related("plan", "plan_action").first()
    )


def refuse_purchases(actor: Actor, host_id: int) -> None:
    """Raises ``NotFound`` unless the actor reads the purchases of the Region."""
    hide_unless(may(actor, "offer.read_purchases", OfferScope(host_id)))
