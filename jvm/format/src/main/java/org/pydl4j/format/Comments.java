package org.pydl4j.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wraps comments that are too long; what fits stays as it is. */
final class Comments {
  private static final int WIDTH = 120;
  private static final Pattern SINGLE = Pattern.compile("( *)/\\*\\* (.*) \\*/");
  private static final Pattern INSIDE = Pattern.compile("( *\\* )( *)(.*)");
  private static final Pattern LINE = Pattern.compile("( *// )()(.*)");
  private static final Pattern BEHIND = Pattern.compile("( *)(\\S.*?) +// ([^\"]*)");
  private static final Pattern RULE = Pattern.compile("( *//.*?)-{10,}");

  private Comments() {
  }

  static String wrapped(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher single = SINGLE.matcher(line);
      Matcher behind = BEHIND.matcher(line);
      Matcher rule = RULE.matcher(line);
      if (line.length() <= WIDTH) {
        lines.add(line);
      } else if (single.matches()) {
        lines.addAll(
            List.of(single.group(1) + "/**", single.group(1) + " * " + single.group(2), single.group(1) + " */"));
      } else if (rule.matches()) {
        lines.add(rule.group(1) + "-".repeat(Math.max(2, WIDTH - rule.group(1).length())));
      } else if (behind.matches() && !line.strip().startsWith("*") && !line.strip().startsWith("//")) {
        lines.addAll(List.of(behind.group(1) + "// " + behind.group(3), behind.group(1) + behind.group(2)));
      } else {
        lines.add(line);
      }
    }
    return String.join("\n", reflowed(lines));
  }

  /** Words that do not fit go to the next line of the paragraph, or make one of their own. */
  private static List<String> reflowed(List<String> lines) {
    List<String> out = new ArrayList<>(lines);
    boolean isComment = false;
    for (int i = 0; i < out.size(); i++) {
      String line = out.get(i);
      String bare = line.strip();
      isComment = bare.startsWith("/*") || isComment && bare.startsWith("*");
      Matcher m = (isComment ? INSIDE : LINE).matcher(line);
      if (line.length() > WIDTH && m.matches()) {
        int at = line.lastIndexOf(' ', WIDTH);
        if (at > m.start(3)) {
          out.set(i, line.substring(0, at).stripTrailing());
          String rest = line.substring(at + 1);
          String indent = m.group(1) + (m.group(3).startsWith("@") ? "    " : m.group(2));
          Matcher next = (isComment ? INSIDE : LINE).matcher(i + 1 < out.size() ? out.get(i + 1) : "");
          boolean goesOn =
              next.matches() && (next.group(1) + next.group(2)).equals(indent) && next.group(3).matches("[^@<\\s-].*")
                  && !bare.endsWith("</p>");
          if (goesOn) {
            out.set(i + 1, indent + rest + " " + next.group(3));
          } else {
            out.add(i + 1, indent + rest);
          }
        }
      }
    }
    return out;
  }
}
