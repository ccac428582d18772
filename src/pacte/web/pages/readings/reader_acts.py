"""What whoever instructs a case does of its readers: ask one, take one off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.procedures.queries import case_by_number
from pacte.procedures.queries.reading import reader_candidates
from pacte.procedures.services.guards import refuse_unless
from pacte.procedures.services.reading import assign_reader, take_off_reader
from pacte.web.page import Crumb, PlanFormPage
from pacte.web.pages.readings.forms import ReaderForm, TakeOffForm


class ReadersFormPage(PlanFormPage):
    """A form about the readers of the case in the URL, for whoever writes in it. Not found without a grid."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.detail = case_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"], on=today())
        self.grid = ensure_found(
            self.detail.procedure.grid(kwargs["grid"])
            if "grid" in kwargs
            else next(iter(self.detail.procedure.grids), None)
        )
        refuse_unless(self.actor, "procedures.write", self.detail.scope)

    @property
    def back_url(self) -> str:
        return self.url("cases:file", self.detail.case.number)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [(self.detail.summary.title, self.back_url), *super().breadcrumb()]


def _candidates(page: ReadersFormPage) -> dict[str, Any]:
    people = reader_candidates(actor=page.actor, case=page.detail.case, on=today())
    return {"choices": {"person": [(str(each.pk), str(each)) for each in people]}}


@ReadersFormPage.view(
    form_class=ReaderForm,
    form_arguments=_candidates,
    title="Qui lit ce dossier ?",
    submit_label="Demander cette lecture",
    crumb="Demander une lecture",
    intro="Chaque personne lit sans voir les notes des autres.",
    shows_conflicts=True,
)
def assign(page: ReadersFormPage, data: dict[str, Any]) -> str:
    people = reader_candidates(actor=page.actor, case=page.detail.case, on=today())
    person = ensure_found(next((each for each in people if str(each.pk) == data["person"]), None))
    assign_reader(
        actor=page.actor, case=page.detail.case, grid_code=page.grid.code, person=person, on=today(),
        address=page.url("readings:list"),
    )  # fmt: skip
    return f"La lecture est demandée à {person}."


@ReadersFormPage.view(
    form_class=TakeOffForm, title="Pourquoi cette personne ne lit-elle plus ?", submit_label="Retirer", danger=True,
    crumb="Retirer une lecture",
)  # fmt: skip
def take_off(page: ReadersFormPage, data: dict[str, Any], reader: int) -> str:
    take_off_reader(actor=page.actor, case=page.detail.case, assignment_id=reader, **data)
    return "Cette personne ne lit plus ce dossier."
