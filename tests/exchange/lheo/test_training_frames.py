"""What a worker frames, its parent packs; what is cut anywhere is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.exchange.lheo.skeleton import pack_skeleton
from pacte.exchange.lheo.training_frames import framed_line, packed_lines

LINE = st.tuples(st.binary(max_size=40), st.binary(max_size=400), st.binary(max_size=40))


@given(st.lists(LINE, max_size=5))
def test_each_line_comes_out_with_its_skeleton_packed(lines: list[tuple[bytes, bytes, bytes]]) -> None:
    frames = b"".join(framed_line(*each) for each in lines)
    expected = [
        keys + b"\t\\\\x" + pack_skeleton(skeleton).hex().encode() + b"\t" + columns + b"\n"
        for keys, skeleton, columns in lines
    ]
    assert packed_lines(frames) == b"".join(expected)


@given(LINE, st.data())
def test_frames_that_are_cut_are_refused(line: tuple[bytes, bytes, bytes], data: st.DataObject) -> None:
    frames = framed_line(*line)
    size = data.draw(st.integers(1, len(frames) - 1))
    with pytest.raises(ValueError, match="cut"):
        packed_lines(frames[:size])
