package org.pydl4j.nd.graph;

import java.util.Arrays;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.spi.Backend;

/** Checks of arrays given for a graph's inputs and states. */
public final class Bindings {
  private Bindings() {
  }

  /** The array if it fits the declared type, else an error that names the input. */
  public static NDArray checked(Value v, NDArray a) {
    if (a == null) {
      throw new IllegalArgumentException(
          "[" + v.name() + "] was not given; expected an array " + v.type() + ". Bind it.");
    }
    long[] want = v.type().dims();
    long[] got = a.shape();
    boolean fits = a.dtype() == v.type().dtype() && got.length == want.length;
    for (int i = 0; fits && i < want.length; i++) {
      fits = want[i] == -1 || want[i] == got[i];
    }
    if (!fits) {
      throw new IllegalArgumentException("[" + v.name() + "] got " + a.dtype() + Arrays.toString(got) + "; expected "
          + v.type() + ". Reshape or cast it.");
    }
    return a;
  }

  /** The same for a state, whose memory plans use in place. */
  public static NDArray dense(Value v, NDArray a) {
    if (!checked(v, a).isDense()) {
      throw new IllegalArgumentException(
          "[state " + v.name() + "] must be dense: got strides " + Arrays.toString(a.strides()) + ". dup() it.");
    }
    return a;
  }

  /** The array if a program on that backend can use it where it lies: inputs may also lie in main memory. */
  public static NDArray placed(Value v, NDArray a, Backend where) {
    boolean state = v.kind() == Value.Kind.STATE;
    boolean there = a.isOnHost() ? where.memory().isHost() || !state : a.device().equals(Device.of(where));
    if (!there) {
      throw new IllegalArgumentException(
          "[" + (state ? "state " : "input ") + v.name() + "] lies on " + a.device() + ", but the program runs on "
              + Device.of(where) + ". Copy it there with to(device)"
              + (state ? " once, and keep it there between runs." : ", or to main memory with toHost()."));
    }
    return a;
  }
}
