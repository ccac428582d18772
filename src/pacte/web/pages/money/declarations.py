"""Declares an amount, and corrects a declared one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.exchange.accounting.cell_values import parse_amount_cell
from pacte.exchange.records import GridCell
from pacte.finance.queries import declared_amount, declared_amount_count, declared_amounts, money_plan, money_table
from pacte.finance.records import (
    FUND_LABELS,
    SECTION_LABELS,
    STAGE_LABELS,
    AllocationTarget,
    DeclaredAmountInput,
    Fund,
    MoneyStage,
    PlanMoneyTable,
    Section,
)
from pacte.finance.services import correct_declared, declare_amount
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.french import format_number
from pacte.kernel.money import format_euros
from pacte.kernel.user_input import parse_whole_number
from pacte.web.dated_plan import load_dated_plan
from pacte.web.form_fields import FrenchDecimalField, day_field, reason_field, text_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.money.money_context import money_page_context, require_finance_right
from pacte.web.pages.money.unallocated import parse_target, target_choices
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.finance.queries import DeclaredAmountSummary

DECLARATION_COLUMNS = (
    {"label": "Où"}, {"label": "Année"}, {"label": "Étape"}, {"label": "Fonds, financeur"},
    {"label": "Montant", "kind": "num"}, {"label": "Le", "kind": "day"}, {"label": "Par, pourquoi"},
    {"label": "Correction"},
)  # fmt: skip
_WHOLE_PLAN = "*:"
_PAGE_SIZE = 40
_MAX_FTE = Decimal(100_000)
_OFFSET_PARAM = "depuis"


class SignedAmountField(forms.CharField):
    """« 48 000 », « -12 500,50 € », « 1,2 M€ »: cents; None when empty. Negative for the decrease of a vote."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal", "maxlength": "40"}), **options)

    def to_python(self, value: Any) -> Any:
        try:
            return parse_amount_cell(GridCell(str(value or "")[:60]), "€")
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


