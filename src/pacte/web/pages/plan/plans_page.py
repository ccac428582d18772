"""« Quels plans sont ici ? », and the comparison of two plans."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import apply_french_spacing, format_day, format_percent, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import PlanSummary, content_of_version, plan_by_code, plan_summaries, version_on
from pacte.plan.records import Axis, PlanContent, PriorityPublic
from pacte.plan.rules.labels import ACTION_STATES
from pacte.plan.rules.plan_comparison import (
    ContinuedAction,
    PlanComparison,
    TextOverlap,
    action_name,
    compare_plans,
)
from pacte.web.page import Page, PageContext
from pacte.web.pages.plan.action_summaries import cents_cell, count_cell
from pacte.web.pages.plan.version_page import DayPage
from pacte.web.tables import Column, Table, cell, number_column

_FIRST_PARAM, _SECOND_PARAM = "un", "autre"
_MAX_SHOWN = 10
_DIFFERENCE_LABELS = {True: "d’autres personnes", False: "les mêmes personnes", None: "ne se compare pas"}


@Page.view(template_name="plan/plans.html", nav="plan", is_public=True)
def listed(page: Page) -> dict[str, Any]:
    lines, year = plan_summaries(actor=page.actor), today().year
    return {
        "answer": _answer(lines, year),
        "table": Table(
            lines,
            Column(
                "Plan",
                lambda line: cell(
                    line.title,
                    url=reverse("plan:glance", args=[line.code]),
                    note="plan fictif, inventé pour la démonstration" if line.is_synthetic else "",
                ),
            ),
            Column("Région", lambda line: line.region),
            Column("Années", _years),
            Column("Ce jour", lambda line: _period_state(line, year)),
            id="plans",
            caption="Plans",
            empty="Aucun plan n’est encore publié ici.",
        ),
        "pairs": [
            {
                "label": f"« {older.title} » et « {newer.title} »",
                "url": f"{reverse('plan:compare_plans')}?{_FIRST_PARAM}={older.code}&{_SECOND_PARAM}={newer.code}",
            }
            for newer, older in pairwise(lines)
        ],
        "choices": [{"value": line.code, "label": line.title} for line in lines],
        "others": [{"value": line.code, "label": line.title, "chosen": rank == 1} for rank, line in enumerate(lines)],
        "may_compare": len(lines) > 1,
    }


class ComparisonPage(DayPage):
    """Compares two plans as of a day. Without two codes, redirects to the list where they are chosen."""

    nav = "plan"
    is_public = True
    comparison: PlanComparison

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        codes = [self.request.GET.get(name, "").strip() for name in (_FIRST_PARAM, _SECOND_PARAM)]
        if not all(codes):
            return HttpResponseRedirect(reverse("plan:plans"))
        if codes[0] == codes[1]:
            raise ValidationError(
                "same_plan", "C’est deux fois le même plan.", hint="Choisissez deux plans différents."
            )
        plans = (plan_by_code(actor=self.actor, code=code) for code in codes)
        versions = (version_on(actor=self.actor, plan=plan, on=self.on) for plan in plans)
        self.comparison = compare_plans(*(content_of_version(version) for version in versions))
        return None

    def page_context(self) -> PageContext:
        return PageContext(
            actor=self.actor,
            nav=self.nav,
            breadcrumb=[("Plans", reverse("plan:plans")), ("Comparer", "")],
            day=self.day_control(),
        )


@ComparisonPage.view(template_name="plan/side_by_side.html")
def compare(page: ComparisonPage) -> dict[str, Any]:
    comparison = page.comparison
    contents = comparison.first, comparison.second
    names = [_years(each) for each in contents]
    synthetic = {line.code for line in plan_summaries(actor=page.actor) if line.is_synthetic}
    return {
        "names": names,
        "fictive": [each.title for each in contents if each.code in synthetic],
        "title": f"De {names[0]} à {names[1]} : qu’est-ce qui continue ?",
        "answer": format_html(
            "Au {}, <strong>{}</strong> du premier plan {} dans le second, {} ne {} pas, et {}.",
            format_day(page.on),
            pluralise(len(comparison.continued_actions), "action"),
            "continuent" if len(comparison.continued_actions) > 1 else "continue",
            len(comparison.discontinued_actions),
            "continuent" if len(comparison.discontinued_actions) > 1 else "continue",
            pluralise(len(comparison.new_actions), "action est nouvelle", "actions sont nouvelles"),
        ),
        "facts": [fact for content in contents for fact in _facts(content)],
        "sides": [
            {"title": content.title, "url": reverse("plan:glance", args=[content.code]), "table": _axis_table(content)}
            for content in contents
        ],
        "pairs": _pair_table(comparison),
        "ended": [_action_cell(comparison.first, number) for number in comparison.discontinued_actions],
        "begun": [_action_cell(comparison.second, number) for number in comparison.new_actions],
        "publics": _overlap_columns(comparison),
        "definitions": Table(
            comparison.indicator_comparisons,
            Column("Indicateur", lambda each: each.code),
            Column(names[0], lambda each: " ; ".join(each.first)),
            Column(names[1], lambda each: " ; ".join(each.second)),
            id="table-definitions",
            caption="Indicateurs que les deux plans visent autrement",
            empty="Aucun indicateur commun n’est visé autrement d’un plan à l’autre.",
        ),
        "meant": Table(
            comparison.public_comparisons,
            Column("Public", lambda each: known.label if (known := each.second or each.first) else each.code),
            Column(names[0], lambda each: _public_rule_text(each.first)),
            Column(names[1], lambda each: _public_rule_text(each.second)),
            Column("Compte", lambda each: _DIFFERENCE_LABELS[each.differs]),
            id="table-publics",
            caption="Définition de chaque public dans les deux plans",
        ),
    }


def _answer(lines: list[PlanSummary], year: int) -> str:
    if not lines:
        return "Aucun encore."
    text = f"{pluralise(len(lines), 'plan')}, le plus récent d’abord."
    if len(lines) > 1:
        text += (
            " Chacun garde ses actions, ses publics et son argent : ce qu’un plan a engagé lui reste,"
            " même quand le suivant est ouvert."
        )
    elif not any(line.first_year <= year <= line.last_year for line in lines):
        text += " Sa période est finie, ou n’a pas commencé."
    return apply_french_spacing(text)


def _period_state(line: PlanSummary, year: int) -> str:
    if line.first_year <= year <= line.last_year:
        return "en cours"
    return "période finie" if year > line.last_year else "à venir"


def _years(plan: PlanContent | PlanSummary) -> str:
    return f"{plan.first_year}-{plan.last_year}"


def _facts(content: PlanContent) -> list[dict[str, str]]:
    years, total = content.last_year - content.first_year + 1, content.total_cents
    by_year = f", soit {format_millions(int(round(total / years, -6)))} par an" if total else ""
    return [
        {
            "label": content.title,
            "value": format_millions(total) if total else "aucun montant",
            "note": f"{pluralise(years, 'an')}{by_year}",
        },
        {
            "label": f"Actions {_years(content)}",
            "value": str(len(content.numbers)),
            "note": pluralise(len(content.axes), "axe"),
        },
    ]


def _axis_table(content: PlanContent) -> Table[Axis]:
    """Axes and envelopes of one plan."""
    total = content.total_cents

    def share(axis: Axis) -> str:
        return format_percent(Decimal(axis.amount_cents) / total, 0) if axis.amount_cents and total else ""

    return Table(
        content.axes,
        Column("Axe", lambda axis: cell(axis.label or axis.code, note=axis.title), total="Ensemble"),
        number_column(
            "Actions",
            lambda axis: count_cell(len({row.number for row in content.rows if row.axis_code == axis.code})),
            str(len(content.numbers)),
        ),
        number_column(
            "Enveloppe",
            lambda axis: cents_cell(axis.amount_cents, format_millions),
            cents_cell(total or None, format_millions),
        ),
        number_column("Part", share),
        id=f"axes-{content.first_year}-{content.code}",
        caption=content.title,
    )


def _pair_table(comparison: PlanComparison) -> Table[ContinuedAction]:
    first, second = comparison.first, comparison.second
    return Table(
        comparison.pairs,
        Column(f"Dans {_years(second)}", lambda pair: _action_cell(second, pair.second)),
        Column(f"Continue, de {_years(first)}", lambda pair: _action_cell(first, pair.first)),
        Column("Porteurs", lambda pair: _overlap_text(pair.leads, "les mêmes")),
        Column("Publics", lambda pair: _overlap_text(pair.publics, "les mêmes")),
        Column(
            "Cibles",
            lambda pair: (
                "les mêmes"
                if pair.same_targets
                else _change_text(*(" ; ".join(each) or "aucune" for each in pair.targets))
            ),
        ),
        Column(
            "Montant",
            lambda pair: _change_text(*("non chiffré" if each is None else format_euros(each) for each in pair.cents)),
        ),
        id="table-continuent",
        caption="Actions du second plan qui continuent une action du premier",
        empty="Aucune action du second plan ne dit continuer une action du premier.",
    )


def _action_cell(content: PlanContent, number: ActionCode) -> dict[str, Any]:
    standing, url = content.status_of(number), reverse("plan:action", args=[content.code, number])
    note = ACTION_STATES[standing.state] if standing else ""
    return cell(f"{number} {action_name(content, number)}", url=url, note=note)


def _overlap_text(overlap: TextOverlap, same: str) -> str:
    """« + DPOF ; − Pôle emploi »: what was added and removed."""
    if not overlap.differs:
        return same if overlap.both else "aucun"
    return " ; ".join([*(f"+ {text}" for text in overlap.second), *(f"− {text}" for text in overlap.first)])


def _change_text(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _public_rule_text(public: PriorityPublic | None) -> str:
    if public is None:
        return "non défini : compté comme au catalogue des indicateurs"
    return " ; ".join(text for text in (public.rule, public.note) if text)


def _overlap_columns(comparison: PlanComparison) -> list[dict[str, Any]]:
    overlap = comparison.publics
    columns = [
        (f"Dans {_years(comparison.first)} seulement", overlap.first),
        ("Dans les deux", overlap.both),
        (f"Dans {_years(comparison.second)} seulement", overlap.second),
    ]
    return [{"title": title, "texts": texts[:_MAX_SHOWN], "rest": texts[_MAX_SHOWN:]} for title, texts in columns]
