"""Answers to a question within the scope of an actor, as objects or as a JSON document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
from django.conf import settings

from pacte.accounts.queries import organisation_names
from pacte.indicators.facts.dimensions import DIMENSIONS, PROTECTED, TIME_SPLITS, ZONE
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.permissions import may, reach_of, whole_reaches
from pacte.indicators.queries.asking import ask, refused_answer
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.entered import entered_answers, known_indicators
from pacte.indicators.queries.remembered import remembered
from pacte.indicators.queries.store import folder, manifest, opened
from pacte.indicators.queries.zones import load_zones, zone_names
from pacte.indicators.records import Answer, Document, Indicator, Kind, Question, Reach, Stamp
from pacte.indicators.rules.document import document, text_of
from pacte.indicators.rules.hiding import why_another_day
from pacte.journeys.queries.published_counts import last_published_at
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.offer.queries.providers import provider_names
from pacte.reference.queries import territory_editions


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers to a question. ``indicators`` and ``answers`` are parallel; ``stamp`` identifies the facts."""

    stamp: Stamp
    asked: tuple[Indicator, ...]
    answers: tuple[Answer, ...]
    reach: Reach

    def of(self, code: str) -> Answer | None:
        return next((each for each in self.answers if each.code == code), None)


def answer(*, actor: Actor, host_id: int, question: Question, place: Path | None = None) -> Document:
    """The answer as a document, not saved yet.

    Raises ``Unseen`` (the actor may ask nothing), ``Refused`` (a protected split), ``Invalid`` (an unknown code) or
    ``Conflict`` (no facts yet).
    """
    found = answered(actor=actor, host_id=host_id, question=question, place=place)
    told = document(
        question, found.stamp, {each.code: each for each in found.asked}, found.answers,
        scope=scope_of(found.reach), is_synthetic=settings.SYNTHETIC_ALLOWED,
    )  # fmt: skip
    return Document(found.stamp, found.answers, text_of(told), scope=scope_of(found.reach))


def answered(*, actor: Actor, host_id: int, question: Question, place: Path | None = None) -> Answered:
    """The answers before serialisation, as pages use them. Raises the same errors as ``answer_document``."""
    reach = reach_of(actor, host_id)
    if reach.is_empty:
        raise NotFound
    _refuse_unknown(question)
    _refuse_protected(question, reach)
    asked = _asked(actor, host_id, question)
    withheld = _withheld(asked, question, reach)
    codes = tuple(each.code for each in asked if each.kind is Kind.COMPUTED and each.code not in withheld)
    stamp, counted = _counted(codes, question, reach, place)
    counted = counted | {code: refused_answer(code, why) for code, why in withheld.items()}
    entered = entered_answers(
        actor=actor, host_id=host_id, asked=[each for each in asked if each.code not in counted], question=question
    )
    return Answered(stamp, tuple(asked), tuple((counted | entered)[each.code] for each in asked), reach)


def _withheld(asked: Iterable[Indicator], question: Question, reach: Reach) -> dict[str, str]:
    """By code, why the day of knowledge is refused to readers who see no small count."""
    if reach.sees_small:
        return {}
    told = {each.code: why_another_day(each, question, today()) for each in asked if each.kind is Kind.COMPUTED}
    return {code: why for code, why in told.items() if why}


def prepare(*, host_id: int, question: Question, place: Path | None = None) -> int:
    """Computes the catalogue for each scope that a role has on the whole pact. Returns the number of scopes."""
    codes = tuple(each.code for each in indicators().values() if each.kind is Kind.COMPUTED)
    reaches = whole_reaches(host_id)
    for reach in reaches:
        _counted(codes, question, reach, place)
    _counted((), question, Reach(), place)
    return len(reaches)


def _counted(
    codes: tuple[str, ...], question: Question, reach: Reach, place: Path | None
) -> tuple[Stamp, dict[str, Answer]]:
    """From the facts, or from the cache when no label of the answer can have changed."""
    if not codes:
        # Only the stamp of the facts is computed: it depends neither on the reader nor on the period.
        question, reach = Question(question.known_on, question.known_on, question.known_on), Reach()
    digest = manifest(place).digest
    if not digest or {"funder", "provider"} & set(question.by):
        return _count(codes, question, reach, place)
    shown = "" if reach.sees_small else last_published_at(reach.hosts)
    return _counted_before(
        digest, max(territory_editions(), default=0), replace(question, codes=tuple(sorted(codes))), reach, place, shown
    )


