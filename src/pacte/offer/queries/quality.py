"""Quality and freshness of the catalogue, by training and by provider; probable duplicates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet

from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import hide_unless
from pacte.offer.models import (
    AccessInformation,
    Competence,
    Provider,
    Session,
    Training,
    TrainingAction,
    TrainingDescription,
    TrainingQuality,
)
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries.access import can_for_provider
from pacte.offer.records import EntryMode, SessionState
from pacte.offer.rules.duplicates import DuplicatePair, ProviderFacts, TrainingFacts, provider_pairs, training_pairs
from pacte.offer.rules.quality import CRITERIA, FRESH_DAYS, CriterionResult, QualityFacts, criterion_results

# Long texts that no criterion uses are not loaded.
_TRAINING_FIELDS = (
    "title", "objective", "rome_codes", "is_certifying", "certifications", "changed_in_source_on", "changed_at",
    "provider__phone", "provider__email",
)  # fmt: skip
_ACTION_FIELDS = (
    "training", "pace", "hours_total", "hours_centre", "prerequisites", "price_total_cents", "price_hour_cents",
    "costs_left", "costs_detail", "accessibility", "entry_mode", "site__latitude",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProviderQuality:
    """Quality of a provider. ``score``: mean of its trainings out of ten; None when nothing is computed."""

    provider: Provider
    trainings: int
    score: float | None
    worst: tuple[str, ...]
    fresh: int
    last_changed_on: date | None
    oldest_changed_on: date | None


@dataclass(frozen=True, slots=True)
class QualityTotal:
    """Several trainings together. ``score``: their mean out of ten, None when nothing is computed."""

    trainings: int
    fresh: int
    complete: int
    score: float | None


@dataclass(frozen=True, slots=True)
class TrainingQualityRow:
    """A training and its quality. ``score``: None if not computed yet; ``missing``: codes of the unmet criteria."""

    training: Training
    score: int | None = None
    missing: tuple[str, ...] = ()


def quality_of_training(*, actor: Actor, training: Training, on: date) -> tuple[CriterionResult, ...]:
    """Results of all criteria for a training, with advice, computed on the fly. Public."""
    return criterion_results(quality_facts(actor=actor, training_ids=[training.pk], on=on)[training.pk], on=on)


def quality_by_provider(*, actor: Actor, host_id: int, on: date) -> LazyRows[Provider, ProviderQuality]:
    """Providers, lowest mean score first, with what they miss most. Two queries a slice. Raises ``NotFound``."""
    hide_unless(may(actor, "offer.read_quality", OfferScope(host_id)))
    return _by_provider(Provider.objects.all(), host_id, on)


def quality_of_provider(*, actor: Actor, provider: Provider, host_id: int, on: date) -> ProviderQuality | None:
    """Quality of one provider; None when it has no training. Raises ``NotFound``."""
    hide_unless(can_for_provider(actor=actor, act="offer.read_quality", provider=provider, host_id=host_id))
    return next(iter(_by_provider(Provider.objects.filter(pk=provider.pk), host_id, on)), None)


def quality_total(*, actor: Actor, host_id: int, on: date, provider: Provider | None = None) -> QualityTotal:
    """All the trainings of the Region, or of one provider, summed in the database. One query. Raises ``NotFound``."""
    body_id = provider.body_id if provider else None
    hide_unless(may(actor, "offer.read_quality", OfferScope(host_id, body_id)))
    live = Training.objects.filter(host_id=host_id, closed_on__isnull=True)
    sums = (live.filter(provider=provider) if provider else live).aggregate(
        trainings=Count("pk"),
        fresh=Count("pk", filter=Q(changed_in_source_on__gte=on - timedelta(days=FRESH_DAYS))),
        complete=Count("pk", filter=Q(quality__score=len(CRITERIA))),
        score=Avg("quality__score"),
    )
    return QualityTotal(**sums)


def training_quality_rows(*, actor: Actor, provider: Provider, host_id: int) -> LazyRows[Training, TrainingQualityRow]:
    """Trainings of the provider in the catalogue of the Region, lowest score first. One query a slice.

    Raises ``NotFound``.
    """
    hide_unless(can_for_provider(actor=actor, act="offer.read_quality", provider=provider, host_id=host_id))
    trainings = Training.objects.filter(provider=provider, host_id=host_id, closed_on__isnull=True)
    ordered = trainings.select_related("quality").order_by(F("quality__score").asc(nulls_last=True), "title", "pk")
    return LazyRows(ordered, lambda part: [_training_row(each) for each in part])


def _training_row(training: Training) -> TrainingQualityRow:
    quality = getattr(training, "quality", None)
    return (
        TrainingQualityRow(training, quality.score, tuple(quality.missing)) if quality else TrainingQualityRow(training)
    )


def duplicate_providers(*, actor: Actor, host_id: int) -> list[tuple[Provider, Provider, DuplicatePair]]:
    """Probable duplicate providers. Raises ``NotFound``."""
    hide_unless(may(actor, "offer.read_quality", OfferScope(host_id)))
    live = Training.objects.filter(host_id=host_id, closed_on__isnull=True)
    rows = Provider.objects.filter(pk__in=live.values("provider_id"))
    pairs = provider_pairs(
        ProviderFacts(each.pk, each.siret, each.activity_number, each.name, each.postal_code) for each in rows
    )
    by_id = {each.pk: each for each in rows}
    return [(by_id[pair.first], by_id[pair.second], pair) for pair in pairs]


def duplicate_trainings(
    *, actor: Actor, host_id: int, provider: Provider | None = None
) -> list[tuple[Training, Training, DuplicatePair]]:
    """Probable duplicate trainings, of one provider or of all.

    For all providers, it reads the whole catalogue (seconds for 100,000 trainings): run on demand, not on each visit.
    """
    hide_unless(may(actor, "offer.read_quality", OfferScope(host_id)))
    live = Training.objects.filter(host_id=host_id, closed_on__isnull=True)
    sited = TrainingAction.objects.filter(
        training__host_id=host_id, training__closed_on__isnull=True, site__isnull=False, closed_on__isnull=True
    )
    if provider is not None:
        live, sited = live.filter(provider=provider), sited.filter(training__provider=provider)
    places: dict[int, set[str]] = defaultdict(set)
    for training_id, commune, post_code in sited.values_list("training_id", "site__commune_code", "site__postal_code"):
        places[training_id].add(commune or post_code)
    pairs = training_pairs(
        TrainingFacts(key, siret[:9], title, code or "", frozenset(places.get(key, ())))
        for key, siret, title, code in live.values_list("pk", "provider__siret", "title", "formacodes__0")
    )
    wanted = {key for pair in pairs for key in (pair.first, pair.second)}
    by_id = Training.objects.select_related("provider").in_bulk(list(wanted))
    return [(by_id[pair.first], by_id[pair.second], pair) for pair in pairs]


def quality_facts(*, actor: Actor, training_ids: Collection[int], on: date) -> dict[int, QualityFacts]:
    """Input of the criteria for a batch of trainings, by training id. Six queries, whatever their number. Public."""
    ids = list(training_ids)
    trainings = Training.objects.select_related("provider").only(*_TRAINING_FIELDS).in_bulk(ids)
    summaries = dict(TrainingDescription.objects.filter(training__in=ids).values_list("training_id", "summary"))
    competences = Counter(Competence.objects.filter(training__in=ids).values_list("training_id", flat=True))
    actions: dict[int, list[TrainingAction]] = defaultdict(list)
    open_actions = TrainingAction.objects.filter(training__in=ids, closed_on__isnull=True).select_related("site")
    for each in open_actions.only(*_ACTION_FIELDS):
        actions[each.training_id].append(each)
    access_rows = AccessInformation.objects.filter(training_action__training__in=ids)
    action_ids_with_access = set(access_rows.values_list("training_action_id", flat=True))
    next_on = _next_sessions(ids, on)
    return {
        key: _quality_facts(
            each, actions[key], summaries.get(key, ""), competences[key], action_ids_with_access, next_on.get(key)
        )
        for key, each in trainings.items()
    }


def _next_sessions(ids: list[int], on: date) -> dict[int, date]:
    open_ones = Session.objects.filter(
        training_action__training__in=ids,
        closed_on__isnull=True,
        starts_on__gte=on,
        state__in=(SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED),
    )
    soonest = open_ones.values("training_action__training_id").annotate(day=Min("starts_on"))
    return dict(soonest.values_list("training_action__training_id", "day"))


def _quality_facts(
    training: Training,
    actions: list[TrainingAction],
    summary: str,
    competences: int,
    words: set[int],
    next_on: date | None,
) -> QualityFacts:
    """Build the facts of a training. With several actions, the best value counts, since readers find it on the page."""
    provider = training.provider

    def longest(name: str) -> str:
        return max((str(getattr(each, name)) for each in actions), key=len, default="")

    return QualityFacts(
        title=training.title,
        objective=training.objective,
        summary=summary,
        competences=competences,
        rome_codes=len(training.rome_codes),
        is_certifying=training.is_certifying,
        certification_codes=sum(bool(each.get("rncp") or each.get("rs")) for each in training.certifications),
        pace=longest("pace"),
        hours=max((each.hours_total or each.hours_centre or 0 for each in actions), default=0) or None,
        prerequisites=longest("prerequisites"),
        price_known=any(each.price_total_cents is not None or each.price_hour_cents is not None for each in actions),
        costs_words=longest("costs_left") or longest("costs_detail"),
        has_coordinates=any(each.site is not None and each.site.latitude is not None for each in actions),
        access_words=any(each.pk in words for each in actions),
        accessibility=longest("accessibility"),
        next_session_on=next_on,
        is_rolling=any(each.entry_mode == EntryMode.ROLLING for each in actions),
        has_contact=bool(provider.phone or provider.email),
        changed_on=training.changed_in_source_on or paris_date(training.changed_at),
    )


def _by_provider(providers: QuerySet[Provider], host_id: int, on: date) -> LazyRows[Provider, ProviderQuality]:
    """Those with an open training. The three criteria that each misses most are read for the providers of a slice."""
    live = Q(trainings__host_id=host_id, trainings__closed_on__isnull=True)
    since = on - timedelta(days=FRESH_DAYS)
    counted = providers.annotate(
        count=Count("trainings", filter=live),
        score=Avg("trainings__quality__score", filter=live),
        fresh=Count("trainings", filter=live & Q(trainings__changed_in_source_on__gte=since)),
        last=Max("trainings__changed_in_source_on", filter=live),
        oldest=Min("trainings__changed_in_source_on", filter=live),
    )
    ordered = counted.filter(count__gt=0).order_by(F("score").asc(nulls_last=True), "name", "pk")
    return LazyRows(ordered, lambda part: _provider_qualities(part, host_id))


def _provider_qualities(providers: list[Any], host_id: int) -> list[ProviderQuality]:
    missed = _most_missed_criteria(Q(host_id=host_id, closed_on__isnull=True, provider__in=providers))
    return [
        ProviderQuality(
            provider=each,
            trainings=each.count,
            score=None if each.score is None else float(each.score),
            worst=missed.get(each.pk, ()),
            fresh=each.fresh,
            last_changed_on=each.last,
            oldest_changed_on=each.oldest,
        )
        for each in providers
    ]


def _most_missed_criteria(condition: Q) -> dict[int, tuple[str, ...]]:
    """Labels of the three criteria that each provider misses most."""
    labels = {each.code: each.label for each in CRITERIA}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    quality_rows = TrainingQuality.objects.filter(training__in=Training.objects.filter(condition))
    for provider_id, missing in quality_rows.annotate(owner=F("training__provider_id")).values_list("owner", "missing"):
        counts[provider_id].update(missing)
    return {
        key: tuple(labels[code] for code, _ in counted.most_common(3) if code in labels)
        for key, counted in counts.items()
    }
