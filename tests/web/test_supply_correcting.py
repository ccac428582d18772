"""A provider corrects a training in quarantine by a form, without reading XML."""

from __future__ import annotations

import io
import re

import pytest
from django.http import HttpResponse

from bench.invented.lheo_catalogue import write_sample_catalogue
from pacte.accounts.row_context import acting_as
from pacte.intake.models import RefusedRow
from pacte.kernel.actor import Role
from pacte.offer.models import Provider, Training
from tests.cast import MACHINE, hire_buyer
from tests.exchange.lheo.importing import import_catalogue
from tests.kept import kept_for_module
from tests.web.refused_form import refused_form_faults
from tests.web.supply_stage import Stage, body, supply_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(supply_stage)


def catalogue(trainings: int) -> str:
    stream = io.BytesIO()
    write_sample_catalogue(stream, trainings=trainings, seed=1)
    return stream.getvalue().decode()


def quarantine(stage: Stage, text: str) -> list[RefusedRow]:
    """The trainings of this file that wait."""
    with acting_as(MACHINE):
        import_catalogue(
            actor=MACHINE, host_id=stage.offer.host_id, stream=io.BytesIO(text.encode()), file_name="catalogue.xml"
        )
        return list(RefusedRow.objects.order_by("position"))


def address(waiting: RefusedRow) -> str:
    return f"/sessions/quarantaine/{waiting.pk}/"


def shown_version(stage: Stage, waiting: RefusedRow) -> str:
    html = stage.client("buyer").get(address(waiting)).content.decode()
    match = re.search(r'name="version" value="(\w+)"', html)
    assert match is not None
    return match[1]


def correct(stage: Stage, waiting: RefusedRow, **answers: str) -> str:
    """Answers the form as it is shown. Keys: « d1_1 » is the first field of the first defect, « all_1 » its tick."""
    return stage.send("buyer", address(waiting), sent(stage, waiting, **answers))


def sent(stage: Stage, waiting: RefusedRow, **answers: str) -> dict[str, object]:
    named = {
        key.replace("d", "defaut-").replace("all_", "partout-").replace("_", "-"): value
        for key, value in answers.items()
    }
    return {"act": "correct", "version": shown_version(stage, waiting), **named}


def refused(stage: Stage, waiting: RefusedRow, **answers: str) -> HttpResponse:
    answer = stage.client("buyer").post(address(waiting), sent(stage, waiting, **answers))
    assert answer.status_code == 422
    assert refused_form_faults(answer) == []
    return answer


def still_waiting() -> list[int]:
    with acting_as(MACHINE):
        rows = RefusedRow.objects.filter(settled_at=None)
        return list(rows.order_by("position").values_list("position", flat=True))


def test_each_defect_is_a_field_and_the_training_is_named(stage: Stage) -> None:
    text = catalogue(1).replace("<certifiante>1", "<certifiante>7").replace("<debut>20270410", "<debut>20270230", 1)
    (waiting,) = quarantine(stage, text)
    told = stage.get("buyer", address(waiting))
    assert "2 corrections" in told
    assert waiting.label in told
    assert waiting.key in told
    assert '<option value="1">1, oui</option>' in told
    assert 'value="30/02/2027"' in told
    assert "Corriger le texte XML" in told
    assert "/lheo/offres" not in told


def test_corrected_by_the_form_it_enters_the_catalogue(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(1).replace("<certifiante>1", "<certifiante>7"))
    told = correct(stage, waiting, d1_1="1")
    assert "La formation est entrée : 1 formation ajoutée" in told
    with acting_as(MACHINE):
        assert Training.objects.get(number=waiting.key).is_certifying
    assert still_waiting() == []


def test_a_wrong_answer_changes_nothing_and_says_what_to_write(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(1).replace("<debut>20270410", "<debut>bientôt", 1))
    answer = refused(stage, waiting, d1_1="31/02/2027")
    assert "Cette date n’existe pas" in body(answer)
    assert 'value="31/02/2027"' in body(answer)
    with acting_as(MACHINE):
        assert RefusedRow.objects.get().text == waiting.text


