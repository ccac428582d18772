"""Answers to a question within the scope of an actor, as objects or as a JSON document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
from django.conf import settings

from pacte.accounts.queries import organisation_names
from pacte.indicators.facts.dimensions import DIMENSIONS, PROTECTED, TIME_SPLITS, ZONE
from pacte.indicators.facts.overlap_notes import overlap_notes
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.permissions import count_scope_of, whole_pact_scopes
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.computed_answers import compute_answers, refusal_answer
from pacte.indicators.queries.disk_cache import AnswerFiles, StampedAnswers
from pacte.indicators.queries.manual_values import find_indicators, manual_answers
from pacte.indicators.queries.shared_facts import SharedFacts
from pacte.indicators.queries.store import default_facts_dir, open_facts, read_manifest
from pacte.indicators.queries.zones import facts_zone_names
from pacte.indicators.records import (
    AnswerDocument,
    CountScope,
    FactsStamp,
    Indicator,
    IndicatorAnswer,
    IndicatorKind,
    IndicatorQuestion,
)
from pacte.indicators.rules.answer_document import answer_document_text, build_answer_document
from pacte.indicators.rules.suppression import known_on_refusal
from pacte.infra.versioned_cache import MISSING, CacheKey, VersionedCache
from pacte.journeys.queries.published_counts import last_published_at
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.offer.queries.lots import lot_names
from pacte.offer.queries.providers import provider_names
from pacte.plan.models import Plan
from pacte.plan.queries import action_short_titles, main_plan
from pacte.reference.queries import territory_editions, training_domain_labels

_CACHE = VersionedCache("indicators.answers", maxsize=512)


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Answers to a question. ``indicators`` and ``answers`` are parallel; ``stamp`` identifies the facts."""

    stamp: FactsStamp
    indicators: tuple[Indicator, ...]
    answers: tuple[IndicatorAnswer, ...]
    scope: CountScope

    def of(self, code: str) -> IndicatorAnswer | None:
        return next((each for each in self.answers if each.code == code), None)


def answer_document(
    *, actor: Actor, host_id: int, question: IndicatorQuestion, facts_dir: Path | None = None
) -> AnswerDocument:
    """The answer as a document, not saved yet.

    Raises ``NotFound`` (the actor may ask nothing), ``PermissionDenied`` (a protected split), ``ValidationError`` (an
    unknown code) or ``Conflict`` (no facts yet).
    """
    answer_set = answer_question(actor=actor, host_id=host_id, question=question, facts_dir=facts_dir)
    definitions = {each.code: each for each in answer_set.indicators}
    answered = [definitions[each.code] for each in answer_set.answers if not each.refusal]
    content = build_answer_document(
        question, answer_set.stamp, definitions, answer_set.answers, scope=scope_codes(answer_set.scope),
        is_synthetic=settings.SYNTHETIC_ALLOWED, notes=overlap_notes(answered, question.by),
    )  # fmt: skip
    return AnswerDocument(
        answer_set.stamp, answer_set.answers, answer_document_text(content), scope=scope_codes(answer_set.scope)
    )


def answer_question(
    *,
    actor: Actor,
    host_id: int,
    question: IndicatorQuestion,
    facts_dir: Path | None = None,
    shared: SharedFacts | None = None,
) -> AnswerSet:
    """The answers before serialisation, as pages use them. Raises the same errors as ``answer_document``.

    ``shared``: a connection that serves several questions (``page_answers.compute_together``).
    """
    scope = count_scope_of(actor, host_id)
    if scope.is_empty:
        raise NotFound
    _refuse_unknown(question)
    _refuse_protected(question, scope)
    question = with_main_plan(question, actor)
    definitions = _requested_indicators(actor, host_id, question)
    withheld = _day_refusals(definitions, question, scope)
    codes = tuple(
        each.code for each in definitions if each.kind is IndicatorKind.COMPUTED and each.code not in withheld
    )
    stamp, counted = _answers_from_cache(codes, question, scope, facts_dir, shared)
    counted = counted | {code: refusal_answer(code, why) for code, why in withheld.items()}
    entered = manual_answers(
        actor=actor,
        host_id=host_id,
        definitions=[each for each in definitions if each.code not in counted],
        question=question,
    )
    return AnswerSet(stamp, tuple(definitions), tuple((counted | entered)[each.code] for each in definitions), scope)


def with_main_plan(question: IndicatorQuestion, actor: Actor) -> IndicatorQuestion:
    """Numbers of actions are those of one plan: the main one, unless the question names another."""
    names_action = "action" in question.by or any(dimension == "action" for dimension, _ in question.where)
    plan = main_plan(actor=actor) if names_action and question.plan is None else None
    return replace(question, plan=plan.pk) if plan else question


