"""Amounts typed by a person: signed, dated and with a reason. A mistake is corrected by another movement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from pacte.audit.services import audit_event
from pacte.finance.models import Movement
from pacte.finance.permissions import may
from pacte.finance.records import AmountSource, DeclaredAmountInput, Section
from pacte.finance.services.budget_lines import BudgetLineKey, BudgetLineResolver, host_display_name
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import (
    ConfigurationError,
    Conflict,
    ValidationError,
    deny_unless,
    ensure_found,
    refuse_blank,
)
from pacte.plan.models import Plan

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MAX_AMOUNTS_LOGGED = 50


def declare_amount(*, actor: Actor, plan: Plan, amount: DeclaredAmountInput, reason: str) -> Movement:
    """Add one typed amount to a budget line, created if needed. Raises as ``declare_amounts``."""
    return declare_amounts(actor=actor, plan=plan, amounts=[amount], reason=reason)[0]


def declare_amounts(
    *, actor: Actor, plan: Plan, amounts: Sequence[DeclaredAmountInput], reason: str, at: datetime | None = None
) -> list[Movement]:
    """Add typed amounts, all or none: a whole budget is one act. ``at`` is reserved for the system actor.

    Raises ``PermissionDenied`` or ``ValidationError`` (reason, year, amount, posts without a staff section, target).
    """
    _refuse_unless(actor, plan)
    if at is not None and not actor.is_system:
        raise ConfigurationError("backdated", "Seule la machine peut dater un montant d’un autre instant.")
    for amount in amounts:
        _check(amount, reason)
    host = plan.organisation
    with audit_event(
        actor=actor, name="finance.declare", organisation_id=host.pk, subject_kind="plan", subject_id=plan.pk,
        subject_label=plan.title, reason=reason.strip(),
    ) as entry:  # fmt: skip
        resolver, name = BudgetLineResolver(actor, host), host_display_name(actor, host)
        movements = Movement.objects.bulk_create(
            Movement(
                organisation=host,
                budget_line=resolver.line(
                    BudgetLineKey(
                        each.target, each.year, each.section, each.fund, (each.financer.strip() or name)[:200]
                    )
                ),
                stage=each.stage,
                cents=each.cents,
                etp=each.etp,
                happened_on=each.happened_on,
                recorded_at=at or now(),
                source=AmountSource.DECLARED,
                person_name=actor.name[:200],
                reason=reason.strip(),
            )
            for each in amounts
        )
        entry.detail.update(
            movements=[movement.pk for movement in movements],
            amounts=[
                f"{each.target.label}, {each.year}, {each.stage} : {each.cents}"
                for each in amounts[:_MAX_AMOUNTS_LOGGED]
            ],
        )
    return movements


def correct_declared(
    *, actor: Actor, plan: Plan, movement_id: int, cents: int, etp: Decimal | None = None, reason: str
) -> Movement:
    """Correct a typed amount to ``cents``: add a movement of the difference that references the corrected one.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` (reason, no difference) or ``Conflict`` (corrected
    meanwhile).
    """
    _refuse_unless(actor, plan)
    wrong = ensure_found(
        Movement.objects.select_for_update(of=("self",))
        .select_related("budget_line")
        .filter(pk=movement_id, source=AmountSource.DECLARED, budget_line__plan=plan)
        .first()
    )
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "Une correction en porte un.", "Écrivez-le.")
    if wrong.corrected_by.exists():
        raise Conflict("corrected_already", "Ce montant a déjà été corrigé.", hint="Corrigez la dernière ligne.")
    if wrong.corrects_id is not None:
        raise Conflict(
            "correction_itself", "Cette ligne est déjà une correction.", hint="Déclarez un nouveau montant à la place."
        )
    more_cents = cents - wrong.cents
    more_etp = None if wrong.etp is None else (etp or Decimal(0)) - wrong.etp
    if not more_cents and not more_etp:
        raise ValidationError("no_difference", "Le montant est le même.", hint="Écrivez le montant juste.")
    with audit_event(
        actor=actor, name="finance.correct_declared", organisation_id=plan.organisation_id, subject_kind="plan",
        subject_id=plan.pk, subject_label=plan.title, reason=reason.strip(),
    ) as entry:  # fmt: skip
        fixed = Movement.objects.create(
            organisation_id=plan.organisation_id,
            budget_line=wrong.budget_line,
            stage=wrong.stage,
            cents=more_cents,
            etp=more_etp,
            happened_on=wrong.happened_on,
            recorded_at=now(),
            source=AmountSource.DECLARED,
            person_name=actor.name[:200],
            reason=reason.strip(),
            corrects=wrong,
        )
        entry.detail.update(corrects=wrong.pk, before=wrong.cents, after=cents, movement=fixed.pk)
    return fixed


def _check(amount: DeclaredAmountInput, reason: str) -> None:
    staff = amount.section is Section.STAFF
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "Un montant déclaré en porte un.", "Écrivez-le.")
    if not _FIRST_YEAR <= amount.year <= _LAST_YEAR:
        raise ValidationError(
            "year_shape", f"{amount.year} n’est pas un exercice.", hint="Écrivez-le, par exemple 2020."
        )
    if staff and amount.etp is None:
        raise ValidationError(
            "etp_missing", "Il manque le nombre d’ETP.", "Le personnel se compte en ETP.", "Écrivez-le."
        )
    if not staff and amount.etp is not None:
        raise ValidationError(
            "etp_elsewhere", "Les ETP sont pour le personnel.", hint="Choisissez la section « Personnel »."
        )
    if not staff and not amount.cents:
        raise ValidationError("amount_missing", "Il manque le montant.", hint="Écrivez-le en euros.")


def _refuse_unless(actor: Actor, plan: Plan) -> None:
    deny_unless(
        may(actor, "finance.declare", plan.organisation_id),
        "finance_right",
        "Votre fonction ne permet pas de déclarer un montant.",
        hint="Demandez-le à la gestion financière ou au pilote du pacte.",
    )
