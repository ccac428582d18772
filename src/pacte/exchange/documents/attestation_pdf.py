"""Training attestation issued by a provider, as PDF. What it attests and what a jury certified are separate parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from pacte.exchange.documents.competence_passport import competences_by_family
from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.journeys.records import StepKind
from pacte.journeys.rules.billable_hours import hours_words
from pacte.kernel.french import format_day

if TYPE_CHECKING:
    from pacte.journeys.records import StepRecord
    from pacte.offer.models import Session

MEDIA_TYPE = "application/pdf"


class AttestedTrainee(Protocol):
    """A trainee of a session, as seen by the provider today or at the time of the attestation."""

    @property
    def name(self) -> str: ...
    @property
    def entered_on(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def minutes(self) -> int: ...
    @property
    def steps(self) -> tuple[StepRecord, ...]: ...


def write(
    person: AttestedTrainee, *, session: Session, as_of: date, blocks: Mapping[str, str], synthetic: bool = False,
    is_copy: bool = False,
) -> bytes:  # fmt: skip
    """The attestation as of that day. The same facts give the same bytes. A copy states that it is not signed.

    ``blocks``: label of each certified block by code; the code is printed when its label is missing.
    """
    copy = (
        f"Copie de l’attestation remise le {format_day(as_of)}. La signature est sur l’original, sur papier."
        if is_copy
        else ""
    )
    return render_pdf(
        "attestation.typ", _template_data(person, session, as_of, blocks, synthetic) | {"copy": page_text(copy)}, as_of
    )


def _template_data(
    person: AttestedTrainee, session: Session, as_of: date, blocks: Mapping[str, str], synthetic: bool
) -> dict[str, Any]:
    name, title = person.name or "Dossier effacé", session.training.title
    kind = "Attestation de fin de formation" if person.ended_on else "Attestation de présence en formation"
    provider = session.provider
    return {
        "title": page_text(f"{kind} : {title}"),
        "description": f"{kind} au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", "attestation"],
        "version": f"au {format_day(as_of)}",
        "footer": page_text(f"{provider.name} · SIRET {provider.siret}" + (" · Données fictives" if synthetic else "")),
        "running_title": page_text(title),
        "short": True,
        "synthetic": synthetic,
        "kicker": page_text(f"{provider.name}, SIRET {provider.siret}"),
        "name": kind,
        "answer": page_text(_answer(person, name, title)),
        "facts": [_fact(label, text) for label, text in _facts(person, session)],
        "competences": competences_by_family(person.steps, lambda step: format_day(step.happened_on)),
        "blocks": _certified_blocks(person, blocks),
        "certified": _certified(person),
        "place": page_text(session.site.town if session.site else ""),
        "on": format_day(as_of),
        "signatory": page_text(provider.name),
    }


def _answer(person: AttestedTrainee, name: str, title: str) -> str:
    until = f"au {format_day(person.ended_on)}" if person.ended_on else "à ce jour"
    since = format_day(person.entered_on) if person.entered_on else ""
    return f"{name} a suivi la formation « {title} » du {since} {until}, pendant {hours_words(person.minutes)}."


def _facts(person: AttestedTrainee, session: Session) -> list[tuple[str, str]]:
    return [
        ("Session", f"{session.number}"),
        ("Heures réalisées", hours_words(person.minutes)),
        # Privacy: a document shown to an employer gives the end date, never the reason.
        ("Lieu", session.site.town if session.site else ""),
    ]


def _fact(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "text": page_text(text) or "non dit", "absent": not text}


def _certified_blocks(person: AttestedTrainee, words: Mapping[str, str]) -> list[dict[str, str]]:
    day_by_label = {}
    for step in person.steps:
        if step.kind is StepKind.BLOCK_CERTIFIED:
            value = str(step.detail.get("block") or "sans précision")
            day_by_label[words.get(value, value)] = format_day(step.happened_on)
    return [{"text": page_text(text), "on": on} for text, on in day_by_label.items()]


def _certified(person: AttestedTrainee) -> str:
    kinds = {step.kind for step in person.steps}
    if StepKind.CERTIFIED in kinds:
        return "La certification a été obtenue entière."
    if StepKind.CERTIFIED_IN_PART in kinds:
        return "La certification a été obtenue en partie : les blocs ci-dessus restent acquis."
    return ""
