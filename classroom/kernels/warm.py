"""The warm process: it has imported what notebooks need, and forks a kernel when asked.

Run as ``python -P -m classroom.kernels.warm MODULE ...`` with a socket as standard input.
A fork copies one thread only, so a warm process must have no second thread, no zmq context
and no event loop. It looks, and refuses if it has one.
"""

import asyncio
import base64
import contextlib
import gc
import importlib
import importlib.util
import os
import pkgutil
import random
import select
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from pathlib import Path

from classroom.kernels import confine, wire

#: Threads that do no harm to a fork: they belong to an allocator and hold no lock of ours.
HARMLESS_THREADS = {"jemalloc_bg_thd"}
#: Most files and folders that the work folders of a sandbox may hold.
MOST_FILES = 20_000
#: Environment variables that the imported libraries have set, for every kernel.
SET_BY_IMPORTS: dict[str, str] = {}


def unfit() -> str:
    """Return why this process must not fork kernels, or an empty text."""
    names = [Path(task, "comm").read_text().strip() for task in _tasks()]
    others = [name for name in names[1:] if name not in HARMLESS_THREADS]
    others = others or [thread.name for thread in threading.enumerate()[1:]]
    if others:
        return f"it has other threads: {', '.join(others)}"
    zmq = sys.modules.get("zmq")
    if zmq and any(isinstance(thing, zmq.Context) for thing in gc.get_objects()):
        return "it has a zmq context"
    if any(isinstance(thing, asyncio.AbstractEventLoop) for thing in gc.get_objects()):
        return "it has an event loop"
    return ""


def _tasks() -> list[Path]:
    folder = Path("/proc/self/task")  # Linux; elsewhere Python's own count must do
    if not folder.exists():
        return []
    return sorted(folder.iterdir(), key=lambda task: int(task.name))


