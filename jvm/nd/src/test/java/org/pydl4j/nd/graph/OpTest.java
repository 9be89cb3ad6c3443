package org.pydl4j.nd.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpTest {
  private static final List<Method> BUILDERS = Arrays.stream(Op.class.getMethods())
      .filter(m -> m.getReturnType() == Op.class && !Modifier.isStatic(m.getModifiers())).toList();

  /** What a method takes, of no meaning. */
  private static Object any(Class<?> type) {
    return type == boolean.class ? Boolean.FALSE
        : type == String[].class ? new String[] {"z"} : type == Case[].class ? new Case[0]
            : type == Object.class ? 1 : null;
  }

  @Test
  void nothingChangesARegisteredOp() throws IllegalAccessException {
    assertTrue(BUILDERS.size() >= 25, BUILDERS::toString);
    Op add = Ops.get("Add");
    String before = add.doc() + add.inputs() + add.outputs() + add.attributes() + add.cases().size();
    for (Method m : BUILDERS) {
      Object[] given = Arrays.stream(m.getParameterTypes()).map(OpTest::any).toArray();
      InvocationTargetException e =
          assertThrows(InvocationTargetException.class, () -> m.invoke(add, given), m::toString);
      assertInstanceOf(IllegalStateException.class, e.getCause(), m::toString);
    }
    assertEquals(before, add.doc() + add.inputs() + add.outputs() + add.attributes() + add.cases().size());
  }

  @Test
  void listsOfAnOpAreReadOnlyAndOneThatIsNotRegisteredGrows() {
    Op op = Op.ours("OpTest").in("x", Op.FLOATS).out("y").attr("k", 1, "a number");
    assertEquals(2, op.in("z", Op.ANY).inputs().size());
    assertThrows(UnsupportedOperationException.class, () -> op.inputs().clear());
    assertThrows(UnsupportedOperationException.class, () -> op.outputs().clear());
    assertThrows(UnsupportedOperationException.class, () -> op.attributes().clear());
  }
}
