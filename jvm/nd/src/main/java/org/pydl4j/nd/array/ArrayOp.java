package org.pydl4j.nd.array;

import java.util.List;

/**
 * An op with its attributes, called on arrays of any types again and again. Results are new arrays that the caller
 * closes.
 */
public interface ArrayOp {
  /** All outputs; weak are the positions of plain numbers, which take the type of what is beside them. */
  NDArray[] run(List<NDArray> arrays, long... weak);

  /** The only output for arrays none of which is a plain number. */
  NDArray run(NDArray... arrays);

  /**
   * The only output for an array and a plain number, in this order unless reversed; whole: the number is an integer.
   */
  NDArray run(NDArray array, double number, boolean whole, boolean reversed);

  /**
   * The only output, written into the caller's array, which may be an operand.
   *
   * @throws IllegalArgumentException where the output has another shape, or its type is of a higher kind (floats for an
   *     array of integers)
   */
  void into(NDArray out, List<NDArray> arrays, long... weak);
}
