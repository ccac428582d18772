"""Daily reminders: cases, papers to sign, ex-ante protocols, disputes. Their addresses are those of the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from pacte.evaluation.services import remind_experiment_owners as remind_of_sheets
from pacte.indicators.services.dispute_reminders import send_dispute_reminders as remind_of_disputes
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.procedures.services import remind_case_owners as remind_of_studies
from pacte.procedures.services.paper_reminders import remind_signatories


def remind_owners(*, actor: Actor, on: date | None = None) -> int:
    """Send what is due that day. Return how many notifications are new: the same day again sends nothing."""
    day = on or today()
    studies = remind_of_studies(actor=actor, on=day, address_of=_page_address("cases:file"))
    signatures = remind_signatories(actor=actor, on=day)
    experiments = remind_of_sheets(actor=actor, on=day, address_of=_page_address("experiments:sheet"))
    disputes = remind_of_disputes(
        actor=actor, on=day, address_of=lambda number: reverse("disputes:dispute", args=[number])
    )
    return studies + signatures + experiments + disputes


def _page_address(name: str) -> Callable[[str, int], str]:
    return lambda code, number: reverse(name, args=[code, number])
