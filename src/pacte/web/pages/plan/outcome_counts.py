"""Results of the sessions bought for an action: the main counts of its page, each with its denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from pacte.journeys.queries.funnel import published_action_counts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.french import format_number, format_percent, pluralise

if TYPE_CHECKING:
    from pacte.journeys.records.counts import CellCounts
    from pacte.web.pages.plan.plan_context import PlanContext

_SOURCE = "registre des places et parcours"
# Label, numerator, denominator, noun of the denominator, definition.
_MEASURES = (
    ("Places prises / places achetées", "taken", "bought", "places",
     "Places sur lesquelles quelqu’un est entré, chacune une fois, rapportées aux places achetées, perdues comprises."),
    ("Entrées en formation", "entered", "admitted", "personnes admises",
     "Personnes entrées, une fois par session, rapportées aux personnes admises."),
    ("Parcours finis", "ended", "entered", "entrées",
     "Fins connues, et termes passés sans nouvelle, rapportés aux entrées."),
    ("En emploi à 6 mois", "in_job", "answered", "réponses",
     "Personnes en emploi six mois après la fin, parmi celles qui ont répondu."),
)  # fmt: skip
_SUPPRESSED_TEXT = "Ce chiffre montrerait de petits effectifs, seul ou comparé à d’autres : il est masqué."
_READERS = (
    Role.REGION_PILOT, Role.ACTION_LEAD, Role.ANALYST, Role.BUYER, Role.FINANCE_OFFICER, Role.STATE_READER,
    Role.AUDITOR,
)  # fmt: skip


def outcome_count_context(plan_context: PlanContext, action: ActionCode) -> dict[str, Any]:
    """``counts`` are figures, or sentences where one is missing. Empty for a past day: counts are those of today."""
    if plan_context.params.on is not None:
        return {}
    counts = published_action_counts(actor=plan_context.actor, plan_id=plan_context.plan.pk, number=action)
    if counts is None or counts.counted_at is None:
        return {
            "uncounted": (
                "Aucune session n’est achetée pour cette action. L’acheteur la nomme en signant une commande : "
                "ses places, ses entrées et ses suites se comptent alors ici."
            )
        }
    may_read = plan_context.actor.has_role(*_READERS, host_id=plan_context.plan.organisation_id)
    return {
        "counts": [_count_figure(counts, *each) for each in _MEASURES],
        "counts_url": f"{reverse('funnel:places')}?action={action}" if may_read else "",
    }


def _count_figure(
    counts: CellCounts, label: str, name: str, denominator_name: str, noun: str, definition: str
) -> dict[str, Any]:
    count, of = counts.of(name), counts.of(denominator_name)
    if count is None or of is None:
        return {"label": label, "missing": _SUPPRESSED_TEXT, "opening": "Secret statistique."}
    if not of:
        return {"label": label, "missing": f"Aucune donnée encore : {pluralise(0, noun)}.", "opening": "Pas encore."}
    return {
        "label": label,
        "value": format_percent(count / of).removesuffix("%").strip(),
        "unit": "%",
        "ratio": f"{format_number(count)} / {format_number(of)} {noun}",
        "as_of": timezone.localtime(counts.counted_at).date() if counts.counted_at else None,
        "period": "toutes années, toutes sessions achetées pour l’action",
        "source": _SOURCE,
        "definition": definition,
        "kind": "measured",
    }
