"""Attendance by half-day: a signed week is recorded once; a correction points to the previous row; hours follow."""

from __future__ import annotations

from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import AttendanceWeek, Journey
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_by_key, journey_scope
from pacte.journeys.records import StepSource
from pacte.journeys.rules.attendance import Week, week_defects
from pacte.journeys.rules.attendance_limits import attendance_limit_error
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, deny_unless

_WORDS = {
    "monday": ("La semaine ne commence pas un lundi.", "Donnez la date du lundi."),
    "marks": ("Les demi-journées ne se lisent pas.", "Il en faut 14, de P, D, E, A ou -."),
    "minutes": ("La durée ne tient pas dans les demi-journées de présence.", "Corrigez la durée ou les présences."),
    "minutes_without_presence": ("Une durée est donnée sans aucune présence.", "Corrigez la durée ou les présences."),
    "future": ("Une présence est notée pour un jour à venir.", "Signez les jours qui ont eu lieu."),
    "after_end": ("La formation de cette personne a fini avant ces demi-journées.", "Retirez-les, ou corrigez la fin."),
}


def sign_week(
    *, actor: Actor, key: UUID | str, week: Week, source: StepSource = StepSource.TYPED, correct: bool = False
) -> AttendanceWeek:
    """Records one week of attendance. The same week again is a no-op; a different one needs ``correct``.

    Raises ``PermissionDenied``, ``ValidationError`` (marks, minutes, dates) or ``Conflict`` (already signed otherwise).
    """
    journey = journey_by_key(actor=actor, key=key, locked=True)
    deny_unless(
        may(actor, "journeys.train", journey_scope(journey)),
        "journeys_week",
        "Seul l’organisme qui forme signe les présences.",
    )
    _refuse_defects(journey, week)
    present = week_in_force(journey, week)
    if present and (present.marks, present.minutes) == (week.marks, week.minutes):
        return present
    if present and not correct:
        raise Conflict(
            "week_signed", "Cette semaine est déjà signée autrement.", hint="Corrigez-la, ou laissez-la comme elle est."
        )
    with audit_event(
        actor=actor, name="journeys.sign_week", subject_kind="journey", subject_id=journey.key,
        subject_label=f"Présences de la semaine du {week.monday:%d/%m/%Y}", organisation_id=journey.provider_body_id,
    ):  # fmt: skip
        row = AttendanceWeek.objects.create(
            organisation_id=journey.organisation_id,
            journey=journey,
            monday=week.monday,
            marks=week.marks,
            minutes=week.minutes,
            recorded_at=now(),
            person_name=actor.name[:200],
            source=source,
            corrects_id=present.pk if present else None,
        )
        journey.minutes_realised += week.minutes - (present.minutes if present else 0)
        journey.save(update_fields=["minutes_realised"])
    return row


def week_in_force(journey: Journey, week: Week) -> AttendanceWeek | None:
    """The row in force for that week: the one that no other corrects."""
    rows = list(AttendanceWeek.objects.filter(journey=journey, monday=week.monday))
    replaced = {row.corrects_id for row in rows}
    return next((row for row in rows if row.pk not in replaced), None)


def _refuse_defects(journey: Journey, week: Week) -> None:
    codes = week_defects(week)
    code = codes[0] if codes else attendance_limit_error(week, on=today(), ended_on=journey.ended_on)
    if code and week.monday <= today():
        what, todo = _WORDS[code]
        raise ValidationError(f"week_{code}", what, hint=todo)
    if week.monday > today():
        raise ValidationError("week_future", "Cette semaine n’a pas commencé.", hint="Signez-la quand elle a eu lieu.")
