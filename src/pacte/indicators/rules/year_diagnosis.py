"""Main figures of a region for the diagnosis of one year: last value, change, freshness. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pacte.indicators.records.profile import ZoneFitKind, ZoneProfile, ZoneSeries, ZoneValue
from pacte.indicators.records.year_diagnosis import DiagnosisFigure, DiagnosisGap, SurveyResult, YearDiagnosis
from pacte.indicators.rules.periods import months_before
from pacte.indicators.rules.profile_blocks import period_text, profile_number_text, value_text, zone_fit_text
from pacte.indicators.rules.profile_changes import break_reasons, value_difference
from pacte.kernel.french import apply_french_spacing, format_day, format_number, format_signed, pluralise

# In the order of a diagnosis; the results of surveys have their own table.
_THEMES = ("population", "needs", "supply", "unemployment", "reading", "social", "")
KindWords = Mapping[str, tuple[str, str]]


def diagnosis_figures(profile: ZoneProfile, kind_words: KindWords, *, year: int) -> tuple[DiagnosisFigure, ...]:
    """Of the series that have a value for the region by the end of that year. Levels by occupation have none."""
    last_day = min(date(year, 12, 31), profile.known_on)
    series = (each for theme in _THEMES for each in profile.of_theme(theme))
    return tuple(figure for each in series if (figure := _figure(each, kind_words, last_day)))


def _figure(series: ZoneSeries, kind_words: KindWords, last_day: date) -> DiagnosisFigure | None:
    values = whole_values(series, series.as_of(last_day))
    if not values:
        return None
    last = values[0]
    before = whole_values(series, series.as_of(last.last - timedelta(days=1)))
    due_on = months_before(last.last, -series.months_to_next)
    return DiagnosisFigure(
        label=series.label,
        value=_text(series, values),
        number=last.value if len(values) == 1 else None,
        unit=series.unit,
        period=period_text(last.first, last.last),
        change=_change(series, before, values),
        source=series.source,
        where=apply_french_spacing(zone_fit_text(series.fit, series.zones, dict(kind_words))),
        due_on=due_on,
        is_late=due_on < last_day,
        is_invented=series.is_fictitious,
    )


def whole_values(series: ZoneSeries, values: Iterable[ZoneValue]) -> tuple[ZoneValue, ...]:
    """One value for the whole zone, one for each zone inside it when they do not add up, or none."""
    all_values = tuple(values)
    unsplit = tuple(each for each in all_values if not each.split)
    if unsplit:
        return unsplit
    if not series.is_additive or series.fit.how is ZoneFitKind.SPREAD or not all_values:
        return ()
    known = [each.value for each in all_values if each.value is not None]
    first = all_values[0]
    return (
        ZoneValue(
            "", first.first, first.last, sum(known, Decimal(0)) if known else None,
            sum(each.hidden for each in all_values), sum(each.parts for each in all_values),
        ),
    )  # fmt: skip


def _text(series: ZoneSeries, values: Sequence[ZoneValue]) -> str:
    known = sorted(each.value for each in values if each.value is not None)
    if len(values) == 1 or not known:
        return value_text(values[0], series.unit)
    low, high = profile_number_text(known[0]), profile_number_text(known[-1])
    return apply_french_spacing(f"de {low} à {high} {series.unit}".strip())


def _change(series: ZoneSeries, before: Sequence[ZoneValue], values: Sequence[ZoneValue]) -> str:
    """Of one value: the difference. Of several: how many rose and fell."""
    if not before:
        return "première valeur"
    since = period_text(before[0].first, before[0].last)
    if reasons := break_reasons(series, before[0], values[0]):
        return apply_french_spacing(f"ne se compare pas à {since} : {reasons}")
    earlier = {each.zone: each for each in before}
    differences = [
        difference
        for each in values
        if each.zone in earlier and (difference := value_difference(earlier[each.zone], each)) is not None
    ]
    if not differences:
        return f"ne se compare pas à {since}"
    if len(values) == 1:
        (difference,) = differences
        return apply_french_spacing(f"{_signed(difference)} depuis {since}")
    up, down = sum(each > 0 for each in differences), sum(each < 0 for each in differences)
    return f"{up} en hausse et {down} en baisse depuis {since}"


def _signed(difference: Decimal) -> str:
    return format_signed(difference, 0 if difference == difference.to_integral_value() else 1)


NO_FIGURE = "Aucune série ne décrit encore la région cette année-là."
NO_FIGURE_HELP = "Importez le fichier d’une source publique, ou saisissez une série valeur par valeur."
NO_SURVEY = "Aucune enquête dans l’année : on en inscrit une au registre, pour un manque noté."


def label_text(figure: DiagnosisFigure) -> str:
    """With the word that nobody may miss when the figure is not a real one."""
    is_said = "inventé" in figure.label
    return f"{figure.label} – inventé" if figure.is_invented and not is_said else figure.label


def source_and_place(figure: DiagnosisFigure) -> str:
    return f"{figure.source} ; {figure.where}" if figure.where else figure.source


def gap_note(gap: DiagnosisGap) -> str:
    """« n° 12, action 34, relevé le 2 mars 2021 »."""
    return ", ".join(
        part for part in (f"n° {gap.number}", f"action {gap.action}" if gap.action else "", gap.origin) if part
    )


def gap_sentence(diagnosis: YearDiagnosis) -> str:
    """« 44 manques ouverts dans l’année, dont 5 renseignés au 24 novembre 2020. »"""
    counts = diagnosis.gap_counts
    if not diagnosis.has_begun:
        return "L’année n’a pas commencé : ses manques se relèveront chaque nuit."
    if not counts.total:
        return "Le registre n’a relevé aucun manque dans l’année. Il se relève chaque nuit, dès qu’il y a des faits."
    until = min(date(diagnosis.year, 12, 31), diagnosis.on)
    return apply_french_spacing(
        f"{pluralise(counts.total, 'manque ouvert', 'manques ouverts')} dans l’année, dont "
        f"{pluralise(counts.filled, 'renseigné', 'renseignés')} au {format_day(until)}."
    )


def survey_result_text(result: SurveyResult) -> str:
    """« 12,0 % ± 5,4 points, 200 réponses »."""
    if result.value is None:
        return "aucune réponse encore"
    margin = f" ± {format_number(result.margin, 1)} points" if result.margin is not None else ", marge non calculable"
    answers = pluralise(result.respondents, "réponse") if result.respondents is not None else ""
    return apply_french_spacing(f"{format_number(result.value, 1)} %{margin}" + (f", {answers}" if answers else ""))


def freshness_text(figure: DiagnosisFigure) -> str:
    word = "en retard, attendue le" if figure.is_late else "prochaine attendue le"
    return f"{word} {format_day(figure.due_on)}"
