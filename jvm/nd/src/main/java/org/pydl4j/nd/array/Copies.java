package org.pydl4j.nd.array;

import org.pydl4j.nd.spi.Memory;
import org.pydl4j.nd.types.DType;

/** Copies between arrays of which at least one lies on a device; done when they return. */
final class Copies {
  private Copies() {
  }

  /** Dense arrays of equal type. */
  static void dense(NDArray from, NDArray to) {
    settle(from, to);
    move(from, from.location(), to, to.location(), from.size() * from.dtype().bytes);
  }

  /** Any arrays of equal shape, converting the type: computed by the host. */
  static void any(NDArray from, NDArray to) {
    NDArray source = from.isOnHost() ? from : toHost(from);
    try {
      if (to.isOnHost()) {
        to.assign(source);
      } else if (to.isDense()) {
        try (NDArray converted = NDArray.create(to.dtype(), to.shape()).assign(source)) {
          dense(converted, to);
        }
      } else {
        to.uses().await();
        long low = to.location() + low(to);
        try (NDArray range = range(to)) {
          move(to, low, range, range.location(), range.size());
          image(to, range).assign(source);
          move(range, range.location(), to, low, range.size());
        }
      }
    } finally {
      if (source != from) {
        source.close();
      }
    }
  }

  /** A dense copy in main memory. */
  static NDArray toHost(NDArray a) {
    if (a.isDense()) {
      NDArray copy = NDArray.create(a.dtype(), a.shape());
      dense(a, copy);
      return copy;
    }
    a.uses().synchronize();
    try (NDArray range = range(a)) {
      move(a, a.location() + low(a), range, range.location(), range.size());
      return image(a, range).dup();
    }
  }

  /** Waits for the work that is queued on either array. */
  private static void settle(NDArray from, NDArray to) {
    if (from.uses() != null) {
      from.uses().synchronize();
    }
    if (to.uses() != null) {
      to.uses().await();
    }
  }

  private static void move(NDArray from, long source, NDArray to, long target, long bytes) {
    Memory a = memory(from);
    Memory b = memory(to);
    if (bytes == 0) {
      return;
    } else if (a == b) {
      a.copy(source, target, bytes);
    } else if (a.isHost()) {
      b.copyIn(source, target, bytes);
    } else if (b.isHost()) {
      a.copyOut(source, target, bytes);
    } else {
      try (NDArray between = NDArray.create(DType.UINT8, bytes)) {
        a.copyOut(source, between.location(), bytes);
        b.copyIn(between.location(), target, bytes);
      }
    }
  }

  private static Memory memory(NDArray a) {
    return a.device().backend().memory();
  }

  /** Bytes from element 0 down to the lowest element. */
  private static long low(NDArray a) {
    long low = 0;
    for (int i = 0; i < a.rank(); i++) {
      low += Math.min((a.size(i) - 1) * a.strides()[i], 0);
    }
    return low * a.dtype().bytes;
  }

  /** Room in main memory for all bytes between the lowest and the highest element. */
  private static NDArray range(NDArray a) {
    long span = a.size() == 0 ? 0 : 1;
    for (int i = 0; i < a.rank() && span > 0; i++) {
      span += Math.abs((a.size(i) - 1) * a.strides()[i]);
    }
    return NDArray.create(DType.UINT8, span * a.dtype().bytes);
  }

  /** The array's geometry over a range in main memory. */
  private static NDArray image(NDArray a, NDArray range) {
    return NDArray.wrap(range.address() - low(a), a.dtype(), a.shape(), a.strides(), null);
  }
}
