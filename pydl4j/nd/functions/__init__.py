"""Functions of the Array API, a module for each chapter."""
