package org.pydl4j.nd.types;

import java.util.Locale;

/** Element types of arrays. Names are ONNX's, lower case in Java's sense; {@link #onnx} is TensorProto.DataType. */
public enum DType {
  FLOAT64("float64", 8, 11, Kind.FLOAT),
  FLOAT32("float32", 4, 1, Kind.FLOAT),
  FLOAT16("float16", 2, 10, Kind.FLOAT),
  BFLOAT16("bfloat16", 2, 16, Kind.FLOAT),
  INT64("int64", 8, 7, Kind.INT),
  INT32("int32", 4, 6, Kind.INT),
  INT16("int16", 2, 5, Kind.INT),
  INT8("int8", 1, 3, Kind.INT),
  UINT64("uint64", 8, 13, Kind.UINT),
  UINT32("uint32", 4, 12, Kind.UINT),
  UINT16("uint16", 2, 4, Kind.UINT),
  UINT8("uint8", 1, 2, Kind.UINT),
  BOOL("bool", 1, 9, Kind.BOOL),
  COMPLEX64("complex64", 8, 14, Kind.COMPLEX),
  COMPLEX128("complex128", 16, 15, Kind.COMPLEX);

  /** What arithmetic a type takes part in. */
  public enum Kind { FLOAT, INT, UINT, BOOL, COMPLEX }

  /** NumPy's name of the type. */
  public final String numpy;
  /** Bytes per element. */
  public final int bytes;
  /** The number of the type in ONNX's TensorProto.DataType. */
  public final int onnx;
  public final Kind kind;

  DType(String numpy, int bytes, int onnx, Kind kind) {
    this.numpy = numpy;
    this.bytes = bytes;
    this.onnx = onnx;
    this.kind = kind;
  }

  /** Whether it is a real floating type. */
  public boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  /** Whether it is a pair of floats. */
  public boolean isComplex() {
    return kind == Kind.COMPLEX;
  }

  /** The type of a complex type's parts; of any other itself. */
  public DType real() {
    return this == COMPLEX64 ? FLOAT32 : this == COMPLEX128 ? FLOAT64 : this;
  }

  /**
   * The type of complex numbers that hold this type's: COMPLEX128 for FLOAT64, itself for a complex one, else
   * COMPLEX64.
   */
  public DType complex() {
    return isComplex() ? this : this == FLOAT64 ? COMPLEX128 : COMPLEX64;
  }

  /** The type with that NumPy name; bad names raise IllegalArgumentException listing the known ones. */
  public static DType of(String name) {
    for (DType t : values()) {
      if (t.numpy.equals(name.toLowerCase(Locale.ROOT))) {
        return t;
      }
    }
    StringBuilder known = new StringBuilder();
    for (DType t : values()) {
      known.append(known.length() == 0 ? "" : ", ").append(t.numpy);
    }
    throw new IllegalArgumentException("[dtype] unknown name: got '" + name + "'; expected one of " + known + ".");
  }

  /** The type with that TensorProto.DataType number. */
  public static DType ofOnnx(int number) {
    for (DType t : values()) {
      if (t.onnx == number) {
        return t;
      }
    }
    throw new UnsupportedOperationException(
        "[dtype] ONNX data type " + number + " is not supported; expected one of the"
            + " float, complex, int, uint and bool types. Cast the tensor before export.");
  }

  @Override
  public String toString() {
    return numpy;
  }
}
