"""Pages of studies: the list, one file, its transitions, documents and comparison; who reads it and who acts."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import load_workbook

from pacte.accounts.row_context import acting_as
from pacte.evaluation.services import open_experiment
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.records import Lead
from pacte.procedures.models import Case, CaseDocument
from pacte.procedures.services import (
    add_document,
    expect_deliverable,
    open_case,
    record_award,
    record_choice,
    save_criterion,
    save_option,
    save_score,
    set_deadline,
    update_case_fields,
)
from tests.cast import MACHINE
from tests.infra.attachments.samples import entry, pdf
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
OPENED = date(2020, 1, 6)
STUDY = "assistance_study"


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


def made_stage() -> Stage:
    return staged(
        small_plan(
            row("A01", 1, leads=(Lead("Région"),)),
            row("A02", 2, leads=(Lead("Etat"),), partners=("Organisme de formation du Cher",)),
            row("A03", 3, figures=(target("chantiers", 2, unit="chantiers", indicator_code="training_worksites"),)),
        )
    )


kept_stage = kept_for_module(made_stage)


@pytest.fixture
def file(stage: Stage) -> Case:
    with acting_as(MACHINE):
        return open_case(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(2),
            procedure_code="assistance_study",
            title="Étude d’essai",
            on=OPENED,
        )


def posted(stage: Stage, part: str, address: str, **data: Any) -> HttpResponse:
    return stage.client(part).post(stage.address(address), data)


def test_the_list_says_what_is_late_before_what_is_not(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        other = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=STUDY, title="Autre étude", on=OPENED
        )
        set_deadline(actor=MACHINE, case=file, code="specification_due", due_on=today() - timedelta(days=4), on=OPENED)
        set_deadline(
            actor=MACHINE, case=other, code="specification_due", due_on=today() + timedelta(days=90), on=OPENED
        )
    page = stage.get("dossiers/", "pilot")
    assert "2 dossiers sont en cours, 1 est en retard." in page
    assert page.index("Étude d’essai") < page.index("Autre étude")
    assert "en retard de 4 jours" in page


def test_an_empty_list_says_who_opens_a_file(stage: Stage) -> None:
    assert "Aucun dossier. Le porteur" in stage.get("dossiers/", "pilot")


def test_the_number_of_queries_of_the_list_does_not_grow_with_its_rows(
    stage: Stage, file: Case, django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(200) as counted:
            stage.get("dossiers/", "pilot")
        return len(counted)

    few = asked()
    with acting_as(MACHINE):
        for rank in range(8):
            made = open_case(
                actor=MACHINE,
                plan=stage.plan,
                number=ActionCode(1),
                procedure_code="assistance_study",
                title=f"É {rank}",
                on=OPENED,
            )
            expect_deliverable(actor=MACHINE, case=made, title="Rapport", due_on=today(), on=OPENED)
    assert asked() == few


def test_the_list_is_filtered_counted_and_downloaded(stage: Stage, file: Case) -> None:
    page = stage.get("dossiers/?mots=essai&etat=en-cours", "pilot")
    assert "1 dossier sur 1" in page
    assert "Étude d’essai" in page
    assert "Aucun dossier ne répond à ces choix." in stage.get("dossiers/?etat=termine", "pilot")
    assert "1 dossier sur 1" in stage.get("dossiers/?etat=rien&procedure=rien&etape=rien&page=7", "pilot")
    client = stage.client("pilot")
    text = b"".join(client.get(stage.address(f"dossiers/liste.csv?procedure={STUDY}"))).decode("utf-8-sig")
    heading, line = text.splitlines()
    assert heading.startswith("N°;Procédure;Action;Intitulé;Étape")
    assert "Qui paie" in heading
    assert "Étude d’essai" in line
    book = b"".join(client.get(stage.address("dossiers/liste.xlsx")))
    sheets = load_workbook(BytesIO(book))
    assert sheets.sheetnames == ["Dossiers", "Lignes"]
    assert sheets["Dossiers"].cell(3, 4).value == "Étude d’essai"
    assert client.get(stage.address("dossiers/liste.ods")).status_code == 404


def test_the_figures_of_a_procedure_are_those_of_its_cases(stage: Stage, file: Case) -> None:
    page = stage.get(f"dossiers/procedure/{STUDY}/", "pilot")
    assert "1 dossier est en cours" in page
    assert "Reçus par mois" not in page, "nothing came in the last two years"
    assert f"?procedure={STUDY}&amp;action=2#dossiers" in page


def test_the_file_says_what_lacks_and_offers_no_button_for_it(stage: Stage, file: Case) -> None:
    page = stage.get(f"dossiers/{file.number}/", "pilot")
    assert "manque : le cahier des charges (CCTP), qui paie, la date limite de remise des offres" in page
    assert "pas/publish/" not in page
    assert "pas/drop/" in page


def test_a_move_without_what_it_needs_is_refused_with_the_reason_on_the_form(stage: Stage, file: Case) -> None:
    answer = posted(stage, "pilot", f"dossiers/{file.number}/pas/publish/", on="2020-02-03")
    assert answer.status_code == 422
    assert "il manque : le cahier des charges" in plain(answer.content.decode())
    file.refresh_from_db()
    assert file.stage == "specification"


def test_a_file_is_walked_by_its_pages_up_to_the_award(stage: Stage, file: Case) -> None:
    base = f"dossiers/{file.number}/"
    paper = SimpleUploadedFile("cctp.pdf", pdf(), "application/pdf")
    sent = {"kind": "specification", "title": "CCTP", "on": "2020-01-10", "file": paper, "reference": ""}
    assert posted(stage, "state_lead", f"{base}documents/ajouter/", **sent).status_code == 302
    described = {
        "title": "Étude d’essai",
        "question": "Quoi ?",
        "payer": "État",
        "estimate": "48 k€",
        "purchase": "adapted",
    }
    assert posted(stage, "state_lead", f"{base}acte/description/", **described, reason="").status_code == 302
    deadline = {"code": "offers_due", "due_on": "2020-02-20", "reason": ""}
    assert posted(stage, "state_lead", f"{base}acte/echeance/", **deadline).status_code == 302
    assert posted(stage, "buyer", f"{base}pas/publish/", on="2020-02-03", reason="").status_code == 302
    assert posted(stage, "buyer", f"{base}pas/close/", on="2020-02-21", reason="").status_code == 302
    file.refresh_from_db()
    assert file.stage == "award"
    assert file.values["estimate"] == 48_000_00
    page = stage.get(base, "pilot")
    assert "48 000 €" in page
    assert "étape, Consultation" in page
    assert "State_Lead Distribution" in page, "who did it is told"


def test_a_document_comes_back_as_it_was_and_is_never_opened_in_our_name(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        made = add_document(
            actor=MACHINE, case=file, kind="other", title="Pièce", on=OPENED, name='é"t.pdf', data=pdf()
        )
    answer = stage.client("pilot").get(stage.address(f"dossiers/{file.number}/documents/{made.pk}/"))
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%C3%A9%22t.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_document_that_waits_for_the_antivirus_says_so_and_is_not_given(
    stage: Stage, file: Case, settings: LazySettings
) -> None:
    settings.ANTIVIRUS = "unix:/nonexistent/clamd.ctl"
    with acting_as(MACHINE):
        made = add_document(actor=MACHINE, case=file, kind="other", title="Plan", on=OPENED, name="p.pdf", data=pdf())
    address = f"dossiers/{file.number}/documents/{made.pk}/"
    page = stage.get(f"dossiers/{file.number}/", "pilot")
    assert "attend l’antivirus" in page
    assert address not in page
    assert "L’antivirus n’a pas encore lu cette pièce" in stage.get(address, "pilot", status=409)
    for part in ("intruder", "partner"):
        stage.get(address, part, status=404)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("virus.exe", b"MZ"),
        ("script.pdf", pdf(opening=entry(S="/JavaScript", JS="x"))),
        ("plan.pdf", b"<html>"),
        ("plan.docx", b"PK\x03\x04 nothing of Word"),
        ("vide.pdf", b""),
    ],
)
def test_a_document_that_is_not_what_it_says_is_refused(stage: Stage, file: Case, name: str, data: bytes) -> None:
    sent = {
        "kind": "other",
        "title": "Pièce",
        "on": "2020-01-10",
        "file": SimpleUploadedFile(name, data),
        "reference": "",
    }
    assert posted(stage, "pilot", f"dossiers/{file.number}/documents/ajouter/", **sent).status_code == 422
    assert not CaseDocument.objects.exists()


def test_a_partner_of_the_action_reads_the_file_but_none_of_its_papers(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        made = add_document(
            actor=MACHINE, case=file, kind="specification", title="Secret", on=OPENED, name="c.pdf", data=pdf()
        )
    page = stage.get(f"dossiers/{file.number}/", "partner")
    assert "Les pièces d’un marché ne sont pas ouvertes aux partenaires" in page
    assert "Secret" not in page.split("Ce qui s’est passé")[0]
    stage.get(f"dossiers/{file.number}/documents/{made.pk}/", "partner", status=404)


def test_before_the_award_a_partner_reads_neither_estimate_nor_holder_nor_papers_in_the_history(
    stage: Stage, file: Case
) -> None:
    with acting_as(MACHINE):
        add_document(
            actor=MACHINE, case=file, kind="specification", title="Titre gardé", on=OPENED, name="c.pdf", data=pdf()
        )
        values = {"estimate": 48_000_00, "payer": "État"}
        update_case_fields(actor=MACHINE, case=file, title="", values=values, on=OPENED)
        Case.objects.filter(pk=file.pk).update(stage="award")
        file.refresh_from_db()
        record_award(actor=MACHINE, case=file, holder="Cabinet secret", cents=5_200_000, on=OPENED)
    for part in ("partner", "lead"):
        page = stage.get(f"dossiers/{file.number}/", part)
        for hidden in ("Titre gardé", "48 000", "52 000", "Cabinet secret"):
            assert hidden not in page, (part, hidden)
    assert "52 000 €" in stage.get(f"dossiers/{file.number}/", "state_lead")
    Case.objects.filter(pk=file.pk).update(stage="deliverables")
    assert "Cabinet secret" in stage.get(f"dossiers/{file.number}/", "partner"), "notified, it is known"


def test_the_page_of_an_action_says_which_choice_made_it_possible(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        Case.objects.filter(pk=file.pk).update(stage="choice")
        file.refresh_from_db()
        record_choice(
            actor=MACHINE, case=file, on=OPENED, reason="x", text="La voie courte", enabled_numbers=(ActionCode(1),)
        )
    assert "La voie courte" in stage.get("actions/1/", "pilot")
    assert "La voie courte" not in stage.get("actions/1/")
    with acting_as(MACHINE):
        record_choice(
            actor=MACHINE, case=file, on=OPENED, reason="x", text="La voie longue", enabled_numbers=(ActionCode(2),)
        )
    assert "La voie courte" not in stage.get("actions/1/", "pilot"), "the last choice counts"


def test_the_page_of_an_action_shows_its_studies_and_sheets_to_members_and_a_count_to_the_public(
    stage: Stage, file: Case
) -> None:
    with acting_as(MACHINE):
        open_experiment(actor=MACHINE, plan=stage.plan, number=ActionCode(2), title="Relances", on=OPENED)
    page = stage.get("actions/2/", "state_reader")
    assert "Étude en cours" in page
    assert "Étude d’essai" in page
    assert "Fiche d’expérimentation incomplète." in page
    public = stage.get("actions/2/")
    assert "Cette action mène 1 expérimentation." in public
    assert "Relances" not in public
    assert "Études demandées pour l’action : <strong>1 étude</strong>" in public
    assert "Étude en cours" not in public
    assert "Étude d’essai" not in public


def test_only_the_procedures_that_the_plan_asks_of_the_action_are_offered(stage: Stage) -> None:
    asked = posted(stage, "pilot", "dossiers/ouvrir/", action="2")
    assert asked.headers["Location"].endswith("dossiers/ouvrir/?action=2")
    without = stage.get("dossiers/ouvrir/?action=2", "pilot")
    assert 'value="training_worksite"' not in without
    assert "le plan n’y a aucun chiffre qu’une autre procédure mesure" in without
    tied = stage.get("dossiers/ouvrir/?action=3", "pilot")
    assert tied.index('value="training_worksite"') < tied.index(f'value="{STUDY}"')
    assert "aucun chiffre" not in tied
    forced = posted(stage, "pilot", "dossiers/ouvrir/?action=2", procedure="training_worksite", title="Lavoir")
    assert forced.status_code == 422
    assert posted(stage, "pilot", "dossiers/ouvrir/?action=3", procedure="training_worksite", title="Lavoir").url
    assert str(Case.objects.get(title="Lavoir").plan_action.number) == "3"
    assert "procedure" not in stage.get("dossiers/ouvrir/?action=99", "pilot").partition("act-form")[2]


def test_a_partner_of_another_action_and_another_region_see_no_such_file(stage: Stage) -> None:
    with acting_as(MACHINE):
        other = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=STUDY, title="Autre", on=OPENED
        )
    stage.get(f"dossiers/{other.number}/", "partner", status=404)
    for part in ("intruder", "visitor", "provider", "adviser"):
        stage.get("dossiers/", part, status=404)
        stage.get(f"dossiers/{other.number}/", part, status=404)
    assert stage.client().get(stage.address("dossiers/")).status_code == 302


def test_the_lead_of_another_action_reads_but_changes_nothing(stage: Stage, file: Case) -> None:
    stage.get(f"dossiers/{file.number}/", "lead")
    stage.get(f"dossiers/{file.number}/acte/attente/", "lead", status=403)
    stage.get(f"dossiers/{file.number}/pas/publish/", "lead", status=403)
    stage.get(f"dossiers/{file.number}/acte/attente/", "state_lead")


def test_a_file_waits_for_its_condition_and_says_so(stage: Stage, file: Case) -> None:
    base = f"dossiers/{file.number}/"
    assert (
        posted(stage, "pilot", f"{base}acte/attente/", condition="si RH octroyées", on="2020-02-01").status_code == 302
    )
    page = stage.get(base, "pilot")
    assert "En attente depuis le 1er février 2020 : si RH octroyées".replace("1er", "1<sup>er</sup>") in page
    assert posted(stage, "pilot", f"{base}acte/lever/", on="2020-03-01", reason="").status_code == 422
    assert posted(stage, "pilot", f"{base}acte/lever/", on="2020-03-01", reason="poste ouvert").status_code == 302
    assert "si RH octroyées" in stage.get(base, "pilot"), "the history keeps it"


def test_markup_in_a_title_stays_text(stage: Stage) -> None:
    with acting_as(MACHINE):
        made = open_case(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(1),
            procedure_code="assistance_study",
            title="<script>alert(1)</script>",
            on=OPENED,
        )
    for address in ("dossiers/", f"dossiers/{made.number}/", f"dossiers/{made.number}/options/"):
        assert "<script>alert" not in stage.get(address, "pilot")


def compared(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        criteria = [
            save_criterion(actor=MACHINE, case=file, label=label, points=points)
            for label, points in (("Effet", 50), ("Coût", 30), ("Délai", 20))
        ]
        for title, marks in (("Un", (4, 2, 3)), ("Deux", (3, 4, 3)), ("Trois", (2, 2, 3))):
            option = save_option(
                actor=MACHINE, case=file, title=title, enables="un carnet", enabled_numbers=(ActionCode(1),)
            )
            for criterion, value in zip(criteria, marks, strict=True):
                save_score(
                    actor=MACHINE, option=option, criterion=criterion, value=value, source="Livrable 1", on=OPENED
                )


def test_the_comparison_says_who_is_first_and_as_long_as_what(stage: Stage, file: Case) -> None:
    compared(stage, file)
    page = stage.get(f"dossiers/{file.number}/options/", "analyst")
    assert "L’option B est première, 3,30 sur 5." in page
    assert "B reste première tant que « Effet » pèse moins de 54,5 %" in page
    assert "C n’est jamais première seule" in page
    assert "Livrable 1 · tests" in page
    assert "Noter l’option" not in page, "an analyst reads"
    assert "style=" not in page


def test_a_comparison_without_marks_says_what_is_missing(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        save_criterion(actor=MACHINE, case=file, label="Effet", points=1)
        for title in ("Un", "Deux"):
            save_option(actor=MACHINE, case=file, title=title)
    page = stage.get(f"dossiers/{file.number}/options/", "pilot")
    assert "Aucune option n’a toutes ses notes : 2 notes manquent." in page
    assert "Il faut deux options" in stage.get(f"dossiers/{another(stage).number}/options/", "pilot")


def another(stage: Stage) -> Case:
    with acting_as(MACHINE):
        return open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=STUDY, title="Vide", on=OPENED
        )


def test_marks_are_typed_by_option_and_one_wrong_mark_keeps_them_all_out(stage: Stage, file: Case) -> None:
    compared(stage, file)
    first, second, third = file.criteria.order_by("rank")
    address = f"dossiers/{file.number}/options/notes/A/"
    sent = {f"source_{each.pk}": "Entretiens" for each in (first, second, third)}
    wrong = {f"value_{first.pk}": "4,5", f"value_{second.pk}": "9", f"value_{third.pk}": ""}
    assert posted(stage, "pilot", address, **sent, **wrong).status_code == 422
    assert not file.options.get(code="A").scores.filter(source="Entretiens").exists()
    right = {f"value_{first.pk}": "4,5", f"value_{second.pk}": "0", f"value_{third.pk}": ""}
    assert posted(stage, "pilot", address, **sent, **right).status_code == 302
    assert file.options.get(code="A").scores.filter(source="Entretiens").count() == 2


def ready_to_choose(stage: Stage, file: Case) -> None:
    compared(stage, file)
    Case.objects.filter(pk=file.pk).update(stage="choice")
    file.refresh_from_db()


def test_a_person_chooses_with_a_reason_and_may_depart_from_the_first(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        ready_to_choose(stage, file)
    base = f"dossiers/{file.number}/"
    sent = {
        "option": "C",
        "text": "",
        "enables": "",
        "enabled_numbers": "",
        "decision_reference": "",
        "on": "2020-09-01",
    }
    assert posted(stage, "pilot", f"{base}acte/choix/", **sent, reason="").status_code == 422
    assert posted(stage, "pilot", f"{base}acte/choix/", **sent, reason="la seule sans embauche").status_code == 302
    page = stage.get(base, "pilot")
    assert "Option C : Trois" in page
    assert "la seule sans embauche" in page
    assert "un carnet" in page
    assert stage.address("actions/1/") in page
    assert posted(stage, "pilot", f"{base}pas/conclude/", on="2020-09-02", reason="").status_code == 302
    ended = stage.get(base, "pilot")
    assert "Terminé le 2 septembre 2020 : choix fait." in ended
    action = stage.get("actions/2/", "pilot")
    assert "choix fait" in action
    assert "terminé, choix fait" not in action, "the outcome says that it is over"
    assert posted(stage, "pilot", f"{base}acte/attente/", condition="x", on="2020-09-03").status_code == 409


def test_nothing_is_chosen_before_its_time(stage: Stage, file: Case) -> None:
    compared(stage, file)
    sent = {"option": "B", "text": "", "enabled_numbers": "", "on": "2020-09-01", "reason": "vite"}
    assert posted(stage, "pilot", f"dossiers/{file.number}/acte/choix/", **sent).status_code == 409


def test_deliverables_are_received_refused_and_received_anew(stage: Stage, file: Case) -> None:
    with acting_as(MACHINE):
        made = expect_deliverable(actor=MACHINE, case=file, title="Rapport", due_on=date(2020, 6, 1), on=OPENED)
    base = f"dossiers/{file.number}/livrables/{made.rank}/"
    assert posted(stage, "state_lead", f"{base}accepter/", on="2020-06-02", reason="").status_code == 409
    assert posted(stage, "state_lead", f"{base}recevoir/", on="2020-06-02").status_code == 302
    assert posted(stage, "state_lead", f"{base}refuser/", on="2020-06-09", reason="").status_code == 422
    assert posted(stage, "state_lead", f"{base}refuser/", on="2020-06-01", reason="vide").status_code == 422
    assert posted(stage, "state_lead", f"{base}refuser/", on="2020-06-09", reason="chiffrage absent").status_code == 302
    assert "refusé, à reprendre" in stage.get(f"dossiers/{file.number}/", "pilot")
    assert posted(stage, "state_lead", f"{base}recevoir/", on="2020-07-01").status_code == 302
    assert posted(stage, "state_lead", f"{base}accepter/", on="2020-07-02", reason="").status_code == 302
    assert made.steps.count() == 5


def test_a_day_to_come_is_refused(stage: Stage, file: Case) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    answer = posted(stage, "pilot", f"dossiers/{file.number}/pas/drop/", on=tomorrow, reason="fin")
    assert answer.status_code == 422
    assert "n’est pas encore passé" in plain(answer.content.decode())


def test_an_award_is_corrected_with_its_reason_and_both_stay(stage: Stage, file: Case) -> None:
    Case.objects.filter(pk=file.pk).update(stage="award")
    address = f"dossiers/{file.number}/acte/attribution/"
    sent = {"holder": "Cabinet", "cents": "48 k€", "reference": "", "on": "2020-03-01"}
    assert posted(stage, "buyer", address, **sent, reason="").status_code == 302
    assert posted(stage, "buyer", address, **sent | {"cents": "52 000,50"}, reason="").status_code == 422
    assert (
        posted(stage, "buyer", address, **sent | {"cents": "52 000,50"}, reason="erreur de saisie").status_code == 302
    )
    assert list(file.awards.order_by("pk").values_list("cents", flat=True)) == [4_800_000, 5_200_050]
    assert "52 000,50 €" in stage.get(f"dossiers/{file.number}/", "finance")
