"""Links between successive trainings, used to count learners who continue."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.offer.models import Training, TrainingLink
from pacte.offer.permissions import OfferScope
from pacte.offer.queries.nature import natures_of
from pacte.offer.records import NATURE_LABELS, LinkKind
from pacte.offer.rules.training_links import creates_cycle, is_progression
from pacte.offer.services.permissions_check import refuse_unless


def link_trainings(
    *, actor: Actor, earlier: Training, later: Training, kind: LinkKind = LinkKind.LEADS_TO, note: str = ""
) -> TrainingLink:
    """Link ``earlier`` to ``later``.

    Raises ``PermissionDenied``, ``ValidationError`` (not a progression, or a cycle) or ``Conflict``.
    """
    refuse_unless(actor=actor, act="offer.link_trainings", scope=OfferScope(earlier.host_id))
    if earlier.host_id != later.host_id or earlier.pk == later.pk:
        raise ValidationError(
            "link_other", "Ces deux formations ne peuvent pas être liées.", hint="Choisissez-en une autre."
        )
    natures = natures_of(actor=actor, trainings=[earlier, later])
    first, second = natures[earlier.pk], natures[later.pk]
    if not is_progression(first, second):
        raise ValidationError(
            "link_goes_down",
            f"Une formation {NATURE_LABELS[second]} ne suit pas une formation {NATURE_LABELS[first]}.",
            hint="Inversez les deux, ou corrigez leur nature.",
        )
    if len(note) > 300:
        raise ValidationError("text_too_long", "La note est trop longue.", "Au plus 300 signes.", "Raccourcissez-la.")
    with audit_event(
        actor=actor,
        name="offer.link_trainings",
        subject_kind="training",
        subject_id=earlier.pk,
        subject_label=f"{earlier.number} → {later.number}",
        organisation_id=earlier.host_id,
        reason=note,
    ):
        open_links = TrainingLink.objects.filter(closed_on__isnull=True)
        if open_links.filter(earlier=earlier, later=later).exists():
            raise Conflict("link_exists", "Ces deux formations sont déjà liées.")
        if creates_cycle(open_links.values_list("earlier_id", "later_id"), earlier.pk, later.pk):
            raise ValidationError("link_loop", "La suite reviendrait à son début.", hint="Ôtez d’abord l’autre lien.")
        return TrainingLink.objects.create(
            earlier=earlier, later=later, kind=kind, note=note.strip(), said_on=today(), said_by_name=actor.name[:200]
        )


def close_link(*, actor: Actor, link: TrainingLink, reason: str = "") -> None:
    """Close a link. Learners who followed it before stay counted."""
    refuse_unless(actor=actor, act="offer.link_trainings", scope=OfferScope(link.earlier.host_id))
    with audit_event(
        actor=actor,
        name="offer.close_link",
        subject_kind="training",
        subject_id=link.earlier_id,
        subject_label=f"{link.earlier.number} → {link.later.number}",
        organisation_id=link.earlier.host_id,
        reason=reason,
    ):
        link.closed_on = today()
        link.save(update_fields=["closed_on"])


def set_later_trainings(*, actor: Actor, training: Training, numbers: Iterable[str]) -> None:
    """Link the trainings of these numbers after this one, and close its links to others.

    Raises ``ValidationError`` for an unknown number, or as ``link_trainings``.
    """
    wanted = dict.fromkeys(numbers)
    links = TrainingLink.objects.filter(earlier=training, closed_on__isnull=True).select_related("earlier", "later")
    linked_numbers = set()
    for link in links.order_by("pk"):
        linked_numbers.add(link.later.number)
        if link.later.number not in wanted:
            close_link(actor=actor, link=link)
    for number in wanted:
        if number not in linked_numbers:
            later = Training.objects.filter(number=number).first()
            if later is None:
                raise ValidationError(
                    "link_unknown", f"Aucune formation n’a le numéro « {number} ».", hint="Corrigez-le."
                )
            link_trainings(actor=actor, earlier=training, later=later)
