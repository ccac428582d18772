"""A share of cases: its base, what is compared beside it by mode, and how people go from one step to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pacte.indicators.rules.case_shares import share_result
from pacte.procedures.records.counts import CountMeasure
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.retention import kept_fields
from pacte.procedures.rules.shares import Conversion, SharedCase, base_of, conversions, figures_by_mode, share_figures

VAE, COHORT = procedure_by_code("experience_validation"), procedure_by_code("cohort_validation")
OF_VAE, OF_COHORT = VAE.counts[0], COHORT.counts[0]
FIRST = date(2020, 1, 6)


def altered(of: Procedure, **changes: Any) -> Procedure:
    """The procedure with another first count."""
    return replace(of, counts=(replace(of.counts[0], **changes),))


def candidate(*answers: str, mode: str = "usual", hours: int = 20, cost: int = 100_000, months: int = 6) -> SharedCase:
    """Admissible that day; each answer of a jury comes ``months`` after the one before."""
    days = {code: FIRST + timedelta(days=round(30.4375 * months * rank)) for rank, code in enumerate(answers, start=1)}
    support = [{"week": "2020-02-03", "hours": hours // 2}, {"week": "2020-02-10", "hours": hours - hours // 2}]
    return SharedCase({"admit": FIRST, **days}, {"mode": mode, "support": support, "cost": cost})


def test_only_those_whom_a_jury_answered_are_in_the_base_and_a_second_jury_counts() -> None:
    waiting = candidate()
    partly, twice = candidate("validate_partly"), candidate("validate_partly", "validate")
    base = base_of(OF_VAE, [waiting, partly, twice, candidate("validate_nothing"), candidate("validate")])
    figures = share_figures(OF_VAE, base)
    assert (figures.reached, figures.base) == (2, 4)
    assert waiting not in base


def test_months_go_to_the_first_answer_hours_are_a_mean_and_the_cost_is_that_of_all_for_each_who_succeeds() -> None:
    cases = [candidate("validate", months=3, hours=10), candidate("validate_partly", "validate", months=9, hours=30),
             candidate("validate_nothing", months=6, hours=20)]  # fmt: skip
    figures = share_figures(OF_VAE, cases)
    assert figures.months is not None
    assert round(figures.months, 1) == Decimal("6.0")
    assert (figures.mean, figures.cost_each) == (Decimal(20), 150_000)


def test_a_cost_that_one_file_does_not_say_is_not_told() -> None:
    assert share_figures(OF_VAE, [candidate("validate"), candidate("validate", cost=0)]).cost_each is None
    assert share_figures(OF_VAE, [candidate("validate_nothing")]).cost_each is None, "nobody succeeded"


def test_each_mode_is_beside_the_usual_one() -> None:
    field = VAE.field("mode")
    modes = getattr(field, "choices", ())
    cases = [candidate("validate"), candidate("validate", mode="hybrid"), candidate("validate_partly", mode="hybrid")]
    shown = [(label, each.reached, each.base) for label, each in figures_by_mode(OF_VAE, modes, cases)]
    assert [row[1:] for row in shown] == [(1, 1), (1, 2), (0, 0)]
    assert shown[0][0] == "VAE usuelle"


def cohort(identified: int, *steps: int) -> list[SharedCase]:
    """That many people at each step, twenty days after the one before."""
    codes = ("inform", "admit", "certify")
    return [
        SharedCase(
            {"identify": FIRST}
            | {code: FIRST + timedelta(days=20 * (at + 1)) for at, code in enumerate(codes) if rank < steps[at]},
            {},
        )
        for rank in range(identified)
    ]


def test_the_cohort_goes_from_identified_to_certified_with_its_delays() -> None:
    cases = cohort(60, 48, 36, 24)
    assert conversions(OF_COHORT, cases) == [
        Conversion("inform", 48, 20), Conversion("admit", 36, 20), Conversion("certify", 24, 20),
    ]  # fmt: skip
    result = share_result(COHORT, OF_COHORT, cases)
    assert (result.count, result.total, result.withheld) == (24, 60, "")
    assert "informé : 48 (20" in result.precision


def test_a_few_people_are_never_told_neither_by_a_step_nor_by_a_mode() -> None:
    assert share_result(COHORT, OF_COHORT, cohort(60, 48, 36, 4)).withheld
    close = share_result(COHORT, OF_COHORT, cohort(60, 57, 36, 24))
    assert not close.withheld
    assert "informé" not in close.precision, "three would be told by difference"
    two_modes = [candidate("validate") for _ in range(30)] + [candidate("validate", mode="hybrid") for _ in range(5)]
    told = share_result(VAE, OF_VAE, two_modes)
    assert "VAE usuelle" not in told.precision
    assert "mois en médiane" in told.precision
    assert share_result(VAE, OF_VAE, []).is_empty


def test_what_a_share_compares_stays_once_a_case_is_erased() -> None:
    assert {"mode", "support.hours", "cost"} <= kept_fields(VAE)
    assert not kept_fields(VAE) & {"contact", "experience", "journey", "france_vae_number"}
    assert not kept_fields(COHORT) & {"origin", "consent", "journey", "naric_answer", "naric_level"}


def test_a_share_without_a_base_or_compared_by_no_choice_does_not_hold_together() -> None:
    assert OF_VAE.compared is not None
    assert description_defects(altered(VAE, out_of=())) != []
    assert description_defects(altered(VAE, measure=CountMeasure.MOVED)) != []
    assert description_defects(altered(COHORT, out_of=("nowhere",))) != []
