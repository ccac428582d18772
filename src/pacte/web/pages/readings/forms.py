"""Forms of reading: a declaration, a score by criterion, rounds, meetings, decisions."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.clock import today
from pacte.procedures.records.audits import AUDIT_PLACE_LABELS
from pacte.procedures.records.reading import COMMITTEE_OUTCOME_LABELS, HIGHEST_SCORE, ReadingGrid, ScoreInput
from pacte.web import form_fields as fields

_SCORES = [("", "Choisissez"), *((str(each), str(each)) for each in range(HIGHEST_SCORE + 1))]


class DeclarationForm(forms.Form):
    has_conflict = forms.TypedChoiceField(
        label="Quelque chose vous lie-t-il à ce dossier ?",
        choices=[("no", "Non, rien"), ("yes", "Oui")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="Un emploi, une famille, un mandat, un intérêt dans le projet ou chez un concurrent.",
    )
    text = fields.paragraph_field("Si oui, lequel ?", required=False)


class ScoreForm(forms.Form):
    """One score and its words by criterion of the grid, then a comment."""

    def __init__(self, *arguments: Any, grid: ReadingGrid, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.grid = grid
        for each in grid.criteria:
            low = f" Sous {each.words_if_below}, dites pourquoi." if each.words_if_below else ""
            self.fields[f"score_{each.code}"] = forms.TypedChoiceField(
                label=f"{each.label}, de 0 à {HIGHEST_SCORE}",
                choices=_SCORES,
                coerce=int,
                help_text=f"{each.help} Compte pour {each.weight}.{low}".strip(),
            )
            self.fields[f"words_{each.code}"] = fields.text_field(f"{each.label} : pourquoi ?", 500, required=False)
        self.fields["comment"] = fields.paragraph_field("Avis d’ensemble", required=False)

    def score_input(self) -> ScoreInput:
        """What the reader gives, once valid."""
        data = self.cleaned_data
        return ScoreInput(
            {each.code: data[f"score_{each.code}"] for each in self.grid.criteria},
            {each.code: data[f"words_{each.code}"] for each in self.grid.criteria},
            data["comment"],
        )


class ReaderForm(fields.ChoicesForm):
    person = forms.ChoiceField(
        label="Qui lit ce dossier ?",
        choices=[("", "Choisissez")],
        help_text="Qui a un lien connu avec ce dossier n’est pas dans la liste.",
    )


class TakeOffForm(forms.Form):
    reason = fields.reason_field("Pourquoi ?", help_text="Une note déjà envoyée sera barrée, et gardée.")


class RoundForm(forms.Form):
    title = fields.text_field("Intitulé")
    opens_on = fields.day_field("Ouvre le", initial=today)
    closes_on = fields.day_field("Se termine le", help_text="À la fin de ce jour : 23 h 59 min 59 s, heure de Paris.")
    envelope_cents = fields.AmountFormField(
        label="Enveloppe", required=False, help_text="En euros : ce qui peut s’accorder."
    )


class ExtendRoundForm(forms.Form):
    closes_on = fields.day_field("Nouvelle fin", help_text="À la fin de ce jour, heure de Paris.")
    reason = fields.reason_field("Pourquoi ?", help_text="Qui a un brouillon est prévenu de la nouvelle date.")


class LetInForm(forms.Form):
    email = fields.CanonicalEmailField(
        label="Adresse de courriel", help_text="Celle de la personne qui demande : son lien seul le permettra."
    )
    expires_on = fields.day_field("Jusqu’au")
    reason = fields.reason_field("Pourquoi ?")


class CommitteeMeetingForm(fields.ChoicesForm):
    on = fields.day_field("Date", initial=today)
    call_round = forms.ChoiceField(label="Session", required=False, choices=[("", "Aucune")])
    chair = forms.ChoiceField(label="Préside", choices=[("", "Choisissez")])
    deputy = forms.ChoiceField(
        label="Supplée", required=False, choices=[("", "Personne")],
        help_text="Préside pour un dossier auquel la présidence est liée.",
    )  # fmt: skip
    members = forms.MultipleChoiceField(
        label="Autres membres présents", required=False, widget=forms.CheckboxSelectMultiple
    )


class CommitteeDecisionForm(forms.Form):
    outcome = forms.ChoiceField(label="Décision", choices=[("", "Choisissez"), *COMMITTEE_OUTCOME_LABELS.items()])
    cents = fields.AmountFormField(
        label="Montant accordé", required=False, help_text="En euros, pour un dossier retenu."
    )
    reason = fields.reason_field("Motif", required=False, help_text="Demandé quand la décision s’écarte du classement.")


class MinutesForm(forms.Form):
    minutes = fields.paragraph_field("Compte rendu")


class DrawForm(forms.Form):
    """Nothing to choose: the rule and the day of the draw decide."""


class AuditFindingForm(forms.Form):
    place = forms.ChoiceField(
        label="Contrôle", choices=[(each.value, label) for each, label in AUDIT_PLACE_LABELS.items()]
    )
    found_on = fields.day_field("Date", initial=today)
    unjustified_cents = fields.AmountFormField(
        label="Montant non justifié", required=False, help_text="En euros, de ce qui est accordé. Vide : conforme."
    )
    words = fields.paragraph_field("Constat", help_text="Ce qui a été vu, et ce qui manque.")
