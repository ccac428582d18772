"""Forms of an act file: the file and its tool, the mapping of headings to columns, the meaning of each status word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from pacte.exchange.formats.orientation_acts import COLUMNS
from pacte.exchange.orientation.reading import ActFileColumns
from pacte.interop.records import ACT_LABELS, ActStatus
from pacte.web.upload_form import CheckedUploadForm

MAX_ACT_FILE_BYTES = 10 * 1024**2
TOOLS = {"kairos": "Kairos", "ouiform": "Ouiform", "imilo": "i-Milo", "reseau": "un autre outil"}
_MAX_CODES = 60


class ActFileForm(CheckedUploadForm):
    file = forms.FileField(
        label="Fichier d’actes",
        max_length=255,
        error_messages={
            "required": "Choisissez le fichier que votre outil a donné : .csv, .txt ou .xlsx.",
            "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
        },
    )
    tool = forms.ChoiceField(
        label="D’où vient-il ?", choices=[("", "choisir"), *TOOLS.items()],
        error_messages={"required": "Dites de quel outil vient ce fichier."},
    )  # fmt: skip

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > MAX_ACT_FILE_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 10 Mo. Coupez-le en plusieurs fichiers.")
        return upload


@dataclass(frozen=True, slots=True)
class MappingChoice:
    """A column or a status word to map, as expected by the component « field »."""

    id: str
    name: str
    label: str
    choices: Sequence[Mapping[str, Any]]
    required: bool
    word: str = ""


def columns_from_form(data: Mapping[str, str], saved: ActFileColumns) -> ActFileColumns:
    """Mapping given by the form, or the saved one when the form gives none. An omitted column is recorded as absent."""
    headings = {column.field: data[f"col_{column.field}"][:200] for column in COLUMNS if f"col_{column.field}" in data}
    codes = {
        data[f"word_{rank}"][:80]: data[f"code_{rank}"]
        for rank in range(_MAX_CODES)
        if data.get(f"code_{rank}") in set(ActStatus) and data.get(f"word_{rank}")
    }
    return ActFileColumns(headings or saved.headings, {**saved.codes, **codes})


def column_choices(headings: Sequence[str], chosen: Mapping[str, str]) -> list[MappingChoice]:
    """For each of our columns, a select of the headings of the file."""
    return [
        MappingChoice(
            f"col-{column.field}", f"col_{column.field}", column.heading,
            [
                {"value": "", "label": "pas dans ce fichier", "chosen": not chosen.get(column.field)},
                *({"value": each, "label": each, "chosen": chosen.get(column.field) == each} for each in headings),
            ],
            not column.is_absent_allowed,
        )
        for column in COLUMNS
    ]  # fmt: skip


def code_choices(unknown: Sequence[str], codes: Mapping[str, str]) -> list[MappingChoice]:
    """For each unknown status word, a select of statuses: mapped words first, then unmapped ones."""
    words = [*codes, *(word for word in unknown if word not in codes)][:_MAX_CODES]
    return [
        MappingChoice(
            f"code-{rank}", f"code_{rank}", f"« {word} » veut dire",
            [
                {"value": "", "label": "je ne sais pas : laisser ces lignes de côté", "chosen": word not in codes},
                *(
                    {"value": status.value, "label": ACT_LABELS[status], "chosen": codes.get(word) == status.value}
                    for status in ActStatus
                ),
            ],
            False, word,
        )
        for rank, word in enumerate(words)
    ]  # fmt: skip
