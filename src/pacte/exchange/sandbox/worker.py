"""Sandboxed reader of a workbook, a csv file or a yaml file: one answer for the whole file. It may die at any time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import groupby
from typing import IO

from pacte.exchange.limits import BOUNDS, PLAN, FileBounds
from pacte.exchange.parsers.csv_grid import grid_from_csv
from pacte.exchange.parsers.file_format import detect_file_format
from pacte.exchange.parsers.xml_records import grid_from_xml_records, is_xml_records
from pacte.exchange.parsers.yaml_tree import tree_from_yaml
from pacte.exchange.records import CELL_KINDS, FileFormat, Grid, GridCell
from pacte.exchange.sandbox_protocol import FILE_NAME_VARIABLE, ParsedFileMessage, send_refusals
from pacte.exchange.spreadsheet.workbook import grids_from_workbook
from pacte.infra.sandbox.protocol import send_message
from pacte.infra.sandbox.worker import FileReader, sandbox_entry

JsonObject = dict[str, object]


def parse_to_json(data: bytes, name: str, bounds: FileBounds = PLAN) -> JsonObject:
    """Returns the answer for the parent: grids or a tree. Raises ``UnreadableFile``."""
    if bounds.reads_xml and is_xml_records(data):
        return {"kind": FileFormat.CSV.value, "grids": [_grid_as_json(grid_from_xml_records(data, name, bounds))]}
    kind = detect_file_format(data, name)
    if kind is FileFormat.YAML:
        tree, lines = tree_from_yaml(data, name)
        return {"kind": kind.value, "tree": tree, "lines": lines}
    grids = [grid_from_csv(data, name, bounds)] if kind is FileFormat.CSV else grids_from_workbook(data, bounds)
    return {"kind": kind.value, "grids": [_grid_as_json(grid) for grid in grids]}


def _grid_as_json(grid: Grid) -> JsonObject:
    return {
        "sheet": grid.sheet,
        "hidden": grid.is_hidden,
        "rows": [
            [
                row,
                [place[1] for place, _ in cells],
                [CELL_KINDS.index(cell.kind) for _, cell in cells],
                [cell.text for _, cell in cells],
            ]
            for row, cells in _cells_by_row(grid)
        ],
        "merged": [[area.top, area.left, area.bottom, area.right] for area in grid.merged],
        "comments": [[row, column, text] for (row, column), text in grid.comments.items()],
        "yellow": sorted(grid.yellow),
    }


def _cells_by_row(grid: Grid) -> Iterator[tuple[int, list[tuple[tuple[int, int], GridCell]]]]:
    """In the order of the grid: a row that comes back makes another entry."""
    for row, cells in groupby(grid.cells.items(), lambda each: each[0][0]):
        yield row, list(cells)


def answer_into(data: bytes, out: IO[bytes], name: str, bounds: FileBounds = PLAN) -> None:
    """Sends the answer, or the reason why the file is refused."""
    with send_refusals(out):
        answer = parse_to_json(data, name, bounds)
        send_message(
            out, ParsedFileMessage.ANSWER, json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        )


@sandbox_entry
def grid_or_tree(bounds_name: str) -> FileReader:
    bounds, name = BOUNDS[bounds_name], os.environ[FILE_NAME_VARIABLE]
    return lambda source, out: answer_into(source.read(bounds.file_bytes + 1), out, name, bounds)
