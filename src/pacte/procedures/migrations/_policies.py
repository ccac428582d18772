"""Conditions of the row policies of cases and of what hangs on them, shared by the migrations of the room.

A case that an instructor opened is for the organisations of the pact. One that came from outside is for whoever applied
and for the posts that instruct or control; partners, advisers and providers of the pact are not told.
"""

from __future__ import annotations

_POSTS = (
    "'administrator', 'region_pilot', 'action_lead', 'analyst', 'buyer', 'finance_officer', 'state_reader', 'auditor'"
)


def instructs(case: str) -> str:
    """Whoever instructs or controls the case, or any post of the pact when nobody outside applied."""
    return (
        f"({case}.organisation_id = any(pacte_reach()) and (({case}.guest_id is null and {case}.body_id is null)"
        f" or {case}.organisation_id = any(pacte_hosts_as({_POSTS}))))"
    )


INSTRUCTED_CASE = (
    f"pacte_system() or exists (select 1 from procedures_case f where f.id = {{row}}.case_id and {instructs('f')})"
)
"""What hangs on a case: for who instructs it."""

READABLE_CASE = "pacte_system() or exists (select 1 from procedures_case f where f.id = {row}.case_id)"
"""What hangs on a case: for whoever reads the case, who applied too."""
