"""Functions beyond the Array API, under NumPy's names and ND4J's."""
