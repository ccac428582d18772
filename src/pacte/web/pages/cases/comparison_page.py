"""« Quelle option tient, et jusqu’où ? »: scores, totals, sensitivity of the first place to the weights.

Then the forms of the comparison: options, criteria, scores with their source.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from django.forms import model_to_dict

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, join_words, pluralise
from pacte.procedures.queries import ComparisonTable, comparison_table
from pacte.procedures.rules.transitions import accepts_choice
from pacte.procedures.services import save_criterion, save_option, save_score
from pacte.web.form_fields import decimal_input_text
from pacte.web.pages.cases import comparison_display as display
from pacte.web.pages.cases.base_pages import CaseFormPage, CasePage
from pacte.web.pages.cases.forms import ComparisonOptionForm, CriterionForm, OptionScoresForm
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.procedures.models import CaseOption, OptionCriterion
    from pacte.procedures.records.options import OptionComparison

_STYLE_COUNT = 4
# URL value of a new option. A new criterion has rank 0.
NEW_OPTION = "nouvelle"


@CasePage.view(template_name="cases/comparison.html", crumb="Options comparées")
def comparison(page: CasePage) -> dict[str, Any]:
    detail = page.detail
    table = comparison_table(case=detail.case)
    result = table.result if table.result and table.result.placed else None
    style_by_option = {each.code: rank % _STYLE_COUNT + 1 for rank, each in enumerate(table.options)}
    may_choose = page.may("choose") and accepts_choice(detail.procedure, detail.facts)
    return {
        "read": detail,
        "table": table,
        "answer": display.comparison_answer(table.result, table.missing),
        "scores": _score_table(table, result),
        "bars": _total_bars(table, result) if result else [],
        "sensitivities": _sensitivity_values(result, style_by_option) if result else [],
        "shares": _share_values(result, style_by_option) if result else [],
        "shares_note": display.weight_shares_note(result) if result else "",
        "dominance": display.dominance_sentences(result) if result else (),
        "options": [
            {
                "code": each.code,
                "title": each.title,
                "description": each.description,
                "enables": each.enables,
                "actions": page.action_links(each.enabled_numbers),
                "edit_url": page.case_url("option", each.code),
                "scores_url": page.case_url("scores", each.code),
            }
            for each in table.options
        ],
        "writes": page.may("write") and not detail.summary.is_ended,
        "criteria": [{"label": each.label, "rank": each.rank} for each in table.criteria],
        "choose_url": page.case_url("act", "choix") if may_choose else "",
        "missing_words": pluralise(table.missing, "note manque", "notes manquent") if table.missing else "",
    }


def _score_table(table: ComparisonTable, result: OptionComparison | None) -> Table[OptionCriterion]:
    total = sum(each.points for each in table.criteria)
    return Table(
        table.criteria,
        Column(
            "Critère",
            lambda criterion: cell(criterion.label, note=criterion.meaning and f"5 : {criterion.meaning}"),
            total="Total sur 5" if result else "",
        ),
        number_column(
            "Poids",
            lambda criterion: cell(
                display.weight_percent(Fraction(criterion.points, total)) if total else "",
                note=pluralise(criterion.points, "point"),
                value=str(criterion.points),
            ),
        ),
        *(
            Column(
                f"{option.code} : {option.title}",
                partial(_score_cell, table, option.pk),
                total=_total_cell(option.code, result) if result else "",
            )
            for option in table.options
        ),
        id="notes",
        caption="Notes des options par critère",
        empty="Aucun critère.",
    )


def _score_cell(table: ComparisonTable, option: int, criterion: OptionCriterion) -> dict[str, Any]:
    score = table.scores.get((option, criterion.pk))
    if score is None:
        return cell("sans note")
    note = f"{score.source} · {score.person_name}, {format_day(score.scored_on)}"
    return cell(decimal_input_text(score.value), value=str(score.value), note=note)


def _total_cell(code: str, result: OptionComparison) -> Any:
    option = next((each for each in result.placed if each.code == code), None)
    if option is None:
        return "non classée"
    equal = ", à égalité" if [each.rank for each in result.placed].count(option.rank) > 1 else ""
    rank = "1er rang" if option.rank == 1 else f"{option.rank}e rang"
    return cell(f"{display.total_out_of_five(option.total)}, {rank}{equal}", value=str(round(float(option.total), 4)))


def _total_bars(table: ComparisonTable, comparison: OptionComparison) -> list[dict[str, Any]]:
    options = {each.code: each for each in table.options}
    return [
        {
            "code": placed.code,
            "title": options[placed.code].title,
            "total": display.total_out_of_five(placed.total),
            "drawing": display.option_total_bar(
                placed.code,
                [
                    comparison.weights[each.pk] * Fraction(table.scores[(placed.key, each.pk)].value)
                    for each in table.criteria
                ],
            ),
        }
        for placed in comparison.placed
    ]


def _sensitivity_values(comparison: OptionComparison, style_by_option: dict[str, int]) -> list[dict[str, Any]]:
    first = join_words([each.code for each in comparison.firsts])
    return [
        {
            "label": each.criterion.label,
            "weight": display.weight_percent(each.weight),
            "drawing": display.weight_sensitivity_strip(
                each.criterion.label,
                each.weight,
                [(one.start, one.end, join_words(one.winners)) for one in each.stretches],
                style_by_option,
            ),
            "said": display.sensitivity_sentence(each, comparison.firsts[0].code)
            if len(comparison.firsts) == 1
            else f"{first} à égalité ici",
            "beyond": display.other_first_places(each),
        }
        for each in comparison.sensitivities
    ]


def _share_values(comparison: OptionComparison, style_by_option: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "said": display.weight_percent(Fraction(each.won, each.tried)),
            "drawing": display.first_place_share_bar(
                each.code, Fraction(each.won, each.tried), style_by_option.get(each.code, 0)
            ),
        }
        for each in comparison.shares
    ]


class ComparisonFormPage(CaseFormPage):
    """A form about the comparison of a case: the option or the criterion that the URL names, None for a new one."""

    crumb = "Options"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.table = comparison_table(case=self.detail.case)
        self.option = next((each for each in self.table.options if each.code == kwargs.get("option")), None)
        self.criterion = next((each for each in self.table.criteria if each.rank == kwargs.get("rank")), None)
        is_unknown_option = self.option is None and kwargs.get("option", NEW_OPTION) != NEW_OPTION
        if is_unknown_option or (self.criterion is None and kwargs.get("rank")):
            raise NotFound

    @property
    def back_url(self) -> str:
        return self.case_url("comparison")


def _option_initial(page: ComparisonFormPage) -> dict[str, Any]:
    if page.option is None:
        return {}
    numbers = ", ".join(str(each) for each in page.option.enabled_numbers)
    return model_to_dict(page.option, ("title", "description", "enables")) | {"enabled_numbers": numbers}


@ComparisonFormPage.view(
    form_class=ComparisonOptionForm,
    title=lambda page: f"Que veut dire l’option {page.option.code} ?" if page.option else "Quelle option ajoute-t-on ?",
    submit_label="Garder cette option",
    form_arguments=lambda page: {"initial": _option_initial(page)},
)
def edit_option(page: ComparisonFormPage, data: dict[str, Any]) -> str:
    option = save_option(actor=page.actor, case=page.detail.case, code=page.option.code if page.option else "", **data)
    return f"L’option {option.code} est gardée."


@ComparisonFormPage.view(
    form_class=CriterionForm,
    title=lambda page: f"Combien pèse « {page.criterion.label} » ?" if page.criterion else "Sur quoi compare-t-on ?",
    submit_label="Garder ce critère",
    form_arguments=lambda page: {
        "initial": model_to_dict(page.criterion, ("label", "meaning", "points")) if page.criterion else {}
    },
)
def edit_criterion(page: ComparisonFormPage, data: dict[str, Any], rank: int) -> str:
    criterion = save_criterion(actor=page.actor, case=page.detail.case, rank=rank, **data)
    return f"Le critère « {criterion.label} » est gardé."


class ScoresPage(ComparisonFormPage):
    """Scores of one option, criterion by criterion."""

    option: CaseOption

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.option is None:
            raise NotFound

    def form_arguments(self) -> dict[str, Any]:
        initial: dict[str, str] = {}
        for criterion in self.table.criteria:
            if score := self.table.scores.get((self.option.pk, criterion.pk)):
                initial[f"value_{criterion.pk}"] = decimal_input_text(score.value)
                initial[f"source_{criterion.pk}"] = score.source
        return {"criteria": [(each.pk, each.label, each.meaning) for each in self.table.criteria], "initial": initial}


@ScoresPage.view(
    form_class=OptionScoresForm,
    title=lambda page: f"Que vaut l’option {page.option.code}, « {page.option.title} » ?",
    submit_label="Garder ces notes",
)
def edit_scores(page: ScoresPage, data: dict[str, Any]) -> str:
    criteria = {each.pk: each for each in page.table.criteria}
    for key, value, source in page.form.entered_scores():
        save_score(
            actor=page.actor, option=page.option, criterion=criteria[key], value=value, source=source, on=today()
        )
    return f"Les notes de l’option {page.option.code} sont gardées."
