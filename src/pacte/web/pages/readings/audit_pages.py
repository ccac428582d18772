"""The control by sample of a round: its draw, the cases drawn, what was found on each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.queries.audits import AuditedRound, SampleDetail, SampleLine, audit_of_round, audited_rounds
from pacte.procedures.records.audits import DRAWN_FOR_LABELS, AuditPlace, AuditSampling, DrawnFor, FindingInput
from pacte.procedures.records.description import RequirementKind
from pacte.procedures.rules.catalogue import has_reading_pages
from pacte.procedures.services.audits import draw_audit_sample, record_audit_finding
from pacte.web.audit_display import finding_text
from pacte.web.page import Crumb, PlanFormPage, PlanPage
from pacte.web.pages.readings.base_pages import CALLS
from pacte.web.pages.readings.forms import AuditFindingForm, DrawForm
from pacte.web.tables import Column, Table, cell, day_column, number_column


class AuditPage(PlanPage):
    """The control of one round, for whoever draws or controls; its number is in the URL."""

    nav = "cases"
    is_dated = False

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(has_reading_pages())
        self.detail = audit_of_round(actor=self.actor, plan=self.plan, round_id=kwargs["call"])

    @property
    def audit_title(self) -> str:
        return f"Contrôle de « {self.detail.call_round.title} »"

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        here = self.url("readings:audit", self.detail.call_round.pk) if own else ""
        return [(CALLS, self.url("readings:rounds")), (self.audit_title, here), *own]


class AuditFormPage(AuditPage, PlanFormPage):
    """An act on the control of a round."""

    @property
    def back_url(self) -> str:
        return self.url("readings:audit", self.detail.call_round.pk)


class DrawPage(AuditFormPage):
    """Not found once it is drawn, and for whoever does not draw."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(self.detail.may_draw)


