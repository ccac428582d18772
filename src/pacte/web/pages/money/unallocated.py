"""« Où va cet argent ? »: commitments to allocate, and the form that allocates each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.finance.queries import unallocated_commitment, unallocated_commitments
from pacte.finance.records import FUND_LABELS, STAGE_LABELS, AllocationTarget, Fund, MoneyStage, PlanMoneyTable
from pacte.finance.services import allocate_commitments
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.web.form_fields import ChoicesForm, reason_field
from pacte.web.page import Crumb
from pacte.web.pages.money.money_detail import money_cell
from pacte.web.pages.money.money_pages import MoneyFormPage, MoneyPage, commitment_cell, facts
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.finance.queries import UnallocatedCommitment

_LEARNT_FIELD_LABELS = {"operation": "l’opération", "supplier": "le tiers", "label": "l’objet"}


class AllocateForm(ChoicesForm):
    """Target of the commitment, and the rule to learn from it."""

    target = forms.ChoiceField(
        label="Où va cet argent ?",
        choices=[("", "choisir")],
        error_messages={"required": "Choisissez une action ou un axe."},
    )
    fund = forms.ChoiceField(label="Fonds", required=False)
    learn = forms.ChoiceField(
        label="À retenir pour les prochains fichiers", required=False, choices=[("", "rien : cette ligne seulement")]
    )
    reason = reason_field("Pourquoi là ?")


def target_choices(table: PlanMoneyTable) -> list[tuple[str, str]]:
    """Actions first, then axes without action."""
    actions = [(f"{axis}:{number}", f"Action {number}, {name}") for number, name, axis in table.actions]
    return [*actions, *((f"{axis.code}:", f"{axis.label}, sans action") for axis in table.axes)]


def parse_target(text: str, plan_code: str) -> AllocationTarget:
    """Parses « 1:12 » (axis 1, action 12) or « 1: »."""
    axis, _, number = text.partition(":")
    return AllocationTarget(plan_code, axis, ActionCode(number) if number else None)


@MoneyPage.view(template_name="money/waiting.html", right="allocate", is_dated=False, crumb="À affecter")
def unallocated_money(page: MoneyPage) -> dict[str, Any]:
    lines = unallocated_commitments(actor=page.actor, plan=page.plan)
    committed = sum(line.amounts.get(MoneyStage.COMMITTED, 0) for line in lines)
    return {
        "answer": (
            f"{pluralise(len(lines), 'ligne attend', 'lignes attendent')}, pour "
            f"{format_euros(round(committed, -2))} engagés : "
            "aucun total du pacte ne les compte tant que l’on ne sait pas où elles vont."
            if lines
            else "Toutes les lignes de la comptabilité ont leur place."
        ),
        "commitments": Table(
            lines,
            Column("Engagement", lambda line: commitment_cell(line, page.url("money:allocate", line.commitment_id))),
            Column("Objet et tiers", lambda line: cell(line.label or "sans objet", note=line.supplier)),
            Column("Opération", lambda line: line.operation or "non dite"),
            Column("Pourquoi elle attend", lambda line: line.why),
            number_column("Engagé", lambda line: money_cell(line.amounts.get(MoneyStage.COMMITTED))),
            number_column("Mandaté", lambda line: money_cell(line.amounts.get(MoneyStage.ORDERED))),
            id="a-affecter",
            caption="Lignes à affecter",
            empty="Aucune ligne n’attend. Celles du prochain fichier que rien ne permet de placer viendront ici.",
        ),
    }


class AllocatePage(MoneyFormPage):
    """One unallocated commitment, whose identifier is in the URL: its accounting data and the allocation form."""

    template_name = "money/allocate.html"
    right = "allocate"
    form_class = AllocateForm
    back = "money:waiting"
    error_fields = {"reason_missing": "reason"}
    shows_conflicts = True
    line: UnallocatedCommitment

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.line = unallocated_commitment(actor=self.actor, plan=self.plan, commitment_id=kwargs["identifier"])
        self.crumb = f"Engagement {self.line.number}"

    def breadcrumb(self) -> Sequence[Crumb]:
        money, own = super().breadcrumb()
        return [money, ("À affecter", self.back_url), own]

    def form_arguments(self) -> dict[str, Any]:
        fund = ("", f"celui du fichier : {FUND_LABELS[self.line.fund].lower()}")
        funds = [fund, *((each.value, label) for each, label in FUND_LABELS.items())]
        return {"choices": {"target": target_choices(self.table), "fund": funds, "learn": _learning_choices(self.line)}}

    def context(self) -> dict[str, Any]:
        return {
            "title": f"Où va l’engagement {self.line.number} ?",
            "answer": f"Il attend parce que : {self.line.why}.",
            "facts": _unallocated_facts(self.line),
            "story_url": self.url("money:commitment", self.line.commitment_id),
        }

    def save(self, data: dict[str, Any]) -> str:
        allocated_count = allocate_commitments(
            actor=self.actor,
            plan=self.plan,
            commitment_ids=[self.line.commitment_id],
            target=parse_target(data["target"], self.plan.code),
            reason=data["reason"],
            fund=Fund(data["fund"]) if data["fund"] else None,
            learn=data["learn"],
        )
        return f"{pluralise(allocated_count, 'ligne affectée', 'lignes affectées')}."


def _unallocated_facts(line: UnallocatedCommitment) -> list[dict[str, str]]:
    stages = [stage for stage in MoneyStage if stage in line.amounts]
    return facts(
        ("Objet", line.label or "non dit", line.supplier),
        ("Exercice", str(line.year), f"poste {line.post}" if line.post else ""),
        ("Opération", line.operation or "non dite", f"nature {line.nature}" if line.nature else ""),
        *((STAGE_LABELS[stage], format_euros(line.amounts[stage]), "") for stage in stages),
    )


def _learning_choices(line: UnallocatedCommitment) -> list[tuple[str, str]]:
    values = {"operation": line.operation, "supplier": line.supplier, "label": line.label}
    choices = []
    for field, others in line.same_value_counts.items():
        more = f" ; {pluralise(others, 'autre ligne suivra', 'autres lignes suivront')} aussitôt" if others else ""
        choices.append((field, f"{_LEARNT_FIELD_LABELS[field]} « {values[field][:60]} »{more}"))
    return choices
