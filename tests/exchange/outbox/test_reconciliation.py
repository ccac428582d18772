"""Reconciliation of the partner's list with ours: lost answers are recovered, differences are reported and settled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.outbox.reconciliation import reconcile
from pacte.exchange.outbox.sending import send_to_partners
from pacte.interop.models import Delivery, MessageDifference, Partner
from pacte.interop.queries.dashboard import field_completeness, partner_figures
from pacte.interop.queries.evidence import HUB_CODES, exchange_evidence
from pacte.interop.records import DeliveryState, MessageDifferenceKind
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from pacte.interop.services.partners import partner_secret
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import Conflict
from tests.cast import MACHINE, Cast
from tests.exchange.outbox.simulated import simulated
from tests.interop.making import AT, lives, partner
from tests.journeys.making import session_with

pytestmark = pytest.mark.django_db
K = MessageDifferenceKind
LATER = AT + timedelta(hours=2)


@pytest.fixture
def ours(cast: Cast) -> Partner:
    """A partner to which the messages of one dossier were sent and accepted, at ``LATER``."""
    found = partner(cast)
    lives(cast, session_with(cast), 1)
    yes = PartnerAnswer(AnswerStatus.ACKNOWLEDGED)
    send_to_partners(actor=MACHINE, at=LATER, poster=lambda partner, secret: lambda delivery, body: yes)
    return found


def rows() -> list[dict[str, object]]:
    """The partner's list, if it holds everything that we sent."""
    with acting_as(MACHINE):
        return [{"cle": each.key, "statut": "accepte", "empreinte": each.digest} for each in Delivery.objects.all()]


def opened() -> list[str]:
    with acting_as(MACHINE):
        return list(MessageDifference.objects.filter(settled_at=None).order_by("kind").values_list("kind", flat=True))


def test_two_lists_that_agree_leave_nothing(ours: Partner) -> None:
    done = reconcile(actor=MACHINE, partner=ours, listing=iter(rows()))
    assert (done.compared, done.differences, opened()) == (5, 0, [])


def test_each_way_of_differing_is_said_once_and_settled_when_it_is_gone(ours: Partner) -> None:
    told = rows()
    told[0]["statut"] = "rejete"
    told[1]["empreinte"] = "autre"
    told[2]["cle"] = "de-quelqu-un-d-autre"
    for _ in range(2):
        reconcile(actor=MACHINE, partner=ours, listing=iter(told))
        assert opened() == [K.CONTENT_DIFFERS, K.MISSING_AT_PARTNER, K.STATE_DIFFERS, K.UNKNOWN_TO_US]
    reconcile(actor=MACHINE, partner=ours, listing=iter(rows()))
    assert opened() == []


def test_an_answer_lost_on_the_wire_is_found_in_the_list_of_the_partner(cast: Cast) -> None:
    found = partner(cast)
    lives(cast, session_with(cast), 1)
    nothing = PartnerAnswer(AnswerStatus.NOTHING)
    send_to_partners(actor=MACHINE, at=LATER, poster=lambda partner, secret: lambda delivery, body: nothing)
    told = [row for row in rows() if row["empreinte"]]
    assert reconcile(actor=MACHINE, partner=found, listing=iter(told)).recovered == 1
    with acting_as(MACHINE):
        assert Delivery.objects.get(rank=1).state == DeliveryState.ACKNOWLEDGED


def test_half_a_list_is_no_list(ours: Partner) -> None:
    with pytest.raises(Conflict, match="n’a pas pu être lue en entier"):
        reconcile(actor=MACHINE, partner=ours)
    assert opened() == []


def test_the_list_is_read_page_by_page_from_a_partner_that_answers(cast: Cast) -> None:
    found = partner(cast)
    lives(cast, session_with(cast), 3)
    with acting_as(MACHINE):
        secret = partner_secret(actor=MACHINE, partner=found)
    with simulated(slug=found.slug, secret=secret) as there:
        with acting_as(MACHINE):
            Partner.objects.update(url=there.url)
            found.refresh_from_db()
        send_to_partners(actor=MACHINE, at=LATER)
        done = reconcile(actor=MACHINE, partner=found)
    assert (done.compared, done.differences) == (15, 0)


def test_figures_count_what_was_sent_and_how_long_it_took(cast: Cast, ours: Partner) -> None:
    with acting_as(cast["analyst"].actor) as analyst:
        (figures,) = partner_figures(actor=analyst)
        assert (figures.sent, figures.accepted, figures.rejected, figures.acceptance) == (5, 5, 0, 1.0)
        assert figures.median_hours is not None
        assert 1.9 < figures.median_hours < 2.1
        shares = {
            share.field: (share.filled, share.expected) for share in field_completeness(actor=analyst, partner=ours)
        }
        assert shares["beneficiaire.nir13"] == (0, 5)
        assert shares["beneficiaire.nom_naissance"] == (5, 5)


def test_the_action_of_the_hub_has_its_evidence_for_the_public_too(cast: Cast, ours: Partner) -> None:
    with acting_as(NOBODY) as anybody:
        assert not Delivery.objects.exists()
        asked = {"actor": anybody, "host_id": cast.region.pk, "codes": HUB_CODES}
        found = exchange_evidence(**asked, known_before=LATER + timedelta(hours=1))
        before = exchange_evidence(**asked, known_before=LATER - timedelta(hours=1))
    assert (found.sent, found.accepted, found.decided, found.is_simulated) == (5, 5, 5, True)
    assert (before.sent, before.decided) == (0, 0)
    assert ours.code in HUB_CODES
