"""Setup checklist of an installation, shown on the empty plan page to those who open accounts."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.workflows.setup_checklist import setup_checklist

# The Region itself and the person who set up the installation exist from the start.
_INITIAL_COUNT = 1


def setup_steps(request: HttpRequest) -> list[dict[str, str]]:
    """Steps for the component « stepper »; empty for actors who cannot do them."""
    progress = setup_checklist(actor=request.actor, on=today())  # type: ignore[attr-defined]
    if progress is None:
        return []
    territory = (
        f"{pluralise(progress.communes, 'commune')}, édition {progress.edition}" if progress.edition else "à charger"
    )
    is_done = [bool(progress.edition), progress.organisations > _INITIAL_COUNT, progress.people > _INITIAL_COUNT, False]
    current = is_done.index(False)
    lines = [
        ("Territoire", territory, ""),
        (
            "Organismes",
            f"{pluralise(progress.organisations, 'organisme')} à l’annuaire",
            reverse("accounts:organisations"),
        ),
        ("Personnes", pluralise(progress.people, "compte"), reverse("accounts:people")),
        ("Plan", "un tableau, ou un fichier yaml", reverse("amend:receive")),
    ]
    return [
        {
            "label": label,
            "detail": detail,
            "url": url,
            "state": "done" if is_done[rank] else "current" if rank == current else "todo",
        }
        for rank, (label, detail, url) in enumerate(lines)
    ]
