"""The fuzzer: `make fuzz` runs it on each target."""
