package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.bitwise()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class BitwiseOps {
  /** The only one. */
  public static final BitwiseOps ALL = new BitwiseOps();

  private BitwiseOps() {
  }

  /**
   * A moved by b bits.
   *
   * @param a integers
   * @param b integers
   * @param options "direction": LEFT or RIGHT
   * @return c, a new array
   */
  public NDArray bitShift(NDArray a, NDArray b, Attrs options) {
    return Calls.one("BitShift", options, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /** The same with every option at its default. */
  public NDArray bitShift(NDArray a, NDArray b) {
    return Calls.one("BitShift", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Bits that a and b have.
   *
   * @param a of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param b of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return c, a new array
   */
  public NDArray bitwiseAnd(NDArray a, NDArray b) {
    return Calls.one("BitwiseAnd", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Bits that x lacks.
   *
   * @param x of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return y, a new array
   */
  public NDArray bitwiseNot(NDArray x) {
    return Calls.one("BitwiseNot", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Bits that a or b has.
   *
   * @param a of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param b of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return c, a new array
   */
  public NDArray bitwiseOr(NDArray a, NDArray b) {
    return Calls.one("BitwiseOr", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Bits that either a or b has.
   *
   * @param a of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @param b of int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool
   * @return c, a new array
   */
  public NDArray bitwiseXor(NDArray a, NDArray b) {
    return Calls.one("BitwiseXor", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }
}
