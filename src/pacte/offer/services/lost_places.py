"""Entries that turn bought places into lost ones: cancelled, cut, closed. They stay in every denominator."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.offer.models import Amendment, Order, OrderItem, ProviderRequest, Session
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.records import ChangeCause, EntryKind, PlacesBalance
from pacte.offer.rules.ledger import balance_by_line, prorated_share, spread_losses
from pacte.offer.services.ledger import NewEntry


def loss_entries(
    *,
    actor: Actor,
    session: Session,
    count: int | None = None,
    order: Order | None = None,
    line: OrderItem | None = None,
    cause: ChangeCause | None = None,
    reason: str = "",
    request: ProviderRequest | None = None,
    amendment: Amendment | None = None,
) -> list[NewEntry]:
    """Entries that lose ``count`` live places (all when None), with their hours and amount.

    Only places of ``order``, or of ``line``, when given; the latest order line loses first.
    """
    states = balance_by_line(ledger_entries(actor=actor, session=session))
    lines = OrderItem.objects.select_related("order").in_bulk(list(states))
    if order is not None:
        states = {number: each for number, each in states.items() if lines[number].order_id == order.pk}
    if line is not None:
        states = {number: each for number, each in states.items() if number == line.pk}
    wanted = sum(each.live for each in states.values()) if count is None else count
    shares = spread_losses(states, wanted)
    if count is None:
        # Rolling-entry sessions may have bought hours without places: lose them too.
        shares |= {number: 0 for number, each in states.items() if number not in shares and each.hours_live}
    return [
        _loss_entry(lines[number], states[number], share, cause, reason, request, amendment)
        for number, share in sorted(shares.items())
    ]


def _loss_entry(
    line: OrderItem,
    state: PlacesBalance,
    share: int,
    cause: ChangeCause | None,
    reason: str,
    request: ProviderRequest | None,
    amendment: Amendment | None,
) -> NewEntry:
    is_all = share >= state.live
    return NewEntry(
        EntryKind.LOST,
        places=share,
        hours=state.hours_live if is_all else prorated_share(state.hours_live, share, state.live),
        cents=max(0, state.cents_live if is_all else prorated_share(state.cents_live, share, state.live)),
        line=line,
        amendment=amendment,
        request=request,
        cause=cause,
        reason=reason,
    )
