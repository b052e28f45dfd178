"""Faults planted by hand, and the command that looks for the tests that find each of them."""
