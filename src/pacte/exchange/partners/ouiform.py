"""Ouiform, the prescription tool shared by prescribers other than Pôle emploi. Its interface is not public."""

from datetime import date

from pacte.exchange.undocumented_partner import undocumented_partner_mapping

PARTNER = undocumented_partner_mapping(
    code="ouiform",
    label="Ouiform",
    source="Aucune interface publique n’a été trouvée. Tout est à compléter sous convention.",
    valid_from=date(2020, 1, 1),
)
