"""Reading of cases: conflicts, blindness, scores that are struck, rounds, by the names of the edge cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.models import Membership, Organisation
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership
from pacte.kernel.actor import Role
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import GuestLetter, Notification
from pacte.procedures.models import Case, CaseConflict, ReaderAssignment, ReadingScore, RoundEntry, ScoreStrike
from pacte.procedures.queries import case_by_number, case_summaries, scope_of_case
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.reading import case_readings, own_reading, own_readings, reader_candidates
from pacte.procedures.records.reading import ReadingCriterion, ScoreInput
from pacte.procedures.services import update_case_fields
from pacte.procedures.services.call_rounds import extend_round, let_in_late
from pacte.procedures.services.conflicts import declare_conflict, refresh_conflicts
from pacte.procedures.services.reading import assign_reader, send_score, take_off_reader
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.call_stage import FAIR, HIGH, CallStage, call_plan
from tests.procedures.example_call import CALL, GRID, with_call
from tests.web.plan_stage import Stage

kept_stage = kept_for_module(call_plan)


@pytest.fixture
def call(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> CallStage:
    with_call(monkeypatch)
    return CallStage(stage)


@pytest.fixture
def opened(call: CallStage) -> CallStage:
    call.round()
    return call


def names(call: CallStage, part: str) -> list[str]:
    actor = call.actor(part)
    with acting_as(actor):
        return [each.title for each in case_summaries(actor=actor, plan=call.plan, on=today())]


@pytest.mark.django_db
def test_case_13_a_reader_never_judges_their_own_body_a_partner_or_a_funder(opened: CallStage) -> None:
    own = opened.applied()
    partner = opened.case(partners=[{"who": "GIP ALFA Centre"}])
    funder = opened.case(funders=[{"who": "Mission locale de Bourges", "euros": 5}])
    for case, part, word in (
        (own, "provider", "présente"),
        (partner, "analyst", "partenaire"),
        (funder, "adviser", "finance"),
    ):
        with pytest.raises(ValidationError, match=word) as caught:
            opened.assign(case, part)
        assert caught.value.code == "reader_in_conflict"
    assert opened.assign(own, "analyst").person_id == opened.cast["analyst"].person.pk


@pytest.mark.django_db
def test_case_13_the_case_is_absent_from_what_they_see_in_postgresql_too(opened: CallStage) -> None:
    case = opened.case("Avec l’observatoire", partners=[{"who": "GIP ALFA Centre"}])
    opened.case("Sans lui")
    assert names(opened, "analyst") == ["Sans lui"]
    assert sorted(names(opened, "buyer")) == ["Avec l’observatoire", "Sans lui"]
    actor = opened.actor("analyst")
    with acting_as(actor):
        assert not Case.objects.filter(pk=case.pk).exists()
        with pytest.raises(NotFound):
            case_by_number(actor=actor, plan=opened.plan, number=case.number, on=today())
    pilot = opened.actor("pilot")
    with acting_as(pilot):
        update_case_fields(actor=pilot, case=case, title="", values={"partners": []}, on=today(), reason="erreur")
    assert len(names(opened, "analyst")) == 2


@pytest.mark.django_db
def test_readers_who_do_not_instruct_read_what_they_were_asked_and_only_once_they_declared(opened: CallStage) -> None:
    case = opened.applied()
    adviser, intruder = opened.actor("adviser"), opened.actor("intruder")
    reader = opened.assign(case, "adviser")
    with acting_as(adviser):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert [set(each.values) for each in own_readings(actor=adviser, plan=opened.plan)] == [{"summary"}]
        with pytest.raises(Conflict) as caught:
            send_score(actor=adviser, assignment=reader, score_input=FAIR)
        assert caught.value.code == "conflict_undeclared"
        declare_conflict(actor=adviser, case=case, has_conflict=False)
        assert Case.objects.filter(pk=case.pk).exists()
        seen = own_reading(actor=adviser, plan=opened.plan, assignment_id=reader.pk)
        assert "contact" not in {each.code for section in seen.sections for each in section.fields}
        assert "siret" in {each.code for section in seen.sections for each in section.fields}
    for actor in (intruder, opened.actor("analyst")):
        with acting_as(actor):
            assert own_readings(actor=actor, plan=opened.plan) == []
            with pytest.raises(NotFound):
                send_score(actor=actor, assignment=reader, score_input=FAIR)
            with pytest.raises(NotFound):
                declare_conflict(actor=actor, case=case, has_conflict=False)
    with acting_as(intruder):
        assert not ReaderAssignment.objects.exists()


@pytest.mark.django_db
def test_a_declared_conflict_takes_the_reader_off_and_hides_the_case(opened: CallStage) -> None:
    case = opened.case("À lire")
    opened.assign(case, "buyer")
    buyer = opened.actor("buyer")
    with acting_as(buyer), pytest.raises(ValidationError):
        declare_conflict(actor=buyer, case=case, has_conflict=True)
    with acting_as(buyer):
        declare_conflict(actor=buyer, case=case, has_conflict=True, text="Mon frère y travaille.")
        assert own_readings(actor=buyer, plan=opened.plan) == []
        assert not Case.objects.filter(pk=case.pk).exists()
    assert names(opened, "buyer") == []
    with pytest.raises(ValidationError, match="déclaré"):
        opened.assign(case, "buyer")


@pytest.mark.django_db
def test_case_14_a_new_post_strikes_a_score_which_is_kept(opened: CallStage) -> None:
    case = opened.case("Au comité", partners=[{"who": "GIP ALFA Centre"}])
    opened.read(case, buyer=FAIR, adviser=HIGH)
    with acting_as(MACHINE):
        assert case_facts(case).reading.read == {"reading"}
        add_membership(
            actor=MACHINE, person=opened.cast["adviser"].person, organisation=opened.cast.observatory,
            host=opened.cast.region, role=Role.ANALYST, valid_from=today(),
        )  # fmt: skip
    opened.assign(case, "finance")
    with acting_as(MACHINE):
        strike = ScoreStrike.objects.get()
        assert (strike.score.person_id, strike.reason) == (
            opened.cast["adviser"].person.pk, "son organisation est partenaire du projet"
        )  # fmt: skip
        assert ReadingScore.objects.count() == 2
        assert case_facts(case).reading.read == frozenset()
        with pytest.raises(DatabaseError), transaction.atomic():
            ReadingScore.objects.all().delete()


@pytest.mark.django_db
def test_case_14_a_body_that_was_merged_and_a_second_e_mail_are_seen_too(opened: CallStage) -> None:
    """The merged body takes the SIRET of the group of the applicant; the reader's own address is in the answers."""
    case = opened.case("Le groupe", siret="11000201100044")
    opened.assign(case, "analyst")
    with acting_as(MACHINE):
        Organisation.objects.filter(pk=opened.cast.observatory.pk).update(siret="11000201100069")
    with pytest.raises(ValidationError, match="même groupe"):
        opened.assign(case, "observatory_lead")
    with acting_as(MACHINE):
        refresh_conflicts(actor=MACHINE, case=case)
        assert (
            ReaderAssignment.objects.get().end_reason
            == "son organisation est du même groupe que le demandeur (même SIREN)"
        )
    mine = opened.case("La sienne", contact=opened.cast["finance"].person.email)
    with pytest.raises(ValidationError):
        opened.assign(mine, "finance")


