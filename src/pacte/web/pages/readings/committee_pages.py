"""One meeting of a committee: its ranking, what it decides case by case, its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import format_day, join_words, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.queries.committees import MeetingLine, call_rounds, meeting_by_id
from pacte.procedures.queries.rankings import kept_ranking, scores_side_by_side
from pacte.procedures.records.reading import COMMITTEE_OUTCOME_LABELS, CommitteeOutcome
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.ranking import EnvelopeReach
from pacte.procedures.services.committees import close_meeting, decide_case, open_meeting
from pacte.procedures.services.conflicts import declare_conflict
from pacte.web.page import Crumb, PlanFormPage, PlanPage
from pacte.web.pages.readings.base_pages import CALLS, CallsFormPage
from pacte.web.pages.readings.forms import CommitteeDecisionForm, CommitteeMeetingForm, DeclarationForm, MinutesForm
from pacte.web.reading_display import grids_table, range_text, summary_text, total_text
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.procedures.models import CommitteeDecision

_PARTS = {"chair": "préside", "deputy": "supplée", "member": "membre"}


class PanelPage(PlanPage):
    """One meeting, for whoever convenes or sits; its number is in the URL."""

    nav = "cases"
    is_dated = False

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.detail = meeting_by_id(actor=self.actor, plan=self.plan, meeting_id=kwargs["meeting"])

    @property
    def meeting_title(self) -> str:
        return f"{self.detail.kind.label} du {format_day(self.detail.meeting.held_on)}"

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        here = self.url("readings:meeting", self.detail.meeting.pk) if own else ""
        return [(CALLS, self.url("readings:rounds")), (self.meeting_title, here), *own]


class PanelFormPage(PanelPage, PlanFormPage):
    """An act of a meeting, for whoever convenes or chairs it."""

    needs_chair = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        ensure_found(self.detail.may_decide or not self.needs_chair or None)

    @property
    def back_url(self) -> str:
        return self.url("readings:meeting", self.detail.meeting.pk)


class PanelCasePage(PanelFormPage):
    """An act on one case before the meeting. A case in conflict is not found."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        lines = self.detail.lines
        self.line = ensure_found(next((each for each in lines if each.case.number == kwargs["number"]), None))


@PanelPage.view(template_name="readings/meeting.html")
def meeting_file(page: PanelPage) -> dict[str, Any]:
    detail = page.detail
    ranking = kept_ranking(actor=page.actor, meeting=detail.meeting)
    return {
        "title": page.meeting_title,
        "side_by_side": _grids_to_read(page),
        "kept": ranking,
        "ranking_url": page.url("readings:ranking", detail.meeting.pk) if ranking else "",
        "detail": detail,
        "answer": _meeting_answer(page),
        "seats": [{"label": str(each.person), "value": _PARTS[each.part]} for each in detail.seats],
        "table": _ranking_table(page),
        "minutes": [_minutes_line(each.case.title, each.decision) for each in detail.lines if each.decision],
        "close_url": page.url("readings:close", detail.meeting.pk) if detail.may_decide else "",
    }


@PanelPage.view()
def ranking_file(page: PanelPage) -> HttpResponse:
    """The ranking as it was ranking when the meeting closed. Not found for whoever has a conflict with a case of it."""
    ranking = ensure_found(kept_ranking(actor=page.actor, meeting=page.detail.meeting))
    name = f"classement_{page.detail.meeting.held_on:%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(ranking.text, content_type="application/json", headers=headers)


def _meeting_answer(page: PanelPage) -> str:
    detail = page.detail
    decided = sum(each.decision is not None for each in detail.lines)
    left = f" Il reste {format_euros(detail.left_cents)} à accorder." if detail.left_cents is not None else ""
    words = f"{pluralise(decided, 'dossier décidé', 'dossiers décidés')} sur {len(detail.lines)}.{left}"
    return f"{words} {_reach_text(detail.reach)}" if detail.reach else words


