"""What tries each kind of file in the same way: who sends it, a good file, one with a refused row, another file.

A kind that is added is tried as soon as it has its maker here; ``test_every_kind.py`` fails without one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import xlsxwriter

from pacte.accounts.row_context import acting_as
from pacte.exchange.documents import places_xlsx, presence_xlsx
from pacte.exchange.documents.places_xlsx import PlacesRow
from pacte.exchange.documents.presence_xlsx import PresenceRow
from pacte.exchange.formats import kairos_organisations, orientation_acts, trainees_idf
from pacte.exchange.plan_files.writing import write_plan_file
from pacte.exchange.rows.records import ColumnSpec
from pacte.finance.models import Movement
from pacte.indicators.models import SeriesPoint
from pacte.intake.catalog import file_kind
from pacte.intake.file_kind import FileKind
from pacte.intake.records import FileSender
from pacte.interop.models import KairosConvention
from pacte.journeys.models import AttendanceWeek, LearnerContact, Step
from pacte.journeys.rules.attendance import Week
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.returned_rows import MARK_HEADING, REASON_HEADING
from pacte.offer.models import PlaceEntry, SearchRow, Session, Training
from pacte.plan.models import PlanVersion
from pacte.plan.queries import content_of_version
from pacte.procedures.models import Case, CaseOrigin, CaseVersion
from pacte.procedures.services import open_case
from pacte.reference.models import Zone
from pacte.reference.services import load_shipped_territory
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.accounting.extracts import HEADINGS, line
from tests.exchange.lheo.documents import catalogue, changed
from tests.finance.accounts import purse
from tests.journeys.making import session_with
from tests.plan.contents import row as plan_row
from tests.plan.contents import small_plan, target
from tests.plan.workbooks import tabled, typing, workbook
from tests.plans_at_hand import written
from tests.web.plan_stage import enforce, staged
from tests.web.supply_stage import Stage, supply_stage
from tests.web.training_stage import FULL, MONDAY, entered

ON = date(2020, 11, 24)
FORMULA = "=cmd|'/C calc'!A0"
# What is wrong in a plan blocks the whole of it.
REFUSING_NO_ROW = frozenset({"plan"})
AGREED = {"reason": "essai", "accept": "on"}
RIVAL_ROWS = 6
DAYS = ("11/01/2021", "12/01/2021")
WEEKS = 3


@dataclass
class KindTrial:
    """``good``: each of its rows is written, some change something. ``refused``: one of its rows is not, and holds a
    formula. ``mended``: that row corrected, with the mark that it was given back with. ``another``: another table.
    ``many``: a file of that many rows. ``rivals``: two files about the same things, in opposite orders.
    ``written``: what the rooms hold, to be compared. ``today``: the day of the trial, where its offer is of the past.
    """

    kind: FileKind
    cast: Cast
    part: str
    good: bytes
    refused: bytes
    another: bytes
    many: Callable[[int], bytes]
    rivals: tuple[bytes, bytes]
    written: Callable[[], Sequence[object]]
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


def _text(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    """The same as a text: a long workbook takes longer to make than to write."""
    return "\n".join(";".join(map(str, row)) for row in (headings, *rows)).encode()


def _long_and_rivals(headings: Sequence[object], row: Callable[[int, int], Iterable[object]]) -> dict[str, Any]:
    """The files of many rows. ``row``: by its rank, and as the first or the second rival says it (0 or 1)."""
    return {
        "many": lambda count: _text(headings, (row(rank, 0) for rank in range(count))),
        "rivals": (
            _text(headings, (row(rank, 0) for rank in range(RIVAL_ROWS))),
            _text(headings, (row(rank, 1) for rank in reversed(range(RIVAL_ROWS)))),
        ),
    }


ANOTHER = _table(("Recette", "Sucre"), ("Tarte", "100 g"))


def _places_row(number: str, opened: int, reason: str = "") -> tuple[object, ...]:
    return ("24_118402", "24_1530117", number, "Soudeur", "", "", "", "", 15, 0, opened, 8, reason)


def _places() -> KindTrial:
    stage = supply_stage()
    row = PlacesRow("24_118402", "24_1530117", "24_407731", "Soudeur", None, None, "", "", 15, 0, 2_000, 8)

    def entries() -> Sequence[object]:
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
        # Three sessions are there; a provider that has thousands is of no use here: the others are refused.
        **_long_and_rivals(
            places_xlsx.HEADINGS, lambda rank, rival: _places_row(f"24_{407_731 + rank}", 17 + rank + rival)
        ),
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

    def row(rank: int, rival: int) -> tuple[object, ...]:
        """Three weeks of each of the two people; no session has thousands of them, so that the others are refused."""
        key = keys[rank % 2] if rank < 2 * WEEKS else str(UUID(int=rank))
        return (key, "", (MONDAY + timedelta(weeks=rank // 2 % WEEKS)).isoformat(), *FULL, 35 - rival)

    def weeks() -> Sequence[object]:
        with acting_as(MACHINE):
            weeks = AttendanceWeek.objects.order_by("pk").values_list("journey_id", "monday", "marks", "minutes")
            return [*weeks, Step.objects.count()]

    return KindTrial(
        kind=file_kind("presence"),
        cast=stage.offer.cast,
        part="provider",
        good=presence_xlsx.write(rows, title="Présences", as_of=ON),
        refused=_table(presence_xlsx.HEADINGS, good, bad),
        mended=lambda mark: _table((*presence_xlsx.HEADINGS, MARK_HEADING), (*mended, str(mark))),
        another=ANOTHER,
        **_long_and_rivals(presence_xlsx.HEADINGS, row),
        written=weeks,
        options={"session": str(_session_id(stage))},
    )


def _accounts() -> KindTrial:
    stage = purse()
    refused = line("E3", label=FORMULA, ordered="à voir")

    def movements() -> Sequence[object]:
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
        **_long_and_rivals(HEADINGS, lambda rank, rival: line(f"E{rank}", committed=1000 + rival)),
        written=movements,
    )


def _series() -> KindTrial:
    cast = gather_cast()
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    headings = ("codeDepartement", "libelleDepartement", "rentreeScolaire", "tauxChomage")
    good = ("018", "Cher", "2019", "8.6")

    def values() -> Sequence[object]:
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
        # Families of occupations: the regions and years of unemployment are too few.
        **_long_and_rivals(
            ("fap", "Tension", "Catégorie Tension", "Année", "niveau_geo", "reg", "dep"),
            lambda rank, rival: (f"F{rank}", 1, 3 + rival, 2019, "dep", "", "18"),
        ),
        written=values,
    )


def _session_id(stage: Stage) -> int:
    return int(stage.offer.session("24_407731").pk)


def _steps() -> Sequence[object]:
    """Learners too: a file that doubled somebody would double no step of anybody."""
    with acting_as(MACHINE):
        people = LearnerContact.objects.order_by("pk").values_list("partner_number", flat=True)
        steps = Step.objects.order_by("pk").values_list(
            "journey__learner__contact__partner_number", "kind", "happened_on"
        )
        return [*people, *steps]


def _row_of(columns: tuple[ColumnSpec, ...], values: Mapping[str, str], **changed: str) -> tuple[object, ...]:
    return tuple({**values, **changed}.get(column.field, "") for column in columns)


def _headings(columns: tuple[ColumnSpec, ...], *more: str) -> tuple[object, ...]:
    return (*(column.heading for column in columns), *more)


def _applications() -> KindTrial:
    """A worksite of a commune. Two exports say another summary of the same projects."""
    figure = target("chantiers", None, unit="chantiers", indicator_code="first_training_worksites")
    stage = staged(small_plan(plan_row("A01", 1, figures=(figure,))))
    headings = ("ID", "Email", "Déposé le", "Maître d’ouvrage", "Ce qui sera fait", "Début du chantier")

    def project(number: object, what: str = "Un lavoir", day: str = "2020-02-03") -> tuple[object, ...]:
        return (number, "mairie@vierzon.example", "2020-01-06 10:20:30", "Vierzon", what, day)

    def cases() -> Sequence[object]:
        with acting_as(MACHINE):
            answers = CaseOrigin.objects.order_by("number").values_list("number", "case__values", "kept_here")
            return [*answers, CaseVersion.objects.count()]

    return KindTrial(
        kind=file_kind("applications"),
        cast=stage.cast,
        part="pilot",
        good=_table(headings, project(1), project(2)),
        refused=_table(headings, project(1), project(3, FORMULA, "un jour")),
        mended=lambda mark: _table((*headings, MARK_HEADING), (*project(3, FORMULA), str(mark))),
        another=ANOTHER,
        **_long_and_rivals(headings, lambda rank, rival: project(rank, f"Un lavoir, {rival}")),
        written=cases,
        options={"target": f"{stage.plan.code}:training_worksite:", "action": "1"},
    )


def _france_vae() -> KindTrial:
    """Candidates whose hours two files count otherwise."""
    figure = target("validations", None, unit="%", indicator_code="full_validation_of_experience")
    stage = staged(small_plan(plan_row("A01", 1, figures=(figure,))))
    headings = ("Numéro de candidature", "Date du jury", "Heures d’accompagnement")
    with acting_as(MACHINE):
        for rank in range(RIVAL_ROWS):
            open_case(
                actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code="experience_validation",
                title="VAE", on=date(2020, 1, 6), values={"france_vae_number": f"C{rank}"}, body=stage.cast.network,
            )  # fmt: skip

    def cases() -> Sequence[object]:
        with acting_as(MACHINE):
            return [*Case.objects.order_by("pk").values_list("values", flat=True), CaseVersion.objects.count()]

    return KindTrial(
        kind=file_kind("france_vae"),
        cast=stage.cast,
        part="pilot",
        good=_table(headings, ("C0", "2020-06-02", 3), ("C1", "", 4)),
        refused=_table(headings, ("C0", "2020-06-02", 3), (FORMULA, "un jour", 3)),
        mended=lambda mark: _table((*headings, MARK_HEADING), ("C1", "2020-06-02", 3, str(mark))),
        another=ANOTHER,
        **_long_and_rivals(headings, lambda rank, rival: (f"C{rank}", "", 3 + rival)),
        written=cases,
        options={"on": "2020-04-06"},
    )


def _act_trial(
    code: str, part: str, columns: tuple[ColumnSpec, ...], values: Mapping[str, str], person: str, day: str,
    options: Mapping[str, str], *, are_entries: bool = False,
) -> KindTrial:  # fmt: skip
    """``person`` and ``day``: fields of the number of the person and of the day of the act.

    ``are_entries``: nobody has thousands of seats, so that in a long file most people come to unknown sessions.
    """
    cast = gather_cast()
    session_with(cast, opened=3)
    good, other = _row_of(columns, values), {person: "P2", "last_name": FORMULA}
    bad, mended = _row_of(columns, values, **other, **{day: "un jour"}), _row_of(columns, values, **other)

    def row(rank: int, rival: int) -> tuple[object, ...]:
        session = f"24_{rank}" if are_entries and rank >= RIVAL_ROWS else values["session"]
        return _row_of(columns, values, **{person: f"P{rank}", day: DAYS[rival], "session": session})

    return KindTrial(
        kind=file_kind(code),
        cast=cast,
        part=part,
        good=_table(_headings(columns), good),
        refused=_table(_headings(columns), good, bad),
        mended=lambda mark: _table(_headings(columns, MARK_HEADING), (*mended, str(mark))),
        another=ANOTHER,
        **_long_and_rivals(_headings(columns), row),
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
    return _act_trial(
        "trainees", "pilot", trainees_idf.COLUMNS, values, "trainee", "entered_on", options, are_entries=True
    )


def _conventions() -> KindTrial:
    columns = kairos_organisations.COLUMNS
    values = {"siret": "12345678200010", "name": "Organisme exemple", "convention": "01180XX-1"}
    good, other = _row_of(columns, values), {"name": FORMULA, "convention": "01180XX-2"}
    bad, mended = _row_of(columns, values, **other, starts_on="un jour"), _row_of(columns, values, **other)

    def conventions() -> Sequence[object]:
        with acting_as(MACHINE):
            return list(KairosConvention.objects.order_by("pk").values_list("name", "convention", "ends_on"))

    return KindTrial(
        kind=file_kind("conventions"),
        cast=gather_cast(),
        part="pilot",
        good=_table(_headings(columns), good),
        refused=_table(_headings(columns), good, bad),
        mended=lambda mark: _table(_headings(columns, MARK_HEADING), (*mended, str(mark))),
        another=ANOTHER,
        **_long_and_rivals(
            _headings(columns),
            lambda rank, rival: _row_of(columns, values, name=f"Organisme {rival}", convention=f"01180XX-{rank}"),
        ),
        written=conventions,
    )


def _reference() -> KindTrial:
    def zones() -> Sequence[object]:
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
        **_long_and_rivals(("ZE2020", "LIBZE2020"), lambda rank, rival: (rank, f"Zone {rank} {rival}")),
        written=zones,
        file_name="zones.csv",
    )


def _long_plan(count: int) -> bytes:
    """As a text, with the last row again and again under other identifiers."""
    head, *_, last = write_plan_file(tabled(), extension="csv", as_of=ON, version_label="essai").splitlines()
    return b"\n".join([head, *(last.replace(b"A02b", b"B%d" % rank) for rank in range(count))])


def _plan() -> KindTrial:
    cast = gather_cast()
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region, content=tabled())
        enforce(version, ON)

    def contents() -> Sequence[object]:
        with acting_as(MACHINE):
            return [content_of_version(each) for each in PlanVersion.objects.order_by("pk")]

    return KindTrial(
        kind=file_kind("plan"),
        cast=cast,
        part="pilot",
        good=workbook(tabled(), typing("Camion", "Autocar")),
        refused=b"",
        another=ANOTHER,
        many=_long_plan,
        rivals=(workbook(tabled(), typing("Camion", "Autocar")), workbook(tabled(), typing("Camion", "Péniche"))),
        written=contents,
    )


def _lheo() -> KindTrial:
    """The refused training has another number than those of the good file, and a wrong code."""
    other = changed('numero="24_F_0000001"', f'numero="{FORMULA}"', text=catalogue(2))
    place = other.index(FORMULA)
    bad = other[:place] + changed("<certifiante>[01]", "<certifiante>7", text=other[place:])

    def offer() -> Sequence[object]:
        with acting_as(MACHINE):
            return [
                *Training.objects.order_by("number").values_list("number", "digest", "closed_on"),
                *Session.objects.order_by("number").values_list("number", "digest", "closed_on"),
                SearchRow.objects.count(),
            ]

    first = catalogue(RIVAL_ROWS)
    trainings = re.findall("<formation .*?</formation>", first.replace("(parcours", "(chemin"), re.S)
    second = re.sub("<formation .*</formation>", lambda _: "\n".join(reversed(trainings)), first, flags=re.S)

    return KindTrial(
        kind=file_kind("lheo"),
        cast=gather_cast(),
        part="pilot",
        good=catalogue(2).encode(),
        refused=bad.encode(),
        mended=lambda mark: other.encode(),
        another=b'<lheo xmlns="http://www.lheo.org/2.0"/>',
        many=lambda count: catalogue(count).encode(),
        rivals=(first.encode(), second.encode()),
        written=offer,
        file_name="catalogue.xml",
    )


TRIALS: dict[str, Callable[[], KindTrial]] = {
    "accounts": _accounts, "acts": _acts, "applications": _applications, "conventions": _conventions,
    "france_vae": _france_vae, "lheo": _lheo,
    "places": _places, "plan": _plan, "presence": _presence, "reference": _reference, "series": _series,
    "trainees": _trainees,
}  # fmt: skip
