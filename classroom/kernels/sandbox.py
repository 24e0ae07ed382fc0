"""A warm process behind bubblewrap: no network, no home, nothing to write but a work folder.

The sandbox sees the system and the Python environment read-only, the course's library and
tables, and one spool folder in which the sockets to its kernels stand. It does not see the
course folder: no solutions, no gradebook, no other submission.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from classroom.kernels import confine
from classroom.kernels.process import (
    COLD,
    FIXED,
    MATPLOTLIB,
    PRELOADED,
    TEMPORARY,
    WarmProcess,
    WarmProcessError,
    source_root,
)

#: Root of the work folders inside the sandbox; it lies in memory.
WORK = "/sandbox"
#: Most that a sandbox may keep in its folders in memory [bytes].
WORK_SIZE = 64 * 2**20
#: Longest path of a socket that Linux takes [bytes].
SOCKET_PATH = 107
#: What of the system a Python process needs; the rest of /etc stays out of sight.
SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives",
    "/etc/localtime", "/etc/fonts", "/nix/store", "/gnu/store",
)  # fmt: skip
#: What a Python process needs of a prefix.
PREFIX = ("bin", "lib", "lib64", "libexec", "share", "ssl", "etc/fonts", "pyvenv.cfg")
#: What it needs of the course, where the course is not installed but present as a folder.
COURSE = ("resilience_helpers", "datasets", "classroom/kernels", "classroom/__init__.py")


class SandboxMissing(RuntimeError):
    """No sandbox can be built here; the text says what to do."""


def why_missing() -> str:
    """Return why no sandbox can be built on this machine, and what helps; else an empty text."""
    if sys.platform != "linux":
        return (
            "The sandbox needs Linux. On Windows grade inside WSL2, on macOS inside a Linux "
            "container (rootless podman or docker)."
        )
    if shutil.which("bwrap") is None:
        return (
            "The sandbox needs bubblewrap, and there is no command bwrap. Install it "
            "(Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap), or grade "
            "inside a container of its own (rootless podman or docker)."
        )
    if not confine.landlock_version():
        return "The sandbox needs Landlock: Linux 5.13 or newer with Landlock switched on."
    tried = subprocess.run(
        [
            *_isolation(),
            *("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"),
            *("--size", str(WORK_SIZE), "--tmpfs", TEMPORARY, "true"),
        ],
        capture_output=True,
        text=True,
    )
    if "--size" in tried.stderr:
        return "The sandbox needs bubblewrap 0.7 or newer; the one here is older. Update it."
    if tried.returncode:
        return (
            f"bubblewrap cannot build a sandbox here: {tried.stderr.strip()}. Inside a container "
            "it needs user namespaces; outside, look at kernel.unprivileged_userns_clone and "
            "kernel.apparmor_restrict_unprivileged_userns."
        )
    return ""


def sees(folder: Path) -> bool:
    """Tell whether a folder lies in what every sandbox can read."""
    place = folder.resolve()
    seen = [*map(Path, SYSTEM), *_python_folders()]
    return any(place.is_relative_to(one.resolve()) for one in seen)


class Sandbox(WarmProcess):
    """A warm process in a sandbox, with one kernel at a time.

    Parameters
    ----------
    preload : bool
        Import the course's libraries before forking; without, kernels start slower.

    Raises
    ------
    SandboxMissing
        If this machine cannot build one; the text says what to do.
    """

    def __init__(self, preload: bool = True) -> None:
        if reason := why_missing():
            raise SandboxMissing(reason)
        self.spool = Path(tempfile.mkdtemp(prefix="rc-"))
        if len(os.fsencode(self.spool)) + 40 > SOCKET_PATH:
            self.spool.rmdir()
            self.spool = Path(tempfile.mkdtemp(prefix="rc-", dir=TEMPORARY))
        self._count = 0
        try:
            self._start(preload)
        except WarmProcessError as error:
            self.close()
            raise SandboxMissing(f"The sandbox does not start: {error}") from error

    def _start(self, preload: bool) -> None:
        try:
            super().__init__(command(self.spool), {}, PRELOADED if preload else COLD)
        except WarmProcessError as error:
            if not preload or "must not fork" not in str(error):
                raise
            super().__init__(command(self.spool), {}, COLD)

    def next_place(self) -> tuple[Path, str]:
        """Return a new folder for a kernel's sockets, and the path of its work folder."""
        self._count += 1
        place = self.spool / str(self._count)
        place.mkdir(mode=0o700)
        return place, f"{WORK}/{self._count}"

    def close(self) -> None:
        """End the sandbox with all that runs in it, and delete its spool."""
        if hasattr(self, "_channel"):
            super().close()
        shutil.rmtree(self.spool, ignore_errors=True)


def command(spool: Path) -> list[str]:
    """Return the command that starts a warm process in a sandbox."""
    return [
        *_isolation(),
        *_files(spool),
        *_environment(),
        *("--chdir", "/", "--", sys.executable, "-P", "-m", "classroom.kernels.warm"),
    ]


def _isolation() -> list[str]:
    return [
        shutil.which("bwrap") or "bwrap",
        *("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
        *("--unshare-cgroup-try", "--uid", "1000", "--gid", "1000", "--hostname", "sandbox"),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL"),
    ]


def _files(spool: Path) -> list[str]:
    # the folders in memory first: Python or the spool may lie in /tmp
    bound = ["--proc", "/proc", "--dev", "/dev"]
    for folder in (TEMPORARY, WORK):
        bound += ["--size", str(WORK_SIZE), "--tmpfs", folder]
    for path in SYSTEM:
        bound += ["--ro-bind-try", path, path]
    for path in _python_folders():
        bound += ["--ro-bind", str(path), str(path)]
    return [*bound, "--bind", str(spool), str(spool)]


def _python_folders() -> list[Path]:
    """Return what of the file system this Python and the course's library need."""
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), *_linked(Path(sys.executable))}
    # not a whole prefix: an environment may have been made in the course folder itself
    paths = {prefix / name for prefix in prefixes for name in PREFIX}
    root = source_root()
    if (root / "pyproject.toml").exists():
        paths |= {root / name for name in COURSE}
    else:  # installed; for a user's own packages that is outside any prefix
        paths.add(root)
    return sorted(p for p in paths if p.exists() and not p.is_relative_to("/usr"))


def _linked(executable: Path) -> list[Path]:
    """Return the prefix of each link on the way from a command to the interpreter."""
    prefixes = [executable.parents[1]]
    while executable.is_symlink():
        executable = Path(os.path.normpath(executable.parent / os.readlink(executable)))
        prefixes.append(executable.parents[1])
    return prefixes


def _environment() -> list[str]:
    values = FIXED | {
        "PATH": "/usr/bin:/bin",
        "HOME": TEMPORARY,
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": MATPLOTLIB,
        "MALLOC_ARENA_MAX": "2",  # else each thread takes 64 MB of the limited addresses
        # so that an installation for editing is found even where its .pth file is not
        "PYTHONPATH": str(source_root()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    set_them = [word for name, value in values.items() for word in ("--setenv", name, value)]
    return ["--clearenv", *set_them]
