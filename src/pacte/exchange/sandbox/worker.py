"""Sandboxed worker: reads an untrusted file on stdin, writes one JSON object to stdout. It may die at any time.

Limits are set before the first byte is read: memory, CPU time, no new file or socket (no free descriptor to open one),
no writing to files (maximum size of zero bytes).
"""

from __future__ import annotations

import json
import resource
import sys

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import BOUNDS, PLAN, FileBounds
from pacte.exchange.parsers.csv_grid import grid_from_csv
from pacte.exchange.parsers.file_kind import detect_file_kind
from pacte.exchange.parsers.xml_records import grid_from_xml_records, is_xml_records
from pacte.exchange.parsers.yaml_tree import tree_from_yaml
from pacte.exchange.records import FileKind, Grid
from pacte.exchange.spreadsheet.workbook import grids_from_workbook

JsonObject = dict[str, object]


def parse_to_json(data: bytes, name: str, bounds: FileBounds = PLAN) -> JsonObject:
    """Returns the answer for the parent: grids, a tree, or the reason why the file is refused."""
    try:
        if bounds.reads_xml and is_xml_records(data):
            return {"kind": FileKind.CSV.value, "grids": [_grid_as_json(grid_from_xml_records(data, name, bounds))]}
        kind = detect_file_kind(data, name)
        if kind is FileKind.YAML:
            tree, lines = tree_from_yaml(data, name)
            return {"kind": kind.value, "tree": tree, "lines": lines}
        grids = grids_from_workbook(data, bounds) if kind is FileKind.XLSX else [grid_from_csv(data, name, bounds)]
    except UnreadableFile as error:
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
    return {"kind": kind.value, "grids": [_grid_as_json(grid) for grid in grids]}


def _grid_as_json(grid: Grid) -> JsonObject:
    return {
        "sheet": grid.sheet,
        "hidden": grid.is_hidden,
        "cells": [[row, column, cell.kind.value, cell.text] for (row, column), cell in grid.cells.items()],
        "merged": [[area.top, area.left, area.bottom, area.right] for area in grid.merged],
        "comments": [[row, column, text] for (row, column), text in grid.comments.items()],
        "yellow": sorted(grid.yellow),
    }


def apply_resource_limits(bounds: FileBounds = PLAN) -> None:
    """Limits the process to computing and answering on its open descriptors."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.address_space, bounds.address_space))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main(name: str, bounds_name: str) -> None:
    bounds = BOUNDS[bounds_name]
    apply_resource_limits(bounds)
    data = sys.stdin.buffer.read(bounds.file_bytes + 1)
    sys.stdout.write(json.dumps(parse_to_json(data, name, bounds), ensure_ascii=True, separators=(",", ":")))
    sys.stdout.flush()
