/** What watches training: scores, speed, evaluation and checkpoints. */
@Api
package org.pydl4j.nn.listeners;

import org.pydl4j.nd.api.Api;
