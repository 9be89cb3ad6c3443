package org.pydl4j.nd.ops;

import java.util.Arrays;

/**
 * Factorizations of one matrix in plain Java, row-major float64: the reference for LAPACK's. Signs that mathematics
 * leaves open are fixed, so that all implementations agree: R of a QR has no negative diagonal, and the largest
 * component of an eigenvector or of a left singular vector is positive.
 */
final class Matrices {
  private static final int SWEEPS = 60;

  private Matrices() {
  }

  /**
   * LU with partial pivoting in place; row i of the result came from row perm[i]. Returns the permutation's sign, 0 for
   * a singular matrix.
   */
  static int lu(double[] a, int n, int[] perm) {
    int sign = 1;
    Arrays.setAll(perm, i -> i);
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k + 1; i < n; i++) {
        best = Math.abs(a[i * n + k]) > Math.abs(a[best * n + k]) ? i : best;
      }
      if (best != k) {
        swapRows(a, n, k, best);
        int p = perm[k];
        perm[k] = perm[best];
        perm[best] = p;
        sign = -sign;
      }
      double pivot = a[k * n + k];
      if (pivot == 0) {
        return 0;
      }
      for (int i = k + 1; i < n; i++) {
        double f = a[i * n + k] /= pivot;
        for (int j = k + 1; j < n; j++) {
          a[i * n + j] -= f * a[k * n + j];
        }
      }
    }
    return sign;
  }

  private static void swapRows(double[] a, int n, int i, int k) {
    for (int j = 0; j < n; j++) {
      double t = a[i * n + j];
      a[i * n + j] = a[k * n + j];
      a[k * n + j] = t;
    }
  }

  /** Solves op(A) X = B in place of B [n, k] for a triangle of A. */
  static void triangular(double[] a, int n, double[] b, int k, boolean upper, boolean transposed, boolean unit) {
    boolean forward = upper == transposed;
    for (int s = 0; s < n; s++) {
      int i = forward ? s : n - 1 - s;
      for (int c = 0; c < k; c++) {
        double v = b[i * k + c];
        for (int j = forward ? 0 : i + 1; j < (forward ? i : n); j++) {
          v -= (transposed ? a[j * n + i] : a[i * n + j]) * b[j * k + c];
        }
        b[i * k + c] = unit ? v : v / a[i * n + i];
      }
    }
  }

  /** Solves A X = B in place of B [n, k]; false for a singular matrix. */
  static boolean solve(double[] a, int n, double[] b, int k) {
    int[] perm = new int[n];
    double[] f = a.clone();
    if (lu(f, n, perm) == 0) {
      return false;
    }
    double[] moved = new double[n * k];
    for (int i = 0; i < n; i++) {
      System.arraycopy(b, perm[i] * k, moved, i * k, k);
    }
    System.arraycopy(moved, 0, b, 0, n * k);
    triangular(f, n, b, k, false, false, true);
    triangular(f, n, b, k, true, false, false);
    return true;
  }

  /** The lower Cholesky factor of the symmetric part, or null when that is not positive definite. */
  static double[] cholesky(double[] a, int n) {
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double v = (a[i * n + j] + a[j * n + i]) / 2;
        for (int k = 0; k < j; k++) {
          v -= l[i * n + k] * l[j * n + k];
        }
        if (i == j && !(v > 0)) {
          return null;
        }
        l[i * n + j] = i == j ? Math.sqrt(v) : v / l[j * n + j];
      }
    }
    return l;
  }

  /** Householder's QR of a [m, n]: q gets [m, columns of q] and a becomes R (its upper triangle). */
  static void qr(double[] a, int m, int n, double[] q, int columns) {
    int steps = Math.min(m, n);
    double[][] reflectors = new double[steps][];
    for (int k = 0; k < steps; k++) {
      double[] v = new double[m];
      double norm = 0;
      for (int i = k; i < m; i++) {
        v[i] = a[i * n + k];
        norm = Math.hypot(norm, v[i]);
      }
      boolean below = false;
      for (int i = k + 1; i < m; i++) {
        below |= v[i] != 0;
      }
      if (below) {
        v[k] += v[k] < 0 ? -norm : norm;
        reflectors[k] = v;
        reflect(v, k, a, m, n);
      }
    }
    Arrays.fill(q, 0);
    for (int i = 0; i < Math.min(m, columns); i++) {
      q[i * columns + i] = 1;
    }
    for (int k = steps - 1; k >= 0; k--) {
      if (reflectors[k] != null) {
        reflect(reflectors[k], k, q, m, columns);
      }
    }
    for (int k = 0; k < steps; k++) {
      if (a[k * n + k] < 0) {
        for (int j = k; j < n; j++) {
          a[k * n + j] = -a[k * n + j];
        }
        for (int i = 0; i < m; i++) {
          q[i * columns + k] = -q[i * columns + k];
        }
      }
    }
  }

  private static void reflect(double[] v, int from, double[] a, int m, int n) {
    double square = 0;
    for (int i = from; i < m; i++) {
      square += v[i] * v[i];
    }
    for (int j = 0; j < n; j++) {
      double dot = 0;
      for (int i = from; i < m; i++) {
        dot += v[i] * a[i * n + j];
      }
      double f = 2 * dot / square;
      for (int i = from; i < m; i++) {
        a[i * n + j] -= f * v[i];
      }
    }
  }

  /** Eigenvalues, ascending, and eigenvectors (columns of v) of the symmetric part, by Jacobi's rotations. */
  static void eigh(double[] given, int n, double[] w, double[] v) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = (given[i * n + j] + given[j * n + i]) / 2;
      }
    }
    double[] u = new double[n * n];
    for (int i = 0; i < n; i++) {
      u[i * n + i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS && offDiagonal(a, n) > 0; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, u, n, p, q);
        }
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, k) -> Double.compare(a[i * n + i], a[k * n + k]));
    for (int j = 0; j < n; j++) {
      int from = order[j];
      w[j] = a[from * n + from];
      double sign = signOfColumn(u, n, n, from);
      for (int i = 0; i < n; i++) {
        v[i * n + j] = sign * u[i * n + from];
      }
    }
  }

  private static double offDiagonal(double[] a, int n) {
    double off = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        all = Math.max(all, Math.abs(a[i * n + j]));
        off = i == j ? off : Math.max(off, Math.abs(a[i * n + j]));
      }
    }
    return off > 1e-300 && off > 1e-17 * all ? off : 0;
  }

  private static void rotate(double[] a, double[] u, int n, int p, int q) {
    double apq = a[p * n + q];
    if (apq == 0) {
      return;
    }
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int i = 0; i < n; i++) {
      double x = a[i * n + p];
      double y = a[i * n + q];
      a[i * n + p] = c * x - s * y;
      a[i * n + q] = s * x + c * y;
    }
    for (int i = 0; i < n; i++) {
      double x = a[p * n + i];
      double y = a[q * n + i];
      a[p * n + i] = c * x - s * y;
      a[q * n + i] = s * x + c * y;
      x = u[i * n + p];
      y = u[i * n + q];
      u[i * n + p] = c * x - s * y;
      u[i * n + q] = s * x + c * y;
    }
  }

  /**
   * The thin singular value decomposition of a [m, n]: u [m, k], s [k] descending, vh [k, n], k the smaller size;
   * one-sided Jacobi.
   */
  static void svd(double[] a, int m, int n, double[] u, double[] s, double[] vh) {
    int k = Math.min(m, n);
    if (m < n) {
      double[] v = new double[n * k];
      double[] uh = new double[k * m];
      tall(transposed(a, m, n), n, m, v, s, uh);
      System.arraycopy(transposed(uh, k, m), 0, u, 0, m * k);
      System.arraycopy(transposed(v, n, k), 0, vh, 0, k * n);
    } else {
      tall(a.clone(), m, n, u, s, vh);
    }
    for (int j = 0; j < k; j++) {
      if (signOfColumn(u, m, k, j) < 0) {
        for (int i = 0; i < m; i++) {
          u[i * k + j] = -u[i * k + j];
        }
        for (int i = 0; i < n; i++) {
          vh[j * n + i] = -vh[j * n + i];
        }
      }
    }
  }

  private static double[] transposed(double[] a, int m, int n) {
    double[] t = new double[a.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        t[j * m + i] = a[i * n + j];
      }
    }
    return t;
  }

  private static void tall(double[] a, int m, int n, double[] u, double[] s, double[] vh) {
    double[] v = new double[n * n];
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    boolean turned = true;
    for (int sweep = 0; sweep < SWEEPS && turned; sweep++) {
      turned = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          turned |= orthogonalize(a, v, m, n, p, q);
        }
      }
    }
    double[] norms = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        norms[j] = Math.hypot(norms[j], a[i * n + j]);
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, k) -> Double.compare(norms[k], norms[i]));
    for (int j = 0; j < n; j++) {
      int from = order[j];
      s[j] = norms[from];
      for (int i = 0; i < m; i++) {
        u[i * n + j] = norms[from] == 0 ? i == j ? 1 : 0 : a[i * n + from] / norms[from];
      }
      for (int i = 0; i < n; i++) {
        vh[j * n + i] = v[i * n + from];
      }
    }
  }

  /** Rotates columns p and q until they are orthogonal; false when they were. */
  private static boolean orthogonalize(double[] a, double[] v, int m, int n, int p, int q) {
    double alpha = 0;
    double beta = 0;
    double gamma = 0;
    for (int i = 0; i < m; i++) {
      alpha += a[i * n + p] * a[i * n + p];
      beta += a[i * n + q] * a[i * n + q];
      gamma += a[i * n + p] * a[i * n + q];
    }
    if (Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta) || gamma == 0) {
      return false;
    }
    double zeta = (beta - alpha) / (2 * gamma);
    double t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double c = 1 / Math.sqrt(1 + t * t);
    turn(a, m, n, p, q, c, c * t);
    turn(v, n, n, p, q, c, c * t);
    return true;
  }

  private static void turn(double[] a, int m, int n, int p, int q, double c, double s) {
    for (int i = 0; i < m; i++) {
      double x = a[i * n + p];
      double y = a[i * n + q];
      a[i * n + p] = c * x - s * y;
      a[i * n + q] = s * x + c * y;
    }
  }

  /** -1 when the component of largest magnitude (the first of them) is negative. */
  private static double signOfColumn(double[] a, int m, int n, int j) {
    int best = 0;
    for (int i = 1; i < m; i++) {
      best = Math.abs(a[i * n + j]) > Math.abs(a[best * n + j]) ? i : best;
    }
    return m > 0 && a[best * n + j] < 0 ? -1 : 1;
  }
}
