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
from pacte.web.form_fields import FrenchDecimalField, day, reason, text
from pacte.web.pages.money.box import target_from, targets
from pacte.web.pages.money.known import money_frame, refuse_unless
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.finance.queries import DeclaredAmountSummary

COLUMNS = (
    {"label": "Où"}, {"label": "Année"}, {"label": "Étape"}, {"label": "Fonds, financeur"},
    {"label": "Montant", "kind": "num"}, {"label": "Le", "kind": "day"}, {"label": "Par, pourquoi"},
    {"label": "Correction"},
)  # fmt: skip
_WHOLE = "*:"
_SHOWN = 40
_MOST_POSTS = Decimal(100_000)
_FROM = "depuis"


class SignedAmountField(forms.CharField):
    """« 48 000 », « -12 500,50 € », « 1,2 M€ »: cents; None when empty. Negative for the decrease of a vote."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal", "maxlength": "40"}), **options)

    def to_python(self, value: Any) -> Any:
        try:
            return parse_amount_cell(GridCell(str(value or "")[:60]), "€")
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from error


class DeclareForm(forms.Form):
    """One amount at one stage."""

    target = forms.ChoiceField(label="Pour", error_messages={"required": "Choisissez une action, un axe ou le plan."})
    year = forms.IntegerField(label="Exercice", min_value=2000, max_value=2100)
    stage = forms.ChoiceField(label="Étape", choices=[(each.value, STAGE_LABELS[each]) for each in MoneyStage])
    section = forms.ChoiceField(label="Section", choices=[(each.value, SECTION_LABELS[each]) for each in Section])
    fund = forms.ChoiceField(label="Fonds", choices=[(each.value, FUND_LABELS[each]) for each in Fund])
    financer = text("Financeur", required=False, help_text="La Région, si rien n’est écrit.")
    amount = SignedAmountField(label="Montant", required=False, help_text="En euros ; négatif pour une baisse.")
    etp = FrenchDecimalField(
        label="ETP", places=2, largest=_MOST_POSTS, required=False, help_text="Pour le personnel seulement."
    )
    happened_on = day("Date de l’acte")
    reason = reason("D’où vient ce montant ?")

    def __init__(self, *positional: Any, table: PlanMoneyTable, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["target"].choices = [("", "choisir"), *targets(table), (_WHOLE, "Tout le plan")]

    def amount_of(self, plan_code: str) -> DeclaredAmountInput:
        said = self.cleaned_data
        target = AllocationTarget(plan_code) if said["target"] == _WHOLE else target_from(said["target"], plan_code)
        return DeclaredAmountInput(
            target=target,
            year=said["year"],
            section=Section(said["section"]),
            fund=Fund(said["fund"]),
            stage=MoneyStage(said["stage"]),
            happened_on=said["happened_on"],
            cents=said["amount"] or 0,
            etp=said["etp"],
            financer=said["financer"],
        )


class CorrectForm(forms.Form):
    """The correct amount."""

    amount = SignedAmountField(label="Montant juste", required=False)
    etp = FrenchDecimalField(label="ETP justes", places=2, largest=_MOST_POSTS, required=False)
    reason = reason("Pourquoi le corriger ?")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The form, then the amounts declared before, each with its correction."""
    seen = plan_seen(request, code)
    plan = money_plan(actor=seen.actor, code=code)
    refuse_unless(seen, "declare")
    table = money_table(actor=seen.actor, plan=plan, on=seen.on)
    sent = request.method == "POST"
    form = DeclareForm(
        request.POST if sent else None, table=table, initial={"year": plan.first_year, "happened_on": today()}
    )
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            try:
                amount = form.amount_of(plan.code)
                declare_amount(actor=seen.actor, plan=plan, amount=amount, reason=form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(_FIELDS.get(error.code), str(error))
            else:
                messages.success(request, "Montant ajouté, marqué déclaré.")
                return HttpResponseRedirect(reverse("money:declare", args=[plan.code]))
    total = declared_amount_count(actor=seen.actor, plan=plan)
    first = _first(request, total)
    lines = declared_amounts(actor=seen.actor, plan=plan, offset=first, limit=_SHOWN)
    context = money_frame(request, seen, trail=[{"label": "Déclarer un montant"}], dated=False) | {
        "form": form,
        "columns": COLUMNS,
        "rows": [_row(line, plan.code) for line in lines],
        "pager": {
            "first": first + 1,
            "last": first + len(lines),
            "total": total,
            "previous_url": f"?{_FROM}={max(first - _SHOWN, 0)}" if first else "",
            "next_url": f"?{_FROM}={first + _SHOWN}" if first + _SHOWN < total else "",
            "thing": "montants",
        },
    }
    return render(request, "money/declare.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    """The wrong row stays; an additional row corrects the sum."""
    seen = plan_seen(request, code)
    plan = money_plan(actor=seen.actor, code=code)
    refuse_unless(seen, "declare")
    wrong = declared_amount(actor=seen.actor, plan=plan, movement_id=identifier)
    back = reverse("money:declare", args=[plan.code])
    said = ActPage(
        title=f"Corriger : {_what(wrong)}",
        verb="Corriger ce montant",
        back=back,
        answer="La ligne fausse reste ; une ligne de plus rétablit la somme et dit pourquoi.",
        stylesheet="pacte/css/money.css",
    )

    def run(values: dict[str, Any]) -> str:
        try:
            correct_declared(
                actor=seen.actor, plan=plan, movement_id=identifier, cents=values["amount"] or 0, etp=values["etp"],
                reason=values["reason"],
            )  # fmt: skip
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return "Montant corrigé."

    trail = [{"label": "Déclarer un montant", "url": back}, {"label": "Corriger"}]
    form = CorrectForm(request.POST if request.method == "POST" else None)
    return act_page(request, said, form, run, money_frame(request, seen, trail=trail, dated=False))


_FIELDS = {"year_shape": "year", "etp_missing": "etp", "etp_elsewhere": "etp", "amount_missing": "amount"}


def _first(request: HttpRequest, total: int) -> int:
    """Offset of the first row shown, from 0; 0 when the parameter is invalid."""
    text = request.GET.get(_FROM, "")
    first = parse_whole_number(text)
    return first if first is not None and first < total else 0


def _row(line: DeclaredAmountSummary, code: str) -> list[Any]:
    correction: Any = "corrige une ligne" if line.corrects_id else "corrigé depuis" if line.is_corrected else ""
    if not correction:
        correction = {"text": "Corriger", "url": reverse("money:correct", args=[code, line.movement_id])}
    return [
        line.target.label.capitalize(),
        str(line.year),
        {"text": STAGE_LABELS[line.stage], "note": SECTION_LABELS[line.section]},
        {"text": FUND_LABELS[line.fund], "note": line.financer},
        _amount(line.cents, line.etp),
        french_day(line.happened_on),
        {"text": line.person_name, "note": line.reason},
        correction,
    ]


def _what(line: DeclaredAmountSummary) -> str:
    return f"{STAGE_LABELS[line.stage].lower()}, {line.target.label}, {line.year}"


def _amount(cents: int, etp: Decimal | None) -> dict[str, str]:
    if etp is not None:
        return {"text": f"{format_number(etp, 2)} ETP", "value": str(etp)}
    return {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}
