"""Lifecycle of a version (vote, signature, entry into force, discarding), and « Que devient cette action ? ».

What an amendment decides about one action is written in the draft with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.kernel.french import apply_french_spacing
from pacte.plan.permissions import may
from pacte.plan.queries import (
    action_short_titles,
    content_of_version,
    plan_by_code,
    plan_scope_of_version,
    plan_summaries,
    version_by_number,
    version_summaries,
)
from pacte.plan.records import ActionState, VersionState
from pacte.plan.rules.amendments import MAX_SPLIT_PARTS
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.display import describe_lineage, describe_status
from pacte.plan.rules.lifecycle import is_over_state
from pacte.plan.rules.plan_comparison import action_name
from pacte.plan.services import (
    continue_action,
    discard_draft,
    merge_actions,
    put_in_force,
    restore_action,
    set_action_state,
    sign,
    split_action,
    vote,
)
from pacte.web.form_fields import ChoicesForm, SingleLineField, day_field, paragraph_field, reason_field
from pacte.web.page import Crumb
from pacte.web.pages.plan_editing.amendment_pages import ActionAmendmentPage, PlanEditingPage
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.templatetags.pacte_components import as_errors

if TYPE_CHECKING:
    from pacte.plan.models import PlanVersion


class _StepForm(forms.Form):
    """A step, for those with ``right``. ``verb`` is the label of its button, ``message`` what is said afterwards."""

    act = right = verb = message = ""
    # Takes the actor, the version and the cleaned data.
    run: Callable[..., object]


class VoteVersionForm(_StepForm):
    act, right, verb = "vote", "plan.vote", "Enregistrer le vote"
    message = "« {} » : le vote est enregistré. Plus rien n’y changera."
    body = SingleLineField(label="Assemblée", max_length=200, help_text="Assemblée plénière, commission permanente…")
    number = SingleLineField(label="Numéro de la délibération", max_length=80)
    on = day_field("Date du vote", initial=today)

    def run(self, body: str, **arguments: Any) -> None:
        vote(assembly=body, **arguments)


class SignVersionForm(_StepForm):
    act, right, verb = "sign", "plan.sign", "Enregistrer la signature"
    message = "« {} » : la signature est enregistrée."
    on = day_field("Date de la signature", initial=today)
    run = staticmethod(sign)


class PutInForceForm(_StepForm):
    act, right, verb = "force", "plan.put_in_force", "Mettre en vigueur"
    message = "« {} » : la date d’effet est enregistrée."
    on = day_field("En vigueur à partir du", initial=today)
    run = staticmethod(put_in_force)


class DiscardDraftForm(_StepForm):
    act, right, message = "discard", "plan.import", "« {} » est abandonné."
    reason = paragraph_field("Pourquoi l’abandonner ?", max_length=2000)
    run = staticmethod(discard_draft)


_NEXT_STEP_BY_STATE = {
    VersionState.DRAFT: VoteVersionForm,
    VersionState.VOTED: SignVersionForm,
    VersionState.SIGNED: PutInForceForm,
}
_ANSWERS = {
    VersionState.DRAFT: "{} : en projet. Après le vote, plus rien n’y changera.",
    VersionState.VOTED: "{} : votée, à signer.",
    VersionState.SIGNED: "{} : signée, à mettre en vigueur.",
    VersionState.IN_FORCE: "{} : en vigueur. Toutes ses étapes sont franchies.",
}


class VersionStepsPage(PlanEditingPage):
    """State of the version, and the next step for those who may take it."""

    template_name, crumb, back = "plan_editing/steps.html", "Étapes", "plan:versions"
    decorators = (requires_reauthentication,)
    error_fields = {"signed_before_vote": "on", "in_force_order": "on"}
    form: _StepForm
    next_step: _StepForm | None
    discard: DiscardDraftForm

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.version = version_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"])
        if not self._may("plan.vote") and not self._may("plan.import"):
            raise PermissionDenied(
                "plan_right",
                "Votre fonction ne permet pas de faire avancer une version du plan.",
                hint="Lisez où elle en est sur la page « Versions », ou demandez-le au pilote du pacte.",
            )

    def breadcrumb(self) -> Sequence[Crumb]:
        return [
            ("Versions", self.back_url),
            (self.version.label, f"{self.url('plan:glance')}?version={self.version.number}"),
            (self.crumb, ""),
        ]

    def build_form(self) -> _StepForm:
        """The form that was sent, bound. Raises ``Conflict`` when its step is not the next one."""
        is_sent, act = self.request.method == "POST", self.request.POST.get("act", "")
        kind = _NEXT_STEP_BY_STATE.get(VersionState(self.version.state))
        self.next_step = kind(self.request.POST if act == kind.act else None) if kind else None
        self.discard = DiscardDraftForm(self.request.POST if act == DiscardDraftForm.act else None)
        self.form = self.next_step if self.next_step and self.next_step.is_bound else self.discard
        if is_sent and not self.form.is_bound:
            raise Conflict("version_state", "Cette version n’en est plus là.", hint="Rechargez la page.")
        return self.form

    def save(self, data: dict[str, Any]) -> str:
        self.form.run(actor=self.actor, version=self.version, **data)
        # A plan whose only version was a discarded draft is no longer visible.
        if self.form is self.discard and not version_summaries(actor=self.actor, plan=self.plan):
            self.next_url = reverse("plan:main")
        return self.form.message.format(self.version.label)

    def context(self) -> dict[str, Any]:
        step, is_draft = self.next_step, self.version.state == VersionState.DRAFT
        return super().context() | {
            "answer": _ANSWERS[VersionState(self.version.state)].format(self.version.label),
            "form": step if step and self._may(step.right) else None,
            "discard": self.discard if is_draft and self._may(self.discard.right) else None,
            "defects": check_plan(content_of_version(self.version)),
        }

    def _may(self, right: str) -> bool:
        return may(self.actor, right, plan_scope_of_version(self.version))


_ORIGIN_SEPARATOR = "|"


class _LifecycleForm(ChoicesForm):
    """One decision, which ``run`` writes. All are on one page: the ids of their fields start with the act."""

    act = verb = title = note = ""
    reason = reason_field(help_text="Le motif reste écrit.")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, auto_id=f"id_{self.act}_%s", **options)

    # Takes the actor, the version, the number of the action and the cleaned data. Returns the draft.
    run: Callable[..., PlanVersion]


class _DatedForm(_LifecycleForm):
    since = day_field("À compter du", initial=today)


class _StateForm(_DatedForm):
    state: ActionState

    def run(self, **arguments: Any) -> PlanVersion:
        return set_action_state(state=self.state, **arguments)


class SuspendForm(_StateForm):
    act, verb, title = "suspend", "Suspendre l’action", "La suspendre"
    note = "elle reprendra peut-être ; on n’attend rien d’elle d’ici là"
    state = ActionState.SUSPENDED


class ResumeForm(_StateForm):
    act, verb, title = "resume", "Reprendre l’action", "La reprendre"
    note = "elle suit de nouveau son cours"
    state = ActionState.RUNNING


class AbandonForm(_StateForm):
    act, verb, title = "abandon", "Abandonner l’action", "L’abandonner"
    note = "sa fiche reste lisible, son argent et ses sessions lui restent rattachés"
    state = ActionState.ABANDONED


class SplitForm(_DatedForm):
    act, verb, title = "split", "Partager l’action", "La partager"
    note = "les nouvelles actions gardent l’axe, l’objectif, les porteurs et les publics ; le reste est à écrire"
    titles = paragraph_field(
        "Intitulés des nouvelles actions", help_text=f"Un par ligne, deux au moins, {MAX_SPLIT_PARTS} au plus."
    )
    field_order = ("titles", "since", "reason")
    run = staticmethod(split_action)

    def clean_titles(self) -> list[str]:
        titles = [line.strip() for line in self.cleaned_data["titles"].splitlines() if line.strip()]
        if not 2 <= len(titles) <= MAX_SPLIT_PARTS:
            raise forms.ValidationError(f"Écrivez de deux à {MAX_SPLIT_PARTS} intitulés, un par ligne.")
        return titles


class MergeForm(_DatedForm):
    act, verb, title = "merge", "Fusionner les actions", "La fusionner"
    note = "elle prend fin, une autre action la reprend"
    into = forms.TypedChoiceField(label="Reprise par", coerce=ActionCode)
    field_order = ("into", "since", "reason")

    def run(self, number: ActionCode, **arguments: Any) -> PlanVersion:
        return merge_actions(numbers=[number], **arguments)


class ContinueForm(_LifecycleForm):
    act, verb, title = "continue", "Écrire cette filiation", "Dire ce qu’elle continue"
    note = "une action d’un autre plan"
    origin = forms.ChoiceField(label="Elle continue")
    field_order = ("origin", "reason")

    def run(self, origin: str, **arguments: Any) -> PlanVersion:
        plan, _, number = origin.rpartition(_ORIGIN_SEPARATOR)
        return continue_action(origin_plan=plan, origin_number=ActionCode(number), **arguments)


class RevertActionForm(_LifecycleForm):
    act, verb, title = "take_back", "Revenir à la version en vigueur", "Revenir sur ce que le projet en décide"
    note = "son état et sa filiation redeviennent ceux d’avant ce projet"
    run = staticmethod(restore_action)


_FORMS_BY_STATE: dict[ActionState, tuple[type[_LifecycleForm], ...]] = {
    ActionState.RUNNING: (SuspendForm, AbandonForm, SplitForm, MergeForm),
    ActionState.SUSPENDED: (ResumeForm, AbandonForm, SplitForm, MergeForm),
    ActionState.ABANDONED: (ResumeForm,),
}


class LifecyclePage(ActionAmendmentPage):
    """The decisions that the state of the action allows, in the draft when there is one."""

    template_name, crumb = "plan_editing/become.html", "Ce qu’elle devient"
    refusal = (
        "plan_right",
        "Votre fonction ne permet pas de décider de ce que devient une action.",
        "Proposez-le au pilote du pacte.",
    )
    error_fields = {"reason_missing": "reason"}
    form: _LifecycleForm
    forms: list[_LifecycleForm]

    def build_form(self) -> _LifecycleForm:
        """The form of the decision that was sent, bound. Raises ``Conflict`` when it is no longer allowed."""
        is_sent, act = self.request.method == "POST", self.request.POST.get("act", "")
        origins = self._other_plan_actions()
        kinds: list[type[_LifecycleForm]] = [
            *_FORMS_BY_STATE.get(self.content.state_of(self.number), ()),
            *([ContinueForm] if origins else []),
            *([RevertActionForm] if self._is_changed_in_draft() else []),
        ]
        choices = {
            MergeForm.act: {
                "into": [
                    (str(each), f"{each} {action_name(self.content, each)}")
                    for each in self.content.numbers
                    if each != self.number and not is_over_state(self.content.state_of(each))
                ]
            },
            ContinueForm.act: {"origin": origins},
        }
        self.forms = [
            kind(self.request.POST if is_sent and kind.act == act else None, choices=choices.get(kind.act, {}))
            for kind in kinds
        ]
        if is_sent and act not in {form.act for form in self.forms}:
            raise Conflict("action_state", "L’action n’en est plus là.", hint="Rechargez la page.")
        self.form = next((form for form in self.forms if form.is_bound), _LifecycleForm(choices={}))
        return self.form

    def save(self, data: dict[str, Any]) -> str:
        draft = self.form.run(actor=self.actor, version=self.version, number=self.number, **data)
        self.go_to_draft(draft, "plan:action", self.number)
        return apply_french_spacing(
            f"{self.form.title} : écrit dans « {draft.label} ». La version en vigueur ne change pas avant le vote."
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "title": f"Que devient l’action « {action_name(self.content, self.number)} » ?",
            "answer": self._answer(),
            "acts": [{"form": form, "is_open": form.is_bound, "identifier": f"acte-{form.act}"} for form in self.forms],
            "errors": as_errors(self.form),
        }

    def _other_plan_actions(self) -> list[tuple[str, str]]:
        """Actions of the other plans, latest plan first."""
        plans = [
            (
                line,
                action_short_titles(actor=self.actor, plan=plan_by_code(actor=self.actor, code=line.code), on=today()),
            )
            for line in plan_summaries(actor=self.actor)
            if line.code != self.plan.code
        ]
        return [
            (
                f"{line.code}{_ORIGIN_SEPARATOR}{number}",
                f"{line.first_year}-{line.last_year} : {number} {names[number]}",
            )
            for line, names in plans
            for number in sorted(names)
        ]

    def _is_changed_in_draft(self) -> bool:
        """True when the draft differs from its base version about this action."""
        if self.version.state != VersionState.DRAFT or self.version.base is None:
            return False
        base, number = content_of_version(self.version.base), self.number
        return (base.status_of(number), base.origins_of(number), base.successors_of(number)) != (
            self.content.status_of(number),
            self.content.origins_of(number),
            self.content.successors_of(number),
        )

    def _answer(self) -> str:
        is_draft = self.version.state == VersionState.DRAFT
        where = f"Dans « {self.version.label} »" if is_draft else "Dans la version en vigueur"
        status = self.content.status_of(self.number)
        origins = [describe_lineage(each) for each in self.content.origins_of(self.number)]
        start = "Elle " if len(origins) == 1 else "Origines : "
        sentences = [
            f"{where}, elle est {describe_status(status)}." if status else f"{where}, elle suit son cours.",
            *([f"{start}{' ; '.join(origins)}."] if origins else []),
            "Ce que vous décidez ici va au projet d’avenant ; rien ne change avant le vote.",
        ]
        return " ".join(sentences)
