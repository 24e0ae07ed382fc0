"""Run a trainee's notebook from the top to the end, on the trainee's own machine.

What grading does too, without its sandbox: an ordinary kernel, in the notebook's folder. A
cell that stops with an error does not end the run. A cell that takes too long is interrupted.
"""

import asyncio
import copy
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.notebooknode import NotebookNode

#: Time that an interrupted cell has to give up [seconds].
GRACE = 10
#: Most printed text that is kept of one cell [characters].
PRINTED = 100_000


@dataclass
class Run:
    """A notebook with the outputs of a run from the top."""

    notebook: NotebookNode
    slow: list[int] = field(default_factory=list)  # places of the cells that took too long
    ended_at: int | None = None  # place of the cell that ended the run, if one did
    ended: str = ""  # what that cell did


class _Client(NotebookClient):
    """Runs cells; an endless print does not fill the memory, and a widget does not stall it."""

    def on_comm_open_jupyter_widget(self, msg: dict) -> None:
        """Let an output widget capture nothing: its prints stay in the cell.

        nbclient would write to the socket from which it awaits the end of the cell. It may then
        miss that end until the time is over (nbclient's issue 312).
        """

    def output(
        self, outs: list, msg: dict, display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        if msg["msg_type"] == "stream":
            room = PRINTED - sum(len(out.text) for out in outs if out.output_type == "stream")
            if room <= 0:
                return None
            msg["content"]["text"] = msg["content"]["text"][:room]
        return super().output(outs, msg, display_id, cell_index)


def run_through(notebook: NotebookNode, folder: Path, seconds: int = 60, whole: int = 300) -> Run:
    """Run a notebook from the top, cell by cell.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook; it is not changed.
    folder : pathlib.Path
        Where its code runs.
    seconds : int
        Longest run of one cell [seconds].
    whole : int
        Longest run of all cells [seconds].

    Returns
    -------
    Run
        A copy of the notebook with new outputs, and what went wrong on the way.
    """
    done = Run(copy.deepcopy(notebook))
    for cell in done.notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    # zmq needs this kind of loop on Windows; elsewhere it is the usual one
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_run(done, folder, seconds, whole))
    return done


async def _run(done: Run, folder: Path, seconds: int, whole: int) -> None:
    # not the kernel that the notebook names: that may not exist here
    manager = AsyncKernelManager(kernel_name="python3")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    await manager.start_kernel(cwd=str(folder), **quiet)
    client = _Client(
        done.notebook,
        km=manager,
        timeout=seconds,
        interrupt_on_timeout=True,
        allow_errors=True,
        skip_cells_with_tag="",
        coalesce_streams=False,  # nbclient takes minutes over one long line
        store_widget_state=False,
    )
    try:
        await client.async_start_new_kernel_client()
        await _run_cells(client, done, seconds, whole)
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        await manager.shutdown_kernel(now=True)


async def _run_cells(client: NotebookClient, done: Run, seconds: int, whole: int) -> None:
    replies = []
    client.on_cell_executed = lambda cell, cell_index, execute_reply: replies.append(execute_reply)
    begun = monotonic()
    for place, cell in enumerate(done.notebook.cells):
        started = monotonic()
        if started - begun > whole:
            done.ended_at, done.ended = place, f"was not reached within {whole} seconds"
            return
        task = asyncio.ensure_future(client.async_execute_cell(cell, place))
        # not wait_for: nbclient takes a cancelled cell for a dead kernel
        await asyncio.wait({task}, timeout=seconds + GRACE)
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            done.slow.append(place)
            done.ended_at, done.ended = place, "does not stop, not even when it is interrupted"
            return
        try:
            task.result()
        except DeadKernelError:
            done.ended_at, done.ended = place, "ended Python"
            return
        if monotonic() - started >= seconds:
            done.slow.append(place)
        if replies and _asks_exit(replies.pop()):
            # the kernel ends a moment later: without this, a random later cell would be blamed
            done.ended_at, done.ended = place, "ended Python, with exit() or quit()"
            return


def _asks_exit(reply: dict | None) -> bool:
    payload = (reply or {}).get("content", {}).get("payload") or []
    return any(isinstance(one, dict) and one.get("source") == "ask_exit" for one in payload)
