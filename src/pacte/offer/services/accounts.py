"""Links a provider of the catalogue to its organisation in the directory."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict
from pacte.offer.models import Provider, Training
from pacte.offer.permissions import OfferScope
from pacte.offer.services.permissions_check import refuse_unless


def attach_account(
    *, actor: Actor, host_id: int, provider: Provider, organisation_id: int | None, reason: str = ""
) -> None:
    """Let the people of that organisation manage the offer of the provider (None: nobody).

    Raises ``PermissionDenied``, or ``Conflict`` when the organisation is not a training provider.
    """
    refuse_unless(actor=actor, act="offer.attach_account", scope=OfferScope(host_id))
    if organisation_id is not None:
        kind = Organisation.objects.filter(pk=organisation_id).values_list("kind", flat=True).first()
        if kind != OrganisationKind.TRAINING_PROVIDER:
            raise Conflict(
                "no_training_provider",
                "Cet organisme n’est pas un organisme de formation.",
                hint="Corrigez sa nature dans l’annuaire.",
            )
    with audit_event(
        actor=actor,
        name="offer.attach_account",
        subject_kind="provider",
        subject_id=provider.pk,
        subject_label=provider.name,
        organisation_id=host_id,
        reason=reason,
    ) as entry:
        entry.detail.update(before=provider.body_id, after=organisation_id)
        provider.body_id = organisation_id
        provider.save(update_fields=["body"])


def attach_accounts_by_siret(*, actor: Actor, host_id: int) -> int:
    """Link each provider without account to the organisation with the same SIRET. Return the number of links."""
    refuse_unless(actor=actor, act="offer.attach_account", scope=OfferScope(host_id))
    same = Organisation.objects.filter(siret=OuterRef("siret"), kind=OrganisationKind.TRAINING_PROVIDER)
    ours = Training.objects.filter(host_id=host_id).values("provider_id")
    loose = Provider.objects.filter(body__isnull=True, pk__in=ours)
    known = loose.filter(siret__in=Organisation.objects.filter(siret__isnull=False).values("siret"))
    with audit_event(actor=actor, name="offer.attach_by_siret", organisation_id=host_id) as entry:
        count = known.update(body_id=Subquery(same.values("pk")[:1]))
        entry.detail.update(count=count)
    return count
