package org.pydl4j.nd.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.graph.Attrs;
import org.pydl4j.nd.ops.Ops;

class EagerTest {
  private static NDArray one(String op, Attrs attrs, NDArray[] in, NDArray... constants) {
    return Eager.apply(Ops.get(op), "test", attrs, in, constants)[0];
  }

  @Test
  void equalCallsShareAProgramAndOtherShapesAndListsDoNot() {
    try (NDArray a = NDArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        NDArray b = NDArray.of(new float[] {10, 20, 30}, 3);
        NDArray first = NDArray.of(new long[] {0}, 1);
        NDArray second = NDArray.of(new long[] {1}, 1)) {
      for (int i = 0; i < 3; i++) {
        try (NDArray sum = one("Add", Attrs.NONE, new NDArray[] {a, b}, null, null);
            NDArray twice = one("Add", Attrs.NONE, new NDArray[] {b, b}, null, null);
            NDArray columns = one("ReduceSum", Attrs.of("keepdims", 0), new NDArray[] {a, first}, null, first);
            NDArray rows = one("ReduceSum", Attrs.of("keepdims", 0), new NDArray[] {a, second}, null, second)) {
          assertArrayEquals(new float[] {11, 22, 33, 14, 25, 36}, sum.toFloatArray());
          assertArrayEquals(new float[] {20, 40, 60}, twice.toFloatArray());
          assertArrayEquals(new float[] {5, 7, 9}, columns.toFloatArray());
          assertArrayEquals(new float[] {6, 15}, rows.toFloatArray());
        }
      }
    }
  }

  @Test
  void resultsAreTheCallersOwn() {
    try (NDArray a = NDArray.of(new float[] {1, 2}, 2); NDArray copy = one("Identity", Attrs.NONE, new NDArray[] {a}, (NDArray) null)) {
      a.putDouble(7, 0);
      assertEquals(1, copy.getDouble(0));
    }
  }

  @Test
  void wrongShapesFailAsInGraphs() {
    try (NDArray a = NDArray.of(new float[] {1, 2}, 2); NDArray b = NDArray.of(new float[] {1, 2, 3}, 3)) {
      assertThrows(IllegalArgumentException.class, () -> one("Add", Attrs.NONE, new NDArray[] {a, b}, null, null));
    }
  }

  @Test
  void anOpOnArraysOfADeviceRunsThereAndItsResultStays() {
    Device device = Device.of("fake");
    try (NDArray a = NDArray.of(new float[] {1, 2, 3}).to(device); NDArray b = NDArray.of(new float[] {4, 5, 6})) {
      NDArray sum = one("Add", Attrs.NONE, new NDArray[] {a, b}, null, null);
      assertEquals(device, sum.device());
      assertArrayEquals(new float[] {5, 7, 9}, sum.toHost().toFloatArray());
    }
  }
}
