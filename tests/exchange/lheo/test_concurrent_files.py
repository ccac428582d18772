"""Two workers read the same file, and one of them writes before its parent reads."""

from __future__ import annotations

import io
import os
import tempfile
import threading
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree
from stdnum import luhn

from pacte.exchange.lheo.concurrent_files import SharedFile, WriterAhead
from pacte.exchange.lheo.cross_checks import has_valid_siret_key
from pacte.exchange.lheo.nodes import quoted_attribute
from pacte.exchange.lheo.sandbox_protocol import STAGED_TABLES
from pacte.offer.records.staging import STAGING_COLUMNS


class SlowReader(io.RawIOBase):
    """A pipe whose other end reads nothing before ``opened`` is set."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.received = b""

    def write(self, data: object) -> int:
        assert isinstance(data, bytes)
        self.opened.wait(10)
        self.received += data
        return len(data)


class ClosedPipe(io.RawIOBase):
    def write(self, _data: object) -> int:
        raise BrokenPipeError


def test_a_shared_file_is_read_whole_while_another_moves_its_position() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"0123456789")
        file.flush()
        shared = io.BufferedReader(SharedFile(file.fileno()), 4)
        os.lseek(file.fileno(), 7, os.SEEK_SET)
        assert shared.read(3) == b"012"
        os.lseek(file.fileno(), 1, os.SEEK_SET)
        assert shared.read() == b"3456789"
        assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == 1
        assert shared.seek(-2, os.SEEK_END) == 8
        assert shared.read() == b"89"


def test_what_is_written_ahead_arrives_in_order_once_it_is_read() -> None:
    out = SlowReader()
    with WriterAhead(out, 1000) as ahead:
        for number in range(100):
            ahead.write(b"%d;" % number)
        assert out.received == b""
        out.opened.set()
    assert out.received == b"".join(b"%d;" % number for number in range(100))


def test_no_more_than_the_limit_waits() -> None:
    out = SlowReader()
    with WriterAhead(out, 10) as ahead:
        ahead.write(b"0123456789")
        writer = threading.Thread(target=ahead.write, args=(b"more",))
        writer.start()
        writer.join(0.1)
        assert writer.is_alive()
        out.opened.set()
        writer.join(10)
        assert not writer.is_alive()
    assert out.received == b"0123456789more"


def test_a_parent_that_left_stops_the_worker() -> None:
    def write_for_ever() -> None:
        with WriterAhead(ClosedPipe(), 10) as ahead:
            while True:
                ahead.write(b"0123456789")

    with pytest.raises(BrokenPipeError):
        write_for_ever()


def test_the_last_blocks_that_nobody_read_are_an_error_too() -> None:
    with pytest.raises(BrokenPipeError), WriterAhead(ClosedPipe(), 1000) as ahead:
        ahead.write(b"the end")


def test_the_worker_and_the_offer_number_their_tables_alike() -> None:
    assert tuple(STAGING_COLUMNS) == STAGED_TABLES


@pytest.mark.parametrize("value", ["http://lheo.gouv.fr/2.3", "a&b<c>d", 'say "x"', "it's", "tab\tline\nend\r"])
def test_a_quoted_attribute_means_what_the_standard_library_writes(value: str) -> None:
    ours, theirs = (etree.fromstring(f"<x a={quoted}/>") for quoted in (quoted_attribute(value), quoteattr(value)))
    assert ours.get("a") == theirs.get("a") == value


def test_the_key_of_a_siret_is_that_of_the_reference_implementation() -> None:
    sirets = [f"{number:014d}" for number in range(73_282_932_000_000, 73_282_932_002_000)]
    assert [has_valid_siret_key(siret) for siret in sirets] == [luhn.is_valid(siret) for siret in sirets]
