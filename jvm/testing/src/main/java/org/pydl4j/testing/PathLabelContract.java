package org.pydl4j.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pydl4j.datavec.reader.PathLabel;
import org.pydl4j.nd.json.Records;

/**
 * A label of paths: JSON, and the label that a path has.
 *
 * @param subject what gives the label
 * @param uri a file
 * @param label what it must say
 */
public record PathLabelContract(PathLabel subject, String uri, String label) implements Contract {
  @Override
  public Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("comes back from JSON", () -> Checks.json(subject, PathLabel.class));
    claims.put("gives the label, also after JSON", () -> {
      Checks.equal(label, subject.of(uri), "the label of " + uri);
      Checks.equal(label, Records.fromText(Records.toText(subject), PathLabel.class).of(uri), "the label after JSON");
    });
    return claims;
  }
}
