"""The bodies of the pact that applied, for what is counted of several of them together."""

from __future__ import annotations

from collections.abc import Collection

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.procedures.models import Case


def bodies_of_cases(*, actor: Actor, case_ids: Collection[int]) -> dict[int, int]:
    """By case, the organisation in whose name it is; nothing for the others. One query.

    For counts that name nobody: whoever shows them first checks that no body can be told apart.
    """
    if not case_ids:
        return {}
    named = Case.objects.filter(pk__in=list(case_ids), body__isnull=False).order_by("pk")
    if actor.is_system:
        return dict(named.values_list("pk", "body_id"))
    with system_elevation():
        return dict(named.values_list("pk", "body_id"))
