package org.pydl4j.nd.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of jars are found by the lists in the jars, wherever those are. */
public class VariantsTest {
  /** What others implement. */
  @Open
  public interface Shape {}

  record Circle(double radius) implements Shape {}

  sealed interface Figure permits Point, Area {}

  record Point() implements Figure {}

  /** An open branch of a sealed interface. */
  @Open
  public non-sealed interface Area extends Figure {}

  record Square(int side) implements Area {}

  private static final String LIST = Variants.FOLDER + Shape.class.getName();

  private static String record(String name) {
    return "package theirs; public record " + name + "(int n) implements " + Shape.class.getCanonicalName() + " {}";
  }

  @TempDir
  Path folder;

  private CompiledJar jar(String name) throws Exception {
    return CompiledJar.of(folder, true, Map.of("theirs." + name, record(name)), Map.of());
  }

  @Test
  void aRecordOfAnotherJarIsReadAndWrittenWhereItsJarIsKnown() throws Exception {
    Shape read = jar("Triangle").in(() -> {
      assertEquals(Set.of("Circle", "Triangle"), Variants.of(Shape.class).keySet());
      Shape s = Records.fromText("{\"@type\": \"triangle\", \"n\": 3}", Shape.class);
      assertEquals("{\"@type\":\"Triangle\",\"n\":3}", Records.toText(s));
      return s;
    });
    assertEquals("theirs.Triangle", read.getClass().getName());
    assertEquals(Set.of("Circle"), Variants.of(Shape.class).keySet(), "outside of that class loader");
    assertNull(Variants.find(Shape.class, "Triangle"));
  }

  @Test
  void aListWrittenByHandIsAsGoodAsTheProcessors() throws Exception {
    CompiledJar jar = CompiledJar.of(folder, false, Map.of("theirs.Hexagon", record("Hexagon")),
        Map.of(LIST, "# ours\n\ntheirs.Hexagon  # six\n"));
    assertEquals(Set.of("Circle", "Hexagon"), jar.in(() -> Variants.of(Shape.class).keySet()));
  }

  @Test
  void equalSimpleNamesAreRefusedWithBothClasses() throws Exception {
    for (String name : new String[] {"Circle", "CIRCLE", "Cir_cle"}) {
      CompiledJar jar = jar(name);
      String m = assertThrows(IllegalArgumentException.class, () -> jar.in(() -> Variants.of(Shape.class)))
          .getMessage();
      assertTrue(m.contains("theirs." + name) && m.contains(Circle.class.getName()), m);
      java.nio.file.Files.delete(folder.resolve("classes/theirs/" + name + ".class"));
      java.nio.file.Files.delete(folder.resolve("classes/" + LIST));
    }
  }

  @Test
  void aWrongListSaysWhatIsWrongAndWhere() throws Exception {
    Map<String, String> wrong = Map.of("theirs.Missing", "can't be loaded", "java.lang.String", "implements no Shape",
        "theirs.NoRecord", "is no record");
    for (Map.Entry<String, String> e : wrong.entrySet()) {
      CompiledJar jar = CompiledJar.of(folder, false,
          Map.of("theirs.NoRecord", "package theirs; public class NoRecord implements "
              + Shape.class.getCanonicalName() + " {}"),
          Map.of(LIST, e.getKey()));
      String m = assertThrows(IllegalStateException.class, () -> jar.in(() -> Variants.of(Shape.class))).getMessage();
      assertTrue(m.contains(e.getKey()) && m.contains("theirs.jar") && m.contains(e.getValue()), m);
    }
  }

  @Test
  void aRecordThatNoJarListsIsNotWritten() throws Exception {
    CompiledJar jar = CompiledJar.of(folder, false, Map.of("theirs.Oval", record("Oval")), Map.of());
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.url()}, getClass().getClassLoader())) {
      Object oval = loader.loadClass("theirs.Oval").getConstructor(int.class).newInstance(2);
      String m = assertThrows(IllegalArgumentException.class, () -> Records.toText(oval)).getMessage();
      assertTrue(m.startsWith("[variants] theirs.Oval is in no list of a jar: got " + LIST + " without it"), m);
    }
  }

  @Test
  void aJarThatComesLaterIsSeen() throws Exception {
    CompiledJar jar = jar("Late");
    class Growing extends URLClassLoader {
      Growing() {
        super(new URL[0], VariantsTest.class.getClassLoader());
      }

      @Override
      protected void addURL(URL url) {
        super.addURL(url);
      }
    }

    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (Growing loader = new Growing()) {  // as Spark's, which grows by SparkContext.addJar
      Thread.currentThread().setContextClassLoader(loader);
      assertNull(Variants.find(Shape.class, "Late"));
      loader.addURL(jar.url());
      assertEquals("theirs.Late", Variants.find(Shape.class, "Late").getName());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void aLoaderThatKnowsNothingOfUsIsPassedBy() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      for (ClassLoader other : new ClassLoader[] {null, ClassLoader.getPlatformClassLoader()}) {
        Thread.currentThread().setContextClassLoader(other);
        assertEquals(Set.of("Circle"), Variants.of(Shape.class).keySet());
      }
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void anOpenBranchOfASealedInterfaceHasItsVariantsThere() {
    assertEquals(Set.of("Point", "Square"), Variants.of(Figure.class).keySet());
    assertEquals("{\"@type\":\"Square\",\"side\":2}", Records.toText(new Square(2)));
    assertEquals(new Square(2), Records.fromText("{\"@type\":\"Square\",\"side\":2}", Figure.class));
  }
}
