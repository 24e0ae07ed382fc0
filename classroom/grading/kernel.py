"""One kernel that runs a trainee's notebook, and what may come out of it.

Whatever the kernel sends is taken for hostile: messages are plain JSON and never pickle,
sizes are bounded, and what is not an output in proper form is dropped. A kernel that breaks
the protocol ends its own notebook only.
"""

import contextlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import zmq
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session

from classroom.grading.outputs import Collector, Ran, proper_text, size_of
from classroom.kernels.process import WarmProcessError
from classroom.kernels.provisioner import SandboxProvisioner, WarmProvisioner
from classroom.kernels.sandbox import Sandbox
from resilience_helpers.check import MIME

#: Outputs of a cell that are kept even beyond the budget.
MOST_KEPT = 50
#: A kernel that sends more than this in one notebook is stopped [bytes].
MOST_RECEIVED = 100 * 2**20
#: Largest message that is decoded [bytes]; as JSON it may take thirty times as much memory.
LARGEST_MESSAGE = 8 * 2**20
#: Largest error or published value that is kept though the budget is used up [characters].
LARGEST_GRADED = 100_000
#: Messages that wait to be read, at most; more of them are lost, as their sender waits for none.
WAITING = 200
#: How much this process may grow while it listens: zmq keeps the parts of a message until the
#: last has come, however many there are [bytes].
MOST_GROWTH = 500 * 2**20
#: After a cell has ended and nothing has come for this time, nothing more is awaited [seconds].
QUIET = 1.0
#: Longest time between two looks at the kernel [seconds].
STEP = 0.2
#: How long an interrupted cell may take to stop [seconds].
GRACE = 3.0
START_SECONDS = 30.0


class KernelGone(Exception):
    """The kernel ended, or had to be ended; the text says why."""


class _Unpredictable(Session):
    """Numbers of messages that a trainee's code cannot guess, and so not answer in advance."""

    @property
    def msg_id(self) -> str:
        return uuid.uuid4().hex


