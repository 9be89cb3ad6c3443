package org.pydl4j.datavec.reader;

/**
 * What a reader does to images, when a pipeline reads files and when it is served.
 *
 * @param height pixels that images are resized to
 * @param width pixels that images are resized to
 * @param maxPixels images whose header says more, height x width, are refused
 */
public record ImageForm(int height, int width, long maxPixels) {}
