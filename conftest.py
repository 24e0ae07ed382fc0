"""Settings for every test run, the one of the lessons by nbval included."""

import os
import sys
from pathlib import Path

# nbgrader calls alembic, and a kernelspec may call python, by name
os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
os.environ["OPENBLAS_NUM_THREADS"] = "1"
