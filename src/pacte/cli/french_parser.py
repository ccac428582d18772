"""argparse in French, with our exit codes."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)


class FrenchParser(argparse.ArgumentParser):
    """argparse parser in French; a usage error exits with code 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "arguments"
        self._optionals.title = "options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog} : {_translate(message)}\n")


def _translate(message: str) -> str:
    for english, french in (
        ("the following arguments are required:", "il manque :"),
        ("unrecognized arguments:", "arguments inconnus :"),
        ("expected one argument", "attend une valeur"),
        ("invalid choice:", "valeur inconnue :"),
        ("choose from", "choisissez parmi"),
        ("argument ", "option "),
        ("invalid int value:", "nombre entier attendu :"),
    ):
        message = message.replace(english, french)
    return message
