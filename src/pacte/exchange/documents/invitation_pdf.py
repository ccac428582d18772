"""Letters to one person with their personal link as a QR code: an invitation with slots, or the journey link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import segno

from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_texts import paper
from pacte.kernel.french import format_day

MEDIA_TYPE = "application/pdf"


def write(
    *, name: str, lines: Sequence[str], sender: str, about: str, slots: Sequence[str], summoned: bool, address: str,
    answer_by: date, as_of: date, synthetic: bool,
) -> bytes:  # fmt: skip
    """Invitation letter. ``lines``: postal address. ``address``: personal link, printed and drawn as a QR code."""
    about = f" avant la formation « {about} »" if about else ""
    answer = (
        f"Vous êtes attendu(e) à une information collective{about}."
        if summoned
        else f"Vous êtes invité(e) à une information collective{about}. Choisissez le moment qui vous convient, "
        f"avant le {format_day(answer_by)}."
    )
    said = _letter("Invitation", "Invitation à une information collective", name, lines, sender, address, as_of,
                   synthetic=synthetic) | {
        "name": "Votre rendez-vous" if summoned else "Choisissez votre rendez-vous",
        "answer": paper(answer),
        "slots": [paper(each) for each in slots],
        "slots_title": "Quand et où" if summoned else "Moments proposés",
        "how": paper(
            "Avec un téléphone : visez le carré. Sans : tapez l’adresse, ou appelez votre conseiller. "
            "Ne pas choisir n’enlève rien à vos droits."
        ),
        "foot": paper("Ce lien est à vous seul : ne le transmettez pas. Il sert aussi à prévenir et à changer."),
    }  # fmt: skip
    return made("invitation.typ", said, as_of)


def write_link(
    *, name: str, lines: Sequence[str], sender: str, address: str, expires_on: date, as_of: date, synthetic: bool
) -> bytes:
    """Letter with the personal link to the person's journey."""
    found = (
        "La prochaine chose à faire, et vos rendez-vous.", "Vos étapes, vos heures, ce qui est attesté et certifié.",
        "Ce qui est su de vous : le prendre, le faire corriger, le faire effacer.",
    )  # fmt: skip
    said = _letter("Votre parcours", "Lien personnel", name, lines, sender, address, as_of, synthetic=synthetic) | {
        "name": "Votre parcours, sans compte ni mot de passe",
        "answer": paper(f"Ce lien ouvre vos pages, sur un téléphone ou un ordinateur, jusqu’au {format_day(expires_on)}."),
        "slots": [paper(each) for each in found],
        "slots_title": "Ce que vous y trouverez",
        "how": paper("Avec un téléphone : visez le carré. Sans : tapez l’adresse, ou appelez votre conseiller."),
        "foot": paper("Ce lien est à vous seul : ne le transmettez pas. Perdu, votre conseiller en refait un."),
    }  # fmt: skip
    return made("invitation.typ", said, as_of)


def _letter(
    heading: str, description: str, name: str, lines: Sequence[str], sender: str, address: str, as_of: date, *,
    synthetic: bool,
) -> dict[str, object]:  # fmt: skip
    """Data common to all letters: sender, recipient, link and QR code."""
    return {
        "title": paper(f"{heading} : {name}"),
        "description": description + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", heading.lower()],
        "version": format_day(as_of),
        "footer": paper(sender + (" · Données fictives" if synthetic else "")),
        "running_title": heading,
        "short": True,
        "synthetic": synthetic,
        "sender": paper(sender),
        "recipient": [paper(each) for each in (name, *lines) if each],
        "address": address,
        "code": _drawn(address),
    }


def _drawn(address: str) -> str:
    """The QR code as SVG text. Half of it may be damaged and it still scans three times out of four."""
    kept = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(kept, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False)
    return kept.getvalue().decode()
