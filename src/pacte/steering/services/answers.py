"""Writes on an answer: save a draft, send, return with a comment, accept. Typed text is never lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError, refuse_blank
from pacte.notifications.services import notify
from pacte.steering.models import Remark, RoundAnswer
from pacte.steering.records import WEATHER_LABELS, AnswerState, RemarkKind, RoundTopic, Weather
from pacte.steering.rules.answer_digest import answer_digest
from pacte.steering.rules.rounds import REVIEWABLE, SENDABLE, WRITABLE
from pacte.steering.services.answer_locks import AnswerContext, lock_answer, lock_round

MAX_WEATHER_COMMENT_LENGTH = 300
_MAX_TEXT_LENGTH = 5000


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """The update that a lead types about the action as a whole."""

    weather: Weather = Weather.NONE
    weather_word: str = ""
    progress: str = ""
    decision_asked: str = ""


def save_answer(
    *, actor: Actor, round_id: int, number: ActionCode, answer_input: AnswerInput, on: date, seen: str = ""
) -> RoundAnswer:
    """Saves a draft; the answer is ``STARTED`` until it is sent. An answer already sent stays sent, with its new text.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` or ``Conflict`` (round closed, answer accepted,
    changed since ``seen``).
    """
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    _refuse_unwritable(context, seen)
    _refuse_too_long(answer_input)
    answer = context.answer
    if _is_unchanged(answer, answer_input) and answer.state != AnswerState.AWAITED:
        return answer
    with audit_event(
        actor=actor, name="round.save", organisation_id=context.round.organisation_id, **context.subject
    ) as entry:
        _apply_input(answer, answer_input, actor, on)
        if answer.state == AnswerState.AWAITED:
            answer.state = AnswerState.STARTED
        answer.save()
        entry.detail.update(round=context.round.number, weather=answer.weather)
    return answer


def send_answer(*, actor: Actor, round_id: int, number: ActionCode, on: date) -> RoundAnswer:
    """Sends the saved answer. Raises ``ValidationError`` when a required weather or its comment is missing."""
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    answer = context.answer
    if answer.state not in SENDABLE:
        raise Conflict("already_sent", "Cette réponse est déjà envoyée.", hint="Vous pouvez encore l’enregistrer.")
    _refuse_incomplete(answer, context.round.topics)
    with audit_event(
        actor=actor, name="round.send", organisation_id=context.round.organisation_id, **context.subject
    ) as entry:
        answer.state, answer.sent_at, answer.sent_by_name = AnswerState.SENT, now(), actor.name
        answer.save()
        entry.detail.update(round=context.round.number, weather=answer.weather)
    return answer


def return_answer(*, actor: Actor, round_id: int, number: ActionCode, word: str, on: date, address: str = "") -> None:
    """Sends an answer back to its lead with a reason, and notifies the lead."""
    refuse_blank(word, "word_missing", "Il manque un mot.", "Le porteur doit savoir quoi reprendre.", "Écrivez-le.")
    context = _lock_answer_to_review(actor, round_id, number, on)
    with audit_event(
        actor=actor, name="round.return", organisation_id=context.round.organisation_id, reason=word.strip(),
        **context.subject,
    ):  # fmt: skip
        context.answer.state = AnswerState.RETURNED
        context.answer.save(update_fields=["state"])
        _create_remark(context, actor, RemarkKind.RETURN, "", word)
        notify(
            actor=actor,
            host_id=context.round.organisation_id,
            person_ids=_lead_person_ids(context),
            kind="round.return",
            subject=f"À reprendre : action {number}, {context.round.label}",
            text=f"{actor.name} vous renvoie votre réponse sur l’action {number} : « {word.strip()} »",
            address=address,
            key=f"round:{round_id}:return:{number}:{now().isoformat()}",
        )


def accept_answer(*, actor: Actor, round_id: int, number: ActionCode, on: date) -> None:
    """Accepts an answer, which the lead can then no longer edit."""
    context = _lock_answer_to_review(actor, round_id, number, on)
    with audit_event(
        actor=actor, name="round.accept", organisation_id=context.round.organisation_id, **context.subject
    ):
        context.answer.state = AnswerState.ACCEPTED
        context.answer.save(update_fields=["state"])


def accept_all_answers(*, actor: Actor, round_id: int) -> int:
    """Accepts every answer that was sent. Returns their number."""
    locked_round = lock_round(actor=actor, round_id=round_id, act="round.review")
    with audit_event(
        actor=actor,
        name="round.accept_all",
        subject_kind="round",
        subject_id=locked_round.pk,
        subject_label=locked_round.label,
        organisation_id=locked_round.organisation_id,
    ) as entry:
        count = RoundAnswer.objects.filter(round=locked_round, state=AnswerState.SENT).update(
            state=AnswerState.ACCEPTED
        )
        entry.detail.update(count=count)
    return count


def add_remark(
    *, actor: Actor, round_id: int, number: ActionCode, about: str, text: str, on: date, address: str = ""
) -> Remark:
    """Adds a comment on a figure, a milestone or the whole answer, without changing it, and notifies the leads."""
    refuse_blank(text, "word_missing", "Le commentaire est vide.", hint="Écrivez-le, ou laissez la page.")
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    with audit_event(
        actor=actor, name="round.remark", organisation_id=context.round.organisation_id, **context.subject
    ):
        new_remark = _create_remark(context, actor, RemarkKind.COMMENT, about, text)
        notify(
            actor=actor,
            host_id=context.round.organisation_id,
            person_ids=_lead_person_ids(context) - {actor.person_id or 0},
            kind="round.remark",
            subject=f"Un commentaire sur l’action {number}",
            text=f"{actor.name}{f', à propos de « {about} »' if about else ''} : « {text.strip()} »",
            address=address,
            key=f"round:{round_id}:remark:{new_remark.pk}",
        )
    return new_remark


def _lock_answer_to_review(actor: Actor, round_id: int, number: ActionCode, on: date) -> AnswerContext:
    lock_round(actor=actor, round_id=round_id, act="round.review")
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    if context.answer.state not in REVIEWABLE:
        raise Conflict(
            "not_sent", "Cette réponse n’attend pas d’avis.", "Elle n’est pas envoyée, ou vous l’avez déjà acceptée.",
            "Rechargez la page du tour.",
        )  # fmt: skip
    return context


def _refuse_unwritable(context: AnswerContext, seen: str) -> None:
    if context.answer.state not in WRITABLE:
        raise Conflict(
            "answer_accepted", "Le pilote a accepté cette réponse.", "Elle est prête pour le comité.",
            "Demandez-lui de vous la renvoyer pour la reprendre.",
        )  # fmt: skip
    if seen and seen != _digest(context.answer):
        raise Conflict(
            "answer_changed",
            "Quelqu’un a enregistré cette réponse depuis que vous l’avez ouverte.",
            hint="Vos mots sont gardés dans la page : comparez, puis enregistrez à nouveau.",
        )


def _refuse_too_long(answer_input: AnswerInput) -> None:
    if len(answer_input.weather_word) > MAX_WEATHER_COMMENT_LENGTH:
        raise ValidationError(
            "word_long",
            f"Le mot de météo dépasse {MAX_WEATHER_COMMENT_LENGTH} signes.",
            hint="Mettez le détail plus bas.",
        )
    if max(len(answer_input.progress), len(answer_input.decision_asked)) > _MAX_TEXT_LENGTH:
        raise ValidationError("text_long", f"Un texte dépasse {_MAX_TEXT_LENGTH} signes.", hint="Raccourcissez-le.")


def _refuse_incomplete(answer: RoundAnswer, topics: Collection[str]) -> None:
    if RoundTopic.WEATHER not in topics:
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


def _digest(answer: RoundAnswer) -> str:
    return answer_digest(
        weather=answer.weather,
        word=answer.weather_word,
        progress=answer.progress_text,
        decision_asked=answer.decision_asked,
        state=answer.state,
    )


def _is_unchanged(answer: RoundAnswer, answer_input: AnswerInput) -> bool:
    return (answer.weather, answer.weather_word, answer.progress_text, answer.decision_asked) == (
        answer_input.weather,
        answer_input.weather_word.strip(),
        answer_input.progress.strip(),
        answer_input.decision_asked.strip(),
    )


def _apply_input(answer: RoundAnswer, answer_input: AnswerInput, actor: Actor, on: date) -> None:
    if (answer.weather, answer.weather_word) != (answer_input.weather, answer_input.weather_word.strip()):
        answer.weather_on, answer.weather_by_name = on, actor.name
    answer.weather, answer.weather_word = answer_input.weather, answer_input.weather_word.strip()
    answer.progress_text, answer.decision_asked = answer_input.progress.strip(), answer_input.decision_asked.strip()


def _create_remark(context: AnswerContext, actor: Actor, kind: RemarkKind, about: str, text: str) -> Remark:
    return Remark.objects.create(
        organisation_id=context.round.organisation_id,
        answer=context.answer,
        kind=kind,
        about=about[:120],
        text=text.strip(),
        at=now(),
        person_name=actor.name,
    )


def _lead_person_ids(context: AnswerContext) -> set[int]:
    return {person.person_id for person in context.led.people}
