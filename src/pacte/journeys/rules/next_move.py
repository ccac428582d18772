"""Label of the next move expected in each state of a journey. Pure."""

from __future__ import annotations

from datetime import date

from pacte.journeys.records import JourneyState as S
from pacte.kernel.french import format_day

_NEXT_MOVES = {
    S.OPEN: "une proposition de son conseiller",
    S.PROPOSED: "une invitation",
    S.INVITED: "le choix d’un créneau",
    S.SLOT_CHOSEN: "la venue à l’information collective",
    S.MISSED: "un nouveau créneau",
    S.INFORMED: "une décision de l’organisme",
    S.TESTED: "une décision de l’organisme",
    S.WAITING: "une place qui se libère",
    S.RESERVED: "une décision de l’organisme",
    S.NOT_KEPT: "une autre proposition, due à la personne",
    S.DECLINED: "une autre proposition",
    S.TO_RESEAT: "une nouvelle place, ou un appel",
    S.INTERRUPTED: "le retour de la personne",
}
# Learners who could fill a seat: neither refused nor admitted yet.
PENDING = frozenset({S.PROPOSED, S.INVITED, S.SLOT_CHOSEN, S.MISSED, S.INFORMED, S.TESTED, S.WAITING})
# The provider has met the learner: only its decision is missing.
LIKELY = frozenset({S.INFORMED, S.TESTED, S.WAITING})


def next_move(state: S, *, on: date | None = None, starts_on: date | None = None) -> str:
    """« le retour de la personne, 7 décembre 2020 »; empty when nothing is expected."""
    if state is S.ADMITTED:
        return f"l’entrée, {format_day(starts_on)}" if starts_on else "l’entrée"
    move = _NEXT_MOVES.get(state, "")
    return f"{move}, {format_day(on)}" if move and on else move
