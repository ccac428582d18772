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

from pacte.indicators.records.profile import ZoneFit, ZoneFitKind, ZoneProfile, ZoneSeries, ZoneValue
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise

MAX_OCCUPATIONS = 15
TENSION_LEVEL = 4
MAX_BLOCK_COLUMNS = 6
SUPPRESSED_TEXT = "secret"


@dataclass(frozen=True, slots=True)
class ProfileCell:
    text: str
    value: str = ""
    note: str = ""
    part: float | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProfileHeadline:
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
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class ProfileBlock:
    """``columns``: (label, is numeric). ``sources``: producer, period, and how the zones represent this one."""

    key: str
    title: str
    sentence: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[ProfileCell, ...], ...]
    sources: tuple[str, ...]


def period_text(first: date, last: date) -> str:
    """« 2024 », « décembre 2024 », or the two days."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(last.year) if first.year == last.year else f"{first.year} à {last.year}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return format_day(last).split("\u00a0", 1)[1].replace("\u00a0", " ")
    return f"du {format_day(first)} au {format_day(last)}"


def profile_number_text(value: Decimal) -> str:
    """« 7,3 », « 98 613 »: a decimal only when needed."""
    places = 0 if value == value.to_integral_value() else 1
    return format_number(value, places)


def zone_fit_text(fit: ZoneFit, zones: dict[str, str], kind_words: dict[str, tuple[str, str]]) -> str:
    """How the zones of the source represent the requested one; "" when it is the zone itself."""
    one, many = kind_words.get(fit.kind, (fit.kind, fit.kind))
    named = ", ".join(zones.get(code, code) for code in fit.codes[:3])
    return {
        ZoneFitKind.EXACT: "",
        ZoneFitKind.SUMMED: f"somme de {pluralise(len(fit.codes), one, many)}",
        ZoneFitKind.PART: f"au moins : {pluralise(fit.share, 'commune')} sur {format_number(fit.out_of)} "
        f"que la source donne",
        ZoneFitKind.SPREAD: f"par {one}",
        ZoneFitKind.AROUND: f"{one} {named}, qui le contient",
        ZoneFitKind.MOSTLY: f"{one} {named}, où sont {format_number(fit.share)} de ses "
        f"{pluralise(fit.out_of, 'commune')}",
    }[fit.how]


def source_text(series: ZoneSeries, kind_words: dict[str, tuple[str, str]]) -> str:
    """« France Travail, BMO, 2024, Licence Ouverte (Etalab) ; bassin de Bourges, qui le contient. »"""
    values = series.latest()
    period = period_text(values[0].first, values[0].last) if values else ""
    parts = [f"{series.label} : {series.source}", period, series.licence]
    where = zone_fit_text(series.fit, series.zones, kind_words)
    return apply_french_spacing(", ".join(part for part in parts if part) + (f" ; {where}." if where else "."))


def value_text(value: ZoneValue, unit: str) -> str:
    """« 98 613 projets », with the confidential parts; « secret » when all of it is."""
    if value.value is None:
        return "gardé secret par la source"
    text = f"{profile_number_text(value.value)} {unit}".strip()
    if value.hidden:
        text += f", plus {pluralise(value.hidden, 'valeur gardée secrète', 'valeurs gardées secrètes')}"
    return apply_french_spacing(text)


def profile_headlines(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> list[ProfileHeadline]:
    """The total of each series that has one for this zone, in the order of a diagnosis."""
    order = ("population", "supply", "unemployment", "reading", "social", "survey", "")
    series = [each for theme in order for each in profile.of_theme(theme) if each.totals()]
    return [_headline(each, kind_words) for each in series]


def _headline(series: ZoneSeries, kind_words: dict[str, tuple[str, str]]) -> ProfileHeadline:
    course = series.totals()
    last = course[-1]
    return ProfileHeadline(
        series.code, series.label, SUPPRESSED_TEXT if last.value is None else profile_number_text(last.value),
        series.unit, period_text(last.first, last.last), zone_fit_text(series.fit, series.zones, kind_words),
        series.source,
        tuple((period_text(each.first, each.last), each.value) for each in course),
        tuple(f"{format_day(on)} : {reason}" for on, reason in series.breaks if course[0].first < on <= last.last),
        series.is_fictitious,
    )  # fmt: skip


def profile_blocks(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> list[ProfileBlock]:
    """Needs by occupation, tension, families, sectors of jobseekers, rates by zone: those that have values."""
    made = (_needs(profile, kind_words), _tension(profile, kind_words), _families(profile, kind_words),
            _sectors(profile, kind_words), _spread(profile, kind_words))  # fmt: skip
    return [each for each in made if each is not None and each.rows]


def invented_text(*series: ZoneSeries | None) -> str:
    """What a sentence adds when a figure is not a real one: nobody may quote it."""
    is_invented = any(each is not None and each.is_fictitious for each in series)
    return " Chiffres inventés pour la démonstration." if is_invented else ""


def _by_split(values: Iterable[ZoneValue]) -> dict[str, ZoneValue]:
    return {each.split: each for each in values if each.split}


def _needs(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> ProfileBlock | None:
    projects = profile.by_code("hiring_projects")
    if projects is None:
        return None
    projects_by_split = _by_split(projects.latest())
    hard = _latest_of(profile, "hiring_projects_hard")
    seasonal = _latest_of(profile, "hiring_projects_seasonal")
    ranked = sorted(projects_by_split.values(), key=lambda each: (-(each.value or 0), projects.name_of(each.split)))
    most = ranked[0].value if ranked and ranked[0].value else Decimal(1)
    rows = []
    for each in ranked[:MAX_OCCUPATIONS]:
        rows.append(
            (
                ProfileCell(projects.name_of(each.split), note=each.split.partition(":")[2]),
                _bar_cell(each, most),
                _value_cell(each),
                _share_cell(hard.get(each.split), each),
                _share_cell(seasonal.get(each.split), each),
            )
        )
    known = [each for each in ranked if each.value is not None]
    total = sum((each.value or Decimal(0) for each in known), Decimal(0))
    hidden = sum(each.hidden for each in ranked)
    sentence = f"{profile_number_text(total)} projets de recrutement dans {pluralise(len(known), 'métier')}"
    if hidden:
        sentence += f" ; {pluralise(hidden, 'valeur gardée secrète', 'valeurs gardées secrètes')} en plus"
    if where := zone_fit_text(projects.fit, projects.zones, kind_words):
        sentence += f" ({where})"
    columns = (("Métier", False), ("Grandeur", False), ("Projets", True), ("Difficiles", True), ("Saisonniers", True))
    return ProfileBlock(
        "besoins",
        "Que cherchent les employeurs ?",
        apply_french_spacing(f"{sentence}.{invented_text(projects)}"),
        columns,
        tuple(rows),
        (source_text(projects, kind_words),),
    )


def _tension(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> ProfileBlock | None:
    levels = profile.by_code("tension_by_occupation")
    if levels is None:
        return None
    by_split: dict[str, list[ZoneValue]] = defaultdict(list)
    for each in levels.latest():
        if each.value is not None:
            by_split[each.split].append(each)
    offers, seekers = _latest_of(profile, "job_offers_by_occupation"), _latest_of(profile, "jobseekers_by_occupation")
    tense = {
        split: sum(each.value is not None and each.value >= TENSION_LEVEL for each in values)
        for split, values in by_split.items()
    }
    ranked = sorted(
        (split for split, count in tense.items() if count),
        key=lambda split: (-_number_or_zero(offers.get(split)), levels.name_of(split)),
    )
    most = max((_number_or_zero(offers.get(split)) for split in ranked), default=Decimal(0)) or Decimal(1)
    rows = tuple(
        (
            ProfileCell(levels.name_of(split), note=split.partition(":")[2]),
            _level_cell(by_split[split], tense[split]),
            _bar_cell(offers.get(split), most),
            _value_cell(offers.get(split)),
            _value_cell(seekers.get(split)),
        )
        for split in ranked[:MAX_OCCUPATIONS]
    )
    columns = (("Métier", False), ("Tension", False), ("Grandeur", False), ("Offres", True), ("Demandeurs", True))
    sources = tuple(
        source_text(series, kind_words)
        for code in ("tension_by_occupation", "job_offers_by_occupation", "jobseekers_by_occupation")
        if (series := profile.by_code(code))
    )
    sentence = (
        f"{pluralise(len(ranked), 'métier')} en tension forte (4 ou 5 sur 5) sur {format_number(len(by_split))} suivis."
    )
    sentence = apply_french_spacing(sentence + invented_text(levels))
    return ProfileBlock("tensions", "Où les employeurs peinent-ils à recruter ?", sentence, columns, rows, sources)


def _level_cell(values: list[ZoneValue], tense: int) -> ProfileCell:
    if len(values) == 1:
        level = values[0].value or Decimal(0)
        return ProfileCell(f"{profile_number_text(level)} sur 5", value=str(level))
    return ProfileCell(f"forte dans {format_number(tense)} zones sur {format_number(len(values))}", value=str(tense))


def _families(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> ProfileBlock | None:
    series, listed = profile.by_code("tension_by_family"), profile.by_code("shortage_occupations")
    if series is None or series.fit.how is ZoneFitKind.SPREAD:
        return None
    names = listed.names if listed else {}
    order = set(_by_split(listed.latest())) if listed else set()
    finest = max((len(each.split) for each in series.latest()), default=0)
    fine = [each for each in series.latest() if len(each.split) == finest]
    tense = [each for each in fine if each.value is not None and each.value >= TENSION_LEVEL]
    words = {each.split: names.get(each.split) or series.name_of(each.split) for each in tense}
    is_named = {each.split: each.split in names or each.split in series.names for each in tense}
    ranked = sorted(tense, key=lambda each: (-(each.value or 0), not is_named[each.split], words[each.split]))
    rows = tuple(
        (
            ProfileCell(words[each.split], note=each.split.partition(":")[2]),
            ProfileCell(f"{profile_number_text(each.value or Decimal(0))} sur 5"),
            ProfileCell("oui" if each.split in order else "non"),
        )
        for each in ranked[:MAX_OCCUPATIONS]
    )
    sentence = f"{pluralise(len(tense), 'famille')} de métiers en tension forte (4 ou 5 sur 5).{invented_text(series)}"
    sources = tuple(source_text(each, kind_words) for each in (series, listed) if each)
    columns = (("Famille de métiers", False), ("Tension", False), ("Sur l’arrêté", False))
    title = "Quelles familles de métiers sont les plus tendues ?"
    return ProfileBlock("familles", title, apply_french_spacing(sentence), columns, rows, sources)


def _sectors(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> ProfileBlock | None:
    series = profile.by_code("jobseekers_by_sector")
    if series is None:
        return None
    sectors = sorted(_by_split(series.latest()).values(), key=lambda each: -_number_or_zero(each))
    most = _number_or_zero(sectors[0]) if sectors else Decimal(1)
    total = sum((_number_or_zero(each) for each in sectors), Decimal(0))
    rows = tuple(
        (ProfileCell(series.name_of(each.split)), _bar_cell(each, most or Decimal(1)), _value_cell(each))
        for each in sectors
    )
    return ProfileBlock(
        "secteurs",
        "De quels secteurs viennent les demandeurs d’emploi ?",
        apply_french_spacing(
            f"{profile_number_text(total)} personnes dans {pluralise(len(sectors), 'secteur')}.{invented_text(series)}"
        ),
        (("Secteur", False), ("Grandeur", False), ("Demandeurs", True)),
        rows,
        (source_text(series, kind_words),),
    )


def _spread(profile: ZoneProfile, kind_words: dict[str, tuple[str, str]]) -> ProfileBlock | None:
    """Rates that are not additive: rates in rows and inner zones in columns; transposed when there are many zones."""
    rates = [
        each
        for each in profile.series
        if each.fit.how is ZoneFitKind.SPREAD and each.theme in ("unemployment", "reading", "social")
    ]
    if not rates:
        return None
    kind = rates[0].fit.kind
    series = [each for each in rates if each.fit.kind == kind]
    names = {code: name for each in series for code, name in each.zones.items()}
    codes = sorted(names, key=names.__getitem__)
    one, many = kind_words.get(kind, (kind, kind))
    columns: tuple[tuple[str, bool], ...]
    if len(codes) <= MAX_BLOCK_COLUMNS:
        columns = (("Taux", False), *((names[code], True) for code in codes))
        rows = tuple(
            (
                ProfileCell(each.label, note=f"{each.unit}, {each.until.year}"),
                *(_rate_cell(each, code) for code in codes),
            )
            for each in series
        )
    else:
        few = series[:MAX_BLOCK_COLUMNS]
        columns = ((one.capitalize(), False), *((f"{each.label}, {each.unit}", True) for each in few))
        rows = tuple((ProfileCell(names[code]), *(_rate_cell(each, code) for each in few)) for code in codes)
    title = f"Comment se comparent ses {many} ?"
    sources = tuple(source_text(each, kind_words) for each in series)
    sentence = apply_french_spacing(f"Un taux ne s’additionne pas : chacun est donné.{invented_text(*series)}")
    return ProfileBlock("parts", title, sentence, columns, rows, sources)


def _rate_cell(series: ZoneSeries, zone: str) -> ProfileCell:
    values = [each for each in series.latest() if each.zone == zone and not each.split]
    return _value_cell(values[0] if values else None)


def _latest_of(profile: ZoneProfile, code: str) -> dict[str, ZoneValue]:
    series = profile.by_code(code)
    return _by_split(series.latest()) if series else {}


def _number_or_zero(value: ZoneValue | None) -> Decimal:
    return value.value if value is not None and value.value is not None else Decimal(0)


def _value_cell(value: ZoneValue | None) -> ProfileCell:
    if value is None:
        return ProfileCell("non donné")
    if value.value is None:
        return ProfileCell(SUPPRESSED_TEXT)
    note = f"+ {pluralise(value.hidden, 'secret', 'secrets')}" if value.hidden else ""
    return ProfileCell(profile_number_text(value.value), value=str(value.value.normalize()), note=note)


def _bar_cell(value: ZoneValue | None, most: Decimal) -> ProfileCell:
    return ProfileCell("", part=float(_number_or_zero(value) / most))


def _share_cell(part: ZoneValue | None, whole: ZoneValue) -> ProfileCell:
    """A count and its share of the whole; no share when a part of either is confidential."""
    cell = _value_cell(part)
    if part is None or part.value is None or not whole.value or part.hidden or whole.hidden:
        return cell
    return ProfileCell(
        cell.text, cell.value, apply_french_spacing(f"{format_number(part.value * 100 / whole.value)} %")
    )
