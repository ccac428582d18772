"""What remains to prepare before a committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.french import pluralise
from pacte.steering.records.meetings import CommitteeSummary


@dataclass(frozen=True, slots=True)
class PreparationCheck:
    """``detail`` is what to do when it is not done; ``name`` is the URL name of the page where it is done."""

    label: str
    is_done: bool
    detail: str
    name: str = ""


def preparation_checks(line: CommitteeSummary, on: date) -> tuple[PreparationCheck, ...]:
    """In order of preparation: round, agenda, pack."""
    has_round = line.round_number is not None
    closed = line.round_state == "closed"
    round_text = f"{line.round_label}, {'clos' if closed else 'encore ouvert'}" if has_round else "aucun tour relié"
    return (
        PreparationCheck("Tour de mise à jour clos", closed, round_text),
        PreparationCheck(
            "Ordre du jour", line.points > 0, pluralise(line.points, "point") if line.points else "vide", "agenda"
        ),
        PreparationCheck(
            "Dossier figé", line.has_pack, f"édition {line.pack_edition}" if line.has_pack else "à faire", "pack"
        ),
    )


def pending_checks(checks: tuple[PreparationCheck, ...]) -> list[PreparationCheck]:
    return [check for check in checks if not check.is_done]
