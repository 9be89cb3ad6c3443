package org.pydl4j.nd.cpu;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;

/** The functions of {@code native.h}; addresses and handles are longs. JavaCPP's Builder writes the glue (see
 * native.sh). */
@Platform(include = "native.h", library = "jnipydl4jcpu", preload = {"pydl4j", "pydnnl"})
final class Native {
  static {
    Loader.load();
  }

  private Native() {
  }

  @Name("pydl4j_allocate")
  static native @Cast("int64_t") long allocate(@Cast("int64_t") long bytes);

  @Name("pydl4j_free")
  static native void free(@Cast("int64_t") long address);

  @Name("pydl4j_copy")
  static native void copy(@Cast("int64_t") long source, @Cast("int64_t") long target, @Cast("int64_t") long bytes);

  @Name("pydl4j_copy_strided")
  static native void copyStrided(@Cast("int64_t") long source, @Cast("const int64_t*") long[] sourceStrides,
      @Cast("int64_t") long target,
      @Cast("const int64_t*") long[] targetStrides, @Cast("const int64_t*") long[] dims, int rank, int width,
      int threads);

  @Name("pydl4j_clear")
  static native void clear(@Cast("int64_t") long address, @Cast("int64_t") long bytes);

  @Name("pydl4j_cap")
  static native void cap(String highest);

  @Name("pydl4j_describe")
  static native String describe();

  /** Whether products of bfloat16 are faster than of float32. */
  @Name("pydl4j_has_bfloat16")
  static native @Cast("bool") boolean hasBfloat16();

  /** A kernel's handle, or 0: then {@link #problem()} says why. */
  @Name("pydl4j_create")
  static native @Cast("int64_t") long create(String op, String attrs, @Cast("const int64_t*") long[] types,
      int threads);

  /** Why the last create, bind or run of this thread failed. */
  @Name("pydl4j_problem")
  static native String problem();

  /** The names of all ops with a native kernel, separated by commas. */
  @Name("pydl4j_ops")
  static native String ops();

  /** Loads a library of BLAS and LAPACK; empty when done, else why not. */
  @Name("pydl4j_load_blas")
  static native String loadBlas(String path);

  /** The loaded BLAS's name and version; empty when none is loaded. */
  @Name("pydl4j_describe_blas")
  static native String describeBlas();

  @Name("pydl4j_implementation")
  static native String implementation(@Cast("int64_t") long kernel);

  @Name("pydl4j_scratch")
  static native @Cast("int64_t") long scratch(@Cast("int64_t") long kernel);

  @Name("pydl4j_flops")
  static native double flops(@Cast("int64_t") long kernel);

  @Name("pydl4j_can_alias")
  static native @Cast("bool") boolean canAlias(@Cast("int64_t") long kernel, int input, int output);

  @Name("pydl4j_packing")
  static native String packing(@Cast("int64_t") long kernel, int input);

  @Name("pydl4j_packed_bytes")
  static native @Cast("int64_t") long packedBytes(@Cast("int64_t") long kernel, int input);

  /** Whether packing succeeded; if not {@link #problem()} says why. */
  @Name("pydl4j_pack")
  static native @Cast("bool") boolean pack(@Cast("int64_t") long kernel, int input, @Cast("int64_t") long source,
      @Cast("int64_t") long target);

  @Name("pydl4j_close")
  static native void close(@Cast("int64_t") long kernel);

  /** A binding's handle, or 0: then {@link #problem()} says why. */
  @Name("pydl4j_bind")
  static native @Cast("int64_t") long bind(@Cast("int64_t") long kernel, @Cast("const int64_t*") long[] inputs,
      int inputCount,
      @Cast("const int64_t*") long[] outputs, int outputCount, @Cast("int64_t") long scratch);

  /** 0 when done, else the kind of what stopped it, as in native.h; {@link #problem()} says what. */
  @Name("pydl4j_run")
  static native int run(@Cast("int64_t") long bound);

  @Name("pydl4j_input")
  static native void input(@Cast("int64_t") long bound, int index, @Cast("int64_t") long address);

  @Name("pydl4j_output")
  static native void output(@Cast("int64_t") long bound, int index, @Cast("int64_t") long address);

  @Name("pydl4j_unbind")
  static native void unbind(@Cast("int64_t") long bound);
}
