package org.pydl4j.datavec.record;

import java.io.Serializable;

/** A row that could not be used, where it came from and why. */
public record InvalidRow(RecordOrigin origin, String reason) implements Serializable {}
