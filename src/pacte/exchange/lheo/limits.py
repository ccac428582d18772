"""Size limits of catalogues: far above the national catalogue for a file, and above any real training."""

from __future__ import annotations

MAX_PACKED_BYTES = 4 * 1024**3
MAX_UNPACKED_BYTES = 8 * 1024**3
MAX_RATIO = 200
RATIO_FROM_BYTES = 4 * 1024**2
MAX_MEMBERS = 100
MAX_BYTES_WITHOUT_A_TRAINING = 16 * 1024**2
"""Between the ends of two trainings: more is not a training."""

BYTES_BEFORE_FULL_PARSE = 4 * 1024**2
"""So much without the end of a training is read through by the slower parser before it enters."""

BLOCK = 64 * 1024
MAX_LISTED = 5_000
"""Defects told one by one; beyond, they are counted."""

MAX_LISTED_ADVICE = 500
MAX_VALUE = 120
BATCH_CHARACTERS = 2_000_000
"""Rows written in one transaction: about 400 trainings. The memory that an import takes follows it."""

SEEN_PER_MESSAGE = 50_000
CODES_PER_MESSAGE = 5_000

WORKER_ADDRESS_SPACE = 512 * 1024**2
WORKER_CPU_SECONDS = 60
WORKER_BYTES_PER_SECOND = 3 * 1024**2
"""Slower than that, the file is made to be slow."""

WORKER_SILENCE_SECONDS = 60.0
MAX_MESSAGE_BYTES = 64 * 1024**2
