"""Filters saved by a person for their own use."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied, ValidationError
from pacte.plan.models import SavedView


def save_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Save ``query`` (the URL part after « ? ») under ``name``. An existing view with that name is replaced."""
    if actor.person_id is None:
        raise PermissionDenied("save_view", "Connectez-vous pour garder une vue.")
    if not name.strip() or len(name) > 80 or len(query) > 1000:
        raise ValidationError("view_name", "Le nom de la vue est vide ou trop long.", hint="Donnez-lui un nom court.")
    with audit_event(actor=actor, name="plan.save_view", subject_kind="saved_view", subject_label=name.strip()):
        view, _ = SavedView.objects.update_or_create(
            person_id=actor.person_id, name=name.strip(), defaults={"query": query.lstrip("?")}
        )
    return view


def delete_view(*, actor: Actor, identifier: int) -> None:
    """Delete one of the actor's views. Do nothing when it no longer exists."""
    with audit_event(actor=actor, name="plan.drop_view", subject_kind="saved_view", subject_id=identifier):
        SavedView.objects.filter(person_id=actor.person_id, pk=identifier).delete()
