"""SIRET: 14 digits that identify an establishment (Insee, répertoire Sirene)."""

from __future__ import annotations

from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret as _siret

from pacte.kernel.errors import ValidationError


def checked_siret(text: str) -> str:
    """The 14 digits without spaces. Raises ``ValidationError('siret')`` on a wrong length or check digit."""
    try:
        return _siret.validate(text)
    except StdnumError as error:
        raise ValidationError(
            "siret",
            f"Le SIRET « {text} » n'est pas valable.",
            "Il doit avoir 14 chiffres et une clé juste.",
            "Recopiez-le depuis l'avis de situation Sirene, ou laissez le champ vide.",
        ) from error
