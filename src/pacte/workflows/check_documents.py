"""Checks of the documents of cases: what waits for the antivirus, and digests. Addresses are those of the site.

Each document or block is a transaction of its own: a job that stops keeps what it has done.
"""

from __future__ import annotations

from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor
from pacte.procedures.services import check_next_documents, organisations_with_documents, scan_next_document


def scan_waiting_documents(*, actor: Actor) -> int:
    """Scans what waits, the longest first, until the antivirus is silent. Returns how many documents were looked at."""
    count, after = 0, 0
    while True:
        with acting_as(actor):
            key = scan_next_document(actor=actor, address_of=_page_address, after=after)
        if key is None:
            return count
        count, after = count + 1, key


def check_documents(*, actor: Actor) -> int:
    """Compares each kept document with its digest. Returns how many organisations were gone through."""
    with acting_as(actor):
        organisation_ids = organisations_with_documents(actor=actor)
    for organisation_id in organisation_ids:
        is_going_on = True
        while is_going_on:
            with acting_as(actor):
                is_going_on = check_next_documents(
                    actor=actor, address_of=_page_address, organisation_id=organisation_id
                )
    return len(organisation_ids)


def _page_address(plan_code: str, number: int) -> str:
    return reverse("cases:file", args=[plan_code, number])