@pytest.mark.django_db
def test_case_15_nobody_left_to_read_is_said(opened: CallStage) -> None:
    case = opened.case()
    with acting_as(MACHINE):
        Membership.objects.exclude(person=opened.cast["buyer"].person).update(role=Role.VISITOR)
    with acting_as(MACHINE):
        assign_reader(actor=MACHINE, case=case, grid_code="reading", person=opened.cast["buyer"].person, on=today())
        assert reader_candidates(actor=MACHINE, case=case, on=today()) == []
        with pytest.raises(Conflict) as caught:
            assign_reader(actor=MACHINE, case=case, grid_code="reading", person=opened.cast["lead"].person, on=today())
    assert caught.value.code == "no_reader_left"


@pytest.mark.django_db
def test_case_16_nothing_of_others_is_seen_before_ones_own_score_is_sent(opened: CallStage) -> None:
    case = opened.case("À deux")
    first, second = opened.assign(case, "buyer"), opened.assign(case, "pilot")
    opened.score(first, "buyer", HIGH)
    pilot = opened.actor("pilot")
    with acting_as(pilot):
        assert not ReadingScore.objects.exists()
        (grid,) = case_readings(actor=pilot, case=case, scope=scope_of_case(actor=pilot, case=case, on=today()))
        assert (grid.is_shown, grid.readers, grid.summary) == (False, (), None)
        assert own_reading(actor=pilot, plan=opened.plan, assignment_id=second.pk).others is None
        assert case_facts(case).reading.read == frozenset()
    opened.score(second, "pilot")
    with acting_as(pilot):
        assert ReadingScore.objects.count() == 2
        (grid,) = case_readings(actor=pilot, case=case, scope=scope_of_case(actor=pilot, case=case, on=today()))
        assert grid.summary is not None
        assert (float(grid.summary.mean), grid.summary.count, [each.state for each in grid.readers]) == (
            80, 2, ["note envoyée"] * 2
        )  # fmt: skip
        assert own_reading(actor=pilot, plan=opened.plan, assignment_id=second.pk).others == grid.summary
        with pytest.raises(Conflict):
            send_score(actor=pilot, assignment=second, score_input=HIGH)
    with acting_as(opened.actor("intruder")):
        assert not ReadingScore.objects.exists()


