package org.pydl4j.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.condition.RowTest;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.nd.json.Records;

/**
 * A condition: a pure function for many threads that takes missing values, says yes to some rows of the example and no
 * to others; JSON, and the serialized form in which Spark ships it.
 *
 * @param subject the condition
 * @param schema of the rows
 * @param rows of which it holds for some only
 */
public record ConditionContract(Condition subject, Schema schema, List<Object[]> rows) implements Contract {
  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, Condition.class));
    claims.put("can be shipped to executors", () -> Checks.serialization(subject));
    claims.put("holds for some rows only, also after JSON", () -> {
      RowTest test = subject.bind(schema);
      RowTest again = Records.fromText(Records.toText(subject), Condition.class).bind(schema);
      long yes = 0;
      for (Object[] row : rows) {
        boolean holds = test.test(row.clone());
        Checks.equal(holds, again.test(row.clone()), "the condition from JSON");
        yes += holds ? 1 : 0;
      }
      Checks.hold(yes > 0 && yes < rows.size(), "holds for " + yes + " of " + rows.size()
          + " rows of the example; expected some but not all.");
    });
    claims.put("leaves rows alone and serves many threads", () -> {
      RowTest test = subject.bind(schema);
      Rows.pure(Rows.withMissing(rows), test::test);
    });
    return claims;
  }
}
