"""Sentences about experiments. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.evaluation.records import (
    JUDGEMENT_LABELS,
    PROTOCOL_PART_LABELS,
    PROTOCOL_STATE_LABELS,
    ProtocolPart,
    ProtocolState,
)
from pacte.evaluation.rules import PART_COUNT
from pacte.kernel.french import format_day, pluralise

if TYPE_CHECKING:
    from pacte.evaluation.queries import ExperimentSummary

# State: sign and tone of its badge.
_STATE_BADGES = {
    ProtocolState.INCOMPLETE: ("triangle", "watch"),
    ProtocolState.READY: ("check", "good"),
    ProtocolState.LOCKED: ("clock", ""),
    ProtocolState.LOCKED_INCOMPLETE: ("diamond", "bad"),
    ProtocolState.JUDGED: ("check", "good"),
    ProtocolState.WITHDRAWN: ("cross", ""),
}


@dataclass(frozen=True, slots=True)
class ExperimentBadge:
    word: str
    sign: str
    tone: str


def experiment_badge(line: ExperimentSummary) -> ExperimentBadge:
    word = PROTOCOL_STATE_LABELS[line.state]
    if line.judgement:
        word = f"jugée : {JUDGEMENT_LABELS[line.judgement]}"
    return ExperimentBadge(word, *_STATE_BADGES[line.state])


def experiments_summary(lines: Sequence[ExperimentSummary]) -> str:
    """Answer of the list: how many protocols are complete, and how many are not."""
    active = [line for line in lines if line.state is not ProtocolState.WITHDRAWN]
    if not active:
        return "Aucune action n’a encore de fiche d’expérimentation."
    counts = {state: sum(line.state is state for line in active) for state in ProtocolState}
    lead_text = pluralise(len({line.action_number for line in active}), "action expérimente", "actions expérimentent")
    ready, incomplete = counts[ProtocolState.READY], counts[ProtocolState.INCOMPLETE]
    running_count = counts[ProtocolState.LOCKED] + counts[ProtocolState.LOCKED_INCOMPLETE]
    parts = [
        (ready, "fiche est complète et peut commencer", "fiches sont complètes et peuvent commencer"),
        (incomplete, "fiche est à compléter avant toute entrée", "fiches sont à compléter avant toute entrée"),
        (running_count, "est en cours", "sont en cours"),
        (counts[ProtocolState.JUDGED], "est jugée", "sont jugées"),
    ]
    text = f"{lead_text} : {', '.join(pluralise(*part) for part in parts if part[0])}."
    incomplete_count = counts[ProtocolState.LOCKED_INCOMPLETE]
    if incomplete_count:
        text += f" {pluralise(incomplete_count, 'a commencé', 'ont commencé')} sans que tout soit écrit."
    return text


def missing_parts_text(missing: Sequence[ProtocolPart], most: int = 4) -> str:
    """« la cible et la comparaison »; the first ones and a count when there are many."""
    words = [PROTOCOL_PART_LABELS[part] for part in missing]
    if len(words) > most + 1:
        words = [*words[: most - 1], f"{len(words) - most + 1} autres parties"]
    return _join_with_and(words)


def experiment_answer(line: ExperimentSummary, responsible: str, result: str = "") -> str:
    """Answer of the page of one experiment. ``result``: its finding, if any."""
    missing = missing_parts_text(line.missing)
    if line.state is ProtocolState.WITHDRAWN:
        return "Cette expérimentation a été retirée avant toute entrée."
    if line.state is ProtocolState.INCOMPLETE:
        count = pluralise(len(line.missing), "partie")
        return f"Non : il manque {count} sur {PART_COUNT}, {missing}. À écrire par {responsible}."
    if line.state is ProtocolState.READY:
        return "Oui : tout est écrit. La fiche se verrouillera quand la première personne entrera."
    entry_text = f"Une première personne est entrée le {format_day(line.locked_on)}" if line.locked_on else ""
    if line.state is ProtocolState.LOCKED:
        late = " Le constat est attendu." if line.is_overdue else ""
        return f"{entry_text} : la question et la cible ne changent plus.{late}"
    if line.state is ProtocolState.LOCKED_INCOMPLETE:
        return f"{entry_text}, sans que soit écrit : {missing}. On ne pourra plus l’écrire comme si c’était avant."
    return f"{_truncate_at_word(result)} Jugement : {JUDGEMENT_LABELS[line.judgement]}." if line.judgement else ""


def _truncate_at_word(text: str, longest: int = 220) -> str:
    """Truncates a long result: the full text is shown below."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[:longest].rsplit(' ', 1)[0]}…"


def _join_with_and(words: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"
