"""« Quels chiffres manquent au plan, et qui les doit ? »: register of gaps, targets without value, surveys bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest

from pacte.indicators.queries.gap_outcomes import gap_outcomes
from pacte.indicators.queries.gaps import (
    SurveyDetails,
    can_edit_gaps,
    gap_by_number,
    plan_gaps,
    plan_surveys,
)
from pacte.indicators.records.gaps import GapCounts
from pacte.indicators.records.survey import GapInput
from pacte.indicators.rules.gap_counts import gap_counts, gap_counts_by_year
from pacte.indicators.services.gaps import close_gap, record_gap
from pacte.kernel.action_codes import is_action_code, normalise_action_code
from pacte.kernel.clock import today
from pacte.kernel.errors import deny_unless
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros
from pacte.web import form_fields as fields
from pacte.web.page import Crumb, PlanFormPage, PlanPage
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.indicators.models import MissingIndicator


class GapsPage(PlanPage):
    """What the pages of the register share: menu, breadcrumb."""

    nav = "territory"
    stylesheet = "pacte/css/territory.css"

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Indicateurs manquants", self.url("gaps:list") if self.crumb else ""), *super().breadcrumb()]


class GapsFormPage(GapsPage, PlanFormPage):
    """A form for those who edit the register. Other readers get ``PermissionDenied``, non-readers ``NotFound``."""

    back = "gaps:list"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        plan_gaps(actor=self.actor, plan=self.plan)
        deny_unless(
            can_edit_gaps(actor=self.actor, plan=self.plan),
            "gaps_right",
            "Votre fonction ne permet pas d’écrire au registre des manques.",
            hint="Demandez-le au pilote du pacte ou à l’observatoire.",
        )


class GapFormPage(GapsFormPage):
    """A form about one gap, whose number is in the URL."""

    gap: MissingIndicator

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.gap = gap_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"])


class GapForm(forms.Form):
    label = fields.text_field(
        "Qu’est-ce qui manque ?", 300, help_text="Par exemple « Part des adultes en illettrisme »."
    )
    needed_for = fields.paragraph_field("À quoi le plan s’en sert-il ?", help_text="Une phrase.")
    owed_by = fields.text_field("Qui le doit ?", help_text="Un organisme, par son nom.")
    action_number = fields.ActionCodeFormField(label="Pour quelle action ?", required=False)
    due_on = fields.day_field("Pour quand ?", required=False)
    indicator_code = forms.SlugField(
        label="Code de l’indicateur", required=False, max_length=80, help_text="S’il est au catalogue ou dans le plan."
    )


class CloseGapForm(fields.ChoicesForm):
    end = forms.ChoiceField(label="Comment ce manque se ferme-t-il ?", widget=forms.RadioSelect)
    series_code = forms.SlugField(
        label="Série qui le renseigne", required=False, max_length=80, help_text="Son code, s’il y en a une."
    )
    reason = fields.reason_field("Pourquoi ?")


@GapsPage.view(template_name="gaps/register.html")
def register(page: GapsPage) -> dict[str, Any]:
    gaps = plan_gaps(actor=page.actor, plan=page.plan)
    outcomes = gap_outcomes(actor=page.actor, plan=page.plan, on=page.dated_plan.on)
    writes = can_edit_gaps(actor=page.actor, plan=page.plan)
    return {
        "answer": _summary_sentence(gaps, gap_counts(outcomes, first=date.min, last=page.dated_plan.on)),
        "gaps": _gap_table(gaps, page, writes=writes),
        "years": _year_table(gap_counts_by_year(outcomes, until=page.dated_plan.on)),
        "surveys": _survey_table(plan_surveys(actor=page.actor, plan=page.plan), page),
        "note_url": page.url("gaps:note") if writes else "",
        "buy_url": page.url("gaps:buy")
        if writes and any(each.closed_on is None and not each.is_found for each in gaps)
        else "",
    }


@GapsFormPage.view(
    form_class=GapForm,
    crumb="Noter",
    title="Quel chiffre manque au plan ?",
    submit_label="Noter ce manque",
    intro="Un manque noté a quelqu’un qui le doit : il se comble par une source, ou par une enquête.",
    form_arguments=lambda page: {"initial": {"action_number": _action_param(page.request)}},
)
def add_gap(page: GapsFormPage, data: dict[str, Any]) -> str:
    gap = record_gap(actor=page.actor, plan=page.plan, data=GapInput(**data))
    return f"« {gap.label} » est au registre, sous le numéro {gap.number}."


@GapFormPage.view(
    form_class=CloseGapForm,
    crumb="Fermer",
    title="Ce manque est-il comblé ?",
    submit_label="Fermer ce manque",
    intro="Il reste au registre, avec la raison.",
    note=lambda page: page.gap.label,
    form_arguments=lambda page: {"choices": {"end": _ends(page.gap)}},
)
def close(page: GapFormPage, data: dict[str, Any]) -> str:
    is_filled = data["end"] == "filled"
    close_gap(
        actor=page.actor, gap=page.gap, is_filled=is_filled, reason=data["reason"], series_code=data["series_code"]
    )
    return f"« {page.gap.label} » est {'renseigné' if is_filled else 'abandonné'}."


def _ends(gap: MissingIndicator) -> list[tuple[str, str]]:
    """What the register found is filled by its measure, not by somebody."""
    dropped = [("dropped", "On y renonce")]
    return dropped if gap.is_found else [("filled", "Il est renseigné"), *dropped]


def _action_param(request: HttpRequest) -> str:
    code = normalise_action_code(request.GET.get("action", ""))
    return code if is_action_code(code) else ""


def _gap_table(gaps: list[MissingIndicator], page: GapsPage, *, writes: bool) -> Table[MissingIndicator]:
    return Table(
        gaps,
        Column(
            "Ce qui manque",
            lambda gap: cell(gap.label, note=_origin_text(gap)),
        ),
        Column(
            "À quoi cela sert",
            lambda gap: cell(gap.needed_for, note=f"action {gap.action_number}" if gap.action_number else ""),
        ),
        Column("Qui le doit", lambda gap: gap.owed_by),
        Column(
            "Pour quand",
            lambda gap: cell(
                format_day(gap.due_on) if gap.due_on else "pas de date",
                note="en retard" if gap.closed_on is None and gap.due_on and gap.due_on < today() else "",
            ),
        ),
        Column("Où cela en est", lambda gap: _state_cell(gap, page, writes=writes)),
        id="manques-table",
        caption="Indicateurs manquants",
        empty="Aucun manque. Le registre relève chaque nuit ce que le plan attend et que rien ne donne.",
    )


def _origin_text(gap: MissingIndicator) -> str:
    if gap.is_found:
        return f"n° {gap.number}, relevé par le registre le {format_day(gap.noted_on)}"
    return f"n° {gap.number}, noté le {format_day(gap.noted_on)} par {gap.person_name}"


def _state_cell(gap: MissingIndicator, page: GapsPage, *, writes: bool) -> Any:
    if gap.closed_on is not None:
        word = "renseigné" if gap.is_filled else "abandonné"
        return cell(f"{word} le {format_day(gap.closed_on)}", note=gap.closed_reason)
    if linked_surveys := [aim.survey for aim in gap.surveys.all()]:
        survey = linked_surveys[-1]
        return cell(f"enquête « {survey.title} »", url=page.url("gaps:survey", survey.number))
    return cell("Fermer ce manque", url=page.url("gaps:close", gap.number)) if writes else "à combler"


def _survey_table(surveys: list[SurveyDetails], page: GapsPage) -> Table[SurveyDetails]:
    return Table(
        surveys,
        Column(
            "Enquête",
            lambda each: cell(
                each.survey.title, url=page.url("gaps:survey", each.survey.number), note=each.survey.supplier
            ),
        ),
        Column("Terrain", field_days_text),
        number_column(
            "Réponses", lambda each: "aucune encore" if each.respondents is None else (format_number(each.respondents))
        ),
        number_column("Coût", cost_cell),
        Column("Ce qu’elle a donné", lambda each: measured_text(each) or "rien encore"),
        id="enquetes-table",
        caption="Enquêtes",
        empty="Aucune enquête. On en inscrit une pour un manque du registre.",
    )


def _year_table(years: dict[int, GapCounts]) -> Table[tuple[int, GapCounts]]:
    return Table(
        sorted(years.items(), reverse=True),
        number_column("Année", lambda row: cell(str(row[0]), value=str(row[0]))),
        number_column("Manques ouverts dans l’année", lambda row: format_number(row[1].total)),
        number_column("Dont renseignés", lambda row: format_number(row[1].filled)),
        number_column("Part", lambda row: format_percent(row[1].filled / row[1].total) if row[1].total else "—"),
        id="annees-table",
        caption="Manques renseignés, par année",
        empty="Rien encore : le premier relevé se fait la nuit.",
    )


def field_days_text(details: SurveyDetails) -> str:
    days = [format_day(on) for on in (details.survey.first_on, details.survey.last_on) if on]
    return " au ".join(days) or "dates à fixer"


def cost_cell(details: SurveyDetails) -> dict[str, Any]:
    """Cost of a survey, with its order as the note."""
    survey = details.survey
    cost = format_euros(survey.cost_cents) if survey.cost_cents is not None else "à définir"
    return cell(cost, note=f"commande {survey.order_reference}" if survey.order_reference else "sans commande")


def measured_text(details: SurveyDetails) -> str:
    """What the survey gave, or ""."""
    return " ; ".join(
        f"{each.gap.label} : {format_number(each.estimate.value, 1)} %{margin_text(each.estimate.margin)}"
        for each in details.measures
        if each.estimate
    )


def margin_text(margin: Any) -> str:
    return f" ± {format_number(margin, 1)} points" if margin is not None else ", marge non calculable"


def _summary_sentence(gaps: list[MissingIndicator], counts: GapCounts) -> str:
    """A gap that somebody noted and that the register found too is in the list twice, and counts once."""
    found_count = sum(each.is_found for each in gaps)
    noted = pluralise(len(gaps) - found_count, "noté", "notés")
    origins = f"{pluralise(found_count, 'relevé', 'relevés')} par le registre, {noted}"
    if not counts.total:
        return "Aucun manque n’est au registre."
    ratio = f"{format_number(counts.filled)} / {format_number(counts.total)}"
    return (
        f"{pluralise(counts.total, 'manque')} au registre ({origins}), dont "
        f"{pluralise(counts.filled, 'désormais renseigné', 'désormais renseignés')} "
        f"({ratio} = {format_percent(counts.filled / counts.total)})."
    )
