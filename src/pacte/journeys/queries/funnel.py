"""« Où se perdent les places ? »: sums of the tallies by one cut, with small counts hidden from some readers.

Readers of the Region's journeys without names see every count. Readers of counts only see one year at a time, one cut
and no other filter, as the last publication decided (``services.count_publication``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Sum, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from pacte.accounts.records import OrganisationKind
from pacte.journeys.models import ActionCount, GroupTally, SessionTally, ShownCount
from pacte.journeys.permissions import hosts_where, own_where
from pacte.journeys.records.counts import (
    OF_PEOPLE,
    OTHER_NETWORKS,
    PEOPLE_COUNTS,
    PLACES,
    PUBLIC_SERVICE,
    Asked,
    Counts,
    Cut,
    FunnelTable,
)
from pacte.journeys.rules.counts import whole_of, with_ended, without_protected
from pacte.journeys.rules.ends import DropoutReason
from pacte.journeys.rules.shown import ShownLine, sum_of_years
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import NotFound
from pacte.plan.fields import ActionOrder

COLUMN = {
    Cut.YEAR: "year", Cut.DEPARTMENT: "department", Cut.PROVIDER: "provider_id", Cut.LOT: "lot_id",
    Cut.ACTION: "action_number", Cut.SESSION: "session_id", Cut.RESIDENCE: "department", Cut.NETWORK: "referrer_id",
    Cut.AGE: "age_band", Cut.SEX: "sex", Cut.LEVEL: "level",
}  # fmt: skip


class Reader:
    """Which counts of a Region the actor may read. Raises ``Unseen`` when there are none."""

    def __init__(self, actor: Actor, host_id: int) -> None:
        self.actor, self.host_id = actor, host_id
        self.sees_all = actor.is_system or host_id in hosts_where(actor, "journeys.read")
        self.is_masked = not self.sees_all and host_id in hosts_where(actor, "journeys.read_counts")
        bodies = own_where(actor, "journeys.read_counts")
        self.as_provider = frozenset(p.organisation_id for p in actor.memberships if p.role is Role.PROVIDER) & bodies
        self.as_network = frozenset(p.organisation_id for p in actor.memberships if p.role is Role.ADVISER) & bodies
        if not (self.sees_all or self.is_masked or self.as_provider or self.as_network):
            raise NotFound

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The cuts that this reader may use, in the order of the page."""
        if self.sees_all:
            return tuple(Cut)
        if self.is_masked:
            return tuple(cut for cut in Cut if cut is not Cut.SESSION)
        if self.as_provider:
            return (Cut.YEAR, Cut.DEPARTMENT, Cut.ACTION, Cut.SESSION)
        return (Cut.YEAR, Cut.ACTION, Cut.RESIDENCE, Cut.AGE, Cut.SEX, Cut.LEVEL)

    @property
    def may_filter(self) -> bool:
        return not self.is_masked

    def counts_groups(self, cut: Cut) -> bool:
        """True when the cut counts people and not places."""
        return cut in OF_PEOPLE or not (self.sees_all or self.is_masked or self.as_provider)

    def rows(self, cut: Cut) -> QuerySet[Any]:
        model = GroupTally if self.counts_groups(cut) else SessionTally
        found: QuerySet[Any] = model.objects.filter(organisation_id=self.host_id)
        if self.sees_all or self.is_masked:
            return found
        if self.as_provider:
            return found.filter(provider_body_id__in=self.as_provider)
        return found.filter(referrer_id__in=self.as_network)


def funnel(*, actor: Actor, host_id: int, asked: Asked, cut: Cut, most: int | None = None) -> FunnelTable:
    """One row a cell of the cut, and the total. One query; two for readers without small counts. Raises ``Unseen``.

    ``most``: number of sessions that lost most places to return. There are thousands, and a page shows a few.
    """
    reader = Reader(actor, host_id)
    if cut not in reader.cuts:
        raise NotFound
    if reader.is_masked:
        return _masked_funnel(reader, asked, cut)
    rows = _asked(reader.rows(cut), asked, cut)
    worst = _worst_sessions(rows, most) if cut is Cut.SESSION and most is not None else None
    return without_protected(_table(_lines(rows, cut))) if worst is None else worst


def dropout_reasons(*, actor: Actor, host_id: int, asked: Asked, cut: Cut) -> dict[DropoutReason, int] | None:
    """Dropout reasons of the same journeys; None where no reason is counted. One query. Raises ``Unseen``.

    For readers who see every count, or their own sessions. Reasons of protected people are left out.
    """
    reader = Reader(actor, host_id)
    if reader.is_masked or reader.counts_groups(cut):
        return None
    rows = _asked(reader.rows(cut), asked, cut).filter(is_protected=False, dropout__gt=0)
    found = rows.order_by().aggregate(**{reason.value: _of_reason(reason) for reason in DropoutReason})
    return {reason: found[reason.value] or 0 for reason in DropoutReason}


def _of_reason(reason: DropoutReason) -> Sum:
    return Sum(Cast(KeyTextTransform(reason.value, "reasons"), IntegerField()))


def years_counted(*, actor: Actor, host_id: int) -> list[int]:
    """Years that have counts, latest first. Raises ``Unseen``."""
    rows = Reader(actor, host_id).rows(Cut.YEAR)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def counted_at(*, actor: Actor) -> datetime | None:
    """Instant of the last count; None when it never ran, or when there is nothing to count."""
    last: datetime | None = SessionTally.objects.aggregate(at=Max("counted_at"))["at"]
    return last