def _reach_text(reach: EnvelopeReach) -> str:
    """« L’argent ne va pas jusqu’à 3 dossiers, qui demandent 61 200 €. »"""
    if not reach.count_beyond:
        return "L’enveloppe suffit à ce qui reste à décider." if reach.asked_cents else ""
    others = pluralise(reach.count_beyond, "dossier, qui demande", "dossiers, qui demandent")
    return f"Dans l’ordre du classement, l’argent ne va pas jusqu’à {others} {format_euros(reach.short_cents)}."


def _grids_to_read(page: PanelPage) -> list[dict[str, Any]]:
    """For each case on which readers disagree beyond what a mean can say: their grids, criterion by criterion."""
    detail = page.detail
    lines = [each for each in detail.lines if each.reads_both]
    scores = scores_side_by_side(actor=page.actor, case_ids=[each.case.pk for each in lines], grid=detail.grid)
    return [
        {
            "id": f"grilles-{each.case.number}",
            "title": f"Dossier {each.case.number} : {each.case.title}",
            "table": grids_table(each.case.number, scores.get(each.case.pk, ())),
            "comments": [(one.reader, one.comment) for one in scores.get(each.case.pk, ()) if one.comment],
        }
        for each in lines
    ]


def _ranking_table(page: PanelPage) -> Table[MeetingLine]:
    return Table(
        page.detail.lines,
        number_column("Rang", lambda line: str(line.ranked.rank or "")),
        Column("Dossier", lambda line: _case_cell(page, line)),
        Column("Notes", _notes_cell, key="moyenne", order=_mean),
        _gap_column(),
        *([number_column("Demandé", _asked_cell)] if any(each.asked_cents for each in page.detail.lines) else []),
        Column("Décision", _decision_cell),
        id="classement",
        caption="Classement",
        empty="Aucun dossier n’est devant ce comité.",
        sort=page.request.GET.get("tri", ""),
        sort_url=lambda key: f"?tri={key}",
    )


def _gap_column() -> Column[MeetingLine]:
    """The gap between readers, by which the table sorts: where they disagree, the committee looks first."""
    return Column(
        "Écart",
        lambda line: total_text(line.ranked.summary.gap) if line.ranked.summary else "",
        "num",
        key="ecart",
        order=lambda line: line.ranked.summary.gap if line.ranked.summary else Fraction(-1),
    )


def _mean(line: MeetingLine) -> Fraction:
    return line.ranked.summary.mean if line.ranked.summary else Fraction(-1)


def _case_cell(page: PanelPage, line: MeetingLine) -> Any:
    url = page.url("readings:decide", page.detail.meeting.pk, line.case.number) if page.detail.may_decide else ""
    return cell(line.case.title, note=f"dossier {line.case.number}", url=url)


def _notes_cell(line: MeetingLine) -> Any:
    note = "une lecture de plus est demandée" if line.needs_reader else ""
    return cell(
        _notes_text(line), note="trop d’écart pour une moyenne : lisez les grilles" if line.reads_both else note
    )


def _notes_text(line: MeetingLine) -> str:
    return range_text(ensure_found(line.ranked.summary)) if line.reads_both else summary_text(line.ranked.summary)


def _asked_cell(line: MeetingLine) -> Any:
    return cell(format_euros(line.asked_cents), value=str(line.asked_cents / 100)) if line.asked_cents else ""


def _decision_intro(line: MeetingLine) -> str:
    notes = f"{_notes_text(line)} ; la moyenne ne dit rien ici" if line.reads_both else _notes_text(line)
    demand = f" Demandé : {format_euros(line.asked_cents)}." if line.asked_cents else ""
    return f"Notes : {notes}.{demand}"


def _decision_cell(line: MeetingLine) -> Any:
    if line.decision is None:
        return "à décider"
    word = COMMITTEE_OUTCOME_LABELS[CommitteeOutcome(line.decision.outcome)]
    return cell(word, note=format_euros(line.decision.cents) if line.decision.cents else line.decision.reason)