class DeclareAmountForm(forms.Form):
    """One amount at one stage."""

    target = forms.ChoiceField(label="Pour", error_messages={"required": "Choisissez une action, un axe ou le plan."})
    year = forms.IntegerField(label="Exercice", min_value=2000, max_value=2100)
    stage = forms.ChoiceField(label="Étape", choices=[(each.value, STAGE_LABELS[each]) for each in MoneyStage])
    section = forms.ChoiceField(label="Section", choices=[(each.value, SECTION_LABELS[each]) for each in Section])
    fund = forms.ChoiceField(label="Fonds", choices=[(each.value, FUND_LABELS[each]) for each in Fund])
    financer = text_field("Financeur", required=False, help_text="La Région, si rien n’est écrit.")
    amount = SignedAmountField(label="Montant", required=False, help_text="En euros ; négatif pour une baisse.")
    etp = FrenchDecimalField(
        label="ETP", places=2, largest=_MAX_FTE, required=False, help_text="Pour le personnel seulement."
    )
    happened_on = day_field("Date de l’acte")
    reason = reason_field("D’où vient ce montant ?")

    def __init__(self, *positional: Any, table: PlanMoneyTable, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["target"].choices = [("", "choisir"), *target_choices(table), (_WHOLE_PLAN, "Tout le plan")]

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

    amount = SignedAmountField(label="Montant juste", required=False)
    etp = FrenchDecimalField(label="ETP justes", places=2, largest=_MAX_FTE, required=False)
    reason = reason_field("Pourquoi le corriger ?")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The form, then the amounts declared before, each with its correction."""
    dated_plan = load_dated_plan(request, code)
    plan = money_plan(actor=dated_plan.actor, code=code)
    require_finance_right(dated_plan, "declare")
    table = money_table(actor=dated_plan.actor, plan=plan, on=dated_plan.on)
    is_post = request.method == "POST"
    form = DeclareAmountForm(
        request.POST if is_post else None, table=table, initial={"year": plan.first_year, "happened_on": today()}
    )
    status = 200
    if is_post:
        status = 422
        if form.is_valid():
            try:
                amount = form.declared_amount(plan.code)
                declare_amount(actor=dated_plan.actor, plan=plan, amount=amount, reason=form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(_FIELD_BY_ERROR_CODE.get(error.code), str(error))
            else:
                messages.success(request, "Montant ajouté, marqué déclaré.")
                return HttpResponseRedirect(reverse("money:declare", args=[plan.code]))
    total = declared_amount_count(actor=dated_plan.actor, plan=plan)
    first = _offset(request, total)
    lines = declared_amounts(actor=dated_plan.actor, plan=plan, offset=first, limit=_PAGE_SIZE)
    context = money_page_context(request, dated_plan, trail=[{"label": "Déclarer un montant"}], dated=False) | {
        "form": form,
        "columns": DECLARATION_COLUMNS,
        "rows": [_declaration_row(line, plan.code) for line in lines],
        "pager": {
            "first": first + 1,
            "last": first + len(lines),
            "total": total,
            "previous_url": f"?{_OFFSET_PARAM}={max(first - _PAGE_SIZE, 0)}" if first else "",
            "next_url": f"?{_OFFSET_PARAM}={first + _PAGE_SIZE}" if first + _PAGE_SIZE < total else "",
            "thing": "montants",
        },
    }
    return render(request, "money/declare.html", context, status=status)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    """The wrong row stays; an additional row corrects the sum."""
    dated_plan = load_dated_plan(request, code)
    plan = money_plan(actor=dated_plan.actor, code=code)
    require_finance_right(dated_plan, "declare")
    original = declared_amount(actor=dated_plan.actor, plan=plan, movement_id=identifier)
    back = reverse("money:declare", args=[plan.code])
    page_spec = FormPage(
        title=f"Corriger : {_declaration_label(original)}",
        submit_label="Corriger ce montant",
        back_url=back,
        intro="La ligne fausse reste ; une ligne de plus rétablit la somme et dit pourquoi.",
        stylesheet="pacte/css/money.css",
    )

    def on_valid(data: dict[str, Any]) -> str:
        try:
            correct_declared(
                actor=dated_plan.actor, plan=plan, movement_id=identifier, cents=data["amount"] or 0, etp=data["etp"],
                reason=data["reason"],
            )  # fmt: skip
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return "Montant corrigé."

    trail = [{"label": "Déclarer un montant", "url": back}, {"label": "Corriger"}]
    form = CorrectAmountForm(request.POST if request.method == "POST" else None)
    return form_page(
        request, page_spec, form, on_valid, money_page_context(request, dated_plan, trail=trail, dated=False)
    )


_FIELD_BY_ERROR_CODE = {"year_shape": "year", "etp_missing": "etp", "etp_elsewhere": "etp", "amount_missing": "amount"}


def _offset(request: HttpRequest, total: int) -> int:
    """Offset of the first row shown, from 0; 0 when the parameter is invalid."""
    text = request.GET.get(_OFFSET_PARAM, "")
    first = parse_whole_number(text)
    return first if first is not None and first < total else 0


def _declaration_row(line: DeclaredAmountSummary, code: str) -> list[Any]:
    correction: Any = "corrige une ligne" if line.corrects_id else "corrigé depuis" if line.is_corrected else ""
    if not correction:
        correction = {"text": "Corriger", "url": reverse("money:correct", args=[code, line.movement_id])}
    return [
        line.target.label.capitalize(),
        str(line.year),
        {"text": STAGE_LABELS[line.stage], "note": SECTION_LABELS[line.section]},
        {"text": FUND_LABELS[line.fund], "note": line.financer},
        _amount_cell(line.cents, line.etp),
        french_day(line.happened_on),
        {"text": line.person_name, "note": line.reason},
        correction,
    ]


def _declaration_label(line: DeclaredAmountSummary) -> str:
    return f"{STAGE_LABELS[line.stage].lower()}, {line.target.label}, {line.year}"


def _amount_cell(cents: int, etp: Decimal | None) -> dict[str, str]:
    if etp is not None:
        return {"text": f"{format_number(etp, 2)} ETP", "value": str(etp)}
    return {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}
