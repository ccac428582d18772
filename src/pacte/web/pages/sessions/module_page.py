"""« Que suit-on dans cette session ? »: the whole training, or one of its modules, said by its provider."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.offer.queries import modules_of_sessions, open_modules
from pacte.web.pages.sessions.offer_pages import SessionFormPage
from pacte.workflows.choose_session_module import choose_session_module

WHOLE = "tout"


class SessionModuleForm(forms.Form):
    module = forms.ChoiceField(
        label="On y suit", widget=forms.RadioSelect,
        help_text="Un module se choisit dans la liste de la fiche ; qui entre dans la session entre dans lui seul.",
    )  # fmt: skip

    def __init__(self, *arguments: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["module"].choices = choices  # type: ignore[attr-defined]


def _form_arguments(page: SessionFormPage) -> dict[str, Any]:
    session = page.session
    modules = open_modules(actor=page.actor, training=session.training)
    now = modules_of_sessions(actor=page.actor, session_ids=[session.pk]).get(session.pk)
    labels = [(str(each.pk), f"le module « {each.title} », {each.hours} h") for each in modules]
    return {
        "choices": [(WHOLE, "toute la formation"), *labels],
        "initial": {"module": str(now.module_id) if now else WHOLE},
    }


@SessionFormPage.view(
    right="offer.edit_sheet",
    form_class=SessionModuleForm,
    form_arguments=_form_arguments,
    title="Que suit-on dans cette session ?",
    submit_label="Dire quel module elle est",
    intro="Places, admissions, entrées, demi-journées et attestations sont celles de la session : elles valent alors "
    "pour le module seul.",
    note="Cela ne change plus dès que quelqu’un y est orienté. Les blocs restent certifiés à part, par le "
    "certificateur.",
)
def choose_module(page: SessionFormPage, data: dict[str, Any]) -> str:
    chosen = data["module"]
    module_id = None if chosen == WHOLE else int(chosen)
    choose_session_module(actor=page.actor, session=page.session, module_id=module_id)
    return "Cette session est celle de ce module." if module_id else "Cette session est celle de toute la formation."
