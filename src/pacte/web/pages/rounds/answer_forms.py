"""Forms of the lead's page: one without prefix, then one for each milestone, declared value and risk, and new ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms

from pacte.plan.rules.per import parse_per
from pacte.steering.queries.answer_detail import PlannedFigure
from pacte.steering.records import RISK_LEVEL_LABELS, WEATHER_LABELS, RiskLevel, Weather
from pacte.steering.services import answers, milestones, risks
from pacte.steering.services.submit_answer import AnswerChange
from pacte.steering.services.values import declare_value
from pacte.web.form_fields import ChoicesForm, FrenchDecimalField, day_field

_NO_DAY = "Il manque une date, ou elle n’existe pas. Donnez un jour."
_NO_NUMBER = "« %(typed)s » n’est pas un nombre. Écrivez par exemple 12,5."
_NO_CHOICE = "Ce choix n’existe pas. Rechargez la page."
_NOT_BY_UNIT = "Ce chiffre n’est promis ni par lieu ni par période. Ne choisissez rien ici."
_PROOF_HELP = "Ce qui permet de vérifier : pièce, numéro, personne."


def _day(label: str, **options: Any) -> forms.DateField:
    return day_field(label, required=False, error_messages={"invalid": _NO_DAY}, **options)


def _text(label: str, help_text: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=help_text, **options)


def _number(label: str) -> FrenchDecimalField:
    # Larger than what the service takes: it says so.
    return FrenchDecimalField(label=label, required=False, places=20, error_messages={"invalid": _NO_NUMBER})


def _choice(label: str, first: str, help_text: str = "", message: str = _NO_CHOICE) -> forms.TypedChoiceField:
    """A number chosen in a list, or None."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", first)],
        help_text=help_text,
        error_messages={"invalid_choice": message},
    )


class _WeatherField(forms.ChoiceField):
    """An unknown weather counts as none."""

    def clean(self, value: Any) -> Weather:
        return Weather(value) if value in set(Weather) else Weather.NONE


class MainAnswerForm(forms.Form):
    """Weather, its comment, progress, requested decision."""

    weather = _WeatherField(
        label="Météo",
        choices=[(weather.value, WEATHER_LABELS[weather]) for weather in Weather if weather is not Weather.NONE],
        widget=forms.RadioSelect,
    )
    weather_word = _text("En un mot, pourquoi", "Une phrase, lue au comité. Obligatoire si la météo n’est pas bonne.")
    progress = _text("Où en est l’action", widget=forms.Textarea)
    decision_asked = _text(
        "Décision demandée au comité",
        "Ce que le comité doit trancher, et pourquoi maintenant. Vide : rien à demander.",
        widget=forms.Textarea,
    )


class ReturnForm(forms.Form):
    word = _text("Ce qu’il faut reprendre", "Le porteur reçoit ces mots.")


class PartForm(ChoicesForm):
    """A part of the answer, named by its prefix. It is bound when one of its fields was sent. ``line``: what is known.

    ``changes`` gives what was filled in, once the form is valid.
    """

    line: Any

    def __init__(self, sent: Mapping[str, str], prefix: str, *, line: Any = None, **options: Any) -> None:
        is_sent = any(name.startswith(f"{prefix}-") for name in sent)
        self.line = line
        super().__init__(sent if is_sent else None, prefix=prefix, auto_id="f-%s", **{"choices": {}, **options})

    def changes(self) -> Iterator[AnswerChange]:
        yield from ()

    def change(self, field: str, write: partial[Any]) -> AnswerChange:
        return AnswerChange(f"{self.prefix}-{field}", write)

    def require(self, **messages: str) -> None:
        """Adds the message of each of these fields that is empty."""
        for name, message in messages.items():
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, message)


class ClosedMilestoneForm(PartForm):
    reason = _text("Motif", "Obligatoire pour rouvrir.")


