"""Plans for the tests of documents: a small one made here, and the real ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import yaml

from pacte.exchange.plan_tree import plan_from_tree
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
    Staff,
)
from tests.shared import shared_file

SURE = Schedule(Placement.CERTAIN, (Flag("2024", "X"), Flag("2025-2027", "X")), "X X")
ASSUMED = Schedule(Placement.ASSUMED, (Flag("2025-2027", "X (jeunes)"),), "X (jeunes)", note="Une marque pour deux.")
UNKNOWN = Schedule(Placement.UNKNOWN, (), "X", 1)


def small_plan() -> PlanContent:
    """Two axes and three actions: one on two rows, one with an unknown schedule, one with every kind of figures."""
    return PlanContent(
        code="bretagne_2024-2027",
        title="PACTE Bretagne 2024-2027",
        region="Bretagne",
        first_year=2024,
        last_year=2027,
        periods=(Period(2024, 2024), Period(2025, 2027)),
        document_title="Tableau des actions",
        decided_on="2024-02-29",
        source="Tableau voté",
        axes=(
            Axis(
                "1",
                "Axe 1",
                "Former",
                "Des parcours.",
                1_000_000_000,
                publics=("jeunes", "salariés"),
                source_lines="3-9",
            ),
            Axis(
                "2",
                "Axe 2",
                "Accompagner",
                amount_cents=300_000_050,
                doubts=(Doubt("amount_cents", "Montant repris."),),
            ),
        ),
        objectives=(
            Objective("1-1", "Ouvrir des places", "1"),
            Objective("1-1.1", "Acheter mieux", "1", "1-1", code_as_printed="1,1-1"),
            Objective("2-1", "Suivre", "2", doubts=(Doubt("label", "Libellé répété."),)),
            Objective("2-1.1", "Aller vers", "2", "2-1"),
        ),
        actions=(
            ActionTitle(ActionCode(1), "Acheter et suivre", "Achats"),
            ActionTitle(ActionCode(2), "Aller vers"),
            ActionTitle(ActionCode(7), "Aider"),
        ),
        rows=(
            _row("A01a", 1, "Acheter", kind=RowKind.SUBROW, schedule=SURE),
            _row("A01b", 1, "Suivre les achats", kind=RowKind.SUBROW, schedule=ASSUMED),
            _row("A02", 2, "Aller vers", axis="2", schedule=UNKNOWN, doubts=(Doubt("schedule", "Rien ne le dit."),)),
            _row("A07", 7, "Aider", axis="2", schedule=Schedule(), figures=_figures()),
        ),
        amounts=(
            Amount(ActionCode(7), 2024, 12_345_600),
            Amount(ActionCode(7), None, 99),
            Amount(ActionCode(1), 2025, 500_000_00),
        ),
    )


def _row(
    key: str,
    number: int,
    title: str,
    *,
    axis: str = "1",
    kind: RowKind = RowKind.ACTION,
    schedule: Schedule,
    figures: tuple[Figure, ...] = (),
    doubts: tuple[Doubt, ...] = (),
) -> PlanRow:
    return PlanRow(
        key=key,
        number=ActionCode(number),
        kind=kind,
        axis_code=axis,
        strategic_code=f"{axis}-1",
        operational_code=f"{axis}-1.1",
        title=title,
        short_title=f"{title} (court)",
        description="Première phrase.\n- un tiret",
        leads=(Lead("Région", "DFE"), Lead("Carif", role="appui")),
        expected_result="Un résultat",
        figures=figures,
        priority="2024",
        comment="Un commentaire",
        staff=(Staff("Carif", "un poste", Decimal("0.5")),),
        expenses=(Expense("Achats"), Expense("Études", "2024")),
        schedule=schedule,
        linked_numbers=(ActionCode(2),) if number == 1 else (),
        publics=("jeunes",),
        partners=("Missions locales",),
        source_lines="6-86",
        doubts=doubts,
    )


def _figures() -> tuple[Figure, ...]:
    return (
        Figure(
            "aides versées", FigureKind.TARGET, Decimal(3000), unit="aides", per="an", horizon="2027", certain=False
        ),
        Figure("chantiers", FigureKind.TARGET, minimum=Decimal(2), maximum=Decimal("4.5"), unit="chantiers"),
        Figure("personnes aidées", FigureKind.TARGET, unit="personnes", proposed=True, indicator_code="aided"),
        Figure("lancement", FigureKind.DEADLINE, Decimal(2025), unit="année"),
        Figure("valeur", FigureKind.UNKNOWN, Decimal(80), doubt="Sans unité."),
    )


def with_text(text: str) -> PlanContent:
    """The small plan, with ``text`` in every field that a person may type."""
    plan = small_plan()
    row = replace(
        plan.rows[3],
        title=text,
        short_title=text,
        description=text,
        title_as_printed=text,
        leads=(Lead(text, text, "appui", text),),
        expected_result=text,
        priority=text,
        comment=text,
        staff=(Staff(text, text),),
        expenses=(Expense(text),),
        schedule=replace(SURE, flags=(Flag("2024", text),), as_printed=text, note=text),
        figures=(Figure(text, FigureKind.TARGET, unit=text, per=text, horizon=text, source_text=text, doubt=text),),
        publics=(text,),
        sectors=(text,),
        territories=(text,),
        partners=(text,),
        source_lines=text,
        doubts=(Doubt("comment", text),),
    )
    return replace(
        plan,
        title=text,
        region=text,
        document_title=text,
        source=text,
        axes=(Axis("1", text, text, text, 100, text, (text,), text, (Doubt("", text),)), plan.axes[1]),
        objectives=(Objective("1-1", text, "1", code_as_printed=text), *plan.objectives[1:]),
        actions=(*plan.actions[:2], ActionTitle(ActionCode(7), text, text)),
        rows=(*plan.rows[:3], row),
    )


@cache
def shipped_plan() -> PlanContent:
    """The pact of Centre-Val de Loire that ships with the product."""
    return _read((PROJECT_ROOT / "plans" / "centre-val-de-loire_2019-2022.yaml").read_text(encoding="utf-8"))


@cache
def official_plan() -> PlanContent:
    """The same pact with the words of its source. Skips the test if ../shared is absent."""
    return _read(shared_file("plan/plan.yaml").read_text(encoding="utf-8"))


def _read(text: str) -> PlanContent:
    content = plan_from_tree(yaml.safe_load(text), sheet="plan.yaml").content
    assert content is not None
    return content


def with_usual_codes(plan: PlanContent) -> PlanContent:
    """The plan with the labels and codes that tables use: « Axe 1 », « 1-2 », « 1-2.1 »."""
    axes = {axis.code: str(rank) for rank, axis in enumerate(plan.axes, start=1)}
    codes: dict[str, str] = {"": ""}
    for objective in plan.objectives:
        if objective.is_strategic:
            rank = sum(code.startswith(f"{axes[objective.axis_code]}-") for code in codes.values()) + 1
            codes[objective.code] = f"{axes[objective.axis_code]}-{rank}"
    for objective in plan.objectives:
        if not objective.is_strategic:
            parent = codes[objective.parent_code]
            codes[objective.code] = f"{parent}.{sum(code.startswith(f'{parent}.') for code in codes.values()) + 1}"
    return replace(
        plan,
        axes=tuple(replace(axis, code=axes[axis.code], label=f"Axe {axes[axis.code]}") for axis in plan.axes),
        objectives=tuple(
            replace(each, code=codes[each.code], axis_code=axes[each.axis_code], parent_code=codes[each.parent_code])
            for each in plan.objectives
        ),
        rows=tuple(
            replace(
                row,
                axis_code=axes[row.axis_code],
                strategic_code=codes[row.strategic_code],
                operational_code=codes[row.operational_code],
            )
            for row in plan.rows
        ),
    )
