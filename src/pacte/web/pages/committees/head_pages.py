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
from pacte.web.form_fields import LineField
from pacte.web.pages.committees.frame import STYLE, address, frame, one, readable_plan, refuse_unless
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CommitteeForm(forms.Form):
    title = LineField(label="Nom du comité", max_length=200, help_text="« Comité de pilotage de décembre ».")
    held_on = forms.DateField(label="Date", widget=_DAY)
    starts_at = forms.TimeField(label="Heure de début", required=False, widget=_HOUR)
    place = LineField(label="Lieu", max_length=200, required=False)
    round_number = forms.ChoiceField(
        label="Tour de mise à jour", required=False, help_text="Le dossier imprime ce tour, une fois clos."
    )

    def __init__(self, *given: Any, rounds: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["round_number"].choices = [("", "aucun pour l’instant"), *rounds]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        found["round_number"] = int(found["round_number"]) if found["round_number"] else None
        return found


class CancelForm(forms.Form):
    reason = forms.CharField(label="Pourquoi ?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = readable_plan(actor, code)
    refuse_unless(actor, "committee.prepare", plan)
    form = CommitteeForm(request.POST if request.method == "POST" else None, rounds=_rounds(actor, plan))

    def run(_given: dict[str, Any]) -> str:
        made = plan_committee(actor=actor, plan=plan, **form.given)
        return f"« {made.title} » est prévu le {format_day(made.held_on)}."

    said = ActPage(
        title="Quand se tient ce comité ?", verb="Prévoir ce comité", back=reverse("committees:list", args=[code]),
        answer="Une date et un nom suffisent ; l’ordre du jour vient ensuite.", stylesheet=STYLE,
    )  # fmt: skip
    return act_page(request, said, form, run, frame(plan, ("Prévoir", "")))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = one(actor, code, number)
    refuse_unless(actor, "committee.prepare", committee.plan)
    initial = {
        "title": committee.title,
        "held_on": committee.held_on,
        "starts_at": committee.starts_at,
        "place": committee.place,
        "round_number": str(committee.round.number) if committee.round else "",
    }
    sent = request.POST if request.method == "POST" else None
    form = CommitteeForm(sent, initial=initial, rounds=_rounds(actor, committee.plan))

    def run(_given: dict[str, Any]) -> str:
        change_committee(actor=actor, committee=committee, **form.given)
        return f"« {form.given['title']} » : c’est noté."

    back = address("page", committee, code)
    said = ActPage(
        title="Qu’est-ce qui change pour ce comité ?", verb="Enregistrer", back=back, stylesheet=STYLE,
        answer=f"{committee.title}, le {format_day(committee.held_on)}.",
    )  # fmt: skip
    return act_page(request, said, form, run, frame(committee.plan, (committee.title, back), ("Modifier", "")))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = one(actor, code, number)
    refuse_unless(actor, "committee.prepare", committee.plan)
    form = CancelForm(request.POST if request.method == "POST" else None)
    name, plan = committee.title, committee.plan

    def run(given: dict[str, Any]) -> str:
        cancel_committee(actor=actor, committee=committee, reason=given["reason"])
        return f"« {name} » n’aura pas lieu. Le journal en garde la trace."

    said = ActPage(
        title="Annuler ce comité ?", verb="Annuler ce comité", back=reverse("committees:list", args=[code]),
        answer=f"{name}, prévu le {format_day(committee.held_on)}. Son ordre du jour et son dossier partent avec lui.",
        danger=True, stylesheet=STYLE,
    )  # fmt: skip
    here = address("page", committee, code)
    return act_page(request, said, form, run, frame(plan, (name, here), ("Annuler", "")))


def _rounds(actor: Actor, plan: Plan) -> list[tuple[str, str]]:
    return [
        (str(line.number), f"{line.label} ({'ouvert' if line.is_open else 'clos'})")
        for line in round_summaries(actor=actor, plan=plan)
    ]
