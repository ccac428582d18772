"""Stage of the pages of the small offer: a client for each member of the cast."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpResponse
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.offer.models import Amendment, Order, PlaceEntry, Preparation
from pacte.offer.queries import session_places_balance
from pacte.offer.records import PlacesBalance
from pacte.offer.services import open_places, set_minimum
from tests.accounts.entering import just_proved
from tests.cast import MACHINE, hire_buyer
from tests.offer.world import SECOND_BUYER, Offer, gather_offer, order_of
from tests.web.plan_stage import plain

BACKEND = "pacte.accounts.backends.PasswordBackend"
VIERZON = "/sessions/24_118402/24_1530117/24_407731/"


@dataclass
class Stage:
    offer: Offer
    order: Order
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, part: str = "") -> Client:
        """Client logged in as this member of the cast; anonymous by default."""
        if part not in self.clients:
            made = Client()
            if part == "second_buyer" and part not in self.offer.cast.members:
                region = self.offer.cast.region
                self.offer.cast.members[part] = hire_buyer(region, region, SECOND_BUYER)
            if part:
                made.force_login(self.offer.cast[part].person, backend=BACKEND)
                just_proved(made)
            self.clients[part] = made
        return self.clients[part]

    def get(self, part: str, url: str) -> str:
        answer = self.client(part).get(url)
        assert answer.status_code == 200, answer.content[-1500:]
        return body(answer)

    def send(self, part: str, url: str, data: dict[str, object] | None = None) -> str:
        """Sends a form that is accepted. Returns the text of the page that follows."""
        answer = self.client(part).post(url, data or {}, follow=True)
        assert answer.redirect_chain, body(answer)[:3000]
        assert answer.status_code == 200, answer.content[-1500:]
        return body(answer)

    def sign(self, url: str, data: dict[str, object] | None = None) -> str:
        """The buyer prepares an act, the second buyer signs it. Returns the page that the first one saw."""
        told = self.send("buyer", url, data)
        with acting_as(MACHINE):
            made = Preparation.objects.get(state="waiting")
        self.send("second_buyer", f"/sessions/signatures/{made.pk}/", {"act": "sign", "digest": made.digest})
        return told


def body(answer: HttpResponse) -> str:
    return plain(answer.content.decode())


def supply_stage() -> Stage:
    """Vierzon session with 15 places bought, 15 open and a minimum of 8."""
    offer = gather_offer()
    order = order_of(offer, ("24_407731", 15, 9975))
    provider = offer.cast["provider"].actor
    with acting_as(provider):
        session = offer.session()
        open_places(actor=provider, session=session, count=15, on=date(2020, 9, 2))
        set_minimum(actor=provider, session=session, count=8, on=date(2020, 9, 2))
    return Stage(offer, order)


def order_rows(*rows: tuple[object, object, object]) -> dict[str, object]:
    """Form data of the rows of an order: session number, places, trainee hours."""
    sent: dict[str, object] = {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": 0}
    for rank, row in enumerate(rows):
        sent |= {f"items-{rank}-{name}": value for name, value in zip(("session", "places", "hours"), row, strict=True)}
    return sent


def state(stage: Stage, number: str = "24_407731") -> PlacesBalance:
    """Balance of the places of a session once all the entries are made (on 1 January 2026)."""
    with acting_as(MACHINE):
        return session_places_balance(actor=MACHINE, session=stage.offer.session(number), on=date(2026, 1, 1))


def refused(stage: Stage, url: str, data: dict[str, object], part: str = "buyer") -> str:
    """Sends a form that must come back with errors (422) and write nothing. Returns the page."""
    with acting_as(MACHINE):
        before = PlaceEntry.objects.count(), Amendment.objects.count()
    answer = stage.client(part).post(url, data)
    assert answer.status_code == 422, body(answer)[:3000]
    with acting_as(MACHINE):
        assert (PlaceEntry.objects.count(), Amendment.objects.count()) == before
    return body(answer)
