"""« Où va cet argent ? »: commitments to allocate, and the form that allocates each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.finance.queries import money_plan, money_table, unallocated_commitment, unallocated_commitments
from pacte.finance.records import FUND_LABELS, STAGE_LABELS, AllocationTarget, Fund, MoneyStage, PlanMoneyTable
from pacte.finance.services import allocate_commitments
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.web.dated_plan import load_dated_plan
from pacte.web.form_fields import reason_field
from pacte.web.pages.money.money_context import money_page_context, require_finance_right
from pacte.web.pages.money.overview import money_cell
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.finance.queries import UnallocatedCommitment

_LEARNT_FIELD_LABELS = {"operation": "l’opération", "supplier": "le tiers", "label": "l’objet"}
UNALLOCATED_COLUMNS = (
    {"label": "Engagement"}, {"label": "Objet et tiers"}, {"label": "Opération"}, {"label": "Pourquoi elle attend"},
    {"label": "Engagé", "kind": "num"}, {"label": "Mandaté", "kind": "num"},
)  # fmt: skip


class AllocateForm(forms.Form):
    """Target of the commitment, and the rule to learn from it."""

    target = forms.ChoiceField(
        label="Où va cet argent ?", error_messages={"required": "Choisissez une action ou un axe."}
    )
    fund = forms.ChoiceField(label="Fonds", required=False)
    learn = forms.ChoiceField(label="À retenir pour les prochains fichiers", required=False)
    reason = reason_field("Pourquoi là ?")

    def __init__(self, *positional: Any, table: PlanMoneyTable, line: UnallocatedCommitment, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["target"].choices = [("", "choisir"), *target_choices(table)]
        self.fields["fund"].choices = [("", f"celui du fichier : {FUND_LABELS[line.fund].lower()}"), *_fund_choices()]
        self.fields["learn"].choices = [("", "rien : cette ligne seulement"), *_learning_choices(line)]


def target_choices(table: PlanMoneyTable) -> list[tuple[str, str]]:
    """Actions first, then axes without action."""
    actions = [(f"{axis}:{number}", f"Action {number}, {name}") for number, name, axis in table.actions]
    return [*actions, *((f"{axis.code}:", f"{axis.label}, sans action") for axis in table.axes)]


def parse_target(text: str, plan_code: str) -> AllocationTarget:
    """Parses « 1:12 » (axis 1, action 12) or « 1: »."""
    axis, _, number = text.partition(":")
    return AllocationTarget(plan_code, axis, ActionCode(number) if number else None)


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    plan = money_plan(actor=dated_plan.actor, code=code)
    require_finance_right(dated_plan, "allocate")
    lines = unallocated_commitments(actor=dated_plan.actor, plan=plan)
    committed = sum(line.amounts.get(MoneyStage.COMMITTED, 0) for line in lines)
    context = money_page_context(request, dated_plan, trail=[{"label": "À affecter"}], dated=False) | {
        "answer": (
            f"{pluralise(len(lines), 'ligne attend', 'lignes attendent')}, pour "
            f"{format_euros(round(committed, -2))} engagés : "
            "aucun total du pacte ne les compte tant que l’on ne sait pas où elles vont."
            if lines
            else "Toutes les lignes de la comptabilité ont leur place."
        ),
        "columns": UNALLOCATED_COLUMNS,
        "rows": [_commitment_row(line, plan.code) for line in lines],
    }
    return render(request, "money/waiting.html", context)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def allocate_commitment(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    """One unallocated commitment: its accounting data and the allocation form."""
    dated_plan = load_dated_plan(request, code)
    plan = money_plan(actor=dated_plan.actor, code=code)
    require_finance_right(dated_plan, "allocate")
    line = unallocated_commitment(actor=dated_plan.actor, plan=plan, commitment_id=identifier)
    table = money_table(actor=dated_plan.actor, plan=plan, on=dated_plan.on)
    form = AllocateForm(request.POST if request.method == "POST" else None, table=table, line=line)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                allocated_count = allocate_commitments(
                    actor=dated_plan.actor,
                    plan=plan,
                    commitment_ids=[line.commitment_id],
                    target=parse_target(form.cleaned_data["target"], plan.code),
                    reason=form.cleaned_data["reason"],
                    fund=Fund(form.cleaned_data["fund"]) if form.cleaned_data["fund"] else None,
                    learn=form.cleaned_data["learn"],
                )
            except (ValidationError, Conflict) as error:
                form.add_error("reason" if error.code == "reason_missing" else None, str(error))
                status = error.status
            else:
                messages.success(request, f"{pluralise(allocated_count, 'ligne affectée', 'lignes affectées')}.")
                return HttpResponseRedirect(reverse("money:waiting", args=[plan.code]))
    trail = [
        {"label": "À affecter", "url": reverse("money:waiting", args=[plan.code])},
        {"label": f"Engagement {line.number}"},
    ]
    context = money_page_context(request, dated_plan, trail=trail, dated=False) | {
        "line": line,
        "form": form,
        "title": f"Où va l’engagement {line.number} ?",
        "answer": f"Il attend parce que : {line.why}.",
        "facts": _facts(line),
        "story_url": reverse("money:commitment", args=[plan.code, line.commitment_id]),
    }
    return render(request, "money/allocate.html", context, status=status)


def _commitment_row(line: UnallocatedCommitment, code: str) -> list[Any]:
    name = f"{line.number}{f', poste {line.post}' if line.post else ''}"
    return [
        {"text": name, "url": reverse("money:allocate", args=[code, line.commitment_id]), "note": str(line.year)},
        {"text": line.label or "sans objet", "note": line.supplier},
        line.operation or "non dite",
        line.why,
        money_cell(line.amounts.get(MoneyStage.COMMITTED)),
        money_cell(line.amounts.get(MoneyStage.ORDERED)),
    ]


def _facts(line: UnallocatedCommitment) -> list[dict[str, str]]:
    amount_facts = [
        (STAGE_LABELS[stage], format_euros(cents), "")
        for stage, cents in sorted(line.amounts.items(), key=lambda pair: list(MoneyStage).index(pair[0]))
    ]
    facts = [
        ("Objet", line.label or "non dit", line.supplier),
        ("Exercice", str(line.year), f"poste {line.post}" if line.post else ""),
        ("Opération", line.operation or "non dite", f"nature {line.nature}" if line.nature else ""),
        *amount_facts,
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in facts]


def _fund_choices() -> list[tuple[str, str]]:
    return [(fund.value, label) for fund, label in FUND_LABELS.items()]


def _learning_choices(line: UnallocatedCommitment) -> list[tuple[str, str]]:
    values = {"operation": line.operation, "supplier": line.supplier, "label": line.label}
    choices = []
    for field, others in line.same_value_counts.items():
        more = f" ; {pluralise(others, 'autre ligne suivra', 'autres lignes suivront')} aussitôt" if others else ""
        choices.append((field, f"{_LEARNT_FIELD_LABELS[field]} « {values[field][:60]} »{more}"))
    return choices
