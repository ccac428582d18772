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
from pacte.web.pages.plan.reading import DAY, asked_day

_COLUMNS = ({"label": "Plan"}, {"label": "Région"}, {"label": "Années"}, {"label": "Ce jour"})
_FIRST, _SECOND = "un", "autre"
_SHOWN = 10


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
    codes = [request.GET.get(name, "").strip() for name in (_FIRST, _SECOND)]
    if not all(codes):
        return HttpResponseRedirect(reverse("plan:plans"))
    if codes[0] == codes[1]:
        raise ValidationError("same_plan", "C’est deux fois le même plan.", hint="Choisissez deux plans différents.")
    actor = request.actor  # type: ignore[attr-defined]
    asked = asked_day(request.GET.get(DAY, ""))
    on = asked or today()
    found = compare_plans(
        *(
            content_of_version(version_on(actor=actor, plan=plan_by_code(actor=actor, code=code), on=on))
            for code in codes
        )
    )
    synthetic = {line.code for line in plan_summaries(actor=actor) if line.is_synthetic}
    context = {
        "nav": "plan",
        "found": found,
        "names": (_short(found.first), _short(found.second)),
        "fictive": [each.title for each in (found.first, found.second) if each.code in synthetic],
        "title": f"De {_short(found.first)} à {_short(found.second)} : qu’est-ce qui continue ?",
        "answer": _compared(found, on),
        "facts": _facts(found),
        "sides": [_side(content, found) for content in (found.first, found.second)],
        "pair_columns": _pair_columns(found),
        "pair_rows": [_pair(pair, found) for pair in found.pairs],
        "ended": [_named(found.first, number) for number in found.discontinued_actions],
        "begun": [_named(found.second, number) for number in found.new_actions],
        "publics": _shared_columns(found.publics, found),
        "definitions": [
            [each.code, " ; ".join(each.first), " ; ".join(each.second)] for each in found.indicator_comparisons
        ],
        "meant": [_meant(each) for each in found.public_comparisons],
        "meant_columns": (
            {"label": "Public"},
            *({"label": _short(c)} for c in (found.first, found.second)),
            {"label": "Compte"},
        ),
        "definition_columns": ({"label": "Indicateur"}, *({"label": _short(c)} for c in (found.first, found.second))),
        "trail": [{"label": "Plans", "url": reverse("plan:plans")}, {"label": "Comparer"}],
        "as_of": {
            "id": "vu-au",
            "on": on,
            "action": request.path,
            "is_today": asked is None,
            "hidden": [{"name": name, "value": code} for name, code in zip((_FIRST, _SECOND), codes, strict=True)],
        },
    }
    return render(request, "plan/side_by_side.html", context)


def _compare_url(one: str, other: str) -> str:
    return f"{reverse('plan:compare_plans')}?{_FIRST}={one}&{_SECOND}={other}"


def _answer(lines: list[PlanSummary], year: int) -> str:
    if not lines:
        return "Aucun encore."
    running = [line for line in lines if line.first_year <= year <= line.last_year]
    said = f"{pluralise(len(lines), 'plan')}, le plus récent d’abord."
    if len(lines) > 1:
        said += (
            " Chacun garde ses actions, ses publics et son argent : ce qu’un plan a engagé lui reste,"
            " même quand le suivant est ouvert."
        )
    elif not running:
        said += " Sa période est finie, ou n’a pas commencé."
    return apply_french_spacing(said)


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


def _short(content: PlanContent) -> str:
    return f"{content.first_year}-{content.last_year}"


def _compared(found: PlanComparison, on: Any) -> SafeString:
    return format_html(
        "Au {}, <strong>{}</strong> du premier plan {} dans le second, {} ne {} pas, et {}.",
        format_day(on),
        pluralise(len(found.continued_actions), "action"),
        "continuent" if len(found.continued_actions) > 1 else "continue",
        f"{len(found.discontinued_actions)}",
        "continuent" if len(found.discontinued_actions) > 1 else "continue",
        pluralise(len(found.new_actions), "action est nouvelle", "actions sont nouvelles"),
    )


def _facts(found: PlanComparison) -> list[dict[str, str]]:
    facts = []
    for content in (found.first, found.second):
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
                "label": f"Actions {_short(content)}",
                "value": str(len(content.numbers)),
                "note": pluralise(len(content.axes), "axe"),
            }
        )
    return facts


def _side(content: PlanContent, found: PlanComparison) -> dict[str, Any]:
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
                _money(axis.amount_cents),
                format_percent(Decimal(axis.amount_cents) / total, 0) if axis.amount_cents and total else "",
            ]
            for axis in content.axes
        ],
        "totals": ["Ensemble", str(len(content.numbers)), _money(total or None), ""],
    }


def _money(cents: int | None) -> dict[str, str]:
    if cents is None:
        return {"text": "non chiffré", "value": ""}
    return {"text": format_millions(cents), "value": str(Decimal(cents) / 100)}


def _pair_columns(found: PlanComparison) -> tuple[dict[str, str], ...]:
    return (
        {"label": f"Dans {_short(found.second)}"},
        {"label": f"Continue, de {_short(found.first)}"},
        {"label": "Porteurs"},
        {"label": "Publics"},
        {"label": "Cibles"},
        {"label": "Montant"},
    )


def _pair(pair: ContinuedAction, found: PlanComparison) -> list[Any]:
    return [
        _named(found.second, pair.second),
        _named(found.first, pair.first),
        _moved(pair.leads, "les mêmes"),
        _moved(pair.publics, "les mêmes"),
        "les mêmes" if pair.same_targets else _arrow(*(" ; ".join(each) or "aucune" for each in pair.targets)),
        _arrow(*(format_euros(each) if each is not None else "non chiffré" for each in pair.cents)),
    ]


def _named(content: PlanContent, number: ActionCode) -> dict[str, str]:
    standing = content.status_of(number)
    note = ACTION_STATES[standing.state] if standing else ""
    url = reverse("plan:action", args=[content.code, number])
    return {"text": f"{number} {action_name(content, number)}", "url": url, "note": note}


def _moved(found: TextOverlap, same: str) -> str:
    """« + DPOF ; − Pôle emploi »: what was added and removed."""
    if not found.differs:
        return same if found.both else "aucun"
    return " ; ".join([*(f"+ {text}" for text in found.second), *(f"− {text}" for text in found.first)])


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _meant(each: PublicComparison) -> list[str]:
    said = [_rule(one) for one in (each.first, each.second)]
    known = each.second or each.first
    return [known.label if known else each.code, *said, _COMPARED[each.differs]]


_COMPARED = {True: "d’autres personnes", False: "les mêmes personnes", None: "ne se compare pas"}


def _rule(public: PriorityPublic | None) -> str:
    if public is None:
        return "non défini : compté comme au catalogue des indicateurs"
    return " ; ".join(text for text in (public.rule, public.note) if text)


def _shared_columns(found: TextOverlap, both: PlanComparison) -> list[dict[str, Any]]:
    return [
        {"title": title, "texts": texts[:_SHOWN], "rest": texts[_SHOWN:]}
        for title, texts in (
            (f"Dans {_short(both.first)} seulement", found.first),
            ("Dans les deux", found.both),
            (f"Dans {_short(both.second)} seulement", found.second),
        )
    ]
