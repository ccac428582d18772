"""« Et après ? »: outcomes of the training, with numerator, denominator, period and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe

from pacte.journeys.queries.results import training_results
from pacte.journeys.records.results import Ratio, TrainingResults
from pacte.journeys.rules.suppression import SMALLEST_SHOWN
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.charts.dots import drawing

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Training

_FEW = f"moins de {SMALLEST_SHOWN} personnes, ou leur nombre s’en déduirait"
_NONE = "Aucune session de cette formation n’est encore finie : ses résultats seront comptés après la première."
_HIDDEN = f"Moins de {SMALLEST_SHOWN} personnes l’ont finie : le dire les désignerait."


def results(actor: Actor, training: Training) -> dict[str, Any]:
    """Figures of the section, or the sentence that explains why there are none."""
    found = training_results(actor=actor, training=training)
    if found is None:
        return {"sentence": _NONE, "lines": []}
    period = f"Sessions commencées du {format_day(found.first_on)} au {format_day(found.last_on)}"
    source = f"{period}, finies à ce jour ; compté sur les parcours le {format_day(found.counted_at)}."
    note = pluralise(found.sessions, "session finie", "sessions finies")
    if found.certification:
        trainings = pluralise(found.trainings, "formation de la région", "formations de la région")
        note = f"{trainings} qui mènent à {found.certification}, {note}" if found.trainings > 1 else note
    if found.entered is None:
        return {"sentence": _HIDDEN, "lines": [], "note": note, "source": source}
    return {"sentence": "", "lines": _lines(found), "note": note, "source": source}


def _lines(found: TrainingResults) -> list[dict[str, Any]]:
    lines = [{"value": format_number(found.entered or 0), "said": "personnes y sont entrées", "note": "", "dots": ""}]
    lines += _line(found.completed, "sont allées au terme", "ou avaient atteint leur but plus tôt")
    in_part = f"{format_number(found.in_part)} autres ont eu une partie des blocs" if found.in_part else ""
    lines += _line(found.certified, "ont eu le titre entier", in_part)
    lines += _line(found.in_job, "avaient un emploi à 6 mois", _answers(found))
    if found.in_job is None and {"answered", "due_6"} & found.hidden:
        lines.append({"value": "Non dit", "said": "combien avaient un emploi à 6 mois", "note": _FEW, "dots": ""})
    return lines


def _line(ratio: Ratio | None, said: str, note: str) -> list[dict[str, Any]]:
    if ratio is None:
        return []
    if ratio.count is None:
        few = f"sur {format_number(ratio.out_of)} : {_FEW}"
        return [{"value": "Non dit", "said": f"combien {said}", "note": few, "dots": ""}]
    value = f"{format_number(ratio.count)} sur {format_number(ratio.out_of)}"
    # ``element`` escapes its content.
    dots = mark_safe(drawing(ratio.count, ratio.out_of))  # noqa: S308
    return [{"value": value, "said": said, "note": note, "dots": dots}]


def _answers(found: TrainingResults) -> str:
    """Response rate: « 31 réponses pour 38 personnes »."""
    if found.answered is None or found.answered.count is None:
        return ""
    rate = found.answered.count / found.answered.out_of * 100
    answers = pluralise(found.answered.count, "réponse")
    return f"{answers} pour {format_number(found.answered.out_of)} personnes sorties depuis 6 mois, {format_number(rate)} %"
