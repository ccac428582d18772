"""A site inside a prison: marked, dated, taken off by the Region; nobody else reads it, and nothing public does."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.offer.models import ClosedSite
from pacte.offer.queries.closed_sites import closed_site_by_id, closed_sites
from pacte.offer.services.closed_sites import date_closed_site, mark_closed_site, withdraw_closed_site
from tests.cast import MACHINE, hire_buyer
from tests.offer.world import Offer, gather_offer

SINCE = date(2020, 10, 1)
KNOWN_BY = {
    "demo/queries/prison_sessions.py",
    "migrations", "models", "offer/facts.py", "offer/queries/closed_sites.py", "offer/services/closed_sites.py",
    "web/pages/sessions/closed_sites_page.py",
}  # fmt: skip


@pytest.fixture
def offer(db: None) -> Offer:
    return gather_offer()


def marked(offer: Offer, session: str = "24_407732") -> ClosedSite:
    pilot = offer.cast["pilot"].actor
    with acting_as(pilot):
        return mark_closed_site(actor=pilot, host_id=offer.host_id, session_number=session, since=SINCE)


def test_a_site_is_marked_through_a_session_then_ended_corrected_and_taken_off(offer: Offer) -> None:
    mark = marked(offer)
    buyer = offer.cast["buyer"].actor
    with acting_as(buyer):
        assert [each.site.town for each in closed_sites(actor=buyer, host_id=offer.host_id)] == ["Bourges"]
        with pytest.raises(ValidationError):
            mark_closed_site(actor=buyer, host_id=offer.host_id, session_number="24_407732", since=SINCE)
        with pytest.raises(ValidationError):
            mark_closed_site(actor=buyer, host_id=offer.host_id, session_number="24_0", since=SINCE)
        with pytest.raises(ValidationError):
            date_closed_site(actor=buyer, mark=mark, since=SINCE, until=date(2020, 9, 30))
        date_closed_site(actor=buyer, mark=mark, since=date(2020, 9, 1), until=date(2021, 6, 30))
        known = closed_sites(actor=buyer, host_id=offer.host_id)[0]
        assert (known.since, known.until) == (date(2020, 9, 1), date(2021, 6, 30))
        with pytest.raises(NotFound):
            closed_site_by_id(actor=buyer, host_id=offer.host_id, mark_id=mark.pk)
        with pytest.raises(Conflict):
            withdraw_closed_site(actor=buyer, mark=mark)  # a row that another one corrected
        withdraw_closed_site(actor=buyer, mark=known)
        assert closed_sites(actor=buyer, host_id=offer.host_id) == []


def test_only_those_who_mark_read_and_the_rows_say_the_same(offer: Offer) -> None:
    mark = marked(offer)
    third = hire_buyer(offer.cast.region, offer.cast.state, "acheteur-etat@exemple.fr").actor
    actors = [offer.cast[part].actor for part in ("provider", "adviser", "analyst", "lead", "intruder")]
    for actor in (*actors, third):
        with acting_as(actor):
            with pytest.raises(NotFound):
                closed_sites(actor=actor, host_id=offer.host_id)
            with pytest.raises((NotFound, PermissionDenied)):
                date_closed_site(actor=actor, mark=mark, since=SINCE, until=None)
            assert list(ClosedSite.objects.all()) == [], actor
            with pytest.raises(DatabaseError), transaction.atomic():
                ClosedSite.objects.create(
                    organisation_id=offer.host_id, site=mark.site, since=SINCE, recorded_at=now(), person_name="x"
                )
    set_row_context(MACHINE)
    assert ClosedSite.objects.get() == mark


def test_nothing_public_reads_the_marks() -> None:
    """Neither search, nor open data, nor exports, nor a public page names the table or its queries."""
    source = PROJECT_ROOT / "src" / "pacte"
    names = ("ClosedSite", "closed_sites(", "offer_closedsite")
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in names)
    }
    assert {each for each in found if not any(known in each for known in KNOWN_BY)} == set()
