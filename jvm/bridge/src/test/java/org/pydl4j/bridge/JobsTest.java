package org.pydl4j.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JobsTest {
  @Test
  void jobEndsOnlyWhenStoppedAndKeepsItsResult() throws Exception {
    long handle = Waiting.start();
    assertEquals("", Jobs.next(handle, 1));
    assertEquals("{\"waiting\": true}", Jobs.progress(handle));
    assertTrue(Jobs.abandon(handle, 60_000));
    assertThrows(IllegalStateException.class, () -> Jobs.progress(handle));
  }

  @Test
  void jobWhoseHandleWasLostIsAbandonedByTheThreadThatStartedIt() throws Exception {
    long handle = Waiting.start();
    assertTrue(Jobs.abandon(0, 60_000));
    assertThrows(IllegalStateException.class, () -> Jobs.progress(handle));
    assertTrue(Jobs.abandon(0, 0), "nothing is left to abandon");
  }

  @Test
  void failureOfAJobIsThrownByItsResult() throws Exception {
    long handle = Waiting.startFailing("java.lang.IllegalArgumentException", "odd");
    assertEquals("ended", Jobs.next(handle, 60_000));
    assertEquals("odd", assertThrows(IllegalArgumentException.class, () -> Jobs.result(handle)).getMessage());
  }

  @Test
  void handleIsGoneAfterItsResultWasFetched() throws Exception {
    long handle = Waiting.startFailing("java.lang.IllegalArgumentException", "odd");
    assertThrows(IllegalArgumentException.class, () -> Jobs.result(handle));
    assertThrows(IllegalStateException.class, () -> Jobs.progress(handle));
  }
}
