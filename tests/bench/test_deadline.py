"""When the applicants of the bench of the deadline attach and press, and that their files are those of nobody else."""

from __future__ import annotations

import pytest

from bench.invented.applications import SMALL_SIDE, noise_pdf
from bench.measuring.deadline_clients import FIRST_ATTACHED, attach_instant, press_instants
from pacte.infra.attachments.inspection import inspect_attachment
from pacte.infra.attachments.records import AttachmentFormat


def test_a_fifth_press_in_the_last_ten_seconds_and_nobody_after_the_end() -> None:
    instants = press_instants(500, opens_at=1000.0, deadline=1300.0, last_seconds=10.0, last=100)
    assert len(instants) == 500
    assert instants == sorted(instants)
    assert instants[0] == 1000.0
    assert sum(each >= 1290.0 for each in instants) == 100
    assert instants[-1] == pytest.approx(1299.9)


def test_files_are_attached_twenty_seconds_to_two_minutes_before() -> None:
    waits = [1000.0 - attach_instant(1000.0, rank) for rank in range(500)]
    assert min(waits) >= 20
    assert max(waits) <= FIRST_ATTACHED
    # No burst: each tenth of the waits has about a tenth of the applicants.
    counts = [sum(20 + 10 * part <= each < 30 + 10 * part for each in waits) for part in range(10)]
    assert max(counts) - min(counts) <= 3


def test_a_file_of_noise_is_a_sound_pdf_of_its_own() -> None:
    data = noise_pdf(SMALL_SIDE, 1)
    assert noise_pdf(SMALL_SIDE, 1) == data
    content = inspect_attachment(data + b"% 7\n", expected=AttachmentFormat.PDF, name="statuts.pdf")
    assert content.data.startswith(b"%PDF")
