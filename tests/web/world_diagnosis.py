"""World of access: a missing indicator with its survey, and a dispute with both lists."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import Dispute
from pacte.indicators.records import TerritoryRule
from pacte.indicators.records.dispute import DisputeInput, DisputeSideInput
from pacte.indicators.records.survey import GapInput, SurveyInput
from pacte.indicators.services.disputes import appoint_arbiter, open_dispute, record_dispute_list, record_dispute_side
from pacte.indicators.services.gaps import open_survey, record_gap
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from tests.cast import Cast

GAP = GapInput(
    "Part des adultes en illettrisme", "dimensionner les parcours de base", "ANLCI", action_number=ActionCode(1)
)
SURVEY = SurveyInput("Enquête lecture", "résidents de 16 à 65 ans", "1. Lisez-vous un journal ?", sample_size=900)
FIRST = DisputeSideInput(
    Decimal(120), date(2021, 3, 1), "logiciel interne", "une entrée", TerritoryRule.SESSION, "première présence"
)
SECOND = DisputeSideInput(
    Decimal(118), date(2021, 4, 1), "fichier du réseau", "une entrée", TerritoryRule.RESIDENCE, "première présence"
)
FIRST_LIST = {"P1": {"fin": "abandon"}, "P2": {"fin": "terme"}, "P3": {"fin": "terme"}}
SECOND_LIST = {"P2": {"fin": "terme"}, "P3": {"fin": "abandon"}}


def diagnosis_of_the_world(cast: Cast) -> dict[str, int | str]:
    pilot = cast["pilot"].actor
    with acting_as(pilot):
        plan = Plan.objects.get(code="our-plan")
        gap = record_gap(actor=pilot, plan=plan, data=GAP)
        survey = open_survey(actor=pilot, plan=plan, data=SURVEY, gaps=[gap])
    return {"our gap": gap.number, "our survey": survey.number, "our dispute": told_dispute(cast).number}


def told_dispute(cast: Cast) -> Dispute:
    """Dispute between the provider and the network, with both figures and lists. A lead of the State settles it."""
    pilot = cast["pilot"].actor
    with acting_as(pilot):
        given = DisputeInput(
            "Entrées de 2020 dans le Cher", date(2020, 1, 1), date(2020, 12, 31), today() + timedelta(days=30),
            (cast.provider.pk, cast.network.pk), unit="entrées", territory="Cher",
        )  # fmt: skip
        dispute = open_dispute(actor=pilot, host=cast.region, data=given)
    for part, body, side, told in (
        ("provider", cast.provider, FIRST, FIRST_LIST),
        ("adviser", cast.network, SECOND, SECOND_LIST),
    ):
        with acting_as(cast[part].actor) as actor:
            record_dispute_side(actor=actor, dispute=dispute, body=body, data=side)
            record_dispute_list(actor=actor, dispute=dispute, body=body, records=told)
    judge = cast["state_lead"]
    with acting_as(pilot):
        appoint_arbiter(
            actor=pilot, dispute=dispute, person_id=judge.person.pk, name=str(judge.person),
            organisation_id=judge.organisation.pk, due_on=today() + timedelta(days=30),
        )  # fmt: skip
    return dispute
