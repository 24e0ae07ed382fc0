"""Run a rebuilt notebook in a kernel, and judge its checks outside it.

A cell that ends the kernel, or that cannot be stopped, is left out and the notebook runs once
more without it: one bad cell costs its own item, not the others.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_solution

from classroom.findings import cell_title
from classroom.grading.kernel import Kernel, KernelGone, Ran
from classroom.grading.verdict import judge_cell

#: A notebook that ends its kernel more often than this is graded with what ran until then.
MOST_STARTS = 4
#: Not reproducible on purpose: the code in the kernel must not know when a canary comes.
CHANCE = random.SystemRandom()
UNTRUSTED = (
    "The tests of this notebook did not fail where they must fail, so that their results cannot "
    "be trusted. The items that rest on them have no points; your instructor looks at them."
)


@dataclass(frozen=True)
class Times:
    """How long a notebook may run."""

    cell: float = 60.0  # [seconds]
    notebook: float = 300.0  # [seconds]


def execute(
    notebook: NotebookNode,
    expected: Mapping[str, list[dict]],
    open_kernel: Callable[[], Kernel],
    times: Times,
) -> list[str]:
    """Run a notebook, put the outputs into it, and judge its checks.

    Parameters
    ----------
    notebook : NotebookNode
        The rebuilt notebook; it is changed.
    expected : mapping
        What the instructor's checks published, by grade_id of the check cell.
    open_kernel : callable
        Gives a new kernel at every call.
    times : Times
        How long a cell and the notebook may run.

    Returns
    -------
    list of str
        Findings, one sentence each.

    Raises
    ------
    KernelGone
        If no kernel starts.
    """
    run = _Run(notebook, expected, times)
    for start in range(MOST_STARTS):
        if run.attempt(open_kernel, last=start == MOST_STARTS - 1):
            break
    run.judge()
    return run.findings


class _Run:
    def __init__(
        self, notebook: NotebookNode, expected: Mapping[str, list[dict]], times: Times
    ) -> None:
        self.notebook = notebook
        self.expected = expected
        self.times = times
        self.until = time.monotonic() + times.notebook
        self.left_out: dict[int, str] = {}
        self.findings: list[str] = []
        self.trusted = True
        self.cells = [
            (place, cell)
            for place, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and cell.source.strip()
        ]
        self.guarded = {
            place
            for place, cell in self.cells
            if is_grade(cell) and not is_solution(cell) and _name(cell) not in expected
        }

    def attempt(self, open_kernel: Callable[[], Kernel], last: bool) -> bool:
        """Run all cells that are not left out; tell whether this came to the end."""
        place = None
        self.trusted = True
        try:
            with open_kernel() as kernel:
                for place, cell in self.cells:
                    cell.outputs, cell.execution_count = [], None
                    if place in self.left_out:
                        cell.outputs = [_error("LeftOut", self.left_out[place])]
                        continue
                    seconds = min(self.times.cell, self.until - time.monotonic())
                    if seconds <= 0:
                        self._out_of_time(place)
                        return True
                    if self.guarded and (place in self.guarded or CHANCE.random() < 0.2):
                        self._canary(kernel)
                    self._take(cell, kernel.run(cell.source, seconds), seconds)
                    if place in self.guarded and not has_error(cell):
                        # the test once more, with an end that must fail
                        self._canary(kernel, cell.source)
                if kernel.cut:
                    self.findings.append("Part of the outputs was cut: there were too many.")
        except KernelGone as gone:
            if place is None:
                raise
            self._leave_out(place, str(gone))
            if last:
                self._mark_rest(place, "The kernel ended too often; this cell did not run.")
            return False
        return True

    def _take(self, cell: NotebookNode, ran: Ran, seconds: float) -> None:
        cell.outputs = ran.outputs
        named = {output.ename for output in ran.outputs if output.output_type == "error"}
        if ran.interrupted:
            text = f"This cell ran longer than {seconds:.0f} seconds and was stopped."
            cell.outputs.append(_error("CellTimeoutError", text))
            self.findings.append(f"{_title(cell)} ran longer than {seconds:.0f} seconds.")
        elif ran.error is not None and ran.error not in named:
            # as nbgrader does: an error that was hidden from the outputs still counts
            cell.outputs.append(_error(ran.error or "Error", ran.message))

    def _leave_out(self, place: int, reason: str) -> None:
        cell = self.notebook.cells[place]
        text = f"This cell was left out of the run. {reason}"
        self.left_out[place] = text
        cell.outputs = [_error("LeftOut", text)]
        self.findings.append(f"{_title(cell)} was left out of the run. {reason}")

    def _out_of_time(self, place: int) -> None:
        limit = f"{self.times.notebook:.0f} seconds"
        self.findings.append(f"The notebook ran longer than {limit} and was stopped.")
        self._mark_rest(place - 1, f"The notebook was stopped after {limit}.")

    def _mark_rest(self, place: int, text: str) -> None:
        for later, cell in self.cells:
            if later > place:
                cell.outputs = [_error("NotRun", text)]

    def _canary(self, kernel: Kernel, source: str = "") -> None:
        """Run a test that must fail; a kernel that lets it pass cheats."""
        must_fail, token = _impossible()
        ran = kernel.run(f"{source}\n{must_fail}".lstrip(), self.times.cell)
        if source and ran.error and token not in ran.message:
            # an honest test may pass once only, as on an answer that is an iterator
            must_fail, token = _impossible()
            ran = kernel.run(f"{must_fail}\n{source}", self.times.cell)
        if ran.error != "AssertionError" or token not in ran.message:
            self.trusted = False

    def judge(self) -> None:
        """Replace the outputs of every check by the verdict of this process."""
        named = {_name(cell): cell for _place, cell in self.cells}
        for place, cell in self.cells:
            published = self.expected.get(_name(cell))
            if published and place not in self.left_out:
                judged = judge_cell(cell, published, named.get(f"{_name(cell)}_answer"))
                cell.outputs = judged.outputs
                if judged.finding:
                    self.findings.append(judged.finding)
            elif place in self.guarded and not self.trusted:
                cell.outputs = [_error("Untrusted", UNTRUSTED)]
        if not self.trusted:
            self.findings.append(UNTRUSTED)


def _impossible() -> tuple[str, str]:
    """Return an assertion that cannot hold, and the number that its message is."""
    left, right, token = (CHANCE.randrange(10**6, 10**7) for _ in range(3))
    return f'assert {left} == {left + right}, "{token}"', str(token)


def has_error(cell: NotebookNode) -> bool:
    """Tell whether a run cell ended with an error."""
    return any(output.output_type == "error" for output in cell.outputs)


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _title(cell: NotebookNode) -> str:
    name = _name(cell)
    title = cell_title(name, is_grade(cell) and is_solution(cell))
    return f"The {title}" if name else "A cell that you added"


def _error(name: str, text: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=text, traceback=[text])
