"""Opens sections of what an applicant sent, for them to correct: what was sent stays as it is until they send again."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.procedures.models import Application, Case
from pacte.procedures.records.description import Transition
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.form_answers import sections_by


def open_for_correction(*, actor: Actor, case: Case, transition: Transition | None, on: date) -> None:
    """Opens the sections of the transition to the applicant, and closes those that an earlier one opened."""
    if transition is None or not case.is_external:
        return
    mine = sections_by(procedure_edition(case.procedure_code, case.edition).form, SectionAuthor.APPLICANT)
    opens = sorted(transition.opens & {each.code for each in mine})
    until = on + timedelta(days=transition.days) if opens and transition.days is not None else None
    with system_elevation():  # Who instructs never reads the applicant's buffer.
        Application.objects.filter(case=case).update(opens=opens, opens_until=until, values=case.values)
