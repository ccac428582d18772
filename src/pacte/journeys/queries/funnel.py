"""« Où se perdent les places ? »: sums of the tallies by one cut, with small counts hidden from some readers.

Readers of the Region's journeys without names see every count. Readers of counts only see one year at a time, one cut
and no other filter, as the last publication decided (``services.count_publication``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Case, Count, F, Func, IntegerField, Max, Q, QuerySet, Sum, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from pacte.accounts.records import OrganisationKind
from pacte.journeys.models import ActionCount, GroupTally, PublishedCount, SessionTally
from pacte.journeys.permissions import bodies_with_journey_right, hosts_with_journey_right
from pacte.journeys.records.counts import (
    OTHER_NETWORKS,
    PEOPLE_COUNTS,
    PEOPLE_CUTS,
    PLACES,
    PUBLIC_SERVICE,
    CellCounts,
    CountFilters,
    Cut,
    FunnelTable,
)
from pacte.journeys.rules.counts import counts_by_action, sum_counts, suppress_protected_counts, with_ended
from pacte.journeys.rules.ends import DropoutReason
from pacte.journeys.rules.payers import (
    DividedPlaces,
    accepted_payers,
    action_set,
    actions_of_set,
    divided_places,
    payer_filter,
)
from pacte.journeys.rules.published_counts import PublishedRow, sum_years
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import hide_unless

COLUMN = {
    Cut.YEAR: "year", Cut.DEPARTMENT: "department", Cut.PROVIDER: "provider_id", Cut.LOT: "lot_id",
    Cut.ACTION: "payers", Cut.SESSION: "session_id", Cut.RESIDENCE: "department", Cut.NETWORK: "referrer_id",
    Cut.AGE: "age_band", Cut.SEX: "sex", Cut.LEVEL: "level",
}  # fmt: skip


class CountAccess:
    """Which counts of a Region the actor may read. Raises ``NotFound`` when there are none."""

    def __init__(self, actor: Actor, host_id: int) -> None:
        self.actor, self.host_id = actor, host_id
        self.sees_all = actor.is_system or host_id in hosts_with_journey_right(actor, "journeys.read")
        self.is_masked = not self.sees_all and host_id in hosts_with_journey_right(actor, "journeys.read_counts")
        bodies = bodies_with_journey_right(actor, "journeys.read_counts")
        self.as_provider = frozenset(p.organisation_id for p in actor.memberships if p.role is Role.PROVIDER) & bodies
        self.as_network = frozenset(p.organisation_id for p in actor.memberships if p.role is Role.ADVISER) & bodies
        hide_unless(self.sees_all or self.is_masked or self.as_provider or self.as_network)

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
        return cut in PEOPLE_CUTS or not (self.sees_all or self.is_masked or self.as_provider)

    def rows(self, cut: Cut) -> QuerySet[Any]:
        model = GroupTally if self.counts_groups(cut) else SessionTally
        tallies: QuerySet[Any] = model.objects.filter(organisation_id=self.host_id)
        if self.sees_all or self.is_masked:
            return tallies
        if self.as_provider:
            return tallies.filter(provider_body_id__in=self.as_provider)
        return tallies.filter(referrer_id__in=self.as_network)


def funnel(*, actor: Actor, host_id: int, filters: CountFilters, cut: Cut, most: int | None = None) -> FunnelTable:
    """One row a cell of the cut, and the total. Three queries at most. Raises ``NotFound``.

    ``most``: number of sessions that lost most places to return. There are thousands, and a page shows a few. By
    action, a person counts in each that bought their session, and once in the total.
    """
    access = CountAccess(actor, host_id)
    hide_unless(cut in access.cuts)
    if access.is_masked:
        return _masked_funnel(access, filters, cut)
    rows, wanted = _filtered_tallies(access.rows(cut), filters), payer_filter(filters)
    if cut is Cut.ACTION:
        return _funnel_by_action(rows, wanted)
    left_out = _sum_left_out(_divided_places(rows, COLUMN[cut], wanted) if wanted else [])
    worst_sessions = _worst_sessions(rows, most, left_out) if cut is Cut.SESSION and most is not None else None
    if worst_sessions is not None:
        return worst_sessions
    return suppress_protected_counts(_table(_cell_sums(rows, cut), left_out))


def _funnel_by_action(rows: QuerySet[Any], wanted: Mapping[str, object]) -> FunnelTable:
    """Small counts are suppressed by set of actions: the sets add up to the total, and the actions do not."""
    shared = [each for _, each in _divided_places(rows, COLUMN[Cut.ACTION], wanted)]
    places: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in shared:
        for action, own in each.by_action.items():
            places[each.actions, action].update(own)
    lines_by_set: dict[str, list[CellCounts]] = defaultdict(list)
    for row in _cell_sums(rows, Cut.ACTION):
        key = action_set(row["cell"][rank] for rank in accepted_payers(row["cell"], wanted))
        lines_by_set[key] += _table([row | {"cell": key}]).lines
    left_out = _sum_left_out((each.actions, each) for each in shared)
    sets = [_less_places(replace(sum_counts(lines), key=key), left_out) for key, lines in lines_by_set.items()]
    whole = sum_counts(sets)
    return counts_by_action(suppress_protected_counts(FunnelTable(tuple(sets), whole, whole.counted_at)), places)


def _divided_places(
    rows: QuerySet[Any], column: str, wanted: Mapping[str, object]
) -> list[tuple[object, DividedPlaces]]:
    """Sessions that several payers share, each with its cell. Groups of people have no places."""
    if rows.model is not SessionTally:
        return []
    length = Func(F("payers"), function="jsonb_array_length", output_field=IntegerField())
    shared = rows.order_by().annotate(payer_count=length).filter(payer_count__gt=1)
    columns = dict.fromkeys((column, "payers", "shares", *PLACES))
    return [(tally[column], divided_places(tally, wanted)) for tally in shared.values(*columns)]


def _sum_left_out(shared: Iterable[tuple[object, DividedPlaces]]) -> dict[str, Counter[str]]:
    """Places that other payers pay, by key of a cell."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for key, each in shared:
        sums["" if key is None else str(key)].update(each.left_out)
    return sums


