"""« Le pacte touche-t-il ceux qu’il vise ? »: target groups, their entries, outcomes and eligible population."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.eligible_population import eligible_population
from pacte.indicators.queries.plan_publics import count_plan_publics, plan_publics
from pacte.indicators.records import Indicator, Value, ValueState
from pacte.indicators.records.eligible_population import EligibleCount, EligiblePopulation, PublicShare
from pacte.indicators.rules.eligible_population import PRODUCERS
from pacte.indicators.rules.profile_blocks import period_text, profile_number_text
from pacte.journeys.permissions import bodies_with_journey_right, hosts_with_journey_right
from pacte.journeys.records.counts import PEOPLE_CUTS
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.web.charts.class_bars import ClassBar, ClassBars
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.figures.figures_page import FiguresPage
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.value_text import detailed_value_text, short_value_text, value_as_decimal, value_cell

_ENTRIES, _THEN = "entries_by_residence", ("completion", "certified_of_entered", "in_job_6_months")
# Seven columns fit a screen when the first figure has its unit as heading.
_HEADS = {_ENTRIES: "Entrées"}
_OWN = ("level", "sex", "age")
# Value of a dimension → code of the target group whose eligible population is known.
_AS_PUBLIC = {("level", "low"): "low_qualified", ("sex", "f"): "women", ("age", "under_26"): "under_26",
              ("age", "55_plus"): "55_plus"}  # fmt: skip
# By value of the split, "" for everybody, then by indicator.
ValueByCell = dict[tuple[str, str], Value]
_NOBODY = Value(ValueState.NUMBER, Fraction(0), 0)


@FiguresPage.view(
    template_name="figures/publics.html",
    title="Le pacte touche-t-il ceux qu’il vise ?",
    crumb="Publics",
    decorators=(heavy_view,),
)
def publics(page: FiguresPage) -> dict[str, Any]:
    eligible = eligible_population(
        actor=page.actor, host_id=page.host.pk, plan=page.plan, zone=page.filter("zone"), known_on=page.on,
        until=page.question().last,
    )  # fmt: skip
    splits = ("public", *_OWN) if page.scope.sees_subjects else _OWN
    return {
        "answer": _summary_sentence(page),
        "fields": page.filter_fields(cuts=False),
        "source": f"Faits connus le {format_day(page.on)}.",
        "sections": [_split_section(page, split, eligible.by_public) for split in splits] if page.has_facts else [],
        "plans": _plan_table(page),
        "lacks_population": not eligible.by_public,
        "eligible_sources": _sources(eligible),
        "is_invented": eligible.is_fictitious,
        "owed": _missing_series_table(eligible),
        "sees_publics": page.scope.sees_subjects,
        "is_masked": page.is_masked,
    }


def _plan_table(page: FiguresPage) -> Table[Any]:
    """Definition of each target group in each plan, one row per plan, and the entries by that rule."""
    actor, host_id, question, entries = page.actor, page.host.pk, page.question(), indicator(_ENTRIES)
    rows = plan_publics(actor=actor, host_id=host_id, question=question)
    if page.has_facts:
        rows = count_plan_publics(rows, actor=actor, host_id=host_id, question=question)
    return Table(
        rows,
        Column("Public", lambda each: each.public.label),
        Column("Plan", lambda each: cell(each.plan_title, url=page.url("plan:glance", each.plan_code))),
        Column("Règle", lambda each: cell(each.public.rule or "en mots seulement", note=each.public.note)),
        number_column(
            "Entrées selon cette règle",
            lambda each: (
                value_cell(entries, each.answer.total.value) if each.answer and not each.answer.refusal else ""
            ),
        ),
        id="table-plans",
        caption="Définition de chaque public dans chaque plan",
    )


def _missing_series_table(population: EligiblePopulation) -> Table[str]:
    """Target groups without a real series for their number: its producer, and what is known meanwhile."""
    share_by_public = {each.public: _share(each) for each in population.shares}
    known = {public for public, count in population.by_public.items() if not count.is_fictitious}
    return Table(
        [public for public in PRODUCERS if public not in known],
        Column("Public", lambda public: DIMENSIONS["public"].labels[public]),
        Column("Qui doit ce nombre", lambda public: PRODUCERS[public]),
        Column("Ce qu’on sait en attendant", lambda public: share_by_public.get(public, "")),
        id="table-a-fournir",
        caption="Populations éligibles à fournir",
    )


def _share(share: PublicShare) -> str:
    between = (
        profile_number_text(share.least)
        if share.least == share.most
        else f"de {profile_number_text(share.least)} à {profile_number_text(share.most)}"
    )
    return apply_french_spacing(
        f"{share.label} : {between} {share.unit} en {share.last.year} ({share.source}) ; une part, pas un nombre."
    )


def _sources(population: EligiblePopulation) -> list[str]:
    """Sources and periods of the population figures, and the breaks before them."""
    notes: dict[str, None] = {}
    for each in population.by_public.values():
        least = " ; la source n’en donne qu’une partie, c’est un minimum" if each.is_least else ""
        entity = f" : {each.entity}" if each.entity.lower() != each.label.lower() else ""
        notes[f"{each.label}, {period_text(each.first, each.last)}{entity}. Source : {each.source}{least}."] = None
        for on, reason in each.breaks:
            if on <= each.last:
                notes[f"Rupture de série, {format_day(on)} : {reason}"] = None
    return [apply_french_spacing(each) for each in notes]


def _summary_sentence(page: FiguresPage) -> str:
    if not page.has_facts:
        return "Les entrées ne sont pas encore comptées."
    low_qualified = indicator("low_qualified_share")
    answer = page.ask(page.question(low_qualified.code)).answers[0]
    value = answer.total.value
    if answer.refusal or value.state is not ValueState.NUMBER:
        return f"Part des personnes peu qualifiées parmi les entrées : {short_value_text(low_qualified, value)}."
    return apply_french_spacing(
        f"{detailed_value_text(low_qualified, value)} des entrées sont celles de personnes peu qualifiées."
    )


def _split_section(page: FiguresPage, split: str, eligible: Mapping[str, EligibleCount]) -> dict[str, Any]:
    """Entries and outcomes by value of a split, with the population that each value stands for."""
    dimension, heads = DIMENSIONS[split], [indicator(code) for code in (_ENTRIES, *_THEN)]
    section: dict[str, Any] = {"id": f"par-{split}", "title": f"Par {dimension.label}"}
    answers = page.ask(page.question(*(head.code for head in heads), by=(split,))).answers
    refused = next((each.refusal for each in answers if each.code == _ENTRIES), "")
    if refused:
        # A suppressed table is not a zero: no row, and the reason.
        right = "journeys.read_counts"
        reads_counts = hosts_with_journey_right(page.actor, right) or bodies_with_journey_right(page.actor, right)
        elsewhere = f"{page.url('outcomes:places')}?par={split}" if split in PEOPLE_CUTS and reads_counts else ""
        return section | {"refused": refused, "elsewhere": elsewhere}
    labels: dict[str, str] = {}
    values: ValueByCell = {("", each.code): each.total.value for each in answers}
    for answer in answers:
        for line in answer.rows[1:]:
            _, code, label = line.keys[0]
            labels[code], values[code, answer.code] = label, line.value
    population = {code: count for code in ("", *dimension.labels) if (count := _eligible_count(eligible, split, code))}
    for code in population.keys() - labels.keys() - {""}:
        # Nobody of that target group entered: show it.
        labels[code], values[code, _ENTRIES] = dimension.labels[code], _NOBODY
    known = list(dimension.labels)
    order = sorted(labels, key=lambda code: known.index(code) if code in known else len(known))
    coverage = {code: _coverage_cells(values.get((code, _ENTRIES)), population.get(code)) for code in ("", *order)}
    return section | {
        "bars": ClassBars(
            f"Entrées {section['title'].lower()}",
            tuple(_entries_bar(labels[code], values.get((code, _ENTRIES))) for code in order),
        ),
        "table": Table(
            order,
            Column(dimension.label.capitalize(), lambda code: labels[code], total="Ensemble"),
            *(_indicator_column(head, values) for head in heads),
            number_column("Population éligible", lambda code: coverage[code][0], coverage[""][0])
            if population
            else None,
            number_column("Entrées pour 100", lambda code: coverage[code][1], coverage[""][1]) if population else None,
            id=f"par-{split}-table",
            caption=section["title"],
        ),
        "note": "une personne peut être de plusieurs publics" if split == "public" else pluralise(len(order), "ligne"),
    }


def _entries_bar(label: str, value: Value | None) -> ClassBar:
    words = short_value_text(indicator(_ENTRIES), value) if value else "non connu"
    exact = value_as_decimal(value)
    return ClassBar(label, words if exact is None else format_number(exact), exact)


def _indicator_column(head: Indicator, values: ValueByCell) -> Column[str]:
    return number_column(
        _HEADS.get(head.code) or f"{head.label}, {head.unit_word}",
        lambda code: value_cell(head, values.get((code, head.code))),
        value_cell(head, values.get(("", head.code))),
    )


def _eligible_count(eligible: Mapping[str, EligibleCount], split: str, code: str) -> EligibleCount | None:
    """Population that a value of a split stands for; ``code`` "" is everybody."""
    public = code if split == "public" or not code else _AS_PUBLIC.get((split, code))
    return None if public is None else eligible.get(public)


def _coverage_cells(entries: Value | None, eligible: EligibleCount | None) -> tuple[Cell, Cell]:
    """The population, and the entries per 100 of it. Not an access rate: a person may enter twice."""
    if eligible is None:
        return "non connue", ""
    count, population = value_as_decimal(entries), eligible.count
    least, most = ("au moins", "au plus") if eligible.is_least else ("", "")
    population_cell = cell(format_number(population), value=f"{population:.0f}", note=least)
    if count is None or not population:
        return population_cell, ""
    return population_cell, cell(format_number(count * 100 / population, 1), note=most)
