"""What every act on money checks first: that the procedure pays, the role, and who the person is."""

from __future__ import annotations

from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied, deny_unless, ensure_found, hide_unless
from pacte.procedures.models import Case
from pacte.procedures.permissions import has_case_role, may
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.money import PaymentPart, Payments
from pacte.procedures.rules.catalogue import procedure_edition


def payments_by(actor: Actor, case: Case, *parts: PaymentPart) -> Payments:
    """The payments of the procedure of a case, for who has one of these parts in them.

    Raises ``NotFound`` when it declares none, and as ``refuse_without_role``.
    """
    payments = ensure_found(procedure_edition(case.procedure_code, case.edition).payments)
    refuse_without_role(actor, payments.roles(*parts), case)
    return payments


def refuse_without_role(actor: Actor, roles: frozenset[Role], case: Case) -> None:
    """Raises ``NotFound`` for who may not read the case, ``PermissionDenied`` for who has none of the roles on it."""
    scope = scope_of_case(actor=actor, case=case, on=today())
    hide_unless(may(actor, "procedures.read", scope))
    deny_unless(
        has_case_role(actor, roles, scope),
        "money_right",
        "Votre fonction ne permet pas cet acte sur l’argent de ce dossier.",
        "La procédure dit qui accorde, qui prépare et qui ordonne.",
        "Demandez-le à l’un d’eux.",
    )


def acting_person(actor: Actor) -> int:
    """The person who acts, since two of them sign a payment. Raises ``PermissionDenied`` for a machine or a guest."""
    if actor.person_id is None:
        raise PermissionDenied(
            "person_needed", "Un paiement se signe par une personne.", hint="Connectez-vous avec votre compte."
        )
    return actor.person_id
