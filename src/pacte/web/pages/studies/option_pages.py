"""Forms of a comparison: options, criteria, scores with their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.procedures.queries import ComparisonTable, comparison_table
from pacte.procedures.services import save_criterion, save_option, save_score
from pacte.web.form_fields import decimal_input_text
from pacte.web.pages.studies.forms import ComparisonOptionForm, CriterionForm, OptionScoresForm
from pacte.web.pages.studies.study_pages import CaseFormPage

if TYPE_CHECKING:
    from pacte.procedures.models import CaseOption, OptionCriterion

# URL value of a new option. A new criterion has rank 0.
NEW_OPTION = "nouvelle"


class ComparisonFormPage(CaseFormPage):
    """A form about the comparison of a case: the option or the criterion that the URL names, None for a new one."""

    crumb = "Options"
    table: ComparisonTable
    option: CaseOption | None = None
    criterion: OptionCriterion | None = None

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
    option = page.option
    if option is None:
        return {}
    numbers = ", ".join(str(each) for each in option.enabled_numbers)
    return {"title": option.title, "description": option.description, "enables": option.enables} | {
        "enabled_numbers": numbers
    }


@ComparisonFormPage.view(
    form_class=ComparisonOptionForm,
    title=lambda page: f"Que veut dire l’option {page.option.code} ?" if page.option else "Quelle option ajoute-t-on ?",
    submit_label="Garder cette option",
    form_arguments=lambda page: {"initial": _option_initial(page)},
)
def edit_option(page: ComparisonFormPage, data: dict[str, Any]) -> str:
    code = page.option.code if page.option else ""
    option = save_option(actor=page.actor, case=page.detail.case, code=code, **data)
    return f"L’option {option.code} est gardée."


def _criterion_initial(page: ComparisonFormPage) -> dict[str, Any]:
    criterion = page.criterion
    if criterion is None:
        return {}
    return {"label": criterion.label, "meaning": criterion.meaning, "points": criterion.points}


@ComparisonFormPage.view(
    form_class=CriterionForm,
    title=lambda page: f"Combien pèse « {page.criterion.label} » ?" if page.criterion else "Sur quoi compare-t-on ?",
    submit_label="Garder ce critère",
    form_arguments=lambda page: {"initial": _criterion_initial(page)},
)
def edit_criterion(page: ComparisonFormPage, data: dict[str, Any], rank: int) -> str:
    criterion = save_criterion(actor=page.actor, case=page.detail.case, rank=rank, **data)
    return f"Le critère « {criterion.label} » est gardé."


class ScoresPage(ComparisonFormPage):
    """Scores of one option, criterion by criterion."""

    form_class, submit_label = OptionScoresForm, "Garder ces notes"
    option: CaseOption

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.option is None:
            raise NotFound
        self.title = f"Que vaut l’option {self.option.code}, « {self.option.title} » ?"

    def form_arguments(self) -> dict[str, Any]:
        initial: dict[str, str] = {}
        for criterion in self.table.criteria:
            if score := self.table.scores.get((self.option.pk, criterion.pk)):
                initial[f"value_{criterion.pk}"] = decimal_input_text(score.value)
                initial[f"source_{criterion.pk}"] = score.source
        return {"criteria": [(each.pk, each.label, each.meaning) for each in self.table.criteria], "initial": initial}

    def save(self, data: dict[str, Any]) -> str:
        criteria = {each.pk: each for each in self.table.criteria}
        for key, value, source in self.form.entered_scores():
            save_score(
                actor=self.actor, option=self.option, criterion=criteria[key], value=value, source=source, on=today()
            )
        return f"Les notes de l’option {self.option.code} sont gardées."
