"""An amount that a person types: declared, signed, dated, with its reason. A mistake is corrected by one more."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pacte.finance.models import Movement
from pacte.finance.permissions import may
from pacte.finance.records import Fund, Section, Source, Stage, Target
from pacte.finance.services.lines import Pocket, Pockets, own_name
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, Invalid, Misconfigured, Refused, Unseen
from pacte.plan.models import Plan

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def declare(
    *,
    actor: Actor,
    plan: Plan,
    target: Target,
    year: int,
    section: Section,
    fund: Fund,
    financer: str,
    stage: Stage,
    cents: int = 0,
    etp: Decimal | None = None,
    happened_on: date,
    reason: str,
    at: datetime | None = None,
) -> Movement:
    """Adds one typed amount to a budget line, made when it is the first. ``at`` is for the machine alone.

    Raises ``Refused`` or ``Invalid`` (reason, year, amount, posts without a staff section).
    """
    _refuse_unless(actor, plan)
    if at is not None and not actor.is_system:
        raise Misconfigured("backdated", "Seule la machine peut dater un montant d’un autre instant.")
    _check(section, year, cents, etp, reason)
    host = plan.organisation
    with act(
        actor=actor, name="finance.declare", organisation_id=host.pk, subject_kind="plan", subject_id=plan.pk,
        subject_label=plan.title, reason=reason.strip(),
    ) as entry:  # fmt: skip
        name = (financer.strip() or own_name(actor, host))[:200]
        line = Pockets(actor, host).line(Pocket(target, year, section, fund, name))
        movement = Movement.objects.create(
            organisation=host,
            budget_line=line,
            stage=stage,
            cents=cents,
            etp=etp,
            happened_on=happened_on,
            recorded_at=at or now(),
            source=Source.DECLARED,
            person_name=actor.name[:200],
            reason=reason.strip(),
        )
        entry.detail.update(
            target=target.label, year=year, section=section, fund=fund, financer=name, stage=stage, cents=cents,
            etp=str(etp or ""), movement=movement.pk,
        )  # fmt: skip
    return movement


def correct_declared(
    *, actor: Actor, plan: Plan, movement_id: int, cents: int, etp: Decimal | None = None, reason: str
) -> Movement:
    """The typed amount should have been ``cents``: the difference is added and points at what it corrects.

    Raises ``Unseen``, ``Refused``, ``Invalid`` (reason, no difference) or ``Conflict`` (corrected meanwhile).
    """
    _refuse_unless(actor, plan)
    wrong = (
        Movement.objects.select_for_update(of=("self",))
        .select_related("budget_line")
        .filter(pk=movement_id, source=Source.DECLARED, budget_line__plan=plan)
        .first()
    )
    if wrong is None:
        raise Unseen
    if not reason.strip():
        raise Invalid("reason_missing", "Il manque le motif.", "Une correction en porte un.", "Écrivez-le.")
    if wrong.corrected_by.exists():
        raise Conflict("corrected_already", "Ce montant a déjà été corrigé.", todo="Corrigez la dernière ligne.")
    if wrong.corrects_id is not None:
        raise Conflict(
            "correction_itself", "Cette ligne est déjà une correction.", todo="Déclarez un nouveau montant à la place."
        )
    more_cents = cents - wrong.cents
    more_etp = None if wrong.etp is None else (etp or Decimal(0)) - wrong.etp
    if not more_cents and not more_etp:
        raise Invalid("no_difference", "Le montant est le même.", todo="Écrivez le montant juste.")
    with act(
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
            source=Source.DECLARED,
            person_name=actor.name[:200],
            reason=reason.strip(),
            corrects=wrong,
        )
        entry.detail.update(corrects=wrong.pk, before=wrong.cents, after=cents, movement=fixed.pk)
    return fixed


def _check(section: Section, year: int, cents: int, etp: Decimal | None, reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason_missing", "Il manque le motif.", "Un montant déclaré en porte un.", "Écrivez-le.")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Invalid("year_shape", f"{year} n’est pas un exercice.", todo="Écrivez une année, par exemple 2020.")
    if section is Section.STAFF and etp is None:
        raise Invalid("etp_missing", "Il manque le nombre d’ETP.", "Le personnel se compte en ETP.", "Écrivez-le.")
    if section is not Section.STAFF and etp is not None:
        raise Invalid("etp_elsewhere", "Les ETP sont pour le personnel.", todo="Choisissez la section « Personnel ».")
    if section is not Section.STAFF and not cents:
        raise Invalid("amount_missing", "Il manque le montant.", todo="Écrivez-le en euros.")


def _refuse_unless(actor: Actor, plan: Plan) -> None:
    if not may(actor, "finance.declare", plan.organisation_id):
        raise Refused(
            "finance_right",
            "Votre fonction ne permet pas de déclarer un montant.",
            todo="Demandez-le à la gestion financière ou au pilote du pacte.",
        )
