"""Each night: seals the sheets whose count has begun, and reads the count of those whose date is past.

The rule « we enlarge if there are results » is a sheet: a count, a threshold and a date, written before. What begins
the count locks it, and what the count is worth at its date is computed once. A committee decides, in a finding.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from pacte.evaluation.models import Experiment, TargetReading
from pacte.evaluation.queries.experiments import protocol_content
from pacte.evaluation.queries.target_readings import experiments_to_read
from pacte.evaluation.records import ProtocolContent
from pacte.evaluation.rules.target_readings import is_target_reached
from pacte.evaluation.services.protocol_lock import lock_protocol
from pacte.indicators.queries.counts_by_code import counted_until, first_day_counted, is_counted_by_procedures
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

_LOCK_REASON = "premier acte que compte l’indicateur de la fiche"


def record_target_readings(*, actor: Actor, on: date) -> int:
    """Locks what has begun and reads what is over, as known at the end of that day. Returns how many were read.

    Raises ``PermissionDenied`` for anybody but the machine.
    """
    actor.require_system("evaluation_readings", "Seule la machine lit les comptes à leur date.")
    read = 0
    with transaction.atomic():
        for experiment in experiments_to_read(actor=actor):
            content = _content(experiment)
            if not is_counted_by_procedures(content.indicator_code.strip()):
                continue
            _lock_when_begun(actor, experiment, content, on)
            if experiment.locked_on and content.end_on and content.end_on < on:
                _read(actor, experiment, content, content.end_on, on)
                read += 1
    return read


def _lock_when_begun(actor: Actor, experiment: Experiment, content: ProtocolContent, on: date) -> None:
    if experiment.locked_on:
        return
    began_on = first_day_counted(
        actor=actor, plan=experiment.plan, number=ActionCode(experiment.plan_action.number),
        code=content.indicator_code.strip(), on=on,
    )  # fmt: skip
    if began_on:
        lock_protocol(actor=actor, experiment=experiment, on=began_on, by=_LOCK_REASON)
        experiment.refresh_from_db(fields=["locked_on"])


def _read(actor: Actor, experiment: Experiment, content: ProtocolContent, due_on: date, on: date) -> None:
    code = content.indicator_code.strip()
    counted = counted_until(
        actor=actor, plan=experiment.plan, number=ActionCode(experiment.plan_action.number), code=code, until=due_on,
        known_on=on,
    )  # fmt: skip
    count, total = (counted.count, counted.total) if counted else (0, 0)
    is_shown = counted is not None and not counted.withheld and bool(total is None or total)
    TargetReading.objects.create(
        organisation_id=experiment.organisation_id,
        experiment=experiment,
        indicator_code=code,
        due_on=due_on,
        measured_on=on,
        recorded_at=now(),
        count=count if is_shown else None,
        total=total if is_shown else None,
        target_value=content.target_value,
        is_reached=is_target_reached(content, count, total),
    )


def _content(experiment: Experiment) -> ProtocolContent:
    """The last version of the sheet, the only one that a lock lets stand."""
    return protocol_content(max(experiment.versions.all(), key=lambda each: each.number, default=None))
