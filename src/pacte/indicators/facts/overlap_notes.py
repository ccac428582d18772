"""What readers are told of rows that share people, and so add up to more than their total. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pacte.indicators.facts.order_lines import ACTION, FUND, LOT, is_read_by_line
from pacte.indicators.records import Indicator

PUBLIC = "public"
_SHARED_PLACES = (
    "Plusieurs {payers} peuvent payer une session : ses places et ses euros se partagent entre {them}, une personne "
    "compte entière dans chaque {payer} et une seule fois dans l’ensemble."
)
_NOTES = {
    PUBLIC: "Une personne peut être de plusieurs publics : les lignes ne s’additionnent pas.",
    ACTION: _SHARED_PLACES.format(payers="actions", them="elles", payer="action"),
    FUND: _SHARED_PLACES.format(payers="fonds", them="eux", payer="fonds"),
    LOT: _SHARED_PLACES.format(payers="lots", them="eux", payer="lot"),
}


def overlap_notes(indicators: Iterable[Indicator], by: Sequence[str]) -> list[str]:
    """One sentence for each split whose rows may share people of one of these indicators, in the order of ``by``.

    Credits and the ledger of places divide without sharing anybody: no sentence for them alone.
    """
    relations = {measure.relation for each in indicators for measure in each.measures}
    return [
        _NOTES[split] for split in by
        if split == PUBLIC or any(is_read_by_line(split, relation) for relation in relations)
    ]  # fmt: skip
