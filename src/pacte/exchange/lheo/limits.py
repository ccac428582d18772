"""Size limits of catalogues: far above the national catalogue for a file, and above any real training."""

from __future__ import annotations

MAX_PACKED_BYTES = 4 * 1024**3
MAX_UNPACKED_BYTES = 8 * 1024**3
MAX_RATIO = 200
RATIO_FROM_BYTES = 4 * 1024**2
MAX_MEMBERS = 100
MAX_BYTES_WITHOUT_A_TRAINING = 16 * 1024**2
"""Maximum between the ends of two trainings: anything longer is not a training."""

BYTES_BEFORE_FULL_PARSE = 4 * 1024**2
"""Above this size without the end of a training, the slower parser checks the part first."""

BLOCK = 64 * 1024
GROUP_BYTES = 256 * 1024
"""Trainings that are parsed, then all checked: about 25, whose trees take ten times as much memory."""

MAX_LISTED = 5_000
"""Defects listed one by one; beyond that, they are only counted."""

MAX_LISTED_ADVICE = 500
MAX_VALUE = 120
BATCH_CHARACTERS = 2_000_000
"""Rows written in one transaction: about 400 trainings. Sets the memory use of an import."""

BYTES_AHEAD = 32 * 1024**2
"""Rows that a worker prepares while the rest of the file is scanned, or while an earlier batch is written."""

SEEN_PER_MESSAGE = 50_000
CODES_PER_MESSAGE = 5_000

WORKER_ADDRESS_SPACE = 512 * 1024**2
WORKER_CPU_SECONDS = 60
WORKER_BYTES_PER_SECOND = 3 * 1024**2
"""A file that is read more slowly than this was designed to be slow."""

WORKER_SILENCE_SECONDS = 60.0
MAX_MESSAGE_BYTES = 64 * 1024**2
