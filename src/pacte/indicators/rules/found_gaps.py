"""What a plan expects and that nothing gives: targets without value, actions without a result, late series. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Its targets and a result. A missing result is a gap once no target is: means and declarations prove none.

    Of the action that the register measures, only the other targets.
    """
    rows = {_target_key(evidence.number, row): row for row in evidence.rows if _is_target(row)}
    targets = AwaitedMeasures(
        frozenset(rows),
        frozenset(key for key, row in rows.items() if row.is_measured or row.is_withheld),
        tuple(_missing_target(key, evidence.number, row) for key, row in rows.items() if is_owed(row)),
    )
    if any(row.code == REGISTER_CODE for row in evidence.rows):
        return targets
    return AwaitedMeasures.of_parts([targets, _awaited_result(evidence, targets, lead)])


def _is_target(row: EvidenceRow) -> bool:
    return not row.is_untargeted and row.code != REGISTER_CODE


def _awaited_result(evidence: ActionEvidence, targets: AwaitedMeasures, lead: str) -> AwaitedMeasures:
    keys = frozenset({_result_key(evidence.number)})
    if evidence.proofs:
        return AwaitedMeasures(keys, keys)
    is_gap = targets.arrived == targets.keys
    return AwaitedMeasures(keys, missing=(_missing_result(evidence.number, lead),) if is_gap else ())


def awaited_series(
    summaries: Sequence[SeriesSummary], *, on: date, computed: frozenset[str] = frozenset()
) -> AwaitedMeasures:
    """The series that have a rhythm. ``computed``: codes that something else measures by now."""
    due_days = {
        each.code: each.due_on
        for each in summaries
        if each.due_on and each.theme != _SURVEY_THEME and each.code not in computed
    }
    late = {code for code, due_on in due_days.items() if due_on < on}
    return AwaitedMeasures(
        frozenset(_series_key(code) for code in due_days),
        frozenset(_series_key(code) for code in due_days.keys() - late),
        tuple(_late_series(each, due_days[each.code]) for each in summaries if each.code in late),
    )


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


def _missing_target(key: str, number: ActionCode, row: EvidenceRow) -> FoundGap:
    why = row.sentence if row.value is not None else "ni indicateur, ni compte, ni série ne la mesure"
    text = apply_french_spacing(f"cible de l’action {number} : {why}")
    return FoundGap(key, GapInput(row.what[:300], text, row.owed_by[:200], number, row.code))


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
