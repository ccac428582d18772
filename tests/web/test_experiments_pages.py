"""Pages of experiments: the list with what each sheet lacks, a sheet before and after its lock, its files."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.http import HttpResponse

from pacte.accounts.row_context import acting_as
from pacte.evaluation.models import Experiment
from pacte.evaluation.queries import experiment_by_number
from pacte.evaluation.records import ProtocolContent, ProtocolState
from pacte.evaluation.services import lock_protocol, open_experiment, write_protocol
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.records import Lead
from tests.cast import MACHINE
from tests.evaluation.sheets import whole_sheet
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
OPENED = date(2020, 1, 6)
LIST = "experimentations/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


def made_stage() -> Stage:
    return staged(
        small_plan(
            row("A01", 1, leads=(Lead("Région"),)),
            row("A02", 2, leads=(Lead("Etat"),), partners=("Organisme de formation du Cher",)),
        )
    )


kept_stage = kept_for_module(made_stage)


@pytest.fixture
def experiment(stage: Stage) -> Experiment:
    with acting_as(MACHINE):
        return open_experiment(
            actor=MACHINE, plan=stage.plan, number=ActionCode(2), title="Relances par texto", on=OPENED
        )


def posted(stage: Stage, part: str, address: str, **data: Any) -> HttpResponse:
    return stage.client(part).post(stage.address(address), data)


def written(stage: Stage, experiment: Experiment, on: date = OPENED, **values: Any) -> None:
    with acting_as(MACHINE):
        write_protocol(actor=MACHINE, experiment=experiment, content=whole_sheet(**values), on=on, reason="essai")


def typed(content: ProtocolContent | None = None, **values: Any) -> dict[str, Any]:
    """Form data of the sheet, as a browser sends it."""
    content = content or whole_sheet()
    sent = {name: getattr(content, name) for name in ProtocolContent.__slots__}
    dates = {name: value.isoformat() for name, value in sent.items() if isinstance(value, date)}
    return {name: "" if value is None else value for name, value in sent.items()} | dates | {
        "title": "Relances par texto", "reason": "", "seen": 0, **values,
    }  # fmt: skip


def test_an_incomplete_sheet_says_what_it_lacks_and_who_owes_it(stage: Stage, experiment: Experiment) -> None:
    page = stage.get(LIST, "pilot")
    assert "1 action expérimente : 1 fiche est à compléter avant toute entrée." in page
    assert "La question, le public" in page
    assert "par Etat" in page
    sheet = stage.get(f"{LIST}{experiment.number}/", "pilot")
    assert "Non : il manque 12 parties sur 12" in sheet
    assert sheet.count("manque</p>") >= 9


def test_the_list_of_another_plan_is_empty_and_says_why(stage: Stage) -> None:
    assert "Aucune action n’a encore de fiche" in stage.get(LIST, "pilot")


def test_the_number_of_queries_of_the_list_does_not_grow_with_its_rows(
    stage: Stage, experiment: Experiment, django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(200) as counted:
            stage.get(LIST, "pilot")
        return len(counted)

    written(stage, experiment)
    few = asked()
    for rank in range(8):
        with acting_as(MACHINE):
            made = open_experiment(actor=MACHINE, plan=stage.plan, number=ActionCode(1), title=f"E{rank}", on=OPENED)
        written(stage, made)
    assert asked() == few


def test_the_lead_writes_the_sheet_by_its_form_and_each_change_is_a_version(
    stage: Stage, experiment: Experiment
) -> None:
    address = f"{LIST}{experiment.number}/modifier/"
    assert posted(stage, "state_lead", address, **typed(baseline_value="81,6")).status_code == 302
    again = typed(baseline_value="0", seen=1)
    assert posted(stage, "state_lead", address, **again).status_code == 422, "the second version says why"
    assert posted(stage, "state_lead", address, **again | {"reason": "départ revu"}).status_code == 302
    page = stage.get(f"{LIST}{experiment.number}/", "pilot")
    assert "Version 2" in page
    assert "81,6" in page
    assert "départ revu" in page
    assert "valeur de départ" in page
    read = experiment_by_number(actor=MACHINE, plan=stage.plan, number=experiment.number, on=today())
    assert read.summary.content.baseline_value == 0
    assert "baseline" not in [str(part) for part in read.summary.missing], "0 is a value"


def test_two_people_at_once_the_second_is_told_and_loses_nothing(stage: Stage, experiment: Experiment) -> None:
    address = f"{LIST}{experiment.number}/modifier/"
    posted(stage, "pilot", address, **typed())
    answer = posted(stage, "state_lead", address, **typed(question="La mienne", reason="x", seen=0))
    page = plain(answer.content.decode())
    assert answer.status_code == 409
    assert "Quelqu’un a modifié cette fiche" in page
    assert "La mienne" in page


def test_a_locked_sheet_takes_additions_only(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment)
    base = f"{LIST}{experiment.number}/"
    assert posted(stage, "state_lead", f"{base}ajout/", text="x", on="2020-03-01", reason="y").status_code == 409
    assert posted(stage, "state_lead", f"{base}premiere-entree/", on="2020-02-10", by="émargement").status_code == 302
    page = stage.get(base, "state_lead")
    assert "Une première personne est entrée le 10 février 2020" in page
    assert "Modifier la fiche" not in page
    assert posted(stage, "pilot", f"{base}modifier/", **typed(question="autre", seen=1)).status_code == 409
    assert posted(stage, "pilot", f"{base}retrait/", on="2020-03-01", reason="x").status_code == 409
    assert posted(stage, "pilot", f"{base}ajout/", text="x", on="2020-02-01", reason="y").status_code == 422
    assert posted(stage, "pilot", f"{base}ajout/", text="Centres fermés", on="2020-03-20", reason="").status_code == 422
    answer = posted(stage, "pilot", f"{base}ajout/", text="Centres fermés", on="2020-03-20", reason="fermeture")
    assert answer.status_code == 302
    assert "Centres fermés" in stage.get(base, "analyst")


def test_the_database_itself_refuses_a_version_after_the_lock(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment)
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=experiment, on=date(2020, 2, 10), by="émargement")
        first = experiment.versions.get()
        for forbidden in (
            lambda: first.__class__.objects.filter(pk=first.pk).update(question="autre"),
            lambda: Experiment.objects.filter(pk=experiment.pk).update(locked_on=None, locked_at=None, locked_by=""),
            lambda: Experiment.objects.filter(pk=experiment.pk).update(title="Autre"),
            lambda: first.__class__.objects.create(
                organisation_id=experiment.organisation_id, experiment=experiment, number=2, written_on=today(),
                recorded_at=first.recorded_at, person_name="x",
            ),
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                forbidden()


def test_a_sheet_locked_incomplete_says_so_for_ever(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment, comparison="")
    posted(stage, "pilot", f"{LIST}{experiment.number}/premiere-entree/", on="2020-02-10", by="émargement")
    assert "sans que soit écrit : la comparaison" in stage.get(f"{LIST}{experiment.number}/", "pilot")
    page = stage.get(LIST, "pilot")
    assert "1 a commencé sans que tout soit écrit" in page
    assert "verrouillée incomplète" in page


def test_a_sheet_written_after_the_first_entry_says_so(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment, on=date(2020, 5, 4))
    posted(stage, "pilot", f"{LIST}{experiment.number}/premiere-entree/", on="2020-02-10", by="émargement")
    assert "Écrite après coup." in stage.get(f"{LIST}{experiment.number}/", "pilot")


def test_the_sheet_is_read_as_of_a_day(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment, question="La première question", on=date(2020, 1, 10))
    written(stage, experiment, question="La seconde question", on=date(2020, 3, 10))
    base = f"{LIST}{experiment.number}/"
    before = stage.get(f"{base}?au=2020-02-01", "pilot")
    assert "La première question" in before
    assert "La seconde question" not in before
    assert "Modifier la fiche" not in before, "nothing is changed in the past"
    stage.get(f"{base}?au=2019-12-31", "pilot", status=404)
    assert "Non : il manque 12 parties" in stage.get(f"{base}?au=2020-01-07", "pilot")
    stage.get(f"{base}?au=hier", "pilot", status=422)


def test_a_finding_needs_an_entry_a_result_and_a_reason(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment)
    base = f"{LIST}{experiment.number}/"
    sent = {"result": "6 points de mieux", "judgement": "generalise", "reason": "l’effet tient", "on": "2020-12-31"}
    assert posted(stage, "pilot", f"{base}constat/", **sent).status_code == 409
    posted(stage, "pilot", f"{base}premiere-entree/", on="2020-02-10", by="émargement")
    assert posted(stage, "pilot", f"{base}constat/", **sent | {"judgement": "peut-être"}).status_code == 422
    assert posted(stage, "pilot", f"{base}constat/", **sent | {"reason": ""}).status_code == 422
    sent |= {"value": "87,8", "decision_reference": "comité du 9 décembre 2020, n° 3"}
    assert posted(stage, "pilot", f"{base}constat/", **sent).status_code == 302
    page = stage.get(base, "auditor")
    assert "6 points de mieux Jugement : généraliser." in page
    assert "87,8 %" in page
    assert "comité du 9 décembre 2020, n° 3" in page


def test_who_sees_and_who_does_not(stage: Stage, experiment: Experiment) -> None:
    base = f"{LIST}{experiment.number}/"
    for part in ("administrator", "lead", "state_lead", "analyst", "state_reader", "auditor", "partner"):
        stage.get(base, part)
    for part in ("visitor", "intruder", "provider", "adviser", "buyer", "finance"):
        stage.get(base, part, status=404)
        stage.get(LIST, part, status=404)
        stage.get(f"{base}fiche.pdf", part, status=404)
    for part in ("lead", "analyst", "partner", "auditor"):
        stage.get(f"{base}modifier/", part, status=403)
        stage.get(f"{base}premiere-entree/", part, status=403)
    assert stage.client().get(stage.address(base)).status_code == 302


def test_the_owner_writes_the_sheet_whatever_their_role(stage: Stage, experiment: Experiment) -> None:
    base = f"{LIST}{experiment.number}/"
    analyst = stage.cast["analyst"].person
    sent = {"owner": str(analyst.pk), "on": today().isoformat(), "reason": ""}
    assert posted(stage, "pilot", f"{base}responsable/", **sent).status_code == 302
    stage.get(f"{base}modifier/", "analyst")
    assert "Analyst Distribution" in stage.get(base, "pilot")
    provider = stage.cast["provider"].person
    assert posted(stage, "pilot", f"{base}responsable/", **sent | {"owner": str(provider.pk)}).status_code == 422


def test_the_list_as_a_workbook_keeps_numbers_as_numbers(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment, question="=1+1")
    answer = stage.client("pilot").get(stage.address(f"{LIST}liste.xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    heads = [cell.value for cell in sheet[2]]
    line = dict(zip(heads, sheet[3], strict=True))
    assert line["Valeur de départ"].value == 81.6
    assert line["Question"].value == "=1+1"
    assert line["Question"].data_type == "s", "nothing typed becomes a formula"
    assert line["Parties écrites"].value == 11


def test_the_sheet_prints_the_same_bytes_twice(stage: Stage, experiment: Experiment) -> None:
    written(stage, experiment)
    address = stage.address(f"{LIST}{experiment.number}/fiche.pdf?au=2020-06-01")
    one, two = (stage.client("pilot").get(address) for _ in range(2))
    assert one["Content-Type"] == "application/pdf"
    assert one.content == two.content
    assert b"ua-1" in one.content or b"pdfuaid" in one.content


def test_a_withdrawn_sheet_stays_readable_with_its_reason(stage: Stage, experiment: Experiment) -> None:
    base = f"{LIST}{experiment.number}/"
    stage.get(f"{base}retrait/", "state_lead", status=403)
    assert posted(stage, "pilot", f"{base}retrait/", on="2020-02-01", reason="plus de financement").status_code == 302
    page = stage.get(base, "pilot")
    assert "plus de financement" in page
    assert posted(stage, "pilot", f"{base}modifier/", **typed()).status_code == 409
    read = experiment_by_number(actor=MACHINE, plan=stage.plan, number=experiment.number, on=today())
    assert read.summary.state is ProtocolState.WITHDRAWN


def test_a_lock_to_come_is_refused(stage: Stage, experiment: Experiment) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    address = f"{LIST}{experiment.number}/premiere-entree/"
    assert posted(stage, "pilot", address, on=tomorrow, by="émargement").status_code == 422
    assert posted(stage, "pilot", address, on="2020-02-10", by="").status_code == 422


def test_a_sheet_is_opened_by_the_pilot_for_any_action_and_by_a_lead_for_theirs(stage: Stage) -> None:
    address = f"{LIST}ouvrir/"
    stage.get(address, "analyst", status=403)
    sent = {"action": "2", "title": "Essai", "owner": ""}
    assert posted(stage, "lead", address, **sent).status_code == 422, "a choice that is not offered"
    assert posted(stage, "lead", address, **sent | {"action": "1"}).status_code == 302
    assert posted(stage, "pilot", address, **sent).status_code == 302
    assert posted(stage, "pilot", address, **sent | {"title": ""}).status_code == 422
    assert posted(stage, "pilot", address, **sent | {"action": "99"}).status_code == 422
