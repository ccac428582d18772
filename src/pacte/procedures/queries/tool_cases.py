"""The cases that another tool knows by its own number, which one of their answers holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower, Trim

from pacte.kernel.actor import Actor
from pacte.procedures.models import Case
from pacte.procedures.permissions import may_on_any_case


def cases_by_answer(
    *, actor: Actor, host_id: int, procedure_code: str, field: str, texts: Collection[str]
) -> dict[str, list[Case]]:
    """Returns the cases of a Region by their answer to ``field``, in lower case. One query.

    None for somebody who does not read every case of the Region: a number must not say that a case exists.
    """
    wanted = {each.strip().lower() for each in texts}
    if not wanted or not (actor.is_system or may_on_any_case(actor, "procedures.convene", host_id)):
        return {}
    rows = (
        Case.objects.filter(organisation_id=host_id, procedure_code=procedure_code)
        .annotate(tool_number=Lower(Trim(KeyTextTransform(field, "values"))))
        .filter(tool_number__in=wanted)
        .select_related("plan", "plan_action")
        .order_by("pk")
    )
    by_number: dict[str, list[Case]] = defaultdict(list)
    for each in rows:
        by_number[each.tool_number].append(each)
    return dict(by_number)
