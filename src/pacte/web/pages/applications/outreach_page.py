"""People whom a winner met: it counts them here, by its link or from its account."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from pacte.kernel.errors import ensure_found
from pacte.procedures.queries.outreach import own_outreach
from pacte.web.outreach_pages import (
    OUTREACH_NOTE,
    OutreachForm,
    outreach_form_arguments,
    outreach_values,
    save_outreach,
)
from pacte.web.pages.applications.base_pages import ApplicationPage


class OwnOutreachPage(ApplicationPage):
    """Raises ``NotFound`` for a case that is not a winner's."""

    form_class = OutreachForm
    template_name = "applications/outreach.html"
    title = "Combien de personnes rencontrées ?"
    crumb = "Contacts"
    submit_label = "Compter"
    intro = OUTREACH_NOTE

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.case = ensure_found(self.detail.application.case)
            self.outreach = ensure_found(own_outreach(actor=self.actor, application=self.detail.application))
        return answer

    def form_arguments(self) -> dict[str, Any]:
        return outreach_form_arguments(self.case, self.outreach)

    def context(self) -> dict[str, Any]:
        return {"outreach": outreach_values(self.outreach)}

    def save(self, data: dict[str, Any]) -> str:
        save_outreach(self.actor, self.case, data)
        return "compte_contacts"
