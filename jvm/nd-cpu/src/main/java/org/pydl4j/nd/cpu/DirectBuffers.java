package org.pydl4j.nd.cpu;

import java.nio.ByteBuffer;

/** Direct buffers over native memory; its function is in native.cpp by hand, since JavaCPP's Builder has no capacity
 * to give. */
final class DirectBuffers {
  private DirectBuffers() {
  }

  /** A buffer over {@code bytes} bytes at the address; big-endian until its order is set. Needs {@link Native} loaded.
   * */
  static native ByteBuffer of(long address, int bytes);
}
