package org.pydl4j.nd.spi;

/**
 * A library that a backend computes with.
 *
 * @param name e.g. "oneDNN"
 * @param version as the library says it
 * @param simd the instruction set that it uses, empty where it has none
 * @param threads whose threads it runs on, e.g. "OpenMP, as each plan asks"
 */
public record Library(String name, String version, String simd, String threads) {
}