def action_counts(*, actor: Actor, plan_id: int, number: ActionCode) -> Counts | None:
    """Counts of the sessions bought for an action, all years summed; None when none was counted. Public. One query.

    The same for every reader: a sum is hidden when one of its years is.
    """
    row = ActionCount.objects.filter(plan_id=plan_id, action_number=number).first()
    if row is None:
        return None
    return Counts(key=str(number), values=row.values, hidden=frozenset(row.hidden), counted_at=row.counted_at)


def _worst_sessions(rows: QuerySet[Any], most: int) -> FunnelTable | None:
    """The sessions that lost most places; None when a session is protected. The database computes the total."""
    names = (*PLACES, "likely", *PEOPLE_COUNTS)
    whole = rows.aggregate(
        sessions=Count("pk"), at=Max("counted_at"), protected=Count("pk", filter=Q(is_protected=True)),
        **{f"n_{name}": Sum(name) for name in names},
    )  # fmt: skip
    if whole["protected"]:
        return None
    # One row a session: nothing to sum.
    worst = rows.annotate(cell=F("session_id"), at=F("counted_at"), opened_to_all=Value(1)).order_by(
        F("taken") - F("bought"), "session_id"
    )[:most]
    lines = _table([each | {f"n_{name}": each[name] for name in names} for each in worst.values(
        "cell", "at", "opened_to_all", *names
    )]).lines  # fmt: skip
    counts = Counts(values={name: whole[f"n_{name}"] or 0 for name in names}, counted_at=whole["at"])
    return FunnelTable(lines, with_ended(counts), whole["at"], left_out=whole["sessions"] - len(lines))


def _masked_funnel(reader: Reader, asked: Asked, cut: Cut) -> FunnelTable:
    """Counts as the last publication shows them: only years are summed here, and a hidden count is not read."""
    years = [_shown(row) for row in _publication(reader, Cut.YEAR)]
    at = max((each.counted_at for each in years if each.counted_at), default=None)
    if cut is Cut.YEAR:
        return FunnelTable(tuple(years), _whole_of_years(years, at), at, is_masked=True)
    year = asked.year or max((int(each.key) for each in years), default=0)
    whole = next((each for each in years if each.key == str(year)), Counts(counted_at=at))
    lines = tuple(_shown(row) for row in _publication(reader, cut).filter(year=year))
    names = {name for each in lines for name in (*each.values, *each.hidden)}
    # The rows of a cut of people may come from an earlier publication than the year.
    at = min((each.counted_at for each in lines if each.counted_at), default=at)
    of_cut = replace(
        whole, values={name: count for name, count in whole.values.items() if name in names or not lines},
        hidden=frozenset(name for name in whole.hidden if name in names or not lines),
    )  # fmt: skip
    return FunnelTable(lines, of_cut, at, is_masked=True)


def _publication(reader: Reader, cut: Cut) -> QuerySet[ShownCount]:
    return ShownCount.objects.filter(organisation_id=reader.host_id, cut=cut.value).order_by("pk")


def _shown(row: ShownCount) -> Counts:
    return Counts(key=row.key, values=row.values, hidden=frozenset(row.hidden), counted_at=row.counted_at)


def _whole_of_years(years: list[Counts], at: datetime | None) -> Counts:
    lines = [ShownLine(Cut.YEAR.value, int(each.key), "", each.values, each.hidden) for each in years]
    if not lines:
        return Counts()
    summed = sum_of_years(lines)
    return Counts(values=summed.values, hidden=summed.hidden, counted_at=at)


def _asked(rows: QuerySet[Any], asked: Asked, cut: Cut) -> QuerySet[Any]:
    """In cuts of people, only the filters on year and purchase apply, not those on the session."""
    given: dict[str, object] = {"year": asked.year, "fund": asked.fund or None, "plan_id": asked.plan_id}
    given["action_number"] = asked.action_number
    if rows.model is SessionTally:
        given |= {
            "department": asked.department or None, "provider_id": asked.provider_id, "lot_id": asked.lot_id,
            "session_id": asked.session_id,
        }  # fmt: skip
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def by_kind_of_network(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Annotates rows with the kind of network: the public employment service, or any other.

    The name of another network would disclose a right or a disability.
    """
    is_public = When(referrer__kind=OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE, then=Value(PUBLIC_SERVICE))
    found: QuerySet[Any] = rows.annotate(network_kind=Case(is_public, default=Value(OTHER_NETWORKS)))
    return found


def _lines(rows: QuerySet[Any], cut: Cut) -> list[dict[str, Any]]:
    names = PEOPLE_COUNTS if rows.model is GroupTally else (*PLACES, "likely", *PEOPLE_COUNTS)
    column = COLUMN[cut]
    return list(
        rows.order_by(ActionOrder(column) if cut is Cut.ACTION else column)
        .values(column)
        .annotate(
            cell=F(column),
            at=Max("counted_at"),
            opened_to_all=Count("pk", filter=Q(is_protected=False)),
            **{f"n_{name}": Sum(name) for name in names},
        )
    )


def _table(found: list[dict[str, Any]]) -> FunnelTable:
    lines = tuple(
        with_ended(
            Counts(
                key="" if row["cell"] is None else str(row["cell"]),
                values={name[2:]: count for name, count in row.items() if name.startswith("n_")},
                is_protected=not row["opened_to_all"],
                counted_at=row["at"],
            )
        )
        for row in found
    )
    return FunnelTable(lines, whole_of(lines), max((row["at"] for row in found), default=None))
