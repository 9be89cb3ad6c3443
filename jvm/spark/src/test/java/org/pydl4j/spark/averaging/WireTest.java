package org.pydl4j.spark.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {
  private static float[] received(Wire wire, float[] start, float[] end) {
    double[] sums = new double[start.length];
    wire.addWeighted(wire.encode(start, end, 0, start.length), start, 0, 1, sums);
    float[] out = new float[sums.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) sums[i];
    }
    return out;
  }

  @Test
  void float32KeepsEveryBit() {
    float[] end = {1e-30f, -0.1f, 3e30f, Float.MIN_VALUE};
    assertArrayEquals(end, received(Wire.FLOAT32, new float[] {1, 2, 3, 4}, end));
  }

  @Test
  void bfloat16KeepsTheChangeToEightBits() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      float start = (float) random.nextGaussian();
      float end = start + 0.01f * (float) random.nextGaussian();
      float got = received(Wire.BFLOAT16, new float[] {start}, new float[] {end})[0];
      assertEquals(end, got, Math.abs(end - start) / 256 + Math.ulp(start));
    }
  }

  @Test
  void bfloat16DoesNotTurnASecondMomentNegative() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      float start = random.nextFloat();
      float end = start * random.nextFloat() * 1e-4f;
      float got = received(Wire.BFLOAT16, new float[] {start}, new float[] {end})[0];
      assertTrue(got >= 0, () -> "start " + start + ", end " + end);
    }
  }

  @Test
  void noChangeStaysNoChange() {
    float[] values = {0, 1, -1, 0.3f};
    assertArrayEquals(values, received(Wire.BFLOAT16, values, values));
  }
}
