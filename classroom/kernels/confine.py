"""Limits that a kernel puts on itself before any code of a trainee runs.

Three layers, each of which the kernel cannot take off again: resource limits, Landlock
(files) and seccomp (system calls). Bubblewrap stands around them, see `sandbox`.

References
----------
.. [1] Linux manual pages landlock(7), seccomp(2), setrlimit(2), prctl(2).
"""

import ctypes
import os
import struct
import sys
from pathlib import Path

#: System calls that no exercise needs. They start processes, reach other processes, the
#: network or the system, or are large targets in the operating system's core.
FORBIDDEN = (
    "fork vfork execve execveat ptrace process_vm_readv process_vm_writev kcmp "
    "pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tkill "
    "socket connect bind listen "
    "unshare setns mount umount2 pivot_root chroot move_mount open_tree fsopen fsmount fsconfig "
    "mount_setattr bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register "
    "keyctl add_key request_key init_module finit_module delete_module kexec_load kexec_file_load "
    "reboot swapon swapoff acct quotactl syslog settimeofday clock_settime adjtimex clock_adjtime "
    "sethostname setdomainname personality iopl ioperm modify_ldt lookup_dcookie vmsplice "
    "name_to_handle_at open_by_handle_at fanotify_init memfd_secret mbind migrate_pages move_pages "
    "shmget shmat msgget semget mq_open setpriority sched_setattr "
    # on the warm process they would last; memory behind a descriptor escapes the limit of memory;
    # names and inodes of sockets could fill the disk of the spool
    "sched_setaffinity sched_setparam ioprio_set memfd_create mknod mknodat link linkat "
    "chown fchown lchown fchownat setxattr lsetxattr fsetxattr setxattrat "
    "removexattr lremovexattr fremovexattr removexattrat file_setattr"
).split()
#: Calls that seem to work and do nothing. Landlock does not cover the first ones: they could open
#: the spool to other users or make a folder undeletable, but `shutil.copy` needs them. zmq ends
#: the process when it may not call the last one, for a message beyond 64 KiB.
IDLE = "chmod fchmod fchmodat fchmodat2 sched_setscheduler".split()
CLONE_THREAD = 0x00010000
#: Most threads of a kernel.
THREADS = 256

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX = 8, 10, 15
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
# rights on files, one bit each; the rest are: remove, make, refer, device control
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_MAKE_SOCKET, _TRUNCATE = 1 << 9, 1 << 14
_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15}  # later versions: 16


class CannotConfine(OSError):
    """The operating system did not take a limit; no kernel may start then."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    libc = _libc()
    libc.syscall.restype = ctypes.c_long
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise CannotConfine(error, f"system call {number}: {os.strerror(error)}")
    return result


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process when the one that forked it ends."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
    if os.getppid() != parent:  # it ended before it was asked
        os._exit(1)


def limit(limits: dict) -> None:
    """Set the resource limits of this process.

    Parameters
    ----------
    limits : dict
        ``memory`` [bytes beyond what is in use], ``seconds`` of processor time, ``file``
        [bytes of the largest file].
    """
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + limits["memory"]
    for name, most in {
        "AS": memory,
        "CPU": limits["seconds"],
        "FSIZE": limits["file"],
        "NOFILE": 512,
        "CORE": 0,
        "MEMLOCK": 0,
        "NPROC": THREADS,  # counts in the sandbox alone; not for root, see `WarmServer.crowded`
        "MSGQUEUE": 0,
    }.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def landlock_version() -> int:
    """Return the version of Landlock that the running Linux offers; 0 means none."""
    if sys.platform != "linux":
        return 0
    try:
        return _call(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    except CannotConfine:
        return 0


def fence(writable: list[str], sockets: list[str]) -> None:
    """Let this process read everything that it sees, and write in the given folders only.

    Parameters
    ----------
    writable : list of str
        Folders in which files may be made, changed and deleted.
    sockets : list of str
        Folders in which nothing but sockets may be made.

    Raises
    ------
    CannotConfine
        If Linux offers no Landlock or refuses a rule.
    """
    version = landlock_version()
    if not version:
        raise CannotConfine("Landlock is missing; it needs Linux 5.13 or newer with Landlock on")
    every = (1 << _RIGHTS_BY_VERSION.get(version, 16)) - 1
    network = 3 if version >= 4 else 0
    scoped = 3 if version >= 6 else 0  # no abstract sockets, no signals to others
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = struct.pack("=QQQ", every, network, scoped)[:size]
    ruleset = _call(_LANDLOCK_CREATE, rules, ctypes.c_size_t(size), ctypes.c_uint(0))
    try:
        _allow(ruleset, "/", _READ | _LIST | _EXECUTE)
        _allow(ruleset, os.devnull, _READ | _WRITE | (_TRUNCATE & every))
        for folder in writable:
            _allow(ruleset, folder, every)
        for folder in sockets:
            _allow(ruleset, folder, _READ | _LIST | _MAKE_SOCKET)
        if _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise CannotConfine(ctypes.get_errno(), "privileges could not be given up")
        _call(_LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, place)
        _call(_LANDLOCK_ADD, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint(0))
    finally:
        os.close(place)


def filter_calls() -> None:
    """Refuse system calls that no exercise needs, in every thread of this process.

    Raises
    ------
    CannotConfine
        If libseccomp or its Python package is missing, or Linux refuses the filter.
    """
    try:
        import pyseccomp as seccomp
    except (ImportError, OSError, RuntimeError) as error:
        raise CannotConfine(f"seccomp cannot be used: {error}") from error
    refuse = seccomp.ERRNO(1)  # EPERM: the code sees an ordinary error
    calls = seccomp.SyscallFilter(seccomp.ALLOW)
    calls.set_attr(seccomp.Attr.CTL_TSYNC, 1)
    # calls of other processors (i386, x32) would pass by the rules; killing a thread is too little
    calls.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    for names, action in ((FORBIDDEN, refuse), (IDLE, seccomp.ERRNO(0))):
        for name in names:
            try:
                calls.add_rule(action, name)
            except (OSError, RuntimeError):
                continue  # a call that this processor or this libseccomp does not know
    me = os.getpid()
    calls.add_rule(refuse, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))
    calls.add_rule(seccomp.ERRNO(38), "clone3")  # ENOSYS: the C library falls back to clone
    for name in ("kill", "tgkill"):
        calls.add_rule(refuse, name, seccomp.Arg(0, seccomp.NE, me))
    calls.add_rule(refuse, "prlimit64", seccomp.Arg(0, seccomp.NE, 0))
    for command in (_F_SETOWN, _F_SETOWN_EX, _F_SETSIG):  # a signal to others by a detour
        calls.add_rule(refuse, "fcntl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    calls.load()
