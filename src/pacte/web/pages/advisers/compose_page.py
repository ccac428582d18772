"""« Quels modules, dans quel ordre ? »: a plan of modules under hours, distance and dates; the adviser keeps steps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.journeys.queries.adviser_learners import journey_records
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.queries.module_plans import (
    missing_blocks_of,
    module_plan_by_id,
    plan_candidates,
)
from pacte.journeys.records.module_plans import UNCOVERED_REASON_LABELS, PlanLimits
from pacte.journeys.rules.module_plan import replay_module_plan
from pacte.journeys.services.module_plans import save_module_plan
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.rules.certification_codes import rncp_codes
from pacte.reference.queries import certification_by_code
from pacte.web.form_fields import ChoicesForm, day_field, text_field
from pacte.web.module_plan_rows import module_plan_stages
from pacte.web.pages.advisers.adviser_pages import JourneyFormPage
from pacte.workflows.propose_module_plan import propose_module_plan

if TYPE_CHECKING:
    from pacte.journeys.models import ModulePlan
    from pacte.reference.records import Certification

_USUAL_HOURS, _USUAL_KM = 400, 30


class PlanLimitsForm(forms.Form):
    """What the plan must hold in; sent by the address, so that it can be kept and compared."""

    certification = text_field("Certification visée", 20, help_text="Son code, comme RNCP34502.")
    hours = forms.IntegerField(label="Heures au plus", min_value=1, max_value=5_000)
    km = forms.IntegerField(
        label="Kilomètres au plus", min_value=0, max_value=1_000, required=False, help_text="Vide : partout."
    )
    since = day_field("À partir du")
    until = day_field("Jusqu’au", required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", "Le dernier jour est avant le premier.")
        return values

    @property
    def limits(self) -> PlanLimits:
        values, far = self.cleaned_data, self.cleaned_data["km"]
        kilometres = None if far is None else float(far)
        return PlanLimits(values["hours"], kilometres, values["since"], values["until"])


class KeptStagesForm(ChoicesForm):
    plan = forms.IntegerField(widget=forms.HiddenInput)
    etapes = forms.MultipleChoiceField(
        label="Étapes à proposer",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une étape."},
        help_text="Chacune devient un parcours, à la suite du précédent : la personne répond à chacune.",
    )
    on = day_field("Proposé le")


class ComposePage(JourneyFormPage):
    """Composes a plan from the limits of the URL, saved as it is shown; its form proposes the steps ticked."""

    saved: ModulePlan | None = None
    target: Certification | None = None
    missing: list[str]

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(self.journey.referrer_id in adviser_bodies(self.actor))
        self.missing = []
        self.limits_form = PlanLimitsForm(self._limits())
        if self.request.method == "POST":
            self._load_saved(parse_whole_number(self.request.POST.get("plan", "")))
        elif self.limits_form.is_valid():
            self._compose(self.limits_form.cleaned_data["certification"], self.limits_form.limits)

    def _load_saved(self, identifier: int | None) -> None:
        """What was shown. Without a number the form says that it is missing; raises ``NotFound`` for another plan."""
        if identifier is not None:
            self.saved = module_plan_by_id(actor=self.actor, journey=self.journey, identifier=identifier)
            self.missing = list(self.saved.inputs["missing"])
            self.target = certification_by_code(self.saved.inputs["certification"])

    def _limits(self) -> dict[str, Any]:
        """What was asked, else usual limits towards the certification of the latest training."""
        sent = self.request.GET
        if "hours" in sent:
            return {name: sent.get(name, "") for name in PlanLimitsForm.base_fields}
        records = journey_records(actor=self.actor, learner=self.record.learner, on=today())
        sessions = [each.journey.session for each in records if each.journey.session]
        code = next((code for each in sessions for code in rncp_codes(each.training.certifications)), "")
        target = sent.get("certification", "") or code
        return {"certification": target, "hours": _USUAL_HOURS, "km": _USUAL_KM, "since": today().isoformat()}

    def _compose(self, code: str, limits: PlanLimits) -> None:
        actor, learner = self.actor, self.record.learner
        self.target = certification_by_code(code)
        if self.target is None:
            self.limits_form.add_error("certification", "Cette certification n’est pas connue.")
            return
        codes = [each.code for each in self.target.blocks]
        self.missing = missing_blocks_of(actor=actor, learner=learner, block_codes=codes)
        candidates = plan_candidates(
            actor=actor, learner=learner, certification=self.target.code, missing=self.missing, on=limits.since
        )
        self.saved = save_module_plan(
            actor=actor, journey=self.journey, certification=self.target.code, missing=self.missing,
            candidates=candidates, limits=limits,
        )  # fmt: skip

    def form_arguments(self) -> dict[str, Any]:
        rows = module_plan_stages(self.actor, self.saved) if self.saved else []
        choices = [(str(each["session_id"]), each["text"]) for each in rows]
        initial = {
            "plan": self.saved.pk if self.saved else None, "on": today(), "etapes": [value for value, _ in choices],
        }  # fmt: skip
        return {"choices": {"etapes": choices}, "initial": initial}

    def context(self) -> dict[str, Any]:
        saved = self.saved
        answer = replay_module_plan(saved.inputs, saved.candidates) if saved else None
        labels = {each.code: each.label for each in self.target.blocks} if self.target else {}
        return {
            "limits_form": self.limits_form,
            "sentence": self._sentence(answer.hours if answer else 0, len(answer.stages) if answer else 0),
            "has_stages": bool(answer and answer.stages),
            "uncovered": [
                {
                    "label": labels.get(each.code, each.code),
                    "code": each.code,
                    "why": UNCOVERED_REASON_LABELS[each.reason],
                }
                for each in (answer.uncovered if answer else ())
            ],
            "saved": saved,
            "synthetic": self.record.learner.is_synthetic,
        }

    def _sentence(self, hours: int, count: int) -> str:
        if self.target is None:
            return "Dites vers quelle certification, et ce que la personne peut donner."
        if not self.missing:
            return f"Tous les blocs de « {self.target.title} » sont certifiés : il ne manque rien."
        blocks = pluralise(len(self.missing), "bloc manque", "blocs manquent")
        steps = pluralise(count, "étape", "étapes")
        return f"{blocks} pour « {self.target.title} ». La règle trouve {steps}, {format_number(hours)} h en tout."


@ComposePage.view(
    form_class=KeptStagesForm,
    template_name="advisers/compose.html",
    title=lambda page: f"Quels modules pour {page.record.name} ?",
    intro="La règle propose un ordre sous vos limites ; c’est vous, avec la personne, qui gardez ce qui convient.",
    submit_label="Proposer ces étapes",
    crumb="Composer un plan",
    error_fields={"plan_steps": "etapes"},
)
def compose(page: ComposePage, data: dict[str, Any]) -> str:
    on: date = data["on"]
    propose_module_plan(
        actor=page.actor, plan=ensure_found(page.saved), journey=page.journey, body=body_by_id(page.record.body_id),
        session_ids={int(each) for each in data["etapes"]}, on=on,
    )  # fmt: skip
    return f"{pluralise(len(data['etapes']), 'étape est proposée', 'étapes sont proposées')} à {page.record.name}."