def _day_refusals(definitions: Iterable[Indicator], question: IndicatorQuestion, scope: CountScope) -> dict[str, str]:
    """By code, why the day of knowledge is refused to readers who see no small count."""
    if scope.sees_small:
        return {}
    reasons = {
        each.code: known_on_refusal(each, question, today())
        for each in definitions
        if each.kind is IndicatorKind.COMPUTED
    }
    return {code: why for code, why in reasons.items() if why}


def clear_answer_cache() -> None:
    """Forgets the answers of this process; those on disk stay."""
    _CACHE.clear()


def warm_answer_cache(*, host_id: int, questions: Iterable[IndicatorQuestion], facts_dir: Path | None = None) -> int:
    """Computes the catalogue for each question and each scope that a role has on the whole pact.

    Returns the number of scopes.
    """
    scopes = whole_pact_scopes(host_id)
    for question in questions:
        for scope in scopes:
            _answers_from_cache(_catalogue_codes(), question, scope, facts_dir)
        _answers_from_cache((), question, CountScope(), facts_dir)
    return len(scopes)


def _catalogue_codes() -> tuple[str, ...]:
    """Codes of the computed indicators: what one scan of the facts answers together."""
    return tuple(sorted(code for code, each in indicators().items() if each.kind is IndicatorKind.COMPUTED))


def _answers_from_cache(
    codes: tuple[str, ...],
    question: IndicatorQuestion,
    scope: CountScope,
    facts_dir: Path | None,
    shared: SharedFacts | None = None,
) -> tuple[FactsStamp, dict[str, IndicatorAnswer]]:
    """From the facts, or from the cache when no label of the answer can have changed."""
    if not codes:
        # Only the stamp of the facts is computed: it depends neither on the reader nor on the period.
        question, scope = IndicatorQuestion(question.known_on, question.known_on, question.known_on), CountScope()
    version = _version(question, scope, facts_dir, shared)
    if version is None:
        return _answers_from_facts(codes, question, scope, facts_dir, shared)
    digest, edition, shown = version
    question = replace(question, codes=tuple(sorted(codes)))
    base = facts_dir or default_facts_dir()
    files = AnswerFiles(base, digest, edition, scope, shown)

    def key(of: IndicatorQuestion) -> CacheKey:
        return CacheKey(version, scope, (of, base))

    def count() -> StampedAnswers:
        return _answers_from_facts(question.codes, question, scope, facts_dir, shared)

    together = replace(question, codes=_catalogue_codes())
    is_together = question == together
    if codes and not is_together:
        # What the night prepared, for the whole catalogue at once.
        prepared = _CACHE.find(key(together))
        if prepared is MISSING:
            prepared = files.find(together)
        if prepared is not MISSING:
            _CACHE.store(key(together), prepared)
            return prepared[0], {code: prepared[1][code] for code in question.codes}
    if question.by and not is_together:
        # A file for each split of each scope that somebody asks would be written more often than read.
        return _CACHE.get(key(question), count)
    return _CACHE.get(key(question), lambda: files.get(question, count))


def _version(
    question: IndicatorQuestion, scope: CountScope, facts_dir: Path | None, shared: SharedFacts | None = None
) -> tuple[str, int, str] | None:
    """Digest of the facts, territory and publication that an answer depends on; None when it is not kept."""
    digest = read_manifest(facts_dir).digest
    if not digest or {"funder", "provider", "action", "lot"} & set(question.by):
        return None
    shown = "" if scope.sees_small else last_published_at(scope.hosts)
    # Without zones, an answer does not depend on the territory.
    if not question.zone and ZONE not in question.by:
        return digest, 0, shown
    return digest, shared.territory_edition if shared else max(territory_editions(), default=0), shown


def answer_key(*, actor: Actor, host_id: int, question: IndicatorQuestion) -> CacheKey | None:
    """Key of what is made from the answers to a question; None when they are not kept.

    The day counts: it decides which days of knowledge are refused.
    """
    scope = count_scope_of(actor, host_id)
    version = _version(question, scope, None)
    return CacheKey(version, scope, (question, default_facts_dir(), today())) if version else None


