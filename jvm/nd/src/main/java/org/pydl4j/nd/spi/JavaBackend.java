package org.pydl4j.nd.spi;

import java.util.List;

/** The plain-Java backend: binds no kernels, so every primitive runs on the reference kernel of its declaration. */
public final class JavaBackend implements Backend {
  private final Memory memory = new JavaMemory();

  @Override
  public String name() {
    return "java";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public String describe() {
    return "java (reference kernels of the op declarations, no native code)";
  }

  @Override
  public List<Library> libraries() {
    return List.of(new Library("Java", Runtime.version().toString(), "", "the caller's thread"));
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public Kernel kernel(KernelCall call) {
    return null;
  }
}
