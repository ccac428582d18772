"""Writes the comparison of a case: options, criteria, scores with their source. Scores are append-only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Max

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, ValidationError, ensure_found, refuse_blank
from pacte.plan.queries.stakeholders import plan_action_by_number
from pacte.procedures.models import Case, CaseOption, OptionCriterion, OptionScore
from pacte.procedures.rules.option_comparison import check_score
from pacte.procedures.services.guards import locked_case, refuse_invalid_case_date

MAX_OPTIONS, MAX_CRITERIA = 8, 12
_CODES = "ABCDEFGH"
_WRITE = "procedures.write"


def save_option(
    *,
    actor: Actor,
    case: Case,
    title: str,
    description: str = "",
    enables: str = "",
    enabled_numbers: tuple[ActionCode, ...] = (),
    code: str = "",
) -> CaseOption:
    """Creates an option (A, B, C…), or updates the one with ``code``."""
    _refuse_empty(title, "L’option n’a pas de nom.")
    refuse_unknown_actions(case, enabled_numbers)
    with locked_case(actor=actor, case=case, right=_WRITE, name="keep_option") as (locked, entry):
        option = ensure_found(
            locked.options.filter(code=code).first() if code else CaseOption(case=locked, code=_next_code(locked))
        )
        option.organisation_id = locked.organisation_id
        option.title, option.description = title.strip()[:200], description.strip()
        option.enables, option.enabled_numbers = enables.strip(), sorted(set(enabled_numbers))
        option.save()
        entry.detail.update(option=option.code, title=option.title)
    return option


def save_criterion(
    *, actor: Actor, case: Case, label: str, points: int, meaning: str = "", rank: int = 0, reason: str = ""
) -> OptionCriterion:
    """Creates a criterion, or updates the one at ``rank``. Weights are the shares of the points."""
    _refuse_empty(label, "Le critère n’a pas de nom.")
    if not 0 <= points <= 1000:
        raise ValidationError("points_range", "Les points d’un critère vont de 0 à 1 000.", hint="Corrigez-les.")
    with locked_case(actor=actor, case=case, right=_WRITE, name="keep_criterion", reason=reason) as (locked, entry):
        last = locked.criteria.aggregate(last=Max("rank"))["last"] or 0
        if not rank and last >= MAX_CRITERIA:
            raise ValidationError(
                "criteria_many", f"Une comparaison a {MAX_CRITERIA} critères au plus.", hint="Réunissez-en."
            )
        criterion = ensure_found(
            locked.criteria.filter(rank=rank).first() if rank else OptionCriterion(case=locked, rank=last + 1)
        )
        criterion.organisation_id = locked.organisation_id
        criterion.label, criterion.meaning, criterion.points = label.strip()[:120], meaning.strip()[:300], points
        criterion.save()
        entry.detail.update(criterion=criterion.rank, label=criterion.label, points=points)
    return criterion


def save_score(
    *, actor: Actor, option: CaseOption, criterion: OptionCriterion, value: Decimal, source: str, on: date
) -> OptionScore:
    """Adds a score with its source. Does nothing when the last one has the same value and source."""
    check_score(value)
    refuse_invalid_case_date(on)
    if option.case_id != criterion.case_id:
        raise NotFound
    refuse_blank(
        source,
        "source_missing",
        "Il manque la source de la note.",
        "Une note sans source ne se discute pas.",
        "Écrivez d’où elle vient.",
    )
    latest_score = OptionScore.objects.filter(option=option, criterion=criterion).order_by("pk").last()
    if latest_score and latest_score.value == value and latest_score.source == source.strip()[:300]:
        return latest_score
    with locked_case(actor=actor, case=option.case, right=_WRITE, name="keep_score") as (locked, entry):
        new_score = OptionScore.objects.create(
            organisation_id=locked.organisation_id,
            option=option,
            criterion=criterion,
            value=value,
            source=source.strip()[:300],
            scored_on=on,
            recorded_at=now(),
            person_name=actor.name[:200],
        )
        entry.detail.update(
            option=option.code,
            criterion=criterion.label,
            before=str(latest_score.value) if latest_score else "",
            after=str(value),
        )
    return new_score


def refuse_unknown_actions(case: Case, numbers: tuple[ActionCode, ...]) -> None:
    """Raises ``ValidationError`` for an action number that the plan does not have."""
    for number in numbers:
        if plan_action_by_number(plan=case.plan, number=number) is None:
            raise ValidationError("action_unknown", f"Le plan n’a pas d’action {number}.", hint="Vérifiez les numéros.")


def _next_code(case: Case) -> str:
    taken = set(case.options.values_list("code", flat=True))
    free = next((code for code in _CODES[:MAX_OPTIONS] if code not in taken), "")
    if not free:
        raise ValidationError(
            "options_many", f"Une comparaison a {MAX_OPTIONS} options au plus.", hint="Écartez-en avant."
        )
    return free


def _refuse_empty(text: str, what: str) -> None:
    refuse_blank(text, "title_missing", what, hint="Donnez-lui un nom.")
