"""The place or the period that a declared value is about, when its target is promised for each of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text, format_day
from pacte.plan.records import Figure
from pacte.plan.records.per import FigurePer
from pacte.plan.rules.expected_periods import period_key
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress_by_unit import ExpectedUnit, UnitPhase

_CODE = "value_about"
_CHOOSE = "Choisissez dans la liste."


def target_by_unit(figures: Iterable[Figure], *, code: str, what: str) -> Figure | None:
    """The target by place or period that a value answers: that of its indicator, or of its words without one."""
    return next(
        (
            each
            for each in figures
            if each.is_target
            and parse_per(each.per).is_by_unit
            and each.indicator_code == code
            and (code or fold_text(each.what) == fold_text(what))
        ),
        None,
    )


def declared_unit(
    figure: Figure, expected: Sequence[ExpectedUnit], about: str, happened_on: date
) -> ExpectedUnit | None:
    """Return the unit that a value is about. Raises ``ValidationError``.

    ``expected``: the units of the figure, as they stand on ``happened_on``. Without ``about``, a period is that of the
    day of the value. None for a place while no territory is loaded: nothing could be chosen.
    """
    per = parse_per(figure.per)
    if per.zone_kind and not expected and not about:
        return None
    key = about or (period_key(happened_on, per.months) if per.months else "")
    unit = next((each for each in expected if each.key == key), None)
    if unit is None:
        raise _unknown_unit(per, about, happened_on)
    if unit.phase is UnitPhase.COMING:
        raise ValidationError(
            _CODE,
            f"Ce chiffre serait vrai avant que la période « {unit.label} » commence.",
            f"Il est daté du {format_day(happened_on)}.",
            "Changez sa date, ou sa période.",
        )
    return unit


def _unknown_unit(per: FigurePer, about: str, happened_on: date) -> ValidationError:
    promised = f"La cible est promise par {per.one}."
    which, a = ("quelle", "une") if per.is_feminine else ("quel", "un")
    if about:
        return ValidationError(_CODE, f"« {about} » n’est pas {a} {per.one} du plan.", promised, _CHOOSE)
    if per.months:
        return ValidationError(
            _CODE,
            f"Le {format_day(happened_on)} n’est pas dans {a} {per.one} que la cible attend.",
            promised,
            f"Choisissez {which} {per.one} ce chiffre compte.",
        )
    return ValidationError(_CODE, f"On ne sait pas de {which} {per.one} parle ce chiffre.", promised, _CHOOSE)
