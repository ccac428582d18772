"""« À qui passer la main ? »: hands over everything that a person leads, or names a substitute for a time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.accounts.queries import organisation_names, people_for_hand_over, person_for_hand_over, substitutions
from pacte.accounts.services import create_substitution, end_substitution
from pacte.audit.queries import audit_entries_about
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.require_login import require_login
from pacte.web.templatetags.pacte_components import as_errors
from pacte.workflows.hand_over import (
    HandOverPreview,
    SourceAssignments,
    assignments_by_source,
    hand_over,
    possible_takers,
    preview_hand_over,
)

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person
    from pacte.kernel.actor import Actor
    from pacte.kernel.responsibility import Assignment

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_REASON = {"label": "Motif", "max_length": 2000}
HAND_OVER_ACT, SUBSTITUTE_ACT, END_SUBSTITUTION_ACT = "pass", "stand_in", "end"


class ChooseTakerForm(forms.Form):
    """Read from the URL: the preview is a GET page."""

    taker = forms.TypedChoiceField(label="Qui prend la suite ?", coerce=int)
    on = forms.DateField(label="À partir du", widget=_DAY)


class HandOverForm(ChooseTakerForm):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **_REASON)


class SubstituteForm(forms.Form):
    substitute = forms.TypedChoiceField(label="Qui remplace ?", coerce=int)
    valid_from = forms.DateField(label="Du", widget=_DAY)
    valid_until = forms.DateField(label="Au", widget=_DAY)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **_REASON)

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, auto_id="id_stand_in_%s", **named)


@require_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    giver = person_for_hand_over(actor=actor, person_id=person_id)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == END_SUBSTITUTION_ACT:
        return _end_substitution(request, giver)
    people = people_for_hand_over(actor=actor, on=today())
    on = _day(request) or today()
    choices = [(str(each.pk), str(each)) for each in possible_takers(actor=actor, giver=giver, on=on)]
    chosen, pass_form = _taker_form(request, act, choices)
    substitute_form = SubstituteForm(
        request.POST if act == SUBSTITUTE_ACT else None, initial={"valid_from": today(), "valid_until": today()}
    )
    substitute_form.fields["substitute"].choices = [  # type: ignore[attr-defined]
        (str(each.pk), str(each)) for each in people if each.pk != giver.pk
    ]
    if act == HAND_OVER_ACT and pass_form.is_valid():
        try:
            return _hand_over(request, giver, people, pass_form.cleaned_data)
        except (ValidationError, Conflict) as error:
            pass_form.add_error(None, str(error))
    if act == SUBSTITUTE_ACT and substitute_form.is_valid():
        try:
            return _name_substitute(request, giver, people, substitute_form.cleaned_data)
        except (ValidationError, Conflict) as error:
            substitute_form.add_error(None, str(error))
    taker = next((each for each in people if str(each.pk) == str(chosen)), None)
    preview = preview_hand_over(actor=actor, giver=giver, taker=taker, on=on) if taker else None
    values = _page_values(actor, giver, on, assignments_by_source(actor=actor, person_id=giver.pk, on=on)) | {
        "choose": ChooseTakerForm(initial={"taker": chosen, "on": on}) if choices else None,
        "choices": choices,
        "taker": taker,
        "on_value": on.isoformat(),
        "preview": _preview_values(preview, actor) if preview else None,
        "pass_form": pass_form,
        "pass_errors": as_errors(pass_form) if act == HAND_OVER_ACT else [],
        "stand_form": substitute_form,
        "stand_errors": as_errors(substitute_form) if act == SUBSTITUTE_ACT else [],
        "opens_stand_in": act == SUBSTITUTE_ACT,
    }
    if values["choose"] is not None:
        values["choose"].fields["taker"].choices = choices
    return render(request, "amend/hand_over.html", values, status=422 if request.method == "POST" else 200)


def _day(request: HttpRequest) -> date | None:
    text = request.POST.get("on") or request.GET.get("on", "")
    try:
        return parse_iso_day(text) if text else None
    except ValueError:
        return None


def _taker_form(request: HttpRequest, act: str, choices: list[tuple[str, str]]) -> tuple[str, HandOverForm]:
    form = HandOverForm(request.POST if act == HAND_OVER_ACT else None)
    form.fields["taker"].choices = choices  # type: ignore[attr-defined]
    taker_id = request.POST.get("taker", "") if act == HAND_OVER_ACT else request.GET.get("taker", "")
    return (taker_id if taker_id in {value for value, _ in choices} else ""), form


def _hand_over(request: HttpRequest, giver: Person, people: list[Person], data: dict[str, Any]) -> HttpResponse:
    taker = next(each for each in people if each.pk == data["taker"])
    handover = hand_over(
        actor=request.actor,  # type: ignore[attr-defined]
        giver=giver,
        taker=taker,
        on=data["on"],
        reason=data["reason"],
    )
    count = pluralise(handover.count, "chose passe", "choses passent")
    messages.success(
        request, apply_french_spacing(f"{count} de {giver} à {taker}, à partir du {format_day(data['on'])}.")
    )
    return HttpResponseRedirect(reverse("amend:hand_over", args=[giver.pk]))


def _name_substitute(request: HttpRequest, giver: Person, people: list[Person], data: dict[str, Any]) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    substitute = next(each for each in people if each.pk == data["substitute"])
    create_substitution(
        actor=actor,
        person=giver,
        substitute=substitute,
        host=_steered_host(actor, giver),
        valid_from=data["valid_from"],
        valid_until=data["valid_until"],
        reason=data["reason"],
    )
    until = format_day(data["valid_until"])
    messages.success(
        request, apply_french_spacing(f"{substitute} remplace {giver} du {format_day(data['valid_from'])} au {until}.")
    )
    return HttpResponseRedirect(reverse("amend:hand_over", args=[giver.pk]))


def _end_substitution(request: HttpRequest, giver: Person) -> HttpResponse:
    identifier = request.POST.get("stand_in", "")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    known = {str(each.substitution_id) for each in substitutions(actor=actor, person_id=giver.pk)}
    if identifier not in known:
        raise Conflict("stand_in_gone", "Ce remplacement n’existe plus.", hint="Rechargez la page.")
    end_substitution(actor=actor, substitution_id=int(identifier), on=today())
    messages.success(request, "Le remplacement est fini.")
    return HttpResponseRedirect(reverse("amend:hand_over", args=[giver.pk]))


def _steered_host(actor: Actor, giver: Person) -> Organisation:
    """The pact where the giver has, or had, a post and which the actor steers."""
    post = giver.memberships.filter(host_id__in=actor.host_ids).select_related("host").order_by("-valid_from").first()
    if post is None:
        raise Conflict("no_post", f"{giver} n’a pas de fonction dans ce pacte.", hint="Rechargez la page.")
    return post.host


def _page_values(actor: Actor, giver: Person, on: date, parts: tuple[SourceAssignments, ...]) -> dict[str, Any]:
    names = organisation_names(on=today())
    replaced = substitutions(actor=actor, person_id=giver.pk)
    count = sum(len(part.assignments) for part in parts)
    return {
        "giver": giver,
        "trail": [
            {"label": "Personnes", "url": reverse("accounts:people")},
            {"label": str(giver), "url": reverse("accounts:person", args=[giver.pk])},
            {"label": "Passer la main"},
        ],
        "title": f"À qui passer la main de {giver} ?",
        "answer": apply_french_spacing(
            f"{giver} porte {pluralise(count, 'chose')} au {format_day(on)} ou après. Un seul acte les confie toutes."
            if count
            else f"{giver} ne porte rien au {format_day(on)} ni après."
        ),
        "parts": [
            {"label": part.source.label, "items": [_assignment_item(each, names) for each in part.assignments]}
            for part in parts
        ],
        "replaced": [
            {
                "text": apply_french_spacing(
                    f"{each.substitute}, du {format_day(each.valid_from)} au {format_day(each.valid_until)}"
                ),
                "note": each.reason,
                "identifier": each.substitution_id,
                "may_end": each.valid_until >= today(),
            }
            for each in replaced
        ],
        "entries": [
            {
                "when": entry.at,
                "who": entry.person_name,
                "what": _entry_text(entry.act, entry.detail),
                "reason": entry.reason,
            }
            for entry in audit_entries_about(actor=actor, subject_kind="person", subject_ids=[giver.pk])
            if entry.act in _SHOWN_ACTS
        ],
    }


_SHOWN_ACTS = {"hand_over", "stand_in.name", "stand_in.end"}


def _entry_text(act: str, detail: dict[str, Any]) -> str:
    if act == "hand_over":
        assignments = detail.get("passed", [])
        return apply_french_spacing(f"a tout confié à {detail.get('taker', '')} : {' ; '.join(assignments)}")
    if act == "stand_in.name":
        return f"a nommé {detail.get('substitute', '')} en remplacement"
    return f"a mis fin au remplacement par {detail.get('substitute', '')}"


def _assignment_item(holding: Assignment, names: dict[int, str]) -> dict[str, str]:
    since = f"depuis le {format_day(holding.since)}" if holding.since else ""
    until = f"jusqu’au {format_day(holding.until)}" if holding.until else ""
    note = ", ".join(part for part in (f"pour {names.get(holding.organisation_id, '')}", since, until) if part)
    url = reverse("plan:action", args=[holding.plan_code, holding.number]) if holding.number else ""
    return {"label": holding.label, "note": note, "url": url}


def _preview_values(preview: HandOverPreview, actor: Actor) -> dict[str, Any]:
    names = organisation_names(on=today())
    return {
        "moves": [
            {"label": part.source.label, "items": [_assignment_item(each, names) for each in part.assignments]}
            for part in preview.transferred
        ],
        "stays": [_assignment_item(each, names) for each in preview.remaining],
        "count": preview.count,
        "verb": f"Confier {'cette chose' if preview.count == 1 else f'ces {preview.count} choses'}",
    }
