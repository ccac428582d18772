"""« Retirer ce plan ? »: the steps of the kept plan of a person that nobody answered yet."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.queries.module_plans import kept_plan
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import pluralise
from pacte.web.form_fields import reason_field
from pacte.web.pages.advisers.adviser_pages import LearnerRecordFormPage
from pacte.workflows.withdraw_module_plan import withdraw_module_plan


class WithdrawPlanForm(forms.Form):
    why = reason_field("Pourquoi le retirer ?", help_text="Une phrase, sans le nom. Elle reste au journal.")


class WithdrawPlanPage(LearnerRecordFormPage):
    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` without a kept plan, or for who does not orient this person."""
        super().load(*args, **kwargs)
        self.plan = ensure_found(kept_plan(actor=self.actor, learner=self.record.learner))
        hide_unless(may(self.actor, "journeys.orient", journey_scope(self.plan.journey)))


@WithdrawPlanPage.view(
    form_class=WithdrawPlanForm,
    title=lambda page: f"Retirer le plan de modules de {page.record.name} ?",
    intro="Ce qui n’est que proposé est retiré ; ce qui a déjà eu une réponse, une admission ou une entrée reste.",
    submit_label="Retirer ce plan",
    crumb="Retirer le plan",
)
def withdraw_plan(page: WithdrawPlanPage, data: dict[str, Any]) -> str:
    count = withdraw_module_plan(actor=page.actor, plan=page.plan, on=today(), reason=data["why"])
    return f"{pluralise(count, 'étape est retirée', 'étapes sont retirées')}. Vous pouvez composer un autre plan."
