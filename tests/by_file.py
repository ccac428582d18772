"""Tests of one file go to one worker: what a file makes once is made once a run, and less is counted to share out."""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling


class ByFile(LoadGroupScheduling):
    def _split_scope(self, nodeid: str) -> str:
        """The group of a test that has one (``xdist_group``), else its file."""
        scope: str = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if scope == nodeid else scope