@lru_cache(maxsize=512)
def _counted_before(
    digest: str, edition: int, question: Question, reach: Reach, place: Path | None, shown: str
) -> tuple[Stamp, dict[str, Answer]]:
    """Memoised answers.

    The key has the ``digest`` of the facts, the ``edition`` of the territory and the publication time of the journey
    tables (``shown``).
    """
    base = place or folder()
    return remembered(
        base, digest, edition, question, reach, lambda: _count(question.codes, question, reach, place), shown=shown
    )


def _count(
    codes: tuple[str, ...], question: Question, reach: Reach, place: Path | None
) -> tuple[Stamp, dict[str, Answer]]:
    computed = [indicators()[code] for code in codes]
    with opened(on=question.known_on, place=place) as connection:
        _load_zones(connection, question)
        stamp = stamp_of(connection, on=question.known_on)
        found = ask(connection, computed, question, reach, labels=_labels(question), place=place)
        return stamp, {each.code: each for each in found}


def _load_zones(connection: duckdb.DuckDBPyConnection, question: Question) -> None:
    if question.zone or ZONE in question.by:
        # A single zone is a row of the table of its own kind: see ``rules.suppression``.
        alone = None if ZONE in question.by else question.zone
        load_zones(connection, kind=alone.kind if alone else question.zone_kind)


def scope_of(reach: Reach) -> tuple[str, ...]:
    """The scope, as codes that identify no person."""
    if reach.everything:
        return ("everything",)
    return (
        *(f"host:{each}" for each in sorted(reach.hosts)),
        *(f"provider:{each}" for each in sorted(reach.provider_bodies)),
        *(f"referrer:{each}" for each in sorted(reach.referrers)),
        *(() if reach.sees_small else ("small_hidden",)),
    )


def stamp_of(connection: duckdb.DuckDBPyConnection, *, on: date) -> Stamp:
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
    return Stamp(rows, last, digest)


def _asked(actor: Actor, host_id: int, question: Question) -> list[Indicator]:
    if question.codes:
        return known_indicators(actor=actor, host_id=host_id, codes=question.codes, on=question.known_on)
    return [each for each in indicators().values() if each.kind is Kind.COMPUTED]


def _refuse_unknown(question: Question) -> None:
    known = {*DIMENSIONS, ZONE, *TIME_SPLITS}
    for each in question.by:
        if each not in known:
            raise ValidationError("unknown_split", f"« {each} » n’est pas une ventilation.", hint=_choices(known))
    for each, _ in question.where:
        if each not in DIMENSIONS:
            raise ValidationError("unknown_filter", f"« {each} » n’est pas un filtre.", hint=_choices(DIMENSIONS))


def _choices(known: Iterable[str]) -> str:
    return f"Choisissez parmi : {', '.join(sorted(known))}."


def _refuse_protected(question: Question, reach: Reach) -> None:
    """Situations protected by law are counted one by one for the Region's staff only.

    Their sums, without small counts, are available to the roles that follow the pact.
    """
    is_kept = any(dimension == "public" and set(values) & set(PROTECTED) for dimension, values in question.where)
    may_ask = reach.sees_protected or (reach.sees_subjects and not is_kept)
    if ("public" in question.by or is_kept) and not may_ask:
        raise PermissionDenied(
            "protected_split",
            "Cette ventilation touche des situations protégées par la loi.",
            "Seuls le pilote, l’analyste et l’auditeur du pacte lisent le détail ; les porteurs et l’État, les totaux.",
        )


def _labels(question: Question) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    if ZONE in question.by:
        found[ZONE] = zone_names(question.zone_kind)
    if "funder" in question.by:
        found["funder"] = {str(key): name for key, name in organisation_names(on=question.known_on).items()}
    if "provider" in question.by:
        found["provider"] = provider_names(actor=Actor())
    return found


def may_see_records(*, actor: Actor, host_id: int) -> bool:
    return may(actor, "indicators.see_records", host_id)
