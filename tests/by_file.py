"""Tests of one file go to one worker: what a file makes once is made once a run, and less is counted to share out."""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController

# They kill processes many times, or load a region.
_LONG_FILES = ("_killed.py", "_at_once.py", "/test_attack.py", "/test_how_to.py", "/test_aside.py", "/test_backup.py")


class ByFile(LoadGroupScheduling):
    def _split_scope(self, nodeid: str) -> str:
        """The group of a test that has one (``xdist_group``), else its file."""
        scope: str = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if scope == nodeid else scope

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Groups first, then the files of long tests: at the end they would leave a worker alone."""
        first = next((scope for scope in self.workqueue if not scope.endswith(".py")), None)
        first = first or next((scope for scope in self.workqueue if scope.endswith(_LONG_FILES)), None)
        if first:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Forgets a file whose tests are all done: after each test, those of the files that are left are counted."""
        super().mark_test_complete(node, item_index, duration)
        files = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(files[scope].values()):
            del files[scope]
