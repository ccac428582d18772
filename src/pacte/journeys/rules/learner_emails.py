"""Texts of e-mails to learners: short, plain, one action each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pacte.journeys.records.outreach import LearnerEmailKind
from pacte.journeys.rules.messages import slot_words
from pacte.kernel.demo_notice import DEMO_DATA_NOTICE
from pacte.kernel.french import format_day

_INDIVIDUAL = "Votre conseiller vous propose un rendez-vous"
_FOOT = (
    "Ce lien est personnel : ne le transmettez pas.\n"
    "Vous pouvez y voir ce qui est su de vous, le corriger, et vous opposer à un usage."
)


@dataclass(frozen=True, slots=True)
class LearnerEmailContent:
    subject: str
    text: str


def learner_email_content(
    kind: LearnerEmailKind,
    *,
    first_name: str,
    address: str,
    title: str = "",
    slot: tuple[datetime, str, str] | None = None,
    answer_by: date | None = None,
    is_synthetic: bool = False,
) -> LearnerEmailContent:
    """``title`` is that of the training, "" for an appointment with the adviser.

    ``slot`` is (start, place, address of the video meeting or "").
    """
    about = f" pour la formation « {title} »" if title else ""
    when = slot_words(slot[0]) if slot else ""
    where = (slot[1] or slot[2]) if slot else ""
    if kind is LearnerEmailKind.INVITATION and slot is None:
        subject = "Choisissez votre rendez-vous"
        until = f" avant le {format_day(answer_by)}" if answer_by else ""
        what = f"Vous êtes invité(e) à une information collective{about}" if title else _INDIVIDUAL
        body = f"{what}.\nChoisissez un moment qui vous va{until} :"
    elif kind is LearnerEmailKind.INVITATION:
        subject = f"Votre rendez-vous, {when}"
        body = f"Vous êtes attendu(e) {when}{about}.\nOù : {where}\nPour changer de moment ou prévenir :"
    elif kind is LearnerEmailKind.REMINDER:
        subject = f"Rappel : {when}"
        body = f"Votre rendez-vous{about} a lieu {when}.\nOù : {where}\nUn empêchement ? Changez de moment ici :"
    elif kind is LearnerEmailKind.CANCELLED:
        subject = "Votre rendez-vous est annulé : choisissez un autre moment"
        body = f"Le rendez-vous que vous aviez choisi{about} est annulé.\nChoisissez un autre moment :"
    elif kind is LearnerEmailKind.SITUATION:
        subject = "Où en êtes-vous depuis votre formation ?"
        body = "Une minute pour le dire. Répondre ou non ne change rien à vos droits.\nIci :"
    else:
        subject = "Votre lien : mon parcours"
        body = "Voici le lien vers votre parcours : la prochaine chose à faire, vos rendez-vous, vos données."
    parts = [f"Bonjour {first_name},", f"{body}\n{address}", _FOOT]
    if is_synthetic:
        parts.insert(0, DEMO_DATA_NOTICE)
    return LearnerEmailContent(subject, "\n\n".join(parts) + "\n")