@pytest.mark.django_db
def test_case_17_a_third_reader_is_asked_when_the_two_disagree(opened: CallStage) -> None:
    case = opened.case()
    opened.read(case, buyer=ScoreInput({"reach": 2, "trades": 2, "cost": 2}), adviser=HIGH)
    with acting_as(MACHINE):
        assert case_facts(case).reading.settled == frozenset()
        assert Notification.objects.filter(kind="reading_gap", person=opened.cast["lead"].person).count() == 1
    third = opened.assign(case, "finance")
    assert third.is_extra
    with pytest.raises(Conflict) as caught:
        opened.assign(case, "analyst")
    assert caught.value.code == "readers_enough"
    opened.score(third, "finance")
    with acting_as(MACHINE):
        assert case_facts(case).reading.settled == {"reading"}


@pytest.mark.django_db
def test_case_6_a_grid_that_changed_within_a_round_is_refused_at_the_next_score(
    opened: CallStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.read(opened.case(), buyer=FAIR)
    reader = opened.assign(opened.case(), "finance")
    heavier = replace(GRID, criteria=(ReadingCriterion("reach", "Publics", 9), *GRID.criteria[1:]))
    with_call(monkeypatch, replace(CALL, grids=(heavier,)))
    with pytest.raises(Conflict) as caught:
        opened.score(reader, "finance")
    assert caught.value.code == "grid_changed"
    with acting_as(MACHINE):
        assert ReadingScore.objects.get().criteria[0]["weight"] == 3


@pytest.mark.django_db
def test_a_reader_taken_off_keeps_their_score_struck_and_only_instructors_take_off(opened: CallStage) -> None:
    case = opened.case()
    opened.read(case, buyer=FAIR)
    with acting_as(MACHINE):
        row = ReaderAssignment.objects.get()
    buyer, pilot = opened.actor("buyer"), opened.actor("pilot")
    with acting_as(buyer), pytest.raises(PermissionDenied):
        take_off_reader(actor=buyer, case=case, assignment_id=row.pk, reason="non")
    with acting_as(pilot):
        take_off_reader(actor=pilot, case=case, assignment_id=row.pk, reason="absence longue")
        assert ScoreStrike.objects.get().reason == "absence longue"
        (grid,) = case_readings(actor=pilot, case=case, scope=scope_of_case(actor=pilot, case=case, on=today()))
        assert (grid.summary, grid.readers[0].state) == (None, "note barrée")


@pytest.mark.django_db
def test_case_4_a_round_is_extended_with_a_reason_and_drafts_are_told(call: CallStage) -> None:
    ended = call.round(closes_at=now() - timedelta(seconds=1))
    with pytest.raises(ValidationError, match="heure de Paris") as caught:
        call.applied()
    assert caught.value.code == "round_closed"
    pilot = call.actor("pilot")
    with acting_as(pilot):
        with pytest.raises(ValidationError):
            extend_round(actor=pilot, call_round=ended, closes_at=now() + timedelta(days=3), reason=" ")
        assert extend_round(actor=pilot, call_round=ended, closes_at=now() + timedelta(days=3), reason="panne") == 0
        assert [each.reason for each in ended.extensions.all()] == ["panne"]
    case = call.applied(arrived_at=now())
    lead = call.actor("lead")
    with acting_as(lead), pytest.raises(NotFound):
        extend_round(actor=lead, call_round=ended, closes_at=now() + timedelta(days=9), reason="x")
    with acting_as(MACHINE):
        assert RoundEntry.objects.get(case=case).late_code is None
        assert GuestLetter.objects.count() == 0


@pytest.mark.django_db
def test_case_4_one_file_let_in_late_is_named_counted_and_visible(call: CallStage) -> None:
    ended = call.round(closes_at=now() - timedelta(hours=1))
    pilot = call.actor("pilot")
    with acting_as(pilot):
        code = let_in_late(
            actor=pilot, call_round=ended, body=call.cast.provider, expires_at=now() + timedelta(days=1), reason="panne"
        )
        with pytest.raises(ValidationError):
            let_in_late(actor=pilot, call_round=ended, expires_at=now() + timedelta(days=1), reason="panne")
    case = call.applied()
    with pytest.raises(ValidationError):
        call.applied()
    with acting_as(MACHINE):
        code.refresh_from_db()
        assert (code.used, RoundEntry.objects.get(case=case).late_code_id) == (1, code.pk)
        assert CaseConflict.objects.filter(case=case, body=call.cast.provider).count() == 1
