"""Requests for a place: who may receive one, and what their readers see. The Region reads numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from pacte.accounts.models import Membership
from pacte.accounts.queries import organisation_names, valid_on
from pacte.accounts.records import OrganisationKind
from pacte.journeys.models import PlaceRequest
from pacte.journeys.permissions import hosts_with_journey_right, posts_with_journey_right
from pacte.journeys.records.place_requests import PlaceRequestOutcome, PlaceRequestState
from pacte.journeys.rules.masking import shown_network
from pacte.journeys.rules.place_requests import place_request_state
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import fold_text
from pacte.notifications.services.system_access import as_system
from pacte.offer.models import Session, Training

ANSWER = "journeys.answer_place_request"
COUNT = "journeys.count_place_requests"
_MOST = 200
# A public form that names the prison service would have people say there what the law protects.
_NOT_OFFERED = (OrganisationKind.PRISON_SERVICE,)


@dataclass(frozen=True, slots=True)
class PlaceRequestReaders:
    """Who may read a request about one training. ``networks``: name by organisation, sorted by name."""

    provider_body_id: int | None
    networks: dict[int, str]

    @property
    def is_anybody(self) -> bool:
        return self.provider_body_id is not None or bool(self.networks)


@dataclass(frozen=True, slots=True)
class PlaceRequestSummary:
    """One request as a body reads it. ``session`` None: any date. The names and the contact are "" once emptied.

    ``network``: as this reader may name it, "" without one. ``handler``: who takes it or closed it, "" for the visitor.
    ``network_id``: the reader's own network, which the visitor chose; None for the provider.
    """

    identifier: int
    training: Training
    session: Session | None
    first_name: str
    last_name: str
    phone: str
    email: str
    town: str
    message: str
    has_adviser: bool
    network: str
    network_id: int | None
    made_at: datetime
    due_on: date
    handled_at: datetime | None
    closed_at: datetime | None
    handler: str
    outcome: PlaceRequestOutcome | None
    purge_on: date
    is_synthetic: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def state(self) -> PlaceRequestState:
        return place_request_state(self.handled_at, self.closed_at)

    def is_late(self, on: date) -> bool:
        """Nobody has closed it, and the day of the answer has passed."""
        return self.closed_at is None and self.due_on < on


@dataclass(frozen=True, slots=True)
class PlaceRequestCounts:
    """Numbers of one provider. ``late``: among those not closed, past their day."""

    provider: str
    waiting: int
    handled: int
    late: int
    closed: int


def place_request_readers(*, actor: Actor, training: Training, on: date) -> PlaceRequestReaders:
    """The provider, when somebody of it has an account in the Region, and the networks that have advisers there.

    For the site, which acts for a visitor: raises ``NotFound`` for a person.
    """
    actor.require_system()
    body_id = training.provider.body_id
    with as_system(actor):
        posts = Membership.objects.filter(valid_on(on), host_id=training.host_id, person__is_active=True)
        has_account = posts.filter(role=Role.PROVIDER, organisation_id=body_id).exists() if body_id else False
        advisers = posts.filter(role=Role.ADVISER).exclude(organisation__kind__in=_NOT_OFFERED)
        network_ids = set(advisers.values_list("organisation_id", flat=True))
    names = organisation_names(on=on)
    by_name = sorted(network_ids, key=lambda each: fold_text(names.get(each, "")))
    return PlaceRequestReaders(body_id if has_account else None, {each: names.get(each, "") for each in by_name})


def people_of_place_request(*, actor: Actor, place_request: PlaceRequest, on: date) -> set[int]:
    """Ids of the people who may answer: those of the provider, and the advisers of the network. For the machine."""
    with as_system(actor):
        posts = Membership.objects.filter(valid_on(on), host_id=place_request.organisation_id, person__is_active=True)
        concerned = posts.filter(
            Q(role=Role.PROVIDER, organisation_id=place_request.provider_body_id)
            | Q(role=Role.ADVISER, organisation_id=place_request.network_id)
        )
        return set(concerned.values_list("person_id", flat=True))


def may_answer_place_requests(*, actor: Actor) -> bool:
    return bool(posts_with_journey_right(actor, ANSWER))


def may_count_place_requests(*, actor: Actor) -> bool:
    return bool(hosts_with_journey_right(actor, COUNT))


def open_place_requests(*, actor: Actor, limit: int = _MOST) -> list[PlaceRequestSummary]:
    """Those that wait for the actor's bodies, or that somebody has taken, the soonest answer first."""
    rows = _answered_by(actor).filter(closed_at=None).order_by("due_on", "pk")
    return _summaries(actor, list(rows[:limit]))


