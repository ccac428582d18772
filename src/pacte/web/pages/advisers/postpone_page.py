"""« Reporter ou confier »: people of the desk put off to a day, or entrusted to a colleague, several at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms

from pacte.journeys.permissions import bodies_with_journey_right
from pacte.journeys.queries.desk_choices import DeskChoice, choices_of_desk, choices_of_keys
from pacte.journeys.queries.desk_rows import waiting_journeys
from pacte.journeys.queries.handovers import colleague_candidates
from pacte.journeys.records.adviser_desk import WaitStatus
from pacte.journeys.services.postponements import LONGEST, postpone_journeys
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import ChoicesForm, day_field, text_field
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.advisers.adviser_pages import ScopePage, scope_url_word
from pacte.workflows.hand_over_learner import hand_over_learner

_LATER = timedelta(days=7)
_REASON = "Confiée depuis le bureau."


class DeskAct(StrEnum):
    POSTPONE = "postpone"
    ENTRUST = "entrust"


class PostponeForm(ChoicesForm):
    """The button that was pressed says ``act``."""

    act = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in DeskAct], coerce=DeskAct, widget=forms.HiddenInput,
        error_messages={"required": "Choisissez « Reporter » ou « Confier »."},
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label="Qui ?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins une personne."}
    )
    until = day_field("Y revenir le", error_messages={"required": "Écrivez le jour où y revenir."})
    to = forms.ChoiceField(
        label="À qui ?", choices=[("", "choisir")], error_messages={"required": "Choisissez un collègue."}
    )
    why = text_field("Pourquoi ?", required=False, help_text="Facultatif. Le collègue le lit.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        act = self.data.get("act")
        self.fields["until"].required = act != DeskAct.ENTRUST
        self.fields["to"].required = act != DeskAct.POSTPONE and bool(options["choices"]["to"])


class PostponePage(ScopePage, FormPage):
    """The people of ``?qui=`` (keys of journeys), else those of the desk who wait for the adviser."""

    nav = "desk"
    stylesheet = "pacte/css/advisers.css"

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for the journey of another network, or a key that is none."""
        super().load(*args, **kwargs)
        hide_unless(set(self.scope.body_ids) <= bodies_with_journey_right(self.actor, "journeys.orient"))
        scope_words = {scope_url_word(each) for each in self.scopes}
        self.keys = [word for word in self.request.GET.getlist("qui") if word not in scope_words]
        self.people = self._people()
        self.colleagues = {each.key: each for each in colleague_candidates(actor=self.actor, on=today())}

    def _people(self) -> Sequence[DeskChoice]:
        if self.keys:
            return choices_of_keys(actor=self.actor, keys=self.keys)
        by_wait = waiting_journeys(actor=self.actor, scope=self.scope, on=self.on, silent_days=self.silent_days)
        return choices_of_desk(actor=self.actor, rows=[*by_wait[WaitStatus.TO_DO], *by_wait[WaitStatus.SILENT]])

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Mon bureau", self.url("advisers:desk")), *super().breadcrumb()]

    @property
    def back_url(self) -> str:
        return self.url("advisers:desk")

    def form_arguments(self) -> dict[str, Any]:
        return {
            "choices": {
                "people": [(str(each.journey_key), _choice_label(each)) for each in self.people],
                "to": [(each.key, each.label) for each in self.colleagues.values()],
            },
            "initial": {
                "people": [str(each.journey_key) for each in self.people] if self.keys else [],
                "until": today() + _LATER,
            },
        }

    def context(self) -> dict[str, Any]:
        return {"has_people": bool(self.people), "has_colleagues": bool(self.colleagues)}


def _choice_label(each: DeskChoice) -> str:
    return f"{each.name} : {each.title}" if each.title else each.name


@PostponePage.view(
    form_class=PostponeForm,
    template_name="advisers/postpone.html",
    title="Qui reporter, ou confier ?",
    intro=f"Une personne reportée revient sur votre bureau le jour dit, dans {LONGEST.days} jours au plus.",
    crumb="Reporter ou confier",
)
def postpone(page: PostponePage, data: dict[str, Any]) -> str:
    keys = [UUID(key) for key in data["people"]]
    people_text = pluralise(len(keys), "personne")
    if data["act"] is DeskAct.POSTPONE:
        postpone_journeys(actor=page.actor, keys=keys, until=data["until"])
        return f"{people_text} : vous y reviendrez le {format_day(data['until'])}."
    colleague = page.colleagues[data["to"]]
    learners = {each.learner.pk: each.learner for each in page.people if each.journey_key in keys}
    for learner in learners.values():
        hand_over_learner(actor=page.actor, learner=learner, taker=colleague, on=today(), reason=data["why"] or _REASON)
    return f"{colleague.label} suit désormais {pluralise(len(learners), 'personne')} de plus, et en est averti."