class MilestoneForm(PartForm):
    done = _day("Atteint le")
    due = _day("Nouvelle date")
    after = _choice("Attend aussi", "Rien de plus")
    reason = _text("Motif", "Obligatoire pour déplacer, abandonner ou rouvrir.")

    def changes(self) -> Iterator[AnswerChange]:
        data, which = self.cleaned_data, {"milestone_id": self.line.milestone_id}
        if data["due"] and "due" in self.changed_data:
            move = partial(milestones.move_milestone, due_on=data["due"], reason=data["reason"], **which)
            yield self.change("reason", move)
        if data["after"]:
            yield self.change("after", partial(milestones.wait_for_milestone, awaited_id=data["after"], **which))
        if data["done"]:
            complete = partial(milestones.complete_milestone, done_on=data["done"], note=data["reason"], **which)
            yield self.change("done", complete)


class NewMilestoneForm(PartForm):
    title = _text("Ce qui sera fait")
    due = _day("Pour le")
    after = _choice("Attend", "Rien", "Le jalon qui doit être atteint avant.")

    def clean(self) -> None:
        if self.cleaned_data["title"]:
            self.require(due=_NO_DAY)

    def changes(self) -> Iterator[AnswerChange]:
        data = self.cleaned_data
        after = [data["after"]] if data["after"] else []
        if data["due"]:
            new = partial(milestones.set_milestone, title=data["title"], due_on=data["due"], after=after)
            yield self.change("title", new)


