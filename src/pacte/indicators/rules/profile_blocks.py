"""View model of a zone profile: headline figures, tables of occupations, compared rates. Pure.

The page and the PDF draw the same blocks. A cell is text; ``part`` is the length of its bar, from 0 to 1; ``url`` links
to another page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.indicators.records.profile import Fit, SeriesThere, ValueThere, ZoneFit, ZoneProfile
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise

MOST_OCCUPATIONS = 15
TENSE = 4
MOST_COLUMNS = 6
KEPT_BACK = "secret"


@dataclass(frozen=True, slots=True)
class BlockCell:
    text: str
    value: str = ""
    note: str = ""
    part: float | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of the whole zone: its last value, how it was obtained, and its history since the first one."""

    code: str
    label: str
    value: str
    unit: str
    period: str
    where: str
    source: str
    course: tuple[tuple[str, Decimal | None], ...] = ()
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """``columns``: (label, is numeric). ``sources``: producer, period, and how the zones represent this one."""

    key: str
    title: str
    sentence: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[BlockCell, ...], ...]
    sources: tuple[str, ...]


def period_told(first: date, last: date) -> str:
    """« 2024 », « décembre 2024 », or the two days."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(last.year) if first.year == last.year else f"{first.year} à {last.year}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return format_day(last).split("\u00a0", 1)[1].replace("\u00a0", " ")
    return f"du {format_day(first)} au {format_day(last)}"


def figure(value: Decimal) -> str:
    """« 7,3 », « 98 613 »: a decimal only when needed."""
    places = 0 if value == value.to_integral_value() else 1
    return format_number(value, places)


def fit_told(fit: ZoneFit, zones: dict[str, str], kind_words: dict[str, tuple[str, str]]) -> str:
    """How the zones of the source represent the requested one; "" when it is the zone itself."""
    one, many = kind_words.get(fit.kind, (fit.kind, fit.kind))
    named = ", ".join(zones.get(code, code) for code in fit.codes[:3])
    return {
        Fit.EXACT: "",
        Fit.SUMMED: f"somme de {pluralise(len(fit.codes), one, many)}",
        Fit.PART: f"au moins : {pluralise(fit.share, 'commune')} sur {format_number(fit.out_of)} que la source donne",
        Fit.SPREAD: f"par {one}",
        Fit.AROUND: f"{one} {named}, qui le contient",
        Fit.MOSTLY: f"{one} {named}, où sont {format_number(fit.share)} de ses {pluralise(fit.out_of, 'commune')}",
    }[fit.how]


def source_told(series: SeriesThere, kind_words: dict[str, tuple[str, str]]) -> str:
    """« France Travail, BMO, 2024, Licence Ouverte (Etalab) ; bassin de Bourges, qui le contient. »"""
    values = series.latest()
    period = period_told(values[0].first, values[0].last) if values else ""
    parts = [f"{series.label} : {series.source}", period, series.licence]
    where = fit_told(series.fit, series.zones, kind_words)
    return apply_french_spacing(", ".join(part for part in parts if part) + (f" ; {where}." if where else "."))


def value_told(value: ValueThere, unit: str) -> str:
    """« 98 613 projets », with the confidential parts; « secret » when all of it is."""
    if value.value is None:
        return "gardé secret par la source"
    told = f"{figure(value.value)} {unit}".strip()
    if value.hidden:
        told += f", plus {pluralise(value.hidden, 'valeur gardée secrète', 'valeurs gardées secrètes')}"
    return apply_french_spacing(told)


def headlines(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> list[Headline]:
    """The total of each series that has one for this zone, in the order of a diagnosis."""
    order = ("population", "supply", "unemployment", "reading", "social", "survey", "")
    found = [each for theme in order for each in profile.of_theme(theme) if each.whole()]
    return [_headline(each, kind_words) for each in found]


def _headline(series: SeriesThere, kind_words: dict[str, tuple[str, str]]) -> Headline:
    course = series.whole()
    last = course[-1]
    return Headline(
        series.code, series.label, KEPT_BACK if last.value is None else figure(last.value), series.unit,
        period_told(last.first, last.last), fit_told(series.fit, series.zones, kind_words), series.source,
        tuple((period_told(each.first, each.last), each.value) for each in course),
        tuple(f"{format_day(on)} : {reason}" for on, reason in series.breaks if course[0].first < on <= last.last),
    )  # fmt: skip


def blocks(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> list[Block]:
    """Needs by occupation, tension, families, sectors of jobseekers, rates by zone: those that have values."""
    made = (_needs(profile, kind_words), _tension(profile, kind_words), _families(profile, kind_words),
            _sectors(profile, kind_words), _spread(profile, kind_words))  # fmt: skip
    return [each for each in made if each is not None and each.rows]


def _by_split(values: Iterable[ValueThere]) -> dict[str, ValueThere]:
    return {each.split: each for each in values if each.split}


def _needs(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> Block | None:
    projects = profile.by_code("hiring_projects")
    if projects is None:
        return None
    asked = _by_split(projects.latest())
    hard = _latest_of(profile, "hiring_projects_hard")
    seasonal = _latest_of(profile, "hiring_projects_seasonal")
    ranked = sorted(asked.values(), key=lambda each: (-(each.value or 0), projects.name_of(each.split)))
    most = ranked[0].value if ranked and ranked[0].value else Decimal(1)
    rows = []
    for each in ranked[:MOST_OCCUPATIONS]:
        rows.append(
            (
                BlockCell(projects.name_of(each.split), note=each.split.partition(":")[2]),
                _bar(each, most),
                _cell(each),
                _share(hard.get(each.split), each),
                _share(seasonal.get(each.split), each),
            )
        )
    known = [each for each in ranked if each.value is not None]
    total = sum((each.value or Decimal(0) for each in known), Decimal(0))
    hidden = sum(each.hidden for each in ranked)
    sentence = f"{figure(total)} projets de recrutement dans {pluralise(len(known), 'métier')}"
    if hidden:
        sentence += f" ; {pluralise(hidden, 'valeur gardée secrète', 'valeurs gardées secrètes')} en plus"
    if where := fit_told(projects.fit, projects.zones, kind_words):
        sentence += f" ({where})"
    columns = (("Métier", False), ("Grandeur", False), ("Projets", True), ("Difficiles", True), ("Saisonniers", True))
    return Block("besoins", "Que cherchent les employeurs ?", apply_french_spacing(f"{sentence}."), columns, tuple(rows),
                 (source_told(projects, kind_words),))  # fmt: skip


def _tension(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> Block | None:
    levels = profile.by_code("tension_by_occupation")
    if levels is None:
        return None
    by_split: dict[str, list[ValueThere]] = defaultdict(list)
    for each in levels.latest():
        if each.value is not None:
            by_split[each.split].append(each)
    offers, seekers = _latest_of(profile, "job_offers_by_occupation"), _latest_of(profile, "jobseekers_by_occupation")
    tense = {
        split: sum(each.value is not None and each.value >= TENSE for each in found)
        for split, found in by_split.items()
    }
    ranked = sorted(
        (split for split, count in tense.items() if count),
        key=lambda split: (-_number(offers.get(split)), levels.name_of(split)),
    )
    most = max((_number(offers.get(split)) for split in ranked), default=Decimal(0)) or Decimal(1)
    rows = tuple(
        (
            BlockCell(levels.name_of(split), note=split.partition(":")[2]),
            _level(by_split[split], tense[split]),
            _bar(offers.get(split), most),
            _cell(offers.get(split)),
            _cell(seekers.get(split)),
        )
        for split in ranked[:MOST_OCCUPATIONS]
    )
    columns = (("Métier", False), ("Tension", False), ("Grandeur", False), ("Offres", True), ("Demandeurs", True))
    sources = tuple(
        source_told(series, kind_words)
        for code in ("tension_by_occupation", "job_offers_by_occupation", "jobseekers_by_occupation")
        if (series := profile.by_code(code))
    )
    sentence = (
        f"{pluralise(len(ranked), 'métier')} en tension forte (4 ou 5 sur 5) sur {format_number(len(by_split))} suivis."
    )
    return Block(
        "tensions", "Où les employeurs peinent-ils à recruter ?", apply_french_spacing(sentence), columns, rows, sources
    )


def _level(found: list[ValueThere], tense: int) -> BlockCell:
    if len(found) == 1:
        level = found[0].value or Decimal(0)
        return BlockCell(f"{figure(level)} sur 5", value=str(level))
    return BlockCell(f"forte dans {format_number(tense)} zones sur {format_number(len(found))}", value=str(tense))


def _families(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> Block | None:
    series, listed = profile.by_code("tension_by_family"), profile.by_code("shortage_occupations")
    if series is None or series.fit.how is Fit.SPREAD:
        return None
    names = listed.names if listed else {}
    order = set(_by_split(listed.latest())) if listed else set()
    finest = max((len(each.split) for each in series.latest()), default=0)
    fine = [each for each in series.latest() if len(each.split) == finest]
    tense = [each for each in fine if each.value is not None and each.value >= TENSE]
    words = {each.split: names.get(each.split) or series.name_of(each.split) for each in tense}
    is_named = {each.split: each.split in names or each.split in series.names for each in tense}
    ranked = sorted(tense, key=lambda each: (-(each.value or 0), not is_named[each.split], words[each.split]))
    rows = tuple(
        (
            BlockCell(words[each.split], note=each.split.partition(":")[2]),
            BlockCell(f"{figure(each.value or Decimal(0))} sur 5"),
            BlockCell("oui" if each.split in order else "non"),
        )
        for each in ranked[:MOST_OCCUPATIONS]
    )
    sentence = f"{pluralise(len(tense), 'famille')} de métiers en tension forte (4 ou 5 sur 5)."
    sources = tuple(source_told(each, kind_words) for each in (series, listed) if each)
    columns = (("Famille de métiers", False), ("Tension", False), ("Sur l’arrêté", False))
    title = "Quelles familles de métiers sont les plus tendues ?"
    return Block("familles", title, apply_french_spacing(sentence), columns, rows, sources)


def _sectors(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> Block | None:
    series = profile.by_code("jobseekers_by_sector")
    if series is None:
        return None
    found = sorted(_by_split(series.latest()).values(), key=lambda each: -_number(each))
    most = _number(found[0]) if found else Decimal(1)
    total = sum((_number(each) for each in found), Decimal(0))
    rows = tuple((BlockCell(series.name_of(each.split)), _bar(each, most or Decimal(1)), _cell(each)) for each in found)
    return Block("secteurs", "De quels secteurs viennent les demandeurs d’emploi ?",
                 apply_french_spacing(f"{figure(total)} personnes dans {pluralise(len(found), 'secteur')}."),
                 (("Secteur", False), ("Grandeur", False), ("Demandeurs", True)), rows,
                 (source_told(series, kind_words),))  # fmt: skip


def _spread(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> Block | None:
    """Rates that are not additive: rates in rows and inner zones in columns; transposed when there are many zones."""
    told = [
        each
        for each in profile.series
        if each.fit.how is Fit.SPREAD and each.theme in ("unemployment", "reading", "social")
    ]
    if not told:
        return None
    kind = told[0].fit.kind
    series = [each for each in told if each.fit.kind == kind]
    names = {code: name for each in series for code, name in each.zones.items()}
    codes = sorted(names, key=names.__getitem__)
    one, many = kind_words.get(kind, (kind, kind))
    columns: tuple[tuple[str, bool], ...]
    if len(codes) <= MOST_COLUMNS:
        columns = (("Taux", False), *((names[code], True) for code in codes))
        rows = tuple(
            (BlockCell(each.label, note=f"{each.unit}, {each.until.year}"), *(_rate(each, code) for code in codes))
            for each in series
        )
    else:
        few = series[:MOST_COLUMNS]
        columns = ((one.capitalize(), False), *((f"{each.label}, {each.unit}", True) for each in few))
        rows = tuple((BlockCell(names[code]), *(_rate(each, code) for each in few)) for code in codes)
    title = f"Comment se comparent ses {many} ?"
    sources = tuple(source_told(each, kind_words) for each in series)
    return Block("parts", title, "Un taux ne s’additionne pas : chacun est donné.", columns, rows, sources)


def _rate(series: SeriesThere, zone: str) -> BlockCell:
    found = [each for each in series.latest() if each.zone == zone and not each.split]
    return _cell(found[0] if found else None)


def _latest_of(profile: ZoneProfile, code: str) -> dict[str, ValueThere]:
    series = profile.by_code(code)
    return _by_split(series.latest()) if series else {}


def _number(found: ValueThere | None) -> Decimal:
    return found.value if found is not None and found.value is not None else Decimal(0)


def _cell(found: ValueThere | None) -> BlockCell:
    if found is None:
        return BlockCell("non donné")
    if found.value is None:
        return BlockCell(KEPT_BACK)
    note = f"+ {pluralise(found.hidden, 'secret', 'secrets')}" if found.hidden else ""
    return BlockCell(figure(found.value), value=str(found.value.normalize()), note=note)


def _bar(found: ValueThere | None, most: Decimal) -> BlockCell:
    return BlockCell("", part=float(_number(found) / most))


def _share(part: ValueThere | None, whole: ValueThere) -> BlockCell:
    """A count and its share of the whole; no share when a part of either is confidential."""
    cell = _cell(part)
    if part is None or part.value is None or not whole.value or part.hidden or whole.hidden:
        return cell
    return BlockCell(cell.text, cell.value, apply_french_spacing(f"{format_number(part.value * 100 / whole.value)} %"))
