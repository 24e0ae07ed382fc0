"""How fast is `course grade`, beside stock nbgrader in the same run? See `make bench`.

Run ``python tests/benchmarks/grading.py [--trainees N] [--stock N]``. Both grade module 01 of
a mixed cohort; stock one notebook after the other, `course grade` with one worker a processor
and the sandbox on. The points of both must be the same, cell by cell.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cohort import FILES, MODULE, hand_in_mixed, make_course, points

SEED = 20260302


def timed(*words: str, cwd: Path) -> float:
    """Run a command of the environment and return how long it took [seconds]."""
    started = time.perf_counter()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        env=os.environ | {"PATH": path, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - started


def course_grade(course: Path, *options: str) -> float:
    """Grade with `course grade` and return how long it took [seconds]."""
    return timed("classroom.cli", "grade", MODULE, *options, cwd=course)


def main() -> None:
    """Measure, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trainees", type=int, default=60)
    parser.add_argument("--stock", type=int, default=10, help="trainees that stock grades too")
    parser.add_argument("--large", type=int, default=0, help="a second, larger cohort")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ours, stock = (make_course(Path(scratch, name)) for name in ("ours", "stock"))
        hand_in_mixed(ours, given.trainees, SEED)
        hand_in_mixed(stock, given.stock, SEED)
        timed("nbgrader", "generate_assignment", MODULE, "--force", cwd=stock)
        alone = timed("nbgrader", "autograde", MODULE, cwd=stock) / (given.stock * len(FILES))
        first = course_grade(ours)
        each = first / (given.trainees * len(FILES))
        again = course_grade(ours)
        expected = points(stock)
        found = points(ours)
        differing = {cell for cell, score in expected.items() if found[cell] != score}
        print(f"stock nbgrader autograde  {alone:.2f} s a notebook ({given.stock} trainees)")
        print(f"course grade              {each:.2f} s a notebook ({given.trainees} trainees)")
        print(f"ratio                     {alone / each:.1f}")
        print(f"unchanged cohort again    {100 * again / given.trainees:.2f} s a 100 trainees")
        print(f"cells compared            {len(expected)}, different: {len(differing)}")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"peak memory of a process  {peak:.0f} MB")
        if given.large:
            big = make_course(Path(scratch, "large"))
            hand_in_mixed(big, given.large, SEED)
            large = course_grade(big) / (given.large * len(FILES))
            print(f"course grade              {large:.2f} s a notebook ({given.large} trainees)")
            again = course_grade(big)
            print(f"unchanged cohort again    {100 * again / given.large:.2f} s a 100 trainees")
        if differing:
            raise SystemExit(f"different points: {sorted(differing)[:10]}")


if __name__ == "__main__":
    main()
