"""Pack and statement of a committee, as pages and as files. What is frozen is shown exactly as it was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from pacte.exchange.pack_files import (
    CONTENT_TYPES,
    EXTENSIONS,
    STATEMENT_EXTENSIONS,
    pack_file_name,
    statement_file_name,
    write_pack,
    write_statement,
)
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import version_on
from pacte.steering.queries.committees import frozen_pack, issued_statement
from pacte.steering.queries.decisions import decisions_of_committee
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import DecisionSummary
from pacte.steering.records.pack import Pack, PackAction, PackFigure, PackMoney
from pacte.steering.records.statement import Statement
from pacte.steering.services.statements import issue_statement
from pacte.web.components.registry import get_component
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.committees.page import (
    CommitteePage,
    decision_table,
    draw_state_badge,
    is_demo_instance,
    no_wrap_text,
)
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, day_column, number_column
from pacte.web.templatetags.pacte_components import render_component
from pacte.workflows.committee_pack import make_committee_pack

_MISSING_PACK = {
    "closed": "Le dossier n’est pas encore fait. Il se fige d’un clic, à partir du tour clos.",
    "open": "Le dossier attend la clôture du tour : il imprime ce que les porteurs ont répondu.",
}
_NO_ROUND = "Le dossier attend un tour de mise à jour : reliez-en un à ce comité."


class PackPage(CommitteePage):
    """« Que dit le dossier ? »: the pack, same content as its files, and the button that creates it."""

    http_method_names, template_name, crumb = ("get", "head", "post"), "committees/pack.html", "Dossier"

    def post(self, request: Request) -> HttpResponse:
        result = make_committee_pack(actor=self.actor, committee=self.committee, synthetic=is_demo_instance())
        messages.success(request, f"Le dossier est figé : édition {result.pack.edition}.")
        return HttpResponseRedirect(self.committee_url("pack"))

    def context(self) -> dict[str, Any]:
        pack = frozen_pack(actor=self.actor, committee=self.committee)
        is_planned, round_state = self.line.state is CommitteeState.PLANNED, self.line.round_state
        return {
            "pack": pack,
            "answer": pack.sentence if pack else _MISSING_PACK.get(round_state, _NO_ROUND),
            "may_make": is_planned and round_state == "closed" and self.may("committee.pack"),
            "links": self.pack_links(),
            "digest": self.committee.frozen_digest,
            "back": self.committee_url("page"),
            **(_pack_tables(pack, self) if pack else {}),
        }


def _pack_tables(pack: Pack, page: CommitteePage) -> dict[str, Any]:
    return {
        "about": f"{pack.version} · {pack.round_said} · chiffres vus au {format_day(pack.as_of)} · édition "
        f"{pack.edition}",
        "asks": Table(
            pack.asks,
            Column("Réf.", lambda ask: ask.ref),
            Column("Décision demandée", lambda ask: ask.text),
            Column("Action", lambda ask: f"{ask.number} {ask.title}" if ask.number else ""),
            Column("Par", lambda ask: ask.by),
            id="asks",
            caption="Décisions à prendre",
            empty="Aucune décision n’est demandée.",
        ),
        "fates": Table(
            pack.fates,
            Column(
                "Réf.",
                lambda fate: cell(fate.ref, url=page.url("committees:decision", int(fate.ref.removeprefix("D-")))),
            ),
            Column("Décision", lambda fate: cell(fate.decision, note=f"décidé le {fate.decided}")),
            Column("Responsable", lambda fate: fate.owner),
            day_column("Échéance", lambda fate: no_wrap_text(fate.due)),
            Column("Où elle en est", lambda fate: cell(draw_state_badge(fate.text, tone=fate.tone), note=fate.note)),
            id="fates",
            caption="Dernières décisions",
            empty="Aucune décision antérieure n’attend de suite.",
        ),
        "money": _money_table(pack.money, "money", "Argent par axe et par étape"),
        "added": _money_table(pack.added, "added", "Euros, places et entrées ajoutés, effort propre gardé"),
        "review": Table(
            pack.actions,
            Column("N°", lambda action: cell(str(action.number), value=str(action.number))),
            Column(
                "Action",
                lambda action: cell(action.title, url=page.url("plan:action", action.number), note=action.lead),
            ),
            Column("Météo", _weather_cell),
            Column("Pourquoi elle compte", lambda action: action.why or "–"),
            Column("Jalons, chiffres, argent, risques", _figure_references),
            id="review",
            caption="Revue des actions",
        ),
    }


def _money_table(money: PackMoney, id: str, caption: str) -> Table[Any]:
    figures = [
        number_column(label, lambda line, rank=rank: _amount_cell(line.figures[rank]))
        for rank, label in enumerate(money.columns)
    ]
    return Table(money.lines, Column("Axe", lambda line: line.label), *figures, id=id, caption=caption)


def _amount_cell(figure: PackFigure | None) -> Any:
    if figure is None:
        return "non dit"
    return cell(
        figure.text,
        note=f"{figure.ref} {figure.note}".strip(),
        value=str(figure.amount) if figure.amount is not None else "",
    )


def _weather_cell(action: PackAction) -> dict[str, Any]:
    sign = render_component(get_component("weather"), {"state": action.weather.value}) if action.answered else ""
    return cell(sign or "sans réponse", note=action.weather_word)


def _figure_references(action: PackAction) -> str:
    """The figures that the files print for this action, each with its reference."""
    figures: tuple[Any, ...] = (
        *action.milestones,
        *action.proofs.figures,
        *action.values,
        *action.money,
        *action.risks,
    )
    return format_html("{}", " · ".join(f"{each.text} {each.ref}" for each in figures) or "–")


class StatementPage(CommitteePage):
    """« Que contient le relevé ? »: a preview before it is issued, then exactly what was issued."""

    http_method_names, template_name, crumb = ("get", "head", "post"), "committees/statement.html", "Relevé"

    def post(self, request: Request) -> HttpResponse:
        issued = issue_statement(
            actor=self.actor,
            committee=self.committee,
            on=today(),
            version=self._version_in_force_text(),
            titles=self.action_titles,
            address_of=lambda decided: self.url("committees:decision", decided),
            synthetic=is_demo_instance(),
        )
        messages.success(request, f"Le relevé n° {issued.statement_number} est envoyé aux responsables.")
        return HttpResponseRedirect(self.committee_url("statement"))

    def _version_in_force_text(self) -> str:
        version = version_on(actor=self.actor, plan=self.plan, on=today())
        since = f", en vigueur depuis le {format_day(version.in_force_from)}" if version.in_force_from else ""
        return f"{version.label}{since}"

    def context(self) -> dict[str, Any]:
        on = max(today(), self.line.held_on)
        statement = issued_statement(actor=self.actor, committee=self.committee)
        decisions = decisions_of_committee(actor=self.actor, committee_id=self.committee.pk, on=on)
        ownerless = [each.ref for each in decisions if each.owner_id is None and each.owner_body_id is None]
        ready = self.line.state is CommitteeState.HELD and self.may("committee.issue")
        return {
            "title": f"Que dit le relevé n° {statement.number} ?" if statement else "Que dira le relevé ?",
            "answer": self._answer(statement, len(statement.decisions if statement else decisions), ownerless),
            "decisions": self._table(statement, decisions),
            "may_issue": ready and not ownerless,
            "links": self.statement_links(),
            "digest": self.committee.statement_digest,
            "meeting_url": self.committee_url("meeting") if ready else "",
        }

    def _answer(self, statement: Statement | None, count: int, ownerless: list[str]) -> str:
        decided = pluralise(count, "décision") if count else "Aucune décision"
        if statement:
            when = format_day(statement.issued_on)
            return f"{decided}, comme elles ont été envoyées le {when} par {statement.issued_by}."
        if self.line.state is CommitteeState.PLANNED:
            return "Rien encore : la séance n’est pas tenue."
        if ownerless:
            return f"Il manque un responsable à {', '.join(ownerless)} : un relevé dit qui fait quoi."
        return f"{decided} à envoyer. Une fois parti, il ne change plus."

    def _table(self, statement: Statement | None, decisions: list[DecisionSummary]) -> Table[Any]:
        texts: dict[str, Any] = {
            "id": "releve-table",
            "caption": "Décisions du relevé",
            "empty": "Le comité n’a pris aucune décision.",
        }
        if statement is None:
            return decision_table(self, decisions, **texts)
        return Table(
            statement.decisions,
            Column("Réf.", lambda each: each.ref),
            Column(
                "Décision",
                lambda each: cell(each.text, note=f"effet attendu : {each.effect}" if each.effect else ""),
            ),
            Column("Actions", lambda each: "\n".join(each.actions) or "–"),
            Column("Responsable", lambda each: each.owner),
            day_column("Échéance", lambda each: no_wrap_text(each.due)),
            day_column("À vérifier le", lambda each: no_wrap_text(each.check or "–")),
            **texts,
        )


@CommitteePage.view(decorators=(heavy_view,))
def pack_file(page: CommitteePage, extension: str) -> HttpResponse:
    """The frozen pack. Raises ``NotFound`` while there is none, and for an unknown format."""
    pack = frozen_pack(actor=page.actor, committee=page.committee)
    if pack is None or extension not in EXTENSIONS:
        raise NotFound
    return file_response(write_pack(pack, extension), CONTENT_TYPES[extension], pack_file_name(pack, extension))


@CommitteePage.view(decorators=(heavy_view,))
def statement_file(page: CommitteePage, extension: str) -> HttpResponse:
    """The issued statement. Raises ``NotFound`` while it is not issued, and for an unknown format."""
    statement = issued_statement(actor=page.actor, committee=page.committee)
    if statement is None or extension not in STATEMENT_EXTENSIONS:
        raise NotFound
    data = write_statement(statement, extension)
    return file_response(data, CONTENT_TYPES[extension], statement_file_name(statement, extension))
