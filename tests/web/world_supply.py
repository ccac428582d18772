"""The offer of the world of access.toml: sessions of our provider, one with an order of our Region."""

from __future__ import annotations

from tests.cast import Cast
from tests.offer.world import gather_offer, order_of


def supply_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of things, for the addresses."""
    offer = gather_offer(cast)
    order = order_of(offer, ("24_407731", 15, 9975))
    return {"our order": order.number}
