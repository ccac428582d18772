"""Changing a plan by its pages: editing a row, the steps of a version, appointing leads."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.plan.models import ActionPerson, PlanVersion
from pacte.plan.queries import content_of_version
from pacte.plan.records import FigureKind, Lead, PlanRow
from pacte.web.pages.plan_editing.edit_row_page import (
    FigureFormSet,
    PlanRowForm,
    figure_formset_initial,
    row_form_initial,
    submitted_row_changes,
)
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.plans_at_hand import shipped_plan
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
EDIT = "actions/1/modifier/A01/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


def made_stage() -> Stage:
    return staged(
        small_plan(
            row("A01", 1, figures=(target(),)),
            row("A02", 2, leads=(Lead("Etat", "DIRECCTE"),)),
            row("A03", 3, leads=(Lead("GIP ALFA Centre"),)),
        )
    )


kept_stage = kept_for_module(made_stage)


def posted(stage: Stage, part: str, address: str, **data: Any) -> HttpResponse:
    return stage.client(part).post(stage.address(address), data)


def as_typed(of: PlanRow, **changes: str) -> dict[str, str]:
    """Form data of the unchanged form with a reason, as a browser sends it, then ``changes``."""
    periods = ("2019", "2020", "2021-2022")
    form = PlanRowForm(initial=row_form_initial(of, of.digest), periods=periods)
    figures = FigureFormSet(initial=figure_formset_initial(of), prefix="figures")
    bound = [field for each in (form, figures.management_form, *figures) for field in each]
    sent = {}
    for field in bound:
        shown = field.value()
        if field.field.widget.input_type == "checkbox" if hasattr(field.field.widget, "input_type") else False:
            if shown:
                sent[field.html_name] = "on"
        else:
            sent[field.html_name] = "" if shown is None else str(shown)
    return sent | {"reason": "Le comité l’a demandé"} | changes


def row_of(version: PlanVersion, key: str = "A01") -> PlanRow:
    return next(each for each in content_of_version(version).rows if each.key == key)


def test_the_form_opens_with_what_the_row_says(stage: Stage) -> None:
    page = stage.get(EDIT, "pilot")
    assert "Titre de A01" in page
    assert "Région (DFP)" in page
    assert 'value="10"' in page
    assert "La version en vigueur ne change pas" in page


@pytest.mark.parametrize("part", ["pilot", "lead"])
def test_a_change_goes_to_the_draft_and_leaves_the_version_in_force_alone(stage: Stage, part: str) -> None:
    answer = posted(stage, part, EDIT, **as_typed(row_of(stage.version), comment="À revoir en 2020"))
    assert answer.status_code == 302
    draft = PlanVersion.objects.get(plan=stage.plan, state="draft")
    assert answer["Location"] == stage.address(f"actions/1/?version={draft.number}")
    assert row_of(draft).comment == "À revoir en 2020"
    assert row_of(stage.version).comment == ""
    entry = AuditEntry.objects.get(act="plan.edit_row")
    assert entry.reason == "Le comité l’a demandé"
    assert set(entry.detail["changes"]) == {"comment"}


def test_without_a_reason_nothing_is_written_and_the_error_leads_to_its_field(stage: Stage) -> None:
    answer = posted(stage, "pilot", EDIT, **as_typed(row_of(stage.version), title="Autre", reason=" "))
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert '<a href="#id_reason">' in page
    assert re.search(r'<textarea id="id_reason"[^>]*aria-describedby="[^"]*id_reason-error"', page)
    assert 'id="id_reason-error"' in page
    assert ">Autre</textarea>" in page, "what was typed is kept"
    assert not PlanVersion.objects.filter(state="draft").exists()


def test_saving_without_a_change_writes_nothing(stage: Stage) -> None:
    answer = posted(stage, "pilot", EDIT, **as_typed(row_of(stage.version)))
    assert answer["Location"] == stage.address("actions/1/")
    assert not PlanVersion.objects.filter(state="draft").exists()


def test_two_people_at_once_the_second_is_told_and_loses_nothing(stage: Stage) -> None:
    first = row_of(stage.version)
    posted(stage, "lead", EDIT, **as_typed(first, comment="Le premier"))
    answer = posted(stage, "pilot", EDIT, **as_typed(first, comment="Le second"))
    page = plain(answer.content.decode())
    assert answer.status_code == 409
    assert "Quelqu’un a modifié cette action" in page
    assert "Le second</textarea>" in page
    assert "Rouvrir le formulaire à jour" in page
    assert row_of(PlanVersion.objects.get(state="draft")).comment == "Le premier"


def test_a_figure_is_added_and_another_removed(stage: Stage) -> None:
    before = row_of(stage.version)
    typed = as_typed(
        before,
        **{
            "figures-0-remove": "on",
            "figures-1-what": "stagiaires aidés",
            "figures-1-kind": "target",
            "figures-1-value": "3\u202f000,5",
            "figures-1-unit": "stagiaires",
            "figures-1-certain": "on",
        },
    )
    assert posted(stage, "pilot", EDIT, **typed).status_code == 302
    (figure,) = row_of(PlanVersion.objects.get(state="draft")).figures
    assert (figure.what, figure.kind, str(figure.value), figure.unit) == (
        "stagiaires aidés", FigureKind.TARGET, "3000.5", "stagiaires",
    )  # fmt: skip
    assert figure.certain


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"figures-0-what": ""}, "Dites ce qui est compté"),
        ({"figures-0-value": "beaucoup"}, "Ce n’est pas un nombre"),
        ({"figures-0-minimum": "5", "figures-0-maximum": "2"}, "La fourchette est à l’envers"),
        ({"figures-1-value": "12"}, "Dites ce qui est compté"),
        ({"linked_numbers": "un, deux"}, "Écrivez des numéros d’action"),
        ({"leads": "(DFP)"}, "ne se lit pas"),
        ({"title": ""}, "la case est vide"),
    ],
)
def test_a_value_that_cannot_be_kept_is_said_by_its_field(stage: Stage, typed: dict[str, str], said: str) -> None:
    answer = posted(stage, "pilot", EDIT, **as_typed(row_of(stage.version), **typed))
    assert answer.status_code == 422
    assert said in plain(answer.content.decode())
    assert not PlanVersion.objects.filter(state="draft").exists()


def test_leads_are_looked_up_in_the_directory(stage: Stage) -> None:
    typed = as_typed(row_of(stage.version), leads="Région (DFP)\nGIP ALFA Centre | appui\nInconnu")
    assert posted(stage, "pilot", EDIT, **typed).status_code == 302
    draft = PlanVersion.objects.get(state="draft")
    leads = row_of(draft).leads
    assert [(lead.organisation, lead.service, lead.role) for lead in leads] == [
        ("Région", "DFP", ""), ("GIP ALFA Centre", "", "appui"), ("Inconnu", "", ""),
    ]  # fmt: skip
    bodies = list(draft.leads.filter(row__key="A01").order_by("rank").values_list("body_id", flat=True))
    assert bodies == [stage.cast.region.pk, stage.cast.observatory.pk, None]


def test_the_form_of_every_row_of_the_real_plan_changes_nothing_by_itself() -> None:
    content = shipped_plan()
    periods = tuple(period.code for period in content.periods)
    changed = {}
    for each in content.rows:
        typed = as_typed(each)
        form, figures = PlanRowForm(typed, periods=periods), FigureFormSet(typed, prefix="figures")
        assert form.is_valid(), (each.key, form.errors)
        assert figures.is_valid(), (each.key, figures.errors)
        if found := submitted_row_changes(each, form, figures):
            changed[each.key] = found
    assert changed == {}


@pytest.mark.parametrize(
    ("part", "action", "status"),
    [("lead", 1, 200), ("lead", 2, 403), ("state_lead", 2, 200), ("state_lead", 1, 403), ("observatory_lead", 3, 200)],
)
def test_a_lead_edits_what_they_lead_and_nothing_else(stage: Stage, part: str, action: int, status: int) -> None:
    stage.get(f"actions/{action}/modifier/A0{action}/", part, status)


def test_a_version_is_voted_signed_and_put_in_force(stage: Stage) -> None:
    draft = stage.draft()
    steps = f"versions/{draft.number}/etapes/"
    on = {"on": "2020-03-04"}
    assert "Enregistrer le vote" in stage.get(steps, "pilot")
    assert posted(stage, "pilot", steps, act="vote", body="Plénière", number="20.03", **on).status_code == 302
    assert "Enregistrer la signature" in stage.get(steps, "pilot")
    assert posted(stage, "pilot", steps, act="sign", **on).status_code == 302
    assert posted(stage, "pilot", steps, act="force", **on).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.vote_number, draft.in_force_from) == ("in_force", "20.03", date(2020, 3, 4))
    assert "Toutes ses étapes sont franchies" in stage.get(steps, "pilot")


def test_a_step_taken_twice_is_a_conflict(stage: Stage) -> None:
    steps = f"versions/{stage.draft().number}/etapes/"
    vote = {"act": "vote", "body": "Plénière", "number": "20.03", "on": "2020-03-04"}
    posted(stage, "pilot", steps, **vote)
    assert posted(stage, "pilot", steps, **vote).status_code == 409


def test_a_signature_before_the_vote_is_said_by_its_field(stage: Stage) -> None:
    steps = f"versions/{stage.draft().number}/etapes/"
    posted(stage, "pilot", steps, act="vote", body="Plénière", number="20.03", on="2020-03-04")
    answer = posted(stage, "pilot", steps, act="sign", on="2020-01-01")
    assert answer.status_code == 422
    assert '<a href="#id_on">' in answer.content.decode()


def test_a_draft_is_given_up_with_a_reason(stage: Stage) -> None:
    draft = stage.draft()
    steps = f"versions/{draft.number}/etapes/"
    assert posted(stage, "pilot", steps, act="discard", reason="").status_code == 422
    assert posted(stage, "pilot", steps, act="discard", reason="Fait par erreur").status_code == 302
    assert not PlanVersion.objects.filter(pk=draft.pk).exists()
    assert AuditEntry.objects.get(act="plan.discard_draft").reason == "Fait par erreur"


def test_giving_up_the_only_version_of_a_plan_leads_to_the_plan(stage: Stage) -> None:
    stage = staged(small_plan(code="another"), in_force=False, cast=stage.cast)
    answer = posted(stage, "pilot", "versions/1/etapes/", act="discard", reason="Fait par erreur")
    assert answer["Location"] == "/plan/"


def test_the_pilot_appoints_a_person_for_a_lead_from_a_day(stage: Stage) -> None:
    who = f"{stage.cast.region.pk}-{stage.cast['lead'].person.pk}"
    assert "Lead Distribution, pour Région" in stage.get("actions/1/designer/", "pilot")
    assert posted(stage, "pilot", "actions/1/designer/", who=who, on="2020-01-01").status_code == 302
    with acting_as(MACHINE):
        held = ActionPerson.objects.get()
    assert (held.person_id, held.organisation_id, held.valid_from) == (
        stage.cast["lead"].person.pk, stage.cast.region.pk, date(2020, 1, 1),
    )  # fmt: skip
    assert "depuis le 1<sup>er</sup> janvier 2020" in stage.get("actions/1/designer/", "pilot")


def test_nobody_is_appointed_for_a_body_where_they_have_no_post(stage: Stage) -> None:
    who = f"{stage.cast.region.pk}-{stage.cast['state_lead'].person.pk}"
    assert posted(stage, "pilot", "actions/1/designer/", who=who, on="2020-01-01").status_code == 422
    with acting_as(MACHINE):
        assert not ActionPerson.objects.exists()


def test_an_action_without_anyone_to_appoint_says_why(stage: Stage) -> None:
    stage = staged(small_plan(row("A01", 1, leads=(Lead("Agefiph"),)), code="another"), cast=stage.cast)
    assert "Agefiph n’a aucun membre dans l’annuaire" in stage.get("actions/1/designer/", "pilot")


def test_an_action_that_does_not_exist_has_no_page_to_appoint(stage: Stage) -> None:
    stage.get("actions/99/designer/", "pilot", 404)


@pytest.mark.parametrize("part", ["lead", "pilot"])
def test_who_edited_reads_the_draft_and_edits_again(stage: Stage, part: str) -> None:
    saved = posted(stage, part, EDIT, **as_typed(row_of(stage.version), comment="Une fois"))
    assert stage.client(part).get(saved["Location"]).status_code == 200
    draft = PlanVersion.objects.get(state="draft")
    assert "Une fois</textarea>" in stage.get(EDIT, part)
    assert posted(stage, part, EDIT, **as_typed(row_of(draft), comment="Deux fois")).status_code == 302
    assert row_of(draft).comment == "Deux fois"
