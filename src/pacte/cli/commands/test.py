"""Runs all the tests (pure, database, browser), and the linters, types and import contracts beside them."""

from __future__ import annotations

import argparse
import importlib
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pacte.cli.quality_tools import QualityTool, quality_tools, running_tools
from pacte.cli.suite_report import failed_outputs, read_durations, report_table
from pacte.infra.instance import PROJECT_ROOT

HELP = "Passe tous les tests : règles, base de données, navigateur, et les outils qui relisent le code."
EXAMPLE = "./pacte test · ./pacte test -- tests/plan (sans les outils)"
NEEDS = "nothing"
SEED_OPTION = "--randomly-seed"
# Options of pytest that run a part of the tests: the tools read the whole code, so they run only when asked.
_SELECTING = ("-k", "-m", "--lf", "--last-failed", "--ff", "--sw", "--stepwise", "--collect-only", "--co")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tools", action="store_true", help="lance aussi les outils quand des tests sont choisis")
    parser.add_argument(
        "--full", action="store_true", help="tous les lecteurs de chaque page, tous les exemples de chaque propriété"
    )
    parser.add_argument("options", nargs="*", help="options données à pytest (après --)")


def run(options: argparse.Namespace) -> int:
    browser = importlib.import_module("pacte.cli.browser")
    if not browser.ensure_browser():
        print("pacte test : aucun navigateur n’a pu être trouvé ni installé ; les tests ont échoué.", file=sys.stderr)
        return 2
    with_tools = options.tools or not selects_tests(options.options)
    chosen = [*options.options, *(["--full"] if options.full else [])]
    return run_tests(chosen, quality_tools() if with_tools else [])


def selects_tests(pytest_options: Sequence[str]) -> bool:
    """True when the options name files, folders or tests, or choose some of the tests."""
    return any(
        option.startswith(_SELECTING) or (PROJECT_ROOT / option.split("::")[0]).exists() for option in pytest_options
    )


def run_tests(pytest_options: Sequence[str], tools: Sequence[QualityTool]) -> int:
    """Runs pytest beside ``tools``, then prints the table. 0 when all passed, else the code of pytest, or 1."""
    order = order_options(pytest_options)
    order_line = f"ordre des tests : {' '.join(order)}" if order else "ordre des tests : celui qui est demandé"
    print(f"{order_line} (à rejouer : ./pacte test -- {' '.join((*order, *pytest_options))})", flush=True)
    with running_tools(tools) as running, tempfile.NamedTemporaryFile() as durations:
        exit_code = _run_pytest([*order, *pytest_options, f"--durations-file={durations.name}"])
        results = [each.wait() for each in running]
        print(failed_outputs(results), report_table(read_durations(Path(durations.name)), results), sep="\n")
    print(order_line, flush=True)
    return exit_code or int(any(each.exit_code for each in results))


def order_options(pytest_options: Sequence[str]) -> list[str]:
    """A new order at each run, unless the options already say which one. A dependency between tests shows one day."""
    chosen = any(SEED_OPTION in option or "no:randomly" in option for option in pytest_options)
    return [] if chosen else [f"{SEED_OPTION}={secrets.randbelow(1_000_000)}"]


def _run_pytest(pytest_options: Sequence[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *pytest_options]
    return subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode  # noqa: S603