def test_an_answer_that_is_not_given_is_asked(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(1).replace("<certifiante>1", "<certifiante>7"))
    assert "Choisissez une réponse" in body(refused(stage, waiting, d1_1=""))


def test_what_remains_after_the_corrections_is_shown_and_they_are_kept(stage: Stage) -> None:
    text = catalogue(1).replace("<certifiante>1", "<certifiante>7").replace("<debut>20270410", "<debut>bientôt", 1)
    (waiting,) = quarantine(stage, text)
    told = correct(stage, waiting, d1_1="1", d2_1="01/01/2039")
    assert "Vos corrections sont gardées" in told
    assert "1 correction" in told
    assert "La période finit" in told
    assert "n’a pas ce code" not in told
    assert "La formation est entrée" in correct(stage, waiting, d1_1="01/01/2027", d1_2="01/02/2039")


def test_an_answer_for_a_text_that_has_changed_is_not_applied(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(1).replace("<certifiante>1", "<certifiante>7"))
    answers = sent(stage, waiting, d1_1="1")
    with acting_as(MACHINE):
        RefusedRow.objects.update(text=waiting.text.replace("<certifiante>7", "<certifiante>8"))
    assert "a changé depuis" in stage.send("buyer", address(waiting), answers)
    assert still_waiting() == [1]


def test_one_tick_corrects_the_other_trainings_where_it_is_written_alike(stage: Stage) -> None:
    text = re.sub("<certifiante>[01]", "<certifiante>7", catalogue(5))
    waiting = quarantine(stage, text)
    assert "Corriger aussi les 4 autres formations de ce fichier" in stage.get("buyer", address(waiting[0]))
    told = correct(stage, waiting[0], d1_1="1", all_1="on")
    assert "La formation est entrée. 4 autres sont entrées. En tout : 5 formations ajoutées" in told
    assert still_waiting() == []


def test_without_the_tick_the_others_wait(stage: Stage) -> None:
    waiting = quarantine(stage, re.sub("<certifiante>[01]", "<certifiante>7", catalogue(3)))
    correct(stage, waiting[0], d1_1="1")
    assert still_waiting() == [2, 3]


def test_another_training_with_another_defect_too_gets_the_correction_and_still_waits(stage: Stage) -> None:
    text = re.sub("<certifiante>[01]", "<certifiante>7", catalogue(2))
    second = text.index("<debut>", text.index("</formation>"))
    waiting = quarantine(stage, f"{text[:second]}<debut>bientôt{text[second + len('<debut>20270410') :]}")
    assert "1 autre attend pour d’autres défauts" in correct(stage, waiting[0], d1_1="1", all_1="on")
    assert still_waiting() == [2]
    told = stage.get("buyer", address(waiting[1]))
    assert "1 correction" in told
    assert "bientôt" in told


def test_a_code_written_otherwise_is_not_corrected_with_the_others(stage: Stage) -> None:
    ranks = iter("78")
    waiting = quarantine(stage, re.sub("<certifiante>[01]", lambda _: f"<certifiante>{next(ranks)}", catalogue(2)))
    assert "Corriger aussi" not in stage.get("buyer", address(waiting[0]))
    correct(stage, waiting[0], d1_1="1", all_1="on")
    assert still_waiting() == [2]


def test_a_number_taken_by_another_training_of_the_file_is_asked_again(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(2).replace("24_F_0000001", "24_F_0000000"))
    assert "Il est déjà pris" in body(refused(stage, waiting, d1_1="24_F_0000000"))
    assert "La formation est entrée" in correct(stage, waiting, d1_1="24_F_0000009")
    with acting_as(MACHINE):
        assert Training.objects.filter(number="24_F_0000009").exists()


