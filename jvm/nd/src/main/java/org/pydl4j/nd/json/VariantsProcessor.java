package org.pydl4j.nd.json;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/**
 * Writes the lists that {@link Variants} reads: while a module is compiled, every record and enum of it that implements
 * an {@link Open} interface. So a new layer is one file, here and in anybody's jar.
 */
@SupportedAnnotationTypes("*")
public final class VariantsProcessor extends AbstractProcessor {
  private final Map<String, Set<String>> found = new TreeMap<>();

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    ElementFilter.typesIn(round.getRootElements()).forEach(this::visit);
    if (round.processingOver()) {
      found.forEach(this::write);
    }
    return false;
  }

  private void visit(TypeElement type) {
    if (type.getKind() == ElementKind.RECORD || type.getKind() == ElementKind.ENUM) {
      collect(type.asType(), processingEnv.getElementUtils().getBinaryName(type).toString());
    }
    ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::visit);
  }

  private void collect(TypeMirror type, String name) {
    for (TypeMirror above : processingEnv.getTypeUtils().directSupertypes(type)) {
      Element element = processingEnv.getTypeUtils().asElement(above);
      if (element instanceof TypeElement iface && iface.getAnnotation(Open.class) != null) {
        String key = processingEnv.getElementUtils().getBinaryName(iface).toString();
        found.computeIfAbsent(key, k -> new TreeSet<>()).add(name);
      }
      collect(above, name);
    }
  }

  private void write(String iface, Set<String> names) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(before(Variants.FOLDER + iface));
    try {
      FileObject list = processingEnv.getFiler().createResource(StandardLocation.CLASS_OUTPUT, "",
          Variants.FOLDER + iface);
      try (Writer out = list.openWriter()) {
        for (String name : all) {
          out.write(name + "\n");
        }
      }
    } catch (IOException e) {
      processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "[variants] the list of " + iface
          + " can't be written: " + e.getMessage());
    }
  }

  /** What an earlier run listed and still exists: a compiler may get only the sources that changed. */
  private List<String> before(String list) {
    try {
      String text = processingEnv.getFiler().getResource(StandardLocation.CLASS_OUTPUT, "", list).getCharContent(true)
          .toString();
      return text.lines().map(String::strip).filter(name -> !name.isEmpty()).filter(this::exists).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private boolean exists(String binaryName) {
    return processingEnv.getElementUtils().getTypeElement(binaryName.replace('$', '.')) != null;
  }
}
