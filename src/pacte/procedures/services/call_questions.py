"""Questions about a call: asked by whoever may apply, answered by whoever convenes, then public without a name."""

from __future__ import annotations

from django.db.models import Q

from pacte.accounts.models import Organisation
from pacte.accounts.queries import people_of_organisations
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ensure_found, hide_unless, refuse_blank
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import notify
from pacte.notifications.services.guest_letters import queue_guest_letter
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.procedures.models import CallQuestion
from pacte.procedures.permissions import may_apply, may_on_any_case
from pacte.procedures.queries.offered import actions_of_procedures
from pacte.procedures.rules.catalogue import procedure_by_code

MOST_QUESTION_SIGNS = 2000
_MOST_UNANSWERED = 5
_MACHINE = system_actor("questions sur un appel")


def ask_question(
    *, actor: Actor, plan: Plan, procedure_code: str, text: str, body: Organisation | None = None
) -> CallQuestion:
    """Keeps a question of a guest, or of the ``body`` of an account, and tells the leads of the action.

    Raises ``NotFound`` for a procedure without rounds or whoever may not apply, ``ValidationError``
    (``question_missing``), ``Conflict`` (``questions_full``).
    """
    procedure = procedure_by_code(procedure_code)
    hide_unless(procedure.rounds and may_apply(actor, procedure, body.pk if body else None))
    refuse_blank(text, "question_missing", "La question est vide.", hint="Écrivez-la en une phrase.")
    with system_elevation():
        owner = {"body": body} if body else {"guest_id": actor.guest_id}
        waiting = CallQuestion.objects.filter(**owner, plan=plan, procedure_code=procedure.code, answered_at=None)
        if waiting.count() >= _MOST_UNANSWERED:
            raise Conflict(
                "questions_full", f"Vous avez déjà {_MOST_UNANSWERED} questions sans réponse.",
                hint="Attendez une réponse, ou regroupez ce que vous voulez savoir.",
            )  # fmt: skip
        with audit_event(
            actor=actor, name="procedures.ask_question", subject_kind="call_question", subject_label=procedure.title,
            organisation_id=plan.organisation_id,
        ) as entry:  # fmt: skip
            question = CallQuestion.objects.create(
                organisation_id=plan.organisation_id, plan=plan, procedure_code=procedure.code,
                text=text.strip()[:MOST_QUESTION_SIGNS], asked_at=now(), **owner,
            )  # fmt: skip
            entry.set_subject("call_question", question.pk, procedure.title)
        _tell_leads(plan, question)
    return question


def answer_question(*, actor: Actor, question: CallQuestion, answer: str, is_public: bool) -> CallQuestion:
    """Answers a question, or corrects its answer; tells who asked. ``is_public``: everybody then reads both.

    Raises ``NotFound`` without the right to convene, ``ValidationError`` (``answer_missing``).
    """
    hide_unless(may_on_any_case(actor, "procedures.convene", question.organisation_id))
    refuse_blank(answer, "answer_missing", "La réponse est vide.", hint="Écrivez ce que l’appel prévoit.")
    with (
        system_elevation(),
        audit_event(
            actor=actor, name="procedures.answer_question", subject_kind="call_question", subject_id=question.pk,
            subject_label=question.procedure_code, organisation_id=question.organisation_id,
        ) as entry,
    ):  # fmt: skip
        rows = CallQuestion.objects.select_for_update(of=("self",)).select_related("guest", "plan")
        locked = ensure_found(rows.filter(pk=question.pk).first())
        entry.detail.update(former=locked.answer)
        locked.answer, locked.answered_at = answer.strip()[:MOST_QUESTION_SIGNS], now()
        locked.answered_by_name, locked.is_public = actor.name[:200], is_public
        locked.save()
        _tell_asker(actor, locked)
    return locked


def forget_questions(*, actor: Actor) -> int:
    """Deletes the questions that nobody reads any more: not public, of an address that is forgotten. Machine only."""
    actor.require_system("questions_purge", "Seule la machine applique les durées de conservation.")
    private = CallQuestion.objects.filter(Q(guest=None) | Q(guest__erased_at__isnull=False), is_public=False, body=None)
    count, _ = private.delete()
    return count


def _tell_asker(actor: Actor, question: CallQuestion) -> None:
    title = f"Réponse à votre question : {procedure_by_code(question.procedure_code).title}"[:200]
    text = f"Vous avez demandé : « {question.text} »\n\nRéponse : {question.answer}"
    if question.guest is not None:
        if question.guest.erased_at is None:
            tail = f"nouvelle/{question.plan.code}/{question.procedure_code}/"
            letter = GuestLetterInput(scope=GuestScope.APPLY, title=title, text=f"{text}\n\nVotre lien :", tail=tail)
            queue_guest_letter(actor=_MACHINE, guest=question.guest, letter_input=letter)
        return
    people = people_of_organisations(actor=_MACHINE, organisation_ids={question.body_id or 0}, on=today())
    notify(
        actor=actor, host_id=question.organisation_id, person_ids=[each.pk for each in people], kind="call_question",
        subject=title, text=text,
    )  # fmt: skip


def _tell_leads(plan: Plan, question: CallQuestion) -> None:
    numbers = set(actions_of_procedures(actor=_MACHINE, plan=plan, on=today()).get(question.procedure_code, ()))
    named = stakeholders_by_action(actor=_MACHINE, plan=plan, on=today(), numbers=numbers) if numbers else {}
    people = sorted({person for each in named.values() for person in each.lead_person_ids})
    if people:
        notify(
            actor=_MACHINE, host_id=plan.organisation_id, person_ids=people, kind="call_question",
            subject=f"Question : {procedure_by_code(question.procedure_code).title}"[:200], text=question.text,
        )  # fmt: skip
