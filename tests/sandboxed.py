"""A sandbox that tests share, and the kernels in it."""

from contextlib import contextmanager

import pytest

from classroom.grading.kernel import Kernel
from classroom.kernels.sandbox import Sandbox, why_missing

LIMITS = {"memory": 2**30, "file": 32 * 2**20, "seconds": 60}
MISSING = why_missing()
needs_sandbox = pytest.mark.skipif(bool(MISSING), reason=MISSING or "there is a sandbox")
#: Start of code that makes system calls by number.
CALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def call(number, *arguments):
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *words)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
"""


class Attacked:
    """One sandbox for many attacks; a new one when an attack has cost the old one."""

    def __init__(self):
        self.sandbox = Sandbox()

    @contextmanager
    def kernel(self, output_bytes=10**6, **files):
        if not self.sandbox.alive:
            self.sandbox.close()
            self.sandbox = Sandbox()
        with Kernel(self.sandbox, files, LIMITS, output_bytes) as kernel:
            yield kernel

    def run(self, source, seconds=10):
        """Run code in a kernel of its own and return what came of it."""
        with self.kernel() as kernel:
            return kernel.run(source, seconds)

    def printed(self, source):
        """Run code that must work, and return what it printed."""
        ran = self.run(source)
        assert ran.error is None, f"{ran.error}: {ran.message}"
        return "".join(output.get("text", "") for output in ran.outputs)


@pytest.fixture(scope="module")
def attacked():
    """Give a sandbox to attack."""
    one = Attacked()
    yield one
    one.sandbox.close()


@pytest.fixture(scope="module")
def open_kernel():
    """Give one kernel, in a sandbox of its own, for attacks that it must survive."""
    one = Attacked()
    with one.kernel() as kernel:
        yield kernel
    one.sandbox.close()
