"""i-Milo, the tool of missions locales. No exchange of prescriptions with it is publicly documented."""

from datetime import date

from pacte.exchange.undocumented_partner import undocumented_partner_mapping

PARTNER = undocumented_partner_mapping(
    code="imilo",
    label="i-Milo",
    source="Aucune interface publique d’échange de prescriptions n’a été trouvée. Tout est à compléter.",
    valid_from=date(2020, 1, 1),
)
