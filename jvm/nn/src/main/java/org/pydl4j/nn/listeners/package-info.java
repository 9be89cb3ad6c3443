/** What watches training: scores, speed, evaluation and checkpoints. */
package org.pydl4j.nn.listeners;
