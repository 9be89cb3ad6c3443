package org.pydl4j.serving.codec;

import java.util.Arrays;
import java.util.List;
import org.pydl4j.datavec.batch.InputEncoder;
import org.pydl4j.datavec.pipeline.BoundPipeline;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.codec.Examples.Input;

/**
 * Brings the inputs that a pipeline makes of records into those of a model: by name, or the only one into the only one.
 * Whole numbers go into inputs of integers without passing through floats. Immutable, for any number of threads.
 */
public final class RecordInputs {
  private final BoundPipeline pipeline;
  /** Of each input of the model the pipeline's input. */
  private final int[] places;
  private final InputEncoder[] encoders;

  /** Raises IllegalArgumentException when the pipeline does not make the model's inputs. */
  public RecordInputs(Signature signature, BoundPipeline pipeline) {
    this.pipeline = pipeline;
    List<Tensor> inputs = signature.inputs();
    this.places = inputs.stream().mapToInt(t -> place(t, signature, pipeline.encoder().inputs())).toArray();
    this.encoders = Arrays.stream(places).mapToObj(pipeline.encoder().inputs()::get).toArray(InputEncoder[]::new);
    for (int i = 0; i < encoders.length; i++) {
      if (pipeline.takesSequences()) {
        checkSequences(inputs.get(i), encoders[i].width());
      } else {
        checkSize(inputs.get(i), encoders[i].width());
      }
    }
  }

  private static int place(Tensor input, Signature signature, List<InputEncoder> made) {
    if (made.size() == 1 && made.get(0).name() == null && signature.inputs().size() == 1) {
      return 0;
    }
    for (int i = 0; i < made.size(); i++) {
      if (input.name().equals(made.get(i).name())) {
        return i;
      }
    }
    throw new IllegalArgumentException("[codec] the pipeline does not make input '" + input.name() + "': got "
        + made.stream().map(e -> e.name() == null ? "one without a name" : "'" + e.name() + "'").toList()
        + "; expected " + signature.inputNames() + ". Name the pipeline's inputs as the model does.");
  }

  private static void checkSize(Tensor t, int size) {
    if (t.openDims() == 0 ? t.rowSize() != size : t.rowSize() == 0 || size % t.rowSize() != 0) {
      throw new IllegalArgumentException("[codec] the pipeline does not fit the model: got " + size
          + " numbers for input " + t + "; expected " + t.rowSize()
          + ". Save the model with the pipeline that made its inputs.");
    }
  }

  /** A sequence is [size, T], of ids also [T]. */
  private static void checkSequences(Tensor t, int size) {
    boolean ids = !t.dtype().isFloat() && t.dims().length == 2 && size == 1;
    if (!ids && t.dims().length != 3) {
      throw new IllegalArgumentException("[codec] the pipeline makes sequences [" + size + ", T]: got input " + t
          + "; expected one of that shape.");
    }
  }

  /** What makes the inputs. */
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
    for (int i = 0; i < places.length; i++) {
      put(i, row, into.input(i));
    }
  }

  private void put(int i, Object[] row, Input in) {
    int width = encoders[i].width();
    if (in.tensor().dtype() == DType.FLOAT32) {
      float[] place = in.reserve(width);
      pipeline.encode(places[i], row, place, in.at(width));
    } else if (in.tensor().dtype().isFloat()) {
      float[] encoded = new float[width];
      pipeline.encode(places[i], row, encoded, 0);
      for (float v : encoded) {
        in.add(v);
      }
    } else {
      for (int column : encoders[i].columns()) {
        putWhole(row[column], in);
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
    List<Object[]> rows = raw.stream().map(pipeline::transform).toList();
    for (int i = 0; i < places.length; i++) {
      putSteps(i, rows, into.input(i));
    }
  }

  private void putSteps(int i, List<Object[]> rows, Input in) {
    int width = encoders[i].width();
    in.dims(in.tensor().dims().length == 2 ? new long[] {rows.size()} : new long[] {width, rows.size()});
    if (!in.tensor().dtype().isFloat()) {
      for (int column : encoders[i].columns()) {
        rows.forEach(row -> putWhole(row[column], in));
      }
      return;
    }
    float[][] steps = new float[rows.size()][width];
    for (int t = 0; t < steps.length; t++) {
      pipeline.encode(places[i], rows.get(t), steps[t], 0);
    }
    for (int c = 0; c < width; c++) {
      for (float[] step : steps) {
        in.add(step[c]);
      }
    }
  }
}
