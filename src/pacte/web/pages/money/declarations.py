"""Declares an amount, and corrects a declared one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from pacte.finance.queries import DeclaredAmountSummary, declared_amount, declared_amount_count, declared_amounts
from pacte.finance.records import (
    FUND_LABELS,
    SECTION_LABELS,
    STAGE_LABELS,
    AllocationTarget,
    DeclaredAmountInput,
    Fund,
    MoneyStage,
    Section,
)
from pacte.finance.services import correct_declared, declare_amount
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number
from pacte.kernel.user_input import parse_whole_number
from pacte.web.form_fields import AmountFormField, ChoicesForm, FrenchDecimalField, day_field, reason_field, text_field
from pacte.web.pages.money.allocation_pages import parse_target, target_choices
from pacte.web.pages.money.money_detail import exact_money_cell
from pacte.web.pages.money.page import MoneyFormPage, MoneyPage
from pacte.web.tables import Cell, Column, Table, cell, day_column, number_column

_WHOLE_PLAN = "*:"
_PAGE_SIZE = 40
_MAX_FTE = Decimal(100_000)
_OFFSET_PARAM = "depuis"
_DECLARE_CRUMB = "Déclarer un montant"


class DeclareAmountForm(ChoicesForm):
    """One amount at one stage."""

    target = forms.ChoiceField(
        label="Pour",
        choices=[("", "choisir")],
        error_messages={"required": "Choisissez une action, un axe ou le plan."},
    )
    year = forms.IntegerField(label="Exercice", min_value=2000, max_value=2100)
    stage = forms.ChoiceField(label="Étape", choices=[(each.value, STAGE_LABELS[each]) for each in MoneyStage])
    section = forms.ChoiceField(label="Section", choices=[(each.value, SECTION_LABELS[each]) for each in Section])
    fund = forms.ChoiceField(label="Fonds", choices=[(each.value, FUND_LABELS[each]) for each in Fund])
    financer = text_field("Financeur", required=False, help_text="La Région, si rien n’est écrit.")
    amount = AmountFormField(
        signed=True, label="Montant", required=False, help_text="En euros ; négatif pour une baisse."
    )
    etp = FrenchDecimalField(
        label="ETP", places=2, largest=_MAX_FTE, required=False, help_text="Pour le personnel seulement."
    )
    happened_on = day_field("Date de l’acte")
    reason = reason_field("D’où vient ce montant ?")

    def declared_amount(self, plan_code: str) -> DeclaredAmountInput:
        data = self.cleaned_data
        target = (
            AllocationTarget(plan_code) if data["target"] == _WHOLE_PLAN else parse_target(data["target"], plan_code)
        )
        return DeclaredAmountInput(
            target=target,
            year=data["year"],
            section=Section(data["section"]),
            fund=Fund(data["fund"]),
            stage=MoneyStage(data["stage"]),
            happened_on=data["happened_on"],
            cents=data["amount"] or 0,
            etp=data["etp"],
            financer=data["financer"],
        )


class CorrectAmountForm(forms.Form):
    """The correct amount."""

    amount = AmountFormField(signed=True, label="Montant juste", required=False)
    etp = FrenchDecimalField(label="ETP justes", places=2, largest=_MAX_FTE, required=False)
    reason = reason_field("Pourquoi le corriger ?")


def _declare_arguments(page: MoneyFormPage) -> dict[str, Any]:
    """The action may be chosen by the link that leads here: ``?action=18``."""
    targets = [*target_choices(page.table), (_WHOLE_PLAN, "Tout le plan")]
    number = page.request.GET.get("action", "")
    target = next((f"{axis}:{each}" for each, _, axis in page.table.actions if str(each) == number), "")
    initial = {"target": target, "year": page.plan.first_year, "happened_on": today()}
    return {"choices": {"target": targets}, "initial": initial}


def _declared_values(page: MoneyFormPage) -> dict[str, Any]:
    total = declared_amount_count(actor=page.actor, plan=page.plan)
    offset = parse_whole_number(page.request.GET.get(_OFFSET_PARAM, "")) or 0
    first = offset if offset < total else 0
    lines = declared_amounts(actor=page.actor, plan=page.plan, offset=first, limit=_PAGE_SIZE)
    return {
        "declared": Table(
            lines,
            Column("Où", lambda line: line.target.label.capitalize()),
            Column("Année", lambda line: str(line.year)),
            Column("Étape", lambda line: cell(STAGE_LABELS[line.stage], note=SECTION_LABELS[line.section])),
            Column("Fonds, financeur", lambda line: cell(FUND_LABELS[line.fund], note=line.financer)),
            number_column("Montant", _amount_cell),
            day_column("Le", lambda line: format_day(line.happened_on)),
            Column("Par, pourquoi", lambda line: cell(line.person_name, note=line.reason)),
            Column("Correction", lambda line: _correction_cell(line, page)),
            id="declares",
            caption="Montants déclarés",
            empty="Aucun montant n’a encore été déclaré.",
        ),
        "pager": {
            "first": first + 1,
            "last": first + len(lines),
            "total": total,
            "previous_url": f"?{_OFFSET_PARAM}={max(first - _PAGE_SIZE, 0)}" if first else "",
            "next_url": f"?{_OFFSET_PARAM}={first + _PAGE_SIZE}" if first + _PAGE_SIZE < total else "",
            "thing": "montants",
        },
    }


@MoneyFormPage.view(
    template_name="money/declare.html",
    right="declare",
    crumb=_DECLARE_CRUMB,
    form_class=DeclareAmountForm,
    form_arguments=_declare_arguments,
    context=_declared_values,
    back="money:declare",
    error_fields={"year_shape": "year", "etp_missing": "etp", "etp_elsewhere": "etp", "amount_missing": "amount"},
)
def declare_money(page: MoneyFormPage, data: dict[str, Any]) -> str:
    """The form, then the amounts declared before, each with its correction."""
    declare_amount(
        actor=page.actor, plan=page.plan, amount=page.form.declared_amount(page.plan.code), reason=data["reason"]
    )
    return "Montant ajouté, marqué déclaré."


def _amount_cell(line: DeclaredAmountSummary) -> dict[str, Any]:
    if line.etp is not None:
        return cell(f"{format_number(line.etp, 2)} ETP", value=str(line.etp))
    return exact_money_cell(line.cents)


def _correction_cell(line: DeclaredAmountSummary, page: MoneyPage) -> Cell:
    if line.corrects_id:
        return "corrige une ligne"
    return "corrigé depuis" if line.is_corrected else cell("Corriger", url=page.url("money:correct", line.movement_id))


class CorrectPage(MoneyFormPage):
    """About the declared amount whose identifier is in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        line = declared_amount(actor=self.actor, plan=self.plan, movement_id=kwargs["identifier"])
        self.title = f"Corriger : {STAGE_LABELS[line.stage].lower()}, {line.target.label}, {line.year}"


@CorrectPage.view(
    right="declare",
    above=[(_DECLARE_CRUMB, "money:declare")],
    crumb="Corriger",
    form_class=CorrectAmountForm,
    submit_label="Corriger ce montant",
    intro="La ligne fausse reste ; une ligne de plus rétablit la somme et dit pourquoi.",
    back="money:declare",
    shows_conflicts=True,
)
def correct_money(page: CorrectPage, data: dict[str, Any], identifier: int) -> str:
    correct_declared(
        actor=page.actor,
        plan=page.plan,
        movement_id=identifier,
        cents=data["amount"] or 0,
        etp=data["etp"],
        reason=data["reason"],
    )
    return "Montant corrigé."
