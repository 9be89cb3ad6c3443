package org.pydl4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CommentsTest {
  private static final String WORDS = "some words ".repeat(12).strip();

  private static String wrapped(String... lines) {
    String once = Comments.wrapped(String.join("\n", lines));
    assertEquals(once, Comments.wrapped(once), "a second time");
    return once;
  }

  private static void assertFits(String text) {
    assertTrue(Arrays.stream(text.split("\n")).allMatch(l -> l.length() <= 120), text);
  }

  private static String words(String text) {
    return text.replaceAll("[\\s*/]+", " ").strip();
  }

  @Test
  void whatFitsStays() {
    String text = "/** One line. */\nint x;  // why\n// ---- part ----\n/**\n * Two\n * lines.\n */";
    assertEquals(text, wrapped(text));
  }

  @Test
  void aLongJavadocOfOneLineBecomesSeveralWithTheSameWords() {
    String text = wrapped("  /** " + WORDS + ". */", "  int x;");
    assertFits(text);
    assertTrue(text.startsWith("  /**\n   * some") && text.endsWith(".\n   */\n  int x;"), text);
    assertEquals(words(WORDS + ". int x;"), words(text));
  }

  @Test
  void wordsThatDoNotFitGoToTheNextLineOfTheParagraphAndToNoTag() {
    String text = wrapped("/**", " * " + WORDS, " * and more.", " *", " * @param x " + WORDS, " * @return y", " */");
    assertFits(text);
    assertTrue(text.contains("some words and more.\n *\n * @param x some"), text);
    assertTrue(text.matches("(?s).*\n \\*     [some words]+\n \\* @return y.*"), text);
  }

  @Test
  void aCommentBehindCodeThatIsTooLongGoesAboveIt() {
    String text = wrapped("    int x = 1;  // " + WORDS.substring(0, 110));
    assertTrue(text.matches("(?s)    // some words .*\n    int x = 1;"), text);
  }

  @Test
  void slashesInTextsAreNoComments() {
    String code = "  String a = \"" + "http://a/ // ".repeat(12) + "\";";
    assertEquals(code, wrapped(code));
  }

  @Test
  void linesOfDashesAreCut() {
    assertEquals("  // part " + "-".repeat(110), wrapped("  // part " + "-".repeat(130)));
  }
}
