"""« Quels plans sont ici ? », and the comparison of two plans."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import apply_french_spacing, format_day, format_percent, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import PlanSummary, content_of_version, plan_by_code, plan_summaries, version_on
from pacte.plan.records import PlanContent, PriorityPublic
from pacte.plan.rules.labels import ACTION_STATES
from pacte.plan.rules.plan_comparison import (
    ContinuedAction,
    PlanComparison,
    PublicComparison,
    TextOverlap,
    action_name,
    compare_plans,
)
from pacte.web.pages.plan.plan_context import DAY_PARAM, parse_requested_day

_COLUMNS = ({"label": "Plan"}, {"label": "Région"}, {"label": "Années"}, {"label": "Ce jour"})
_FIRST_PARAM, _SECOND_PARAM = "un", "autre"
_MAX_SHOWN = 10


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    lines = plan_summaries(actor=request.actor)  # type: ignore[attr-defined]
    on = today()
    context = {
        "nav": "plan",
        "answer": _answer(lines, on.year),
        "columns": _COLUMNS,
        "rows": [_row(line, on.year) for line in lines],
        "pairs": [
            {"label": f"« {older.title} » et « {newer.title} »", "url": _compare_url(older.code, newer.code)}
            for newer, older in pairwise(lines)
        ],
        "choices": [{"value": line.code, "label": line.title} for line in lines],
        "others": [{"value": line.code, "label": line.title, "chosen": rank == 1} for rank, line in enumerate(lines)],
        "may_compare": len(lines) > 1,
    }
    return render(request, "plan/plans.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Compares two plans as of a day. Without two codes, redirects to the list where they are chosen."""
    codes = [request.GET.get(name, "").strip() for name in (_FIRST_PARAM, _SECOND_PARAM)]
    if not all(codes):
        return HttpResponseRedirect(reverse("plan:plans"))
    if codes[0] == codes[1]:
        raise ValidationError("same_plan", "C’est deux fois le même plan.", hint="Choisissez deux plans différents.")
    actor = request.actor  # type: ignore[attr-defined]
    requested_day = parse_requested_day(request.GET.get(DAY_PARAM, ""))
    on = requested_day or today()
    comparison = compare_plans(
        *(
            content_of_version(version_on(actor=actor, plan=plan_by_code(actor=actor, code=code), on=on))
            for code in codes
        )
    )
    synthetic = {line.code for line in plan_summaries(actor=actor) if line.is_synthetic}
    context = {
        "nav": "plan",
        "found": comparison,
        "names": (_years_label(comparison.first), _years_label(comparison.second)),
        "fictive": [each.title for each in (comparison.first, comparison.second) if each.code in synthetic],
        "title": f"De {_years_label(comparison.first)} à {_years_label(comparison.second)} : qu’est-ce qui continue ?",
        "answer": _comparison_answer(comparison, on),
        "facts": _facts(comparison),
        "sides": [_plan_side(content, comparison) for content in (comparison.first, comparison.second)],
        "pair_columns": _pair_columns(comparison),
        "pair_rows": [_pair_row(pair, comparison) for pair in comparison.pairs],
        "ended": [_action_cell(comparison.first, number) for number in comparison.discontinued_actions],
        "begun": [_action_cell(comparison.second, number) for number in comparison.new_actions],
        "publics": _overlap_columns(comparison.publics, comparison),
        "definitions": [
            [each.code, " ; ".join(each.first), " ; ".join(each.second)] for each in comparison.indicator_comparisons
        ],
        "meant": [_public_row(each) for each in comparison.public_comparisons],
        "meant_columns": (
            {"label": "Public"},
            *({"label": _years_label(c)} for c in (comparison.first, comparison.second)),
            {"label": "Compte"},
        ),
        "definition_columns": (
            {"label": "Indicateur"},
            *({"label": _years_label(c)} for c in (comparison.first, comparison.second)),
        ),
        "trail": [{"label": "Plans", "url": reverse("plan:plans")}, {"label": "Comparer"}],
        "as_of": {
            "id": "vu-au",
            "on": on,
            "action": request.path,
            "is_today": requested_day is None,
            "hidden": [
                {"name": name, "value": code} for name, code in zip((_FIRST_PARAM, _SECOND_PARAM), codes, strict=True)
            ],
        },
    }
    return render(request, "plan/side_by_side.html", context)


def _compare_url(one: str, other: str) -> str:
    return f"{reverse('plan:compare_plans')}?{_FIRST_PARAM}={one}&{_SECOND_PARAM}={other}"


def _answer(lines: list[PlanSummary], year: int) -> str:
    if not lines:
        return "Aucun encore."
    running = [line for line in lines if line.first_year <= year <= line.last_year]
    text = f"{pluralise(len(lines), 'plan')}, le plus récent d’abord."
    if len(lines) > 1:
        text += (
            " Chacun garde ses actions, ses publics et son argent : ce qu’un plan a engagé lui reste,"
            " même quand le suivant est ouvert."
        )
    elif not running:
        text += " Sa période est finie, ou n’a pas commencé."
    return apply_french_spacing(text)


def _row(line: PlanSummary, year: int) -> list[Any]:
    state = (
        "en cours"
        if line.first_year <= year <= line.last_year
        else "période finie"
        if year > line.last_year
        else "à venir"
    )
    return [
        {
            "text": line.title,
            "url": reverse("plan:glance", args=[line.code]),
            "note": "plan fictif, inventé pour la démonstration" if line.is_synthetic else "",
        },
        line.region,
        f"{line.first_year}-{line.last_year}",
        state,
    ]


