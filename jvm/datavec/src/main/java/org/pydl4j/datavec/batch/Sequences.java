package org.pydl4j.datavec.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.FloatRows;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

/**
 * The records of each file are the time steps of one sequence: features [N, size, T] and labels [N, classes, T], [N, T]
 * or [N, targets, T], padded behind with 0 and masked where lengths differ. DL4J: SequenceRecordReaderDataSetIterator.
 *
 * @param labelAt whether each step has its label, or the last step's counts for the whole sequence
 */
public record Sequences(LabelAt labelAt) {
  /** Which steps have labels. */
  public enum LabelAt { EACH_STEP, LAST_STEP }

  static Map<String, Object> defaults() {
    return Map.of("labelAt", LabelAt.EACH_STEP);
  }

  /** The batch of sequences whose elements are their steps' rows. */
  Batch encode(BatchEncoder encoder, List<Object[]> sequences) {
    int n = sequences.size();
    int steps = sequences.stream().mapToInt(s -> s.length).max().orElse(0);
    boolean ragged = sequences.stream().anyMatch(s -> s.length != steps);
    float[] present = new float[n * steps];
    float[] counted = new float[n * steps];
    for (int i = 0; i < n; i++) {
      int length = sequences.get(i).length;
      Arrays.fill(present, i * steps, i * steps + length, 1);
      Arrays.fill(counted, i * steps + (labelAt == LabelAt.LAST_STEP ? length - 1 : 0), i * steps + length, 1);
    }
    NDArray y = labels(encoder, sequences, steps, counted);
    boolean labelsMasked = y != null && (ragged || labelAt == LabelAt.LAST_STEP && steps > 1);
    return Batch.of(features(encoder, sequences, steps), y, ragged ? NDArray.of(present, n, steps) : null,
        labelsMasked ? NDArray.of(counted, n, steps) : null);
  }

  /** The features [1, size, T] of one sequence. */
  public NDArray features(BatchEncoder encoder, List<Object[]> steps) {
    steps.forEach(encoder::checkFeatures);
    return features(encoder, List.<Object[]>of(steps.toArray()), steps.size());
  }

  private static NDArray features(BatchEncoder encoder, List<Object[]> sequences, int steps) {
    int size = encoder.width();
    if (encoder.isWhole()) {
      long[] values = new long[sequences.size() * size * steps];
      for (int i = 0; i < sequences.size(); i++) {
        for (int t = 0; t < sequences.get(i).length; t++) {
          encoder.encode((Object[]) sequences.get(i)[t], values, i * size * steps + t, steps);
        }
      }
      return NDArray.of(values, sequences.size(), size, steps);
    }
    NDArray out = NDArray.create(DType.FLOAT32, sequences.size(), size, steps);
    float[] row = new float[size];
    float[] block = new float[size * steps];
    for (int i = 0; i < sequences.size(); i++) {
      Arrays.fill(block, 0);
      Object[] sequence = sequences.get(i);
      for (int t = 0; t < sequence.length; t++) {
        encoder.encode((Object[]) sequence[t], row, 0);
        for (int c = 0; c < size; c++) {
          block[c * steps + t] = row[c];
        }
      }
      FloatRows.put(out, (long) i * block.length, block, 0, block.length);
    }
    return out;
  }

  private static NDArray labels(BatchEncoder encoder, List<Object[]> sequences, int steps, float[] counted) {
    Labels labels = encoder.labels();
    if (labels.kind() == Labels.Kind.NONE) {
      return null;
    }
    int n = sequences.size();
    if (labels.kind() == Labels.Kind.INDEX) {
      long[] index = new long[n * steps];
      eachCounted(sequences, steps, counted, (at, row) -> index[at] = encoder.classOf(row));
      return NDArray.of(index, n, steps);
    }
    boolean hot = labels.kind() == Labels.Kind.ONE_HOT;
    int size = hot ? encoder.classes() : labels.columns().size();
    float[] y = new float[n * size * steps];
    eachCounted(sequences, steps, counted, (place, row) -> {
      int at = place / steps * size * steps + place % steps;
      if (hot) {
        y[at + encoder.classOf(row) * steps] = 1;
      }
      for (int k = 0; k < size && !hot; k++) {
        y[at + k * steps] = encoder.target(row, k);
      }
    });
    return NDArray.of(y, n, size, steps);
  }

  /** Takes a step that counts: its place in [N, T], and its row. */
  private interface Step {
    void take(int place, Object[] row);
  }

  private static void eachCounted(List<Object[]> sequences, int steps, float[] counted, Step step) {
    for (int i = 0; i < sequences.size(); i++) {
      for (int t = 0; t < sequences.get(i).length; t++) {
        if (counted[i * steps + t] != 0) {
          step.take(i * steps + t, (Object[]) sequences.get(i)[t]);
        }
      }
    }
  }
}
