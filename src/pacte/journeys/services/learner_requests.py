"""Requests that learners make by their link, and the answer of the body that accompanies them. Nothing is automatic."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.journeys.models import Learner, LearnerRequest, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import REQUEST_LABELS, LearnerRequestKind
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError, refuse_blank
from pacte.notifications.services.system_access import as_system

_NEEDS_WORDS = frozenset({LearnerRequestKind.CORRECT, LearnerRequestKind.OBJECT})
_MOST_WAITING = 10


def submit_learner_request(*, actor: Actor, kind: LearnerRequestKind, text: str = "") -> LearnerRequest:
    """Records a request. The same request made twice and not yet answered is one row.

    Raises ``NotFound`` for an actor without a personal link, ``ValidationError`` (``text``) or ``Conflict`` (too many).
    """
    if actor.learner_id is None:
        raise NotFound
    if kind in _NEEDS_WORDS and not text.strip():
        raise ValidationError("text", "Il manque une phrase.", hint="Dites en quelques mots ce que vous demandez.")
    with as_system(actor):
        learner = Learner.objects.get(pk=actor.learner_id)
        waiting = LearnerRequest.objects.filter(learner=learner, settled_at=None)
        same = waiting.filter(kind=kind, text=text.strip()[:1000]).first()
        if same is not None:
            return same
        if waiting.count() >= _MOST_WAITING:
            raise Conflict(
                "requests_too_many", "Plusieurs de vos demandes attendent déjà une réponse.",
                hint="Appelez la personne qui vous suit.",
            )  # fmt: skip
        body_id = Referent.objects.filter(learner=learner, valid_until=None).values_list("body_id", flat=True).first()
        with audit_event(
            actor=actor, name=f"journeys.request_{kind}", subject_kind="learner", subject_id=learner.key,
            subject_label=REQUEST_LABELS[kind], organisation_id=body_id,
        ):  # fmt: skip
            return LearnerRequest.objects.create(
                organisation_id=learner.organisation_id, learner=learner, kind=kind, text=text.strip()[:1000],
                made_at=now(),
            )  # fmt: skip


def answer_learner_request(*, actor: Actor, identifier: int, answer: str) -> LearnerRequest:
    """Records the answer of a person of the referent's body; the learner reads it by their link.

    Raises ``NotFound``, ``ValidationError`` (``answer``) or ``Conflict`` when a colleague answered before.
    """
    requests = LearnerRequest.objects.select_for_update(of=("self",)).select_related("learner")
    request = requests.filter(pk=identifier).first()
    body_id = _referent_body(actor, request.learner) if request else None
    if request is None or body_id is None:
        raise NotFound
    if request.settled_at is not None:
        raise Conflict("request_settled", "Quelqu’un y a déjà répondu.", hint="Revenez à la liste.")
    refuse_blank(
        answer, "answer", "La réponse manque.", "La personne la lira.", "Écrivez ce qui a été fait, et pourquoi."
    )
    with audit_event(
        actor=actor, name="journeys.settle_request", subject_kind="learner", subject_id=request.learner.key,
        subject_label=REQUEST_LABELS[LearnerRequestKind(request.kind)], organisation_id=body_id,
    ):  # fmt: skip
        request.settled_at, request.settled_by_id = now(), body_id
        request.person_name, request.answer = actor.name[:200], answer.strip()[:1000]
        request.save(update_fields=["settled_at", "settled_by", "person_name", "answer"])
    return request


def _referent_body(actor: Actor, learner: Learner) -> int | None:
    """The actor's body, when it is the referent and the actor may act for it."""
    present = learner.referents.filter(valid_until=None).first()
    if present is None or not (actor.is_system or present.body_id in actor.organisation_ids):
        return None
    scope = JourneyScope(learner.organisation_id, present.body_id)
    return present.body_id if may(actor, "journeys.orient", scope) else None
