package org.pydl4j.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.RowFunction;
import org.pydl4j.datavec.transform.Transform;
import org.pydl4j.nd.json.Records;

/**
 * A transform: rows that fit the schema it announces, also where values are missing; a pure function for many threads;
 * JSON, and the serialized form in which Spark ships it.
 *
 * @param subject the transform
 * @param schema of the rows that go in
 * @param rows some of them
 */
public record TransformContract(Transform subject, Schema schema, List<Object[]> rows) implements Contract {
  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, Transform.class));
    claims.put("can be shipped to executors", () -> Checks.serialization(subject));
    claims.put("gives rows of the schema that it announces", () -> {
      Schema out = subject.apply(schema);
      RowFunction f = subject.bind(schema);
      int left = 0;
      for (Object[] row : Rows.withMissing(rows)) {
        Object[] got = f.apply(row);
        if (got != null) {
          Rows.fits(got, out);
          left++;
        }
      }
      Checks.hold(left > 0, "every row of the example is filtered out; expected one that is left.");
    });
    claims.put("leaves rows alone and serves many threads", () -> Rows.pure(Rows.withMissing(rows),
        subject.bind(schema)::apply));
    claims.put("does the same after JSON", () -> {
      RowFunction one = subject.bind(schema);
      RowFunction other = Records.fromText(Records.toText(subject), Transform.class).bind(schema);
      for (Object[] row : rows) {
        Checks.equal(Rows.boxed(one.apply(row.clone())), Rows.boxed(other.apply(row.clone())),
            "the transform from JSON");
      }
    });
    return claims;
  }
}
