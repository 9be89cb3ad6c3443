package org.pydl4j.nn.conf;

import org.pydl4j.nd.json.Doc;

/**
 * What another vertex is, with that one's parameters, on other inputs: two branches of one encoder. Keras: a layer that
 * is called twice.
 */
@Doc("What another vertex is, with that one's parameters, on other inputs.")
public record SharedVertex(@Doc("name of the other vertex, which holds the parameters") String of) implements Vertex {}
