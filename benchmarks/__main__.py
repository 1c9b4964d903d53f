"""`python -m benchmarks [accuracy] [speed]`: measure, print, and write the pages of the book."""

import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy is imported: one thread each

from benchmarks import accuracy, speed  # noqa: E402

wanted = sys.argv[1:] or ["accuracy", "speed"]
if "accuracy" in wanted:
    accuracy.run()
if "speed" in wanted:
    speed.run()