def _less_places(counts: CellCounts, left_out: Mapping[str, Mapping[str, int]]) -> CellCounts:
    gone = left_out.get(counts.key, {})
    return replace(counts, values={name: count - gone.get(name, 0) for name, count in counts.values.items()})


def dropout_reasons(*, actor: Actor, host_id: int, filters: CountFilters, cut: Cut) -> dict[DropoutReason, int] | None:
    """Dropout reasons of the same journeys; None where no reason is counted. One query. Raises ``NotFound``.

    For readers who see every count, or their own sessions. Reasons of protected people are left out.
    """
    access = CountAccess(actor, host_id)
    if access.is_masked or access.counts_groups(cut):
        return None
    rows = _filtered_tallies(access.rows(cut), filters).filter(is_protected=False, dropout__gt=0)
    totals = rows.order_by().aggregate(**{reason.value: _of_reason(reason) for reason in DropoutReason})
    return {reason: totals[reason.value] or 0 for reason in DropoutReason}


def _of_reason(reason: DropoutReason) -> Sum:
    return Sum(Cast(KeyTextTransform(reason.value, "reasons"), IntegerField()))


def years_counted(*, actor: Actor, host_id: int) -> list[int]:
    """Years that have counts, latest first. Raises ``NotFound``."""
    rows = CountAccess(actor, host_id).rows(Cut.YEAR)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def counted_at(*, actor: Actor) -> datetime | None:
    """Instant of the last count; None when it never ran, or when there is nothing to count."""
    last: datetime | None = SessionTally.objects.aggregate(at=Max("counted_at"))["at"]
    return last


def protected_sessions(*, actor: Actor, host_id: int) -> frozenset[int]:
    """Sessions whose people a small count would disclose, even to who sees every count. Raises ``NotFound``."""
    rows = CountAccess(actor, host_id).rows(Cut.SESSION).filter(is_protected=True)
    return frozenset(rows.values_list("session_id", flat=True))


def published_action_counts(*, actor: Actor, plan_id: int, number: ActionCode) -> CellCounts | None:
    """Counts of the sessions bought for an action, all years summed; None when none was counted. Public. One query.

    The same for every reader: years whose people are hidden are in no sum, and named beside them.
    """
    row = ActionCount.objects.filter(plan_id=plan_id, action_number=number).first()
    if row is None:
        return None
    return CellCounts(
        key=str(number), values=row.values, hidden=frozenset(row.hidden), hidden_years=tuple(row.hidden_years),
        counted_at=row.counted_at,
    )  # fmt: skip


def _worst_sessions(rows: QuerySet[Any], most: int, left_out: Mapping[str, Counter[str]]) -> FunnelTable | None:
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
    )], left_out).lines  # fmt: skip
    counts = CellCounts(values={name: whole[f"n_{name}"] or 0 for name in names}, counted_at=whole["at"])
    paid = _less_places(counts, {"": sum(left_out.values(), Counter())})
    return FunnelTable(lines, with_ended(paid), whole["at"], left_out=whole["sessions"] - len(lines))


