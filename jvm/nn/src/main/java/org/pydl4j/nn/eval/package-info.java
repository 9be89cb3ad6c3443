/**
 * How good a model is: classification, regression and ranking metrics that accumulate over minibatches and merge over
 * workers.
 */
@Api
package org.pydl4j.nn.eval;

import org.pydl4j.nd.api.Api;
