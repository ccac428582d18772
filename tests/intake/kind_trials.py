"""What tries each kind of file in the same way: who sends it, a good file, one with a refused row, another file.

A kind that is added is tried as soon as it has its maker here; ``test_every_kind.py`` fails without one.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter

from pacte.accounts.row_context import acting_as
from pacte.exchange.documents import places_xlsx, presence_xlsx
from pacte.exchange.documents.places_xlsx import PlacesRow
from pacte.exchange.documents.presence_xlsx import PresenceRow
from pacte.exchange.formats import kairos_organisations, orientation_acts, trainees_idf
from pacte.exchange.rows.records import ColumnSpec
from pacte.finance.models import Movement
from pacte.indicators.models import SeriesPoint
from pacte.intake.catalog import file_kind
from pacte.intake.file_kind import FileKind
from pacte.intake.records import FileSender
from pacte.interop.models import KairosConvention
from pacte.journeys.models import AttendanceWeek, Step
from pacte.journeys.rules.attendance import Week
from pacte.kernel.actor import Actor
from pacte.kernel.returned_rows import MARK_HEADING, REASON_HEADING
from pacte.offer.models import PlaceEntry
from pacte.plan.models import PlanVersion
from pacte.plan.queries import content_of_version
from pacte.reference.models import Zone
from pacte.reference.services import load_shipped_territory
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.accounting.extracts import HEADINGS, line
from tests.finance.accounts import purse
from tests.journeys.making import session_with
from tests.plan.workbooks import tabled, typing, workbook
from tests.plans_at_hand import written
from tests.web.plan_stage import enforce
from tests.web.supply_stage import Stage, supply_stage
from tests.web.training_stage import FULL, MONDAY, entered

ON = date(2020, 11, 24)
FORMULA = "=cmd|'/C calc'!A0"
# What is wrong in a plan blocks the whole of it.
REFUSING_NO_ROW = frozenset({"plan"})


@dataclass
class KindTrial:
    """``good``: each of its rows is written, some change something. ``refused``: one of its rows is not, and holds a
    formula. ``mended``: that row corrected, with the mark that it was given back with. ``another``: another table.
    ``written``: what the rooms hold, to be compared. ``today``: the day of the trial, where its offer is of the past.
    """

    kind: FileKind
    cast: Cast
    part: str
    good: bytes
    refused: bytes
    another: bytes
    written: Callable[[], object]
    options: Mapping[str, str] = field(default_factory=dict)
    mended: Callable[[int], bytes] | None = None
    file_name: str = "fichier.xlsx"
    today: date | None = None

    def __post_init__(self) -> None:
        """Read once: reading an actor changes who acts in the transaction."""
        self.actor: Actor = self.cast[self.part].actor
        with acting_as(self.actor):
            self.sender: FileSender = self.kind.senders(self.actor)[0]


def _table(*rows: tuple[object, ...]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("Autre chose")
        for rank, row in enumerate(rows):
            sheet.write_row(rank, 0, row)
    return stream.getvalue()


ANOTHER = _table(("Recette", "Sucre"), ("Tarte", "100 g"))


def _places_row(number: str, opened: int, reason: str = "") -> tuple[object, ...]:
    return ("24_118402", "24_1530117", number, "Soudeur", "", "", "", "", 15, 0, opened, 8, reason)


def _places() -> KindTrial:
    stage = supply_stage()
    row = PlacesRow("24_118402", "24_1530117", "24_407731", "Soudeur", None, None, "", "", 15, 0, 2_000, 8)

    def entries() -> object:
        with acting_as(MACHINE):
            return list(PlaceEntry.objects.order_by("pk").values_list("session_id", "kind", "places"))

    return KindTrial(
        kind=file_kind("places"),
        cast=stage.offer.cast,
        part="provider",
        good=places_xlsx.write([row], provider="x", as_of=ON),
        refused=_table(places_xlsx.HEADINGS, _places_row("24_407731", 17), _places_row(FORMULA, 17)),
        mended=lambda mark: _table(
            (*places_xlsx.HEADINGS, MARK_HEADING),
            (*_places_row("24_407732", 17), str(mark)),
        ),
        another=ANOTHER,
        written=entries,
        today=ON,
    )


def _presence() -> KindTrial:
    stage = supply_stage()
    journeys = [entered(stage, name) for name in ("Inès", "Lina")]
    week = Week(MONDAY, FULL, 35 * 60)
    keys = [str(each.key) for each in journeys]
    rows = [PresenceRow(str(each.key), "", MONDAY, week) for each in journeys]
    good, bad, mended = ((key, "", MONDAY.isoformat(), *FULL, "35") for key in (keys[0], FORMULA, keys[1]))

    def weeks() -> object:
        with acting_as(MACHINE):
            return (
                list(AttendanceWeek.objects.order_by("pk").values_list("journey_id", "monday", "marks", "minutes")),
                Step.objects.count(),
            )

    return KindTrial(
        kind=file_kind("presence"),
        cast=stage.offer.cast,
        part="provider",
        good=presence_xlsx.write(rows, title="Présences", as_of=ON),
        refused=_table(presence_xlsx.HEADINGS, good, bad),
        mended=lambda mark: _table((*presence_xlsx.HEADINGS, MARK_HEADING), (*mended, str(mark))),
        another=ANOTHER,
        written=weeks,
        options={"session": str(_session_id(stage))},
    )


def _accounts() -> KindTrial:
    stage = purse()
    refused = line("E3", label=FORMULA, ordered="à voir")

    def movements() -> object:
        with acting_as(MACHINE):
            return list(Movement.objects.order_by("pk").values_list("commitment__number", "stage", "cents"))

    return KindTrial(
        kind=file_kind("accounts"),
        cast=stage.cast,
        part="finance",
        good=_table(HEADINGS, line("E1"), line("E2", action=57)),
        refused=_table(HEADINGS, line("E1"), refused),
        mended=lambda mark: _table(
            (*HEADINGS, REASON_HEADING, MARK_HEADING), (*line("E3", label=FORMULA), "à corriger", str(mark))
        ),
        another=ANOTHER,
        written=movements,
    )


def _series() -> KindTrial:
    cast = gather_cast()
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    headings = ("codeDepartement", "libelleDepartement", "rentreeScolaire", "tauxChomage")
    good = ("018", "Cher", "2019", "8.6")

    def values() -> object:
        with acting_as(MACHINE):
            return list(SeriesPoint.objects.order_by("pk").values_list("series__code", "zone_code", "last", "value"))

    return KindTrial(
        kind=file_kind("series"),
        cast=cast,
        part="analyst",
        good=_table(headings, good, ("041", "Loir-et-Cher", "2019", "7")),
        refused=_table(headings, good, ("041", FORMULA, "2019", "beaucoup")),
        mended=lambda mark: _table(
            (*headings, REASON_HEADING, MARK_HEADING), ("041", FORMULA, "2019", "7", "à corriger", str(mark))
        ),
        another=ANOTHER,
        written=values,
    )


def _session_id(stage: Stage) -> int:
    return int(stage.offer.session("24_407731").pk)


def _steps() -> object:
    """Journeys are told by their rank: a writing that is taken back has used their numbers."""
    with acting_as(MACHINE):
        steps = list(Step.objects.order_by("pk").values_list("journey_id", "kind", "happened_on"))
    ranks = {journey: rank for rank, journey in enumerate(dict.fromkeys(journey for journey, _, _ in steps))}
    return [(ranks[journey], kind, on) for journey, kind, on in steps]


def _row_of(columns: tuple[ColumnSpec, ...], values: Mapping[str, str], **changed: str) -> tuple[object, ...]:
    return tuple({**values, **changed}.get(column.field, "") for column in columns)


def _headings(columns: tuple[ColumnSpec, ...], *more: str) -> tuple[object, ...]:
    return (*(column.heading for column in columns), *more)


def _act_trial(
    code: str, part: str, columns: tuple[ColumnSpec, ...], values: Mapping[str, str], person: str, day: str,
    options: Mapping[str, str],
) -> KindTrial:  # fmt: skip
    """``person`` and ``day``: fields of the number of the person and of the day of the act."""
    cast = gather_cast()
    session_with(cast, opened=3)
    good, other = _row_of(columns, values), {person: "P2", "last_name": FORMULA}
    bad, mended = _row_of(columns, values, **other, **{day: "un jour"}), _row_of(columns, values, **other)
    return KindTrial(
        kind=file_kind(code),
        cast=cast,
        part=part,
        good=_table(_headings(columns), good),
        refused=_table(_headings(columns), good, bad),
        mended=lambda mark: _table(_headings(columns, MARK_HEADING), (*mended, str(mark))),
        another=ANOTHER,
        written=_steps,
        options=options,
    )


def _acts() -> KindTrial:
    values = {
        "person": "P1", "first_name": "Inès", "last_name": "Distribution", "session": "24_1", "status": "positionne",
        "on": "05/01/2021",
    }  # fmt: skip
    return _act_trial("acts", "adviser", orientation_acts.COLUMNS, values, "person", "on", {"tool": "imilo"})


def _trainees() -> KindTrial:
    values = {
        "trainee": "P1", "first_name": "Inès", "last_name": "Distribution", "siret": "12345678200010",
        "action": "A24_1", "entered_on": "11/01/2021", "session": "24_1",
    }  # fmt: skip
    options = {"network": "Mission locale de Bourges"}
    return _act_trial("trainees", "pilot", trainees_idf.COLUMNS, values, "trainee", "entered_on", options)


def _conventions() -> KindTrial:
    columns = kairos_organisations.COLUMNS
    values = {"siret": "12345678200010", "name": "Organisme exemple", "convention": "01180XX-1"}
    good, other = _row_of(columns, values), {"name": FORMULA, "convention": "01180XX-2"}
    bad, mended = _row_of(columns, values, **other, starts_on="un jour"), _row_of(columns, values, **other)

    def conventions() -> object:
        with acting_as(MACHINE):
            return list(KairosConvention.objects.order_by("pk").values_list("siret", "convention", "ends_on"))

    return KindTrial(
        kind=file_kind("conventions"),
        cast=gather_cast(),
        part="pilot",
        good=_table(_headings(columns), good),
        refused=_table(_headings(columns), good, bad),
        mended=lambda mark: _table(_headings(columns, MARK_HEADING), (*mended, str(mark))),
        another=ANOTHER,
        written=conventions,
    )


def _reference() -> KindTrial:
    def zones() -> object:
        with acting_as(MACHINE):
            return list(Zone.objects.order_by("pk").values_list("kind", "code", "name"))

    heading = "ZE2020,LIBZE2020\n"
    return KindTrial(
        kind=file_kind("reference"),
        cast=gather_cast(),
        part="analyst",
        good=f"{heading}2404,Blois\n2405,Bourges\n".encode(),
        refused=f"{heading}2404,Blois\n{FORMULA},Bourges\n".encode(),
        mended=lambda mark: (
            f"{heading.rstrip()},{REASON_HEADING},{MARK_HEADING}\n2405,Bourges,à corriger,{mark}\n".encode()
        ),
        another=ANOTHER,
        written=zones,
        file_name="zones.csv",
    )


def _plan() -> KindTrial:
    cast = gather_cast()
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region, content=tabled())
        enforce(version, ON)

    def contents() -> object:
        with acting_as(MACHINE):
            return [content_of_version(each) for each in PlanVersion.objects.order_by("pk")]

    return KindTrial(
        kind=file_kind("plan"),
        cast=cast,
        part="pilot",
        good=workbook(tabled(), typing("Camion", "Autocar")),
        refused=b"",
        another=ANOTHER,
        written=contents,
    )


TRIALS: dict[str, Callable[[], KindTrial]] = {
    "accounts": _accounts, "acts": _acts, "conventions": _conventions, "places": _places, "plan": _plan,
    "presence": _presence, "reference": _reference, "series": _series, "trainees": _trainees,
}  # fmt: skip
