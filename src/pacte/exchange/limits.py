"""Size limits of incoming files, by kind of file. Far above any real file, far below what would hurt a server."""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_SHEETS = 50
MAX_CELL_TEXT = 32_767
"""Maximum length of the text of a spreadsheet cell, in characters, with any spreadsheet program."""
MAX_MEMBERS = 1_000
MAX_MEMBER_NAME = 255
MAX_COMPRESSION_RATIO = 200
MIN_BYTES_FOR_RATIO = 1024 * 1024
MAX_XML_DEPTH = 64
MAX_YAML_DEPTH = 30
MAX_YAML_NODES = 100_000
MAX_YAML_SCALAR = 100_000


@dataclass(frozen=True, slots=True)
class FileBounds:
    """Limits of one kind of file and of its sandbox. ``noun`` starts a sentence: « Un plan ».

    ``file_bytes``: size received; ``unpacked_bytes``: size of an archive once decompressed; ``answer_bytes``: size of
    the child's answer; ``address_space``: bytes; ``cpu_seconds`` and ``wall_seconds``: time of the child.
    ``reads_xml``: a table may be given as XML records.
    """

    name: str
    noun: str
    rows: int = 5_000
    columns: int = 200
    cells: int = 200_000
    text: int = 8 * 1024 * 1024
    file_bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 64 * 1024 * 1024
    answer_bytes: int = 24 * 1024 * 1024
    address_space: int = 512 * 1024 * 1024
    cpu_seconds: int = 5
    wall_seconds: float = 15.0
    reads_xml: bool = False


PLAN = FileBounds("plan", "Un plan")
EXTRACT = replace(PLAN, name="extract", noun="Un extrait comptable")
ENTRY_SHEET = replace(PLAN, name="sheet", noun="Une feuille de saisie")
# A national file of an observatory: labour basins by occupation (60,000 rows), communes by year (35,000 × 40).
SERIES = FileBounds(
    "series",
    "Un fichier de série",
    rows=400_000,
    columns=400,
    cells=4_000_000,
    text=96 * 1024 * 1024,
    file_bytes=64 * 1024 * 1024,
    unpacked_bytes=512 * 1024 * 1024,
    answer_bytes=256 * 1024 * 1024,
    address_space=3 * 1024 * 1024 * 1024,
    cpu_seconds=120,
    wall_seconds=240.0,
)
# A year of acts from an orientation tool. The CPU time of its child depends on the size of the file.
ROWS = FileBounds(
    "rows",
    "Un fichier de lignes",
    rows=200_000,
    cells=2_000_000,
    text=64 * 1024 * 1024,
    file_bytes=64 * 1024 * 1024,
    unpacked_bytes=512 * 1024 * 1024,
    address_space=2 * 1024 * 1024 * 1024,
)
# Nomenclature and zoning tables: 35,000 communes, 11,000 occupation names. Some are published as XML.
REFERENCE = replace(SERIES, name="reference", noun="Un fichier de référence", reads_xml=True)
BOUNDS = {each.name: each for each in (PLAN, EXTRACT, ENTRY_SHEET, SERIES, ROWS, REFERENCE)}
