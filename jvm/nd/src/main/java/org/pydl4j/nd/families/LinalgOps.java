package org.pydl4j.nd.families;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.eager.Calls;
import org.pydl4j.nd.types.Attrs;

/** Ops on arrays: {@code Nd.linalg()}. Written by {@code make generate} from the declarations in Java; do not edit. */
public final class LinalgOps {
  /** The only one. */
  public static final LinalgOps ALL = new LinalgOps();

  private LinalgOps() {
  }

  /**
   * Lower triangular l with l l' = the symmetric part of x, which must be positive definite.
   *
   * @param x of float64, float32, complex64, complex128
   * @return l, a new array
   */
  public NDArray cholesky(NDArray x) {
    return Calls.one("pydl4j.Cholesky", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Determinant.
   *
   * @param x of float64, float32, complex64, complex128
   * @return y, a new array
   */
  public NDArray det(NDArray x) {
    return Calls.one("Det", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Eigenvalues, ascending, and eigenvectors (columns) of the symmetric part; each vector's largest component is
   * positive.
   *
   * @param x of float64, float32, complex64, complex128
   * @return w, v, new arrays
   */
  public NDArray[] eigh(NDArray x) {
    return Calls.all("pydl4j.Eigh", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Sum of products over the letters of an equation that its right side leaves out: "ij,jk-&gt;ik"; as numpy.einsum.
   *
   * @param inputs of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param options "equation": letters of each input's axes, an ellipsis for those that broadcast, then those of y
   * @return y, a new array
   */
  public NDArray einsum(Attrs options, NDArray... inputs) {
    return Calls.one("Einsum", options, Calls.NO_LISTS, inputs);
  }

  /** The same with every option at its default. */
  public NDArray einsum(NDArray... inputs) {
    return Calls.one("Einsum", null, Calls.NO_LISTS, inputs);
  }

  /**
   * Alpha A' B' + beta C, A' and B' transposed on demand.
   *
   * @param a floats
   * @param b floats
   * @param c floats; may be null
   * @param options "alpha": scale of the product (1.0); "beta": scale of c (1.0); "transA": transpose a (0); "transB":
   *     transpose b (0)
   * @return y, a new array
   */
  public NDArray gemm(NDArray a, NDArray b, NDArray c, Attrs options) {
    return Calls.one("Gemm", options, Calls.NO_LISTS, new NDArray[] {a, b, c});
  }

  /** The same with every option at its default. */
  public NDArray gemm(NDArray a, NDArray b, NDArray c) {
    return Calls.one("Gemm", null, Calls.NO_LISTS, new NDArray[] {a, b, c});
  }

  /**
   * Inverse of square matrices; a singular one raises.
   *
   * @param x of float64, float32, complex64, complex128
   * @return y, a new array
   */
  public NDArray inverse(NDArray x) {
    return Calls.one("pydl4j.Inverse", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * LU factors of square matrices with partial pivoting, both in one matrix (L's ones left out); row i of x's
   * permutation is rows[i].
   *
   * @param x of float64, float32
   * @return lu, rows, new arrays
   */
  public NDArray[] lu(NDArray x) {
    return Calls.all("pydl4j.Lu", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Matrix product over the last two axes; the others broadcast; as numpy.matmul; integers wrap around.
   *
   * @param a of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @param b of float64, float32, float16, bfloat16, int64, int32, int16, int8, uint64, uint32, uint16, uint8,
   *     complex64, complex128
   * @return c, a new array
   */
  public NDArray matMul(NDArray a, NDArray b) {
    return Calls.one("MatMul", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Q with orthonormal columns and upper triangular r, q r = x; r's diagonal is not negative.
   *
   * @param x of float64, float32, complex64, complex128
   * @param options "complete": q is square (0)
   * @return q, r, new arrays
   */
  public NDArray[] qr(NDArray x, Attrs options) {
    return Calls.all("pydl4j.Qr", options, Calls.NO_LISTS, new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray[] qr(NDArray x) {
    return Calls.all("pydl4j.Qr", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * Sign and logarithm of the magnitude of the determinant; 0 and -inf for singular matrices.
   *
   * @param x of float64, float32, complex64, complex128
   * @return sign, logabsdet, new arrays
   */
  public NDArray[] slogDet(NDArray x) {
    return Calls.all("pydl4j.SlogDet", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X of a x = b; a singular matrix raises.
   *
   * @param a of float64, float32, complex64, complex128
   * @param b of float64, float32, complex64, complex128
   * @return x, a new array
   */
  public NDArray solve(NDArray a, NDArray b) {
    return Calls.one("pydl4j.Solve", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * Thin singular value decomposition u diag(s) vh, s descending; the largest component of each column of u is
   * positive.
   *
   * @param x of float64, float32, complex64, complex128
   * @return u, s, vh, new arrays
   */
  public NDArray[] svd(NDArray x) {
    return Calls.all("pydl4j.Svd", null, Calls.NO_LISTS, new NDArray[] {x});
  }

  /**
   * X of op(a) x = b, where only one triangle of a is read.
   *
   * @param a of float64, float32
   * @param b of float64, float32
   * @param options "upper": read the upper triangle instead of the lower (0); "transA": op(a) is the transpose of a
   *     (0); "unit": take the diagonal as ones (0)
   * @return x, a new array
   */
  public NDArray triangularSolve(NDArray a, NDArray b, Attrs options) {
    return Calls.one("pydl4j.TriangularSolve", options, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /** The same with every option at its default. */
  public NDArray triangularSolve(NDArray a, NDArray b) {
    return Calls.one("pydl4j.TriangularSolve", null, Calls.NO_LISTS, new NDArray[] {a, b});
  }

  /**
   * The upper (or lower) triangle of matrices, zeros elsewhere.
   *
   * @param x of any type
   * @param k whole numbers; may be null
   * @param options "upper": keep the upper triangle (1)
   * @return y, a new array
   */
  public NDArray trilu(NDArray x, long[] k, Attrs options) {
    return Calls.one("Trilu", options, Calls.lists("k", k), new NDArray[] {x});
  }

  /** The same with every option at its default. */
  public NDArray trilu(NDArray x, long[] k) {
    return Calls.one("Trilu", null, Calls.lists("k", k), new NDArray[] {x});
  }
}
