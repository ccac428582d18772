"""Checks a file of trainees or of orientation acts without writing anything."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pacte.cli.trainee_files import open_trainee_file, print_line_remarks
from pacte.exchange.orientation.layouts import rows_formats
from pacte.exchange.orientation.reading import read_without_applying
from pacte.kernel.french import pluralise

HELP = "Vérifie un fichier de stagiaires (Pôle emploi, Île-de-France) ou d’actes d’orientation, sans rien écrire."
EXAMPLE = "./pacte check trainees stagiaires-pe.csv"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FICHIER", help="le fichier, tel que l’outil le donne (.csv, .txt, .xlsx ou .ods)"
    )
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: object) -> int:
    path = Path(options.file)
    with open_trainee_file(path) as stream:
        trial = read_without_applying(stream)
    layout = rows_formats().get(trial.layout)
    if layout:
        print(f"{path.name} : {layout.label}, {pluralise(trial.counts['rows'], 'ligne')}.")
    else:
        print(f"{path.name} ne se lit pas.")
    print_line_remarks(trial.lines)
    if not trial.errors:
        print("  Aucune ligne à corriger.")
    if options.json:
        summary = {
            "layout": trial.layout, "rows": trial.counts["rows"], "acts": trial.counts["act"],
            "errors": trial.errors, "doubles": trial.counts["double"],
            "lines": [
                {"row": each.row, "column": each.column, "level": each.level, "code": each.code, "text": each.text}
                for each in trial.lines
            ],
        }  # fmt: skip
        print(json.dumps(summary, ensure_ascii=False))
    return 1 if trial.errors else 0
