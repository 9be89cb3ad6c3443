package org.pydl4j.serving.codec;

import com.google.gson.stream.JsonToken;
import java.util.ArrayList;
import java.util.List;

/** JSON objects of a pipeline's columns; where the pipeline makes sequences, an array of them is one. */
final class RowReader implements ExampleReader {
  private final RecordInputs inputs;

  RowReader(RecordInputs inputs) {
    this.inputs = inputs;
  }

  @Override
  public void read(byte[] value, Examples into) {
    boolean sequences = inputs.pipeline().takesSequences();
    List<Object[]> rows = JsonText.read(value, in -> {
      if (!sequences || in.peek() != JsonToken.BEGIN_ARRAY) {
        return List.<Object[]>of(inputs.pipeline().read(in));
      }
      List<Object[]> steps = new ArrayList<>();
      in.beginArray();
      while (in.hasNext()) {
        steps.add(inputs.pipeline().read(in));
      }
      in.endArray();
      return steps;
    });
    if (sequences) {
      inputs.putSteps(rows, into);
    } else {
      inputs.put(rows.get(0), into);
    }
  }
}
