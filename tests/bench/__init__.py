"""Our speed beside the peers', each in a process of its own: ``python -m tests.bench``."""
