"""Where sessions have taken place, from the published catalogue. Public: the result does not depend on the actor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from pacte.kernel.actor import Actor
from pacte.offer.models import Session, Site, Training, TrainingDescription
from pacte.offer.queries.nature import natures_of
from pacte.offer.records import Modality, SessionState, TrainingNature
from pacte.offer.rules.nature import LITERACY_FORMACODES


class LocatedSession(NamedTuple):
    """``commune_code`` is "" when the site has none."""

    session_id: int
    commune_code: str
    starts_on: date


class SiteInUse(NamedTuple):
    """A site with the first and the last day on which a session began there."""

    site_id: int
    commune_code: str
    first_on: date
    last_on: date


def started_literacy_sessions(*, actor: Actor, host_id: int, by: date, known: datetime) -> list[LocatedSession]:
    """Literacy and French sessions that had begun on a day, at their own site or that of their training action."""
    coded = Q(formacodes__0__in=LITERACY_FORMACODES) | Q(
        pk__in=TrainingDescription.objects.filter(nature=TrainingNature.LITERACY).values("training_id")
    )
    candidates = list(
        Training.objects.filter(coded, host_id=host_id).only("formacodes", "general_objective", "is_certifying")
    )
    natures = natures_of(actor=actor, trainings=candidates)
    trainings = [pk for pk, nature in natures.items() if nature is TrainingNature.LITERACY]
    rows = _started_sessions(host_id, by, known).filter(training_action__training__in=trainings)
    sites = dict(rows.values_list("pk", "place"))
    communes = _communes({site for site in sites.values() if site})
    starts = rows.order_by("pk").values_list("pk", "starts_on")
    return [LocatedSession(pk, communes.get(sites.get(pk) or 0, ""), on) for pk, on in starts if on]


def sites_in_use(*, actor: Actor, host_id: int, by: date, known: datetime) -> list[SiteInUse]:
    """Sites where a session had begun on a day."""
    rows = (
        _started_sessions(host_id, by, known)
        .filter(place__isnull=False)
        .order_by()
        .values("place")
        .annotate(first=Min("starts_on"), last=Max("starts_on"))
    )
    used = {each["place"]: each for each in rows}
    communes = _communes(used)
    return [SiteInUse(site, communes[site], used[site]["first"], used[site]["last"]) for site in sorted(used)]


def _started_sessions(host_id: int, by: date, known: datetime) -> QuerySet[Session]:
    """A session at a distance takes place nowhere. The state is that of today: a past one is not known by day here."""
    return (
        Session.objects.filter(training_action__training__host_id=host_id, starts_on__lte=by, recorded_at__lte=known)
        .exclude(state=SessionState.CANCELLED)
        .exclude(training_action__modality=Modality.REMOTE)
        .annotate(place=Coalesce(F("site_id"), F("training_action__site_id")))
    )


def _communes(sites: Collection[int]) -> dict[int, str]:
    return dict(Site.objects.filter(pk__in=sites).values_list("pk", "commune_code"))
