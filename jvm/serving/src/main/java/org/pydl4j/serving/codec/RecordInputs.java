package org.pydl4j.serving.codec;

import java.util.List;
import org.pydl4j.datavec.batch.BatchEncoder;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.nd.types.DType;
import org.pydl4j.serving.codec.Examples.Input;
import org.pydl4j.serving.servable.Signature;
import org.pydl4j.serving.servable.Signature.Tensor;

/**
 * Which columns of transformed records go into which input of a model: all features in order into a single one; into
 * one of
 * several inputs the column of its name. Whole numbers go into inputs of integers without passing through floats.
 * Immutable, for any number of threads.
 */
public final class RecordInputs {
  private final BoundPipeline pipeline;
  private final boolean single;
  private final int width;
  private final int[] from;
  private final int[] size;
  private final int[] columns;
  /** The columns of whole numbers of a single input of integers. */
  private final int[] features;

  /** Raises IllegalArgumentException when the pipeline does not make the model's inputs. */
  public RecordInputs(Signature signature, BoundPipeline pipeline) {
    this.pipeline = pipeline;
    BatchEncoder encoder = pipeline.encoder();
    List<Tensor> inputs = signature.inputs();
    this.single = inputs.size() == 1;
    this.width = encoder.width();
    this.from = new int[inputs.size()];
    this.size = new int[inputs.size()];
    this.columns = new int[inputs.size()];
    this.features = encoder.features().stream().mapToInt(encoder.schema()::index).toArray();
    for (int i = 0; i < from.length && !single; i++) {
      String name = inputs.get(i).name();
      if (!encoder.features().contains(name)) {
        throw new IllegalArgumentException("[codec] the pipeline makes no column for input '" + name + "': got "
            + encoder.features() + "; expected a feature column of each input's name, of " + signature.inputNames()
            + ". Rename columns in the pipeline.");
      }
      from[i] = encoder.offset(name);
      size[i] = encoder.size(name);
      columns[i] = encoder.schema().index(name);
      checkSize(inputs.get(i), size[i]);
    }
    if (single && !pipeline.takesSequences()) {
      size[0] = width;
      checkSize(inputs.get(0), width);
    }
    if (pipeline.takesSequences() && (!single || inputs.get(0).dims().length != 3 || !inputs.get(0).dtype()
        .isFloat())) {
      throw new IllegalArgumentException("[codec] the pipeline makes sequences [size, T] of floats: got inputs "
          + inputs
          + "; expected one of that shape.");
    }
  }

  private static void checkSize(Tensor t, int size) {
    if (t.openDims() == 0 ? t.rowSize() != size : t.rowSize() == 0 || size % t.rowSize() != 0) {
      throw new IllegalArgumentException("[codec] the pipeline does not fit the model: got " + size
          + " numbers for input " + t + "; expected " + t.rowSize()
          + ". Save the model with the pipeline that made its inputs.");
    }
  }

  public BoundPipeline pipeline() {
    return pipeline;
  }

  /** Puts a raw record into the open example. */
  public void put(Object[] raw, Examples into) {
    if (pipeline.takesSequences()) {
      putSteps(List.<Object[]>of(raw), into);
      return;
    }
    Object[] row = pipeline.transform(raw);
    Input first = into.input(0);
    if (single && first.tensor().dtype() == DType.FLOAT32) {
      float[] place = first.reserve(width);
      pipeline.encode(row, place, first.at(width));
      return;
    }
    float[] encoded = new float[width];
    pipeline.encode(row, encoded, 0);
    for (int i = 0; i < from.length; i++) {
      Input in = into.input(i);
      if (!in.tensor().dtype().isFloat()) {
        for (int c : single ? features : new int[] {columns[i]}) {
          putWhole(row[c], in);
        }
      } else {
        for (int k = 0; k < size[i]; k++) {
          in.add(encoded[from[i] + k]);
        }
      }
    }
  }

  private static void putWhole(Object value, Input in) {
    if (value instanceof ArrayValue a) {
      for (float v : a.values()) {
        in.add((double) v);
      }
    } else if (value instanceof Image image) {
      for (int c = 0; c < image.channels(); c++) {
        for (int p = 0; p < image.height() * image.width(); p++) {
          in.add(image.pixels()[p * image.channels() + c] & 0xffL);
        }
      }
    } else if (value instanceof Long || value instanceof Integer) {
      in.add(((Number) value).longValue());
    } else {
      in.add(ColumnType.toDouble(value));
    }
  }

  /** Puts the steps of a sequence into the open example, [size, T]. */
  public void putSteps(List<Object[]> raw, Examples into) {
    float[][] steps = new float[raw.size()][width];
    for (int t = 0; t < steps.length; t++) {
      pipeline.encode(pipeline.transform(raw.get(t)), steps[t], 0);
    }
    Input in = into.input(0);
    in.dims(width, steps.length);
    for (int c = 0; c < width; c++) {
      for (float[] step : steps) {
        in.add(step[c]);
      }
    }
  }
}
