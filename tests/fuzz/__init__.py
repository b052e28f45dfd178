"""The fuzz tests, which `make fuzz` runs for each target."""
