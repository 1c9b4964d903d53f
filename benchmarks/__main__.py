"""`python -m benchmarks [accuracy] [speed] [pages]`: measure, print, write pages of the book."""

import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy is imported: one thread each

from benchmarks import accuracy, pages, speed  # noqa: E402

wanted = sys.argv[1:] or ["accuracy", "speed", "pages"]
if "accuracy" in wanted:
    accuracy.run()
if "speed" in wanted:
    speed.run()
if "pages" in wanted:
    pages.run()
