package org.pydl4j.spark.averaging;

import java.io.Serializable;

/** One slice from one worker, as it is shuffled; the report tells its weight. */
record Contribution(int slice, WorkerReport report, byte[] data) implements Serializable {}
