"""Base classes of the pages of committees, and how they show committees and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import plan_by_code
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.committees import committee_by_number, committee_summary
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import CommitteeSummary, DecisionState, DecisionSummary
from pacte.steering.rules.pack_builder import format_start_time
from pacte.steering.rules.pack_decisions import decision_status_label, decision_status_tone
from pacte.web.components.registry import get_component
from pacte.web.page import Crumb, FormPage, Page, PageContext
from pacte.web.tables import Column, Table, cell, day_column
from pacte.web.templatetags.pacte_components import render_component
from pacte.web.templatetags.pacte_format import typo

if TYPE_CHECKING:
    from pacte.plan.models import Plan
    from pacte.steering.models import Committee


_PACK_LABELS = {"pdf": "Dossier (.pdf)", "pptx": "Diapositives (.pptx)", "xlsx": "Classeur (.xlsx)"}
_STATEMENT_LABELS = {"pdf": "Relevé (.pdf)", "xlsx": "Relevé (.xlsx)"}


class CommitteesPage(Page):
    """A page for those who may read the committees of the plan of its URL, and act there when there is a ``right``."""

    nav = "committees"
    stylesheet = "pacte/css/committees.css"
    right = ""
    # Label and URL name of the list above this page.
    root = ("Comités", "committees:list")
    plan: Plan

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])
        hide_unless(self.may("committee.read"))
        self.load_subject(kwargs)
        if self.right and not self.may(self.right):
            raise PermissionDenied(
                "committee",
                "Seul le pilote du pacte prépare un comité et écrit ses décisions.",
                hint="Demandez-le-lui.",
            )

    def load_subject(self, url: dict[str, Any]) -> None:
        """What the URL names beyond the plan. Raises ``NotFound``."""

    def may(self, right: str) -> bool:
        return may(self.actor, right, SteeringScope(host_id=self.plan.organisation_id))

    def url(self, name: str, *args: object) -> str:
        """URL of a page of the plan."""
        return super().url(name, self.plan.code, *args)

    def below_list(self) -> Sequence[Crumb]:
        """End of the breadcrumb, after the list."""
        return [(self.crumb, "")] if self.crumb else []

    def breadcrumb(self) -> Sequence[Crumb]:
        (label, name), below = self.root, self.below_list()
        return [(self.plan.title, self.url("plan:glance")), (label, self.url(name) if below else ""), *below]

    def page_context(self) -> PageContext:
        return PageContext(actor=self.actor, nav=self.nav, breadcrumb=self.breadcrumb(), plan=self.plan)

    @cached_property
    def action_titles(self) -> dict[ActionCode, str]:
        """Titles of the actions today, for choices and lists."""
        return action_titles_by_number(actor=self.actor, plan=self.plan, on=today())


class CommitteePage(CommitteesPage):
    """A page of one committee, whose number is in the URL."""

    committee: Committee

    def load_subject(self, url: dict[str, Any]) -> None:
        self.committee = committee_by_number(actor=self.actor, plan=self.plan, number=url["number"])

    @cached_property
    def line(self) -> CommitteeSummary:
        return committee_summary(actor=self.actor, committee=self.committee)

    def committee_url(self, name: str, *args: object) -> str:
        return self.url(f"committees:{name}", self.committee.number, *args)

    def below_list(self) -> Sequence[Crumb]:
        below = super().below_list()
        return [(self.committee.title, self.committee_url("page") if below else ""), *below]

    def pack_links(self) -> list[dict[str, str]]:
        """Files of the frozen pack."""
        return [
            {"label": label, "url": self.committee_url("pack_file", extension)}
            for extension, label in _PACK_LABELS.items()
            if self.line.has_pack
        ]

    def statement_links(self) -> list[dict[str, str]]:
        """Files of the issued statement."""
        return [
            {"label": label, "url": self.committee_url("statement_file", extension)}
            for extension, label in _STATEMENT_LABELS.items()
            if self.line.statement_number
        ]


class CommitteeFormPage(CommitteePage, FormPage):
    """A form about one committee, for those who prepare it."""

    right = "committee.prepare"

    @property
    def back_url(self) -> str:
        return self.url(self.back) if self.back else self.committee_url("page")


def is_demo_instance() -> bool:
    return settings.INSTANCE.name == "demo"


_FATE_SIGNS = {
    DecisionState.TO_DO: "ring",
    DecisionState.UNDERWAY: "half",
    DecisionState.DONE: "check",
    DecisionState.EFFECT_SEEN: "check",
    DecisionState.EFFECT_NOT_SEEN: "triangle",
    DecisionState.ABANDONED: "cross",
}
_COMMITTEE_SIGNS = {
    CommitteeState.PLANNED: ("clock", ""),
    CommitteeState.HELD: ("half", "watch"),
    CommitteeState.ISSUED: ("check", "good"),
}


@dataclass(frozen=True, slots=True)
class PreparationCheck:
    """``detail`` is what to do when it is not done."""

    label: str
    is_done: bool
    detail: str


def preparation_checks(line: CommitteeSummary) -> tuple[PreparationCheck, ...]:
    """In order of preparation: round, agenda, pack."""
    closed = line.round_state == "closed"
    round_text = f"{line.round_label}, {'clos' if closed else 'encore ouvert'}"
    return (
        PreparationCheck("Tour de mise à jour clos", closed, round_text if line.round_number else "aucun tour relié"),
        PreparationCheck("Ordre du jour", line.points > 0, pluralise(line.points, "point") if line.points else "vide"),
        PreparationCheck("Dossier figé", line.has_pack, f"édition {line.pack_edition}" if line.has_pack else "à faire"),
    )


def pending_checks(line: CommitteeSummary) -> list[PreparationCheck]:
    return [check for check in preparation_checks(line) if not check.is_done]


def days_ahead_text(held_on: date, on: date) -> str:
    """« dans 3 jours », « aujourd’hui », "" once it is past."""
    days = (held_on - on).days
    return f"dans {pluralise(days, 'jour')}" if days > 0 else "aujourd’hui" if days == 0 else ""


def draw_state_badge(word: str, sign: str = "", tone: str = "") -> SafeString:
    return render_component(get_component("state_badge"), {"word": word, "sign": sign, "tone": tone})


def committee_state_badge(line: CommitteeSummary) -> SafeString:
    return draw_state_badge(line.state_label, *_COMMITTEE_SIGNS[line.state])


def decision_fate_badge(line: DecisionSummary) -> SafeString:
    status = line.status
    sign = "diamond" if status.is_late else "triangle" if status.is_to_check else _FATE_SIGNS[status.state]
    return draw_state_badge(decision_status_label(line), sign, decision_status_tone(line))


def committee_date_text(line: CommitteeSummary) -> str:
    """« 9 décembre 2020 à 9 h 30 »."""
    hour = format_start_time(line.starts_at)
    return f"{format_day(line.held_on)} à {hour}" if hour else format_day(line.held_on)


def action_links(page: CommitteesPage, numbers: Iterable[ActionCode]) -> SafeString:
    """« 18 Appétence… »: links to the pages of actions; « – » when there is none."""
    links = [(page.url("plan:action", number), page.action_titles.get(number, ""), number) for number in numbers]
    if not links:
        return mark_safe("–")
    return format_html("<span>{}</span>", format_html_join(", ", '<a href="{}" title="{}">{}</a>', links))


def no_wrap_text(text: str) -> SafeString:
    """Wraps a text in a single element, so that a date with « 1er » stays together on a phone."""
    return format_html("<span>{}</span>", typo(text))


def decision_table(
    page: CommitteesPage,
    lines: Iterable[DecisionSummary],
    *more: Column[DecisionSummary],
    id: str,
    caption: str,
    empty: str,
) -> Table[DecisionSummary]:
    """Decisions with their actions, owner, due date and status, then the columns of the page."""
    return Table(
        lines,
        Column(
            "Décision",
            lambda line: cell(
                format_html(
                    '<a href="{}">{}</a> {}', page.url("committees:decision", line.number), line.ref, typo(line.text)
                ),
                note=f"{line.committee_title}, {format_day(line.decided_on)}",
            ),
        ),
        Column("Actions", lambda line: action_links(page, line.actions)),
        Column("Responsable", lambda line: line.owner_label),
        day_column(
            "Échéance",
            lambda line: cell(
                no_wrap_text(format_day(line.status.due_on) if line.status.due_on else "sans échéance"),
                note=f"reportée {pluralise(line.status.postponed, 'fois', 'fois')}" if line.status.postponed else "",
            ),
        ),
        Column("Où elle en est", lambda line: cell(decision_fate_badge(line), note=_next_check_text(line))),
        *more,
        id=id,
        caption=caption,
        empty=empty,
    )


def _next_check_text(line: DecisionSummary) -> str:
    if line.status.check_on and line.status.state in (DecisionState.TO_DO, DecisionState.UNDERWAY):
        return f"effet à vérifier le {format_day(line.status.check_on)}"
    return ""
