package org.pydl4j.nd.plan.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.Backends;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** A choice table is followed where it was measured, and nowhere else. */
class ChoicesTest {
  private static final KernelCall CALL = new KernelCall("Exp", Attrs.NONE, List.of(new TensorType(DType.FLOAT32, 4)),
      List.of(new TensorType(DType.FLOAT32, 4)), 2,
      new boolean[1]);

  @Test
  void aTableSurvivesItsJson() {
    Choices c = new Choices("here", Map.of(Choices.key(CALL), "other"));
    assertEquals(c, Choices.fromJson(c.toJson()));
    assertThrows(IllegalArgumentException.class, () -> Choices.fromJson("{}"));
    assertThrows(IllegalArgumentException.class, () -> Choices.fromJson("no"));
  }

  @Test
  void aTableOfAnotherMachineIsNotFollowed() {
    Backend backend = Backends.backend();
    assertEquals("other", new Choices(backend.describe(), Map.of(Choices.key(CALL), "other")).of(CALL, backend));
    assertEquals("", new Choices("elsewhere", Map.of(Choices.key(CALL), "other")).of(CALL, backend));
    assertFalse(new Choices("elsewhere", Map.of(Choices.key(CALL), "other")).fits(backend));
  }

  @Test
  void newerEntriesReplaceOlderOnesOfTheSameMachine() {
    Choices old = new Choices("here", Map.of("a", "1", "b", "1"));
    assertEquals(Map.of("a", "1", "b", "2"), old.with(new Choices("here", Map.of("b", "2"))).byCall());
    assertEquals(Map.of("b", "2"), old.with(new Choices("there", Map.of("b", "2"))).byCall());
  }
}
