"""« Le diagnostic de l’année » on the page of a year: figures of the region, gaps, surveys."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from pacte.indicators.permissions import may
from pacte.indicators.records.year_diagnosis import DiagnosisFigure, DiagnosisGap, SurveyResult, YearDiagnosis
from pacte.indicators.rules.year_diagnosis import (
    NO_FIGURE,
    NO_FIGURE_HELP,
    NO_SURVEY,
    freshness_text,
    gap_note,
    gap_sentence,
    label_text,
    source_and_place,
    survey_result_text,
)
from pacte.kernel.french import format_day
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.tables import Column, Table, cell


def diagnosis_context(diagnosis: YearDiagnosis, page: VersionPage) -> dict[str, Any]:
    """The register and its surveys are for those who may see them."""
    sees_register = diagnosis.gaps is not None
    may_import = may(page.actor, "indicators.import_series", page.plan.organisation_id)
    return {
        "note": f"connu le {format_day(diagnosis.on)}",
        "figures": _figure_table(diagnosis.figures) if diagnosis.figures else None,
        "no_figure": NO_FIGURE,
        "no_figure_help": NO_FIGURE_HELP if may_import else "L’observatoire la tient à jour.",
        "actions": _import_links() if may_import else [],
        "gap_sentence": gap_sentence(diagnosis),
        "gaps": _gap_table(diagnosis.gaps) if diagnosis.gaps else None,
        "gaps_url": reverse("gaps:list", args=[page.plan.code]) if sees_register else "",
        "surveys": _survey_table(diagnosis.surveys, page) if diagnosis.surveys is not None else None,
    }


def _import_links() -> list[dict[str, str]]:
    return [
        {"label": "Importer un fichier", "url": reverse("intake:drop", args=["series"])},
        {"label": "Voir les séries", "url": reverse("figures:series")},
    ]


def _figure_table(figures: tuple[DiagnosisFigure, ...]) -> Table[DiagnosisFigure]:
    return Table(
        figures,
        Column("Chiffre de la région", label_text),
        Column("Valeur", lambda each: cell(each.value, note=each.period)),
        Column("Évolution", lambda each: each.change),
        Column("Source", source_and_place),
        Column("Fraîcheur", freshness_text),
        id="diagnostic-table",
        caption="Chiffres de la région",
    )


def _gap_table(gaps: tuple[DiagnosisGap, ...]) -> Table[DiagnosisGap]:
    return Table(
        gaps,
        Column("Ce qui manque", lambda each: cell(each.label, note=gap_note(each))),
        Column("Qui le doit", lambda each: each.owed_by),
        Column("Où cela en est", lambda each: each.state),
        id="manques-annee-table",
        caption="Manques ouverts dans l’année",
    )


def _survey_table(surveys: tuple[SurveyResult, ...], page: VersionPage) -> Table[SurveyResult]:
    return Table(
        surveys,
        Column(
            "Enquête",
            lambda each: cell(
                each.survey, url=reverse("gaps:survey", args=[page.plan.code, each.survey_number]), note=each.field_days
            ),
        ),
        Column("Ce qu’elle mesure", lambda each: each.label),
        Column("Résultat", survey_result_text),
        id="enquetes-annee-table",
        caption="Enquêtes de l’année",
        empty=NO_SURVEY,
    )
