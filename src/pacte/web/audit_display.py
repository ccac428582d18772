"""What a control found, in words: shared by the page of a round and by that of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.kernel.french import format_day
from pacte.kernel.money import format_euros
from pacte.procedures.queries.audits import SampleLine
from pacte.procedures.records.audits import AUDIT_PLACE_LABELS, DRAWN_FOR_LABELS, AuditPlace, DrawnFor

if TYPE_CHECKING:
    from pacte.procedures.models import AuditFinding


def finding_text(finding: AuditFinding) -> str:
    """« non conforme, 810 € non justifiés, sur place, le 6 octobre 2020 »."""
    verdict = "conforme" if finding.is_conform else (
        f"non conforme, {format_euros(finding.unjustified_cents)} non justifiés"
    )  # fmt: skip
    return f"{verdict}, {AUDIT_PLACE_LABELS[AuditPlace(finding.place)]}, le {format_day(finding.found_on)}"


def case_audit_values(line: SampleLine | None, url: str) -> dict[str, object] | None:
    """Values of the control of a case, for ``cases/money.html``; None for a case that no sample drew."""
    if line is None:
        return None
    finding = line.finding
    return {
        "why": f"{DRAWN_FOR_LABELS[DrawnFor(line.sampled.why)]} le {format_day(line.sampled.sample.drawn_on)}",
        "due_on": None if finding else line.sampled.due_on,
        "finding": finding_text(finding) if finding else "",
        "by": finding.person_name if finding else "",
        "words": finding.words if finding else "",
        "earlier": [
            f"{finding_text(each)}, par {each.person_name} : « {each.words} »" for each in line.earlier
        ],
        "url": url,
    }  # fmt: skip
