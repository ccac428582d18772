"""World of access: a round open on each Region's plan, and a message to the lead."""

from __future__ import annotations

from datetime import timedelta

from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.notifications.queries import my_notifications
from pacte.notifications.services import notify
from pacte.plan.models import Plan
from pacte.steering.services.rounds import open_round
from tests.cast import MACHINE, Cast


def rounds_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses. Needs the plans of the world."""
    names: dict[str, int | str] = {}
    for whose, part in (("our", "pilot"), ("their", "intruder")):
        actor = cast[part].actor
        with acting_as(actor):
            found = open_round(
                actor=actor,
                plan=Plan.objects.get(code=f"{whose}-plan"),
                label=f"Tour de {whose}-plan",
                due_on=today() + timedelta(days=10),
                committee_on=today() + timedelta(days=20),
                on=today(),
            )
        names[f"{whose} round"] = found.pk
    lead = cast["lead"]
    with acting_as(MACHINE):
        notify(
            actor=MACHINE,
            host_id=cast.region.pk,
            person_ids=[lead.person.pk],
            kind="test",
            subject="Un message",
            text="Bonjour.",
            address="/mon-bureau/",
            key="world",
        )
    actor = lead.actor
    with acting_as(actor):
        names["message of the lead"] = my_notifications(actor=actor)[0].notification_id
    return names
