package org.pydl4j.datavec.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.pydl4j.datavec.batch.Features;
import org.pydl4j.datavec.batch.Labels;
import org.pydl4j.datavec.batch.Sequences;
import org.pydl4j.datavec.normalize.Normalizer;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.transform.TransformProcess;

/**
 * Builds a {@link Pipeline} input by input, output by output; names are those of the model's. DL4J:
 * RecordReaderMultiDataSetIterator.Builder, whose columns are given by number.
 */
public final class PipelineBuilder {
  private final RecordReader reader;
  private final TransformProcess transform;
  private final List<Features> features = new ArrayList<>();
  private final List<Labels> labels = new ArrayList<>();
  private Sequences sequences;
  private Normalizer normalizer;

  PipelineBuilder(RecordReader reader, TransformProcess transform) {
    this.reader = reader;
    this.transform = transform;
  }

  /** An input of columns, whose values stand one after another; without columns all that nothing else names. */
  public PipelineBuilder addInput(String name, String... columns) {
    features.add(new Features(name, List.of(columns)));
    return this;
  }

  /** An output whose targets are the numbers of columns: float32 [N, columns]. */
  public PipelineBuilder addOutput(String name, String... columns) {
    labels.add(Labels.regression(columns).named(name));
    return this;
  }

  /** An output of classes, one-hot: float32 [N, classes]; as many as the column has categories, or its greatest + 1. */
  public PipelineBuilder addOutputOneHot(String name, String column) {
    labels.add(Labels.oneHot(column).named(name));
    return this;
  }

  /** The same with that many classes. */
  public PipelineBuilder addOutputOneHot(String name, String column, int classes) {
    labels.add(new Labels(name, Labels.Kind.ONE_HOT, List.of(column), classes));
    return this;
  }

  /** An output of labels of any kind. */
  public PipelineBuilder addOutput(String name, Labels of) {
    labels.add(of.named(name));
    return this;
  }

  /** Files are sequences. */
  public PipelineBuilder sequences(Sequences of) {
    sequences = of;
    return this;
  }

  /** Scales the inputs by what it was, or will be, fitted to. */
  public PipelineBuilder normalizer(Normalizer of) {
    normalizer = of;
    return this;
  }

  /** The pipeline; columns that do not exist are refused. */
  public Pipeline build() {
    return new Pipeline(reader, transform, features, labels, sequences, normalizer);
  }
}
