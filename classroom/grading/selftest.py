"""Prove on this machine that the sandbox binds: attack it, and say what held.

Each probe is code that a trainee could write. It runs in a real kernel of a real sandbox,
and must end with the error that the sandbox is there for.
"""

import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classroom.grading.kernel import Kernel, KernelGone
from classroom.grading.tasks import Settings
from classroom.kernels.process import TEMPORARY
from classroom.kernels.sandbox import Sandbox

SECRET = "RESILIENT_CITIES_SELFTEST"
REFUSED = ("PermissionError", "OSError", "BlockingIOError")
_LIBC = "import ctypes, os; libc = ctypes.CDLL(None, use_errno=True)\n"
_REFUSE_NEGATIVE = "if result < 0: raise OSError(ctypes.get_errno(), 'refused')"


@dataclass(frozen=True)
class Probe:
    """One attack, and the errors of which one shows that it was refused."""

    name: str
    source: str
    refused: tuple[str, ...] = REFUSED


@dataclass(frozen=True)
class Outcome:
    """What came of a probe."""

    name: str
    held: bool
    detail: str


def probes(course: Path) -> list[Probe]:
    """Return the attacks that a kernel must refuse."""
    missing = ("FileNotFoundError", "PermissionError", "NotADirectoryError")
    proc = "int(os.getppid())"
    return [
        Probe("read the course folder", f"import os; os.listdir({str(course / 'solutions')!r})", missing),
        Probe("read the gradebook", f"open({str(course / 'gradebook.db')!r}, 'rb')", missing),
        Probe("read the home folder", f"import os; os.listdir({str(Path.home() / '.ssh')!r})", missing),
        Probe("read the passwords of the system", "open('/etc/shadow')", missing),
        Probe("read the environment of the grader", _absent(f"os.environ.get({SECRET!r})")),
        Probe("read the environment of another process", f"import os; open(f'/proc/{{{proc}}}/environ').read()"),
        Probe("read the memory of another process", f"import os; open(f'/proc/{{{proc}}}/mem', 'rb')"),
        Probe("write outside the work folder", f"open({TEMPORARY + '/mark'!r}, 'w')"),
        Probe("write into the Python environment", f"open({sys.prefix + '/mark'!r}, 'w')"),
        Probe("write into shared memory", "open('/dev/shm/mark', 'w')"),
        Probe("open a network socket", "import socket; socket.socket()"),
        Probe("open a socket to other programs", "import socket; socket.socket(socket.AF_UNIX)"),
        Probe("see a network card", _absent("[l for l in open('/proc/net/dev').readlines()[2:] if ' lo:' not in ' ' + l.strip()]")),
        Probe("start a process", "import os; os.fork()"),
        Probe("start a program", "import os; os.execv('/bin/true', ['true'])"),
        Probe("run a command", "import subprocess; subprocess.run(['true'])"),
        Probe("kill all processes", "import os; os.kill(-1, 9)"),
        Probe("kill the process that started it", "import os; os.kill(os.getppid(), 9)"),
        Probe("trace another process", _LIBC + "result = libc.ptrace(16, os.getppid(), 0, 0)\n" + _REFUSE_NEGATIVE),
        Probe("make a namespace", _LIBC + "result = libc.unshare(0x10000000)\n" + _REFUSE_NEGATIVE),
        Probe("mount a file system", _LIBC + "result = libc.mount(b'none', b'/sandbox', b'tmpfs', 0, None)\n" + _REFUSE_NEGATIVE),
        Probe("take 8 GB of memory", "block = bytearray(8 * 2**30)", ("MemoryError",)),
        Probe("write a file of 200 MB", "open('large', 'wb').write(bytes(200 * 2**20))"),
        Probe("raise a limit", "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", ("ValueError", *REFUSED)),
        Probe("hold rights of an administrator", _absent(
            "[l for l in open('/proc/self/status') if l.startswith(('CapEff', 'CapPrm', 'CapBnd')) and int(l.split()[1], 16)]"
        )),
        Probe("run without a filter of calls", _absent("'Seccomp:\\t2' not in open('/proc/self/status').read()")),
        Probe("be the user root", _absent("os.getuid() == 0")),
    ]  # fmt: skip


def _absent(expression: str) -> str:
    """Return code that is refused when an expression gives nothing."""
    return f"import os\nif not ({expression}): raise PermissionError('nothing there')"


def selftest(course: Path) -> Iterator[Outcome]:
    """Attack a sandbox on this machine and yield what came of each attack.

    Parameters
    ----------
    course : pathlib.Path
        Course folder that must stay out of reach.

    Raises
    ------
    SandboxMissing
        If no sandbox can be built here.
    """
    os.environ[SECRET] = secrets.token_hex()
    settings = Settings(notebook_seconds=60)
    sandbox = Sandbox()
    try:
        with Kernel(sandbox, {}, settings.limits, settings.output_bytes) as kernel:
            for probe in probes(course.resolve()):
                ran = kernel.run(probe.source, 20)
                said = f"{ran.error}: {ran.message}" if ran.error else "nothing refused it"
                yield Outcome(probe.name, ran.error in probe.refused, said)
        for name, source in (
            ("run for ever and ignore an interrupt", "import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass"),
            ("end the kernel", "import os; os._exit(0)"),
        ):  # fmt: skip
            yield _gone(sandbox, settings, name, source)
        spool = str(sandbox.spool)
    finally:
        sandbox.close()
        del os.environ[SECRET]
    left = [entry for entry in Path("/proc").glob("[0-9]*/cmdline") if _mentions(entry, spool)]
    detail = f"{len(left)} processes are left"
    yield Outcome("leave a process behind", not left, detail if left else "no process is left")


def _gone(sandbox: Sandbox, settings: Settings, name: str, source: str) -> Outcome:
    """Run code after which the kernel must be gone, and a new one must start."""
    try:
        with Kernel(sandbox, {}, settings.limits, settings.output_bytes) as kernel:
            kernel.run(source, 1)
    except KernelGone as gone:
        with Kernel(sandbox, {}, settings.limits, settings.output_bytes) as kernel:
            again = kernel.run("1 + 1", 20).error is None
        return Outcome(name, again, f"{gone} A new kernel {'works' if again else 'fails'}.")
    return Outcome(name, False, "the kernel went on")


def _mentions(entry: Path, text: str) -> bool:
    try:
        return text in entry.read_text(errors="replace")
    except OSError:
        return False
