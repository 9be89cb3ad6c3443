"""NumPy-like arrays off the Java heap, the ops on them, and functions of them compiled and differentiated.

>>> import numpy as np
>>> from pydl4j import nd
>>> a = nd.ones((2, 3))
>>> np.asarray(a + 1).sum()
np.float32(12.0)
>>> nd.grad(lambda x: (x * x).sum())(a)[0].tolist()
[2.0, 2.0, 2.0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydl4j._nearest import question
from pydl4j.nd import boolean_indexing as boolean_indexing
from pydl4j.nd import conditions as conditions
from pydl4j.nd import fft as fft
from pydl4j.nd import linalg as linalg
from pydl4j.nd import ops as ops
from pydl4j.nd import random as random
from pydl4j.nd.arrays import _array, _creation, _nd4j_access, _off_heap
from pydl4j.nd.arrays._array import *  # noqa: F403
from pydl4j.nd.arrays._creation import *  # noqa: F403
from pydl4j.nd.arrays._nd4j_access import *  # noqa: F403
from pydl4j.nd.arrays._off_heap import *  # noqa: F403
from pydl4j.nd.arrays._trace import Traced
from pydl4j.nd.core import _held, _printing
from pydl4j.nd.core._printing import *  # noqa: F403
from pydl4j.nd.extras import (
    _arranging,
    _comparing,
    _counting,
    _cumulative,
    _curves,
    _making,
    _nan,
    _nd4j_functions,
    _products,
    _quantiles,
    _spreads,
)
from pydl4j.nd.extras._arranging import *  # noqa: F403
from pydl4j.nd.extras._comparing import *  # noqa: F403
from pydl4j.nd.extras._counting import *  # noqa: F403
from pydl4j.nd.extras._cumulative import *  # noqa: F403
from pydl4j.nd.extras._curves import *  # noqa: F403
from pydl4j.nd.extras._making import *  # noqa: F403
from pydl4j.nd.extras._nan import *  # noqa: F403
from pydl4j.nd.extras._nd4j_functions import *  # noqa: F403
from pydl4j.nd.extras._products import *  # noqa: F403
from pydl4j.nd.extras._quantiles import *  # noqa: F403
from pydl4j.nd.extras._spreads import *  # noqa: F403
from pydl4j.nd.functions import (
    _constants,
    _data_types,
    _elementwise,
    _gathering,
    _info,
    _manipulation,
    _matmul,
    _searching,
    _sets,
    _sorting,
    _statistics,
)
from pydl4j.nd.functions._constants import *  # noqa: F403
from pydl4j.nd.functions._data_types import *  # noqa: F403
from pydl4j.nd.functions._elementwise import *  # noqa: F403
from pydl4j.nd.functions._gathering import *  # noqa: F403
from pydl4j.nd.functions._info import *  # noqa: F403
from pydl4j.nd.functions._manipulation import *  # noqa: F403
from pydl4j.nd.functions._matmul import *  # noqa: F403
from pydl4j.nd.functions._searching import *  # noqa: F403
from pydl4j.nd.functions._sets import *  # noqa: F403
from pydl4j.nd.functions._sorting import *  # noqa: F403
from pydl4j.nd.functions._statistics import *  # noqa: F403
from pydl4j.nd.interop import _arrow, _dlpack, _einops, _files, _foreign, _forms
from pydl4j.nd.interop._arrow import *  # noqa: F403
from pydl4j.nd.interop._dlpack import *  # noqa: F403
from pydl4j.nd.interop._files import *  # noqa: F403
from pydl4j.nd.linalg import tensordot as tensordot
from pydl4j.nd.linalg import vecdot as vecdot
from pydl4j.nd.process import _devices, _settings
from pydl4j.nd.process._devices import *  # noqa: F403
from pydl4j.nd.process._settings import *  # noqa: F403
from pydl4j.nd.random import rand as rand
from pydl4j.nd.random import randn as randn
from pydl4j.nd.transforms import _control, _transforms, _vmap
from pydl4j.nd.transforms._control import *  # noqa: F403
from pydl4j.nd.transforms._transforms import *  # noqa: F403
from pydl4j.nd.transforms._vmap import *  # noqa: F403

_forms.complete(globals())
_forms.complete(vars(linalg), "linalg.")
_forms.complete(vars(fft), "fft.")
_forms.complete_class(random.Generator, "Generator.")
for _kind in (_array.Array, Traced):
    _forms.complete_class(_kind, "Array.")

_einops.register()
_held.read_with(_foreign.taken)

__all__ = ["boolean_indexing", "conditions", "fft", "linalg", "ops", "rand", "randn", "random", "tensordot", "vecdot"]
__all__ += _array.__all__
__all__ += _arrow.__all__
__all__ += _constants.__all__
__all__ += _control.__all__
__all__ += _creation.__all__
__all__ += _data_types.__all__
__all__ += _devices.__all__
__all__ += _dlpack.__all__
__all__ += _elementwise.__all__
__all__ += _files.__all__
__all__ += _matmul.__all__
__all__ += _manipulation.__all__
__all__ += _info.__all__
__all__ += _printing.__all__
__all__ += _transforms.__all__
__all__ += _vmap.__all__
__all__ += _settings.__all__
__all__ += _nd4j_access.__all__
__all__ += _arranging.__all__
__all__ += _products.__all__
__all__ += _comparing.__all__
__all__ += _curves.__all__
__all__ += _making.__all__
__all__ += _spreads.__all__
__all__ += _nd4j_functions.__all__
__all__ += _off_heap.__all__
__all__ += _counting.__all__
__all__ += _cumulative.__all__
__all__ += _gathering.__all__
__all__ += _nan.__all__
__all__ += _quantiles.__all__
__all__ += _searching.__all__
__all__ += _sets.__all__
__all__ += _sorting.__all__
__all__ += _statistics.__all__

if not TYPE_CHECKING:  # which would take any name then

    def __getattr__(name: str) -> Any:
        """Names the function that was probably meant."""
        raise AttributeError(f"module 'pydl4j.nd' has no attribute {name!r}.{question(name, __all__)}")
