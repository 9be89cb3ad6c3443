/** Graphs with named variables, built op by op and trained: DL4J's SameDiff. */
package org.pydl4j.nn.samediff;
