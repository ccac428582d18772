"""Entries that turn bought places into lost ones: cancelled, cut, closed. They stay in every denominator."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.offer.models import Amendment, Order, Request, Session
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.records import Cause, EntryKind, Places
from pacte.offer.rules.ledger import places_by_order, share_of, spread
from pacte.offer.services.ledger import NewEntry


def losses(
    *,
    actor: Actor,
    session: Session,
    count: int | None = None,
    order: Order | None = None,
    cause: Cause | None = None,
    reason: str = "",
    request: Request | None = None,
    amendment: Amendment | None = None,
) -> list[NewEntry]:
    """Entries that lose ``count`` live places (all when None), with their hours and amount.

    Only places of ``order`` when given; otherwise the latest order loses first.
    """
    states = places_by_order(ledger_entries(actor=actor, session=session))
    if order is not None:
        states = {number: each for number, each in states.items() if number == order.pk}
    wanted = sum(each.live for each in states.values()) if count is None else count
    orders = Order.objects.in_bulk(list(states))
    shares = spread(states, wanted)
    if count is None:
        # Rolling-entry sessions may have bought hours without places: lose them too.
        shares |= {number: 0 for number, each in states.items() if number not in shares and each.hours_live}
    return [
        _line(orders[number], states[number], share, cause, reason, request, amendment)
        for number, share in sorted(shares.items())
    ]


def _line(
    order: Order,
    state: Places,
    share: int,
    cause: Cause | None,
    reason: str,
    request: Request | None,
    amendment: Amendment | None,
) -> NewEntry:
    is_all = share >= state.live
    return NewEntry(
        EntryKind.LOST,
        places=share,
        hours=state.hours_live if is_all else share_of(state.hours_live, share, state.live),
        cents=max(0, state.cents_live if is_all else share_of(state.cents_live, share, state.live)),
        order=order,
        amendment=amendment,
        request=request,
        cause=cause,
        reason=reason,
    )
