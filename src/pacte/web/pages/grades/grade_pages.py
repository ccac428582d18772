"""« Qu’est-ce qui a changé chez nous ? »: a grid before and after, and the section that a peer fills. No ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse, reverse_lazy

from pacte.kernel.clock import today
from pacte.kernel.french import format_number, pluralise
from pacte.procedures.queries import CaseProgress, PeerTask, case_progress, own_progress, peer_task, peer_tasks
from pacte.procedures.rules.grades import GradeChange, graded_fields
from pacte.procedures.services import save_peer_section
from pacte.web.answers_form import AnswersForm, answer_parts
from pacte.web.page import Crumb, Page, PlanFormPage, PlanPage
from pacte.web.tables import Column, Table

_CRUMB = "Grilles de pratiques"
_NOT_YET = "pas encore"


class GradesPage(PlanPage):
    """A page of one grid: of a body for itself, or of a peer for another one."""

    stylesheet = "pacte/css/cases.css"
    is_dated = False

    def breadcrumb(self) -> Sequence[Crumb]:
        return [(_CRUMB, reverse("grades:list")), *super().breadcrumb()]


class PeerAnswerPage(GradesPage, PlanFormPage):
    """The section of a peer. Anybody else gets ``NotFound``."""

    form: AnswersForm

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.task: PeerTask = peer_task(
            actor=self.actor, plan=self.plan, number=kwargs["number"], section=kwargs["section"]
        )

    def form_arguments(self) -> dict[str, Any]:
        return {"sections": (self.task.section,), "values": self.task.values}


@Page.view(template_name="grades/list.html", stylesheet="pacte/css/cases.css")
def own_grades(page: Page) -> dict[str, Any]:
    tasks, own = peer_tasks(actor=page.actor), own_progress(actor=page.actor)
    return {
        "answer": _list_answer(len(own), len(tasks)),
        "own": [
            {
                "title": each.title,
                "url": reverse("grades:of_case", args=[each.plan_code, each.number]),
                "note": _gained_text(each),
            }
            for each in own
        ],
        "tasks": [
            {
                "title": f"{each.applicant_name} : {each.section.title[:1].lower()}{each.section.title[1:]}",
                "url": reverse("grades:answer", args=[each.plan_code, each.number, each.section.code]),
                "note": "commencée" if each.values else "à remplir",
            }
            for each in tasks
        ],
    }


@GradesPage.view(template_name="grades/progress.html", crumb="Avant et après")
def grades_of_case(page: GradesPage, number: int) -> dict[str, Any]:
    grids = case_progress(actor=page.actor, plan=page.plan, number=number, on=today())
    first = grids[0]
    return {
        "title": f"{first.applicant_name or first.title} : qu’est-ce qui a changé ?",
        "answer": _gained_text(first),
        "stage": first.stage_label,
        "tables": [_changes_table(each, rank) for rank, each in enumerate(grids, start=1)],
    }


@PeerAnswerPage.view(
    form_class=AnswersForm,
    template_name="grades/answer.html",
    title=lambda page: f"{page.task.applicant_name} : que voyez-vous ?",
    submit_label="Garder ma lecture",
    intro=lambda page: page.task.section.intro or "Dites ce que vous avez vu, et ce qui le montre.",
    note="Vous ne lisez que cette partie. Personne d’autre que l’organisme et la Région ne lira ce que vous écrivez.",
    crumb="Ma lecture",
    back_url=reverse_lazy("grades:list"),
    context=lambda page: {"parts": answer_parts(page.form)},
)
def answer_as_peer(page: PeerAnswerPage, data: dict[str, Any], number: int, section: str) -> str:
    save_peer_section(actor=page.actor, plan=page.plan, number=number, section=section, values=page.form.answers())
    return "Votre lecture est gardée. Vous pouvez la reprendre tant que le dossier est chez vous."


def _list_answer(own: int, tasks: int) -> str:
    parts = [
        pluralise(own, "grille de votre organisme", "grilles de votre organisme") if own else "",
        pluralise(tasks, "lecture à faire comme pair", "lectures à faire comme pair") if tasks else "",
    ]
    sentence = ", ".join(each for each in parts if each)
    return f"{sentence}." if sentence else "Aucune grille de votre organisme, aucune lecture à faire."


def _gained_text(progress: CaseProgress) -> str:
    if progress.gained is None:
        return "La seconde lecture du pair n’est pas faite : rien ne se compare encore."
    most = format_number(sum(len(each.choices) - 1 for each in graded_fields(progress.before)))
    if progress.gained == 0:
        return f"Rien n’a bougé entre les deux lectures, sur {most} points."
    verb = "gagnés" if progress.gained > 0 else "perdus"
    verb = verb if abs(progress.gained) > 1 else verb[:-1]
    return f"{pluralise(abs(progress.gained), 'point')} {verb} entre les deux lectures, sur {most}."


def _changes_table(progress: CaseProgress, rank: int) -> Table[GradeChange]:
    return Table(
        progress.changes,
        Column("Pratique", lambda each: each.label),
        Column(progress.before.title, lambda each: each.before or _NOT_YET),
        Column(progress.after.title, lambda each: each.after or _NOT_YET),
        Column("Points", lambda each: "" if each.points is None else f"{each.points:+d}".replace("+0", "0"), "num"),
        id=f"grille-{rank}",
        caption="Chaque pratique, avant et après",
        empty="Aucune pratique.",
    )
