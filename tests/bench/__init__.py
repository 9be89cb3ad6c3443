"""Our speed beside the peers': ``python -m tests.bench``.

`models` and `cases` say what is measured, once for all engines; one module per engine (`ours`, `torch`, `tensorflow`,
`onnxruntime`, `numpy`, `dl4j`) builds and runs it in a `worker` process, which `process` lets run only when it has its
turn. `results` keeps least times, `figures` holds them to their bars, `report` prints and draws.
"""
