"""Sandboxed worker: reads an untrusted file on stdin, writes one JSON object to stdout. It may die at any time.

Limits are set before the first byte is read: memory, CPU time, no new file or socket (no free descriptor to open one),
no writing to files (maximum size of zero bytes).
"""

from __future__ import annotations

import json
import resource
import sys

from pacte.exchange.file_delimited import grid_from
from pacte.exchange.file_kind import kind_of
from pacte.exchange.file_records import grid_from_records, is_records
from pacte.exchange.file_yaml import tree_from
from pacte.exchange.limits import BOUNDS, PLAN, Bounds
from pacte.exchange.records import FileKind, Grid
from pacte.exchange.spreadsheet import grids_from
from pacte.exchange.unreadable import Unreadable

Answer = dict[str, object]


def answer(data: bytes, name: str, bounds: Bounds = PLAN) -> Answer:
    """Returns the answer for the parent: grids, a tree, or the reason why the file is refused."""
    try:
        if bounds.reads_xml and is_records(data):
            return {"kind": FileKind.CSV.value, "grids": [_plain(grid_from_records(data, name, bounds))]}
        kind = kind_of(data, name)
        if kind is FileKind.YAML:
            tree, lines = tree_from(data, name)
            return {"kind": kind.value, "tree": tree, "lines": lines}
        grids = grids_from(data, bounds) if kind is FileKind.XLSX else [grid_from(data, name, bounds)]
    except Unreadable as error:
        return {
            "kind": "refused",
            "code": error.code,
            "what": error.message,
            "why": error.reason,
            "todo": error.hint,
            "sheet": error.sheet,
            "row": error.row,
            "column": error.column,
        }
    return {"kind": kind.value, "grids": [_plain(grid) for grid in grids]}


def _plain(grid: Grid) -> Answer:
    return {
        "sheet": grid.sheet,
        "hidden": grid.is_hidden,
        "cells": [[row, column, cell.kind.value, cell.text] for (row, column), cell in grid.cells.items()],
        "merged": [[area.top, area.left, area.bottom, area.right] for area in grid.merged],
        "comments": [[row, column, text] for (row, column), text in grid.comments.items()],
        "yellow": sorted(grid.yellow),
    }


def bound(bounds: Bounds = PLAN) -> None:
    """Limits the process to computing and answering on its open descriptors."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.address_space, bounds.address_space))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main(name: str, kind: str) -> None:
    bounds = BOUNDS[kind]
    bound(bounds)
    data = sys.stdin.buffer.read(bounds.file_bytes + 1)
    sys.stdout.write(json.dumps(answer(data, name, bounds), ensure_ascii=True, separators=(",", ":")))
    sys.stdout.flush()
