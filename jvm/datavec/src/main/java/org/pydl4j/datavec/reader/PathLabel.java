package org.pydl4j.datavec.reader;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydl4j.nd.json.Open;

/** Which label a file's name tells. DL4J: PathLabelGenerator. */
@Open
public interface PathLabel {
  /** The label of a file by its path. */
  String of(String uri);

  /** The name of the directory that holds the file. DL4J: ParentPathLabelGenerator. */
  record ParentPathLabel() implements PathLabel {
    @Override
    public String of(String uri) {
      String[] parts = uri.split("/");
      if (parts.length < 2) {
        throw new IllegalArgumentException("[label] no directory above the file: got " + uri + ".");
      }
      return parts[parts.length - 2];
    }
  }

  /** The first group of a regular expression that is found in the path. DL4J: PatternPathLabelGenerator. */
  record PatternPathLabel(String regex) implements PathLabel {
    @Override
    public String of(String uri) {
      Matcher m = Pattern.compile(regex).matcher(uri);
      if (!m.find() || m.groupCount() < 1) {
        throw new IllegalArgumentException("[label] the pattern is not found: got " + uri + "; expected " + regex
            + " with one group.");
      }
      return m.group(1);
    }
  }
}
