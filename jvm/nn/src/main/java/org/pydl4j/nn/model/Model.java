package org.pydl4j.nn.model;
public final class Model { }