def closed_place_requests(*, actor: Actor, limit: int = _MOST) -> list[PlaceRequestSummary]:
    """Those closed that are still kept, latest first."""
    rows = _answered_by(actor).filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    return _summaries(actor, list(rows[:limit]))


def place_request_by_id(*, actor: Actor, identifier: int) -> PlaceRequestSummary:
    """Raises ``NotFound`` for any other body than the provider and the network that the visitor chose."""
    place_request = ensure_found(_answered_by(actor).filter(pk=identifier).first())
    return _summaries(actor, [place_request])[0]


def place_request_for_change(*, actor: Actor, identifier: int) -> PlaceRequest:
    """The row, locked until the end of the transaction. Raises ``NotFound`` as ``place_request_by_id``."""
    return ensure_found(_answered_by(actor).select_for_update(of=("self",)).filter(pk=identifier).first())


def place_request_counts(*, actor: Actor, on: date) -> list[PlaceRequestCounts]:
    """Numbers by provider of the requests still kept, in the Regions that the actor counts. Raises ``NotFound``."""
    host_ids = hosts_with_journey_right(actor, COUNT)
    hide_unless(host_ids)
    is_open = Q(closed_at=None)
    with as_system(actor):
        rows = list(
            PlaceRequest.objects.filter(organisation_id__in=host_ids)
            .values(provider=F("training__provider__name"))
            .annotate(
                waiting=Count("pk", filter=is_open & Q(handled_at=None)),
                handled=Count("pk", filter=is_open & Q(handled_at__isnull=False)),
                late=Count("pk", filter=is_open & Q(due_on__lt=on)),
                closed=Count("pk", filter=~is_open),
            )
            .order_by("provider")
        )
    return [PlaceRequestCounts(**row) for row in rows]


def _answered_by(actor: Actor) -> QuerySet[PlaceRequest]:
    """Requests of the bodies for which the actor answers, each in its own Region."""
    concerned = Q(pk__in=[])
    for post in posts_with_journey_right(actor, ANSWER):
        body = "provider_body_id" if post.role is Role.PROVIDER else "network_id"
        concerned |= Q(**{body: post.organisation_id, "organisation_id": post.host_id})
    return PlaceRequest.objects.filter(concerned).select_related(
        "training__provider", "session__training_action__training__provider", "session__site"
    )


def _summaries(actor: Actor, rows: list[PlaceRequest]) -> list[PlaceRequestSummary]:
    names = organisation_names(on=today()) if rows else {}
    posts = [post for post in posts_with_journey_right(actor, ANSWER) if post.role is not Role.PROVIDER]
    own = {(post.organisation_id, post.host_id) for post in posts}
    return [_summary(each, names, for_network=(each.network_id, each.organisation_id) in own) for each in rows]


def _summary(each: PlaceRequest, names: dict[int, str], *, for_network: bool) -> PlaceRequestSummary:
    network = names.get(each.network_id, "") if each.network_id else ""
    return PlaceRequestSummary(
        identifier=each.pk, training=each.training, session=each.session, first_name=each.first_name,
        last_name=each.last_name, phone=each.phone, email=each.email, town=each.town, message=each.message,
        has_adviser=each.has_adviser, network=network if for_network or not network else shown_network(network),
        network_id=each.network_id if for_network else None, made_at=each.made_at, due_on=each.due_on,
        handled_at=each.handled_at, closed_at=each.closed_at, handler=_handler(each, network, for_network=for_network),
        outcome=PlaceRequestOutcome(each.outcome) if each.outcome else None, purge_on=each.purge_on,
        is_synthetic=each.is_synthetic,
    )  # fmt: skip


def _handler(each: PlaceRequest, network: str, *, for_network: bool) -> str:
    """The person, for their own body; the other body otherwise, whose network may have to be masked."""
    if each.handled_by_id is None:
        return ""
    is_of_network = each.handled_by_id == each.network_id
    if is_of_network is for_network:
        return each.person_name
    return shown_network(network) if is_of_network else each.training.provider.name
