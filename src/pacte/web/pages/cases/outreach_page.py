"""People met by a winner, typed by who instructs for it."""

from __future__ import annotations

from typing import Any

from pacte.kernel.errors import ensure_found
from pacte.procedures.queries.outreach import case_outreach
from pacte.procedures.services.guards import refuse_unless
from pacte.web.outreach_pages import OUTREACH_NOTE, OutreachForm, outreach_form_arguments, save_outreach
from pacte.web.pages.cases.base_pages import CaseFormPage


class OutreachPage(CaseFormPage):
    """Raises ``NotFound`` for a case that is not a winner's."""

    right = ""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.outreach = ensure_found(case_outreach(actor=self.actor, case=self.detail.case))
        refuse_unless(self.actor, "procedures.write", self.detail.scope)


@OutreachPage.view(
    form_class=OutreachForm,
    title="Combien de personnes rencontrées ?",
    submit_label="Compter",
    note=OUTREACH_NOTE,
    crumb="Contacts",
    form_arguments=lambda page: outreach_form_arguments(page.detail.case, page.outreach),
    error_fields={
        "outreach_people": "first_time",
        "outreach_commune": "commune",
        "day_too_early": "on",
        "day_to_come": "on",
    },
    shows_conflicts=True,
)
def count_contacts(page: OutreachPage, data: dict[str, Any]) -> str:
    return save_outreach(page.actor, page.detail.case, data)
