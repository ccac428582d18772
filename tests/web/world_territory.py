"""World of access: a department with two communes, and two series, with one secret value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.accounts.row_context import acting_as
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.services import add_points, save_series, save_split_names
from pacte.kernel.clock import now, today
from pacte.reference.models import Edition, Zone
from tests.cast import MACHINE, Cast

NEEDS = SeriesInput(
    code="hiring_projects", label="Projets de recrutement", question="Combien d’embauches ?", unit="projets",
    entity="projet", source="série fictive", owner="observatoire", licence="fictive", theme="needs", is_additive=True,
)  # fmt: skip
PEOPLE = SeriesInput(
    code="population", label="Population", question="Combien d’habitants ?", unit="habitants", entity="habitant",
    source="série fictive", owner="observatoire", licence="fictive", theme="population", is_additive=True,
)  # fmt: skip


def territory_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Returns no name: a zone is addressed by its official code."""
    edition = today().year
    Edition.objects.get_or_create(year=edition, defaults={"loaded_at": now()})
    with acting_as(MACHINE):
        Zone.objects.update_or_create(
            kind="department", code="18", edition=edition, defaults={"name": "Cher", "plain_name": "cher"}
        )
        for code, name in (("18033", "Bourges"), ("18279", "Vierzon")):
            Zone.objects.update_or_create(
                kind="commune", code=code, edition=edition,
                defaults={"name": name, "plain_name": name.lower(), "department_code": "18"},
            )  # fmt: skip
        series_of_the_world(cast)
    return {}


def series_of_the_world(cast: Cast) -> None:
    needs = save_series(actor=MACHINE, host=cast.region, data=NEEDS)
    points = [
        SeriesPointInput("department", "18", *year(2024), Decimal(40), split="fap_2021:A0X40"),
        SeriesPointInput("department", "18", *year(2024), None, split="fap_2021:A0X41"),
    ]
    add_points(actor=MACHINE, series=needs, points=points, source_label="série fictive, 2024")
    save_split_names(
        actor=MACHINE, series=needs, names={"fap_2021:A0X40": "Agriculteurs", "fap_2021:A0X41": "Éleveurs"}
    )
    people = save_series(actor=MACHINE, host=cast.region, data=PEOPLE)
    told = [SeriesPointInput("department", "18", *year(when), Decimal(300_000 - when)) for when in (2015, 2020, 2023)]
    add_points(actor=MACHINE, series=people, points=told, source_label="série fictive, 2023")


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)
