package org.pydl4j.spark.data;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.pydl4j.nd.array.Batch;

/**
 * A column of a Batch, packed.
 *
 * @param name null where columns stand in order
 * @param mask null where all counts
 * @param weights null where all weigh 1
 */
record PackedColumn(String name, PackedRows values, PackedArray mask, PackedArray weights) implements Serializable {
  static PackedColumn of(Batch.Column c) {
    return new PackedColumn(c.name(), PackedRows.of(c.values()), c.mask() == null ? null : PackedArray.of(c.mask()),
        c.weights() == null ? null : PackedArray.of(c.weights()));
  }

  PackedColumn with(UnaryOperator<PackedRows> make) {
    return new PackedColumn(name, make.apply(values), mask == null ? null : (PackedArray) make.apply(mask),
        weights == null ? null : (PackedArray) make.apply(weights));
  }

  long bytes() {
    return values.bytes() + (mask == null ? 0 : mask.bytes()) + (weights == null ? 0 : weights.bytes());
  }
}
