/** Reading and writing ONNX files, by our own few lines of protobuf. */
package org.pydl4j.nd.onnx;
