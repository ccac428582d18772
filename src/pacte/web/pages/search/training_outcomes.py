"""« Et après ? »: what became of those who followed the training, as counted, or the sentence that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.journeys.queries.results import training_results
from pacte.journeys.records.results import Ratio, TrainingResults
from pacte.journeys.rules.suppression import SMALLEST_SHOWN
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.charts.row_marks import dots_svg

if TYPE_CHECKING:
    from pacte.offer.models import Training

_FEW_PEOPLE_NOTE = f"moins de {SMALLEST_SHOWN} personnes, ou leur nombre s’en déduirait"
_NO_RESULT = "Aucune session de cette formation n’est encore finie : ses résultats seront comptés après la première."
_SUPPRESSED = f"Moins de {SMALLEST_SHOWN} personnes l’ont finie : le dire les désignerait."


def training_outcomes(actor: Actor, training: Training) -> dict[str, Any]:
    """Figures of the section, or the sentence that explains why there are none."""
    counts = training_results(actor=actor, training=training)
    if counts is None:
        return {"sentence": _NO_RESULT, "lines": []}
    period = f"Sessions commencées du {format_day(counts.first_on)} au {format_day(counts.last_on)}"
    source = f"{period}, finies à ce jour ; compté sur les parcours le {format_day(counts.counted_at)}."
    note = pluralise(counts.sessions, "session finie", "sessions finies")
    if counts.certification:
        trainings = pluralise(counts.trainings, "formation de la région", "formations de la région")
        note = f"{trainings} qui mènent à {counts.certification}, {note}" if counts.trainings > 1 else note
    if counts.entered is None:
        return {"sentence": _SUPPRESSED, "lines": [], "note": note, "source": source}
    return {"sentence": "", "lines": _figure_rows(counts), "note": note, "source": source}


def _figure_rows(counts: TrainingResults) -> list[dict[str, Any]]:
    in_part = f"{format_number(counts.in_part)} autres ont eu une partie des blocs" if counts.in_part else ""
    lines = [
        {"value": format_number(counts.entered or 0), "said": "personnes y sont entrées", "note": "", "dots": ""},
        _figure_row(counts.completed, "sont allées au terme", "ou avaient atteint leur but plus tôt"),
        _figure_row(counts.certified, "ont eu le titre entier", in_part),
        _figure_row(counts.in_job, "avaient un emploi à 6 mois", _response_rate(counts)),
    ]
    if counts.in_job is None and {"answered", "due_6"} & counts.hidden:
        lines.append(_unsaid_row("avaient un emploi à 6 mois", _FEW_PEOPLE_NOTE))
    return [line for line in lines if line]


def _figure_row(ratio: Ratio | None, label: str, note: str) -> dict[str, Any] | None:
    if ratio is None or ratio.count is None:
        return _unsaid_row(label, f"sur {format_number(ratio.out_of)} : {_FEW_PEOPLE_NOTE}") if ratio else None
    value = f"{format_number(ratio.count)} sur {format_number(ratio.out_of)}"
    # ``element`` escapes its content.
    return {"value": value, "said": label, "note": note, "dots": dots_svg(ratio.count, ratio.out_of)}


def _unsaid_row(label: str, note: str) -> dict[str, Any]:
    return {"value": "Non dit", "said": f"combien {label}", "note": note, "dots": ""}


def _response_rate(counts: TrainingResults) -> str:
    """Response rate: « 31 réponses pour 38 personnes »."""
    if counts.answered is None or counts.answered.count is None:
        return ""
    rate = counts.answered.count / counts.answered.out_of * 100
    answers = pluralise(counts.answered.count, "réponse")
    return (
        f"{answers} pour {format_number(counts.answered.out_of)} personnes sorties depuis 6 mois, "
        f"{format_number(rate)} %"
    )
