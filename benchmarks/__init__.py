"""Benchmarks: `make bench` runs them and writes their page."""
