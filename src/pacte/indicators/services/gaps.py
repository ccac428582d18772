"""Register of missing indicators and of the surveys bought to fill them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from django.db import connection
from django.db.models import Max

from pacte.audit.services import audit_event
from pacte.indicators.models import MissingIndicator, Survey, SurveyGap, SurveyStratum
from pacte.indicators.permissions import may
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.records.survey import Estimate, GapInput, Stratum, SurveyInput
from pacte.indicators.rules.survey import stratified_estimate
from pacte.indicators.services.series import add_points, save_series
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError, hide_unless, refuse_blank
from pacte.plan.models import Plan
from pacte.plan.queries.territory import plan_region_code

_REQUIRED_FIELDS = {"label": "ce qui manque", "needed_for": "à quoi le plan s’en sert", "owed_by": "qui le doit"}


def record_gap(*, actor: Actor, plan: Plan, data: GapInput) -> MissingIndicator:
    """Records a missing figure. Raises ``NotFound``, ``PermissionDenied``, ``ValidationError``."""
    _refuse_unless_editor(actor, plan)
    for name, word in _REQUIRED_FIELDS.items():
        refuse_blank(getattr(data, name), name, f"Il manque {word}.", hint="Écrivez-le en une phrase.")
    return write_gap(actor=actor, plan=plan, data=data, on=today())


def write_gap(*, actor: Actor, plan: Plan, data: GapInput, on: date, found_key: str = "") -> MissingIndicator:
    """Writes a gap for a caller that has checked the right. ``found_key``: when the register found it by itself."""
    with audit_event(
        actor=actor, name="indicators.note_gap", subject_kind="missing_indicator", subject_label=data.label,
        organisation_id=plan.organisation_id,
    ) as entry:  # fmt: skip
        made = MissingIndicator.objects.create(
            organisation_id=plan.organisation_id,
            plan=plan,
            number=_next_number(MissingIndicator, plan),
            noted_on=on,
            found_key=found_key,
            recorded_at=now(),
            person_name=actor.name[:200],
            **asdict(data),
        )
        entry.set_subject("missing_indicator", made.pk, made.label)
    return made


def close_gap(*, actor: Actor, gap: MissingIndicator, is_filled: bool, reason: str, series_code: str = "") -> None:
    """Closes a gap as filled (by which series, if any) or abandoned, with a reason.

    Raises ``Conflict`` when it is closed, or when only its measure may fill it.
    """
    _refuse_unless_editor(actor, gap.plan)
    refuse_blank(reason, "reason", "Il manque la raison.", hint="Écrivez-la en une phrase.")
    with audit_event(
        actor=actor, name="indicators.close_gap", subject_kind="missing_indicator", subject_id=gap.pk,
        subject_label=gap.label, organisation_id=gap.organisation_id, reason=reason,
    ):  # fmt: skip
        row = MissingIndicator.objects.select_for_update().get(pk=gap.pk)
        if row.closed_on is not None:
            raise Conflict("gap_closed", "Ce manque est déjà fermé.", hint="Rechargez la page.")
        if row.is_found and is_filled:
            raise Conflict(
                "gap_found", "Ce manque a été relevé par le registre : il se ferme quand sa mesure arrive.",
                hint="Faites venir la mesure, ou dites pourquoi on y renonce.",
            )  # fmt: skip
        row.closed_on, row.is_filled, row.closed_reason = today(), is_filled, reason.strip()
        row.series_code = series_code[:80]
        row.save(update_fields=["closed_on", "is_filled", "closed_reason", "series_code"])


def open_survey(*, actor: Actor, plan: Plan, data: SurveyInput, gaps: Iterable[MissingIndicator]) -> Survey:
    """Opens a survey that fills at least one missing indicator of that plan, noted by a person.

    What the register found has a source that owes it: somebody first notes what a survey must measure instead.
    """
    _refuse_unless_editor(actor, plan)
    aims = list(gaps)
    if not aims or any(each.plan_id != plan.pk or each.is_found for each in aims):
        raise ValidationError(
            "gaps", "Une enquête s’achète pour un manque noté au registre.", hint="Choisissez-en au moins un."
        )
    if data.first_on and data.last_on and data.last_on < data.first_on:
        raise ValidationError("last_on", "L’enquête finit avant de commencer.", hint="Vérifiez ses deux dates.")
    with audit_event(
        actor=actor, name="indicators.open_survey", subject_kind="survey", subject_label=data.title,
        organisation_id=plan.organisation_id,
    ) as entry:  # fmt: skip
        made = Survey.objects.create(
            organisation_id=plan.organisation_id, plan=plan, number=_next_number(Survey, plan), opened_on=today(),
            recorded_at=now(), person_name=actor.name[:200], **asdict(data),
        )  # fmt: skip
        SurveyGap.objects.bulk_create([SurveyGap(survey=made, gap=each) for each in aims])
        entry.set_subject("survey", made.pk, made.title)
    return made


def record_survey_answers(
    *, actor: Actor, survey: Survey, gap: MissingIndicator, strata: Sequence[Stratum], on: date
) -> Estimate:
    """Stores the strata of a measure, computes its estimate and margin, and writes them in a series of that gap.

    The gap is then filled. A new delivery corrects the value; earlier ones are retained. The survey covers the region
    of the plan. Raises ``ValidationError``.
    """
    _refuse_unless_editor(actor, survey.plan)
    if not survey.aims.filter(gap=gap).exists():
        raise ValidationError(
            "gap", "Cette enquête n’a pas été achetée pour ce manque.", hint="Choisissez-en un des siens."
        )
    survey_estimate = stratified_estimate(strata)
    with audit_event(
        actor=actor, name="indicators.record_answers", subject_kind="survey", subject_id=survey.pk,
        subject_label=survey.title, organisation_id=survey.organisation_id,
    ) as entry:  # fmt: skip
        batch = (survey.strata.filter(gap=gap).aggregate(last=Max("batch"))["last"] or 0) + 1
        SurveyStratum.objects.bulk_create(
            [
                SurveyStratum(
                    survey=survey, gap=gap, batch=batch, recorded_at=now(), person_name=actor.name[:200], **asdict(each)
                )
                for each in strata
            ]
        )
        code = _write_estimate(actor, survey, gap, survey_estimate, on)
        entry.detail.update(
            value=str(survey_estimate.value),
            margin=str(survey_estimate.margin),
            respondents=survey_estimate.respondents,
        )
        if MissingIndicator.objects.filter(pk=gap.pk, closed_on=None).exists():
            close_gap(actor=actor, gap=gap, is_filled=True, reason=f"enquête « {survey.title} »", series_code=code)
    return survey_estimate


def _write_estimate(actor: Actor, survey: Survey, gap: MissingIndicator, survey_estimate: Estimate, on: date) -> str:
    series_input = SeriesInput(
        code=gap.indicator_code or f"gap-{gap.plan_id}-{gap.number}", label=gap.label, unit="%",
        question=f"{gap.label} ?"[:300], entity=survey.population[:300], source=f"enquête « {survey.title} »"[:300],
        owner=gap.owed_by, producer=survey.supplier, theme="survey", is_public=False,
    )  # fmt: skip
    series = save_series(actor=actor, host=survey.organisation, data=series_input)
    point = SeriesPointInput(
        "region", region_code(survey.plan), on, on, survey_estimate.value, margin=survey_estimate.margin
    )
    add_points(
        actor=actor,
        series=series,
        points=[point],
        source_label=f"{survey.title}, {survey_estimate.respondents} réponses",
    )
    return series.code


def region_code(plan: Plan) -> str:
    """The official code of the region of a plan; its first characters when the territory is not loaded."""
    return plan_region_code(plan) or plan.region[:16]


def _refuse_unless_editor(actor: Actor, plan: Plan) -> None:
    host_id = plan.organisation_id
    hide_unless(may(actor, "indicators.see_gaps", host_id))
    if not may(actor, "indicators.keep_gaps", host_id):
        raise PermissionDenied(
            "gaps_right", "Votre fonction ne permet pas d’écrire au registre des manques.",
            hint="Demandez-le au pilote du pacte ou à l’observatoire.",
        )  # fmt: skip


def _next_number(model: type[MissingIndicator] | type[Survey], plan: Plan) -> int:
    """Next sequential number of a plan; concurrent writers wait."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [f"indicators.{model.__name__}", plan.pk])
    last = model.objects.filter(plan=plan).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1
