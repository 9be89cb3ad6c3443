package org.pydl4j.nd.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PhiloxTest {
  /** From the tables of known answers that come with Random123. */
  @Test
  void blocksAreThePublishedOnes() {
    assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, Philox.block(0L, 0, 0, 0, 0));
    assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, Philox.block(-1L, -1, -1, -1, -1));
    assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        Philox.block(0x299f31d0a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
  }

  @Test
  void logarithmsAreTheLibrarysToTwoUnits() {
    for (double x = 1e-300; x < 1e300; x *= 1.37) {
      assertEquals(Math.log(x), Variates.log(x), 2 * Math.ulp(Math.log(x)));
    }
    for (float x = 1e-37f; x < 1e37f; x *= 1.37f) {
      assertEquals((float) Math.log(x), Variates.log(x), 2 * Math.ulp((float) Math.log(x)));
    }
  }
}
