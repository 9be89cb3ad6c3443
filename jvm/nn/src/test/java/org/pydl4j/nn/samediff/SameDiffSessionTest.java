package org.pydl4j.nn.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydl4j.nd.array.ArrayBatches;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.listeners.CheckpointListener;
import org.pydl4j.nn.training.Epoch;
import org.pydl4j.nn.training.Iteration;
import org.pydl4j.nn.training.TrainingListener;
import org.pydl4j.nn.training.TrainingSession;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Sgd;

/** A SameDiff graph in the session that trains networks: the same events, counts, schedules and files. */
class SameDiffSessionTest {
  /** loss = mean (x w - y)^2 */
  private static SameDiff line(Schedule schedule) {
    SameDiff sd = SameDiff.create();
    sd.placeholder("x", DType.FLOAT32, -1, 1);
    sd.placeholder("y", DType.FLOAT32, -1, 1);
    try (NDArray zero = NDArray.zeros(DType.FLOAT32, 1, 1)) {
      sd.variable("w", zero);
    }
    op(sd, "MatMul", "xw", "x", "w");
    op(sd, "Sub", "d", "xw", "y");
    op(sd, "Mul", "dd", "d", "d");
    op(sd, "ReduceMean", "loss", "dd");
    sd.setLossVariables(List.of("loss"));
    sd.setTrainingConfig(TrainingConfig.of(new Sgd(0.1, schedule), List.of("x"), List.of("y")).withSeed(7));
    return sd;
  }

  private static void op(SameDiff sd, String op, String name, String... inputs) {
    JsonArray in = new JsonArray();
    List.of(inputs).forEach(in::add);
    sd.op(op, new JsonObject(), in, List.of(name));
  }

  private static Batch rows() {
    return Batch.of(NDArray.of(new float[] {1, 2, 3, 4, 5, 6}, 6, 1),
        NDArray.of(new float[] {2, 4, 6, 8, 10, 12}, 6, 1));
  }

  @Test
  void listenersHearWhatThoseOfNetworksHear() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void onFitStart(TrainingSession session, long rowsPerEpoch, int epochs) {
        heard.add("fit " + rowsPerEpoch + " " + epochs);
      }

      @Override
      public void onEpochStart(TrainingSession session, int epoch) {
        heard.add("epoch " + epoch);
      }

      @Override
      public void iterationDone(TrainingSession session, Iteration it) {
        assertEquals(it.score(), session.model().score());
        heard.add(it.iteration() + " of " + it.epoch() + " with " + it.rows());
      }

      @Override
      public void onEpochEnd(TrainingSession session, Epoch epoch) {
        assertEquals(epoch.number() + 1, session.model().epochCount());
        heard.add("end " + epoch.number() + " after " + epoch.rows());
      }

      @Override
      public void onFitEnd(TrainingSession session) {
        heard.add("fit end");
      }
    };
    try (SameDiff sd = line(null); Batch rows = rows();
        TrainingSession s = new TrainingSession(sd).listeners(listener)) {
      s.fit(new ArrayBatches(rows, 4, null), 2);
      assertEquals(List.of("fit 6 2", "epoch 0", "0 of 0 with 4", "1 of 0 with 2", "end 0 after 6", "epoch 1",
          "2 of 1 with 4", "3 of 1 with 2",
          "end 1 after 6", "fit end"), heard);
    }
  }

  @Test
  void schedulesOfEpochsMove() {
    try (SameDiff sd = line(new Schedule.StepSchedule(Schedule.Unit.EPOCH, 0.01, 0, 1)); Batch rows = rows();
        TrainingSession s = new TrainingSession(sd)) {
      s.fit(new ArrayBatches(rows, 6, null), 1);
      float[] once = sd.array("w").toFloatArray();
      assertTrue(once[0] > 0);
      s.fit(new ArrayBatches(rows, 6, null), 3);
      assertArrayEquals(once, sd.array("w").toFloatArray());
    }
  }

  @Test
  void heldOutRowsAreScoredWithoutTraining() {
    List<Epoch> epochs = new ArrayList<>();
    TrainingListener listener = new TrainingListener() {
      @Override
      public void onEpochEnd(TrainingSession session, Epoch epoch) {
        epochs.add(epoch);
      }
    };
    try (SameDiff sd = line(null); Batch rows = rows();
        TrainingSession s = new TrainingSession(sd).validation(new ArrayBatches(rows, 3, null)).listeners(listener)) {
      s.fit(new ArrayBatches(rows, 6, null), 1);
      double w = sd.array("w").getDoubleAt(0);
      assertEquals(91.0 / 6 * (w - 2) * (w - 2), epochs.get(0).validationLoss(), 1e-4);
      assertEquals(91.0 / 6 * 4, epochs.get(0).loss(), 1e-4);
    }
  }

  @Test
  void checkpointsOfAGraphGoOnWhereItWas(@TempDir Path folder) {
    try (SameDiff sd = line(null); Batch rows = rows();
        TrainingSession s = new TrainingSession(sd).listeners(new CheckpointListener(folder, 0, 1, 1))) {
      s.fit(new ArrayBatches(rows, 2, null), 2);
      Path file = folder.toFile().listFiles()[0].toPath();
      try (SameDiff again = SameDiff.load(file)) {
        assertEquals(sd.iterationCount(), again.iterationCount());
        assertEquals(2, again.epochCount());
        assertArrayEquals(sd.array("w").toFloatArray(), again.array("w").toFloatArray());
      }
    }
  }

  @Test
  void aSecondFitAtTheSameTimeIsRefused() {
    try (SameDiff sd = line(null); Batch rows = rows(); TrainingSession one = new TrainingSession(sd);
        TrainingSession other = new TrainingSession(sd)) {
      one.listeners(new TrainingListener() {
        @Override
        public void iterationDone(TrainingSession session, Iteration it) {
          assertThrows(IllegalStateException.class, () -> other.fit(new ArrayBatches(rows, 2, null), 1));
        }
      });
      assertEquals(3, one.fit(new ArrayBatches(rows, 2, null), 1).batches());
    }
  }
}
