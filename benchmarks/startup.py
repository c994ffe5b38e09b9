"""How long `legation --help` takes: the best and the median of ten fresh interpreters. It should stay under 0.3 s."""

import statistics
import subprocess
import sys
import time

RUNS = 10
LIMIT = 0.3  # seconds, for the median on a laptop


def seconds() -> float:
    """One start."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "graph", "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> int:
    """Measure and compare with the limit; exit code 1 above it."""
    taken = sorted(seconds() for _ in range(RUNS))
    median = statistics.median(taken)
    print(f"legation --help: best {taken[0]:.3f} s, median {median:.3f} s of {RUNS} starts (limit {LIMIT} s)")
    return int(median > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
