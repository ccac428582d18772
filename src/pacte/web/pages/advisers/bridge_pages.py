"""« Dedans, dehors » : what a person in custody followed on each side, their release, and the sheet for the judge.

For the prison service that follows them; anybody else gets 404. Each reading is logged (actions 25 and 26).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pacte.exchange.documents import judge_sheet_pdf
from pacte.journeys.queries.adviser_learners import journey_records
from pacte.journeys.queries.bridges import BridgeStage, stages
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.rules.custody import SIDE_LABELS
from pacte.journeys.rules.state_machine import steps_in_force
from pacte.journeys.services.judge_sheets import edit_judge_sheet
from pacte.journeys.services.releases import (
    correct_release,
    read_release,
    read_releases,
    record_release,
    withdraw_release,
)
from pacte.kernel.clock import paris_date, today
from pacte.kernel.french import format_day
from pacte.web.certification_blocks import certified_block_labels
from pacte.web.charts.sides import sides_svg
from pacte.web.form_fields import day_field
from pacte.web.page import Crumb
from pacte.web.pages.advisers.adviser_pages import LearnerRecordFormPage, LearnerRecordPage
from pacte.web.tables import Cell, Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.journeys.models import Release


class ReleaseForm(forms.Form):
    left_on = day_field("Sortie le", error_messages={"required": "Donnez le jour de la sortie."})


class ReleaseCorrectionForm(ReleaseForm):
    is_mistake = forms.BooleanField(label="C’est une erreur : cette personne n’est pas sortie", required=False)


class BridgePage(LearnerRecordPage):
    """What the prison service alone reads: the releases of the person, and each training with its side."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for anybody but the authority of this person."""
        super().load(*args, **kwargs)
        self.releases = read_releases(
            actor=self.actor, learner=self.record.learner, body_id=self.record.body_id
        )  # fmt: skip


class ReleaseFormPage(LearnerRecordFormPage):
    """A form about the release, which goes back to « Dedans, dehors »."""

    @property
    def back_url(self) -> str:
        return self.url("advisers:bridge", self.record.learner.key)

    def parents(self) -> Sequence[Crumb]:
        return [("Dedans, dehors", self.back_url)]


