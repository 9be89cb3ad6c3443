package org.pydl4j.serving.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pydl4j.nd.types.Float16;
import org.pydl4j.serving.codec.Answers.Output;

/** Numbers of all outputs in order, little-endian, each in its element type. */
final class RawWriter implements AnswerWriter {
  @Override
  public byte[] write(Answers answers, int row) {
    int length = 0;
    for (int k = 0; k < answers.size(); k++) {
      length = Math.addExact(length, Math.multiplyExact(answers.output(k).size(), answers.output(k).tensor()
          .dtype().bytes));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (int k = 0; k < answers.size(); k++) {
      Output y = answers.output(k);
      for (int i = 0; i < y.size(); i++) {
        put(bytes, y, row, i);
      }
    }
    return bytes.array();
  }

  private static void put(ByteBuffer bytes, Output y, int row, int i) {
    switch (y.tensor().dtype()) {
      case FLOAT64 -> bytes.putDouble(y.number(row, i));
      case FLOAT32 -> bytes.putFloat((float) y.number(row, i));
      case FLOAT16 -> bytes.putShort(Float16.toHalf((float) y.number(row, i)));
      case BFLOAT16 -> bytes.putShort(Float16.toBfloat((float) y.number(row, i)));
      default -> {
        switch (y.tensor().dtype().bytes) {
          case 8 -> bytes.putLong(y.whole(row, i));
          case 4 -> bytes.putInt((int) y.whole(row, i));
          case 2 -> bytes.putShort((short) y.whole(row, i));
          default -> bytes.put((byte) y.whole(row, i));
        }
      }
    }
  }
}
