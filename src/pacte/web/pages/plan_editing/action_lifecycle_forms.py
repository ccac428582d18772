"""Forms of the decisions on an action: each asks for its date, its reason and its own fields."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionState
from pacte.plan.rules.amendments import MAX_SPLIT_PARTS

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _LifecycleForm(forms.Form):
    """All forms are on one page, so the ids of their fields start with the name of the act."""

    act = ""
    verb = ""
    title = ""
    note = ""

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, auto_id=f"id_{self.act}_%s", **named)


class _DatedForm(_LifecycleForm):
    since = forms.DateField(label="À compter du", widget=_DAY)


class _ReasonForm(_LifecycleForm):
    reason = forms.CharField(
        label="Pourquoi ?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), help_text="Le motif reste écrit."
    )


class SuspendForm(_DatedForm, _ReasonForm):
    act, verb, title = "suspend", "Suspendre l’action", "La suspendre"
    note = "elle reprendra peut-être ; on n’attend rien d’elle d’ici là"
    state = ActionState.SUSPENDED


class ResumeForm(_DatedForm, _ReasonForm):
    act, verb, title = "resume", "Reprendre l’action", "La reprendre"
    note = "elle suit de nouveau son cours"
    state = ActionState.RUNNING


class AbandonForm(_DatedForm, _ReasonForm):
    act, verb, title = "abandon", "Abandonner l’action", "L’abandonner"
    note = "sa fiche reste lisible, son argent et ses sessions lui restent rattachés"
    state = ActionState.ABANDONED


class SplitForm(_DatedForm, _ReasonForm):
    act, verb, title = "split", "Partager l’action", "La partager"
    note = "les nouvelles actions gardent l’axe, l’objectif, les porteurs et les publics ; le reste est à écrire"
    titles = forms.CharField(
        label="Intitulés des nouvelles actions",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Un par ligne, deux au moins, {MAX_SPLIT_PARTS} au plus.",
    )
    field_order = ("titles", "since", "reason")

    def clean_titles(self) -> list[str]:
        titles = [line.strip() for line in self.cleaned_data["titles"].splitlines() if line.strip()]
        if not 2 <= len(titles) <= MAX_SPLIT_PARTS:
            raise forms.ValidationError(f"Écrivez de deux à {MAX_SPLIT_PARTS} intitulés, un par ligne.")
        return titles


class MergeForm(_DatedForm, _ReasonForm):
    act, verb, title = "merge", "Fusionner les actions", "La fusionner"
    note = "elle prend fin, une autre action la reprend"
    into = forms.TypedChoiceField(label="Reprise par", coerce=ActionCode)
    field_order = ("into", "since", "reason")


class ContinueForm(_ReasonForm):
    act, verb, title = "continue", "Écrire cette filiation", "Dire ce qu’elle continue"
    note = "une action d’un autre plan"
    origin = forms.ChoiceField(label="Elle continue")
    field_order = ("origin", "reason")


class RevertActionForm(_ReasonForm):
    act, verb, title = "take_back", "Revenir à la version en vigueur", "Revenir sur ce que le projet en décide"
    note = "son état et sa filiation redeviennent ceux d’avant ce projet"
