"""Finds the typed command and runs it. The help reads command files without importing them, to stay fast."""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn

from pacte.cli import benches, commands
from pacte.cli.former_commands import present_spelling
from pacte.cli.french_parser import FrenchParser
from pacte.infra.instance import restrict_umask
from pacte.infra.system_errors import system_failure
from pacte.kernel.actor import system_actor
from pacte.kernel.errors import PacteError

INTERRUPTED = 130
_DATABASE_NEEDS = ("database", "database if any")
"""Values of ``needs`` that open the database. « if any »: without one the command runs too, with no actor."""


@dataclass(frozen=True, slots=True)
class Command:
    words: tuple[str, ...]
    module: str
    help: str
    example: str
    needs: str
    instance: str


def main(arguments: list[str]) -> int:
    """Run one command, without a traceback for the user.

    Exit codes: 0: done; 1: defects listed; 2: usage error or internal failure.
    """
    if present := present_spelling(arguments):
        print(f"pacte : cette commande s’écrit maintenant « {present} ».", file=sys.stderr)
        return 2
    command_list = _list_commands()
    command = _match_command(command_list, arguments)
    if command is None and arguments[:1] == [benches.NOUN] and not benches.are_installed():
        print(f"pacte : {benches.NOT_INSTALLED}", file=sys.stderr)
        return 2
    if command is None:
        typed_words = [word for word in arguments if not word.startswith("-")]
        _show_help(command_list, typed_words)
        return 0 if not typed_words or typed_words == ["help"] else 2
    restrict_umask()
    _exit_on_signals()
    try:
        return _run(command, arguments[len(command.words) :])
    except PacteError as error:
        print(f"pacte : {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("pacte : arrêté.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output is gone (« | head »).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, EOFError, OverflowError) as error:
        failure = system_failure(error)
        print(f"pacte : {failure}", file=sys.stderr)
        return failure.exit_code


def _exit_on_signals() -> None:
    """Exit on SIGTERM and SIGHUP as on Ctrl-C, so that resources are closed and the database is stopped."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _raise_exit)


def _raise_exit(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _run(command: Command, rest: list[str]) -> int:
    asks_help = "-h" in rest or "--help" in rest
    server = None
    has_database = command.needs == "database"
    # Imported here and by name: the help must work before anything is installed.
    environment = importlib.import_module("pacte.cli.environment") if command.needs in _DATABASE_NEEDS else None
    if environment is not None and not has_database:
        has_database = not asks_help and environment.has_installation(_instance_option(rest))
    if environment is not None and has_database:
        environment.choose_instance(command.instance or _instance_option(rest))
        if not asks_help:
            server = environment.start_database()
        environment.load_django()
    if command.words[0] == benches.NOUN:
        benches.make_importable()
    module = importlib.import_module(command.module)
    options = _parser(command, module).parse_args(rest)
    if server is not None:
        server.result()
    if environment is not None and not has_database:
        return int(module.run(options, None))
    if environment is not None:
        actor = system_actor(f"commande {' '.join(command.words)}")
        return int(environment.run_reporting_database_errors(lambda: module.run(options, actor)))
    return int(module.run(options))


def _parser(command: Command, module: ModuleType) -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog=f"./pacte {' '.join(command.words)}", description=command.help, epilog=f"Exemple : {command.example}"
    )
    module.arguments(parser)
    if command.needs in _DATABASE_NEEDS and not command.instance:
        parser.add_argument(
            "--instance", choices=("demo", "real", "dev"), help="installation visée : demo, real, ou dev (vide)"
        )
    return parser


def _instance_option(rest: list[str]) -> str | None:
    for rank, word in enumerate(rest):
        if word == "--instance" and rank + 1 < len(rest):
            return rest[rank + 1]
        if word.startswith("--instance="):
            return word.partition("=")[2]
    return None


def _list_commands() -> list[Command]:
    folder = Path(commands.__path__[0])
    ours = [
        _read_command(path, commands.__name__, tuple(path.stem.split("_")))
        for path in sorted(folder.glob("*.py"))
        if path.stem != "__init__"
    ]
    measures = [_read_command(path, benches.NOUN, (benches.NOUN, path.stem)) for path in benches.bench_files()]
    return sorted(ours + measures, key=lambda each: each.words)


def _read_command(path: Path, package: str, words: tuple[str, ...]) -> Command:
    texts = {"HELP": "", "EXAMPLE": "", "NEEDS": "nothing", "INSTANCE": "", "WORDS": ""}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in texts:
            texts[node.targets[0].id] = ast.literal_eval(node.value)
    return Command(
        words=tuple(texts["WORDS"].split()) or words,
        module=f"{package}.{path.stem}",
        help=texts["HELP"],
        example=texts["EXAMPLE"],
        needs=texts["NEEDS"],
        instance=texts["INSTANCE"],
    )


def _match_command(known: list[Command], arguments: list[str]) -> Command | None:
    matching = [each for each in known if tuple(arguments[: len(each.words)]) == each.words]
    return max(matching, key=lambda each: len(each.words), default=None)


def _show_help(known: list[Command], wanted: list[str]) -> None:
    shown = [each for each in known if wanted and each.words[0] == wanted[0]] or known
    if wanted and wanted != ["help"]:
        print(f"pacte : « {' '.join(wanted)} » n’est pas une commande.", file=sys.stderr)
    print("pacte : le plan régional de compétences qui se mesure lui-même.\n")
    print("Utilisation : ./pacte COMMANDE [options]   (./pacte COMMANDE --help pour chacune)\n")
    width = max(len(" ".join(each.words)) for each in shown)
    for each in shown:
        print(f"  {' '.join(each.words):<{width}}  {each.help}")
