"""The letter of an invitation: what for, which moments, how to answer with or without a telephone that reads codes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import segno

from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_texts import paper
from pacte.kernel.french import day

MEDIA_TYPE = "application/pdf"


def write(
    *, name: str, lines: Sequence[str], sender: str, about: str, slots: Sequence[str], summoned: bool, address: str,
    answer_by: date, as_of: date, synthetic: bool,
) -> bytes:  # fmt: skip
    """``lines`` are those of the postal address; ``address`` the personal link, printed and drawn as a QR code."""
    about = f" avant la formation « {about} »" if about else ""
    answer = (
        f"Vous êtes attendu(e) à une information collective{about}."
        if summoned
        else f"Vous êtes invité(e) à une information collective{about}. Choisissez le moment qui vous convient, "
        f"avant le {day(answer_by)}."
    )
    said = {
        "title": paper(f"Invitation de {name}"),
        "description": "Invitation à une information collective" + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", "invitation"],
        "version": day(as_of),
        "footer": paper(sender + (" · Données fictives" if synthetic else "")),
        "running_title": "Invitation",
        "short": True,
        "synthetic": synthetic,
        "sender": paper(sender),
        "recipient": [paper(each) for each in (name, *lines) if each],
        "name": "Votre rendez-vous" if summoned else "Choisissez votre rendez-vous",
        "answer": paper(answer),
        "slots": [paper(each) for each in slots],
        "slots_title": "Quand et où" if summoned else "Moments proposés",
        "how": paper(
            "Avec un téléphone : visez le carré. Sans : tapez l’adresse, ou appelez votre conseiller. "
            "Ne pas choisir n’enlève rien à vos droits."
        ),
        "address": address,
        "code": _drawn(address),
        "foot": paper("Ce lien est à vous seul : ne le transmettez pas. Il sert aussi à prévenir et à changer."),
    }
    return made("invitation.typ", said, as_of)


def _drawn(address: str) -> str:
    """The QR code as SVG text; half of it may be spoiled and it still reads three times out of four."""
    kept = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(kept, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False)
    return kept.getvalue().decode()
