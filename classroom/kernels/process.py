"""The handle to a warm process: start it, ask it for kernels, end it."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path

from classroom.kernels import wire

#: A kernel without the course's libraries: slower, but free of what may hinder a fork.
COLD = (
    "pyseccomp",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
)
#: What notebooks of the course import. A missing one is skipped; `.*` takes in all parts.
PRELOADED = (
    *COLD,
    "numpy",
    "pandas",
    "pandas.io.formats.html",
    "scipy.optimize",
    "scipy.sparse",
    "scipy.stats",
    "networkx",
    "numpy_financial",
    "matplotlib.pyplot",
    "ipywidgets",
    "anywidget",
    "resilience_helpers.*",
)
#: The environment of a warm process counts when it imports, not when it forks.
FIXED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


#: All warm processes of this process.
_own: "weakref.WeakSet[WarmProcess]" = weakref.WeakSet()


def _forget() -> None:
    """Let a fork of this process have no part in its warm processes, so that they end with it."""
    for one in list(_own):
        one.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


#: Root of the temporary folder inside a sandbox, and what matplotlib keeps there.
TEMPORARY = "/tmp"
MATPLOTLIB = f"{TEMPORARY}/matplotlib"


class WarmProcessError(RuntimeError):
    """A warm process that does not start, or has gone."""


class WarmProcess:
    """A running warm process.

    Parameters
    ----------
    command : sequence of str
        What to start; the modules to import follow.
    env : mapping
        Environment of the warm process. A kernel gets its own.
    modules : sequence of str
        Modules to import.

    Raises
    ------
    WarmProcessError
        If the process does not answer or is unfit to fork; the text says why.
    """

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], modules: Sequence[str] = PRELOADED
    ) -> None:
        mine, its = socket.socketpair()
        self._lock = threading.Lock()
        self._channel = mine
        self._owner = os.getpid()
        self.env = dict(env)
        self.modules: dict[str, str] = {}
        try:
            self._process = subprocess.Popen(
                [*command, *modules],
                stdin=its,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=dict(env),
                start_new_session=True,  # Ctrl-C in the terminal is for us, not for it
            )
        except OSError as error:
            mine.close()
            raise WarmProcessError(f"{command[0]} does not start: {error}") from error
        finally:
            its.close()
        self._said = b""
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()
        first = self._receive()
        if first.get("unfit"):
            self.close()
            raise WarmProcessError(f"the warm process must not fork: {first['unfit']}")
        self.modules = first["modules"]
        _own.add(self)

    def _read_errors(self) -> None:
        """Keep the pipe of errors empty, and its last words."""
        with contextlib.suppress(OSError, ValueError):
            while part := os.read(self._process.stderr.fileno(), 4096):
                self._said = (self._said + part)[-4096:]

    def _receive(self) -> dict:
        try:
            answer = wire.receive(self._channel)
        except OSError:
            answer = None
        if answer is None:
            self.close()
            said = self._said.decode(errors="replace").strip()
            raise WarmProcessError(f"the warm process has ended. {said}".strip())
        return answer

    def ask(self, **message: object) -> dict:
        """Send a request and return the answer."""
        with self._lock:
            with contextlib.suppress(OSError):  # the answer tells
                wire.send(self._channel, message)
            return self._receive()

    @property
    def alive(self) -> bool:
        """Tell whether the process still runs and is ours."""
        return self._owner == os.getpid() and self._process.poll() is None

    def forget(self) -> None:
        """Give up the channel in a fork of the owner; the process stays the owner's."""
        self._lock = threading.Lock()
        self._channel.close()

    def start_kernel(self, arguments: Sequence[str], env: Mapping, cwd: str, **more) -> "Forked":
        """Fork a kernel; `arguments` are those of ipykernel's own command."""
        answer = self.ask(do="start", arguments=list(arguments), env=dict(env), cwd=cwd, **more)
        return Forked(self, answer["pid"])

    def clean(self, folder: str) -> bool:
        """Delete a work folder of an ended kernel; tell whether nothing is left."""
        return self.ask(do="clean", folder=folder)["clean"]

    def close(self) -> None:
        """End the process and all its kernels."""
        if self._owner != os.getpid():
            return
        self._channel.close()  # it ends by itself then
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr and threading.current_thread() is not self._reader:
            self._reader.join(timeout=1)
            self._process.stderr.close()


class Forked:
    """A forked kernel, with the part of `subprocess.Popen` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, owner: WarmProcess, pid: int) -> None:
        self._owner = owner
        self.pid = pid
        self.returncode: int | None = None

    def poll(self, seconds: float = 0) -> int | None:
        """Return the exit code, or None while it runs; wait up to `seconds` for the end."""
        if self.returncode is None:
            try:
                answer = self._owner.ask(do="poll", pid=self.pid, seconds=seconds)
                self.returncode = answer["code"]
            except WarmProcessError:
                self.returncode = -9  # the kernels go with the process that forked them
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code."""
        if self.poll(10 if timeout is None else timeout) is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 10)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel's process group."""
        if self.poll() is None:
            with contextlib.suppress(WarmProcessError):
                self._owner.ask(do="signal", pid=self.pid, number=int(number))

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(15)

    def kill(self) -> None:
        """End the kernel, and see it gone."""
        self.send_signal(9)
        self.poll(5)


def command() -> list[str]:
    """Return the command of a warm process outside any sandbox."""
    # -P: a file of a trainee in the present folder must not be imported in place of a module
    return [sys.executable, "-P", "-m", "classroom.kernels.warm"]


def own_environment() -> dict[str, str]:
    """Return the environment in which a warm process outside any sandbox starts."""
    return {k: v for k, v in os.environ.items() if k != "JPY_PARENT_PID"} | FIXED


def source_root() -> Path:
    """Return the folder that holds the packages `classroom` and `resilience_helpers`."""
    return Path(__file__).resolve().parents[2]