def _minutes_line(title: str, decision: CommitteeDecision) -> str:
    """« Atelier : retenu, 12 000 €, rang 2, par 3 voix sous la présidence de … ; n’a pas siégé : … »."""
    word = COMMITTEE_OUTCOME_LABELS[CommitteeOutcome(decision.outcome)]
    money = f", {format_euros(decision.cents)}" if decision.cents else ""
    rank = f", rang {decision.rank}" if decision.rank else ", sans note"
    away = f" ; sorti, en conflit : {join_words(decision.abstained)}" if decision.abstained else ""
    why = f" Motif : {decision.reason}" if decision.reason else ""
    present = pluralise(decision.voters, "membre")
    return f"{title} : {word}{money}{rank}, devant {present}, sous la présidence de {decision.chaired_by}{away}.{why}"


def _meeting_choices(page: CallsFormPage) -> dict[str, Any]:
    people = assignable_people(actor=page.actor, host_id=page.plan.organisation_id, on=today())
    named = [(str(each.pk), str(each)) for each in people]
    code = page.kwargs["procedure"]
    rounds = [r.call_round for r in call_rounds(actor=page.actor, plan=page.plan) if r.procedure.code == code]
    return {
        "choices": {
            "chair": named, "deputy": named, "members": named, "call_round": [(str(r.pk), r.title) for r in rounds]
        }
    }  # fmt: skip


@CallsFormPage.view(
    form_class=CommitteeMeetingForm,
    form_arguments=_meeting_choices,
    title=lambda page: f"Réunir le comité : {procedure_by_code(page.kwargs['procedure']).short_title}",
    submit_label="Ouvrir la séance",
)
def convene(page: CallsFormPage, data: dict[str, Any], procedure: str, committee: str) -> str:
    people = {
        str(each.pk): each
        for each in assignable_people(actor=page.actor, host_id=page.plan.organisation_id, on=today())
    }
    rounds = {str(r.call_round.pk): r.call_round for r in call_rounds(actor=page.actor, plan=page.plan)}
    open_meeting(
        actor=page.actor, plan=page.plan, procedure_code=procedure, committee=committee, on=data["on"],
        chair=people[data["chair"]], deputy=people.get(data["deputy"]), call_round=rounds.get(data["call_round"]),
        members=[people[each] for each in data["members"]],
    )  # fmt: skip
    return "La séance est ouverte."


@PanelCasePage.view(
    form_class=CommitteeDecisionForm,
    title=lambda page: f"Que décide-t-on de « {page.line.case.title} » ?",
    intro=lambda page: _decision_intro(page.line),
    submit_label="Garder la décision",
    crumb="Décider",
    shows_conflicts=True,
    error_fields={"departure_reason": "reason", "envelope_short": "cents"},
)
def decide(page: PanelCasePage, data: dict[str, Any]) -> str:
    decision = decide_case(
        actor=page.actor, meeting=page.detail.meeting, case=page.line.case,
        outcome=CommitteeOutcome(data["outcome"]), cents=data["cents"] or 0, reason=data["reason"],
    )  # fmt: skip
    return f"« {page.line.case.title} » : {COMMITTEE_OUTCOME_LABELS[CommitteeOutcome(decision.outcome)]}."


@PanelCasePage.view(
    needs_chair=False,
    form_class=DeclarationForm,
    title=lambda page: f"Un lien avec « {page.line.case.title} » ?",
    submit_label="Déclarer",
    crumb="Mes liens",
    error_fields={"conflict_unsaid": "text"},
)
def leave(page: PanelCasePage, data: dict[str, Any]) -> str:
    declare_conflict(actor=page.actor, case=page.line.case, **data)
    return "C’est noté." if not data["has_conflict"] else "C’est noté : vous sortez pour ce dossier."


@PanelFormPage.view(
    form_class=MinutesForm, title="Que retient le compte rendu ?", submit_label="Clore la séance", crumb="Clore",
    intro="Une séance close ne change plus. Les décisions et les membres sortis y figurent d’eux-mêmes.",
)  # fmt: skip
def close(page: PanelFormPage, data: dict[str, Any]) -> str:
    close_meeting(actor=page.actor, meeting=page.detail.meeting, **data)
    return "La séance est close."
