"""Setup checklist of an installation, shown on the empty plan page to those who open accounts."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.workflows.setup_checklist import setup_checklist

# The Region itself and the person who set up the installation exist from the start.
_ALREADY = 1


def first_steps_shown(request: HttpRequest) -> list[dict[str, str]]:
    """Steps for the component « stepper »; empty for actors who cannot do them."""
    found = setup_checklist(actor=request.actor, on=today())  # type: ignore[attr-defined]
    if found is None:
        return []
    territory = f"{pluralise(found.communes, 'commune')}, édition {found.edition}" if found.edition else "à charger"
    done = [bool(found.edition), found.organisations > _ALREADY, found.people > _ALREADY, False]
    current = done.index(False)
    lines = [
        ("Territoire", territory, ""),
        (
            "Organismes",
            f"{pluralise(found.organisations, 'organisme')} à l’annuaire",
            reverse("accounts:organisations"),
        ),
        ("Personnes", pluralise(found.people, "compte"), reverse("accounts:people")),
        ("Plan", "un tableau, ou un fichier yaml", reverse("amend:receive")),
    ]
    return [
        {
            "label": label,
            "detail": detail,
            "url": url,
            "state": "done" if done[rank] else "current" if rank == current else "todo",
        }
        for rank, (label, detail, url) in enumerate(lines)
    ]