def _masked_funnel(access: CountAccess, filters: CountFilters, cut: Cut) -> FunnelTable:
    """Counts as the last publication shows them: only years are summed here, and a hidden count is not read."""
    years = [_published_cell(row) for row in _publication(access, Cut.YEAR)]
    at = max((each.counted_at for each in years if each.counted_at), default=None)
    if cut is Cut.YEAR:
        return FunnelTable(tuple(years), _whole_of_years(years, at), at, is_masked=True)
    year = filters.year or max((int(each.key) for each in years), default=0)
    whole = next((each for each in years if each.key == str(year)), CellCounts(counted_at=at))
    lines = tuple(_published_cell(row) for row in _publication(access, cut).filter(year=year))
    names = {name for each in lines for name in (*each.values, *each.hidden)}
    # The rows of a cut of people may come from an earlier publication than the year.
    at = min((each.counted_at for each in lines if each.counted_at), default=at)
    of_cut = replace(
        whole, values={name: count for name, count in whole.values.items() if name in names or not lines},
        hidden=frozenset(name for name in whole.hidden if name in names or not lines),
    )  # fmt: skip
    return FunnelTable(lines, of_cut, at, is_masked=True, is_shared=cut is Cut.ACTION and _is_shared(access, year))


def _is_shared(access: CountAccess, year: int) -> bool:
    """True when one session of the year, at least, is bought for several actions. This is public."""
    payers = access.rows(Cut.ACTION).filter(year=year).order_by().values_list("payers", flat=True).distinct()
    return any(len(actions_of_set(action_set(each))) > 1 for each in payers)


def _publication(access: CountAccess, cut: Cut) -> QuerySet[PublishedCount]:
    return PublishedCount.objects.filter(organisation_id=access.host_id, cut=cut.value).order_by("pk")


def _published_cell(row: PublishedCount) -> CellCounts:
    return CellCounts(key=row.key, values=row.values, hidden=frozenset(row.hidden), counted_at=row.counted_at)


def _whole_of_years(years: list[CellCounts], at: datetime | None) -> CellCounts:
    lines = [PublishedRow(Cut.YEAR.value, int(each.key), "", each.values, each.hidden) for each in years]
    if not lines:
        return CellCounts()
    summed = sum_years(lines)
    return CellCounts(values=summed.values, hidden=summed.hidden, counted_at=at)


def _filtered_tallies(rows: QuerySet[Any], filters: CountFilters) -> QuerySet[Any]:
    """In cuts of people, only the filters on year and payer apply, not those on the session."""
    lookups: dict[str, object] = {"year": filters.year}
    if wanted := payer_filter(filters):
        lookups["payers__contains"] = [wanted]
    if rows.model is SessionTally:
        lookups |= {
            "department": filters.department or None, "provider_id": filters.provider_id, "lot_id": filters.lot_id,
            "session_id": filters.session_id,
        }  # fmt: skip
    return rows.filter(**{name: value for name, value in lookups.items() if value is not None})


def annotate_network_kind(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Annotates rows with the kind of network: the public employment service, or any other.

    The name of another network would disclose a right or a disability.
    """
    is_public = When(referrer__kind=OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE, then=Value(PUBLIC_SERVICE))
    queryset: QuerySet[Any] = rows.annotate(network_kind=Case(is_public, default=Value(OTHER_NETWORKS)))
    return queryset


def _cell_sums(rows: QuerySet[Any], cut: Cut) -> list[dict[str, Any]]:
    names = PEOPLE_COUNTS if rows.model is GroupTally else (*PLACES, "likely", *PEOPLE_COUNTS)
    column = COLUMN[cut]
    return list(
        rows.order_by(column)
        .values(column)
        .annotate(
            cell=F(column),
            at=Max("counted_at"),
            opened_to_all=Count("pk", filter=Q(is_protected=False)),
            **{f"n_{name}": Sum(name) for name in names},
        )
    )


def _table(rows: list[dict[str, Any]], left_out: Mapping[str, Mapping[str, int]] = MappingProxyType({})) -> FunnelTable:
    lines = tuple(
        with_ended(
            _less_places(
                CellCounts(
                    key="" if row["cell"] is None else str(row["cell"]),
                    values={name[2:]: count for name, count in row.items() if name.startswith("n_")},
                    is_protected=not row["opened_to_all"],
                    counted_at=row["at"],
                ),
                left_out,
            )
        )
        for row in rows
    )
    return FunnelTable(lines, sum_counts(lines), max((row["at"] for row in rows), default=None))
