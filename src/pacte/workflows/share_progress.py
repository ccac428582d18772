"""The learner agrees that an agency reads what is left: it gets a link by e-mail. Revoking closes its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.accounts.records import GuestScope
from pacte.accounts.services import ensure_guest, revoke_guest_links
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.rules.progress_shares import ShareState
from pacte.journeys.services.progress_shares import agree_to_share, end_share, is_share_of_own_learner, own_share
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, hide_unless
from pacte.kernel.french import format_day
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import queue_guest_letter
from pacte.notifications.services.system_access import as_system

if TYPE_CHECKING:
    from pacte.journeys.models import ProgressShare

_MACHINE = "accord d’une personne"


def agree_by_link(*, actor: Actor, identifier: int) -> ProgressShare:
    """For a learner with a personal link. Raises ``NotFound`` or ``Conflict``."""
    with as_system(actor):
        share = own_share(actor=actor, identifier=identifier)
        host = body_by_id(share.organisation_id)
        guest = ensure_guest(
            actor=system_actor(_MACHINE), host=host, email=share.email, name=share.agency,
            synthetic=share.learner.is_synthetic,
        )  # fmt: skip
        agree_to_share(actor=actor, share=share, guest=guest)
        _send_letter(share)
    return share


def end_by_link(*, actor: Actor, identifier: int) -> None:
    """The learner refuses, or revokes: the links close at once. Raises ``NotFound``."""
    with as_system(actor):
        share = own_share(actor=actor, identifier=identifier)
        _end(actor, share)


def end_proposed_share(*, actor: Actor, share: ProgressShare) -> None:
    """For the present referent. ``share`` comes from a checked query."""
    _end(actor, share)


def send_share_again(*, actor: Actor, share: ProgressShare) -> None:
    """Another link to the same reader, as links last a month. Raises ``Conflict`` without a live consent."""
    hide_unless(is_share_of_own_learner(actor=actor, share=share))
    if share.state_on(today()) is not ShareState.OPEN:
        raise Conflict("share_closed", "L’accord de la personne n’est pas en cours.", hint="Demandez-le-lui à nouveau.")
    with as_system(actor):
        _send_letter(share)


def _end(actor: Actor, share: ProgressShare) -> None:
    end_share(actor=actor, share=share)
    if share.guest_id is not None:
        with as_system(actor):
            assert share.guest is not None
            revoke_guest_links(
                actor=system_actor(_MACHINE), guest=share.guest, scope=GuestScope.FOLLOW, subject_id=share.pk
            )


def _send_letter(share: ProgressShare) -> None:
    assert share.guest is not None
    assert share.expires_on is not None
    queue_guest_letter(
        actor=system_actor(_MACHINE),
        guest=share.guest,
        letter_input=GuestLetterInput(
            GuestScope.FOLLOW,
            "Une personne vous montre ce qui lui reste jusqu’à sa certification",
            f"Une personne que vous employez vous laisse lire, jusqu’au {format_day(share.expires_on)}, les blocs "
            "qu’elle a et ceux qui lui manquent, avec les formations proches. Elle peut arrêter à tout moment :",
            subject_id=share.pk,
            tail=f"ce-qui-reste/{share.pk}/",
        ),
    )
