"""Counts that services make of their own acts: visible to everybody, as known on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.evaluation.queries.experiments import experiment_summaries
from pacte.evaluation.records import Judgement, ProtocolContent, ProtocolState
from pacte.evaluation.services import (
    lock_protocol,
    open_experiment,
    record_finding,
    withdraw_experiment,
    write_protocol,
)
from pacte.indicators.queries.experiments import JUDGEMENT_DAYS
from pacte.indicators.queries.operational_count_registry import operational_counts_registry, plan_operational_counts
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.operational_counts import CountResult
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_percent
from pacte.offer.models import Competence, Training
from pacte.offer.rules.quality import MIN_COMPETENCES
from pacte.offer.services.description_counts import keep_description_counts
from pacte.procedures.services import (
    accept_deliverable,
    expect_deliverable,
    open_case,
    receive_deliverable,
    refuse_deliverable,
    resume_case,
    suspend_case,
)
from tests.cast import MACHINE
from tests.evaluation.sheets import WHOLE, whole_sheet
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 6)
AIMED = {
    code: frozenset({ActionCode(2)})
    for code in (
        "experiments_judged", "lab_ideas_tested", "missing_indicators_filled",
        "sheets_described_by_competence",
    )
}  # fmt: skip


kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2))))


def told(stage: Stage, code: str, on: date | None = None) -> dict[ActionCode, CountResult]:
    """Results of one count by action, for an anonymous reader."""
    with acting_as(NOBODY):
        found = plan_operational_counts(actor=NOBODY, plan=stage.plan, on=on or today(), aimed=AIMED)
    return {number: counted for number, lines in found.items() for service, counted in lines if service.code == code}


def test_each_count_says_its_source_and_what_it_is() -> None:
    described = [service for service, _ in operational_counts_registry()]
    assert len({each.code for each in described}) == len(described) >= 5
    assert all(each.what and each.unit and ":" in each.source for each in described)


LACKING = (
    WHOLE, ProtocolContent(), whole_sheet(question="  "), whole_sheet(baseline_value=None, baseline_on=None),
    whole_sheet(target="\u00a0", target_value=None), whole_sheet(indicator="", indicator_code="completion"),
    whole_sheet(source="\n", method="", end_on=None),
)  # fmt: skip


def test_parts_written_are_those_that_the_rule_of_the_sheet_finds(stage: Stage) -> None:
    with acting_as(MACHINE):
        for content in LACKING:
            made = open_experiment(
                actor=MACHINE, plan=stage.plan, number=ActionCode(1), title="Essai", on=DAY, owner=None
            )
            write_protocol(actor=MACHINE, experiment=made, content=content, on=DAY)
        lines = experiment_summaries(actor=MACHINE, plan=stage.plan, on=today())
    assert len(lines) == len(LACKING)
    assert told(stage, "ex_ante_sheets") == {
        "1": CountResult(sum(each.part_count for each in lines), 12 * len(LACKING))
    }


def test_a_locked_sheet_counts_as_complete_when_the_rule_says_so(stage: Stage) -> None:
    assert told(stage, "ex_ante_sheets_complete") == {}
    with acting_as(MACHINE):
        for content in LACKING:
            made = open_experiment(
                actor=MACHINE, plan=stage.plan, number=ActionCode(1), title="Essai", on=DAY, owner=None
            )
            write_protocol(actor=MACHINE, experiment=made, content=content, on=DAY)
            lock_protocol(actor=MACHINE, experiment=made, on=DAY, by="une entrée")
        lines = experiment_summaries(actor=MACHINE, plan=stage.plan, on=today())
    complete = sum(each.state is ProtocolState.LOCKED for each in lines)
    assert 0 < complete < len(LACKING)
    assert told(stage, "ex_ante_sheets_complete") == {"2": CountResult(complete, len(LACKING))}
    assert told(stage, "ex_ante_sheets_complete", today() - timedelta(days=1)) == {}, "not known yet"


def ideas_tried(**by_year: int) -> CountResult:
    """The result for the last year of the plan: the clock of the tests is past it."""
    years = tuple((int(year.removeprefix("y")), ideas) for year, ideas in by_year.items())
    told = ", ".join(f"{year} : {ideas}" for year, ideas in years)
    return CountResult(by_year["y2022"], precision=f"par année, {told}", by_year=years)


def test_what_an_action_tried_on_somebody_is_told_by_year_of_the_actions_that_aim_at_it(stage: Stage) -> None:
    with acting_as(MACHINE):
        elsewhere, tried, later, _idea_only = (
            open_experiment(actor=MACHINE, plan=stage.plan, number=number, title="Idée", on=DAY, owner=None)
            for number in map(ActionCode, (1, 2, 2, 2))
        )
    assert told(stage, "lab_ideas_tested") == {}, "ideas only, so far"
    with acting_as(MACHINE):
        for each in (elsewhere, tried):
            lock_protocol(actor=MACHINE, experiment=each, on=DAY, by="une entrée")
    assert told(stage, "lab_ideas_tested") == {"2": ideas_tried(y2020=1, y2022=0)}
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=later, on=date(2022, 3, 1), by="une entrée")
    assert told(stage, "lab_ideas_tested") == {"2": ideas_tried(y2020=1, y2022=1)}
    assert told(stage, "lab_ideas_tested", today() - timedelta(days=1)) == {}, "not known yet"


def judged(stage: Stage, end_on: date, found_on: date | None) -> None:
    """An experiment with that end, and the day of its finding; with None, somebody entered and nobody judged."""
    made = open_experiment(actor=MACHINE, plan=stage.plan, number=ActionCode(1), title="Essai", on=DAY, owner=None)
    write_protocol(actor=MACHINE, experiment=made, content=whole_sheet(end_on=end_on), on=DAY)
    lock_protocol(actor=MACHINE, experiment=made, on=DAY, by="une entrée")
    if found_on:
        record_finding(
            actor=MACHINE, experiment=made, result="Rien de plus", judgement=Judgement.STOP, on=found_on, reason="essai"
        )


def test_experiments_judged_are_told_of_those_whose_finding_is_written_or_due(stage: Stage) -> None:
    end_on = today() - timedelta(days=JUDGEMENT_DAYS + 1)
    with acting_as(MACHINE):
        judged(stage, today(), None)
        judged(stage, today() - timedelta(days=JUDGEMENT_DAYS), None)
    assert told(stage, "experiments_judged") == {}, "one goes on, and the other may still be judged in time"
    with acting_as(MACHINE):
        judged(stage, end_on, end_on + timedelta(days=JUDGEMENT_DAYS))
        judged(stage, end_on, today())
        judged(stage, end_on, None)
    remark = "1 en retard, 1 sans constat, 1 à juger, dans les temps"
    assert told(stage, "experiments_judged") == {"2": CountResult(1, 3, precision=remark)}
    assert told(stage, "experiments_judged", today() - timedelta(days=1)) == {}, "not known yet"


def test_only_what_the_plan_promises_is_a_result() -> None:
    results = {each.code for each, _ in operational_counts_registry() if each.grade is EvidenceGrade.RESULT}
    assert results == {
        "agora_files_accepted", "certification_types_covered", "certifying_paths_defined",
        "certifying_trainings_renewed", "competence_surveys_done", "completion_with_adaptation",
        "certification_difference", "completion_with_adaptation_other_publics", "early_exit_difference",
        "cohort_validation_of_experience", "full_validation_of_experience",
        "employer_promises_kept", "entry_forecast_gap", "experiment_effects_measured",
        "experiments_judged", "first_training_worksites", "integrated_approach_projects", "lab_ideas_tested",
        "missing_indicators_filled", "reading_and_writing_gain", "shortage_occupations_covered",
        "sheets_described_by_competence",
        "support_studies_done",
        "workplace_trainings_completed",
    }  # fmt: skip


def test_what_several_counts_are_made_of_is_read_once(stage: Stage) -> None:
    with CaptureQueriesContext(connection) as seen:
        told(stage, "ex_ante_sheets")
    asked = [each["sql"] for each in seen.captured_queries]
    assert sum("evaluation_counts" in each for each in asked) == 1
    assert sum("procedures_counts" in each for each in asked) == 1


def test_an_experiment_given_up_is_no_longer_counted(stage: Stage) -> None:
    with acting_as(MACHINE):
        made = open_experiment(actor=MACHINE, plan=stage.plan, number=ActionCode(1), title="Essai", on=DAY, owner=None)
    assert told(stage, "ex_ante_sheets") == {"1": CountResult(0, 12)}
    with acting_as(MACHINE):
        withdraw_experiment(actor=MACHINE, experiment=made, on=today(), reason="sans suite")
    assert told(stage, "ex_ante_sheets") == {}


def test_deliverables_accepted_are_told_of_those_accepted_or_past_their_day(stage: Stage) -> None:
    with acting_as(MACHINE):
        file = open_case(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(1),
            procedure_code="assistance_study",
            title="Étude",
            on=DAY,
            owner=None,
        )
        early, late, _to_come, back = (
            expect_deliverable(
                actor=MACHINE, case=file, title=f"L{days}", due_on=today() + timedelta(days=days), on=DAY
            )
            for days in (30, -30, 30, -1)
        )
        for each in (early, back):
            receive_deliverable(actor=MACHINE, deliverable=each, on=today())
        accept_deliverable(actor=MACHINE, deliverable=early, on=today())
        refuse_deliverable(actor=MACHINE, deliverable=back, on=today(), reason="incomplet")
    assert told(stage, "study_deliverables") == {"1": CountResult(1, 3)}, f"{late} and {back} are due, one is to come"


def test_studies_asked_say_how_many_wait_for_an_answer(stage: Stage) -> None:
    given = {
        "actor": MACHINE,
        "plan": stage.plan,
        "number": ActionCode(1),
        "procedure_code": "assistance_study",
        "owner": None,
    }
    assert told(stage, "study_requests") == {}
    with acting_as(MACHINE):
        first, _ = (open_case(**given, title=title, on=DAY) for title in ("Étude", "Seconde étude"))
        suspend_case(actor=MACHINE, case=first, condition="réponse du niveau national", on=today())
    assert told(stage, "study_requests") == {"1": CountResult(2, precision="dont 1 en attente d’une réponse")}
    assert told(stage, "study_requests", today() - timedelta(days=1)) == {}, "not known yet"
    with acting_as(MACHINE):
        resume_case(actor=MACHINE, case=first, on=today(), reason="accord")
    assert told(stage, "study_requests") == {"1": CountResult(2)}
    assert told(stage, "study_deliverables") == {}, "nothing is due"


def describe(training: Training, competences: int) -> None:
    with acting_as(MACHINE):
        Competence.objects.filter(training=training).delete()
        for rank in range(competences):
            Competence.objects.create(training=training, rank=rank, text="Souder à l’arc")


def keep_night(day: date) -> int:
    with acting_as(MACHINE):
        return keep_description_counts(actor=MACHINE, on=day)


def test_sheets_described_name_as_many_competences_as_the_quality_rule_asks(stage: Stage) -> None:
    session = session_with(stage.cast)
    session_with(stage.cast, number="24_2")
    describe(session.training, MIN_COMPETENCES - 1)
    assert told(stage, "sheets_described_by_competence") == {"2": CountResult(0, 2)}
    describe(session.training, MIN_COMPETENCES)
    assert told(stage, "sheets_described_by_competence") == {"2": CountResult(1, 2)}
    with acting_as(MACHINE):
        Training.objects.filter(number="F24_2").update(closed_on=today())
    assert told(stage, "sheets_described_by_competence") == {"2": CountResult(1, 1)}
    assert told(stage, "sheets_described_by_competence", today() - timedelta(days=1)) == {}, "no night was kept"


def test_a_past_day_has_the_count_that_its_night_kept(stage: Stage) -> None:
    session = session_with(stage.cast)
    session_with(stage.cast, number="24_2")
    later, last = DAY + timedelta(days=30), DAY + timedelta(days=60)
    assert keep_night(DAY) == 1
    assert keep_night(DAY + timedelta(days=1)) == 0, "nothing changed, nothing more is kept"
    describe(session.training, MIN_COMPETENCES)
    assert keep_night(later) == 1
    assert told(stage, "sheets_described_by_competence", DAY - timedelta(days=1)) == {}
    assert told(stage, "sheets_described_by_competence", DAY) == {"2": CountResult(0, 2)}
    since = f"{format_percent(0)} le {format_day(DAY)}"
    assert told(stage, "sheets_described_by_competence", later) == {"2": CountResult(1, 2, precision=since)}
    with acting_as(MACHINE):
        Training.objects.update(closed_on=DAY)
    assert keep_night(last) == 1, "a provider without a sheet left counts for nothing"
    assert told(stage, "sheets_described_by_competence", last) == {}
