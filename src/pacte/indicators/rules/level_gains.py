"""What is told of the levels that people gained, as accepted reports say: never a few of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.completed_journeys import is_small
from pacte.kernel.french import format_number, pluralise
from pacte.procedures.rules.level_gains import LevelFigures

_HIDDEN = "masqué : ce chiffre montrerait de petits effectifs"


def gain_result(figures: LevelFigures) -> CountResult:
    """Who gained, out of those measured first. One who left before the second measure counts, and gains nothing."""
    if is_small(figures.gained) or is_small(figures.first - figures.gained):
        return CountResult(figures.gained, figures.first, withheld=_HIDDEN)
    return CountResult(figures.gained, figures.first, precision=" ; ".join(_parts(figures)))


def awaited_result(conventions: int) -> CountResult:
    """Conventions are signed and nobody is measured yet: what is owed, and by whom."""
    signed = pluralise(conventions, "convention signée", "conventions signées")
    return CountResult(
        0,
        lacks=f"les niveaux d’avant et d’après : {signed}, aucun bilan accepté. Qui porte le produit doit mesurer les "
        "apprenants et envoyer son bilan ; la Région l’accepte ou le refuse",
    )


def _parts(figures: LevelFigures) -> Iterator[str]:
    if is_small(figures.twice) or is_small(figures.first - figures.twice):
        return
    yield f"{pluralise(figures.twice, 'apprenant mesuré', 'apprenants mesurés')} deux fois"
    for label, mean in figures.means:
        yield f"{label} : {format_number(mean, 1)} de plus en moyenne"
