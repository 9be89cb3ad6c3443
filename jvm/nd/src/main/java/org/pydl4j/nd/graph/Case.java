package org.pydl4j.nd.graph;

import java.util.Random;
import org.pydl4j.nd.array.Elements;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;

/** Test inputs that belong to an op's declaration: attributes and a generator for each input. */
public record Case(Attrs attrs, Gen... inputs) {
  /** Makes an input; floats come in the type asked for (f64 for gradient checks). */
  public interface Gen {
    /** A new array of such content; where the type is left open, of the floats that are tested. */
    NDArray make(Random random, DType floats);

    /** Whether the input is fixed content that defines shapes, so the graph holds it as a constant. */
    default boolean isConstant() {
      return false;
    }
  }

  /** An example with attributes. */
  public static Case of(Attrs attrs, Gen... inputs) {
    return new Case(attrs, inputs);
  }

  /** An example without attributes. */
  public static Case of(Gen... inputs) {
    return new Case(Attrs.NONE, inputs);
  }

  /** Floats drawn uniformly from [low, high). */
  public static Gen uniform(double low, double high, long... dims) {
    return (random, floats) -> {
      NDArray a = NDArray.create(floats, dims);
      for (long i = 0; i < a.size(); i++) {
        a.putDoubleAt(i, low + (high - low) * random.nextDouble());
      }
      return a;
    };
  }

  /** Complex numbers whose parts are drawn uniformly from [-2, 2), of the type whose parts are the floats asked for. */
  public static Gen complex(long... dims) {
    return (random, floats) -> {
      NDArray a = NDArray.create(floats.complex(), dims);
      for (long i = 0; i < a.size(); i++) {
        Elements.putComplex(a, i, 4 * random.nextDouble() - 2, 4 * random.nextDouble() - 2);
      }
      return a;
    };
  }

  /**
   * Floats from [-2, 2), no two of an array closer than a gradient check's step, so that max and sort have clear
   * winners.
   */
  public static Gen distinct(long... dims) {
    return (random, floats) -> {
      NDArray a = NDArray.create(floats, dims);
      int n = (int) a.size();
      int[] order = new int[n];
      for (int i = 0; i < n; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      for (int i = 0; i < n; i++) {
        a.putDoubleAt(i, (order[i] + 0.5) * 4.0 / n - 2);
      }
      return a;
    };
  }

  /** Given floats, one-dimensional. */
  public static Gen values(double... v) {
    return (random, floats) -> NDArray.of(v, v.length).castTo(floats);
  }

  /** Integers drawn from [0, bound). */
  public static Gen ints(int bound, long... dims) {
    return (random, floats) -> {
      NDArray a = NDArray.create(DType.INT64, dims);
      for (long i = 0; i < a.size(); i++) {
        a.putLongAt(i, random.nextInt(bound));
      }
      return a;
    };
  }

  /** Random truth values of that shape. */
  public static Gen bools(long... dims) {
    return (random, floats) -> {
      NDArray a = NDArray.create(DType.BOOL, dims);
      for (long i = 0; i < a.size(); i++) {
        a.putLongAt(i, random.nextInt(2));
      }
      return a;
    };
  }

  /** A constant list of integers: shapes, axes. */
  public static Gen list(long... v) {
    return new Gen() {
      @Override
      public NDArray make(Random random, DType floats) {
        return NDArray.of(v, v.length);
      }

      @Override
      public boolean isConstant() {
        return true;
      }
    };
  }

  /** An absent optional input. */
  public static Gen absent() {
    return (random, floats) -> null;
  }
}
