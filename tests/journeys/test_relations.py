"""Who follows during a training, by the Region's dated choice; first contacts owed; reviews that three confirm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, NotebookEntry, Obligation, ThreePartyReview, TrainingReferent
from pacte.journeys.queries.relations import follow_up, names_due
from pacte.journeys.records import StepKind as K
from pacte.journeys.records.adviser_desk import NoteKind
from pacte.journeys.records.relations import (
    FollowUpLead,
    RelationDecision,
    RelationMode,
    ReviewConclusion,
    ReviewParty,
)
from pacte.journeys.rules.consequences import Consequence, Doer
from pacte.journeys.rules.obligations import SettlementMethod
from pacte.journeys.rules.relations import first_contacts_due, is_held_by_three, lead_of, mode_in_force
from pacte.journeys.services.notebook import write_notebook_entry
from pacte.journeys.services.relations import decide_relation_mode, end_training_referent, name_training_referent
from pacte.journeys.services.reviews import (
    ReviewAnswer,
    answer_own_review,
    answer_review,
    plan_review,
    withdraw_review,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import format_day
from pacte.workflows.erase_person import erase_person
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with, somebody, walk

C, M, P = Consequence, RelationMode, ReviewParty
FIRST, LATER = date(2021, 1, 1), date(2021, 3, 1)
MONDAY = date(2021, 1, 11)
BODIES = {Doer.ADVISER: 20, Doer.PROVIDER: 30}


def test_the_last_decision_that_has_begun_is_in_force_and_a_correction_replaces_it_the_same_day() -> None:
    decisions = [RelationDecision(M.SHARED, FIRST, 1), RelationDecision(M.PROVIDER_LED, LATER, 2)]
    assert mode_in_force(decisions, FIRST - timedelta(days=1)) is M.SINGLE
    assert mode_in_force(decisions, LATER - timedelta(days=1)) is M.SHARED
    assert mode_in_force(decisions, LATER) is M.PROVIDER_LED
    assert mode_in_force([*decisions, RelationDecision(M.SINGLE, LATER, 3)], LATER) is M.SINGLE


@pytest.mark.parametrize(
    ("mode", "lead"),
    [(M.SINGLE, FollowUpLead.REFERENT), (M.SHARED, FollowUpLead.BOTH), (M.PROVIDER_LED, FollowUpLead.PROVIDER)],
)
def test_the_referent_leads_outside_the_training_and_until_somebody_is_named(
    mode: RelationMode, lead: FollowUpLead
) -> None:
    assert lead_of(mode, is_in_training=True, is_named=True) is lead
    assert lead_of(mode, is_in_training=True, is_named=False) is FollowUpLead.REFERENT
    assert lead_of(mode, is_in_training=False, is_named=True) is FollowUpLead.REFERENT


@pytest.mark.parametrize(
    ("mode", "owed"),
    [
        (M.SINGLE, {(C.REFERENT_CONTACT, 20)}),
        (M.SHARED, {(C.REFERENT_CONTACT, 20), (C.PROVIDER_CONTACT, 30)}),
        (M.PROVIDER_LED, {(C.PROVIDER_CONTACT, 30)}),
    ],
)
def test_who_follows_owes_a_first_contact_within_fifteen_days(
    mode: RelationMode, owed: set[tuple[Consequence, int]]
) -> None:
    due = first_contacts_due(RelationDecision(mode, FIRST), entered_on=MONDAY, bodies=BODIES)
    assert {(each.what, each.body_id) for each in due} == owed
    assert {each.due_on for each in due} == {MONDAY + timedelta(days=15)}


def test_a_region_that_decided_nothing_asks_for_no_contact() -> None:
    assert not first_contacts_due(None, entered_on=MONDAY, bodies=BODIES)


def test_a_review_is_held_when_the_three_say_so_and_silence_is_not_a_yes() -> None:
    assert is_held_by_three(dict.fromkeys(P, True))
    assert not is_held_by_three({P.REFERENT: True, P.PROVIDER: True, P.PERSON: None})
    assert not is_held_by_three({P.REFERENT: True, P.PROVIDER: True, P.PERSON: False})


def decide(cast: Cast, mode: RelationMode, *, valid_from: date = FIRST, part: str = "pilot") -> None:
    with acting_as(cast[part].actor) as actor:
        decide_relation_mode(
            actor=actor, host_id=cast.region.pk, mode=mode, valid_from=valid_from, reason="Conclusion de l’étude."
        )


def trained(cast: Cast, *kinds: K) -> Journey:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, journey, session, K.ENTERED, *kinds, on=MONDAY)
    with acting_as(MACHINE):
        return Journey.objects.get(pk=journey.pk)


def dues(journey: Journey) -> dict[str, str]:
    with acting_as(MACHINE):
        rows = Obligation.objects.filter(journey=journey, what__in=(C.REFERENT_CONTACT, C.PROVIDER_CONTACT))
        return {row.what: row.settled_how for row in rows}


def contact(cast: Cast, part: str, journey: Journey, *, reached: bool) -> None:
    with acting_as(cast[part].actor) as actor:
        write_notebook_entry(actor=actor, key=journey.key, kind=NoteKind.CALL, reached=reached)


def name(cast: Cast, journey: Journey, part: str = "provider") -> TrainingReferent:
    with acting_as(cast[part].actor) as actor:
        return name_training_referent(actor=actor, key=journey.key, person_id=cast["provider"].person.pk)


def link_of(journey: Journey) -> Actor:
    return Actor(name="par son lien", learner_id=journey.learner_id)


@pytest.mark.django_db
def test_the_pilot_alone_decides_and_never_before_the_last_decision(cast: Cast) -> None:
    decide(cast, M.SHARED, valid_from=LATER)
    with pytest.raises(ValidationError, match="vaut déjà"):
        decide(cast, M.SINGLE, valid_from=FIRST)
    for part in ("provider", "adviser", "buyer", "intruder"):
        with pytest.raises(NotFound):
            decide(cast, M.SINGLE, valid_from=LATER, part=part)
    decide(cast, M.SINGLE, valid_from=LATER)


@pytest.mark.django_db
def test_in_a_single_region_the_provider_names_nobody_and_is_told_since_when(cast: Cast) -> None:
    decide(cast, M.SINGLE)
    journey = trained(cast)
    with pytest.raises(Conflict, match=f"référent unique depuis le {format_day(FIRST)}"):
        name(cast, journey)


@pytest.mark.django_db
def test_the_provider_leads_once_it_named_somebody_and_the_referent_again_at_the_end(cast: Cast) -> None:
    decide(cast, M.PROVIDER_LED)
    journey = trained(cast)
    with acting_as(cast["provider"].actor) as provider:
        assert [each.key for each in names_due(actor=provider)] == [journey.key]
    for part in ("adviser", "intruder", "pilot"):
        with pytest.raises(NotFound):
            name(cast, journey, part)
    name(cast, journey)
    for part in ("provider", "adviser"):
        with acting_as(cast[part].actor) as actor:
            seen = follow_up(actor=actor, journey=journey, on=today())
        assert (seen.lead, seen.training_referent) == (FollowUpLead.PROVIDER, str(cast["provider"].person))
    with acting_as(cast["provider"].actor) as provider:
        assert not names_due(actor=provider)
    walk(cast["provider"].actor, journey, journey.session, K.ENDED, on=date(2021, 6, 11))
    with acting_as(MACHINE):
        journey = Journey.objects.get(pk=journey.pk)
        assert follow_up(actor=MACHINE, journey=journey, on=today()).lead is FollowUpLead.REFERENT


@pytest.mark.django_db
def test_a_name_given_by_mistake_today_leaves_and_none_is_left_to_end(cast: Cast) -> None:
    decide(cast, M.SHARED)
    journey = trained(cast)
    name(cast, journey)
    with acting_as(cast["provider"].actor) as provider:
        end_training_referent(actor=provider, key=journey.key)
        assert not TrainingReferent.objects.filter(journey=journey).exists()
        with pytest.raises(Conflict):
            end_training_referent(actor=provider, key=journey.key)


@pytest.mark.django_db
def test_a_contact_that_reached_the_person_settles_what_its_side_owed(cast: Cast) -> None:
    decide(cast, M.SHARED)
    journey = trained(cast)
    assert dues(journey) == {C.REFERENT_CONTACT: "", C.PROVIDER_CONTACT: ""}
    contact(cast, "adviser", journey, reached=False)
    assert dues(journey)[C.REFERENT_CONTACT] == ""
    contact(cast, "adviser", journey, reached=True)
    assert dues(journey) == {C.REFERENT_CONTACT: SettlementMethod.CONTACT, C.PROVIDER_CONTACT: ""}


@pytest.mark.django_db
def test_a_review_said_by_the_three_is_one_contact_of_its_day(cast: Cast) -> None:
    journey = trained(cast)
    answer = ReviewAnswer(was_present=True, held_on=date(2021, 2, 1), conclusion=ReviewConclusion.ADAPT)
    with acting_as(cast["adviser"].actor) as adviser:
        review = plan_review(actor=adviser, key=journey.key, planned_on=date(2021, 1, 25))
        answer_review(actor=adviser, key=journey.key, identifier=review.pk, answer=answer)
    with acting_as(cast["provider"].actor) as provider:
        answer_review(actor=provider, key=journey.key, identifier=review.pk, answer=ReviewAnswer(was_present=True))
    with acting_as(link_of(journey)) as person:
        answer_own_review(actor=person, identifier=review.pk, was_present=False)
        with acting_as(MACHINE):
            assert not NotebookEntry.objects.filter(journey_id=journey.pk).exists()
        answer_own_review(actor=person, identifier=review.pk, was_present=True)
        with pytest.raises(Conflict):
            answer_own_review(actor=person, identifier=review.pk, was_present=True)
    with acting_as(MACHINE):
        line = NotebookEntry.objects.get(journey_id=journey.pk)
    assert (line.kind, line.reached, line.at.date(), line.phase) == ("three_way", True, date(2021, 2, 1), "during")


@pytest.mark.django_db
def test_another_body_or_person_says_nothing_of_a_review_and_a_withdrawn_one_is_gone(cast: Cast) -> None:
    journey, yes = trained(cast), ReviewAnswer(was_present=True)
    other = somebody(cast, first_name="Léa")
    with acting_as(cast["provider"].actor) as provider:
        review = plan_review(actor=provider, key=journey.key, planned_on=MONDAY)
    with acting_as(cast["intruder"].actor) as intruder, pytest.raises(NotFound):
        answer_review(actor=intruder, key=journey.key, identifier=review.pk, answer=yes)
    with acting_as(link_of(other)) as person, pytest.raises(NotFound):
        answer_own_review(actor=person, identifier=review.pk, was_present=True)
    with acting_as(cast["adviser"].actor) as adviser:
        withdraw_review(actor=adviser, key=journey.key, identifier=review.pk)
        with pytest.raises(NotFound):
            answer_review(actor=adviser, key=journey.key, identifier=review.pk, answer=yes)


@pytest.mark.django_db
def test_nobody_says_that_a_review_to_come_took_place(cast: Cast) -> None:
    journey = trained(cast)
    with acting_as(cast["adviser"].actor) as adviser:
        review = plan_review(actor=adviser, key=journey.key, planned_on=today() + timedelta(days=7))
        with pytest.raises(ValidationError, match="à venir"):
            answer_review(actor=adviser, key=journey.key, identifier=review.pk, answer=ReviewAnswer(was_present=True))


@pytest.mark.django_db
def test_an_erasure_takes_the_name_and_the_reviews_with_the_person(cast: Cast) -> None:
    decide(cast, M.SHARED)
    journey = trained(cast)
    name(cast, journey)
    with acting_as(cast["adviser"].actor) as adviser:
        plan_review(actor=adviser, key=journey.key, planned_on=MONDAY)
        erase_person(actor=adviser, learner=journey.learner, reason="À sa demande.")
    with acting_as(MACHINE):
        assert not TrainingReferent.objects.exists()
        assert not ThreePartyReview.objects.exists()
