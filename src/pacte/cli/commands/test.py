"""Runs all the tests: pure, database, browser."""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys

from pacte.infra.instance import PROJECT_ROOT

HELP = "Passe tous les tests : règles, base de données, navigateur."
EXAMPLE = "./pacte test"
NEEDS = "nothing"
# The tests run in a shuffled order, with the same seed everywhere, so that results are reproducible. Another order:
# `./pacte test -- --randomly-seed=N`.
ORDER = "--randomly-seed=2018"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="interroge chaque page au nom de tous les lecteurs")
    parser.add_argument("options", nargs="*", help="options données à pytest (après --)")


def run(options: argparse.Namespace) -> int:
    browser = importlib.import_module("pacte.cli.browser")
    if not browser.ensure_browser():
        print("pacte test : aucun navigateur n’a pu être trouvé ni installé ; les tests ont échoué.", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", ORDER, *options.options]
    command += ["--full"] if options.full else []
    return subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode  # noqa: S603
