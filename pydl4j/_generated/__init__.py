"""Written by `make generate` from the declarations in Java; do not edit."""
