"""Evidence of each action on the pages of a plan: the plan defines the measure, the facts compute it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.indicators.permissions import may
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceRow
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.plan.rules.progress import PROGRESS_OUTCOME_LABELS
from pacte.plan.rules.versions import version_in_force
from pacte.web.pages.plan.lines import cut

if TYPE_CHECKING:
    from pacte.web.pages.plan.reading import Shown
    from pacte.web.pages.plan.sheet_model import FigureView

_LONGEST = 90
MEASURED = frozenset({EvidenceKind.COMPUTED, EvidenceKind.SERIES})
_KINDS = {EvidenceKind.COMPUTED: "measured", EvidenceKind.SERIES: "measured", EvidenceKind.DECLARED: "declared"}


def proofs(seen: Shown, numbers: frozenset[ActionCode] | None = None) -> dict[ActionCode, ActionEvidence]:
    """Evidence by action number. Empty for a draft, or for a version that was not in force on the day of the page."""
    present = version_in_force(seen.versions, seen.on)
    if seen.is_draft or present is None or present.number != seen.version.number:
        return {}
    return plan_evidence(actor=seen.actor, plan=seen.plan, known_on=seen.on, numbers=numbers, content=seen.content)


def measured(found: ActionEvidence | None) -> tuple[EvidenceRow, ...]:
    """Evidence computed from facts or series. Values declared by a lead are shown separately."""
    return tuple(line for line in found.measured if line.kind in MEASURED) if found else ()


def measured_numbers(found: dict[ActionCode, ActionEvidence]) -> frozenset[ActionCode]:
    return frozenset(number for number, each in found.items() if measured(each))


def beside_numbers(found: dict[ActionCode, ActionEvidence]) -> frozenset[ActionCode]:
    """Actions without a measured target, whose services count what they did."""
    return frozenset(
        number
        for number, each in found.items()
        if measured(each) and all(line.is_untargeted for line in measured(each))
    )


def latest(found: ActionEvidence | None) -> dict[str, str] | None:
    """Freshest measure of an action, targets first, in short form for a list: value, then label."""
    lines = measured(found)
    if not lines:
        return None
    line = max(
        lines, key=lambda each: (not each.is_untargeted, each.until is not None, each.until, not each.is_proposed)
    )
    until = f", au {line.until:%d/%m/%Y}" if line.until else ""
    return {"text": line.sentence, "note": apply_french_spacing(f"{cut(line.what, _LONGEST)}{until}")}


def proof_values(
    seen: Shown, found: ActionEvidence | None, targets: tuple[FigureView, ...], proposed: tuple[FigureView, ...]
) -> dict[str, Any]:
    """Evidence for the page of an action: the measure of each target, and the sentence that answers the page."""
    counts = may(seen.actor, "indicators.ask", seen.plan.organisation_id)
    by_figure = {
        (line.code, line.what): _proof(line) | {"source_url": _sheet(line) if counts else ""}
        for line in (found.rows if found else ())
    }

    def beside(views: tuple[FigureView, ...]) -> list[tuple[FigureView, dict[str, Any]]]:
        return [(view, by_figure.get((view.figure.indicator_code, view.figure.what), {})) for view in views]

    told = measured(found)
    aimed = {(view.figure.indicator_code, view.figure.what) for view in (*targets, *proposed)}
    return {
        "target_proofs": beside(targets),
        "proposed_proofs": beside(proposed),
        # Evidence with details (messages with partners) has its own section.
        "other_proofs": [
            {"what": line.what, "proof": _proof(line)}
            for line in told
            if not line.details and line.code and (line.code, line.what) not in aimed
        ],
        "measured_sentence": _sentence(told),
        "missing_sentence": found.missing if found and told else "",
    }


def _sheet(line: EvidenceRow) -> str:
    """URL of the indicator that measures a target, for actors who may query it; "" when there is none."""
    known = line.kind is EvidenceKind.SERIES or (line.kind is EvidenceKind.COMPUTED and line.code in indicators())
    return reverse("figures:indicator", args=[line.code]) if known and line.source else ""


def _proof(line: EvidenceRow) -> dict[str, Any]:
    """Parameters of the component « evidence »."""
    due = f"Attendue le {format_day(line.due_on)}, en retard." if line.is_late and line.due_on else ""
    if not line.is_measured:
        said = apply_french_spacing(f"{line.sentence[:1].upper()}{line.sentence[1:]}.")
        return {"missing": f"{said} {due}".strip(), "source": line.source}
    return {
        "measure": line.sentence,
        "measure_kind": _KINDS.get(line.kind, ""),
        "as_of": line.until,
        "source": line.source,
        "progress": "" if line.is_proposed else apply_french_spacing(PROGRESS_OUTCOME_LABELS[line.progress.outcome]),
        "missing": due,
    }


def _sentence(lines: tuple[EvidenceRow, ...]) -> str:
    if not lines:
        return ""
    first = lines[0]
    others = len(lines) - 1
    rest = f", et {pluralise(others, 'autre mesure', 'autres mesures')}" if others else ""
    return apply_french_spacing(f"{first.what} : {first.sentence}{rest}. ")
