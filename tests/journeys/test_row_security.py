"""Row-level security of journeys, names and sensitive facts, by who works with the person.

Two people are followed and trained by different organisations of the same kinds: whoever works with one sees nothing of
the other. Every table and every reader are in ``row_access.toml``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_organisation
from pacte.journeys.models import (
    Barrier,
    CustodyDate,
    Journey,
    Learner,
    LearnerContact,
    Referent,
    SensitiveFact,
    Step,
)
from pacte.kernel.actor import Actor
from tests.cast import MACHINE, Cast, Member

pytestmark = pytest.mark.django_db
AT = datetime(2021, 1, 4, 9, tzinfo=UTC)
DAY = date(2021, 1, 4)


@pytest.fixture
def journey(cast: Cast) -> Journey:
    """A person followed by the network and trained by the provider; another one is with two other organisations."""
    with acting_as(MACHINE):
        network = create_organisation(
            actor=MACHINE, name="Mission locale de Tours", kind=OrganisationKind.NETWORK, synthetic=True
        )
        provider = create_organisation(
            actor=MACHINE, name="Organisme de Tours", kind=OrganisationKind.TRAINING_PROVIDER, synthetic=True
        )
    _followed(cast, network, provider, "Omar")
    return _followed(cast, cast.network, cast.provider, "Inès")


def _followed(cast: Cast, network: Organisation, provider: Organisation, first_name: str) -> Journey:
    with acting_as(MACHINE):
        learner = Learner.objects.create(
            organisation=cast.region, opened_by=network, created_at=AT, last_seen_on=DAY, is_synthetic=True
        )
        Referent.objects.create(
            organisation=cast.region, learner=learner, body=network, named_by=network, valid_from=DAY
        )
        LearnerContact.objects.create(
            organisation=cast.region, learner=learner, first_name=first_name, last_name="Distribution"
        )
        SensitiveFact.objects.create(
            organisation=cast.region, learner=learner, kind="rqth", purpose="adaptation", valid_from=DAY,
            keep_until=date(2023, 1, 4), recorded_at=AT, recorded_by=network, person_name="Conseil",
        )  # fmt: skip
        Barrier.objects.create(
            organisation=cast.region, learner=learner, theme="mobility", noted_on=DAY, noted_by=network,
            person_name="Conseil",
        )  # fmt: skip
        # Recorded by an authority for which nobody in the cast works.
        prison = create_organisation(
            actor=MACHINE, name=f"Service de {first_name}", kind=OrganisationKind.NETWORK, synthetic=True
        )
        CustodyDate.objects.create(
            organisation=cast.region, learner=learner, body=prison, earliest_on=DAY, keep_until=date(2023, 1, 4),
            recorded_at=AT, person_name="Greffe",
        )  # fmt: skip
        made = Journey.objects.create(
            organisation=cast.region, learner=learner, referrer=network, provider_body=provider,
            opened_on=DAY, state="admitted", state_on=DAY,
        )  # fmt: skip
        Step.objects.create(
            organisation=cast.region, journey=made, kind="need_expressed", happened_on=DAY, recorded_at=AT,
            source="typed",
        )  # fmt: skip
    return made


def seen_by(member: Member) -> dict[str, int]:
    with acting_as(member.actor):
        return {
            "journeys": Journey.objects.count(),
            "steps": Step.objects.count(),
            "names": LearnerContact.objects.count(),
            "sensitive": SensitiveFact.objects.count(),
            "barriers": Barrier.objects.count(),
            "custody": CustodyDate.objects.count(),
        }


@pytest.mark.parametrize(
    ("part", "journeys", "names", "sensitive"),
    [
        ("adviser", 1, 1, 1),
        ("provider", 1, 1, 0),
        ("pilot", 2, 0, 0),
        ("buyer", 2, 0, 0),
        ("analyst", 2, 0, 0),
        ("auditor", 2, 0, 0),
        ("lead", 0, 0, 0),
        ("finance", 0, 0, 0),
        ("state_reader", 0, 0, 0),
        ("intruder", 0, 0, 0),
    ],
)
def test_each_one_sees_what_their_work_needs(
    cast: Cast, journey: Journey, part: str, journeys: int, names: int, sensitive: int
) -> None:
    assert seen_by(cast[part]) == {
        "journeys": journeys, "steps": journeys, "names": names, "sensitive": sensitive, "barriers": sensitive,
        "custody": 0,
    }  # fmt: skip


def test_a_referent_whose_time_is_over_sees_the_name_no_more(cast: Cast, journey: Journey) -> None:
    with acting_as(MACHINE):
        Referent.objects.update(valid_until=date(2021, 6, 30))
    assert seen_by(cast["adviser"])["names"] == 0
    assert seen_by(cast["adviser"])["sensitive"] == 0


def test_a_step_is_never_changed_even_by_the_machine(cast: Cast, journey: Journey) -> None:
    with acting_as(MACHINE), pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.update(kind="entered")


def test_who_comes_by_a_personal_link_sees_their_own_file_and_nothing_else(cast: Cast, journey: Journey) -> None:
    with acting_as(MACHINE):
        other = Learner.objects.create(
            organisation=cast.region, opened_by=cast.network, created_at=AT, last_seen_on=DAY, is_synthetic=True
        )
        LearnerContact.objects.create(organisation=cast.region, learner=other, first_name="Omar", last_name="Autre")
    own = Actor(name="la personne, par son lien", learner_id=journey.learner_id)
    with acting_as(own):
        assert list(LearnerContact.objects.values_list("first_name", flat=True)) == ["Inès"]
        assert [each.objects.count() for each in (Journey, Step, SensitiveFact, Referent)] == [1, 1, 1, 1]
        assert Journey.objects.update(goal_rome="H2913") == 0
    with acting_as(Actor(name="la personne, par son lien", learner_id=other.pk)):
        assert (Journey.objects.count(), LearnerContact.objects.get().first_name) == (0, "Omar")
