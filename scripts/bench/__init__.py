"""Benchmarks: ratios to libcst's own parse in the same run, printed, never asserted."""