def test_a_text_that_is_no_training_has_only_its_text_to_correct(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(1).replace("<certifiante>1", "<certifiante>7"))
    with acting_as(MACHINE):
        RefusedRow.objects.update(text=waiting.text[:500])
    told = stage.get("buyer", address(waiting))
    assert "Corriger et faire entrer" not in told
    assert "<summary>Corriger le texte XML</summary>" in told
    assert '<details class="fold" open>' in told


def test_once_entered_nothing_is_asked_any_more(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(1).replace("<certifiante>1", "<certifiante>7"))
    correct(stage, waiting, d1_1="1")
    told = stage.get("buyer", address(waiting))
    assert "Corriger et faire entrer" not in told
    assert "Corriger le texte XML" not in told


def test_a_training_of_another_organisation_is_not_found(stage: Stage) -> None:
    (waiting,) = quarantine(stage, catalogue(1).replace("<certifiante>1", "<certifiante>7"))
    answers = sent(stage, waiting, d1_1="1")
    client = stage.client("provider")
    assert (client.get(address(waiting)).status_code, client.post(address(waiting), answers).status_code) == (404, 404)
    assert still_waiting() == [1]


def quarantine_of_provider(stage: Stage) -> RefusedRow:
    """A refused training of a file that our provider sent."""
    text = catalogue(1).replace("<certifiante>1", "<certifiante>7")
    siret = re.search("<SIRET-organisme-formation><SIRET>([0-9]{14})", text)
    assert siret is not None
    provider, actor = stage.offer.provider, stage.offer.cast["provider"].actor
    with acting_as(MACHINE):
        Provider.objects.filter(pk=provider.pk).update(siret=siret[1])
    import_catalogue(actor=actor, host_id=stage.offer.host_id, stream=io.BytesIO(text.encode()), provider=provider)
    with acting_as(MACHINE):
        return RefusedRow.objects.get()


@pytest.mark.parametrize("part", ["provider", "buyer", "pilot"])
def test_the_provider_and_those_who_hold_the_offer_correct_its_trainings(stage: Stage, part: str) -> None:
    waiting = quarantine_of_provider(stage)
    answers = sent(stage, waiting, d1_1="1")
    assert "La formation est entrée" in stage.send(part, address(waiting), answers)
    assert still_waiting() == []
    with acting_as(MACHINE):
        assert Training.objects.get(number=waiting.key).provider_id == stage.offer.provider.pk


@pytest.mark.parametrize(
    ("part", "status"),
    [("analyst", 403), ("auditor", 403), ("other_provider", 404), ("adviser", 404), ("intruder", 404)],
)
def test_nobody_else_corrects_them(stage: Stage, part: str, status: int) -> None:
    waiting = quarantine_of_provider(stage)
    if part == "other_provider":
        cast = stage.offer.cast
        cast.members[part] = hire_buyer(cast.region, cast.network, "autre@exemple.fr", role=Role.PROVIDER)
    forms = (sent(stage, waiting, d1_1="1"), {"act": "drop", "why": "essai"}, {"act": "replay", "text": waiting.text})
    client = stage.client(part)
    assert [client.post(address(waiting), form).status_code for form in forms] == [status] * 3
    assert still_waiting() == [1]


@pytest.mark.parametrize(
    ("part", "of_files", "of_one", "note"),
    [
        ("buyer", "Mon fichier LHÉO est-il bon", "Mon fichier LHÉO est-il bon", "chaque titre ouvre de quoi corriger"),
        ("auditor", "Quels fichiers ont été déposés", "Qu’a apporté ce fichier", "les corriger revient à qui les env"),
    ],
)
def test_who_only_reads_is_not_asked_to_send_nor_to_correct(
    stage: Stage, part: str, of_files: str, of_one: str, note: str
) -> None:
    waiting = quarantine_of_provider(stage)
    files, one = stage.get(part, "/fichiers/lheo/"), stage.get(part, f"/fichiers/lheo/{waiting.file_id}/")
    assert of_files in files
    assert of_one in one
    assert note in files
    assert note in one
