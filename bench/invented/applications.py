"""Invented drafts of a call, complete but for their attachments, each behind the link of its own applicant."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from PIL import Image

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import ensure_guest
from pacte.accounts.services.guests import issue_guest_link
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.services.applications import begin_application, save_section

if TYPE_CHECKING:
    from pacte.kernel.action_codes import ActionCode
    from pacte.plan.models import Plan

SMALL_SIDE, LARGE_SIDE = 260, 1500
"""Sides in pixels of the noise in a small file (tens of kB) and in a large one (about a megabyte)."""
_ONE_LARGE_OF = 5


@dataclass(frozen=True, slots=True)
class InventedDraft:
    """One draft. ``secret``: of its link; ``documents``: the bytes to attach, by field."""

    application_id: int
    secret: str
    documents: dict[str, bytes]


def noise_pdf(side: int, seed: int) -> bytes:
    """A PDF of one page of noise, which no compression makes small."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(3 * side * side)).save(out, "PDF")  # noqa: S311
    return out.getvalue()


def add_drafts(
    machine: Actor, plan: Plan, *, procedure_code: str, number: ActionCode, count: int
) -> list[InventedDraft]:
    """Write the drafts as their applicants did before. One of five has a large file too."""
    small, large = noise_pdf(SMALL_SIDE, 1), noise_pdf(LARGE_SIDE, 2)
    drafts = []
    for rank in range(count):
        guest, secret = _applicant(machine, plan, rank)
        application_id = _draft(guest, plan, procedure_code, number, rank)
        # A PDF ends at its last mark: what follows makes each file another one.
        documents = {"statutes": small + f"% {rank}\n".encode()}
        if rank % _ONE_LARGE_OF == 0:
            documents["quotes"] = large + f"% {rank}\n".encode()
        drafts.append(InventedDraft(application_id, secret, documents))
    return drafts


def _applicant(machine: Actor, plan: Plan, rank: int) -> tuple[Actor, str]:
    with acting_as(machine):
        guest = ensure_guest(
            actor=machine, host=plan.organisation, email=f"echeance-{rank}@exemple.fr", name=f"Association {rank}",
            synthetic=True,
        )  # fmt: skip
        link = issue_guest_link(actor=machine, guest=guest, scope=GuestScope.APPLY)
    return Actor(name=guest.name, guest_id=guest.pk), link.secret


def _draft(guest: Actor, plan: Plan, procedure_code: str, number: ActionCode, rank: int) -> int:
    values = _answers(rank)
    with acting_as(guest):
        draft = begin_application(
            actor=guest, plan=plan, number=number, procedure_code=procedure_code,
            key=uuid5(NAMESPACE_URL, f"echeance-{rank}"), name=guest.name,
        )  # fmt: skip
        for section in sections_by(procedure_by_code(procedure_code).form, SectionAuthor.APPLICANT):
            own = {each.code: values[each.code] for each in section.fields if each.code in values}
            draft = save_section(
                actor=guest, application=draft, section=section, values=own, title=f"Projet inventé {rank}"
            )
    return draft.pk


def _answers(rank: int) -> dict[str, Any]:
    return {
        "project_owner": f"Association {rank} (inventée)",
        "siret": "00009100900001",
        "kind": "association",
        "contact": "Personne inventée",
        "summary": "Projet inventé pour la mesure.",
        "trades": ["H2913"],
        "commune": "18033",
        "audience": "Publics inventés.",
        "expected": 50,
        "effect": "Entrées en formation.",
        "starts_on": (today() + timedelta(days=60)).isoformat(),
        "ends_on": (today() + timedelta(days=200)).isoformat(),
        "costs": [{"what": "Animation", "euros": 10_000_00}],
        "asked": 8_000_00,
        "funders": [{"who": "Fonds propres", "euros": 2_000_00}],
    }
