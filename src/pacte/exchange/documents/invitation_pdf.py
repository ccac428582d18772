"""Letters to one person with their personal link as a QR code: an invitation with slots, or the journey link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import segno

from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.kernel.french import format_day

MEDIA_TYPE = "application/pdf"


def write(
    *, name: str, lines: Sequence[str], sender: str, about: str, slots: Sequence[str], summoned: bool, address: str,
    answer_by: date, as_of: date, synthetic: bool,
) -> bytes:  # fmt: skip
    """Invitation letter. ``lines``: postal address. ``address``: personal link, printed and drawn as a QR code.

    ``about``: title of the training, "" for an appointment with an adviser.
    """
    what = f"une information collective avant la formation « {about} »" if about else "un rendez-vous individuel"
    answer = (
        f"Vous êtes attendu(e) à {what}."
        if summoned
        else f"Vous êtes invité(e) à {what}. Choisissez le moment qui vous convient, avant le {format_day(answer_by)}."
    )
    description = f"Invitation à {'une information collective' if about else what}"
    data = _letter_data("Invitation", description, name, lines, sender, address, as_of,
                   synthetic=synthetic) | {
        "name": "Votre rendez-vous" if summoned else "Choisissez votre rendez-vous",
        "answer": page_text(answer),
        "slots": [page_text(each) for each in slots],
        "slots_title": "Quand et où" if summoned else "Moments proposés",
        "how": page_text(
            "Avec un téléphone : visez le carré. Sans : tapez l’adresse, ou appelez votre conseiller. "
            "Ne pas choisir n’enlève rien à vos droits."
        ),
        "foot": page_text("Ce lien est à vous seul : ne le transmettez pas. Il sert aussi à prévenir et à changer."),
    }  # fmt: skip
    return render_pdf("invitation.typ", data, as_of)


def write_journey_link(
    *, name: str, lines: Sequence[str], sender: str, address: str, expires_on: date, as_of: date, synthetic: bool
) -> bytes:
    """Letter with the personal link to the person's journey."""
    topics = (
        "La prochaine chose à faire, et vos rendez-vous.", "Vos étapes, vos heures, ce qui est attesté et certifié.",
        "Ce qui est su de vous : le prendre, le faire corriger, le faire effacer.",
    )  # fmt: skip
    data = _letter_data(
        "Votre parcours", "Lien personnel", name, lines, sender, address, as_of, synthetic=synthetic
    ) | {
        "name": "Votre parcours, sans compte ni mot de passe",
        "answer": page_text(
            f"Ce lien ouvre vos pages, sur un téléphone ou un ordinateur, jusqu’au {format_day(expires_on)}."
        ),
        "slots": [page_text(each) for each in topics],
        "slots_title": "Ce que vous y trouverez",
        "how": page_text("Avec un téléphone : visez le carré. Sans : tapez l’adresse, ou appelez votre conseiller."),
        "foot": page_text("Ce lien est à vous seul : ne le transmettez pas. Perdu, votre conseiller en refait un."),
    }
    return render_pdf("invitation.typ", data, as_of)


def _letter_data(
    heading: str, description: str, name: str, lines: Sequence[str], sender: str, address: str, as_of: date, *,
    synthetic: bool,
) -> dict[str, object]:  # fmt: skip
    """Data common to all letters: sender, recipient, link and QR code."""
    return {
        "title": page_text(f"{heading} : {name}"),
        "description": description + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", heading.lower()],
        "version": format_day(as_of),
        "footer": page_text(sender + (" · Données fictives" if synthetic else "")),
        "running_title": heading,
        "short": True,
        "synthetic": synthetic,
        "sender": page_text(sender),
        "recipient": [page_text(each) for each in (name, *lines) if each],
        "address": address,
        "code": _qr_code_svg(address),
    }


def _qr_code_svg(address: str) -> str:
    """The QR code as SVG text. Half of it may be damaged and it still scans three times out of four."""
    buffer = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(buffer, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False)
    return buffer.getvalue().decode()
