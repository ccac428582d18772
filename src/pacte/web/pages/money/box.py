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
from pacte.web.form_fields import reason
from pacte.web.pages.money.known import money_frame, refuse_unless
from pacte.web.pages.money.overview import amount
from pacte.web.plan_seen import plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.finance.queries import UnallocatedCommitment

_LEARN = {"operation": "l’opération", "supplier": "le tiers", "label": "l’objet"}
COLUMNS = (
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
    reason = reason("Pourquoi là ?")

    def __init__(self, *positional: Any, table: PlanMoneyTable, line: UnallocatedCommitment, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["target"].choices = [("", "choisir"), *targets(table)]
        self.fields["fund"].choices = [("", f"celui du fichier : {FUND_LABELS[line.fund].lower()}"), *_funds()]
        self.fields["learn"].choices = [("", "rien : cette ligne seulement"), *_learnt(line)]


def targets(table: PlanMoneyTable) -> list[tuple[str, str]]:
    """Actions first, then axes without action."""
    actions = [(f"{axis}:{number}", f"Action {number}, {name}") for number, name, axis in table.actions]
    return [*actions, *((f"{axis.code}:", f"{axis.label}, sans action") for axis in table.axes)]


def target_from(text: str, plan_code: str) -> AllocationTarget:
    """Parses « 1:12 » (axis 1, action 12) or « 1: »."""
    axis, _, number = text.partition(":")
    return AllocationTarget(plan_code, axis, ActionCode(number) if number else None)


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = plan_seen(request, code)
    plan = money_plan(actor=seen.actor, code=code)
    refuse_unless(seen, "allocate")
    lines = unallocated_commitments(actor=seen.actor, plan=plan)
    committed = sum(line.amounts.get(MoneyStage.COMMITTED, 0) for line in lines)
    context = money_frame(request, seen, trail=[{"label": "À affecter"}], dated=False) | {
        "answer": (
            f"{pluralise(len(lines), 'ligne attend', 'lignes attendent')}, pour {format_euros(round(committed, -2))} engagés : "
            "aucun total du pacte ne les compte tant que l’on ne sait pas où elles vont."
            if lines
            else "Toutes les lignes de la comptabilité ont leur place."
        ),
        "columns": COLUMNS,
        "rows": [_row(line, plan.code) for line in lines],
    }
    return render(request, "money/waiting.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    """One unallocated commitment: its accounting data and the allocation form."""
    seen = plan_seen(request, code)
    plan = money_plan(actor=seen.actor, code=code)
    refuse_unless(seen, "allocate")
    line = unallocated_commitment(actor=seen.actor, plan=plan, commitment_id=identifier)
    table = money_table(actor=seen.actor, plan=plan, on=seen.on)
    form = AllocateForm(request.POST if request.method == "POST" else None, table=table, line=line)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                moved = allocate_commitments(
                    actor=seen.actor,
                    plan=plan,
                    commitment_ids=[line.commitment_id],
                    target=target_from(form.cleaned_data["target"], plan.code),
                    reason=form.cleaned_data["reason"],
                    fund=Fund(form.cleaned_data["fund"]) if form.cleaned_data["fund"] else None,
                    learn=form.cleaned_data["learn"],
                )
            except (ValidationError, Conflict) as error:
                form.add_error("reason" if error.code == "reason_missing" else None, str(error))
                status = error.status
            else:
                messages.success(request, f"{pluralise(moved, 'ligne affectée', 'lignes affectées')}.")
                return HttpResponseRedirect(reverse("money:waiting", args=[plan.code]))
    trail = [
        {"label": "À affecter", "url": reverse("money:waiting", args=[plan.code])},
        {"label": f"Engagement {line.number}"},
    ]
    context = money_frame(request, seen, trail=trail, dated=False) | {
        "line": line,
        "form": form,
        "title": f"Où va l’engagement {line.number} ?",
        "answer": f"Il attend parce que : {line.why}.",
        "facts": _facts(line),
        "story_url": reverse("money:commitment", args=[plan.code, line.commitment_id]),
    }
    return render(request, "money/allocate.html", context, status=status)


def _row(line: UnallocatedCommitment, code: str) -> list[Any]:
    name = f"{line.number}{f', poste {line.post}' if line.post else ''}"
    return [
        {"text": name, "url": reverse("money:allocate", args=[code, line.commitment_id]), "note": str(line.year)},
        {"text": line.label or "sans objet", "note": line.supplier},
        line.operation or "non dite",
        line.why,
        amount(line.amounts.get(MoneyStage.COMMITTED)),
        amount(line.amounts.get(MoneyStage.ORDERED)),
    ]


def _facts(line: UnallocatedCommitment) -> list[dict[str, str]]:
    told = [
        (STAGE_LABELS[stage], format_euros(cents), "")
        for stage, cents in sorted(line.amounts.items(), key=lambda pair: list(MoneyStage).index(pair[0]))
    ]
    facts = [
        ("Objet", line.label or "non dit", line.supplier),
        ("Exercice", str(line.year), f"poste {line.post}" if line.post else ""),
        ("Opération", line.operation or "non dite", f"nature {line.nature}" if line.nature else ""),
        *told,
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in facts]


def _funds() -> list[tuple[str, str]]:
    return [(fund.value, label) for fund, label in FUND_LABELS.items()]


def _learnt(line: UnallocatedCommitment) -> list[tuple[str, str]]:
    values = {"operation": line.operation, "supplier": line.supplier, "label": line.label}
    found = []
    for field, others in line.same_value_counts.items():
        more = f" ; {pluralise(others, 'autre ligne suivra', 'autres lignes suivront')} aussitôt" if others else ""
        found.append((field, f"{_LEARN[field]} « {values[field][:60]} »{more}"))
    return found
