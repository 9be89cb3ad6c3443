/**
 * Graphs of operators as values: what SameDiff graphs, imported models and traced functions are, in files and in
 * networks.
 */
package org.pydl4j.nn.graph;
