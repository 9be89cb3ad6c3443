"""The process: threads, NaN check, devices."""
