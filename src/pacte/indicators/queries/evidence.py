"""Evidence for every action of a plan: computed, imported or declared; else what is missing and who owes it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date
from functools import lru_cache
from pathlib import Path

from django.db.models import Q

from pacte.indicators.models import SeriesPoint
from pacte.indicators.permissions import reach_of
from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.entered import typed_value
from pacte.indicators.queries.serving import served_counts
from pacte.indicators.queries.store import known_until, manifest, opened
from pacte.indicators.records import Answer, Indicator, Kind, Question, Reach
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceLine
from pacte.indicators.records.served import Counted, Service
from pacte.indicators.rules.evidence import computed, entered, nothing, served, withheld
from pacte.indicators.rules.periods import months_before
from pacte.indicators.rules.plan_publics import told_apart, under_plan
from pacte.journeys.queries.published_counts import last_published_at
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.french import apply_french_spacing
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.records import Figure, FigureKind, PlanContent, PriorityPublic
from pacte.plan.rules.evidence import accountable_leads, no_evidence_sentence
from pacte.steering.queries.tracking import declared_values_by_action
from pacte.steering.records import DeclaredValueSummary

Answered = tuple[Indicator, Answer]
"""An indicator as the plan counts it, and what it answers."""


def plan_evidence(
    *,
    actor: Actor,
    plan: Plan,
    known_on: date,
    numbers: frozenset[ActionCode] | None = None,
    place: Path | None = None,
    as_public: bool = False,
    content: PlanContent | None = None,
) -> dict[ActionCode, ActionEvidence]:
    """By number, every action of the version in force (or those of ``numbers``), as known at the end of that day.

    Readers without access to the facts get the public figures of the whole region; so does everybody with
    ``as_public``, for widely read pages: the same figures for every reader. ``content`` avoids reading the plan again
    when the caller has the version of that day. One scan of the facts.
    """
    content = content or content_of_version(version_on(actor=actor, plan=plan, on=known_on))
    wanted = [number for number in content.numbers if numbers is None or number in numbers]
    targets = {number: _targets(content, number) for number in wanted}
    codes = {figure.indicator_code for figures in targets.values() for figure in figures if figure.indicator_code}
    until = min(date(content.last_year, 12, 31), known_on)
    reach = Reach() if as_public else reach_of(actor, plan.organisation_id)
    question = Question(first=date(content.first_year, 1, 1), last=until, known_on=known_on)
    found = _asked(reach, plan, codes, question, content.publics, place)
    known_at = min(now(), known_until(known_on).replace(tzinfo=UTC))
    declared = declared_values_by_action(actor=actor, plan=plan, known_at=known_at, numbers=wanted)
    series = _last_points(plan, codes, known_on)
    counts = served_counts(actor=actor, plan=plan, on=known_on, aimed=_aimed(targets))
    return {
        number: _action(
            content, number, targets[number], found, declared.get(number, []), series, counts.get(number, []), until,
            known_on,
        )
        for number in wanted
    }  # fmt: skip


def _aimed(targets: dict[ActionCode, list[Figure]]) -> dict[str, frozenset[ActionCode]]:
    found: dict[str, set[ActionCode]] = defaultdict(set)
    for number, figures in targets.items():
        for figure in figures:
            found[figure.indicator_code].add(number)
    return {code: frozenset(numbers) for code, numbers in found.items() if code}


def _targets(content: PlanContent, number: ActionCode) -> list[Figure]:
    return [figure for row in content.rows_of(number) for figure in row.figures if figure.is_target]


def _asked(
    reach: Reach,
    plan: Plan,
    codes: set[str],
    question: Question,
    publics: tuple[PriorityPublic, ...],
    place: Path | None,
) -> dict[str, Answered]:
    asked = [each for code, each in indicators().items() if code in codes and each.kind is Kind.COMPUTED]
    if not asked or not manifest(place).built_at:
        return {}
    if not reach.hosts and not reach.everything:
        reach = Reach(hosts=frozenset({plan.organisation_id}))
    question = replace(question, codes=tuple(each.code for each in asked))
    shown = "" if reach.sees_small else last_published_at(reach.hosts)
    return _kept(manifest(place).digest, question, reach, publics, place, shown)


@lru_cache(maxsize=64)
def _kept(
    digest: str, question: Question, reach: Reach, publics: tuple[PriorityPublic, ...], place: Path | None, shown: str
) -> dict[str, Answered]:
    """Cached by ``digest`` of the facts and publication time (``shown``) of the journey tables.

    Audiences follow the definitions of the plan. For readers who see no small count, a definition that is almost that
    of the catalogue is not shown next to it.
    """
    usual = [indicators()[code] for code in question.codes]
    asked = [under_plan(each, publics) for each in usual]
    with opened(on=question.known_on, place=place) as connection:
        answers = ask(connection, asked, question, reach, labels={}, place=place)
        moved = [] if reach.sees_small else [each for each, ours in zip(usual, asked, strict=True) if each != ours]
        others = {each.code: each for each in ask(connection, moved, question, reach, labels={}, place=place)}
    return {
        each.code: (each, replace(answer, refused=_TOO_CLOSE))
        if each.code in others and told_apart(answer, others[each.code], each.threshold)
        else (each, answer)
        for each, answer in zip(asked, answers, strict=True)
    }


_TOO_CLOSE = "masqué : comparé à la définition du catalogue, il donnerait le nombre de quelques personnes"


def _last_points(plan: Plan, codes: set[str], known_on: date) -> dict[str, SeriesPoint]:
    """The last value of each series that measures a target, for the widest zone available."""
    known = known_until(known_on).replace(tzinfo=UTC)
    rows = (
        SeriesPoint.objects.filter(
            Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known),
            series__organisation_id=plan.organisation_id, series__code__in=codes, zone_kind="region", split="",
            recorded_at__lt=known,
        )
        .select_related("series")
        .order_by("series__code", "last", "pk")
    )  # fmt: skip
    return {each.series.code: each for each in rows}


def _action(
    content: PlanContent,
    number: ActionCode,
    targets: list[Figure],
    found: dict[str, Answered],
    declared: list[DeclaredValueSummary],
    series: dict[str, SeriesPoint],
    counts: list[tuple[Service, Counted]],
    until: date,
    on: date,
) -> ActionEvidence:
    by_code: dict[str, DeclaredValueSummary] = {
        each.indicator_code: each for each in reversed(declared) if each.indicator_code
    }
    lead = (
        ", ".join(dict.fromkeys(each.organisation for each in accountable_leads(content, number)))
        or "porteur à désigner"
    )
    measured = {service.code: (service, counted) for service, counted in counts if service.is_target}
    lines = [
        served(figure, *measured[figure.indicator_code], until=on)
        if figure.indicator_code in measured
        else _line(figure, found, by_code, series, until, on, lead)
        for figure in targets
    ]
    aimed = {figure.indicator_code for figure in targets}
    lines += [_apart(each) for each in declared if each.indicator_code not in aimed]
    beside = [served(_named(each), each, counted, until=on) for each, counted in counts if not each.is_target]
    lines += [replace(each, is_beside=True) for each in beside]
    wanting = [line for line in lines if not line.is_measured]
    if lines and not wanting:
        return ActionEvidence(number, tuple(lines), "")
    owed: dict[str, list[str]] = defaultdict(list)
    for line in wanting:
        if not line.is_withheld:
            owed[line.owed_by or lead].append(line.what)
    told = " ; ".join(
        [
            *(f"à fournir par {who} : {', '.join(what)}" for who, what in owed.items()),
            *(f"{line.what} : {line.told}" for line in wanting if line.is_withheld),
        ]
    )
    return ActionEvidence(number, tuple(lines), apply_french_spacing(told) or no_evidence_sentence(content, number))


def _line(
    figure: Figure,
    found: dict[str, Answered],
    declared: dict[str, DeclaredValueSummary],
    series: dict[str, SeriesPoint],
    until: date,
    on: date,
    lead: str,
) -> EvidenceLine:
    code = figure.indicator_code
    if code and code in found:
        asked, answer = found[code]
        if answer.refused:
            return withheld(figure, told=answer.refused)
        return computed(figure, asked, answer.whole.value, until=until, on=on, lead=lead)
    if code and code in series:
        point = series[code]
        sheet = point.series
        due_on = months_before(point.last, -(sheet.periodicity_months + sheet.delay_months))
        return entered(figure, typed_value(point.value, point.numerator, point.denominator), kind=EvidenceKind.SERIES,
                       unit=sheet.unit, until=point.last, due_on=due_on, on=on, source=sheet.source)  # fmt: skip
    if code and code in declared:
        given = declared[code]
        return _declared(figure, given)
    return nothing(figure, owed_by=lead)


def _named(service: Service) -> Figure:
    return _prepared(service.what, service.unit, service.code)


def _prepared(what: str, unit: str, code: str) -> Figure:
    """A figure that is not a target of the plan, but that shows what is done for it."""
    return Figure(what, kind=FigureKind.TARGET, unit=unit, indicator_code=code, proposed=True)


def _apart(given: DeclaredValueSummary) -> EvidenceLine:
    """Evidence for a value that a lead declares in addition to the targets of the plan."""
    return _declared(_prepared(given.what, given.unit, given.indicator_code), given)


def _declared(figure: Figure, given: DeclaredValueSummary) -> EvidenceLine:
    return entered(
        figure, typed_value(given.value), kind=EvidenceKind.DECLARED, unit=given.unit or figure.unit,
        until=given.happened_on, due_on=None, on=given.happened_on, source=f"{given.by} {given.proof}".strip(),
    )  # fmt: skip
