/**
 * How good a model is: classification, regression and ranking metrics that accumulate over minibatches and merge over
 * workers.
 */
package org.pydl4j.nn.eval;