class Kernel:
    """A kernel in its own work folder; use it in a ``with`` statement.

    Parameters
    ----------
    sandbox : Sandbox or None
        Where to run; None means without a sandbox, in a scratch folder.
    files : mapping of str to bytes
        Files that the code finds.
    limits : mapping
        See `classroom.kernels.confine.limit`.
    output_bytes : int
        Most that is kept of all outputs.

    Raises
    ------
    KernelGone
        If the kernel does not start.
    """

    def __init__(
        self,
        sandbox: Sandbox | None,
        files: Mapping[str, bytes],
        limits: Mapping[str, int],
        output_bytes: int,
    ) -> None:
        self._sandbox = sandbox
        self._left = output_bytes
        self._received = 0
        self._memory = _memory()
        self._context = zmq.Context()
        self.cut = False
        if sandbox is None:
            self._place = Path(tempfile.mkdtemp(prefix="rc-"))
            self._manager = self._ordinary(files)
        else:
            self._place, self._work = sandbox.next_place()
            self._manager = self._sandboxed(files, limits)

    def _ordinary(self, files: Mapping[str, bytes]) -> KernelManager:
        for name, content in files.items():
            target = self._place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        manager = _manager()
        manager.provisioner = WarmProvisioner(
            kernel_id="grading", kernel_spec=manager.kernel_spec, parent=manager
        )
        return manager

    def _sandboxed(self, files: Mapping[str, bytes], limits: Mapping[str, int]) -> KernelManager:
        manager = _manager(
            transport="ipc", ip=str(self._place / "k"), connection_file=str(self._place / "k.json")
        )
        manager.provisioner = SandboxProvisioner(
            self._sandbox,
            self._place,
            self._work,
            dict(files),
            dict(limits),
            kernel_id="grading",
            kernel_spec=manager.kernel_spec,
            parent=manager,
        )
        return manager

    def __enter__(self) -> "Kernel":
        try:
            self._manager.start_kernel(
                extra_arguments=["--HistoryManager.hist_file=:memory:"], cwd=str(self._place)
            )
            # the manager's own connection has no bounds, and nobody reads from it
            self._manager._close_control_socket()
            self._shell = self._socket(zmq.DEALER, self._manager.shell_port)
            self._iopub = self._socket(zmq.SUB, self._manager.iopub_port)
            self._poller = zmq.Poller()
            for one in (self._shell, self._iopub):
                self._poller.register(one, zmq.POLLIN)
            self._wait_until_ready()
        except (WarmProcessError, OSError, RuntimeError) as error:
            self.__exit__()
            raise KernelGone(f"The kernel did not start: {error}") from error
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(Exception):
            self._manager.shutdown_kernel(now=True)
        self._context.destroy(linger=0)
        shutil.rmtree(self._place, ignore_errors=True)
        if self._sandbox and self._sandbox.alive:
            with contextlib.suppress(WarmProcessError):
                # what cannot be deleted must not be found by the next kernel
                if not self._sandbox.clean(self._work):
                    self._sandbox.close()

    def _socket(self, kind: int, port: int) -> zmq.Socket:
        one = self._context.socket(kind)
        one.linger = 0
        one.maxmsgsize = MOST_GROWTH  # a smaller limit would cut the connection without a word
        one.rcvhwm = WAITING
        one.reconnect_ivl = 5  # [ms]; we come before the kernel, and 100 would be lost each time
        if kind == zmq.SUB:
            one.subscribe(b"")
        ip, between = self._manager.ip, "-" if self._manager.transport == "ipc" else ":"
        one.connect(f"{self._manager.transport}://{ip}{between}{port}")
        return one

    def _wait_until_ready(self) -> None:
        """Wait until the kernel answers and its outputs reach us."""
        until = time.monotonic() + START_SECONDS
        waiting = {"shell", "iopub"}
        self._send("kernel_info_request", {})
        while waiting:
            found = {channel for channel, _message in self._messages(0.5)}
            waiting -= found
            if waiting and not found:
                if time.monotonic() > until or not self._manager.is_alive():
                    raise KernelGone("The kernel did not start.")
                self._send("kernel_info_request", {})

    def run(self, source: str, seconds: float) -> Ran:
        """Run the source of a cell.

        Parameters
        ----------
        source : str
            Python code.
        seconds : float
            After this time the cell is interrupted.

        Returns
        -------
        Ran

        Raises
        ------
        KernelGone
            If the kernel ended, could not be interrupted, or sent too much.
        """
        request = self._send(
            "execute_request",
            {
                "code": source,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        )
        ran, waiting = Collector(), {"reply", "idle"}
        heard = time.monotonic()
        until = heard + seconds
        while waiting:
            quiet = True
            for _channel, message in self._messages(min(STEP, max(0, until - time.monotonic()))):
                quiet = False
                if proper_text(message["parent_header"].get("msg_id")) == request:
                    waiting.discard(ran.take(message))
                    heard = time.monotonic()
            if not waiting:
                break
            if waiting == {"idle"} and time.monotonic() > heard + QUIET:
                self.cut = True  # in a flood of outputs the last message can get lost
                break
            if quiet and not self._manager.is_alive():
                raise KernelGone("It ended the kernel.")
            if time.monotonic() >= until:
                if ran.ran.interrupted:
                    raise KernelGone(f"It could not be stopped after {seconds:g} seconds.")
                ran.ran.interrupted = True
                self._manager.interrupt_kernel()
                until = time.monotonic() + GRACE
        if ran.ran.exits:
            # it ends a moment later, and the next cell must not be blamed for it
            raise KernelGone("It ended the kernel.")
        return self._bounded(ran.ran)

    def _send(self, kind: str, content: dict) -> str:
        self._asked = self._manager.session.send(self._shell, kind, content)["header"]["msg_id"]
        return self._asked

    def _messages(self, seconds: float) -> Iterator[tuple[str, dict]]:
        """Yield what came in on both channels within the time given; what is malformed is dropped."""
        for one, _event in self._poller.poll(seconds * 1000):
            channel = "shell" if one is self._shell else "iopub"
            for _count in range(WAITING):
                try:
                    frames = one.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                size = sum(map(len, frames))
                self._received += size
                if self._received > MOST_RECEIVED:
                    raise KernelGone(f"It sent more than {MOST_RECEIVED // 2**20} MB.")
                if size > LARGEST_MESSAGE:
                    self.cut = True
                    message = self._stand_in() if channel == "shell" else None
                else:
                    message = self._decoded(frames)
                if message is not None:
                    yield channel, message
        if _memory() - self._memory > MOST_GROWTH:
            raise KernelGone(f"It sent more than {MOST_GROWTH // 2**20} MB at once.")

    def _stand_in(self) -> dict:
        """Return what stands for a reply that is too long to read: only errors can be."""
        content = {
            "status": "error",
            "ename": "Error",
            "evalue": "its text is too long to be shown",
        }
        parent = {"msg_id": self._asked}
        return {"parent_header": parent, "msg_type": "execute_reply", "content": content}

    def _decoded(self, frames: list[bytes]) -> dict | None:
        try:
            _identities, parts = self._manager.session.feed_identities(frames)
            message = self._manager.session.deserialize(parts)
            parent, kind, content = (
                message["parent_header"],
                message["msg_type"],
                message["content"],
            )
        except Exception:  # any error of a decoder means: not a message
            return None
        proper = isinstance(parent, dict) and isinstance(kind, str) and isinstance(content, dict)
        return message if proper else None

    def _bounded(self, ran: Ran) -> Ran:
        """Keep what the budget of outputs allows, and in any case what a grade rests on."""
        kept = []
        for output in ran.outputs:
            size = size_of(output)
            grades = output.output_type == "error" or MIME in output.get("data", {})
            if grades and size <= LARGEST_GRADED and len(kept) < MOST_KEPT:
                kept.append(output)
            elif size <= self._left:
                kept.append(output)
                self._left -= size
            else:
                self.cut = True
        ran.outputs = kept
        return ran


def _memory() -> int:
    """Return the memory that this process has in use [bytes]; 0 where that is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _manager(**settings: str) -> KernelManager:
    manager = KernelManager(kernel_name="python3", **settings)
    manager.session = _Unpredictable(parent=manager, key=uuid.uuid4().hex.encode())
    return manager
