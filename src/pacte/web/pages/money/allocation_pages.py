"""Commitments to allocate: several at once, or one with what to learn from it for the next files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from pacte.finance.queries import UnallocatedCommitment, unallocated_commitment, unallocated_commitments
from pacte.finance.records import FUND_LABELS, STAGE_LABELS, AllocationTarget, Fund, MoneyStage, PlanMoneyTable
from pacte.finance.services import allocate_commitments
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.web.form_fields import ChoicesForm, reason_field
from pacte.web.pages.money.money_detail import money_cell
from pacte.web.pages.money.page import MoneyFormPage, commitment_cell, facts
from pacte.web.tables import Column, Table, cell, number_column

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


class AllocateSeveralForm(ChoicesForm):
    """Several lines for one target."""

    lines = forms.MultipleChoiceField(
        label="Lignes à affecter",
        error_messages={
            "required": "Cochez au moins une ligne.",
            "invalid_choice": "Une des lignes cochées vient d’être affectée : relisez la liste et recommencez.",
        },
    )
    target = forms.ChoiceField(
        label="Où va leur argent ?",
        choices=[("", "choisir")],
        error_messages={"required": "Choisissez une action ou un axe."},
    )
    reason = reason_field("Pourquoi là ?")


class UnallocatedPage(MoneyFormPage):
    """The unallocated lines: one form allocates all those that are ticked, their number leads to their own form."""

    @cached_property
    def lines(self) -> list[UnallocatedCommitment]:
        return unallocated_commitments(actor=self.actor, plan=self.plan)

    def form_arguments(self) -> dict[str, Any]:
        lines = [(str(line.commitment_id), line.number) for line in self.lines]
        return {"choices": {"lines": lines, "target": target_choices(self.table)}}

    def context(self) -> dict[str, Any]:
        ticked = set(self.form["lines"].value() or ())
        return {"answer": _unallocated_answer(self.lines), "commitments": self._table(ticked)}

    def _table(self, ticked: Collection[str]) -> Table[UnallocatedCommitment]:
        return Table(
            self.lines,
            Column("Affecter", lambda line: _tick(line, str(line.commitment_id) in ticked)),
            Column("Engagement", lambda line: commitment_cell(line, self.url("money:allocate", line.commitment_id))),
            Column("Objet et tiers", lambda line: cell(line.label or "sans objet", note=line.supplier)),
            Column("Opération", lambda line: line.operation or "non dite"),
            Column("Pourquoi elle attend", lambda line: line.why),
            number_column("Engagé", lambda line: money_cell(line.amounts.get(MoneyStage.COMMITTED))),
            number_column("Mandaté", lambda line: money_cell(line.amounts.get(MoneyStage.ORDERED))),
            id="a-affecter",
            caption="Lignes à affecter",
            empty="Aucune ligne n’attend. Celles du prochain fichier que rien ne permet de placer viendront ici.",
        )


def _tick(line: UnallocatedCommitment, is_ticked: bool) -> str:
    return format_html(
        '<label class="tick"><input type="checkbox" name="lines" value="{}"{}> '
        '<span class="hidden-text">Affecter l’engagement {}</span></label>',
        line.commitment_id, mark_safe(" checked") if is_ticked else "", line.number,
    )  # fmt: skip


def _unallocated_answer(lines: Sequence[UnallocatedCommitment]) -> str:
    if not lines:
        return "Toutes les lignes de la comptabilité ont leur place."
    committed = sum(line.amounts.get(MoneyStage.COMMITTED, 0) for line in lines)
    return (
        f"{pluralise(len(lines), 'ligne attend', 'lignes attendent')}, pour {format_euros(round(committed, -2))} "
        "engagés : aucun total du pacte ne les compte tant que l’on ne sait pas où elles vont."
    )


@UnallocatedPage.view(
    template_name="money/waiting.html",
    right="allocate",
    crumb="À affecter",
    form_class=AllocateSeveralForm,
    back="money:waiting",
    error_fields={"reason_missing": "reason"},
    shows_conflicts=True,
)
def unallocated_money(page: UnallocatedPage, data: dict[str, Any]) -> str:
    target = parse_target(data["target"], page.plan.code)
    allocated_count = allocate_commitments(
        actor=page.actor,
        plan=page.plan,
        commitment_ids=[int(each) for each in data["lines"]],
        target=target,
        reason=data["reason"],
    )
    return f"{pluralise(allocated_count, 'ligne affectée', 'lignes affectées')} à : {target.label}."


class AllocatePage(MoneyFormPage):
    """One unallocated commitment, whose identifier is in the URL: its accounting data and the allocation form."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.line = unallocated_commitment(actor=self.actor, plan=self.plan, commitment_id=kwargs["identifier"])
        self.crumb = f"Engagement {self.line.number}"

    def form_arguments(self) -> dict[str, Any]:
        from_file = f"celui du fichier : {FUND_LABELS[self.line.fund].lower()}"
        funds = [("", from_file), *((each.value, label) for each, label in FUND_LABELS.items())]
        return {"choices": {"target": target_choices(self.table), "fund": funds, "learn": _learning_choices(self.line)}}

    def context(self) -> dict[str, Any]:
        return {
            "title": f"Où va l’engagement {self.line.number} ?",
            "answer": f"Il attend parce que : {self.line.why}.",
            "facts": facts(
                ("Objet", self.line.label or "non dit", self.line.supplier),
                ("Exercice", str(self.line.year), f"poste {self.line.post}" if self.line.post else ""),
                (
                    "Opération",
                    self.line.operation or "non dite",
                    f"nature {self.line.nature}" if self.line.nature else "",
                ),
                *(
                    (STAGE_LABELS[stage], format_euros(self.line.amounts[stage]), "")
                    for stage in MoneyStage
                    if stage in self.line.amounts
                ),
            ),
            "story_url": self.url("money:commitment", self.line.commitment_id),
        }


@AllocatePage.view(
    template_name="money/allocate.html",
    right="allocate",
    above=[("À affecter", "money:waiting")],
    form_class=AllocateForm,
    back="money:waiting",
    error_fields={"reason_missing": "reason"},
    shows_conflicts=True,
)
def allocate_money(page: AllocatePage, data: dict[str, Any], identifier: int) -> str:
    allocated_count = allocate_commitments(
        actor=page.actor,
        plan=page.plan,
        commitment_ids=[identifier],
        target=parse_target(data["target"], page.plan.code),
        reason=data["reason"],
        fund=Fund(data["fund"]) if data["fund"] else None,
        learn=data["learn"],
    )
    return f"{pluralise(allocated_count, 'ligne affectée', 'lignes affectées')}."


def _learning_choices(line: UnallocatedCommitment) -> list[tuple[str, str]]:
    values = {"operation": line.operation, "supplier": line.supplier, "label": line.label}
    choices = []
    for field, others in line.same_value_counts.items():
        more = f" ; {pluralise(others, 'autre ligne suivra', 'autres lignes suivront')} aussitôt" if others else ""
        choices.append((field, f"{_LEARNT_FIELD_LABELS[field]} « {values[field][:60]} »{more}"))
    return choices