class FindingPage(AuditFormPage):
    """One case that was drawn. Not found for whoever does not control it: who paid or read it, above all."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        lines = self.detail.lines
        self.line = ensure_found(next((each for each in lines if each.case.number == kwargs["number"]), None))
        hide_unless(self.line.is_mine_to_find)
        self.title = f"Que montre le contrôle du dossier {self.line.case.number} ?"


@AuditPage.view(template_name="readings/audit.html")
def audit_file(page: AuditPage) -> dict[str, Any]:
    detail = page.detail
    words, seed = detail.seed
    return {
        "title": page.audit_title,
        "answer": _answer(detail),
        "rule": rule_text(detail.sampling),
        "waits": _waiting_text(detail),
        "detail": detail,
        "table": _lines_table(page),
        "seed_words": words,
        "seed": seed,
        "draw_url": page.url("readings:draw", detail.call_round.pk) if detail.may_draw else "",
        "file_url": page.url("readings:audit_file", detail.call_round.pk) if detail.text else "",
    }


@AuditPage.view()
def sample_file(page: AuditPage) -> HttpResponse:
    """The sample as it was kept. Not found before the draw, and for whoever has a conflict with a case of it."""
    sample = ensure_found(page.detail.sample)
    hide_unless(page.detail.text)
    headers = {"Content-Disposition": f'attachment; filename="echantillon_{sample.drawn_on:%Y-%m-%d}.json"'}
    return HttpResponse(page.detail.text, content_type="application/json", headers=headers)


@DrawPage.view(
    form_class=DrawForm,
    title="Tirer l’échantillon de contrôle ?",
    submit_label="Tirer l’échantillon de contrôle",
    intro=lambda page: (
        f"{rule_text(page.detail.sampling)} Le tirage se fait une fois, parmi "
        f"{pluralise(page.detail.population_count, 'dossier financé', 'dossiers financés')}, et peut être refait "
        "à l’identique par n’importe qui."
    ),
    shows_conflicts=True,
)
def draw(page: DrawPage, data: dict[str, Any], call: int) -> str:
    draw_audit_sample(actor=page.actor, call_round=page.detail.call_round)
    return "L’échantillon est tiré."


@FindingPage.view(
    form_class=AuditFindingForm,
    submit_label="Garder ce constat",
    intro=lambda page: _finding_intro(page.line),
    error_fields={
        "unjustified_amount": "unjustified_cents", "words_missing": "words", "day_to_come": "found_on",
        "day_too_early": "found_on",
    },
    shows_conflicts=True,
)  # fmt: skip
def find(page: FindingPage, data: dict[str, Any], call: int, number: int) -> str:
    finding = record_audit_finding(
        actor=page.actor,
        sampled=page.line.sampled,
        corrects=page.line.finding,
        finding=FindingInput(
            AuditPlace(data["place"]), data["unjustified_cents"] or 0, data["words"], data["found_on"]
        ),
    )
    if finding.is_conform:
        return "Le constat est gardé : rien à redire."
    return "Le constat est gardé. Rien n’est demandé en retour tant que personne ne prépare le titre de recette."


def audits_table(page: PlanPage) -> Table[AuditedRound] | None:
    """Rounds that are controlled by sample; None for whoever neither draws nor controls."""
    rows = audited_rounds(actor=page.actor, plan=page.plan)
    if not rows:
        return None
    return Table(
        rows,
        Column("Session", lambda row: cell(
            row.call_round.title, note=row.procedure.short_title, url=page.url("readings:audit", row.call_round.pk)
        )),
        Column("Échantillon", lambda row: f"tiré le {format_day(row.drawn_on)}" if row.drawn_on else "à tirer"),
        number_column("Dossiers tirés", lambda row: str(row.count) if row.drawn_on else ""),
        number_column("Constats à rendre", lambda row: str(row.owed_count) if row.drawn_on else ""),
        id="controles",
        caption="Contrôles par échantillon",
        empty="Aucune session n’est contrôlée.",
    )  # fmt: skip


def rule_text(sampling: AuditSampling) -> str:
    """« Sont contrôlés tous les dossiers de plus de 15 000 €, et 10 % des autres, du plus petit au plus grand. »"""
    return (
        f"Sont contrôlés tous les dossiers de plus de {format_euros(sampling.always_above_cents)}, et "
        f"{sampling.percent} % des autres, un par tranche de montant."
    )


def _answer(detail: SampleDetail) -> str:
    if detail.sample is None:
        return "L’échantillon n’est pas encore tiré."
    drawn = pluralise(len(detail.lines), "dossier tiré", "dossiers tirés")
    owed = pluralise(detail.owed_count, "constat à rendre", "constats à rendre") if detail.owed_count else ""
    return f"{drawn} sur {detail.population_count} ; {owed or 'tous les constats sont rendus'}."


def _waiting_text(detail: SampleDetail) -> str:
    """Whether a case drawn may be closed before it is controlled: the procedure says so, and the page repeats it."""
    verbs = [
        each.verb
        for each in detail.procedure.transitions
        if any(need.kind is RequirementKind.AUDITED for need in each.needs)
    ]
    if not verbs:
        return "Un dossier tiré peut se clore avant son contrôle."
    names = ", ".join(f"« {each} »" for each in verbs)
    return f"Un dossier tiré et pas encore contrôlé attend son constat avant {names}."


def _lines_table(page: AuditPage) -> Table[SampleLine]:
    return Table(
        page.detail.lines,
        Column("Dossier", lambda line: cell(
            line.case.title, note=f"dossier {line.case.number}", url=page.url("cases:file", line.case.number)
        )),
        number_column("Accordé", lambda line: format_euros(line.granted_cents)),
        Column("Pourquoi", lambda line: DRAWN_FOR_LABELS[DrawnFor(line.sampled.why)]),
        day_column(
            "À rendre le",
            lambda line: cell(format_day(line.sampled.due_on), value=line.sampled.due_on.isoformat()),
        ),
        Column("Constat", lambda line: _finding_cell(page, line)),
        id="tires",
        caption="Dossiers tirés",
        empty="Aucun dossier tiré que vous puissiez lire.",
    )  # fmt: skip


def _finding_cell(page: AuditPage, line: SampleLine) -> Any:
    url = page.url("readings:find", page.detail.call_round.pk, line.case.number) if line.is_mine_to_find else ""
    if line.finding is None:
        late = "en retard" if line.is_late(today()) else "pas encore rendu"
        return cell("Rendre le constat" if url else "à rendre", note=late, url=url)
    return cell(finding_text(line.finding), note="corriger" if url else line.finding.person_name, url=url)


def _finding_intro(line: SampleLine) -> str:
    granted = f"Accordé : {format_euros(line.granted_cents)}."
    if line.finding is None:
        return f"{granted} Un montant non justifié n’est repris que si quelqu’un prépare le titre de recette."
    return f"{granted} Le constat actuel reste lisible : {finding_text(line.finding)}. Dites pourquoi il change."
