"""A Jupyter kernel provisioner that forks kernels from a warm process.

Any Jupyter program uses it when the variable ``JUPYTER_DEFAULT_PROVISIONER_NAME`` is
``resilient-cities-warm``: nbval, nbclient, nbconvert, nbgrader. Where a warm process does not
fit (Windows, another interpreter, a process with threads), the kernel starts as usual.
"""

import atexit
import base64
import logging
import os
import shutil
import sys
import threading
from collections.abc import Mapping
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from classroom.kernels.process import (
    FIXED,
    MATPLOTLIB,
    WarmProcess,
    WarmProcessError,
    command,
    own_environment,
)

NAME = "resilient-cities-warm"
LAUNCHER = ["-m", "ipykernel_launcher"]
#: Variables, by their beginnings, that count when Python starts or imports; a kernel that sets
#: another value is started as usual.
AT_START = ("PYTHON", "MPL", "LC_", "LANG", "PANDAS", "NPY_", "NUMPY", "LD_")

#: Warm processes for different environments that one process keeps at most.
MOST_SHARED = 3

log = logging.getLogger(__name__)
_lock = threading.Lock()
_shared: list[WarmProcess] = []
_refused: list[str] = []


def shared() -> WarmProcess | None:
    """Return a warm process for the present environment, started at first use; None if it cannot be.

    The environment of this process may change; kernels of an earlier one may still run then.
    """
    with _lock:
        _shared[:] = [one for one in _shared if one.alive]
        for one in _shared:
            if not differs(own_environment(), one.env):
                return one
        # elsewhere the system's own libraries may not survive a fork
        if _refused or len(_shared) >= MOST_SHARED or sys.platform != "linux":
            return None
        try:
            _shared.append(WarmProcess(command(), own_environment()))
        except WarmProcessError as error:
            _refused.append(str(error))
            log.warning("kernels start as usual: %s", error)
            return None
        return _shared[-1]


@atexit.register
def _close_shared() -> None:
    while _shared:
        _shared.pop().close()


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel where that is possible, else starts it as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        env = kwargs.get("env") or dict(os.environ)
        self.cwd = kwargs.get("cwd") or os.getcwd()
        warm = shared() if launches_here(cmd) else None
        if warm is None or differs(env, warm.env) or shadows(self.cwd, warm.modules):
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[1 + len(LAUNCHER) :]
        env = {"MPLBACKEND": FIXED["MPLBACKEND"]} | env  # as ipykernel sets it
        self.process = warm.start_kernel(arguments, env, os.path.abspath(self.cwd))
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        if self.process is None or hasattr(self.process, "args"):  # started as usual
            await super().send_signal(signum)
        else:
            self.process.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        if self.process is None or hasattr(self.process, "args"):
            await super().kill(restart)
        else:
            self.process.kill()


def launches_here(cmd: list[str]) -> bool:
    """Tell whether a launch command starts ipykernel in this very Python environment."""
    # a link to an interpreter tells its environment, so that links are not followed
    given = os.path.dirname(os.path.abspath(shutil.which(cmd[0]) or cmd[0]))
    own = os.path.dirname(os.path.abspath(sys.executable))
    return cmd[1 : 1 + len(LAUNCHER)] == LAUNCHER and os.path.realpath(given) == os.path.realpath(
        own
    )


def differs(env: Mapping[str, str], warm: Mapping[str, str]) -> bool:
    """Tell whether Python would start or import otherwise in one environment than in another."""
    names = {name for name in (*env, *warm) if name.startswith(AT_START)}
    return any(env.get(name, FIXED.get(name)) != warm.get(name) for name in names)


def shadows(folder: str, modules: Mapping[str, str]) -> bool:
    """Tell whether a folder holds another module under the name of one that is imported."""
    try:
        found = sorted(os.listdir(folder))
    except OSError:
        return False
    for name in found:
        known = modules.get(name.removesuffix(".py"))
        path = os.path.realpath(os.path.join(folder, name))
        if name.endswith(".py"):
            other = known is not None and os.path.realpath(known) != path
        else:
            start = os.path.join(path, "__init__.py")
            other = known is not None and os.path.exists(start) and os.path.realpath(known) != start
        if other:
            return True
    return False


class SandboxProvisioner(WarmProvisioner):
    """Forks one kernel inside a sandbox, with limits and files of its own.

    Parameters
    ----------
    sandbox : Sandbox
        The sandbox to fork in.
    place, work : pathlib.Path, str
        Folder of the sockets, and work folder of the kernel, from `Sandbox.next_place`.
    files : dict of str to bytes
        Files that the kernel finds in its work folder.
    limits : dict
        See `confine.limit`.
    """

    def __init__(self, sandbox, place, work, files, limits, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._sandbox = sandbox
        self._work = work
        self._files = {name: base64.b64encode(raw).decode() for name, raw in files.items()}
        self._limits = limits | {"spool": str(place)}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        self.process = self._sandbox.start_kernel(
            cmd[1 + len(LAUNCHER) :],
            kernel_environment(self._work),
            self._work,
            files=self._files,
            limits=self._limits,
        )
        self.pid = self.pgid = self.process.pid
        return self.connection_info


def kernel_environment(work: str) -> dict[str, str]:
    """Return the environment of a kernel that grades: nothing of the instructor's."""
    return FIXED | {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": work,
        "USER": "trainee",
        "LOGNAME": "trainee",
        "TMPDIR": work,
        "IPYTHONDIR": f"{work}/.ipython",
        "MPLCONFIGDIR": MATPLOTLIB,
        "NBGRADER_EXECUTION": "autograde",  # nbgrader sets it too; a test may look at it
    }
