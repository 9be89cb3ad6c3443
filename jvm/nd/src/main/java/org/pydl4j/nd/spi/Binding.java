package org.pydl4j.nd.spi;

/**
 * What a kernel is tied to.
 *
 * @param where the node, for errors: "Gather at encoder/tokens"
 * @param inputs addresses, 0 where absent
 * @param outputs addresses
 * @param scratch address of the kernel's scratch memory, 64-byte aligned; 0 when it asked for none
 * @param stream where its runs are put; on main memory they are done when run returns
 */
public record Binding(String where, long[] inputs, long[] outputs, long scratch, Stream stream) {
}
