"""What an action lacks, in French, and the wording for an action that nothing measures yet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Amount, Expense, Lead, Placement, PlanContent, PlanRow, RowKind, Schedule
from pacte.plan.rules.completeness import (
    COMPLETENESS_CRITERIA,
    completeness_score,
    is_lead_decided,
    missing_criteria,
    missing_criterion_labels,
)
from pacte.plan.rules.evidence import accountable_leads, no_evidence_sentence
from tests.effort import share
from tests.plan.contents import row, small_plan, target, wild_contents
from tests.plans_at_hand import shipped_plan

EVERYTHING = (
    "description", "porteur désigné", "résultat attendu", "cible", "indicateur", "priorité", "calendrier",
    "nature de la dépense", "montant",
)  # fmt: skip


def full_row(**values: object) -> PlanRow:
    known = {
        "description": "Ce que l'on fera.",
        "expected_result": "Des places prises.",
        "figures": (target(indicator_code="renovated_courses"),),
        "expenses": (Expense("étude"),),
        **values,
    }
    return row("A01", 1, **known)


def full_plan(**values: object) -> PlanContent:
    return small_plan(full_row(**values), amounts=(Amount(ActionCode(1), None, 5),))


def test_an_action_that_has_everything_lacks_nothing() -> None:
    assert missing_criterion_labels(full_plan(), ActionCode(1)) == ()
    assert str(completeness_score(full_plan(), ActionCode(1))) == "9 sur 9"


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"description": " "}, "description"),
        ({"leads": ()}, "porteur désigné"),
        ({"leads": (Lead("Stratégie pauvreté", note="portage régional à identifier"),)}, "porteur désigné"),
        ({"leads": (Lead("GIP ALFA Centre", role="appui"),)}, "porteur désigné"),
        ({"expected_result": ""}, "résultat attendu"),
        ({"figures": (target(indicator_code="entries", proposed=True),)}, "cible"),
        ({"figures": (target(),)}, "indicateur"),
        ({"priority": "?"}, "priorité"),
        ({"schedule": Schedule(Placement.UNKNOWN, flag_count=1)}, "calendrier"),
        ({"schedule": Schedule()}, "calendrier"),
        ({"expenses": ()}, "nature de la dépense"),
    ],
)
def test_each_lack_is_named_alone(values: dict[str, object], label: str) -> None:
    assert missing_criterion_labels(full_plan(**values), ActionCode(1)) == (label,)


def test_without_amount_below_the_axis_no_action_has_one() -> None:
    assert missing_criterion_labels(small_plan(full_row()), ActionCode(1)) == ("montant",)


def test_every_subrow_needs_its_lead_and_a_heading_does_not() -> None:
    heading = row("A27", 27, kind=RowKind.HEADING, leads=(), schedule=Schedule())
    led, orphan = row("A27a", 27, kind=RowKind.SUBROW), row("A27b", 27, kind=RowKind.SUBROW, leads=())
    assert "porteur désigné" not in missing_criterion_labels(small_plan(heading, led), ActionCode(27))
    assert "porteur désigné" in missing_criterion_labels(small_plan(heading, led, orphan), ActionCode(27))


def test_a_number_that_the_plan_lacks_lacks_everything() -> None:
    assert missing_criterion_labels(small_plan(), ActionCode(99)) == EVERYTHING


def test_codes_and_labels_of_the_criteria_are_distinct() -> None:
    assert (
        len({each.code for each in COMPLETENESS_CRITERIA})
        == len({each.label for each in COMPLETENESS_CRITERIA})
        == len(COMPLETENESS_CRITERIA)
        == 9
    )


@settings(max_examples=share(50), deadline=None)
@given(wild_contents())
def test_met_and_missing_make_the_whole_of_any_plan(content: PlanContent) -> None:
    for number in content.numbers:
        found = completeness_score(content, number)
        assert found.met + len(missing_criteria(content, number)) == found.total
        assert no_evidence_sentence(content, number).startswith("aucune preuve à ce jour")


def test_in_the_shipped_plan_actions_16_17_and_23_lack_what_the_source_lacks() -> None:
    content = shipped_plan()
    assert {"calendrier", "priorité", "cible"} <= set(missing_criterion_labels(content, ActionCode(16)))
    assert "calendrier" in missing_criterion_labels(content, ActionCode(17))
    assert "porteur désigné" in missing_criterion_labels(content, ActionCode(23))
    assert "calendrier" not in missing_criterion_labels(content, ActionCode(18))
    without_target = [each for each in content.numbers if "cible" in missing_criterion_labels(content, each)]
    assert len(without_target) == 33
    assert all("montant" in missing_criterion_labels(content, each) for each in content.numbers)


@pytest.mark.parametrize(
    ("leads", "sentence"),
    [
        ((Lead("Région", "DFP"),), "aucune preuve à ce jour\u202f: à fournir par le porteur, Région (DFP)"),
        (
            (Lead("Région", "DPOF"), Lead("Pôle emploi"), Lead("OPCO")),
            "aucune preuve à ce jour\u202f: à fournir par les porteurs, Région (DPOF), Pôle emploi et OPCO",
        ),
        (
            (Lead("Région"), Lead("GIP ALFA Centre", role="appui")),
            "aucune preuve à ce jour\u202f: à fournir par le porteur, Région",
        ),
        (
            (Lead("Stratégie pauvreté", note="portage régional à identifier"),),
            "aucune preuve à ce jour\u202f: personne n’est encore désigné pour la fournir "
            "(Stratégie pauvreté\u202f: portage régional à identifier)",
        ),
        (
            (),
            "aucune preuve à ce jour\u202f: le plan ne dit pas qui porte l’action, le pilote du pacte doit le décider",
        ),
    ],
)
def test_without_evidence_it_is_said_who_owes_it(leads: tuple[Lead, ...], sentence: str) -> None:
    assert no_evidence_sentence(small_plan(row("A01", 1, leads=leads)), ActionCode(1)) == sentence


def test_who_owes_the_evidence_of_several_rows_is_named_once() -> None:
    names = [lead.organisation for lead in accountable_leads(shipped_plan(), ActionCode(27))]
    assert len(names) == len(set(names)) == 4


@pytest.mark.parametrize("words", ["portage à identifier", "AAP national en attente", "À désigner", "à définir"])
def test_words_that_name_nobody_are_not_a_lead(words: str) -> None:
    assert not is_lead_decided(Lead("Région", note=words))
    assert is_lead_decided(Lead("Région", note="avec les Conseils départementaux"))
