"""The names that parameters take.

Written by `make generate` from the declarations in Java; do not edit.
"""

from typing import Literal

ColumnType = Literal[
    "integer",
    "long",
    "double",
    "float",
    "boolean",
    "time",
    "categorical",
    "string",
    "bytes",
    "ndarray",
    "image",
]
ConditionOp = Literal[
    "less_than",
    "less_or_equal",
    "greater_than",
    "greater_or_equal",
    "equal",
    "not_equal",
    "in_set",
    "not_in_set",
]
ConvolutionMode = Literal[
    "strict",
    "truncate",
    "same",
    "causal",
]
DType = Literal[
    "float64",
    "float32",
    "float16",
    "bfloat16",
    "int64",
    "int32",
    "int16",
    "int8",
    "uint64",
    "uint32",
    "uint16",
    "uint8",
    "bool",
    "complex64",
    "complex128",
]
GradientNormalization = Literal[
    "none",
    "renormalize_l2_per_layer",
    "renormalize_l2_per_param_type",
    "clip_element_wise_absolute_value",
    "clip_l2_per_layer",
    "clip_l2_per_param_type",
]
LetterCase = Literal[
    "lower",
    "upper",
]
MathFunction = Literal[
    "abs",
    "acos",
    "asin",
    "atan",
    "ceil",
    "cos",
    "cosh",
    "exp",
    "floor",
    "log",
    "log10",
    "signum",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
]
MathOp = Literal[
    "add",
    "subtract",
    "multiply",
    "divide",
    "modulus",
    "reverse_subtract",
    "reverse_divide",
    "scalar_min",
    "scalar_max",
]
Op = Literal[
    "add",
    "subtract",
    "product",
    "average",
    "max",
]
PoolingType = Literal[
    "max",
    "avg",
    "sum",
    "pnorm",
]
TimeField = Literal[
    "year",
    "month",
    "day_of_month",
    "day_of_week",
    "day_of_year",
    "hour_of_day",
    "minute_of_hour",
    "second_of_minute",
]
Unit = Literal[
    "iteration",
    "epoch",
]
WeightInit = Literal[
    "xavier",
    "xavier_uniform",
    "xavier_fan_in",
    "xavier_legacy",
    "relu",
    "relu_uniform",
    "lecun_normal",
    "lecun_uniform",
    "sigmoid_uniform",
    "normal",
    "uniform",
    "var_scaling_normal_fan_in",
    "var_scaling_normal_fan_out",
    "var_scaling_normal_fan_avg",
    "var_scaling_uniform_fan_in",
    "var_scaling_uniform_fan_out",
    "var_scaling_uniform_fan_avg",
    "zero",
    "ones",
    "identity",
]
