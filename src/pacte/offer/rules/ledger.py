"""Balance of the places of a session, replayed from its ledger at any date, as known at any instant. Pure.

Bitemporal: ``on`` is the valid date, ``known_at`` the recording time (None: everything recorded so far).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pacte.offer.records import EntryKind, LedgerEntry, PlacesBalance


def effective_entries(
    entries: Iterable[LedgerEntry], *, on: date | None = None, known_at: datetime | None = None
) -> tuple[LedgerEntry, ...]:
    """Entries recorded by ``known_at``, not corrected by then, with ``happened_on`` <= ``on``; oldest facts first."""
    known = [each for each in entries if known_at is None or each.recorded_at <= known_at]
    replaced = {each.corrects for each in known if each.corrects is not None}
    return tuple(
        sorted(
            (each for each in known if each.key not in replaced and (on is None or each.happened_on <= on)),
            key=lambda each: (each.happened_on, each.recorded_at, each.key),
        )
    )


def places_balance(
    entries: Iterable[LedgerEntry], *, on: date | None = None, known_at: datetime | None = None
) -> PlacesBalance:
    """Balance of the places on that day: each kind is the sum of its entries."""
    return _sum_entries(effective_entries(entries, on=on, known_at=known_at))


def balance_by_line(
    entries: Iterable[LedgerEntry], *, on: date | None = None, known_at: datetime | None = None
) -> dict[int, PlacesBalance]:
    """Balance by order line, for the entries that an order pays."""
    groups: dict[int, list[LedgerEntry]] = defaultdict(list)
    for each in effective_entries(entries, on=on, known_at=known_at):
        if each.line_id is not None:
            groups[each.line_id].append(each)
    return {line: _sum_entries(group) for line, group in groups.items()}


def first_negative_day(entries: Iterable[LedgerEntry]) -> tuple[date, str] | None:
    """First day on which a count is negative, or more is lost than bought, with the name of that count.

    Every day of the ledger is checked, not only today: a late fact may make the past inconsistent.
    """
    counted = effective_entries(entries)
    for day in sorted({each.happened_on for each in counted}):
        so_far = [each for each in counted if each.happened_on <= day]
        for state in (_sum_entries(so_far), *balance_by_line(so_far).values()):
            broken = _negative_count(state)
            if broken:
                return day, broken
    return None


def spread_losses(states: dict[int, PlacesBalance], places: int) -> dict[int, int]:
    """Take ``places`` from the live places of the order lines, latest first. Return the places lost by each line."""
    taken: dict[int, int] = {}
    left = places
    for line in sorted(states, reverse=True):
        share = min(left, states[line].live)
        if share > 0:
            taken[line] = share
            left -= share
    return taken


def prorated_share(whole: int, part: int, total: int) -> int:
    """Share of hours or cents for ``part`` places out of ``total``, rounded down; the last place takes all the rest."""
    if total <= 0 or part >= total:
        return whole
    return whole * part // total


def _negative_count(state: PlacesBalance) -> str:
    for kind in EntryKind:
        if getattr(state, kind.value) < 0:
            return kind.value
    if state.live < 0:
        return "live"
    return "hours" if min(state.hours_bought, state.hours_counted, state.hours_live) < 0 else ""


def _sum_entries(entries: Sequence[LedgerEntry]) -> PlacesBalance:
    places: dict[EntryKind, int] = dict.fromkeys(EntryKind, 0)
    hours: dict[EntryKind, int] = dict.fromkeys(EntryKind, 0)
    cents: dict[EntryKind, int] = dict.fromkeys(EntryKind, 0)
    by_buyer: dict[int, int] = defaultdict(int)
    for each in entries:
        places[each.kind] += each.places
        hours[each.kind] += each.hours
        cents[each.kind] += each.cents
        if each.kind is EntryKind.BOUGHT and each.buyer_id is not None:
            by_buyer[each.buyer_id] += each.places
    return PlacesBalance(
        **{kind.value: places[kind] for kind in EntryKind},
        hours_bought=hours[EntryKind.BOUGHT],
        hours_lost=hours[EntryKind.LOST],
        hours_moved_out=hours[EntryKind.MOVED_OUT],
        hours_moved_in=hours[EntryKind.MOVED_IN],
        cents_bought=cents[EntryKind.BOUGHT],
        cents_lost=cents[EntryKind.LOST],
        cents_moved_out=cents[EntryKind.MOVED_OUT],
        cents_moved_in=cents[EntryKind.MOVED_IN],
        by_buyer=tuple(sorted(by_buyer.items())),
    )
