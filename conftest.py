"""Settings for every test run, the one of the lessons by nbval included."""

import os
import sys
from pathlib import Path

from jupyter_client.connect import ConnectionFileMixin

# nbgrader calls alembic, and a kernelspec may call python, by name
os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
os.environ["OPENBLAS_NUM_THREADS"] = "1"

if sys.platform != "win32":
    # kernels that start side by side can draw the same TCP port; socket files are their own
    ConnectionFileMixin.transport.default_value = "ipc"
