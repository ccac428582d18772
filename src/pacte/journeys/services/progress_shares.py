"""Proposes, agrees to and ends a share of what is left to a certification. The learner alone agrees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F

from pacte.accounts.models import Guest, Organisation
from pacte.audit.services import audit_event
from pacte.journeys.models import Learner, ProgressShare, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.rules.progress_shares import CONSENT_LIFE, ShareState
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import Conflict, ensure_found, hide_unless, refuse_blank
from pacte.notifications.services.system_access import as_system


def propose_share(*, actor: Actor, learner: Learner, body: Organisation, agency: str, email: str) -> ProgressShare:
    """For the present referent's body. Nothing leaves before the learner agrees.

    Raises ``NotFound``, ``ValidationError`` (``agency``, ``email``) or ``Conflict`` when that address has one already.
    """
    present = Referent.objects.filter(learner=learner, body=body, valid_until=None).exists()
    hide_unless(present and may(actor, "journeys.orient", JourneyScope(learner.organisation_id, body.pk)))
    refuse_blank(agency, "agency", "Le nom de l’agence manque.", "La personne doit savoir qui lira.", "Écrivez-le.")
    address = canonical_email(email)
    if ProgressShare.objects.filter(learner=learner, email=address, ended_on=None).exists():
        raise Conflict(
            "share_twice",
            "Cette adresse a déjà une demande.",
            hint="Arrêtez-la pour en refaire une.",
        )
    with audit_event(
        actor=actor, name="journeys.propose_share", subject_kind="learner", subject_id=learner.key,
        subject_label="Ce qui reste, montré à une agence", organisation_id=body.pk,
    ):  # fmt: skip
        return ProgressShare.objects.create(
            organisation_id=learner.organisation_id, learner=learner, body=body, agency=agency.strip()[:120],
            email=address, proposed_at=now(), person_name=actor.name[:200],
        )  # fmt: skip


def own_share(*, actor: Actor, identifier: int) -> ProgressShare:
    """One share of the learner who came by a personal link, locked. The caller runs as the machine, in their name."""
    hide_unless(actor.learner_id is not None)
    shares = ProgressShare.objects.select_for_update(of=("self",)).select_related("learner")
    return ensure_found(shares.filter(pk=identifier, learner_id=actor.learner_id).first())


def agree_to_share(*, actor: Actor, share: ProgressShare, guest: Guest) -> None:
    """The learner's dated consent, for ``CONSENT_LIFE``. ``guest``: who will read. Raises ``Conflict`` once ended."""
    hide_unless(actor.learner_id == share.learner_id)
    if share.state_on(today()) is ShareState.ENDED:
        raise Conflict("share_ended", "Cette demande est arrêtée.", hint="Votre conseiller peut en refaire une.")
    with _audited_for_learner(actor, share, "journeys.agree_to_share"):
        share.guest, share.consent_on, share.expires_on = guest, today(), today() + CONSENT_LIFE
        share.save(update_fields=["guest", "consent_on", "expires_on"])


def end_share(*, actor: Actor, share: ProgressShare) -> None:
    """By the learner, who refuses or revokes, or by the present referent. Ending it again changes nothing."""
    hide_unless(actor.learner_id == share.learner_id or is_share_of_own_learner(actor=actor, share=share))
    if share.ended_on is not None:
        return
    with _audited_for_learner(actor, share, "journeys.end_share"):
        share.ended_on = today()
        share.save(update_fields=["ended_on"])


def is_share_of_own_learner(*, actor: Actor, share: ProgressShare) -> bool:
    """True for the body that is the referent of that learner today, whoever proposed the share."""
    referents = Referent.objects.filter(learner_id=share.learner_id, valid_until=None)
    body_id = referents.values_list("body_id", flat=True).first()
    return body_id is not None and may(actor, "journeys.orient", JourneyScope(share.organisation_id, body_id))


def count_share_reading(*, actor: Actor, share: ProgressShare) -> None:
    """Says to the learner that the guest has read it, and when."""
    hide_unless(actor.guest_id is not None and actor.guest_id == share.guest_id)
    with as_system(actor):
        ProgressShare.objects.filter(pk=share.pk).update(readings=F("readings") + 1, last_read_on=today())


@contextmanager
def _audited_for_learner(actor: Actor, share: ProgressShare, name: str) -> Iterator[None]:
    with as_system(actor), audit_event(
        actor=actor, name=name, subject_kind="learner", subject_id=share.learner.key,
        subject_label="Ce qui reste, montré à une agence", organisation_id=share.body_id,
    ):  # fmt: skip
        yield
