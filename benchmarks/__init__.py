"""One script a performance goal: benchmarks/p01.py has a function `measure()` that returns a `Result`."""
