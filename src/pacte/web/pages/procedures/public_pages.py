"""The public pages of procedures: what each is for, who may apply, what is asked, what is kept, and its register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pacte.accounts.records import GuestScope
from pacte.accounts.rules.guest_links import GUEST_LINK_LIFE
from pacte.kernel.clock import now, today
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, format_moment, join_words, pluralise
from pacte.kernel.money import format_euros
from pacte.notifications.records import GuestLetterInput
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.permissions import may_apply
from pacte.procedures.queries.call_questions import PublicRound, public_questions, public_rounds
from pacte.procedures.queries.public_register import (
    PublicCase,
    PublicProcedure,
    public_fields,
    public_procedure,
    public_procedures,
    public_register,
    register_names,
)
from pacte.procedures.records.applicants import APPLICANT_KIND_LABELS
from pacte.procedures.records.description import CaseStage, Procedure
from pacte.procedures.records.form import (
    AttachmentField,
    ChoiceField,
    FormField,
    LinesField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    TextField,
)
from pacte.procedures.rules.answer_text import answer_text
from pacte.procedures.rules.call_rounds import is_round_open
from pacte.procedures.rules.condition_text import condition_text
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.rules.retention import retention_text
from pacte.procedures.rules.subsidy_rows import gives_subsidies
from pacte.web.guest_pages import AskForLinkPage
from pacte.web.journey_cases import JOURNEY_PARAMETER, NamedJourney, signed_journey
from pacte.web.page import Crumb, PlanPage
from pacte.web.pages.procedures.register_maps import register_maps
from pacte.web.report_tables_display import report_table_values
from pacte.web.tables import Column, Table, cell, day_column
from pacte.web.trade_coverage_display import trade_coverage_values

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

_LONG = 160


class ProceduresPage(PlanPage):
    """A page under the list of procedures. Everybody reads it, logged in or not."""

    is_public = True
    is_dated = False
    nav = "applications"
    stylesheet = "pacte/css/applications.css"

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        return [("Dispositifs", self.url("procedures:list") if own else ""), *own]


class ProcedurePage(ProceduresPage):
    """A page of one procedure of the plan. Raises ``NotFound`` for one that nobody outside applies to."""

    offered: PublicProcedure

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.offered = public_procedure(actor=self.actor, plan=self.plan, code=kwargs["procedure"], on=today())

    @property
    def procedure(self) -> Procedure:
        return self.offered.procedure

    def breadcrumb(self) -> Sequence[Crumb]:
        list_page, *own = super().breadcrumb()
        list_url = self.url("procedures:list")
        here = self.url("procedures:procedure", self.procedure.code) if own else ""
        return [(list_page[0], list_url), (self.procedure.short_title.capitalize(), here), *own]


@ProceduresPage.view(template_name="procedures/list.html")
def listed(page: ProceduresPage) -> dict[str, Any]:
    rows = public_procedures(actor=page.actor, plan=page.plan, on=today())
    open_count = sum(each.procedure.applicants is not None for each in rows)
    return {
        "answer": f"{pluralise(open_count, 'dispositif reçoit', 'dispositifs reçoivent')} des demandes."
        if open_count
        else "Aucun dispositif ne reçoit de demandes aujourd’hui.",
        "lines": [
            {
                "title": each.procedure.title,
                "purpose": each.procedure.purpose,
                "who": _who(each.procedure),
                "url": page.url("procedures:procedure", each.procedure.code),
            }
            for each in rows
        ],
    }


@ProcedurePage.view(template_name="procedures/procedure.html")
def procedure_page(page: ProcedurePage) -> dict[str, Any]:
    procedure, applicants = page.procedure, page.procedure.applicants
    titles = action_titles_by_number(actor=page.actor, plan=page.plan, on=today())
    cases = public_register(actor=page.actor, plan=page.plan, procedure=procedure)
    bodies = [each for each in page.actor.organisation_ids if may_apply(page.actor, procedure, each)]
    return {
        "procedure": procedure,
        "who": _who(procedure),
        "actions": [
            {"label": f"{number} {titles.get(number, '')}", "url": page.url("plan:action", number)}
            for number in page.offered.actions
        ],
        "ask_url": page.url("procedures:ask", procedure.code) if applicants and applicants.by_link else "",
        "account_url": page.url("applications:begin", procedure.code) if bodies else "",
        "stages": [_shown(each) for each in _path(procedure)],
        "ends": join_words([f"« {_shown(each)} »" for each in procedure.stages if each.is_end]).replace(" et ", " ou "),
        "sections": [_section_values(procedure, each.code) for each in _applicant_sections(procedure)],
        "delays": [f"{each.label} : {pluralise(each.days, 'jour')}" for each in procedure.deadlines if each.days],
        "personal": _personal(procedure),
        "kept": _retention_text(procedure),
        "print_url": page.url("procedures:blank", procedure.code) if procedure.form and applicants else "",
        "rounds": [_round_text(each) for each in public_rounds(actor=page.actor, plan=page.plan, procedure=procedure)],
        "criteria": [f"{each.label} (poids {each.weight})" for grid in procedure.grids for each in grid.criteria],
        "readers": max((each.readers for each in procedure.grids), default=0),
        "questions": public_questions(actor=page.actor, plan=page.plan, procedure=procedure),
        "question_url": page.url("applications:question", procedure.code) if bodies and procedure.rounds else "",
        "file_links": _file_links(page, procedure),
        "has_register": bool(procedure.public_from),
        "register": _register_table(procedure, cases),
        "count": pluralise(len(cases), "dossier public", "dossiers publics"),
        "places": _places(procedure, cases),
        "maps": list(register_maps(page, today())),
        "reported": report_table_values(actor=page.actor, plan=page.plan, procedure=procedure, on=today()),
        "trades": trade_coverage_values(
            actor=page.actor, plan=page.plan, procedure=procedure, numbers=page.offered.actions, on=today()
        ),
    }


@ProcedurePage.view(template_name="procedures/blank.html", crumb="Formulaire à imprimer")
def blank_form(page: ProcedurePage) -> dict[str, Any]:
    """The form on paper, for where there is no network: somebody types it in afterwards."""
    hide_unless(page.procedure.form and page.procedure.applicants)
    return {
        "procedure": page.procedure,
        "sections": [_section_values(page.procedure, each.code) for each in _applicant_sections(page.procedure)],
    }


class AskToApplyPage(AskForLinkPage, ProcedurePage):
    """« Déposer une demande »: an address, then a letter with the link. Any address receives one."""

    template_name = "procedures/ask.html"
    crumb = "Déposer une demande"
    submit_label = "Recevoir mon lien"
    opens_guest = True

    about: NamedJourney | None = None
    _about_text: str = ""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(self.procedure.applicants and self.procedure.applicants.by_link)
        self._about_text = self.request.GET.get(JOURNEY_PARAMETER, "")
        self.about = signed_journey(self._about_text) if self._about_text else None

    @property
    def host(self) -> Organisation | None:
        return self.plan.organisation

    @property
    def letter_input(self) -> GuestLetterInput:  # type: ignore[override]
        return GuestLetterInput(
            GuestScope.APPLY,
            f"Votre lien : {self.procedure.title}"[:200],
            f"Vous voulez déposer une demande : {self.procedure.title}. Ce lien ouvre le formulaire, "
            "et ce que vous avez déjà commencé :",
            tail=f"nouvelle/{self.plan.code}/{self.procedure.code}/{self._about_query}",
        )

    @property
    def _about_query(self) -> str:
        return f"?{urlencode({JOURNEY_PARAMETER: self._about_text})}" if self.about else ""

    def context(self) -> dict[str, Any]:
        return {
            "is_sent": self.is_sent,
            "again": f"{self.request.path}{self._about_query}",
            "days": GUEST_LINK_LIFE.days,
            "procedure": self.procedure,
            "about": self.about,
        }


def _file_links(page: ProcedurePage, procedure: Procedure) -> list[dict[str, str]]:
    """The register and the subsidies as files for everybody."""
    if not procedure.public_from:
        return []
    links = [
        {"label": f"Registre ({extension})", "url": page.url("published:register", procedure.code, extension)}
        for extension in ("csv", "json")
    ]
    if gives_subsidies(procedure):
        links.append({"label": "Subventions (SCDL)", "url": page.url("published:subsidies", procedure.code)})
    return links


def _round_text(each: PublicRound) -> str:
    """« Vague 2 : ouverte jusqu’au 30 avril 2021 à 23 h 59, heure de Paris ; 420 000 € à répartir »."""
    moment, moments = now(), each.moments
    if is_round_open(moments, moment):
        when = f"ouverte jusqu’au {format_moment(moments.closes_at)}, heure de Paris"
    elif moment < moments.opens_at:
        when = f"ouvre le {format_moment(moments.opens_at)}, jusqu’au {format_moment(moments.closes_at)}"
    else:
        when = f"close depuis le {format_moment(moments.closes_at)}"
    envelope = f" ; {format_euros(each.envelope_cents)} à répartir" if each.envelope_cents else ""
    return f"{each.title} : {when}{envelope}."


def _who(procedure: Procedure) -> str:
    kinds = procedure.applicants.kinds if procedure.applicants else ()
    return join_words([APPLICANT_KIND_LABELS[each] for each in kinds]).replace(" et ", " ou ") or procedure.applicant


def _shown(stage: CaseStage) -> str:
    return stage.shown or stage.label


def _path(procedure: Procedure) -> list[CaseStage]:
    """The stages of a case that goes forward, once each in the words of who applies."""
    back = {each.after for each in procedure.transitions if each.is_backward}
    stages, words = [], set()
    for each in procedure.stages:
        if not each.is_end and each.code not in back and _shown(each) not in words:
            words.add(_shown(each))
            stages.append(each)
    return stages


def _applicant_sections(procedure: Procedure) -> list[Any]:
    return list(sections_by(procedure.form, SectionAuthor.APPLICANT))


def _section_values(procedure: Procedure, code: str) -> dict[str, Any]:
    section = next(each for each in procedure.form if each.code == code)
    named = {each.code: each for each in procedure.fields}
    return {
        "title": section.title,
        "intro": section.intro,
        "when": condition_text(section.when, named),
        "questions": [_question_values(each, condition_text(each.when, named)) for each in section.fields],
    }


def _question_values(field: FormField, condition: str) -> dict[str, Any]:
    notes = [] if field.is_required else ["facultatif"]
    if isinstance(field, AttachmentField):
        notes.append("pièce à joindre" if field.most == 1 else f"{field.most} pièces au plus")
    if condition:
        notes.append(condition)
    return {
        "label": field.label,
        "help": field.help,
        "note": ", ".join(notes),
        "choices": [label for _, label in field.choices] if isinstance(field, ChoiceField) else [],
        "columns": [each.label for each in field.columns] if isinstance(field, LinesField) else [],
        "is_long": isinstance(field, TextField) and field.is_long,
        "is_document": isinstance(field, AttachmentField),
    }


def _personal(procedure: Procedure) -> list[dict[str, str]]:
    """What is about a person, and why it is asked."""
    return [
        {"label": each.label, "purpose": each.purpose}
        for section in _applicant_sections(procedure)
        for each in section.fields
        if each.is_personal
    ]


def _retention_text(procedure: Procedure) -> str:
    return (
        f"{retention_text(procedure)} Un brouillon que rien ne change est effacé au bout de "
        f"{pluralise(procedure.keeps.draft_days, 'jour')}, après deux avertissements."
    )


def _commune_field(procedure: Procedure) -> ReferenceField | None:
    fields = (each for each in public_fields(procedure) if isinstance(each, ReferenceField))
    return next((each for each in fields if each.kind is ReferenceTarget.COMMUNE), None)


def _places(procedure: Procedure, cases: list[PublicCase]) -> str:
    """The communes of the register, in words."""
    field = _commune_field(procedure)
    if field is None:
        return ""
    names = register_names(procedure, cases)
    codes = dict.fromkeys(str(each.answers[field.code]) for each in cases if each.answers.get(field.code))
    return join_words([names.get((ReferenceTarget.COMMUNE.value, code), code) for code in codes])


def _register_table(procedure: Procedure, cases: list[PublicCase]) -> Table[PublicCase]:
    names = register_names(procedure, cases)

    def reader(field: FormField) -> Any:
        def read(case: PublicCase) -> Any:
            text = answer_text(field, case.answers.get(field.code), names)
            return cell(text if len(text) <= _LONG else f"{text[:_LONG].rpartition(' ')[0]}…") if text else ""

        return read

    answered = [each for each in public_fields(procedure) if any(each.code in case.answers for case in cases)]
    return Table(
        cases,
        Column("N°", lambda case: str(case.number)),
        *(Column(each.label, reader(each)) for each in answered),
        Column("Étape", lambda case: _shown(case.stage)),
        day_column("Depuis le", lambda case: cell(format_day(case.since), value=case.since.isoformat())),
        id="registre-table",
        caption=f"Registre public : {procedure.title}",
        empty="Rien n’est encore public.",
    )