def _answers_from_facts(
    codes: tuple[str, ...],
    question: IndicatorQuestion,
    scope: CountScope,
    facts_dir: Path | None,
    shared: SharedFacts | None = None,
) -> tuple[FactsStamp, dict[str, IndicatorAnswer]]:
    if not codes:
        with open_facts(on=question.known_on, facts_dir=facts_dir) as connection:
            return facts_stamp(connection, on=question.known_on), {}
    # Every fact is read for it: once a day of knowledge.
    stamp, _ = _answers_from_cache((), question, scope, facts_dir)
    computed = [indicators()[code] for code in codes]
    with SharedFacts([question], facts_dir) as alone:
        facts = shared or alone
        here, copies = facts.for_question(computed, question, scope)
        facts.load_zones(question)
        answers = compute_answers(
            facts.connection, computed, here, scope, labels=_labels(question), facts_dir=facts_dir, copies=copies,
            finer=facts.finer,
        )  # fmt: skip
    return stamp, {each.code: each for each in answers}


def scope_codes(scope: CountScope) -> tuple[str, ...]:
    """The scope, as codes that identify no person."""
    if scope.everything:
        return ("everything",)
    return (
        *(f"host:{each}" for each in sorted(scope.hosts)),
        *(f"provider:{each}" for each in sorted(scope.provider_bodies)),
        *(f"referrer:{each}" for each in sorted(scope.referrers)),
        *(() if scope.sees_small else ("small_hidden",)),
    )


def facts_stamp(connection: duckdb.DuckDBPyConnection, *, on: date) -> FactsStamp:
    """Fingerprint of the facts that count on that day. It does not change while no fact with an earlier date arrives.

    It is computed from both times of every fact, which an erasure does not change and a full refresh reproduces.
    """
    lines, last, rows = [], "", 0
    for table in TABLES:
        row = connection.execute(
            "select count(*), coalesce(sum(epoch_us(recorded_at)), 0),"
            f" coalesce(sum(happened_on - date '1970-01-01'), 0), max(recorded_at) from {table}"
        ).fetchone()
        if row is None:
            continue
        count, known, happened, latest = row
        rows += count
        last = max(last, latest.isoformat() if latest else "")
        lines.append(f"{table} {count} {int(known)} {int(happened)}")
    digest = hashlib.sha256("\n".join([on.isoformat(), *lines]).encode()).hexdigest()
    return FactsStamp(rows, last, digest)


def _requested_indicators(actor: Actor, host_id: int, question: IndicatorQuestion) -> list[Indicator]:
    if question.codes:
        return find_indicators(actor=actor, host_id=host_id, codes=question.codes, on=question.known_on)
    return [each for each in indicators().values() if each.kind is IndicatorKind.COMPUTED]


def _refuse_unknown(question: IndicatorQuestion) -> None:
    known = {*DIMENSIONS, ZONE, *TIME_SPLITS}
    for each in question.by:
        if each not in known:
            raise ValidationError("unknown_split", f"« {each} » n’est pas une ventilation.", hint=_choices(known))
    for each, _ in question.where:
        if each not in DIMENSIONS:
            raise ValidationError("unknown_filter", f"« {each} » n’est pas un filtre.", hint=_choices(DIMENSIONS))


def _choices(known: Iterable[str]) -> str:
    return f"Choisissez parmi : {', '.join(sorted(known))}."


def _refuse_protected(question: IndicatorQuestion, scope: CountScope) -> None:
    """Situations protected by law are counted one by one for the Region's staff only.

    Their sums, without small counts, are available to the roles that follow the pact.
    """
    is_kept = any(dimension == "public" and set(values) & set(PROTECTED) for dimension, values in question.where)
    may_ask = scope.sees_protected or (scope.sees_subjects and not is_kept)
    if ("public" in question.by or is_kept) and not may_ask:
        raise PermissionDenied(
            "protected_split",
            "Cette ventilation touche des situations protégées par la loi.",
            "Seuls le pilote, l’analyste et l’auditeur du pacte lisent le détail ; les porteurs et l’État, les totaux.",
        )


def _labels(question: IndicatorQuestion) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    if ZONE in question.by:
        labels[ZONE] = facts_zone_names(question.zone_kind)
    if "funder" in question.by:
        labels["funder"] = {str(key): name for key, name in organisation_names(on=question.known_on).items()}
    if "provider" in question.by:
        labels["provider"] = provider_names(actor=Actor())
    if "action" in question.by and question.plan:
        titles = action_short_titles(actor=Actor(), plan=Plan.objects.get(pk=question.plan), on=question.known_on)
        labels["action"] = {str(number): f"{number} {title}" for number, title in titles.items()}
    if "lot" in question.by:
        labels["lot"] = lot_names(actor=Actor())
    if "domain" in question.by:
        labels["domain"] = training_domain_labels(actor=Actor())
    return labels
