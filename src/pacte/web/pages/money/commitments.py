"""« Action 18 : où en est son argent ? », and the story of a commitment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacte.finance.queries import (
    CommitmentHistory,
    CommitmentSummary,
    commitment_history,
    commitments_of_action,
)
from pacte.finance.records import (
    FUND_LABELS,
    SECTION_LABELS,
    STAGE_LABELS,
    MoneyCell,
    MoneyStage,
    Section,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.web.money_stage_bars import money_stage_bars
from pacte.web.page import Crumb
from pacte.web.pages.money.money_detail import MoneyFilters, detail_table, exact_money_cell, money_cell, money_detail
from pacte.web.pages.money.page import MoneyPage, commitment_cell, facts
from pacte.web.tables import Column, Table, cell, day_column, number_column

_MAX_COMMITMENTS = 300


@MoneyPage.view(template_name="money/action.html", crumb=lambda page: f"Action {page.kwargs['number']}")
def action_money(page: MoneyPage, number: ActionCode) -> dict[str, Any]:
    table = page.table
    names = {each: (name, axis) for each, name, axis in table.actions}
    hide_unless(number in names)
    name, axis_code = names[number]
    cells = table.filter_cells(lambda cell: cell.action == number)
    detail = money_detail(table, MoneyFilters({"action": str(number), "fonds": "tous", "par": "section"}, table=table))
    lines = commitments_of_action(actor=page.actor, plan=page.plan, number=number, on=page.dated_plan.on)
    return {
        "title": f"{name} : où en est son argent ?",
        "number": number,
        "axis": next((rank for rank, axis in enumerate(table.axes, start=1) if axis.code == axis_code), 1),
        "answer": _answer(cells, lines),
        "bars": [
            {
                "id": f"etapes-{section}",
                "label": SECTION_LABELS[section],
                "caption": f"{SECTION_LABELS[section]}, par étape",
                "stages": money_stage_bars(cells, section=section),
            }
            for section in (Section.OPERATING, Section.INVESTMENT)
            if any(cell.section is section for cell in cells)
        ],
        "posts": sum((cell.etp for cell in cells if cell.etp is not None), start=0),
        "years": detail_table(
            detail,
            id="par-annee",
            caption="Argent de l’action par année, section et fonds, en euros",
            empty="Aucun montant à cette date.",
        ),
        "detail_note": detail.sources_note,
        "commitments": Table(
            lines[:_MAX_COMMITMENTS],
            Column("Engagement", lambda line: commitment_cell(line, page.url("money:commitment", line.commitment_id))),
            Column("Objet et tiers", lambda line: cell(line.label or "sans objet", note=line.supplier)),
            Column("Fonds", lambda line: cell(FUND_LABELS[line.fund], note=line.financer)),
            number_column("Engagé", lambda line: money_cell(line.amounts.get(MoneyStage.COMMITTED))),
            number_column("Service fait", lambda line: money_cell(line.amounts.get(MoneyStage.RENDERED))),
            number_column("Mandaté", lambda line: money_cell(line.amounts.get(MoneyStage.ORDERED))),
            number_column("Payé", lambda line: money_cell(line.amounts.get(MoneyStage.PAID))),
            id="engagements",
            caption="Engagements de l’action",
            empty="Aucun engagement lu dans la comptabilité.",
        ),
        "commitments_note": pluralise(len(lines), "engagement")
        + (f", les {_MAX_COMMITMENTS} premiers" if len(lines) > _MAX_COMMITMENTS else ""),
        "action_url": page.url("plan:action", number),
    }


def _answer(cells: Sequence[MoneyCell], lines: Sequence[CommitmentSummary]) -> str:
    if not cells:
        return "Aucun montant n’est encore suivi pour cette action."
    committed, ordered = (
        sum(cell.cents for cell in cells if cell.stage is stage and cell.section is not Section.STAFF)
        for stage in (MoneyStage.COMMITTED, MoneyStage.ORDERED)
    )
    return (
        f"{format_euros(round(committed, -2))} sont engagés par {pluralise(len(lines), 'engagement')} ; "
        f"{format_euros(round(ordered, -2))} sont mandatés."
    )


class CommitmentPage(MoneyPage):
    """One commitment, whose identifier is in the URL."""

    is_dated = False

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.history = commitment_history(actor=self.actor, plan=self.plan, commitment_id=kwargs["identifier"])
        self.crumb = f"Engagement {self.history.commitment.number}"

    def breadcrumb(self) -> Sequence[Crumb]:
        money, own = super().breadcrumb()
        action = self.history.target.action if self.history.target else None
        return [money, *([] if action is None else [(f"Action {action}", self.url("money:action", action))]), own]


@CommitmentPage.view(template_name="money/commitment.html")
def commitment(page: CommitmentPage, identifier: int) -> dict[str, Any]:
    """History of one commitment, and its allocations."""
    history = page.history
    return {
        "title": f"Engagement {history.commitment.number} : que lui est-il arrivé ?",
        "answer": _commitment_answer(history),
        "facts": _commitment_facts(history),
        "movements": Table(
            history.movements,
            Column("Étape", lambda each: STAGE_LABELS[each.stage]),
            number_column("Mouvement", lambda each: exact_money_cell(each.cents)),
            day_column("A eu lieu le", lambda each: format_day(each.happened_on)),
            day_column("Su le", lambda each: format_day(paris_date(each.recorded_at))),
            Column("D’où", lambda each: cell(each.source_label or "saisi", note=each.person_name)),
            Column(
                "Remarque",
                lambda each: (
                    f"corrige ce qui datait du {format_day(each.corrects_on)}" if each.corrects_on else each.reason
                ),
            ),
            id="mouvements",
            caption="Mouvements de l’engagement",
        ),
        "allocations": Table(
            history.allocations,
            Column(
                "Affecté à",
                lambda each: (
                    each.target.label.capitalize() + ("" if each.superseded_at is None else ", avant correction")
                ),
            ),
            day_column("Le", lambda each: format_day(paris_date(each.recorded_at))),
            Column("Par", lambda each: each.person_name),
            Column("Pourquoi", lambda each: each.reason or ("règle apprise" if each.by_rule else "dit par le fichier")),
            id="affectations",
            caption="Affectations de l’engagement",
            empty="À aucune action pour l’instant.",
        ),
        "waiting_url": page.url("money:allocate", identifier) if history.target is None else "",
    }


def _commitment_answer(history: CommitmentHistory) -> str:
    amounts = history.commitment.amounts
    amount_texts = [
        f"{format_euros(amounts[stage])} {word}"
        for stage, word in (
            (MoneyStage.COMMITTED, "engagés"),
            (MoneyStage.ORDERED, "mandatés"),
            (MoneyStage.PAID, "payés"),
        )
        if stage in amounts
    ]
    where = f"Affecté à : {history.target.label}." if history.target else f"En attente : {history.why_waiting}."
    return f"{', '.join(amount_texts).capitalize()}. {where}"


def _commitment_facts(history: CommitmentHistory) -> list[dict[str, str]]:
    line = history.commitment
    corrections = sum(each.corrects_on is not None for each in history.movements)
    return facts(
        ("Objet", line.label or "non dit", line.supplier),
        ("Exercice", str(line.year), f"poste {line.post}" if line.post else ""),
        ("Opération", history.operation or "non dite", f"nature {history.nature}" if history.nature else ""),
        ("Section, fonds", SECTION_LABELS[line.section], f"{FUND_LABELS[line.fund]}, {line.financer}"),
        ("Mouvements", str(len(history.movements)), pluralise(corrections, "correction")),
    )
