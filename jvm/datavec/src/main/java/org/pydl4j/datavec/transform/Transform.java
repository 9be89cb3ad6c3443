package org.pydl4j.datavec.transform;

import java.io.Serializable;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Open;

/**
 * One step of a {@link TransformProcess}: a value that says how a schema changes and how its rows do.
 *
 * <p>Missing values (null) stay missing through every step that does not say otherwise; so a pipeline that also
 * transforms labels can serve records that have none.
 */
@Open
public interface Transform extends Serializable {
  /** The schema of the rows that come out; a wrong column raises IllegalArgumentException. */
  Schema apply(Schema in);

  /** The function over rows of that schema. */
  RowFunction bind(Schema in);
}
