"""The list of cases: who reads which, filters, order, counts, figures and export, decided in SQL as ``may`` decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.infra import lazy_rows
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.plan.records import Lead
from pacte.procedures.models import Case
from pacte.procedures.permissions import may
from pacte.procedures.queries import (
    CaseFilters,
    CaseListState,
    case_counts,
    case_rows,
    exported_cases,
    procedure_statistics,
    scope_of_case,
    total_cases,
)
from pacte.procedures.queries.readable import case_reach
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.due_dates import earliest_due_on
from pacte.procedures.services import expect_deliverable, move_case, open_case, set_deadline, suspend_case
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

OPENED = date(2020, 1, 6)
STUDY = "assistance_study"
READERS = ("pilot", "lead", "state_lead", "partner", "analyst", "buyer", "auditor")


def made_stage() -> Stage:
    stage = staged(
        small_plan(
            row("A01", 1, leads=(Lead("Région"),)),
            row("A02", 2, leads=(Lead("Etat"),), partners=("Organisme de formation du Cher",)),
        )
    )
    with acting_as(MACHINE):
        late = _opened(stage, 1, "État des lieux de la VAE", owner="lead")
        held = _opened(stage, 2, "Atelier de l’œuvre")
        ended = _opened(stage, 2, "Étude abandonnée")
        _opened(stage, 1, "Rien de daté", owner="partner")
        set_deadline(actor=MACHINE, case=late, code="specification_due", due_on=today() - timedelta(2), on=OPENED)
        expect_deliverable(actor=MACHINE, case=held, title="Rapport", due_on=today() - timedelta(9), on=OPENED)
        suspend_case(actor=MACHINE, case=held, condition="si crédits", on=OPENED)
        move_case(actor=MACHINE, case=ended, transition="drop", on=OPENED + timedelta(30), reason="sans objet")
        Case.objects.filter(pk=held.pk).update(applicant_name="Commune de Bourges")
    return stage


kept_stage = kept_for_module(made_stage)


def _opened(stage: Stage, number: int, title: str, owner: str = "") -> Case:
    return open_case(
        actor=MACHINE, plan=stage.plan, number=ActionCode(number), procedure_code=STUDY, title=title, on=OPENED,
        owner=stage.cast[owner].person if owner else None,
    )  # fmt: skip


def titles(there: Stage, part: str = "pilot", **filters: object) -> list[str]:
    actor = there.cast[part].actor
    with acting_as(actor):
        asked = CaseFilters(**filters)  # type: ignore[arg-type]
        return [each.title for each in case_rows(actor=actor, plan=there.plan, filters=asked, on=today())]


def test_the_next_due_date_is_that_of_the_stage_or_of_what_is_awaited() -> None:
    study = procedure_by_code(STUDY)
    early, late = date(2021, 1, 1), date(2021, 6, 1)
    deadlines = [("specification_due", late), ("offers_due", early)]
    assert earliest_due_on(study, "specification", deadlines, []) == late, "that of another stage waits for it"
    assert earliest_due_on(study, "specification", deadlines, [early]) == early
    assert earliest_due_on(study, "done", deadlines, [early]) is None
    assert earliest_due_on(study, "specification", [], []) is None


@pytest.mark.django_db
@pytest.mark.parametrize("part", READERS)
def test_a_list_holds_what_the_table_of_rights_lets_one_read_case_by_case(stage: Stage, part: str) -> None:
    actor = stage.cast[part].actor
    with acting_as(MACHINE):
        every = [(case, scope_of_case(actor=actor, case=case, on=today())) for case in Case.objects.order_by("number")]
    expected = [case.title for case, scope in every if may(actor, "procedures.read", scope)]
    assert sorted(titles(stage, part)) == sorted(expected)
    with acting_as(actor):
        reach = case_reach(actor=actor, plan=stage.plan, on=today(), right="procedures.read_documents")
    for case, scope in every:
        assert reach.holds(case) is may(actor, "procedures.read_documents", scope)


@pytest.mark.django_db
def test_the_intruder_finds_no_list_no_counts_no_figures_and_no_file(stage: Stage) -> None:
    actor = stage.cast["intruder"].actor
    given = {"actor": actor, "plan": stage.plan, "on": today()}
    with acting_as(actor):
        for read in (
            lambda: case_counts(**given),
            lambda: case_rows(**given, filters=CaseFilters()),
            lambda: procedure_statistics(**given, code=STUDY),
            lambda: exported_cases(**given, filters=CaseFilters()),
        ):
            with pytest.raises(NotFound):
                read()


@pytest.mark.django_db
def test_open_cases_come_first_by_what_is_due_then_those_that_ended(stage: Stage) -> None:
    assert titles(stage) == ["Atelier de l’œuvre", "État des lieux de la VAE", "Rien de daté", "Étude abandonnée"]


@pytest.mark.django_db
def test_each_filter_keeps_what_it_names(stage: Stage) -> None:
    assert titles(stage, words="etat VAE") == ["État des lieux de la VAE"]
    assert titles(stage, words="oeuvre bourges") == ["Atelier de l’œuvre"], "the applicant too"
    assert titles(stage, words="3") == ["Étude abandonnée"], "a number"
    assert titles(stage, words="ŒUVRE L'œuvre") == ["Atelier de l’œuvre"], "as it is written"
    assert titles(stage, words="100% a.b]^-[ \\d .") == [], "no sign is an instruction"
    assert titles(stage, action="1") == ["État des lieux de la VAE", "Rien de daté"]
    assert titles(stage, state=CaseListState.LATE) == ["État des lieux de la VAE"], "what is held is not late"
    assert titles(stage, state=CaseListState.HELD) == ["Atelier de l’œuvre"]
    assert titles(stage, state=CaseListState.ENDED) == ["Étude abandonnée"]
    assert titles(stage, stage="dropped", procedure=STUDY) == ["Étude abandonnée"]
    assert titles(stage, owner_id=stage.cast["lead"].person.pk) == ["État des lieux de la VAE"]
    assert titles(stage, is_vacant=True) == ["Atelier de l’œuvre", "Étude abandonnée"]
    assert titles(stage, is_from_outside=True) == []


@pytest.mark.django_db
@pytest.mark.parametrize("known", [1, 2, 50])
def test_a_search_reads_its_later_pages_too(stage: Stage, monkeypatch: pytest.MonkeyPatch, known: int) -> None:
    """``known``: the keys that came with the number of cases found."""
    monkeypatch.setattr(lazy_rows, "_FIRST", known)
    every = titles(stage, words="e")
    assert len(every) > 3
    pilot = stage.cast["pilot"].actor
    with acting_as(pilot):
        rows = case_rows(actor=pilot, plan=stage.plan, filters=CaseFilters(words="e"), on=today())
        assert len(rows) == len(every)
        assert [each.title for first in range(0, len(every), 2) for each in rows[first : first + 2]] == every
        assert rows[len(every) :] == []


def test_counts_and_figures_say_the_same(stage: Stage) -> None:
    actor = stage.cast["pilot"].actor
    with acting_as(actor):
        total = total_cases(case_counts(actor=actor, plan=stage.plan, on=today()))
        figures = procedure_statistics(actor=actor, plan=stage.plan, code=STUDY, on=today())
    assert (total.cases, total.open, total.late, total.on_hold, total.ended) == (4, 3, 1, 1, 1)
    assert figures.total == total
    assert dict(figures.stages)["Cahier des charges"] == 3
    assert figures.outcomes == (("sans suite", 1),)
    assert (figures.ends.cases, figures.ends.median, figures.first_answers.ninth_decile) == (1, 30, 30)
    assert [(str(each.number), each.cases, each.late) for each in figures.actions] == [("1", 2, 1), ("2", 2, 0)]
    assert [(each.name, each.late) for each in figures.late_owners] == [("Lead Distribution", 1)]


@pytest.mark.django_db
def test_who_reads_no_document_gets_nothing_personal_in_the_file(stage: Stage) -> None:
    names = {}
    for part in ("pilot", "partner"):
        actor = stage.cast[part].actor
        with acting_as(actor):
            batch = exported_cases(actor=actor, plan=stage.plan, filters=CaseFilters(), on=today())
            after = exported_cases(actor=actor, plan=stage.plan, filters=CaseFilters(), on=today(), after=batch.last)
        assert not after.cases
        names[part] = {each.summary.title: each.applicant_name for each in batch.cases}
    assert names["pilot"]["Atelier de l’œuvre"] == "Commune de Bourges"
    assert names["partner"]["Atelier de l’œuvre"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["pilot", "partner"])
def test_counts_tell_the_length_of_a_list_or_leave_it_to_be_counted(stage: Stage, part: str) -> None:
    actor = stage.cast[part].actor
    asked = [
        CaseFilters(procedure=procedure, stage=step, state=state, words=words, is_vacant=is_vacant)
        for procedure in ("", STUDY)
        for step in ("", "dropped")
        for state in (None, *CaseListState)
        for words in ("", "etat")
        for is_vacant in (False, True)
    ]
    with acting_as(actor):
        given = {"actor": actor, "plan": stage.plan, "on": today()}
        counts = case_counts(**given)
        lists = [case_rows(**given, filters=each, counts=counts) for each in asked]
        assert [len(each) for each in lists] == [len(list(each)) for each in lists]
    assert {len(each) for each in lists} > {0, 1}
