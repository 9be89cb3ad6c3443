package org.pydl4j.nd.spi;

/** A compiled step of a plan: immutable, shared by threads, holds no addresses. Closed with its plan. */
public interface Kernel extends AutoCloseable {
  /** The implementation's name for {@code explain()}, e.g. "dnnl:brgconv:avx512_core" or "java:reference". */
  String implementation();

  /** Bytes of scratch memory that each binding needs. */
  default long scratchBytes() {
    return 0;
  }

  /** Floating-point operations of one run, 0 when unknown. */
  default double flops() {
    return 0;
  }

  /**
   * Whether output {@code output} may have the same address as input {@code input} (the kernel then works in place).
   */
  default boolean canAlias(int input, int output) {
    return false;
  }

  /**
   * The layout in which the kernel wants a constant input.
   *
   * @param name equal names of inputs of equal type stand for equal bytes
   * @param bytes size of the packed copy
   */
  record Packing(String name, long bytes) {
  }

  /** How the kernel wants that constant input packed, or null when it reads it as it is. */
  default Packing packing(int input) {
    return null;
  }

  /** Writes the packed copy of an input's content; done on return. */
  default void pack(int input, long source, long target) {
    throw new UnsupportedOperationException("[" + implementation() + "] packs no input.");
  }

  /**
   * Ties the kernel to memory and a stream; inputs with a {@link #packing} are given by the address of their packed
   * copy.
   */
  Bound bind(Binding to);

  @Override
  default void close() {
  }

  /** A kernel tied to addresses; used by one thread at a time; run allocates nothing. */
  interface Bound extends AutoCloseable {
    /** Puts a run, with the addresses of now, into the stream; on main memory it is done on return. */
    void run();

    /** Changes the address of an input. */
    void input(int index, long address);

    /** Changes the address of an output. */
    void output(int index, long address);

    @Override
    default void close() {
    }
  }
}
