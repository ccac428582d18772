"""Ouiform, the prescription tool shared by prescribers other than Pôle emploi. Its interface is not public."""

from __future__ import annotations

from datetime import date

from pacte.exchange.mapping_unseen import unseen_tool

PARTNER = unseen_tool(
    code="ouiform",
    label="Ouiform",
    source="Aucune interface publique n’a été trouvée. Tout est à compléter sous convention.",
    valid_from=date(2020, 1, 1),
)
