"""Who may be proposed for a validation of experience: by the end of a subsidised contract, or by their own consent.

Two bodies: the network of the person, and another network of the same pact.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_organisation
from pacte.journeys.models import Journey, SensitiveRead
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.records import Purpose, SensitiveFactInput, SensitiveKind
from pacte.journeys.records.reasons import JobAtOpening
from pacte.journeys.services.cohort_candidates import CohortCandidate, cohort_candidates
from pacte.journeys.services.journey_job import write_job
from pacte.journeys.services.learners import write_sensitive_fact
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from tests.cast import MACHINE, SINCE, Cast, hire_buyer
from tests.journeys.making import somebody

pytestmark = pytest.mark.django_db


def seen_by(cast: Cast, actor: Actor | None = None, weeks: int = 13) -> list[CohortCandidate]:
    with acting_as(cast["adviser"].actor) as adviser:
        scope = adviser_scopes(actor=adviser, on=today())[1]
    with acting_as(actor or cast["adviser"].actor) as reader:
        return cohort_candidates(actor=reader, scope=scope, weeks=weeks, channel="html", on=today())


def on_contract(cast: Cast, weeks: int, *, job: JobAtOpening = JobAtOpening.SUBSIDISED) -> Journey:
    journey = somebody(cast, first_name=f"Contrat {weeks}")
    with acting_as(cast["adviser"].actor) as adviser:
        write_job(actor=adviser, key=journey.key, job=job, job_until=today() + timedelta(weeks=weeks))
    return journey


def refugee(cast: Cast, purpose: Purpose, *, over: bool = False) -> Journey:
    journey = somebody(cast, first_name="Réfugiée")
    agreed_on = today() - timedelta(days=90)
    fact = SensitiveFactInput(
        SensitiveKind.REFUGEE, purpose, consent_on=agreed_on, valid_from=agreed_on,
        valid_until=today() - timedelta(days=1) if over else None,
    )  # fmt: skip
    with acting_as(cast["adviser"].actor) as adviser:
        write_sensitive_fact(actor=adviser, learner=journey.learner, body=cast.network, fact_input=fact)
    return journey


def test_a_subsidised_contract_that_ends_soon_is_listed_and_another_job_is_not(cast: Cast) -> None:
    later, soon = on_contract(cast, 10), on_contract(cast, 2)
    on_contract(cast, 30)
    on_contract(cast, 3, job=JobAtOpening.SHORT)
    assert [each.journey_key for each in seen_by(cast)] == [soon.key, later.key]
    assert [each.journey_key for each in seen_by(cast, weeks=4)] == [soon.key]


def test_a_refugee_is_listed_only_for_the_purpose_and_the_time_that_they_agreed_to_and_it_is_logged(
    cast: Cast,
) -> None:
    agreed = refugee(cast, Purpose.ELIGIBILITY)
    refugee(cast, Purpose.STATISTICS)
    refugee(cast, Purpose.ELIGIBILITY, over=True)
    (only,) = seen_by(cast)
    assert (only.journey_key, only.contract_ends_on) == (agreed.key, None)
    assert only.consent_on is not None
    with acting_as(MACHINE):
        reads = list(SensitiveRead.objects.values_list("learner_key", "kinds", "body_id"))
    assert reads == [(agreed.learner.key, "refugee", cast.network.pk)]


def other_network(cast: Cast) -> Organisation:
    with acting_as(MACHINE):
        return create_organisation(actor=MACHINE, name="Autre réseau", kind=OrganisationKind.NETWORK, valid_from=SINCE)


def test_nobody_of_another_network_nor_a_provider_reads_the_list(cast: Cast) -> None:
    on_contract(cast, 2)
    refugee(cast, Purpose.ELIGIBILITY)
    other = hire_buyer(cast.region, other_network(cast), "autre@exemple.fr", role=Role.ADVISER).actor
    for reader in (other, cast["provider"].actor, cast["intruder"].actor):
        with pytest.raises(NotFound):
            seen_by(cast, reader)
    with acting_as(MACHINE):
        assert not SensitiveRead.objects.exists()
