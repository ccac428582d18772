"""On whose behalf somebody sends a file: their provider, their network, their observatory, or the Region itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from pacte.accounts.queries import actor_region_id, host_organisation, organisation_by_id
from pacte.intake.records import FileSender
from pacte.interop.permissions import InteropScope, may
from pacte.kernel.actor import Actor, Role
from pacte.offer.queries import acting_provider


def provider_senders(actor: Actor) -> Sequence[FileSender]:
    """The provider that the actor works for."""
    if not actor.has_role(Role.PROVIDER):
        return ()
    provider, host = acting_provider(actor=actor), organisation_by_id(actor_region_id(actor=actor))
    return (FileSender(provider.body, host),) if provider.body and host else ()


def network_senders(actor: Actor) -> Sequence[FileSender]:
    """The networks whose acts the actor may send, each in the pact of its Region."""
    posts = dict.fromkeys((each.organisation_id, each.host_id) for each in actor.memberships)
    bodies = [
        (organisation_by_id(body_id), organisation_by_id(host_id))
        for body_id, host_id in posts
        if may(actor, "liaison.import_acts", InteropScope(host_id, body_id))
    ]
    return tuple(FileSender(body, host) for body, host in bodies if body and host)


def region_senders(actor: Actor, host_ids: Collection[int]) -> Sequence[FileSender]:
    """The Regions of ``host_ids``, that of this installation first. A command speaks for that one."""
    own = host_organisation()
    if actor.is_system:
        return (FileSender(own, own),) if own else ()
    ordered = sorted(host_ids, key=lambda each: (own is None or each != own.pk, each))
    regions = [region for region in map(organisation_by_id, ordered) if region]
    return tuple(FileSender(region, region) for region in regions)


def post_senders(actor: Actor, is_allowed: Callable[[Actor, int], bool]) -> Sequence[FileSender]:
    """The organisations for which a post of the actor has the right in the pact of a Region, as ``body_senders``."""
    posts = [each for each in actor.memberships if is_allowed(replace(actor, memberships=(each,)), each.host_id)]
    return body_senders(actor, {(each.organisation_id, each.host_id) for each in posts})


def body_senders(actor: Actor, bodies: Collection[tuple[int, int]]) -> Sequence[FileSender]:
    """The organisations of ``bodies`` (organisation, Region): this installation's pact first, a Region before others.

    An observatory sends in its own name what its Region reads too. A command speaks for the Region.
    """
    if actor.is_system:
        return region_senders(actor, ())
    own = host_organisation()
    ordered = sorted(bodies, key=lambda each: (own is None or each[1] != own.pk, each[1], each[0] != each[1], each[0]))
    pairs = ((organisation_by_id(body), organisation_by_id(host)) for body, host in ordered)
    return tuple(FileSender(body, host) for body, host in pairs if body and host)