def _years_label(content: PlanContent) -> str:
    return f"{content.first_year}-{content.last_year}"


def _comparison_answer(comparison: PlanComparison, on: Any) -> SafeString:
    return format_html(
        "Au {}, <strong>{}</strong> du premier plan {} dans le second, {} ne {} pas, et {}.",
        format_day(on),
        pluralise(len(comparison.continued_actions), "action"),
        "continuent" if len(comparison.continued_actions) > 1 else "continue",
        f"{len(comparison.discontinued_actions)}",
        "continuent" if len(comparison.discontinued_actions) > 1 else "continue",
        pluralise(len(comparison.new_actions), "action est nouvelle", "actions sont nouvelles"),
    )


def _facts(comparison: PlanComparison) -> list[dict[str, str]]:
    facts = []
    for content in (comparison.first, comparison.second):
        years = content.last_year - content.first_year + 1
        total = content.total_cents
        facts.append(
            {
                "label": content.title,
                "value": format_millions(total) if total else "aucun montant",
                "note": f"{pluralise(years, 'an')}, soit {format_millions(round(total / years, -6))} par an"
                if total
                else pluralise(years, "an"),
            }
        )
        facts.append(
            {
                "label": f"Actions {_years_label(content)}",
                "value": str(len(content.numbers)),
                "note": pluralise(len(content.axes), "axe"),
            }
        )
    return facts


def _plan_side(content: PlanContent, comparison: PlanComparison) -> dict[str, Any]:
    """Axes and envelopes of one plan."""
    total = content.total_cents
    counts = {
        axis.code: len({row.number for row in content.rows if row.axis_code == axis.code}) for axis in content.axes
    }
    return {
        "id": f"axes-{content.first_year}-{content.code}",
        "title": content.title,
        "url": reverse("plan:glance", args=[content.code]),
        "columns": (
            {"label": "Axe"},
            {"label": "Actions", "kind": "num"},
            {"label": "Enveloppe", "kind": "num"},
            {"label": "Part", "kind": "num"},
        ),
        "rows": [
            [
                {"text": axis.label or axis.code, "note": axis.title},
                {"text": str(counts[axis.code]), "value": str(counts[axis.code])},
                _amount_cell(axis.amount_cents),
                format_percent(Decimal(axis.amount_cents) / total, 0) if axis.amount_cents and total else "",
            ]
            for axis in content.axes
        ],
        "totals": ["Ensemble", str(len(content.numbers)), _amount_cell(total or None), ""],
    }


def _amount_cell(cents: int | None) -> dict[str, str]:
    if cents is None:
        return {"text": "non chiffré", "value": ""}
    return {"text": format_millions(cents), "value": str(Decimal(cents) / 100)}


def _pair_columns(comparison: PlanComparison) -> tuple[dict[str, str], ...]:
    return (
        {"label": f"Dans {_years_label(comparison.second)}"},
        {"label": f"Continue, de {_years_label(comparison.first)}"},
        {"label": "Porteurs"},
        {"label": "Publics"},
        {"label": "Cibles"},
        {"label": "Montant"},
    )


def _pair_row(pair: ContinuedAction, comparison: PlanComparison) -> list[Any]:
    return [
        _action_cell(comparison.second, pair.second),
        _action_cell(comparison.first, pair.first),
        _overlap_text(pair.leads, "les mêmes"),
        _overlap_text(pair.publics, "les mêmes"),
        "les mêmes" if pair.same_targets else _change_text(*(" ; ".join(each) or "aucune" for each in pair.targets)),
        _change_text(*(format_euros(each) if each is not None else "non chiffré" for each in pair.cents)),
    ]


def _action_cell(content: PlanContent, number: ActionCode) -> dict[str, str]:
    standing = content.status_of(number)
    note = ACTION_STATES[standing.state] if standing else ""
    url = reverse("plan:action", args=[content.code, number])
    return {"text": f"{number} {action_name(content, number)}", "url": url, "note": note}


def _overlap_text(overlap: TextOverlap, same: str) -> str:
    """« + DPOF ; − Pôle emploi »: what was added and removed."""
    if not overlap.differs:
        return same if overlap.both else "aucun"
    return " ; ".join([*(f"+ {text}" for text in overlap.second), *(f"− {text}" for text in overlap.first)])


def _change_text(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _public_row(each: PublicComparison) -> list[str]:
    rule_texts = [_public_rule_text(one) for one in (each.first, each.second)]
    known = each.second or each.first
    return [known.label if known else each.code, *rule_texts, _DIFFERENCE_LABELS[each.differs]]


_DIFFERENCE_LABELS = {True: "d’autres personnes", False: "les mêmes personnes", None: "ne se compare pas"}


def _public_rule_text(public: PriorityPublic | None) -> str:
    if public is None:
        return "non défini : compté comme au catalogue des indicateurs"
    return " ; ".join(text for text in (public.rule, public.note) if text)


def _overlap_columns(overlap: TextOverlap, comparison: PlanComparison) -> list[dict[str, Any]]:
    return [
        {"title": title, "texts": texts[:_MAX_SHOWN], "rest": texts[_MAX_SHOWN:]}
        for title, texts in (
            (f"Dans {_years_label(comparison.first)} seulement", overlap.first),
            ("Dans les deux", overlap.both),
            (f"Dans {_years_label(comparison.second)} seulement", overlap.second),
        )
    ]
