"""What a plan expects and that nothing gives: targets without value, actions without a result, late series. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pacte.indicators.records import ValueState
from pacte.indicators.records.evidence import ActionEvidence, EvidenceRow
from pacte.indicators.records.gaps import AwaitedMeasures, FoundGap
from pacte.indicators.records.profile import SeriesSummary
from pacte.indicators.records.survey import GapInput
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day

# The share of the gaps filled is what the register measures: its own lack is not one of them.
REGISTER_CODE = "missing_indicators_filled"
# The result of a survey is made once: nobody owes the next one.
_SURVEY_THEME = "survey"
# The measure exists: its day has not come, or this reader does not see it.
_NOT_OWED = frozenset({ValueState.NOT_DUE, ValueState.UNREACHED, ValueState.HIDDEN})
_KEY_LENGTH = 200


def is_owed(row: EvidenceRow) -> bool:
    """True when no indicator, count, series nor declaration gives a value of the target."""
    return not row.is_measured and (row.value is None or row.value.state not in _NOT_OWED)


def awaited_of_action(evidence: ActionEvidence, *, lead: str) -> AwaitedMeasures:
    """Its targets and, once none of them is missing, a result: means, context and declarations prove none."""
    rows = [row for row in evidence.rows if not row.is_untargeted and row.code != REGISTER_CODE]
    keys = {_target_key(evidence.number, row) for row in rows}
    missing = {_target_key(evidence.number, row): _missing_target(evidence.number, row) for row in rows if is_owed(row)}
    if all(row.code != REGISTER_CODE for row in evidence.rows):
        keys.add(_result_key(evidence.number))
        if not missing and not evidence.proofs and all(row.is_measured for row in rows):
            missing[_result_key(evidence.number)] = _missing_result(evidence.number, lead)
    return AwaitedMeasures(frozenset(keys), tuple(missing.values()))


def awaited_series(
    summaries: Iterable[SeriesSummary], *, on: date, computed: frozenset[str] = frozenset()
) -> AwaitedMeasures:
    """The series that have a rhythm. ``computed``: codes that something else measures by now."""
    rows = [each for each in summaries if each.due_on and each.theme != _SURVEY_THEME and each.code not in computed]
    missing = (_late_series(each, each.due_on) for each in rows if each.due_on and each.due_on < on)
    return AwaitedMeasures(frozenset(_series_key(each.code) for each in rows), tuple(missing))


def awaited_of_plan(
    evidence: Mapping[ActionCode, ActionEvidence],
    leads: Mapping[ActionCode, str],
    series: AwaitedMeasures,
) -> AwaitedMeasures:
    """In the order of the actions, then the series."""
    actions = (awaited_of_action(evidence[number], lead=leads[number]) for number in sorted(evidence))
    return AwaitedMeasures.of_parts([*actions, series])


def _target_key(number: ActionCode, row: EvidenceRow) -> str:
    return f"target:{number}:{row.code or row.what}"[:_KEY_LENGTH]


def _result_key(number: ActionCode) -> str:
    return f"result:{number}"


def _series_key(code: str) -> str:
    return f"series:{code}"


def _missing_target(number: ActionCode, row: EvidenceRow) -> FoundGap:
    why = row.sentence if row.value is not None else "ni indicateur, ni compte, ni série ne la mesure"
    text = apply_french_spacing(f"cible de l’action {number} : {why}")
    return FoundGap(_target_key(number, row), GapInput(row.what[:300], text, row.owed_by[:200], number, row.code))


def _missing_result(number: ActionCode, lead: str) -> FoundGap:
    text = "Ses mesures disent ce qui est fait ou déclaré, pas encore ce qui en résulte."
    label = f"un résultat de l’action {number}, mesuré par des faits"
    return FoundGap(_result_key(number), GapInput(label, text, lead[:200], number))


def _late_series(series: SeriesSummary, due_on: date) -> FoundGap:
    last = f" ; sa dernière valeur est du {format_day(series.last)}" if series.last else ""
    text = apply_french_spacing(f"série du diagnostic, attendue le {format_day(due_on)}{last}")
    label = f"{series.label}, dernière période"[:300]
    gap = GapInput(label, text, series.owner[:200], indicator_code=series.code, due_on=due_on)
    return FoundGap(_series_key(series.code), gap)
