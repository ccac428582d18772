"""World of access: sessions of our provider, an order of our Region, and what waits between them."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.row_context import acting_as
from pacte.intake.models import ReceivedFile, RefusedRow
from pacte.kernel.clock import now
from pacte.offer.models import PlaceEntry
from pacte.offer.queries import ledger_differences
from pacte.offer.records import EntryKind, Fund, PriceUnit, ProviderRequestKind, TrainingNature
from pacte.offer.records.requirements import RequirementTerms
from pacte.offer.rules.differences import FileSession
from pacte.offer.rules.orders import LotTerms
from pacte.offer.services import (
    compare_with_ledger,
    create_lot,
    open_places,
    prepare_order,
    submit_request,
    write_requirement,
)
from pacte.offer.services.closed_sites import mark_closed_site
from tests.cast import MACHINE, Cast, hire_buyer
from tests.offer.world import SECOND_BUYER, Offer, gather_offer, order_of, terms_of

_LOT = LotTerms(
    code="2021-SOUDAGE-18",
    title="Soudage dans le Cher",
    year=2021,
    domain_code="230",
    nature=TrainingNature.CERTIFYING,
    zone_kind="department",
    zone_code="18",
    places=24,
    hours=15_960,
    price_unit=PriceUnit.TRAINEE_HOUR,
    unit_price_cents=850,
    fund=Fund.PACT,
)


def supply_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses."""
    offer = gather_offer(cast)
    order = order_of(offer, ("24_407731", 15, 9975))
    return {
        "our order": order.number,
        "our preparation": _preparation(offer),
        "our ledger line": _bought_line(offer),
        "our lot": _lot(cast),
        "our closed site": _closed_site(offer),
        "our requirement": _requirement(cast),
        "our request": _request(offer),
        "our difference": _difference(offer),
        **_file(offer),
    }


def _bought_line(offer: Offer) -> int:
    with acting_as(MACHINE):
        return int(PlaceEntry.objects.get(session=offer.session(), kind=EntryKind.BOUGHT).pk)


def _preparation(offer: Offer) -> int:
    """Id of an order prepared by our second buyer, for the first one to sign."""
    second = hire_buyer(offer.cast.region, offer.cast.region, SECOND_BUYER).actor
    with acting_as(second):
        return int(prepare_order(**terms_of(offer, ("24_407732", 10, 6650), number="2020-0413"), actor=second).pk)


def _lot(cast: Cast) -> str:
    buyer = cast["buyer"].actor
    with acting_as(buyer):
        return create_lot(actor=buyer, host_id=cast.region.pk, buyer_id=cast.region.pk, terms=_LOT).code


def _requirement(cast: Cast) -> int:
    pilot = cast["pilot"].actor
    terms = RequirementTerms("Lire un plan avant de souder.", "Un comité", date(2020, 10, 1), domain_code="230")
    with acting_as(pilot):
        return int(write_requirement(actor=pilot, host_id=cast.region.pk, terms=terms).pk)


def _closed_site(offer: Offer) -> int:
    pilot = offer.cast["pilot"].actor
    with acting_as(pilot):
        mark = mark_closed_site(
            actor=pilot, host_id=offer.host_id, session_number="24_407732", since=date(2020, 10, 1)
        )  # fmt: skip
    return int(mark.pk)


def _request(offer: Offer) -> int:
    provider = offer.cast["provider"].actor
    with acting_as(provider):
        open_places(actor=provider, session=offer.session(), count=15, on=date(2020, 9, 2))
        asked = submit_request(
            actor=provider,
            session=offer.session(),
            kind=ProviderRequestKind.ADD_PLACES,
            places=2,
            reason="Trop de candidats",
        )
    return int(asked.pk)


def _difference(offer: Offer) -> int:
    session = offer.session()
    said = FileSession(session.pk, session.starts_on, session.ends_on, places=12)
    with acting_as(MACHINE):
        compare_with_ledger(actor=MACHINE, host_id=offer.host_id, file_sessions=[said])
        return int(ledger_differences(actor=MACHINE)[0].difference.pk)


def _file(offer: Offer) -> dict[str, int | str]:
    """A catalogue of our Region; one of our provider with one training in quarantine, and its places."""
    owner = {"organisation": offer.cast.provider, "host": offer.cast.region}
    with acting_as(MACHINE):
        whole, file, places = (
            ReceivedFile.objects.create(
                organisation=organisation, host=offer.cast.region, kind=kind, file_name=f"{kind}.xml",
                digest="d" * 64, size=1, state="done", person_name="Organisme", received_at=now(), written_at=now(),
            )
            for organisation, kind in (
                (offer.cast.region, "lheo"), (offer.cast.provider, "lheo"), (offer.cast.provider, "places"),
            )
        )  # fmt: skip
        row = RefusedRow.objects.create(
            **owner, file=file, is_personal=False, position=1, row=1, key="24_9", label="Une formation à corriger",
            text="<formation/>", expires_at=now() + timedelta(days=365),
        )  # fmt: skip
    return {
        "our catalogue file": whole.pk, "our provider's catalogue": file.pk, "our provider's places": places.pk,
        "our quarantined": row.pk,
    }  # fmt: skip
