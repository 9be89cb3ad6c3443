package org.pydl4j.datavec.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.Batch.Column;
import org.pydl4j.nd.array.NDArray;

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
    List<Column> made = new ArrayList<>();
    try {
      for (InputEncoder x : encoder.inputs()) {
        NDArray mask = ragged ? NDArray.of(present, n, steps) : null;
        made.add(new Column(x.name(), x.array(sequences, steps), mask, null));
      }
      for (OutputEncoder y : encoder.outputs()) {
        boolean masked = ragged || labelAt == LabelAt.LAST_STEP && steps > 1;
        NDArray mask = masked ? NDArray.of(counted, n, steps) : null;
        made.add(new Column(y.name(), y.array(sequences, steps, counted), mask, null));
      }
      int inputs = encoder.inputs().size();
      return new Batch(made.subList(0, inputs), made.subList(inputs, made.size()));
    } catch (RuntimeException e) {
      made.forEach(c -> new Batch(List.of(), List.of(c)).close());
      throw e;
    }
  }

  /** The features [1, size, T] of one sequence; the caller closes the batch. */
  public Batch features(BatchEncoder encoder, List<Object[]> steps) {
    steps.forEach(encoder::checkFeatures);
    List<Object[]> one = List.<Object[]>of(steps.toArray());
    List<Column> made = new ArrayList<>();
    try {
      encoder.inputs().forEach(x -> made.add(Column.of(x.name(), x.array(one, steps.size()))));
      return new Batch(made, List.of());
    } catch (RuntimeException e) {
      made.forEach(c -> c.values().close());
      throw e;
    }
  }
}
