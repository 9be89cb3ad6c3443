package org.pydl4j.serving.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;

/** Numbers of all inputs in order, little-endian; a single open axis is as long as the value says. */
final class RawReader implements ExampleReader {
  private final List<Tensor> inputs;
  private final int openInput;
  private final long fixedBytes;
  private final long openBytes;

  RawReader(Signature signature) {
    this.inputs = signature.inputs();
    int open = -1;
    long fixed = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Tensor t = inputs.get(i);
      if (t.openDims() > 1 || t.openDims() == 1 && open >= 0) {
        throw new IllegalArgumentException("[codec] format raw cannot tell the lengths of several open axes: got "
            + inputs
            + "; expected at most one. Use format json.");
      } else if (t.openDims() == 1) {
        open = i;
      } else {
        fixed += t.rowSize() * t.dtype().bytes;
      }
    }
    this.openInput = open;
    this.fixedBytes = fixed;
    this.openBytes = open < 0 ? 0 : inputs.get(open).rowSize() * inputs.get(open).dtype().bytes;
  }

  @Override
  public void read(byte[] value, Examples into) {
    long rest = value.length - fixedBytes;
    if (openInput < 0 ? rest != 0 : rest <= 0 || openBytes == 0 || rest % openBytes != 0) {
      throw new IllegalArgumentException("[record] wrong length: got " + value.length + " bytes; expected " + fixedBytes
          + (openInput < 0 ? "" : " and a multiple of " + openBytes) + " (" + inputs
          + "). Send little-endian numbers of one example.");
    }
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < inputs.size(); i++) {
      Tensor t = inputs.get(i);
      into.input(i).addRaw(bytes, Math.toIntExact(i == openInput ? rest / t.dtype().bytes : t.rowSize()));
    }
  }
}
