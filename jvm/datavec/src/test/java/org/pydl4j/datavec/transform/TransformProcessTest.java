package org.pydl4j.datavec.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydl4j.datavec.condition.And;
import org.pydl4j.datavec.condition.ColumnCondition;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.condition.ConditionOp;
import org.pydl4j.datavec.condition.IsMissing;
import org.pydl4j.datavec.condition.Not;
import org.pydl4j.datavec.condition.Or;
import org.pydl4j.datavec.condition.RegexCondition;
import org.pydl4j.datavec.condition.Xor;
import org.pydl4j.datavec.record.ArrayValue;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;

class TransformProcessTest {
  private static final Schema SCHEMA = Schema.builder().addColumnInteger("i").addColumnDouble("d").addColumnString("s")
      .addColumnCategorical("c", "red", "green", "blue").addColumnLong("l").build();
  private static final Object[] ROW = {3, 2.5, "Some Text", "green", 40L};

  private static TransformProcess.Builder tp() {
    return TransformProcess.builder(SCHEMA);
  }

  private static Object[] run(TransformProcess.Builder b, Object... row) {
    return b.build().bind().apply(row.length == 0 ? ROW.clone() : row);
  }

  private static String message(Runnable r) {
    return assertThrows(IllegalArgumentException.class, r::run).getMessage();
  }

  private static TransformProcess everything() {
    return tp().duplicateColumn("i", "j").renameColumn("j", "k").categoricalToOneHot("c")
        .mathOp("i", MathOp.MULTIPLY, 2)
        .columnsMathOp("sum", MathOp.ADD, "i", "d").mathFunction("d", MathFunction.SQRT).minMaxNormalize("l", 0, 80)
        .standardize("sum", 1, 2)
        .changeCase("s", LetterCase.LOWER)
        .replaceString("s", List.of(new ReplaceString.Replacement("(\\w+) text", "$1!"))).appendString("s", "?")
        .mapString("s", Map.of("some!?", "2020-02-29")).stringToTime("s", "yyyy-MM-dd")
        .deriveColumnsFromTime("s", List.of(new DeriveColumnsFromTime.Derived("month", TimeField.MONTH),
            new DeriveColumnsFromTime.Derived("dow", TimeField.DAY_OF_WEEK)))
        .integerToOneHot("k", 2, 4).conditionalReplaceValue("d", "7",
            new And(List.of(ColumnCondition.of("d", ConditionOp.GREATER_THAN, 1),
                new Not(new IsMissing("l")))))
        .filter(ColumnCondition.of("month", ConditionOp.NOT_IN_SET, 2, 3))
        .addConstantColumn(Column.of("one", ColumnType.LONG), "1").convertTo("one", ColumnType.STRING)
        .replaceMissing("one", "x")
        .removeColumns("s").reorderColumns("dow", "sum").build();
  }

  @Test
  void datesThatTheCalendarDoesNotHaveAreInvalid() {
    for (String format : List.of("yyyy-MM-dd", "uuuu-MM-dd")) {
      TransformProcess.Builder b = tp().stringToTime("s", format);
      assertEquals(1582934400000L, run(b, 3, 2.5, "2020-02-29", "red", 40L)[2]);
      for (String day : List.of("2021-02-29", "2021-02-30", "2021-04-31", "2021-13-01", "1900-02-29", "2021-00-01")) {
        assertTrue(message(() -> run(b, 3, 2.5, day, "red", 40L)).contains("not a time: got '" + day + "'"));
      }
    }
    assertEquals(1582957800000L,
        run(tp().stringToTime("s", "yyyy-MM-dd hh:mm a"), 3, 2.5, "2020-02-29 06:30 AM", "red", 40L)[2]);
  }

  @Test
  void aLongProcessComputesEveryStep() {
    TransformProcess p = everything();
    Object[] row = p.bind().apply(ROW.clone());
    assertEquals(List.of("dow", "sum", "i", "d", "c[red]", "c[green]", "c[blue]", "l", "k[2]", "k[3]", "k[4]", "month",
        "one"), p.finalSchema().names());
    assertArrayEquals(new Object[] {6, (8.5 - 1) / 2, 6, 7.0, 0, 1, 0, 0.5, 0, 1, 0, 2, "1"}, row);
  }

