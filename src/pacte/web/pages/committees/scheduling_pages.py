"""Plans a committee, changes its date, cancels it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.french import format_day
from pacte.steering.queries.rounds import round_summaries
from pacte.steering.services.committees import cancel_committee, change_committee, plan_committee
from pacte.web.form_fields import SingleLineField
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.committees.page_context import (
    COMMITTEES_STYLESHEET,
    committee_page_context,
    committee_url,
    plan_with_readable_committees,
    readable_committee,
    require_steering_right,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CommitteeForm(forms.Form):
    title = SingleLineField(label="Nom du comité", max_length=200, help_text="« Comité de pilotage de décembre ».")
    held_on = forms.DateField(label="Date", widget=_DAY)
    starts_at = forms.TimeField(label="Heure de début", required=False, widget=_HOUR)
    place = SingleLineField(label="Lieu", max_length=200, required=False)
    round_number = forms.ChoiceField(
        label="Tour de mise à jour", required=False, help_text="Le dossier imprime ce tour, une fois clos."
    )

    def __init__(self, *positional: Any, rounds: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*positional, **more)
        self.fields["round_number"].choices = [("", "aucun pour l’instant"), *rounds]  # type: ignore[attr-defined]

    @property
    def committee_fields(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["round_number"] = int(values["round_number"]) if values["round_number"] else None
        return values


class CancelCommitteeForm(forms.Form):
    reason = forms.CharField(label="Pourquoi ?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_with_readable_committees(actor, code)
    require_steering_right(actor, "committee.prepare", plan)
    form = CommitteeForm(request.POST if request.method == "POST" else None, rounds=_round_choices(actor, plan))

    def on_valid(_data: dict[str, Any]) -> str:
        committee = plan_committee(actor=actor, plan=plan, **form.committee_fields)
        return f"« {committee.title} » est prévu le {format_day(committee.held_on)}."

    page_spec = FormPage(
        title="Quand se tient ce comité ?",
        submit_label="Prévoir ce comité",
        back_url=reverse("committees:list", args=[code]),
        intro="Une date et un nom suffisent ; l’ordre du jour vient ensuite.",
        stylesheet=COMMITTEES_STYLESHEET,
    )
    return form_page(request, page_spec, form, on_valid, committee_page_context(plan, ("Prévoir", "")))


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = readable_committee(actor, code, number)
    require_steering_right(actor, "committee.prepare", committee.plan)
    initial = {
        "title": committee.title,
        "held_on": committee.held_on,
        "starts_at": committee.starts_at,
        "place": committee.place,
        "round_number": str(committee.round.number) if committee.round else "",
    }
    data = request.POST if request.method == "POST" else None
    form = CommitteeForm(data, initial=initial, rounds=_round_choices(actor, committee.plan))

    def on_valid(_data: dict[str, Any]) -> str:
        change_committee(actor=actor, committee=committee, **form.committee_fields)
        return f"« {form.committee_fields['title']} » : c’est noté."

    back = committee_url("page", committee, code)
    page_spec = FormPage(
        title="Qu’est-ce qui change pour ce comité ?",
        submit_label="Enregistrer",
        back_url=back,
        stylesheet=COMMITTEES_STYLESHEET,
        intro=f"{committee.title}, le {format_day(committee.held_on)}.",
    )
    return form_page(
        request,
        page_spec,
        form,
        on_valid,
        committee_page_context(committee.plan, (committee.title, back), ("Modifier", "")),
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = readable_committee(actor, code, number)
    require_steering_right(actor, "committee.prepare", committee.plan)
    form = CancelCommitteeForm(request.POST if request.method == "POST" else None)
    name, plan = committee.title, committee.plan

    def on_valid(data: dict[str, Any]) -> str:
        cancel_committee(actor=actor, committee=committee, reason=data["reason"])
        return f"« {name} » n’aura pas lieu. Le journal en garde la trace."

    page_spec = FormPage(
        title="Annuler ce comité ?", submit_label="Annuler ce comité", back_url=reverse("committees:list", args=[code]),
        intro=f"{name}, prévu le {format_day(committee.held_on)}. Son ordre du jour et son dossier partent avec lui.",
        danger=True, stylesheet=COMMITTEES_STYLESHEET,
    )  # fmt: skip
    here = committee_url("page", committee, code)
    return form_page(request, page_spec, form, on_valid, committee_page_context(plan, (name, here), ("Annuler", "")))


def _round_choices(actor: Actor, plan: Plan) -> list[tuple[str, str]]:
    return [
        (str(line.number), f"{line.label} ({'ouvert' if line.is_open else 'clos'})")
        for line in round_summaries(actor=actor, plan=plan)
    ]
