"""« Le même euro, ailleurs »: the same trade in the other zones, with the jobs per euro and their interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from pacte.indicators.records.euro import AfterTraining, EuroSession, EuroStep, FollowedEuro, Seating
from pacte.indicators.records.profile import FICTITIOUS, SubzoneValue, ZoneBreakdown
from pacte.indicators.rules.euro import EURO, follow_euro, wilson_interval
from pacte.kernel.french import format_number, pluralise
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.charts.euro import interval_svg
from pacte.web.tables import Cell, Column, Table, cell, number_column

_MAX_ZONES = 12
_PROJECTS, _DIFFICULT = "hiring_projects", "hiring_projects_hard"


@dataclass(frozen=True, slots=True)
class ZoneEuro:
    """``code`` is "" for the other zones together. ``low`` and ``high`` hold the true share eight times out of ten."""

    code: str
    name: str
    euro: FollowedEuro
    is_chosen: bool = False

    @property
    def share(self) -> float:
        return float(self.euro.job_share)

    @property
    def interval(self) -> tuple[float, float]:
        """As if each place ordered were drawn once; people, where only hours were ordered."""
        return wilson_interval(self.euro.job_share, self.euro.places or self.euro.people)


def zone_euros(
    sessions: Iterable[EuroSession], zone_of: Mapping[str, str], names: Mapping[str, str], chosen: str
) -> list[ZoneEuro]:
    """Zones with euros, the most jobs per euro first. Beyond twelve, those with the fewest euros are one row."""
    by_zone: dict[str, list[EuroSession]] = defaultdict(list)
    for session in sessions:
        if zone := zone_of.get(session.commune):
            by_zone[zone].append(session)
    rows = [
        ZoneEuro(zone, names.get(zone, zone), follow_euro(inside), zone == chosen)
        for zone, inside in by_zone.items()
    ]  # fmt: skip
    rows = [each for each in rows if each.euro.stages]
    by_size = sorted(rows, key=lambda each: (not each.is_chosen, -each.euro.cents, each.code))
    shown, others = by_size[:_MAX_ZONES], by_size[_MAX_ZONES:]
    ranked = sorted(shown, key=lambda each: (-each.share, each.name, each.code))
    if others:
        left = [session for each in others for session in by_zone[each.code]]
        ranked.append(ZoneEuro("", pluralise(len(others), "autre"), follow_euro(left)))
    return ranked


def elsewhere_table(
    rows: Iterable[ZoneEuro], whole: FollowedEuro, kind: ZoneKind, needs: ZoneBreakdown | None, querystring: Any
) -> Table[ZoneEuro]:
    """``querystring``: the URL of the page with another zone."""
    listed = list(rows)
    scale = max([0.2, *(each.interval[1] for each in listed)])
    mark = float(whole.job_share) if whole.stages else None
    projects = _projects_by_zone(needs) if needs is not None and needs.kind == kind else {}

    def name(row: ZoneEuro) -> Cell:
        note = "votre choix" if row.is_chosen else ""
        return cell(row.name, url=querystring(zone=f"{kind}:{row.code}") if row.code else "", note=note)

    return Table(
        listed,
        Column(capfirst(ZONE_KIND_LABELS[kind][0]), name, total="Ensemble"),
        number_column(_need_heading(needs), lambda row: projects.get(row.code, "non donné")) if projects else None,
        number_column("Prises / places", lambda row: _places_text(row.euro), _places_text(whole)),
        number_column("En emploi / réponses", lambda row: _jobs_text(row.euro), _jobs_text(whole)),
        number_column("Emploi, par euro", lambda row: _job_cell(row.euro, row.interval), _job_cell(whole)),
        Column(
            f"De 0 à {_euros_text(scale)}",
            lambda row: interval_svg(row.share, *row.interval, mark=mark, scale=scale),
        ),
        id="ailleurs-table",
        caption="Emploi par euro, zone par zone",
        empty="Aucun euro de cette formation n’a encore été suivi ailleurs.",
    )


def _need_heading(needs: ZoneBreakdown | None) -> str:
    is_invented = needs is not None and any(each.code.startswith(FICTITIOUS) for each in needs.series)
    return "Difficiles / projets (inventés)" if is_invented else "Difficiles / projets"


def _projects_by_zone(needs: ZoneBreakdown) -> dict[str, str]:
    values = {each.code.removeprefix(FICTITIOUS): each.values for each in needs.series}
    projects, difficult = values.get(_PROJECTS, {}), values.get(_DIFFICULT, {})
    return {code: f"{_need_text(difficult.get(code))} / {_need_text(value)}" for code, value in projects.items()}


def _need_text(value: SubzoneValue | None) -> str:
    if value is None:
        return "?"
    return "secret" if value.value is None else format_number(value.value)


def _places_text(euro: FollowedEuro) -> str:
    if not euro.stages:
        return ""
    taken = euro.stage(EuroStep.SEATED).count_of(Seating.TAKEN)
    return f"{format_number(taken)} / {format_number(euro.places)}"


def _jobs_text(euro: FollowedEuro) -> str:
    return f"{format_number(euro.in_job)} / {format_number(euro.answers)}" if euro.stages else ""


def _job_cell(euro: FollowedEuro, interval: tuple[float, float] | None = None) -> Cell:
    """The cents of the drawing, with their interval below: « entre 0,31 et 0,43 € »."""
    share = euro.stage(EuroStep.WORKING).cents_of(AfterTraining.IN_JOB) / EURO if euro.stages else 0.0
    note = f"entre {_euros_text(interval[0]).removesuffix(' €')} et {_euros_text(interval[1])}" if interval else ""
    return cell(_euros_text(share), value=f"{share:.2f}", note=note)


def _euros_text(share: float) -> str:
    return f"{share:.2f} €".replace(".", ",")
