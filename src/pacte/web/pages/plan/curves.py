"""The curve of an action: its first figure that the facts count, over time, with the target of the plan as a band."""

from __future__ import annotations

from typing import Any

from pacte.indicators.permissions import may
from pacte.indicators.queries.action_curves import action_curve
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind
from pacte.kernel.action_codes import ActionCode
from pacte.web.indicator_charts import indicator_curve_chart
from pacte.web.pages.plan.action_detail import ActionDetail
from pacte.web.pages.plan.version_page import VersionPage


def curve_context(
    page: VersionPage, number: ActionCode, detail: ActionDetail, evidence: ActionEvidence | None
) -> dict[str, Any]:
    """Empty for who may not ask figures, and where no figure of the action is counted in the facts and shown."""
    if evidence is None or not may(page.actor, "indicators.ask", page.plan.organisation_id):
        return {}
    # A value that is hidden from this reader has no curve either.
    shown = {row.code for row in evidence.measured if row.kind is EvidenceKind.COMPUTED}
    for view in (*detail.targets, *detail.proposed):
        figure = view.figure
        if figure.indicator_code not in shown:
            continue
        curve = action_curve(
            actor=page.actor, plan=page.plan, content=page.content, number=number, code=figure.indicator_code,
            known_on=page.on,
        )  # fmt: skip
        if curve is not None:
            definition = indicators()[figure.indicator_code]
            return {
                "curve": indicator_curve_chart(definition, curve, target=figure),
                "curve_source": definition.source,
            }
    return {}
