"""Sentences about experiments. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.evaluation.records import JUDGEMENT_WORDS, PART_WORDS, STATE_WORDS, Part, SheetState
from pacte.evaluation.rules import PART_COUNT
from pacte.kernel.french import format_day, pluralise

if TYPE_CHECKING:
    from pacte.evaluation.queries import SheetLine

# State: sign and tone of its badge.
_SIGNS = {
    SheetState.INCOMPLETE: ("triangle", "watch"),
    SheetState.READY: ("check", "good"),
    SheetState.LOCKED: ("clock", ""),
    SheetState.LOCKED_INCOMPLETE: ("diamond", "bad"),
    SheetState.JUDGED: ("check", "good"),
    SheetState.WITHDRAWN: ("cross", ""),
}


@dataclass(frozen=True, slots=True)
class Badge:
    word: str
    sign: str
    tone: str


def badge(line: SheetLine) -> Badge:
    word = STATE_WORDS[line.state]
    if line.judgement:
        word = f"jugée : {JUDGEMENT_WORDS[line.judgement]}"
    return Badge(word, *_SIGNS[line.state])


def summary(lines: Sequence[SheetLine]) -> str:
    """Answer of the list: how many protocols are complete, and how many are not."""
    kept = [line for line in lines if line.state is not SheetState.WITHDRAWN]
    if not kept:
        return "Aucune action n’a encore de fiche d’expérimentation."
    counts = {state: sum(line.state is state for line in kept) for state in SheetState}
    said = pluralise(len({line.action_number for line in kept}), "action expérimente", "actions expérimentent")
    ready, incomplete = counts[SheetState.READY], counts[SheetState.INCOMPLETE]
    going = counts[SheetState.LOCKED] + counts[SheetState.LOCKED_INCOMPLETE]
    parts = [
        (ready, "fiche est complète et peut commencer", "fiches sont complètes et peuvent commencer"),
        (incomplete, "fiche est à compléter avant toute entrée", "fiches sont à compléter avant toute entrée"),
        (going, "est en cours", "sont en cours"),
        (counts[SheetState.JUDGED], "est jugée", "sont jugées"),
    ]
    text = f"{said} : {', '.join(pluralise(*part) for part in parts if part[0])}."
    blind = counts[SheetState.LOCKED_INCOMPLETE]
    if blind:
        text += f" {pluralise(blind, 'a commencé', 'ont commencé')} sans que tout soit écrit."
    return text


def lacking(missing: Sequence[Part], most: int = 4) -> str:
    """« la cible et la comparaison »; the first ones and a count when there are many."""
    words = [PART_WORDS[part] for part in missing]
    if len(words) > most + 1:
        words = [*words[: most - 1], f"{len(words) - most + 1} autres parties"]
    return _listed(words)


def answer(line: SheetLine, owed_by: str, result: str = "") -> str:
    """Answer of the page of one experiment. ``result``: its finding, if any."""
    missing = lacking(line.missing)
    if line.state is SheetState.WITHDRAWN:
        return "Cette expérimentation a été retirée avant toute entrée."
    if line.state is SheetState.INCOMPLETE:
        count = pluralise(len(line.missing), "partie")
        return f"Non : il manque {count} sur {PART_COUNT}, {missing}. À écrire par {owed_by}."
    if line.state is SheetState.READY:
        return "Oui : tout est écrit. La fiche se verrouillera quand la première personne entrera."
    entered = f"Une première personne est entrée le {format_day(line.locked_on)}" if line.locked_on else ""
    if line.state is SheetState.LOCKED:
        late = " Le constat est attendu." if line.is_overdue else ""
        return f"{entered} : la question et la cible ne changent plus.{late}"
    if line.state is SheetState.LOCKED_INCOMPLETE:
        return f"{entered}, sans que soit écrit : {missing}. On ne pourra plus l’écrire comme si c’était avant."
    return f"{_cut(result)} Jugement : {JUDGEMENT_WORDS[line.judgement]}." if line.judgement else ""


def _cut(text: str, longest: int = 220) -> str:
    """Truncates a long result: the full text is shown below."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[:longest].rsplit(' ', 1)[0]}…"


def _listed(words: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"
