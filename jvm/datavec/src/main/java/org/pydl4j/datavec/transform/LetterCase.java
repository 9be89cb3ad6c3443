package org.pydl4j.datavec.transform;

/** Which letters ChangeCase makes. */
public enum LetterCase { LOWER, UPPER }