class ValueForm(PartForm):
    """``figures``: those that the plan gives for the action, some of them promised for each place or period."""

    value = _number("Valeur corrigée")
    about = forms.ChoiceField(
        label="De quel lieu, ou de quelle période",
        required=False,
        help_text="Pour une cible promise à chacun. Sans choix, une période est celle de la date du chiffre.",
        error_messages={"invalid_choice": _NO_CHOICE},
    )
    on = _day("Vraie le")
    proof = _text("Preuve", _PROOF_HELP)
    # Fields that ask for a value and its day.
    fillers: tuple[str, ...] = ("value",)

    def __init__(self, *arguments: Any, figures: Sequence[PlannedFigure] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.figures = figures
        self.fields["value"].help_text = self.target_text()
        offered = unit_choices(self.offered())
        if not offered:
            del self.fields["about"]
            return
        self.fields["about"].choices = [("", "Le choisir ici"), *offered]  # type: ignore[attr-defined]

    def target_text(self) -> str:
        """« Cible : 10 formations », beside the field where the value is written; "" without a target."""
        targets = [each.target for each in self.figures if each.target and self._is_counted_by(each)]
        return f"Cible : {targets[0]}." if targets else ""

    def offered(self) -> Sequence[PlannedFigure]:
        """The figures among whose places and periods one is chosen."""
        return [each for each in self.figures if each.units and self._is_counted_by(each)][:1]

    def chosen(self) -> PlannedFigure | None:
        return next(iter(self.offered()), None)

    def _is_counted_by(self, figure: PlannedFigure) -> bool:
        line = self.line
        return figure.indicator_code == line.indicator_code and bool(line.indicator_code or figure.what == line.what)

    def clean(self) -> None:
        if any(self.cleaned_data.get(name) not in (None, "") for name in self.fillers):
            self.require(value=_NO_NUMBER % {"typed": ""}, on=_NO_DAY)
            self._check_about()

    def _check_about(self) -> None:
        """A place or a period of another kind than that of the figure; the service says the rest."""
        kind, _, key = self.cleaned_data.get("about", "").partition(":")
        figure = self.chosen()
        promised = figure.per if figure and figure.units else ""
        if kind and kind != promised:
            self.add_error("about", f"Ce chiffre se déclare par {promised}." if promised else _NOT_BY_UNIT)
        elif promised and not kind and figure and not parse_per(figure.per).months:
            self.add_error("about", f"Ce chiffre est promis par {promised} : dites pour lequel vous déclarez.")
        self.cleaned_data["about"] = key

    def changes(self) -> Iterator[AnswerChange]:
        data = self.cleaned_data
        if data["value"] is not None:
            declared = partial(
                declare_value,
                value=data["value"],
                happened_on=data["on"],
                proof=data["proof"],
                about=data.get("about", ""),
            )
            yield self.change("value", partial(declared, **self.what_is_counted()))

    def what_is_counted(self) -> dict[str, Any]:
        """The other arguments of ``declare_value``."""
        line = self.line
        return {
            "what": line.what,
            "unit": line.unit,
            "indicator_code": line.indicator_code,
            "corrects_id": line.value_id,
        }


def figure_label(figure: PlannedFigure) -> str:
    """« formations rénovées (cible : 10) »."""
    return f"{figure.what} (cible : {figure.target})" if figure.target else figure.what


def unit_choices(figures: Iterable[PlannedFigure]) -> list[tuple[str, str]]:
    """The places and periods of the figures, named by their kind when there are several kinds."""
    kinds: dict[str, dict[str, str]] = {}
    for figure in figures:
        for unit in figure.units:
            kinds.setdefault(figure.per, {})[unit.key] = unit.label
    return [
        (f"{kind}:{key}", f"{kind} : {label}" if len(kinds) > 1 else label)
        for kind, labels in kinds.items()
        for key, label in labels.items()
    ]


class NewValueForm(ValueForm):
    figure = _choice(
        "Chiffre du plan",
        "Un autre chiffre",
        "Un chiffre que le plan donne pour cette action.",
        "Ce chiffre n’est pas au plan. Choisissez-en un autre.",
    )
    what = _text("Ce qui est compté", "À remplir si ce n’est pas un chiffre du plan.")
    value = _number("Valeur")
    unit = _text("Unité")
    url = _text("Adresse de la preuve")
    field_order = ("figure", "about", "what", "value", "unit", "on", "proof", "url")
    fillers = ("value", "what", "figure")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not self.figures:
            del self.fields["figure"]

    def target_text(self) -> str:
        """The choice of the figure says its target."""
        return ""

    def offered(self) -> Sequence[PlannedFigure]:
        return self.figures

    def chosen(self) -> PlannedFigure | None:
        rank = self.cleaned_data.get("figure")
        return None if rank is None else self.figures[rank]

    def what_is_counted(self) -> dict[str, Any]:
        data = self.cleaned_data
        typed = {"what": data["what"], "unit": data["unit"], "proof_url": data["url"]}
        figure = self.chosen()
        if figure is None:
            return typed
        return typed | {
            "what": figure.what,
            "unit": data["unit"] or figure.unit,
            "indicator_code": figure.indicator_code,
        }


class RiskForm(PartForm):
    level = forms.TypedChoiceField(
        label="Force",
        coerce=RiskLevel,
        choices=[(level.value, RISK_LEVEL_LABELS[level].capitalize()) for level in RiskLevel],
        initial=RiskLevel.MEDIUM.value,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Cette force de risque n’existe pas. Choisissez-en une."
        ),
    )
    response = _text("Ce qu’on fait")

    def changes(self) -> Iterator[AnswerChange]:
        if self.has_changed():
            yield self.change("level", partial(risks.change_risk, risk_id=self.line.risk_id, **self.cleaned_data))


class NewRiskForm(RiskForm):
    title = _text("Ce qui peut arriver")
    field_order = ("title", "level", "response")

    def changes(self) -> Iterator[AnswerChange]:
        if self.cleaned_data["title"] or self.cleaned_data["response"]:
            yield self.change("title", partial(risks.open_risk, **self.cleaned_data))


class RemarkForm(PartForm):
    """``line``: the URL of the answer, for those who are notified."""

    about = forms.ChoiceField(
        label="À propos de",
        required=False,
        choices=[("", "Toute la réponse")],
        error_messages={"invalid_choice": _NO_CHOICE},
    )
    text = _text("Commentaire", "Il ne change aucun chiffre.", widget=forms.Textarea)

    def changes(self) -> Iterator[AnswerChange]:
        if self.cleaned_data["text"]:
            yield self.remark(**self.cleaned_data)

    def remark(self, about: str = "", text: str = "") -> AnswerChange:
        return self.change("text", partial(answers.add_remark, about=about, text=text, address=self.line))
