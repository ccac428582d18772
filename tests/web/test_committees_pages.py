"""Pages of committees and decisions, for the pilot, the owner of a decision and a reader."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.steering.models import Committee, Decision
from pacte.steering.records import DecisionEventKind as Kind
from tests.steering.committee_stage import ASKED, HELD, POINTS, CommitteeStage, committee_stage
from tests.steering.test_committees import issued, packed
from tests.steering.test_decision_status import follow
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db

BASE = "/plan/round-plan/"
ONE = f"{BASE}comites/1/"


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.TOTP_REQUIRED = False


def client(stage: CommitteeStage, part: str = "pilot") -> Client:
    found = Client()
    found.force_login(stage.cast[part].person, backend="pacte.accounts.backends.PasswordBackend")
    return found


def page(stage: CommitteeStage, path: str, part: str = "pilot", status: int = 200) -> str:
    answer = client(stage, part).get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return plain(answer.content.decode())


def sent(stage: CommitteeStage, path: str, part: str = "pilot", **data: Any) -> HttpResponse:
    return client(stage, part).post(path, data)


def test_the_home_of_committees_leads_to_the_main_plan() -> None:
    answer = client(committee_stage()).get("/comites/")
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}comites/")


def test_the_next_committee_comes_first_with_what_remains_to_prepare() -> None:
    stage = committee_stage(held_on=today() + timedelta(days=12))
    said = page(stage, f"{BASE}comites/")
    assert "dans 12 jours" in said
    assert "il reste 1 chose à préparer" in said
    assert said.index("Comité de pilotage de décembre") < said.index("Comités tenus")


def test_a_committee_is_planned_changed_and_called_off() -> None:
    stage = committee_stage()
    answer = sent(stage, f"{BASE}comites/nouveau/", title="Comité technique", held_on="2021-03-04", starts_at="14:00")
    assert answer.status_code == 302
    assert "4 mars 2021 à 14 h 00" in page(stage, f"{BASE}comites/2/")
    assert sent(stage, f"{BASE}comites/2/modifier/", title="Autre nom", held_on="2021-03-05").status_code == 302
    assert sent(stage, f"{BASE}comites/2/annuler/", reason="Grève").status_code == 302
    page(stage, f"{BASE}comites/2/", status=404)


def test_a_date_far_from_the_plan_is_told_beside_its_field() -> None:
    stage = committee_stage()
    answer = sent(stage, f"{BASE}comites/nouveau/", title="Comité", held_on="1999-01-01")
    assert answer.status_code == 422
    assert "trop loin du plan" in plain(answer.content.decode())


def rows(*points: tuple[str, str, str, str, str], **more: str) -> dict[str, Any]:
    names = ("title", "kind", "presenter", "minutes", "number")
    return {name: [point[rank] for point in points] for rank, name in enumerate(names)} | more


def test_the_agenda_is_written_moved_and_shortened_without_script() -> None:
    stage = committee_stage()
    three = (("A", "information", "", "10", ""), ("B", "decision", "Lead", "", "1"), ("C", "discussion", "", "", ""))
    agenda = f"{ONE}ordre-du-jour/"
    assert sent(stage, agenda, **rows(*three, ("", "information", "", "", ""), act="down-0")).status_code == 302
    assert _titles(stage) == ["B", "A", "C"]
    assert sent(stage, agenda, **rows(*three, act="up-2")).status_code == 302
    assert _titles(stage) == ["A", "C", "B"]
    assert sent(stage, agenda, **rows(*three, act="done", remove="1")).status_code == 302
    assert _titles(stage) == ["A", "C"]


def test_what_leads_ask_is_put_on_the_agenda_in_one_click_and_once() -> None:
    stage = committee_stage()
    agenda = f"{ONE}ordre-du-jour/"
    one = ("A", "information", "", "", "")
    sent(stage, agenda, **rows(one, act="asked"))
    assert _titles(stage) == ["A", ASKED]
    sent(stage, agenda, **rows(one, (ASKED, "decision", "", "10", "1"), act="asked"))
    assert _titles(stage) == ["A", ASKED]


@pytest.mark.parametrize(
    "point",
    [
        ("", "information", "", "10", ""), ("A", "rien", "", "", ""), ("A", "information", "", "dix", ""),
        ("A", "information", "", "", "x"), ("A", "information", "", "", "99"), ("A", "information", "", "²", ""),
    ],
)  # fmt: skip
def test_an_agenda_that_cannot_be_read_keeps_what_was_typed(point: tuple[str, str, str, str, str]) -> None:
    stage = committee_stage()
    answer = sent(stage, f"{ONE}ordre-du-jour/", **rows(point, act="done"))
    assert answer.status_code == 422
    assert _titles(stage) == [each.title for each in POINTS]


def test_one_click_makes_the_pack_and_its_three_files_are_the_frozen_ones() -> None:
    stage = committee_stage()
    assert "Faire le dossier" in page(stage, ONE)
    assert sent(stage, f"{ONE}dossier/").status_code == 302
    said = page(stage, f"{ONE}dossier/", "lead")
    assert "2 actions sur 3 ont répondu" in said
    assert "S-1" in said
    assert ASKED in said
    for extension, start in (("pdf", b"%PDF"), ("pptx", b"PK"), ("xlsx", b"PK")):
        first, again = (client(stage, "lead").get(f"{ONE}dossier.{extension}") for _ in range(2))
        assert first.content.startswith(start)
        assert first.content == again.content
        assert f"comite-1_2020-12-09_edition-1.{extension}" in first["Content-Disposition"]
    assert client(stage).get(f"{ONE}dossier.docx").status_code == 404


def test_a_decision_is_written_from_what_a_lead_asked() -> None:
    stage = committee_stage()
    (ask,) = (each for each in packed(stage).pack.asks if each.ref == "A1-D")
    said = page(stage, f"{ONE}seance/?demande=A1-D")
    assert f">{ASKED}</textarea>" in said
    lead = stage.cast["lead"].person.pk
    answer = sent(
        stage, f"{ONE}seance/", text=ASKED, actions="1; 2", owner=f"p-{lead}-{stage.cast.region.pk}",
        due_on="2021-01-15", check_on="2021-06-30", expected_effect="Plus de places prises",
        asked=str(ask.answer_id),
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer["Location"].endswith("#id_text")
    said = page(stage, f"{ONE}seance/")
    assert "D-1" in said
    assert "Lead Distribution (Région)" in said
    assert "demande=A1-D" not in said, "what is decided is not asked again"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("actions", "dix-huit", "n’est pas une suite de numéros"), ("actions", "99", "pas d’action 99"),
        ("due_on", "2020-01-01", "avant la séance"), ("owner", "p-1-1", "choix"), ("text", "", "la case est vide"),
        ("actions", "²", "n’est pas une suite de numéros"),
    ],
)  # fmt: skip
def test_a_decision_that_does_not_hold_is_told_beside_its_field(field: str, value: str, words: str) -> None:
    stage = committee_stage()
    answer = sent(stage, f"{ONE}seance/", **({"text": "Décider", "actions": "1"} | {field: value}))
    assert answer.status_code == 422
    assert words in plain(answer.content.decode())
    assert not Decision.objects.exists()


@pytest.mark.parametrize("huge", ["9" * 30, "-1", "x"])
def test_a_number_that_no_answer_bears_breaks_nothing(huge: str) -> None:
    stage = committee_stage()
    assert sent(stage, f"{ONE}seance/", text="Décider", asked=huge).status_code in (302, 422)
    point = rows(("A", "information", "", huge, huge), act="done")
    assert sent(stage, f"{ONE}ordre-du-jour/", **point).status_code in (409, 422)
    page(stage, f"{BASE}decisions/?action={huge}&responsable={huge}&mots={huge}")


def test_a_meeting_is_held_without_a_decision() -> None:
    stage = committee_stage()
    assert sent(stage, f"{ONE}seance/", act="hold").status_code == 302
    assert "Aucune décision" in page(stage, ONE)


def test_the_statement_leaves_in_one_click_and_reads_the_same_for_ever() -> None:
    stage = committee_stage()
    stage.decide("Fixer une cible.")
    assert "1 décision à envoyer" in page(stage, f"{ONE}releve/")
    assert sent(stage, f"{ONE}releve/").status_code == 302
    said = page(stage, f"{ONE}releve/", "lead")
    assert "Que dit le relevé n° 1 ?" in said
    before = client(stage).get(f"{ONE}releve.pdf").content
    follow(stage, "lead", Kind.DONE, HELD)
    assert client(stage).get(f"{ONE}releve.pdf").content == before
    assert sent(stage, f"{ONE}releve/").status_code == 409
    assert sent(stage, f"{BASE}decisions/1/modifier/", text="Autre").status_code == 409


def test_a_statement_waits_for_an_owner() -> None:
    stage = committee_stage()
    stage.decide(owner_id=None)
    assert "Il manque un responsable à D-1" in page(stage, f"{ONE}releve/")
    assert sent(stage, f"{ONE}releve/").status_code == 409


def test_a_decision_is_put_right_and_taken_back_before_the_statement() -> None:
    stage = committee_stage()
    stage.decide()
    change = f"{BASE}decisions/1/modifier/"
    assert "Fixer la cible à 75 %." in page(stage, change)
    assert sent(stage, change, text="Fixer la cible à 80 %.", actions="").status_code == 302
    assert "80 %" in page(stage, f"{ONE}seance/")
    assert sent(stage, change, act="withdraw").status_code == 302
    assert not Decision.objects.exists()


def test_an_owner_who_reads_no_committee_follows_the_decision() -> None:
    stage = committee_stage()
    stage.decide(owner_id=stage.cast["partner"].person.pk, owner_body_id=stage.cast.provider.pk)
    path = f"{BASE}decisions/1/"
    said = page(stage, path, "partner")
    assert "Noter cette étape" in said
    assert f"{BASE}comites/" not in said
    data = {"kind": "progress", "happened_on": "2020-12-20", "note": "Nous avons commencé."}
    assert sent(stage, path, "partner", **data).status_code == 302
    assert "Nous avons commencé." in page(stage, path, "partner")
    page(stage, f"{BASE}decisions/", "partner", status=404)


def test_a_step_that_cannot_come_is_told_and_not_written() -> None:
    stage = committee_stage()
    stage.decide()
    path = f"{BASE}decisions/1/"
    answer = sent(stage, path, kind="effect_seen", happened_on="2020-12-20", note="Vu")
    assert answer.status_code == 422
    answer = sent(stage, path, kind="postponed", happened_on="2020-12-20", note="Plus tard")
    assert answer.status_code == 422
    assert "Reportée à quand ?" in plain(answer.content.decode())


def test_the_register_is_filtered_by_its_address_and_taken_away_as_it_is_seen() -> None:
    stage = committee_stage()
    stage.decide("Première", due_on=HELD + timedelta(days=5))
    stage.decide("Deuxième", owner_id=None, owner_body_id=stage.cast.state.pk, numbers=(ActionCode(2),))
    everything = page(stage, f"{BASE}decisions/", "analyst")
    assert "Première" in everything
    assert "Deuxième" in everything
    for query, kept, gone in (
        ("etat=en-retard", "Première", "Deuxième"), ("action=2", "Deuxième", "Première"),
        ("responsable=Etat", "Deuxième", "Première"), ("mots=premiere", "Première", "Deuxième"),
    ):  # fmt: skip
        said = page(stage, f"{BASE}decisions/?{query}", "analyst")
        assert kept in said, query
        assert gone not in said, query
        file = client(stage, "analyst").get(f"{BASE}decisions.xlsx?{query}")
        assert file.status_code == 200
        assert file.content.startswith(b"PK")
    assert "Première" in page(stage, f"{BASE}decisions/?etat=inconnu&action=!", "analyst")


def test_the_filters_of_the_register_offer_what_it_holds_and_keep_what_was_chosen() -> None:
    stage = committee_stage()
    stage.decide("Première")
    stage.decide("Deuxième", owner_id=None, owner_body_id=stage.cast.state.pk, numbers=(ActionCode(2),))
    html = page(stage, f"{BASE}decisions/?action=2&etat=en-cours", "analyst")
    offered = {
        name: re.findall(r'<option value="([^"]*)"( selected)?', options)
        for name, options in re.findall(r'<select id="f-\w+" name="(\w+)">(.*?)</select>', html, re.DOTALL)
    }
    assert [value for value, _ in offered["action"]] == ["", "1", "2"]
    assert {"", "en-retard", "en-cours"} <= {value for value, _ in offered["etat"]}
    assert len(offered["responsable"]) == 3
    chosen = {name: [value for value, is_selected in each if is_selected] for name, each in offered.items()}
    assert chosen == {"action": ["2"], "etat": ["en-cours"], "responsable": [""]}


def test_the_decisions_of_an_action_stand_on_its_page_for_who_takes_part() -> None:
    stage = committee_stage()
    stage.decide("Fixer une cible de remplissage.")
    assert "Fixer une cible de remplissage." in page(stage, f"{BASE}actions/1/", "lead")
    public = Client().get(f"{BASE}actions/1/").content.decode()
    assert "Fixer une cible de remplissage." not in public


def test_a_list_page_costs_the_same_whatever_the_number_of_decisions(django_assert_max_num_queries: Any) -> None:
    stage = committee_stage()
    for rank in range(10):
        stage.decide(f"Décision {rank}")
    reader = client(stage, "analyst")
    with django_assert_max_num_queries(30):
        assert reader.get(f"{BASE}decisions/").status_code == 200
    with django_assert_max_num_queries(30):
        assert reader.get(f"{BASE}comites/").status_code == 200


def test_markup_that_someone_types_is_shown_as_typed() -> None:
    stage = committee_stage()
    stage.decide("<script>alert(1)</script> décider", expected_effect="<b>gras</b>")
    issued(stage)
    for path in (f"{BASE}decisions/", f"{BASE}decisions/1/", ONE, f"{ONE}releve/"):
        assert "<script>alert(1)" not in page(stage, path), path


def _titles(stage: CommitteeStage) -> list[str]:
    committee = Committee.objects.get(pk=stage.committee.pk)
    return list(committee.agenda.order_by("rank").values_list("title", flat=True))
