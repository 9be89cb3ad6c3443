package org.pydl4j.nd.array;

import java.util.ServiceLoader;

/** The {@link ArrayOps} of this process, looked for at first use. */
final class FoundOps {
  static final ArrayOps OPS = ServiceLoader.load(ArrayOps.class, FoundOps.class.getClassLoader()).findFirst()
      .orElseThrow(() -> new IllegalStateException(
          "[array] nothing computes on arrays: got no provider of " + ArrayOps.class.getName()
              + "; expected the one of pydl4j-nd's jar. Keep META-INF/services when jars are merged."));

  private FoundOps() {
  }
}
