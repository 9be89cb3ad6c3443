package org.pydl4j.nd.plan.run;

import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Graph;
import org.pydl4j.nd.plan.report.Recording;
import org.pydl4j.nd.spi.Stream;

/**
 * One run of a plan on a device with memory of its own. Inputs in main memory are copied in, outputs asked for there
 * are copied out; all else is used where it lies. The run waits on the device for whoever still uses its arrays. The
 * host waits only for outputs that it is given in main memory; else the run is queued, and what it uses is marked so.
 *
 * @param arrays the inputs, the states unless they are frozen, and the outputs, in the graph's order; dense
 */
record DeviceRun(Graph graph, NDArray[] arrays) {
  /** Runs, with what weights have derived; a newer generation may free that, so the host then waits. */
  void go(Frame frame, long[] derived, Recording recording, boolean checked) {
    Stream stream = frame.stream();
    try {
      if (recording == null && !checked) {
        frame.run(arrive(frame), derived);
      } else {
        frame.watched(arrive(frame), derived, recording, checked);
      }
      boolean wait = derived.length > 0;
      for (int i = firstOutput(); i < arrays.length; i++) {
        if (arrays[i].isOnHost()) {
          stream.copyOut(frame.landing(i, arrays[i].type()), arrays[i].address(), bytes(arrays[i]));
          wait = true;
        }
      }
      if (wait) {
        stream.synchronize();
      } else {
        stream.record(frame.done());
        markUsed(frame);
      }
    } catch (RuntimeException e) {
      stream.record(frame.done());
      frame.done().await();
      throw e;
    }
  }

  private int firstOutput() {
    return arrays.length - graph.outputs().size();
  }

  private static long bytes(NDArray a) {
    return a.size() * a.dtype().bytes;
  }

  private boolean isWritten(int i) {
    return i >= firstOutput()
        || i >= graph.inputs().size() && graph.writes().containsKey(graph.states().get(i - graph.inputs().size()));
  }

  /** Puts the inputs where the frame's kernels reach them; the addresses of all arrays. */
  long[] arrive(Frame frame) {
    Stream stream = frame.stream();
    long[] at = new long[arrays.length];
    for (int i = 0; i < at.length; i++) {
      NDArray a = arrays[i];
      if (a.isOnHost()) {
        at[i] = frame.landing(i, a.type());
        if (i < graph.inputs().size()) {
          stream.copyIn(a.address(), at[i], bytes(a));
        }
      } else {
        at[i] = a.location();
        if (isWritten(i)) {
          a.uses().beforeWrite(stream);
        } else {
          a.uses().beforeRead(stream);
        }
      }
    }
    return at;
  }

  private void markUsed(Frame frame) {
    for (int i = 0; i < arrays.length; i++) {
      if (!arrays[i].isOnHost() && isWritten(i)) {
        arrays[i].uses().writing(frame.done());
      } else if (!arrays[i].isOnHost()) {
        arrays[i].uses().reading(frame.done());
      }
    }
  }
}