class ReleasePage(ReleaseFormPage):
    """A release to note."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        read_releases(actor=self.actor, learner=self.record.learner, body_id=self.record.body_id)


class ReleaseCorrectionPage(ReleaseFormPage):
    """A release that was noted, to correct or to take back."""

    release: Release

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.release = read_release(
            actor=self.actor, learner=self.record.learner, body_id=self.record.body_id, release_id=kwargs["release"]
        )

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"left_on": self.release.left_on}}


@BridgePage.view(template_name="advisers/bridge.html", crumb="Dedans, dehors", decorators=(never_cache,))
def bridge(page: BridgePage) -> dict[str, Any]:
    on, key = today(), page.record.learner.key
    days = [each.left_on for each in page.releases]
    rows = stages(actor=page.actor, learner=page.record.learner, releases=days, on=on)
    is_drawn = any(each.is_entered for each in rows)
    return {
        "title": f"Dedans, dehors : où en est {page.record.name} ?",
        "answer": _answer(rows, page.releases),
        "drawing": sides_svg(rows, releases=days, on=on, identifier="dedans-dehors") if is_drawn else "",
        "table": _stage_table(rows),
        "releases": _release_table(page),
        "release_url": page.url("advisers:release", key),
        "custody_url": page.url("advisers:custody", key),
        "sheet_url": page.url("advisers:judge_sheet", key),
        "synthetic": page.record.learner.is_synthetic,
    }


@ReleasePage.view(
    form_class=ReleaseForm,
    title="Quand cette personne est-elle sortie ?",
    submit_label="Noter la sortie",
    note="Une information protégée : votre service seul la lit, chaque lecture s’écrit. Elle sert à savoir si la "
    "formation continue dehors ; notez-la avant de passer le relais.",
    crumb="Noter la sortie",
    decorators=(never_cache,),
    error_fields={"release_known": "left_on"},
)
def release(page: ReleasePage, data: dict[str, Any]) -> str:
    record_release(
        actor=page.actor, learner=page.record.learner, body_id=page.record.body_id, left_on=data["left_on"]
    )  # fmt: skip
    return "La sortie est notée."


@ReleaseCorrectionPage.view(
    form_class=ReleaseCorrectionForm,
    title="Quel jour est-elle sortie ?",
    submit_label="Enregistrer",
    crumb="Corriger la sortie",
    decorators=(never_cache,),
    error_fields={"release_known": "left_on"},
)
def correct(page: ReleaseCorrectionPage, data: dict[str, Any]) -> str:
    if data["is_mistake"]:
        withdraw_release(actor=page.actor, release=page.release)
        return "La sortie est retirée : elle ne compte plus."
    correct_release(actor=page.actor, release=page.release, left_on=data["left_on"])
    return "Le jour de la sortie est corrigé."


@LearnerRecordPage.view(decorators=(never_cache,))
def judge_sheet(page: LearnerRecordPage) -> HttpResponse:
    """PDF to print and sign."""
    learner, on = page.record.learner, today()
    rows = edit_judge_sheet(actor=page.actor, learner=learner, body_id=page.record.body_id, on=on)
    steps = [
        (each.journey.session.provider.name if each.journey.session else "", step)
        for each in journey_records(actor=page.actor, learner=learner, on=on)
        for step in steps_in_force(as_step_records(sorted(each.steps, key=lambda row: (row.recorded_at, row.pk))))
    ]
    sheet_input = judge_sheet_pdf.JudgeSheetInput(
        page.record.name, page.record.body, rows, steps,
        certified_block_labels([step for _, step in steps]),
    )  # fmt: skip
    is_synthetic = learner.is_synthetic or settings.INSTANCE.name == "demo"
    data = judge_sheet_pdf.write(sheet_input, as_of=on, synthetic=is_synthetic)
    headers = {"Content-Disposition": 'inline; filename="fiche-pour-le-juge.pdf"'}
    return HttpResponse(data, content_type=judge_sheet_pdf.MEDIA_TYPE, headers=headers)


def _answer(rows: Sequence[BridgeStage], releases: Sequence[Release]) -> str:
    present = next((each for each in reversed(rows) if each.is_entered and each.journey.ended_on is None), None)
    awaited = next((each for each in rows if not each.is_entered), None)
    left = f"Sortie le {format_day(releases[-1].left_on)}. " if releases else ""
    follows = f"En formation {SIDE_LABELS[present.side]}" if present else "Pas de formation en cours"
    if awaited is None:
        return f"{left}{follows} ; aucune place n’est tenue pour la suite."
    until = f", jusqu’au {format_day(awaited.seat_until)}" if awaited.seat_until else ""
    return f"{left}{follows} ; une place est tenue {SIDE_LABELS[awaited.side]}{until}."


def _stage_table(rows: Sequence[BridgeStage]) -> Table[BridgeStage]:
    return Table(
        rows,
        Column("Formation", lambda each: cell(each.title, note=_where(each), url=_session_url(each))),
        Column("Où", lambda each: SIDE_LABELS[each.side]),
        day_column("Du", lambda each: cell(format_day(each.on), note="" if each.is_entered else "prévu")),
        Column("Au", _last_day),
        id="dedans-dehors-table",
        caption="Formations, dedans et dehors",
        empty="Aucune formation suivie, aucune place tenue.",
    )


def _where(stage: BridgeStage) -> str:
    session = stage.journey.session
    site = (session.site or session.training_action.site) if session else None
    return " · ".join(each for each in (session.provider.name if session else "", site.town if site else "") if each)


def _session_url(stage: BridgeStage) -> str:
    session = stage.journey.session
    if session is None:
        return ""
    triplet = session.triplet
    return reverse("sessions:session", args=[triplet.training, triplet.training_action, triplet.session])


def _last_day(stage: BridgeStage) -> Cell:
    if stage.journey.ended_on is not None:
        return format_day(stage.journey.ended_on)
    if stage.is_entered:
        return "en cours"
    if stage.seat_until is None:
        return "place obtenue"
    url = reverse("advisers:reserve", args=[stage.journey.key])
    return cell("place tenue", note=f"jusqu’au {format_day(stage.seat_until)}", url=url)


def _release_table(page: BridgePage) -> Table[Release]:
    key = page.record.learner.key
    return Table(
        page.releases,
        Column(
            "Sortie le",
            lambda each: cell(
                format_day(each.left_on), url=page.url("advisers:correct_release", key, each.pk), value=each.left_on
            ),
        ),
        Column("Notée le", lambda each: format_day(paris_date(each.recorded_at))),
        id="sorties-table",
        caption="Sorties notées",
        empty="Aucune sortie n’est notée.",
    )
