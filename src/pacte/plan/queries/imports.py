from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import ImportRun
from pacte.plan.permissions import PlanScope, may


def import_run(*, actor: Actor, identifier: int) -> ImportRun:
    """Return an uploaded file under review.

    Raises ``NotFound`` when the actor may not import in that organisation.
    """
    found = ImportRun.objects.select_related("organisation", "plan", "written_version__plan")
    run = found.filter(pk=identifier).first()
    if run is None or not may(actor, "plan.import", PlanScope(host_id=run.organisation_id)):
        raise NotFound
    return run
