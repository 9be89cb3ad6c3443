package com.example.records;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.testing.ContractTest;
import org.pydl4j.testing.Examples;

/** The contracts of this jar's records; the loss, the activation, the updater and the normalizer need no example. */
class OwnRecordsTest extends ContractTest {
  @Override
  protected Examples examples() {
    Schema schema = Schema.of(Column.of("x", ColumnType.DOUBLE));
    byte[] pairs = "a=1 b=2\nb=3 a=4\n".getBytes(StandardCharsets.UTF_8);
    return Examples.of("com.example.records")
        .layer(new GatedDense(3, 1), InputType.feedForward(4))
        .layer(new Residual(new GatedDense(4, 1)), InputType.feedForward(4))
        .vertex(new GateVertex(), InputType.feedForward(3), InputType.feedForward(3))
        .schedule(new CosineSchedule(0.1, 100))
        .transform(new Clip("x", 0, 1), schema, new Object[] {0.5}, new Object[] {7.0})
        .condition(new Between("x", 0, 1), schema, new Object[] {0.5}, new Object[] {7.0})
        .reader(new KeyValueReader(List.of("a", "b")), Map.of("pairs.txt", pairs));
  }
}
