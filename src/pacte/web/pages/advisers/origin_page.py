"""« Qui l’a amenée ? »: the winner of a call that brought a person; asked with the need, changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.queries.origins import origins_of
from pacte.kernel.errors import hide_unless
from pacte.procedures.queries.outreach import outreach_winners
from pacte.web.form_fields import ChoicesForm, day_field
from pacte.web.pages.advisers.adviser_pages import JourneyFormPage
from pacte.workflows.say_who_brought import say_who_brought

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

BROUGHT_BY = "Amenée par un lauréat"
NOBODY_BROUGHT = [("", "non, ou personne ne le sait")]


class OriginForm(ChoicesForm):
    brought_by = forms.ChoiceField(label=BROUGHT_BY, required=False, choices=NOBODY_BROUGHT)
    brought_on = day_field("Amenée le", required=False, help_text="Vide : le jour où le parcours s’est ouvert.")


def winner_choices(actor: Actor, host_id: int) -> list[tuple[str, str]]:
    return [(str(each.case_id), each.name) for each in outreach_winners(actor=actor, host_id=host_id)]


class OriginPage(JourneyFormPage):
    """For the body that orients."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may(self.actor, "journeys.orient", journey_scope(self.journey)))
        self.winners = outreach_winners(actor=self.actor, host_id=self.journey.organisation_id)
        self.origin = origins_of(actor=self.actor, journeys=[self.journey]).get(self.journey.pk)

    def form_arguments(self) -> dict[str, Any]:
        choices = {"brought_by": [(str(each.case_id), each.name) for each in self.winners]}
        if self.origin is None:
            return {"choices": choices}
        winner = (self.origin.plan_id, self.origin.case_number)
        chosen = next((str(each.case_id) for each in self.winners if (each.plan_id, each.number) == winner), "")
        return {"choices": choices, "initial": {"brought_by": chosen, "brought_on": self.origin.brought_on}}


@OriginPage.view(
    form_class=OriginForm,
    title=lambda page: f"Qui a amené {page.record.name} ?",
    submit_label="Enregistrer",
    note="Un lauréat de l’appel national « publics invisibles ». Votre organisme et la personne seuls le lisent ; "
    "la Région n’en a qu’un nombre.",
    crumb="Amenée par",
    error_fields={"origin_late": "brought_on", "origin_before_winner": "brought_on"},
)
def origin(page: OriginPage, data: dict[str, Any]) -> str:
    case_id = int(data["brought_by"]) if data["brought_by"] else None
    say_who_brought(actor=page.actor, key=page.journey.key, case_id=case_id, brought_on=data["brought_on"])
    return "C’est noté."
