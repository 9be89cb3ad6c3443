"""Other libraries: NumPy's protocols and calls, einops, DLPack, Arrow, files."""
