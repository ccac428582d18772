"""« Où en est le pacte ? »: overview of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import LeadStatus, action_leads, main_plan
from pacte.web.pages.plan.beginning import first_steps_shown
from pacte.web.pages.plan.frame import frame, plan_url, sentence
from pacte.web.pages.plan.glance_attention import vacancies
from pacte.web.pages.plan.glance_model import Addresses, AxisGroup, Glance, glance
from pacte.web.pages.plan.lines import ActionLine, action_lines, cut
from pacte.web.pages.plan.money import follows_money, with_stages
from pacte.web.pages.plan.proofs import beside_numbers, latest, measured_numbers, proofs
from pacte.web.pages.plan.reading import Shown, shown
from pacte.web.pages.plan.steering import Told, told_by_leads

if TYPE_CHECKING:
    from pacte.indicators.records.evidence import ActionEvidence
    from pacte.web.pages.plan.glance_attention import Group, Item

# The full title of the axis is shown above, with its money.
_LONGEST_TITLE = 110


@dataclass(frozen=True, slots=True)
class Known:
    """Data about the actions beyond the plan: reports of their leads, evidence from the facts."""

    told: Told
    proved: dict[ActionCode, ActionEvidence]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The main plan; without any plan, the setup checklist."""
    plan = main_plan(actor=request.actor)  # type: ignore[attr-defined]
    if plan is None:
        return render(request, "plan/none.html", {"steps": first_steps_shown(request)})
    return _page(request, plan.code)


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code)


def _page(request: HttpRequest, code: str) -> HttpResponse:
    seen = shown(request, code)
    lines = action_lines(seen.content, seen.on)
    years = f"{seen.content.first_year}-{seen.content.last_year}"
    proved = proofs(seen)
    found = glance(
        seen.content,
        lines,
        seen.on,
        Addresses(
            axis=lambda axis: _list_url(seen, {"axe": axis}),
            missing=lambda field: _list_url(seen, {"manque": field}),
        ),
        proved=measured_numbers(proved),
    )
    vacant = vacancies(lines, _left(seen))
    money = with_stages(found.money, seen)
    told = told_by_leads(seen)
    context = (
        frame(request, seen, page="glance")
        | {
            "glance": found,
            "money": money,
            "money_note": found.money_note if money.knows_envelope_only else "Fonds pacte ; part de l’enveloppe.",
            "answer": _with_others(sentence(found.answer), len(beside_numbers(proved)), len(told.declared)),
            "attention": [_column(group, seen) for group in (*([vacant] if vacant else []), *found.groups)],
            "timeline": _timeline(found, Known(told, proved), seen),
            "extra": _extra(found, told),
            "proof_note": _proof_note(bool(measured_numbers(proved)), bool(told.declared)),
            "actions_title": f"Les {len(lines)} actions" if len(lines) > 1 else "L’action",
            "has_deadlines": any(line.calendar.milestones for line in lines),
            "money_source": f"enveloppe {years}, écrite au plan ; le total est la somme des axes",
            "money_url": reverse("money:overview", args=[code]) + seen.carried if follows_money(seen) else "",
            "years_word": pluralise(seen.content.last_year - seen.content.first_year + 1, "an"),
        }
        | _years(found)
    )
    return render(request, "plan/glance.html", context)


def _with_others(answer: SafeString, beside: int, declared: int) -> SafeString:
    """Adds what is counted without a target, and what leads declared."""
    said = []
    if beside:
        said.append(
            f"Pour {format_number(beside)} d’entre elles, ce sont les services qui comptent leurs propres actes."
        )
    if declared:
        said.append(f"Pour {pluralise(declared, 'action')}, un porteur a déclaré un chiffre.")
    return format_html("{} {}", answer, " ".join(said)) if said else answer


def _proof_note(has_measured: bool, has_declared: bool) -> str:
    said = "ce qui a été mesuré ou déclaré depuis"
    if not has_measured:
        said += " ; rien n’est encore mesuré ici" if has_declared else " ; rien ne l’est encore ici"
    return said + (" ; ce que les porteurs ont déclaré est marqué comme tel." if has_declared else ".")


