"""Measures the effect of every experiment each night, and decides what readers without small counts are shown of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from pacte.evaluation.models import EffectMeasure, Experiment, PublishedEffect
from pacte.evaluation.queries.arms import arm_periods
from pacte.evaluation.queries.effects import last_effects, last_published_effects, shown_measures
from pacte.evaluation.queries.experiments import experiments_with_arms, indicator_codes
from pacte.evaluation.records import Arm, Effect, SessionShare
from pacte.evaluation.rules.effect_disclosure import TableCell, may_be_shown
from pacte.evaluation.rules.effects import in_points, measure_effect, shares_by_arm
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.session_shares import CountsOfSession, counts_by_session
from pacte.indicators.rules.session_shares import is_share_of_sessions
from pacte.journeys.queries.count_units import people_by_table_row, protected_session_ids
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

# When the sheet names nothing that sessions have, its arms are over with their sessions.
_OVER_WITH_SESSIONS = "completion"

ArmShares = dict[Arm, tuple[SessionShare, ...]]
ArmSessions = dict[Arm, list[int]]


@dataclass(frozen=True, slots=True)
class _Measured:
    experiment: Experiment
    code: str
    arms: ArmShares
    effect: Effect | None

    @property
    def is_over(self) -> bool:
        return all(self.arms[arm] and all(each.is_due for each in self.arms[arm]) for arm in Arm)


def record_effects(*, actor: Actor, on: date, facts_dir: Path | None = None) -> int:
    """Adds a row for each experiment whose effect, or what is shown of it, changed. Returns how many are measured.

    As known at the end of that day. Raises ``PermissionDenied`` for anybody but the machine.
    """
    actor.require_system("evaluation_effects", "Seule la machine mesure l’effet des essais.")
    with transaction.atomic():
        experiments = experiments_with_arms(actor=actor)
        measured = _measure(actor, experiments, on, facts_dir)
        for host_id, of_host in _by_host(measured).items():
            _record(actor, host_id, of_host, on)
    return sum(each.effect is not None for each in measured)


def _by_host(measured: Iterable[_Measured]) -> dict[int, list[_Measured]]:
    by_host: dict[int, list[_Measured]] = defaultdict(list)
    for each in measured:
        by_host[each.experiment.organisation_id].append(each)
    return by_host


def _measure(actor: Actor, experiments: Sequence[Experiment], on: date, facts_dir: Path | None) -> list[_Measured]:
    ids = [each.pk for each in experiments]
    present = [each for each in arm_periods(actor=actor, experiment_ids=ids, on=on) if each.until is None]
    hidden = protected_session_ids(actor=actor, session_ids={each.session_id for each in present})
    attached: dict[int, ArmSessions] = {pk: {arm: [] for arm in Arm} for pk in ids}
    for period in present:
        if period.session_id not in hidden:
            attached[period.experiment_id][period.arm].append(period.session_id)
    codes = indicator_codes(actor=actor, experiment_ids=ids, on=on)
    counted = {pk: codes[pk] if _is_known(codes[pk]) else _OVER_WITH_SESSIONS for pk in ids}
    wanted: dict[str, set[int]] = defaultdict(set)
    for pk, arms in attached.items():
        wanted[counted[pk]].update(*arms.values())
    counts = counts_by_session(actor=actor, sessions_by_code=wanted, on=on, facts_dir=facts_dir)
    return [
        _measured(each, codes[each.pk], counts.get(counted[each.pk], {}), attached[each.pk]) for each in experiments
    ]


def _measured(
    experiment: Experiment, code: str, counts: Mapping[int, CountsOfSession], attached: ArmSessions
) -> _Measured:
    is_known = _is_known(code)
    arms = {arm: tuple(_share(pk, counts.get(pk), is_known) for pk in sorted(attached[arm])) for arm in Arm}
    effect = measure_effect(arms[Arm.WITH], arms[Arm.WITHOUT]) if is_known else None
    return _Measured(experiment, code, arms, effect)


def _is_known(code: str) -> bool:
    return is_share_of_sessions(indicators().get(code))


def _share(session_id: int, counts: CountsOfSession | None, is_known: bool) -> SessionShare:
    if counts is None:
        return SessionShare(session_id, 0, 0, is_due=False)
    if not is_known:
        return SessionShare(session_id, 0, 0, is_due=counts.is_due)
    return SessionShare(session_id, counts.numerator, counts.denominator, is_due=counts.is_due)


def _record(actor: Actor, host_id: int, measured: Sequence[_Measured], on: date) -> None:
    ids = [each.experiment.pk for each in measured]
    measures = last_effects(actor=actor, experiment_ids=ids, on=on)
    published = last_published_effects(actor=actor, experiment_ids=ids, on=on)
    shown_arms: dict[str, list[tuple[SessionShare, ...]]] = defaultdict(list)
    for shown in shown_measures(actor=actor, host_id=host_id):
        shown_arms[shown.indicator_code].extend(shares_by_arm(shown.arms).values())
    cells = [TableCell(people) for people in people_by_table_row(actor=actor, host_id=host_id)]
    for each in measured:
        row = _row(each, measures.get(each.experiment.pk), on)
        last = published.get(each.experiment.pk)
        is_shown_now = each.effect is not None and may_be_shown(list(each.arms.values()), shown_arms[each.code], cells)
        if is_shown_now:
            shown_arms[each.code].extend(each.arms.values())
        _publish(row, each.effect if is_shown_now else None, last, on)


def _row(each: _Measured, last: EffectMeasure | None, on: date) -> EffectMeasure:
    """The last row when nothing changed, else a new one."""
    values = {
        "indicator_code": each.code,
        "arms": {
            arm.value: [[one.session_id, one.reached, one.total, one.is_due] for one in shares]
            for arm, shares in each.arms.items()
        },
        "is_over": each.is_over,
        "difference": each.effect.difference if each.effect else None,
        "low": each.effect.low if each.effect else None,
        "high": each.effect.high if each.effect else None,
    }
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        return last
    return EffectMeasure.objects.create(
        organisation_id=each.experiment.organisation_id, experiment=each.experiment, measured_on=on,
        recorded_at=now(), **values,
    )  # fmt: skip


def _publish(row: EffectMeasure, effect: Effect | None, last: PublishedEffect | None, on: date) -> None:
    """Adds a row when what everybody may know changed. An effect that may not be shown leaves the one shown before."""
    points = in_points(effect) if effect else None
    if points is None and last is not None and last.indicator_code == row.indicator_code:
        shown = {"measure_id": last.measure_id, "difference": last.difference, "low": last.low, "high": last.high}
    elif points is None:
        shown = {"measure_id": None, "difference": None, "low": None, "high": None}
    else:
        shown = {"measure_id": row.pk, "difference": points.difference, "low": points.low, "high": points.high}
    values = {
        "indicator_code": row.indicator_code, "is_over": row.is_over, "is_measured": row.difference is not None, **shown
    }  # fmt: skip
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        return
    PublishedEffect.objects.create(
        organisation_id=row.organisation_id, experiment_id=row.experiment_id, measured_on=on, recorded_at=now(),
        **values,
    )  # fmt: skip
