"""Benchmarks, which `make bench` runs; it writes the results to docs/speed.md."""
