from __future__ import annotations

from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import Unseen
from pacte.plan.models import ImportRun


def import_run(*, actor: Actor, identifier: int) -> ImportRun:
    """A received file under review. Raises ``Unseen`` for who may not import in that organisation."""
    run = ImportRun.objects.select_related("plan").filter(pk=identifier).first()
    if run is None or not actor.holds(Role.REGION_PILOT, host_id=run.organisation_id):
        raise Unseen
    return run