def _left(seen: Shown) -> dict[ActionCode, str]:
    """Who left which action without a successor, for actors who may read the people of the pact."""
    if not seen.sees_people:
        return {}
    return {
        line.number: f"{line.name} l’a quittée" + (f" le {format_day(line.left_on)}" if line.left_on else "")
        for line in action_leads(actor=seen.actor, version=seen.version, on=seen.on)
        if line.status is LeadStatus.VACANT
    }


def _years(found: Glance) -> dict[str, Any]:
    """Table of amounts by axis and year, in euros, with the total of each year."""
    sums = [sum(each.cents[place] or 0 for each in found.year_amounts) for place in range(len(found.years))]
    return {
        "year_columns": [{"label": "Axe"}, *({"label": str(year), "kind": "num"} for year in found.years)],
        "year_rows": [[each.axis.label, *(_amount(cents) for cents in each.cents)] for each in found.year_amounts],
        "year_totals": ["Ensemble", *(_amount(cents) for cents in sums)],
    }


def _amount(cents: int | None) -> dict[str, str]:
    if cents is None:
        return {"text": "non chiffré", "value": ""}
    return {"text": format_euros(cents), "value": str(Decimal(cents) / 100)}


def _list_url(seen: Shown, query: dict[str, str]) -> str:
    kept = seen.carried.removeprefix("?")
    asked = urlencode(query)
    joined = "&".join(part for part in (asked, kept) if part)
    return reverse("plan:actions", args=[seen.plan.code]) + (f"?{joined}" if joined else "")


def _column(group: Group, seen: Shown) -> dict[str, Any]:
    items = [*group.items, *([group.rest] if group.rest else [])]
    return {
        "title": group.title,
        "sign": group.sign,
        "tone": group.tone,
        "lines": [_line(item, seen) for item in items],
    }


def _line(item: Item, seen: Shown) -> dict[str, Any]:
    url = ""
    if item.number is not None:
        url = plan_url("action", seen, item.number)
    elif item.query is not None:
        url = _list_url(seen, dict(item.query))
    return {"number": item.number, "label": item.text, "note": item.detail, "url": url}


def _extra(found: Glance, told: Told) -> list[dict[str, str]]:
    amount = [{"label": "Montant", "kind": "num"}] if found.shows_amounts else []
    weather = [{"label": "Météo", "kind": ""}] if told.weather else []
    return [*amount, *weather, {"label": "Cible", "kind": ""}, {"label": "Preuve la plus récente", "kind": ""}]


def _timeline(found: Glance, told: Known, seen: Shown) -> list[dict[str, Any]]:
    return [_group(group, found, told, seen) for group in found.axes if group.lines]


def _group(group: AxisGroup, found: Glance, told: Known, seen: Shown) -> dict[str, Any]:
    return {
        "code": group.axis.label,
        "label": cut(group.axis.title, _LONGEST_TITLE),
        "axis": group.rank,
        "note": group.summary,
        "url": _list_url(seen, {"axe": group.axis.code}),
        "lines": [_action(line, found, told, seen) for line in group.lines],
    }


def _action(line: ActionLine, found: Glance, told: Known, seen: Shown) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": f"{line.name} ({line.state_word})" if line.state_word else line.name,
        "url": plan_url("action", seen, line.number),
        "lead": line.leads_text or "à désigner",
        "line": line.calendar,
        "cells": _cells(line, found, told),
    }


def _cells(line: ActionLine, found: Glance, known: Known) -> list[object]:
    told = known.told
    amount = [format_euros(line.cents) if line.cents is not None else "non chiffré"] if found.shows_amounts else []
    weather = [told.weather.get(line.number, _quiet("sans avis"))] if told.weather else []
    if line.is_ended:
        return [*amount, *weather, _quiet(line.target_brief), line.state_text]
    evidence = "aucune preuve à ce jour" + ("" if line.has_decided_lead else ", porteur à désigner")
    target = line.target_brief if line.targets else _quiet(line.target_brief)
    proof = latest(known.proved.get(line.number)) or told.declared.get(line.number, _quiet(evidence))
    return [*amount, *weather, target, _two_lines(proof) if isinstance(proof, dict) else proof]


def _two_lines(proof: dict[str, str]) -> SafeString:
    return format_html('{}<span class="note cell-note">{}</span>', proof["text"], proof["note"])


@lru_cache(maxsize=512)
def _quiet(text: str) -> SafeString:
    """Text for a missing value, in the secondary colour so that real values stand out."""
    return format_html('<span class="quiet-text">{}</span>', text)
