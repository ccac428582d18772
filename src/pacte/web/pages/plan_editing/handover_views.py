"""« À qui passer la main ? »: hands over everything that a person leads, or names a substitute for a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from pacte.accounts.queries import organisation_names, people_for_hand_over, person_for_hand_over, substitutions
from pacte.accounts.services import create_substitution, end_substitution
from pacte.audit.queries import audit_entries_about
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.kernel.responsibility import Assignment
from pacte.kernel.user_input import parse_iso_day
from pacte.web.form_fields import ChoicesForm, day_field, paragraph_field
from pacte.web.page import Crumb, FormPage
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.request import Request
from pacte.web.templatetags.pacte_components import as_errors
from pacte.workflows.hand_over import (
    SourceAssignments,
    assignments_by_source,
    hand_over,
    possible_takers,
    preview_hand_over,
)

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person

_SHOWN_ACTS = {"hand_over", "stand_in.name", "stand_in.end"}
HAND_OVER_ACT, SUBSTITUTE_ACT, END_SUBSTITUTION_ACT = "pass", "stand_in", "end"


class ChooseTakerForm(ChoicesForm):
    """Read from the URL: the preview is a GET page."""

    taker = forms.TypedChoiceField(label="Qui prend la suite ?", coerce=int)
    on = day_field("À partir du")


class HandOverForm(ChooseTakerForm):
    reason = paragraph_field("Motif", max_length=2000)


class SubstituteForm(ChoicesForm):
    substitute = forms.TypedChoiceField(label="Qui remplace ?", coerce=int)
    valid_from = day_field("Du", initial=today)
    valid_until = day_field("Au", initial=today)
    reason = paragraph_field("Motif", max_length=2000)


class HandOverPage(FormPage):
    """What a person leads, the preview of what would pass to the taker of the URL, and their substitutes."""

    template_name, crumb = "plan_editing/hand_over.html", "Passer la main"
    decorators = (requires_reauthentication,)
    shows_conflicts = True
    giver: Person
    form: ChoicesForm

    def load(self, person_id: int) -> None:
        self.giver = person_for_hand_over(actor=self.actor, person_id=person_id)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [
            ("Personnes", self.url("accounts:people")),
            (str(self.giver), self.url("accounts:person", self.giver.pk)),
            (self.crumb, ""),
        ]

    @property
    def success_url(self) -> str:
        return self.url("plan_editing:hand_over", self.giver.pk)

    def build_form(self) -> ChoicesForm:
        """The form that was sent, bound. Raises ``ValidationError`` on an unknown act."""
        sent, act = self.request.POST, self.request.POST.get("act", "")
        self.people = {each.pk: each for each in people_for_hand_over(actor=self.actor, on=today())}
        self.on = _day(sent.get("on") or self.request.GET.get("on", "")) or today()
        takers = possible_takers(actor=self.actor, giver=self.giver, on=self.on)
        self.takers = [(str(each.pk), str(each)) for each in takers]
        self.pass_form = HandOverForm(sent if act == HAND_OVER_ACT else None, choices={"taker": self.takers})
        self.substitute_form = SubstituteForm(
            sent if act == SUBSTITUTE_ACT else None,
            choices={"substitute": [(str(pk), str(each)) for pk, each in self.people.items() if pk != self.giver.pk]},
            auto_id="id_stand_in_%s",
        )
        self.form = self.substitute_form if self.substitute_form.is_bound else self.pass_form
        if self.request.method == "POST" and not self.form.is_bound:
            raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
        return self.form

    def post(self, request: Request) -> HttpResponseBase:
        if request.POST.get("act") != END_SUBSTITUTION_ACT:
            return super().post(request)
        identifier = request.POST.get("stand_in", "")
        known = {str(each.substitution_id) for each in substitutions(actor=self.actor, person_id=self.giver.pk)}
        if identifier not in known:
            raise Conflict("stand_in_gone", "Ce remplacement n’existe plus.", hint="Rechargez la page.")
        end_substitution(actor=self.actor, substitution_id=int(identifier), on=today())
        messages.success(request, "Le remplacement est fini.")
        return HttpResponseRedirect(self.success_url)

    def save(self, data: dict[str, Any]) -> str:
        return apply_french_spacing(self._hand_over(**data) if "taker" in data else self._name_substitute(**data))

    def _hand_over(self, taker: int, on: date, reason: str) -> str:
        successor = self.people[taker]
        handover = hand_over(actor=self.actor, giver=self.giver, taker=successor, on=on, reason=reason)
        count = pluralise(handover.count, "chose passe", "choses passent")
        return f"{count} de {self.giver} à {successor}, à partir du {format_day(on)}."

    def _name_substitute(self, substitute: int, valid_from: date, valid_until: date, reason: str) -> str:
        person = self.people[substitute]
        create_substitution(
            actor=self.actor,
            person=self.giver,
            substitute=person,
            host=_steered_host(self.actor, self.giver),
            valid_from=valid_from,
            valid_until=valid_until,
            reason=reason,
        )
        return f"{person} remplace {self.giver} du {format_day(valid_from)} au {format_day(valid_until)}."

    def context(self) -> dict[str, Any]:
        giver, sent = self.giver, self.request.POST if self.pass_form.is_bound else self.request.GET
        chosen = taker_id if (taker_id := sent.get("taker", "")) in dict(self.takers) else ""
        taker = self.people.get(int(chosen)) if chosen else None
        parts = assignments_by_source(actor=self.actor, person_id=giver.pk, on=self.on)
        count, day = sum(len(part.assignments) for part in parts), format_day(self.on)
        names = organisation_names(on=today())
        choices, initial = {"taker": self.takers}, {"taker": chosen, "on": self.on}
        choose = ChooseTakerForm(sent if self.pass_form.is_bound else None, initial=initial, choices=choices)
        return {
            "giver": giver,
            "title": f"À qui passer la main de {giver} ?",
            "answer": f"{giver} porte {pluralise(count, 'chose')} au {day} ou après. Un seul acte les confie toutes."
            if count
            else f"{giver} ne porte rien au {day} ni après.",
            "parts": _assignment_groups(parts, names),
            "replaced": [
                {
                    "text": apply_french_spacing(
                        f"{each.substitute}, du {format_day(each.valid_from)} au {format_day(each.valid_until)}"
                    ),
                    "note": each.reason,
                    "identifier": each.substitution_id,
                    "may_end": each.valid_until >= today(),
                }
                for each in substitutions(actor=self.actor, person_id=giver.pk)
            ],
            "entries": [
                {
                    "when": entry.at,
                    "who": entry.person_name,
                    "what": _entry_text(entry.act, entry.detail),
                    "reason": entry.reason,
                }
                for entry in audit_entries_about(actor=self.actor, subject_kind="person", subject_ids=[giver.pk])
                if entry.act in _SHOWN_ACTS
            ],
            "choose": choose if self.takers else None,
            "taker": taker,
            "on_value": self.on.isoformat(),
            "preview": self._preview(taker, names) if taker else None,
            "pass_form": self.pass_form,
            "stand_form": self.substitute_form,
            "errors": as_errors(choose if self.pass_form.is_bound and not taker else self.form),
            "opens_stand_in": self.substitute_form.is_bound,
        }

    def _preview(self, taker: Person, names: dict[int, str]) -> dict[str, Any]:
        preview = preview_hand_over(actor=self.actor, giver=self.giver, taker=taker, on=self.on)
        return {
            "moves": _assignment_groups(preview.transferred, names),
            "stays": [_assignment_item(each, names) for each in preview.remaining],
            "count": preview.count,
            "verb": f"Confier {'cette chose' if preview.count == 1 else f'ces {preview.count} choses'}",
        }


def _day(text: str) -> date | None:
    try:
        return parse_iso_day(text) if text else None
    except ValueError:
        return None


def _steered_host(actor: Actor, giver: Person) -> Organisation:
    """The pact where the giver has, or had, a post and which the actor steers."""
    post = giver.memberships.filter(host_id__in=actor.host_ids).select_related("host").order_by("-valid_from").first()
    if post is None:
        raise Conflict("no_post", f"{giver} n’a pas de fonction dans ce pacte.", hint="Rechargez la page.")
    return post.host


def _entry_text(act: str, detail: dict[str, Any]) -> str:
    if act == "hand_over":
        assignments = detail.get("passed", [])
        return apply_french_spacing(f"a tout confié à {detail.get('taker', '')} : {' ; '.join(assignments)}")
    if act == "stand_in.name":
        return f"a nommé {detail.get('substitute', '')} en remplacement"
    return f"a mis fin au remplacement par {detail.get('substitute', '')}"


def _assignment_groups(parts: Iterable[SourceAssignments], names: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {"label": part.source.label, "items": [_assignment_item(each, names) for each in part.assignments]}
        for part in parts
    ]


def _assignment_item(holding: Assignment, names: dict[int, str]) -> dict[str, str]:
    since = f"depuis le {format_day(holding.since)}" if holding.since else ""
    until = f"jusqu’au {format_day(holding.until)}" if holding.until else ""
    return {
        "label": holding.label,
        "note": ", ".join(part for part in (f"pour {names.get(holding.organisation_id, '')}", since, until) if part),
        "url": reverse("plan:action", args=[holding.plan_code, holding.number]) if holding.number else "",
    }
