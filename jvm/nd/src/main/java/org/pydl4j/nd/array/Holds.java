package org.pydl4j.nd.array;

/** Holds arrays' memory for those who work on it by address, though the arrays may be closed meanwhile. */
public final class Holds {
  private Holds() {
  }

  /** Keeps the arrays' memory until {@link #leave}; raises where one is closed. Null ones are absent. */
  public static void enter(NDArray... arrays) {
    for (int i = 0; i < arrays.length; i++) {
      try {
        if (arrays[i] != null) {
          arrays[i].enter();
        }
      } catch (IllegalStateException e) {
        for (int k = 0; k < i; k++) {
          if (arrays[k] != null) {
            arrays[k].leave();
          }
        }
        throw e;
      }
    }
  }

  /**
   * The elements of a dense array as one that nobody can close and that is freed when it is forgotten: threads that
   * share it need not count who is inside, which would make them wait for each other.
   */
  public static NDArray lasting(NDArray own) {
    return NDArray.wrap(own.address(), own.dtype(), own.shape(), null, own);
  }

  /** Whether both lie in the same block of memory, overlapping or not. */
  public static boolean isOne(NDArray a, NDArray b) {
    return a.sharesStorage(b);
  }

  /** Takes back one hold of each array; null stands for none. */
  public static void leave(NDArray... arrays) {
    for (NDArray a : arrays) {
      if (a != null) {
        a.leave();
      }
    }
  }
}