class WarmServer:
    """Forks kernels for its owner at the other end of a socket."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.running: dict[int, str | None] = {}  # with the work folder of a limited one
        self.ended: dict[int, int] = {}

    def serve(self) -> None:
        """Answer until the owner goes, then kill every kernel that is left."""
        try:
            while message := wire.receive(self.channel):
                self.reap()
                wire.send(self.channel, self.answer(message))
        finally:
            for pid in self.running:
                _signal(pid, signal.SIGKILL)

    def answer(self, message: dict) -> dict:
        """Do what a message asks for."""
        match message["do"]:
            case "start":
                return {"pid": self.start(message)}
            case "poll":
                self.wait(message["pid"], message.get("seconds", 0))
                return {"code": self.ended.get(message["pid"])}
            case "signal":
                if message["pid"] in self.running:
                    _signal(message["pid"], message["number"])
                return {}
            case "clean":
                return {"clean": self.clean(message["folder"])}
        return {"error": f"unknown request {message['do']!r}"}

    def start(self, message: dict) -> int:
        """Fork a kernel and return its process number."""
        me = os.getpid()
        pid = os.fork()
        if pid:
            self.running[pid] = message["cwd"] if message.get("limits") else None
            return pid
        code, errors = 1, os.dup(2)
        try:
            self.channel.close()
            become_kernel(message, me, errors)
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        except BaseException:  # the fork must never go on as a second server
            with contextlib.suppress(OSError):
                os.write(errors, traceback.format_exc().encode())
        finally:
            os._exit(code)

    def reap(self) -> None:
        """Note which kernels have ended; end one that takes too many threads or files."""
        for pid, work in list(self.running.items()):
            if work and (crowded(pid) or overfull(work)):
                _signal(pid, signal.SIGKILL)
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                del self.running[pid]
                self.ended[pid] = os.waitstatus_to_exitcode(status)

    def wait(self, pid: int, seconds: float) -> None:
        """Wait until a kernel has ended, but not longer than given."""
        if pid not in self.running or not seconds:
            return
        try:
            handle = os.pidfd_open(pid)
        except (AttributeError, OSError):  # not Linux, or gone already
            return
        try:
            select.select([handle], [], [], seconds)
        finally:
            os.close(handle)
        self.reap()

    def clean(self, folder: str) -> bool:
        """Delete a work folder; tell whether nothing is left of it."""
        if overfull(folder):  # ending the sandbox is faster than deleting so much
            return False
        try:
            os.chmod(folder, 0o700)
            for place, folders, _files in os.walk(folder):
                for path in (os.path.join(place, name) for name in folders):
                    if not os.path.islink(path):
                        os.chmod(path, 0o700)  # else nobody can look into it and delete
            shutil.rmtree(folder)
        except (OSError, RecursionError):
            pass  # the caller hears that something is left
        return not os.path.lexists(folder)


def crowded(pid: int) -> bool:
    """Tell whether a process has too many threads; the limit of Linux does not hold for root."""
    try:
        # the folder has a link for each thread, and two more
        return os.stat(f"/proc/{pid}/task").st_nlink > confine.THREADS + 2
    except OSError:
        return False


def overfull(folder: str) -> bool:
    """Tell whether the file system of a work folder holds too many files for a lesson."""
    try:
        space = os.statvfs(folder)
    except OSError:
        return False
    return space.f_files - space.f_ffree > MOST_FILES


def _signal(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        # not yet the leader of a group of its own, or gone
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def become_kernel(message: dict, parent: int, errors: int) -> None:
    """Turn a fork of the warm process into a Jupyter kernel, and run it to its end.

    Parameters
    ----------
    message : dict
        The request to start it.
    parent : int
        Number of the warm process.
    errors : int
        Descriptor on which an error of the start is told; code of a notebook never sees it.
    """
    os.setsid()
    confine.die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(SET_BY_IMPORTS | message["env"])
    if hasattr(time, "tzset"):
        time.tzset()
    work = Path(message["cwd"])
    for name, content in message.get("files", {}).items():
        target = work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(content))
    work.mkdir(parents=True, exist_ok=True)
    os.chdir(work)
    _reseed()
    _as_in_jupyter(message["arguments"])
    limits = message.get("limits")
    if limits:
        confine.limit(limits)
        confine.fence(writable=[str(work)], sockets=[limits["spool"]])
    if not limits:
        os.environ["JPY_PARENT_PID"] = str(parent)
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(message["arguments"])
    if limits:
        # the kernel's own sockets are bound and its threads run: from here on, no new ones
        confine.filter_calls()
    os.close(errors)
    app.start()


def _as_in_jupyter(arguments: list[str]) -> None:
    """Set what ipykernel's own command sets, and what a library chose outside Jupyter."""
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [launcher.origin if launcher else "ipykernel_launcher", *arguments]
    # -P left out the present folder; a kernel has it behind the standard library
    names = [os.path.basename(path) for path in sys.path]
    installed = [i for i, name in enumerate(names) if name in ("site-packages", "dist-packages")]
    sys.path.insert(installed[0] if installed else 0, "")
    if "pandas" in sys.modules:  # it cut tables to the width of a terminal
        sys.modules["pandas"].set_option("display.max_columns", 20)
        sys.modules["pandas"].set_option("display.encoding", "UTF-8")


def _reseed() -> None:
    """Give the fork random numbers of its own, as a fresh interpreter has."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def preload(name: str) -> None:
    """Import a module, or with ``package.*`` a package and all its parts."""
    try:
        module = importlib.import_module(name.removesuffix(".*"))
    except (ImportError, OSError, RuntimeError):
        return  # what cannot be imported cannot be used by a notebook either
    if name.endswith(".*"):
        for part in pkgutil.walk_packages(module.__path__, f"{module.__name__}."):
            preload(part.name)


def _top_modules() -> dict[str, str]:
    """Return the imported modules that are in no package, and their files."""
    return {
        name: getattr(module, "__file__", None) or ""
        for name, module in list(sys.modules.items())
        if "." not in name
    }


def main() -> None:
    """Import the modules that the command line names, and serve."""
    channel = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    before = set(os.environ)
    for name in sys.argv[1:]:
        preload(name)
    for name in set(os.environ) - before:
        SET_BY_IMPORTS[name] = os.environ[name]
    gc.collect()
    reason = unfit()
    gc.freeze()  # the collector of a kernel leaves the shared memory alone
    wire.send(channel, {"unfit": reason, "modules": _top_modules()})
    WarmServer(channel).serve()


if __name__ == "__main__":
    main()
