"""Reminds who was asked to sign a paper and has not answered. Runs each morning; idempotent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date
from pacte.procedures.models import Case, CasePaper, PaperSignatory
from pacte.procedures.queries.paper_rows import PaperRows
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.papers import REGION_PARTY, Paper
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.papers import REMINDER_DAYS, signing_reminder
from pacte.procedures.services.guards import add_case_event
from pacte.procedures.services.papers import ask_to_sign

_Due = tuple[PaperSignatory, Paper, date, int]


def remind_signatories(*, actor: Actor, on: date) -> int:
    """Writes again to the signatories who have not answered, seven days after they were asked, then twenty-one.

    Nobody is written to about a paper that is no longer to be signed, nor while the case is suspended or once it has
    ended. System actor only. Returns the number of letters: the same day again sends none.
    """
    actor.require_system("remind", "Les rappels partent d’eux-mêmes.")
    silent = PaperSignatory.objects.filter(paper__case=OuterRef("pk"), answers=None).exclude(party=REGION_PARTY)
    waiting = Case.objects.filter(Exists(silent), ended_on=None, held_since=None)
    return sum(_remind_of_case(actor, key, on) for key in waiting.order_by("pk").values_list("pk", flat=True))


def _remind_of_case(actor: Actor, case_id: int, on: date) -> int:
    with transaction.atomic():
        # Read again under the lock: somebody may sign, end the case, or run the same job meanwhile.
        locked = Case.objects.select_for_update(of=("self",)).filter(pk=case_id, ended_on=None, held_since=None)
        case = locked.select_related("organisation").first()
        if case is None:
            return 0
        due = list(_due_reminders(case, on))
        for signatory, paper, asked_on, days in due:
            ask_to_sign(actor=actor, signatory=signatory, paper=paper, case=case, asked_on=asked_on)
            add_case_event(
                actor=actor, case=case, kind=CaseEventKind.PAPER_REMINDED, on=on, code=_mark(signatory, days),
                after=f"{paper.label}, {signatory.name} : {days} jours après la demande",
            )  # fmt: skip
    return len(due)


def _due_reminders(case: Case, on: date) -> Iterator[_Due]:
    """Who is reminded now, of which paper, asked on which day, after how many days."""
    rows = PaperRows.of_case(case, procedure_edition(case.procedure_code, case.edition))
    marks = set(case.steps.filter(kind=CaseEventKind.PAPER_REMINDED).values_list("code", flat=True))
    for paper, row in rows.papers:
        if rows.state(paper, row).is_outdated:
            continue
        for signatory in _silent_signatories(rows, row):
            reminded = [days for days in REMINDER_DAYS if _mark(signatory, days) in marks]
            # A transition may be entered days after it was taken: the letter left when it was entered.
            asked_on = paris_date(row.recorded_at)
            if days := signing_reminder(asked_on, on, reminded):
                yield signatory, paper, asked_on, days


def _silent_signatories(rows: PaperRows, row: CasePaper) -> Iterator[PaperSignatory]:
    """Those who can be written to, and have neither signed nor refused."""
    for each in row.signatories.all():
        is_reached = each.guest.erased_at is None if each.guest else rows.signs_by_account(each)
        if is_reached and not each.answers.all():
            yield each


def _mark(signatory: PaperSignatory, days: int) -> str:
    """What says, in the history of the case, that this reminder left."""
    return f"{signatory.pk}_{days}"
