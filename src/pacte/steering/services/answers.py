"""Writes on an answer: save a draft, send, return with a comment, accept. Typed text is never lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.notifications.services import notify
from pacte.steering.models import Answer, Remark
from pacte.steering.records import WEATHER_LABELS, AnswerState, RemarkKind, Topic, Weather
from pacte.steering.rules.rounds import JUDGED, SENDABLE, WRITABLE
from pacte.steering.rules.seen import answer_digest
from pacte.steering.services.answering import Asked, asked, round_for

WORD_LIMIT = 300
_TEXT_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Said:
    """The update that a lead types about the action as a whole."""

    weather: Weather = Weather.NONE
    weather_word: str = ""
    progress: str = ""
    decision_asked: str = ""


def save_answer(*, actor: Actor, round_id: int, number: ActionCode, said: Said, on: date, seen: str = "") -> Answer:
    """Saves a draft; the answer is ``STARTED`` until it is sent. An answer already sent stays sent, with its new text.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` or ``Conflict`` (round closed, answer accepted,
    changed since ``seen``).
    """
    found = asked(actor=actor, round_id=round_id, number=number, on=on)
    _refuse_unwritable(found, seen)
    _refuse_too_long(said)
    answer = found.answer
    if _same(answer, said) and answer.state != AnswerState.AWAITED:
        return answer
    with audit_event(
        actor=actor, name="round.save", organisation_id=found.round.organisation_id, **found.subject
    ) as entry:
        _write(answer, said, actor, on)
        if answer.state == AnswerState.AWAITED:
            answer.state = AnswerState.STARTED
        answer.save()
        entry.detail.update(round=found.round.number, weather=answer.weather)
    return answer


def send_answer(*, actor: Actor, round_id: int, number: ActionCode, on: date) -> Answer:
    """Sends the saved answer. Raises ``ValidationError`` when a required weather or its comment is missing."""
    found = asked(actor=actor, round_id=round_id, number=number, on=on)
    answer = found.answer
    if answer.state not in SENDABLE:
        raise Conflict("already_sent", "Cette réponse est déjà envoyée.", hint="Vous pouvez encore l’enregistrer.")
    _refuse_incomplete(answer, found.round.topics)
    with audit_event(
        actor=actor, name="round.send", organisation_id=found.round.organisation_id, **found.subject
    ) as entry:
        answer.state, answer.sent_at, answer.sent_by_name = AnswerState.SENT, now(), actor.name
        answer.save()
        entry.detail.update(round=found.round.number, weather=answer.weather)
    return answer


def return_answer(*, actor: Actor, round_id: int, number: ActionCode, word: str, on: date, address: str = "") -> None:
    """Sends an answer back to its lead with a reason, and notifies the lead."""
    if not word.strip():
        raise ValidationError(
            "word_missing", "Il manque un mot.", "Le porteur doit savoir quoi reprendre.", "Écrivez-le."
        )
    found = _judged(actor, round_id, number, on)
    with audit_event(
        actor=actor, name="round.return", organisation_id=found.round.organisation_id, reason=word.strip(),
        **found.subject,
    ):  # fmt: skip
        found.answer.state = AnswerState.RETURNED
        found.answer.save(update_fields=["state"])
        _say(found, actor, RemarkKind.RETURN, "", word)
        notify(
            actor=actor,
            host_id=found.round.organisation_id,
            person_ids=_concerned(found),
            kind="round.return",
            subject=f"À reprendre : action {number}, {found.round.label}",
            text=f"{actor.name} vous renvoie votre réponse sur l’action {number} : « {word.strip()} »",
            address=address,
            key=f"round:{round_id}:return:{number}:{now().isoformat()}",
        )


def accept_answer(*, actor: Actor, round_id: int, number: ActionCode, on: date) -> None:
    """Accepts an answer, which the lead can then no longer edit."""
    found = _judged(actor, round_id, number, on)
    with audit_event(actor=actor, name="round.accept", organisation_id=found.round.organisation_id, **found.subject):
        found.answer.state = AnswerState.ACCEPTED
        found.answer.save(update_fields=["state"])


def accept_all(*, actor: Actor, round_id: int) -> int:
    """Accepts every answer that was sent. Returns their number."""
    found = round_for(actor=actor, round_id=round_id, act="round.review")
    with audit_event(
        actor=actor, name="round.accept_all", subject_kind="round", subject_id=found.pk, subject_label=found.label,
        organisation_id=found.organisation_id,
    ) as entry:  # fmt: skip
        count = Answer.objects.filter(round=found, state=AnswerState.SENT).update(state=AnswerState.ACCEPTED)
        entry.detail.update(count=count)
    return count


def remark(
    *, actor: Actor, round_id: int, number: ActionCode, about: str, text: str, on: date, address: str = ""
) -> Remark:
    """Adds a comment on a figure, a milestone or the whole answer, without changing it, and notifies the leads."""
    if not text.strip():
        raise ValidationError("word_missing", "Le commentaire est vide.", hint="Écrivez-le, ou laissez la page.")
    found = asked(actor=actor, round_id=round_id, number=number, on=on)
    with audit_event(actor=actor, name="round.remark", organisation_id=found.round.organisation_id, **found.subject):
        said = _say(found, actor, RemarkKind.COMMENT, about, text)
        notify(
            actor=actor,
            host_id=found.round.organisation_id,
            person_ids=_concerned(found) - {actor.person_id or 0},
            kind="round.remark",
            subject=f"Un commentaire sur l’action {number}",
            text=f"{actor.name}{f', à propos de « {about} »' if about else ''} : « {text.strip()} »",
            address=address,
            key=f"round:{round_id}:remark:{said.pk}",
        )
    return said


def _judged(actor: Actor, round_id: int, number: ActionCode, on: date) -> Asked:
    round_for(actor=actor, round_id=round_id, act="round.review")
    found = asked(actor=actor, round_id=round_id, number=number, on=on)
    if found.answer.state not in JUDGED:
        raise Conflict(
            "not_sent", "Cette réponse n’attend pas d’avis.", "Elle n’est pas envoyée, ou vous l’avez déjà acceptée.",
            "Rechargez la page du tour.",
        )  # fmt: skip
    return found


def _refuse_unwritable(found: Asked, seen: str) -> None:
    if found.answer.state not in WRITABLE:
        raise Conflict(
            "answer_accepted", "Le pilote a accepté cette réponse.", "Elle est prête pour le comité.",
            "Demandez-lui de vous la renvoyer pour la reprendre.",
        )  # fmt: skip
    if seen and seen != _digest(found.answer):
        raise Conflict(
            "answer_changed",
            "Quelqu’un a enregistré cette réponse depuis que vous l’avez ouverte.",
            hint="Vos mots sont gardés dans la page : comparez, puis enregistrez à nouveau.",
        )


def _refuse_too_long(said: Said) -> None:
    if len(said.weather_word) > WORD_LIMIT:
        raise ValidationError(
            "word_long", f"Le mot de météo dépasse {WORD_LIMIT} signes.", hint="Mettez le détail plus bas."
        )
    if max(len(said.progress), len(said.decision_asked)) > _TEXT_LIMIT:
        raise ValidationError("text_long", f"Un texte dépasse {_TEXT_LIMIT} signes.", hint="Raccourcissez-le.")


def _refuse_incomplete(answer: Answer, topics: Collection[str]) -> None:
    if Topic.WEATHER not in topics:
        return
    weather = Weather(answer.weather)
    if weather is Weather.NONE:
        raise ValidationError("weather_missing", "Il manque la météo.", "Le tour la demande.", "Choisissez-en une.")
    if weather in (Weather.MIXED, Weather.ALERT) and not answer.weather_word:
        raise ValidationError(
            "weather_word_missing",
            f"La météo « {WEATHER_LABELS[weather]} » n’a pas de mot.",
            "Le comité voudra savoir pourquoi.",
            "Dites-le en une phrase.",
        )


def _digest(answer: Answer) -> str:
    return answer_digest(
        weather=answer.weather,
        word=answer.weather_word,
        progress=answer.progress_text,
        decision_asked=answer.decision_asked,
        state=answer.state,
    )


def _same(answer: Answer, said: Said) -> bool:
    return (answer.weather, answer.weather_word, answer.progress_text, answer.decision_asked) == (
        said.weather, said.weather_word.strip(), said.progress.strip(), said.decision_asked.strip(),
    )  # fmt: skip


def _write(answer: Answer, said: Said, actor: Actor, on: date) -> None:
    if (answer.weather, answer.weather_word) != (said.weather, said.weather_word.strip()):
        answer.weather_on, answer.weather_by_name = on, actor.name
    answer.weather, answer.weather_word = said.weather, said.weather_word.strip()
    answer.progress_text, answer.decision_asked = said.progress.strip(), said.decision_asked.strip()


def _say(found: Asked, actor: Actor, kind: RemarkKind, about: str, text: str) -> Remark:
    return Remark.objects.create(
        organisation_id=found.round.organisation_id,
        answer=found.answer,
        kind=kind,
        about=about[:120],
        text=text.strip(),
        at=now(),
        person_name=actor.name,
    )


def _concerned(found: Asked) -> set[int]:
    return {holder.person_id for holder in found.led.holders}
