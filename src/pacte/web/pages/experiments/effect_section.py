"""« L’effet » of the page of an experiment: with, without, their difference, as the last night measured it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.evaluation.queries.effects import last_effects, last_published_effects
from pacte.evaluation.records import ARM_LABELS, Arm, ArmShare
from pacte.evaluation.rules.effects import MIN_SESSIONS, arm_share, shares_by_arm
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.rules.session_shares import is_share_of_sessions
from pacte.journeys.queries.session_outcomes import may_read_session_outcomes
from pacte.kernel.french import format_day, format_number, format_percent, format_signed
from pacte.web.charts.interval import IntervalChart, interval_svg
from pacte.web.pages.experiments.list_page import ExperimentPage
from pacte.web.tables import Column, Table, cell, number_cell, number_column

if TYPE_CHECKING:
    from pacte.evaluation.models import EffectMeasure, PublishedEffect

_NO_OUTCOME = (
    "L’effet ne se mesure pas : la fiche ne nomme pas, par son code, un indicateur que chaque session a (places "
    "prises, absents le premier jour, parcours au terme, certifications, emploi à 6 mois…)."
)
_TOO_FEW = f"L’effet ne se mesure pas encore : il faut, dans chaque bras, {MIN_SESSIONS} sessions où quelqu’un compte."
_HIDDEN = (
    "L’écart est masqué : un bras, ou ce qui a changé dans un bras, compte trop peu de personnes pour être montré sans "
    "les désigner."
)
_METHOD = (
    "Intervalle à 95 %. Ce sont des sessions, non des personnes, qui ont été mises dans un bras : l’intervalle tient "
    "compte de ce que les personnes d’une session se ressemblent, et s’élargit quand les sessions sont peu nombreuses."
)


def effect_context(page: ExperimentPage) -> dict[str, Any]:
    """Values of the section; one query. Readers without small counts have the effect that is published for all."""
    experiment, on = page.detail.experiment, page.dated_plan.on
    ids = [experiment.pk]
    if may_read_session_outcomes(actor=page.actor, host_id=experiment.organisation_id):
        measure = last_effects(actor=page.actor, experiment_ids=ids, on=on).get(experiment.pk)
        return _measured_context(measure) if measure else {}
    published = last_published_effects(actor=page.actor, experiment_ids=ids, on=on).get(experiment.pk)
    return _published_context(published) if published else {}


def _measured_context(measure: EffectMeasure) -> dict[str, Any]:
    if measure.difference is None or measure.low is None or measure.high is None:
        return {"effect_absence": _absence(measure.indicator_code)}
    definition = indicators()[measure.indicator_code]
    shares = {arm: arm_share(each) for arm, each in shares_by_arm(measure.arms).items()}
    return _effect_context(
        measure.indicator_code, measure.difference * 100, measure.low * 100, measure.high * 100, decimals=1
    ) | {
        "effect_note": _note(measure, is_over=measure.is_over),
        "effect_arms": _arms_table(shares),
        "effect_counted": f"Compté : {definition.numerator_label}, sur {definition.denominator_label}.",
    }


def _published_context(published: PublishedEffect) -> dict[str, Any]:
    if published.difference is None or published.low is None or published.high is None:
        return {"effect_absence": _HIDDEN if published.is_measured else _absence(published.indicator_code)}
    return _effect_context(
        published.indicator_code, published.difference, published.low, published.high, decimals=0
    ) | {"effect_note": _note(published, is_over=published.is_over)}


def _effect_context(code: str, difference: float, low: float, high: float, *, decimals: int) -> dict[str, Any]:
    label = indicators()[code].label
    is_clear = low > 0 or high < 0
    reading = (
        "L’intervalle ne contient pas zéro."
        if is_clear
        else "L’intervalle contient zéro : rien ne dit que l’essai change quelque chose."
    )
    sentence = (
        f"{label} : {format_signed(difference, decimals)} {'points' if abs(difference) >= 2 else 'point'} avec, "
        f"comparé à sans ; l’intervalle va de {format_signed(low, decimals)} à {format_signed(high, decimals)}."
    )
    return {
        "effect_sentence": f"{sentence} {reading}",
        "effect_drawing": interval_svg(IntervalChart(difference, low, high, f"Écart : {label}"), "effet-trait"),
        "effect_method": _METHOD,
    }


def _absence(code: str) -> str:
    return _TOO_FEW if is_share_of_sessions(indicators().get(code)) else _NO_OUTCOME


def _note(row: EffectMeasure | PublishedEffect, *, is_over: bool) -> str:
    ended = "les deux bras sont finis" if is_over else "les bras ne sont pas finis : l’écart peut encore changer"
    return f"compté dans la nuit du {format_day(row.measured_on)} ; {ended}"


def _arms_table(shares: dict[Arm, ArmShare]) -> Table[tuple[Arm, ArmShare]]:
    return Table(
        shares.items(),
        Column("Bras", lambda row: ARM_LABELS[row[0]].capitalize()),
        number_column("Sessions comptées", lambda row: number_cell(row[1].sessions)),
        number_column("Compte", lambda row: cell(f"{format_number(row[1].reached)} sur {format_number(row[1].total)}")),
        number_column("Part", lambda row: format_percent(row[1].share)),
        id="effet-bras",
        caption="Ce qui est compté dans les deux bras",
    )
