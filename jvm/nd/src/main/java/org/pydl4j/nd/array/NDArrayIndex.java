package org.pydl4j.nd.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.types.Attrs;

/**
 * What is chosen along one axis: all, a point, an interval or a list of indices; or a new axis of size 1. Axes without
 * an index are taken whole; negative numbers count from the end. ND4J: NDArrayIndex.
 */
public sealed interface NDArrayIndex {
  /** The whole axis. */
  record All() implements NDArrayIndex {
  }

  /** One index; the axis is dropped. */
  record Point(long at) implements NDArrayIndex {
  }

  /** From start to before end by a step above 0. */
  record Interval(long start, long end, long step) implements NDArrayIndex {
  }

  /** Some indices, in that order, repeated as often as they are named. */
  record Indices(List<Long> at) implements NDArrayIndex {
  }

  /** A new axis of size 1. */
  record NewAxis() implements NDArrayIndex {
  }

  /** A whole axis. */
  static NDArrayIndex all() {
    return new All();
  }

  /** One place of an axis, which goes; negative ones count from the end. */
  static NDArrayIndex point(long at) {
    return new Point(at);
  }

  /** From a place to another, that one excluded. */
  static NDArrayIndex interval(long start, long end) {
    return new Interval(start, end, 1);
  }

  /** The same in steps, which may be negative. */
  static NDArrayIndex interval(long start, long end, long step) {
    return new Interval(start, end, step);
  }

  /** These places of an axis, in this order. */
  static NDArrayIndex indices(long... at) {
    return new Indices(Arrays.stream(at).boxed().toList());
  }

  /** An axis of size 1. */
  static NDArrayIndex newAxis() {
    return new NewAxis();
  }

  /** The chosen elements: a view, or a new array where an index is a list. */
  static NDArray get(NDArray x, NDArrayIndex... indices) {
    NDArray at = view(x, indices);
    int axis = 0;
    for (NDArrayIndex i : indices) {
      if (i instanceof Indices list) {
        NDArray from = at;
        try (NDArray picks = NDArray.of(checked(list, from.size(axis), axis), list.at.size())) {
          at = ArrayOps.get().op("Gather", Attrs.of("axis", axis), Map.of()).run(from, picks);
        }
        from.close(); // of a view nothing, of a list before this one its result
      }
      axis += i instanceof Point ? 0 : 1;
    }
    return Arena.adopt(at);
  }

  /** Writes values, broadcast, where the indices choose; an index named twice keeps the last. */
  static void put(NDArray x, NDArray values, NDArrayIndex... indices) {
    NDArray at = view(x, indices);
    List<long[]> lists = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    long[] dims = at.shape();
    int axis = 0;
    for (NDArrayIndex i : indices) {
      if (i instanceof Indices list) {
        lists.add(checked(list, at.size(axis), axis));
        axes.add(axis);
        dims[axis] = list.at.size();
      }
      axis += i instanceof Point ? 0 : 1;
    }
    scatter(at, values.broadcast(dims), lists, axes);
  }

  private static void scatter(NDArray to, NDArray from, List<long[]> lists, List<Integer> axes) {
    if (lists.isEmpty()) {
      to.assign(from);
      return;
    }
    int axis = axes.get(0);
    for (int k = 0; k < lists.get(0).length; k++) {
      long at = lists.get(0)[k];
      scatter(to.slice(axis, at, at + 1), from.slice(axis, k, k + 1), lists.subList(1, lists.size()),
          axes.subList(1, axes.size()));
    }
  }

  /** All but lists, as a view. */
  private static NDArray view(NDArray x, NDArrayIndex... indices) {
    long used = Arrays.stream(indices).filter(i -> !(i instanceof NewAxis)).count();
    if (used > x.rank()) {
      throw new IndexOutOfBoundsException("[index] got " + used + " indices for " + x.type() + "; expected at most "
          + x.rank() + ". Remove the surplus.");
    }
    List<Long> dims = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    long[] steps = x.strides();
    long offset = 0;
    int axis = 0;
    for (NDArrayIndex i : indices) {
      if (i instanceof NewAxis) {
        dims.add(1L);
        strides.add(0L);
        continue;
      }
      long size = x.size(axis);
      if (i instanceof Point p) {
        offset += checked(p.at, size, axis) * steps[axis];
      } else if (i instanceof Interval v) {
        long start = v.start < 0 ? v.start + size : v.start;
        long end = v.end < 0 ? v.end + size : v.end;
        if (start < 0 || end < start || end > size || v.step < 1) {
          throw new IndexOutOfBoundsException("[index] got interval " + v.start + ":" + v.end + " by " + v.step
              + " for axis " + axis + "; expected it within 0:"
              + size + ", by 1 or more.");
        }
        dims.add((end - start + v.step - 1) / v.step);
        strides.add(steps[axis] * v.step);
        offset += start == end ? 0 : start * steps[axis];
      } else {
        dims.add(size);
        strides.add(steps[axis]);
      }
      axis++;
    }
    for (; axis < x.rank(); axis++) {
      dims.add(x.size(axis));
      strides.add(steps[axis]);
    }
    return x.strided(dims.stream().mapToLong(d -> d).toArray(), strides.stream().mapToLong(d -> d).toArray(), offset);
  }

  private static long checked(long at, long size, int axis) {
    if (at < -size || at >= size) {
      throw new IndexOutOfBoundsException(
          "[index] out of range: got " + at + " for axis " + axis + "; expected " + -size + " to " + (size - 1) + ".");
    }
    return at < 0 ? at + size : at;
  }

  private static long[] checked(Indices list, long size, int axis) {
    return list.at.stream().mapToLong(k -> checked(k, size, axis)).toArray();
  }
}
