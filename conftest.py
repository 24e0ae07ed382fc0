"""Settings for every test run, the one of the lessons by nbval included."""

import os
import sys
from pathlib import Path

# nbgrader calls alembic, and a kernelspec may call python, by name
os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
os.environ["OPENBLAS_NUM_THREADS"] = "1"
# notebooks of the tests run in kernels that fork from a warm process, where that is possible
os.environ.setdefault("JUPYTER_DEFAULT_PROVISIONER_NAME", "resilient-cities-warm")