  @Test
  void jsonAndJavaSerializationKeepTheProcess() throws Exception {
    TransformProcess p = everything();
    assertEquals(p, TransformProcess.fromJson(p.toJson()));
    assertEquals(p.toJson(), TransformProcess.fromJson(p.toJson()).toJson());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(p);
    }
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      TransformProcess q = (TransformProcess) in.readObject();
      assertEquals(p, q);
      assertArrayEquals(p.bind().apply(ROW.clone()), q.bind().apply(ROW.clone()));
    }
  }

  @Test
  void rowsGivenAreLeftAlone() {
    Object[] row = ROW.clone();
    everything().bind().apply(row);
    assertArrayEquals(ROW, row);
  }

  @Test
  void missingValuesStayMissing() {
    Object[] row = everything().bind().apply(new Object[5]);
    assertEquals("1", row[12]);
    assertTrue(Arrays.stream(row, 0, 12).allMatch(v -> v == null), Arrays.toString(row));
  }

  @Test
  void unknownColumnsNameTheNearestAndTheTransform() {
    String m = message(() -> tp().removeColumns("x", "dd"));
    assertTrue(m.startsWith("[transform 0, RemoveColumns] [schema] unknown column: got 'x'"), m);
    assertTrue(message(() -> tp().mathOp("ii", MathOp.ADD, 1)).endsWith("Did you mean 'i'?"));
  }

  @Test
  void wrongColumnTypesAreRefusedWhenBuilt() {
    assertTrue(message(() -> tp().mathOp("s", MathOp.ADD, 1)).contains("column 's' is STRING"));
    assertTrue(message(() -> tp().categoricalToInteger("i")).contains("expected CATEGORICAL"));
    assertTrue(message(() -> tp().mathOp("i", MathOp.ADD, 0.5)).contains("expected a whole number"));
    assertTrue(message(() -> tp().stringToTime("s", "QQQQQQQ")).contains("format"));
    assertTrue(message(() -> tp().filter(ColumnCondition.of("s", ConditionOp.LESS_THAN, "a")))
        .contains("LESS_THAN compares numbers"));
    assertTrue(message(() -> tp().filter(ColumnCondition.of("c", ConditionOp.EQUAL, "pink")))
        .contains("unknown category"));
    assertTrue(message(() -> tp().renameColumn("i", "d")).contains("two columns are named 'd'"));
  }

  @Test
  void wholeNumbersRaiseOnOverflow() {
    assertTrue(message(() -> run(tp().mathOp("i", MathOp.ADD, Integer.MAX_VALUE))).contains("overflow"));
    assertTrue(message(() -> run(tp().mathOp("l", MathOp.DIVIDE, 0))).contains("zero"));
    assertTrue(message(() -> run(tp().convertTo("d", ColumnType.INTEGER), 1, 1e300, "", "red", 1L))
        .contains("range of int"));
  }

  @Test
  void filterRemovesRowsWhereTheConditionHolds() {
    assertNull(run(tp().filter(ColumnCondition.of("d", ConditionOp.GREATER_OR_EQUAL, 2.5))));
    assertNull(run(tp().filter(new RegexCondition("s", "Some.*"))));
    assertArrayEquals(ROW, run(tp().filter(ColumnCondition.of("c", ConditionOp.EQUAL, "red"))));
  }

  @Test
  void conditionsCombine() {
    Condition yes = ColumnCondition.of("i", ConditionOp.IN_SET, 3, 4);
    Condition no = ColumnCondition.of("s", ConditionOp.NOT_EQUAL, "Some Text");
    assertTrue(new Or(List.of(no, yes)).bind(SCHEMA).test(ROW));
    assertTrue(new Xor(no, yes).bind(SCHEMA).test(ROW));
    assertTrue(!new And(List.of(no, yes)).bind(SCHEMA).test(ROW));
    assertTrue(!yes.bind(SCHEMA).test(new Object[5]));
  }

  @Test
  void textBecomesNumbersAndBack() {
    assertEquals("2.5", run(tp().convertTo("d", ColumnType.STRING))[1]);
    assertEquals(12.5, run(tp().convertTo("s", ColumnType.DOUBLE), 1, 1.0, " 12.5 ", "red", 1L)[2]);
    assertNull(run(tp().convertTo("s", ColumnType.INTEGER), 1, 1.0, "", "red", 1L)[2]);
    assertEquals(1, run(tp().categoricalToInteger("c"))[3]);
    assertEquals("b", run(tp().integerToCategorical("i", List.of("a", "z", "y", "b")))[0]);
    assertTrue(message(() -> run(tp().stringToCategorical("s", List.of("Some Txt"))))
        .contains("Did you mean 'Some Txt'?"));
  }

  @Test
  void timesWithoutZoneAreUtc() {
    Object[] row = run(tp().stringToTime("s", "yyyy-MM-dd HH:mm[ XXX]"), 1, 1.0, "2021-03-04 05:06", "red", 1L);
    assertEquals(Instant.parse("2021-03-04T05:06:00Z").toEpochMilli(), row[2]);
    row = run(tp().stringToTime("s", "yyyy-MM-dd HH:mm[ XXX]"), 1, 1.0, "2021-03-04 05:06 +02:00", "red", 1L);
    assertEquals(Instant.parse("2021-03-04T03:06:00Z").toEpochMilli(), row[2]);
    assertTrue(message(() -> run(tp().stringToTime("s", "yyyy"), 1, 1.0, "soon", "red", 1L))
        .contains("not a time: got 'soon'"));
  }

  @Test
  void imagesAreCutMirroredAndScaled() {
    Schema s = Schema.builder().addColumnImage("x", 1, 2, 3).build();
    Image image = new Image(2, 3, 1, new byte[] {0, 1, 2, 3, 4, (byte) 255});
    TransformProcess p = TransformProcess.builder(s).flipImage("x", false).cropImage("x", 1, 0, 1, 2)
        .imageToArray("x", -1, 1).build();
    ArrayValue out = (ArrayValue) p.bind().apply(new Object[] {image})[0];
    assertArrayEquals(new int[] {1, 1, 2}, out.shape());
    assertArrayEquals(new float[] {1, 4 / 255f * 2 - 1}, out.values(), 1e-6f);
    assertEquals(List.of(1, 1, 2), p.finalSchema().column("x").shape());
    assertTrue(message(() -> TransformProcess.builder(s).cropImage("x", 1, 1, 2, 2).build().bind()
        .apply(new Object[] {image})).contains("exceeds the image"));
  }
}
