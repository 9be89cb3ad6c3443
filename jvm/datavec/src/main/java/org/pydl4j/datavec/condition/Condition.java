package org.pydl4j.datavec.condition;

import java.io.Serializable;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Open;

/** Says yes or no to a row. A missing value satisfies no condition but {@link IsMissing} and what negates one. */
@Open
public interface Condition extends Serializable {
  /** The test for rows of that schema; unknown columns and wrong types raise IllegalArgumentException here. */
  RowTest bind(Schema schema);
}
