package org.pydl4j.nd.array;

import java.util.List;

/** Makes a Batch of columns of values: one for each kind of source, such as records of DataVec or rows of Spark. */
public interface ColumnEncoder {
  /** The columns that it reads, in the order in which {@link #encode} asks for them. */
  List<String> columns();

  /** The features and labels of the rows, which the caller closes; a value that does not fit raises with its column. */
  Batch encode(Columns values);
}
