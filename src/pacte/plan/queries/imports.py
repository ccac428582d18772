from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import PlanImport
from pacte.plan.permissions import PlanScope, may


def plan_import_by_id(*, actor: Actor, identifier: int) -> PlanImport:
    """Return an uploaded file under review.

    Raises ``NotFound`` when the actor may not import in that organisation.
    """
    imports = PlanImport.objects.select_related("organisation", "plan", "written_version__plan")
    run = imports.filter(pk=identifier).first()
    if run is None or not may(actor, "plan.import", PlanScope(host_id=run.organisation_id)):
        raise NotFound
    return run
