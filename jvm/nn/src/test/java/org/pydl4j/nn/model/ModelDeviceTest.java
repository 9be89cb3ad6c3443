package org.pydl4j.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.training.TrainingSession;

/** A model on a device with memory of its own; here the one without hardware of nd's tests. */
class ModelDeviceTest {
  private static void fit(Model m, Batch b) {
    try (TrainingSession t = new TrainingSession(m)) {
      for (int i = 0; i < 40; i++) {
        t.fitBatch(b);
      }
    }
  }

  @Test
  void aModelTrainsWhereItIsMovedTo(@TempDir Path folder) {
    Device device = Device.of("fake");
    try (Model here = new Model(Nets.mlp()).init(); Model there = new Model(Nets.mlp()).init().to(device);
        Batch b = Nets.clouds(32, 1)) {
      fit(here, b);
      fit(there, b);
      assertEquals(device, there.params().device());
      assertFalse(there.updaterState().isOnHost());
      assertEquals(here.score(), there.score(), 1e-4);
      try (NDArray y = here.output(b.feature(0)); NDArray z = there.output(b.feature(0))) {
        assertTrue(z.isOnHost());
        assertArrayEquals(y.toFloatArray(), z.toFloatArray(), 1e-3f);
      }
      try (Model copy = there.copy()) {
        assertEquals(device, copy.device());
        assertArrayEquals(there.predict(b.feature(0)), copy.predict(b.feature(0)));
      }
      Path file = folder.resolve("model.zip");
      there.save(file);
      float[] before = there.params().toHost().toFloatArray();
      try (Model loaded = ModelSerializer.read(file)) {
        assertArrayEquals(before, loaded.params().toFloatArray());
      }
      assertArrayEquals(before, there.to(Device.host()).params().toFloatArray());
      fit(there, b);
    }
  }
}
