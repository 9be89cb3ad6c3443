package org.pydl4j.nn.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;

class EvaluationTest {
  private static final double EXACT = 1e-12;

  /** Rows of probabilities whose largest is the given class. */
  private static NDArray predicting(int classes, int... predicted) {
    NDArray p = NDArray.full(DType.FLOAT32, 0.1, predicted.length, classes);
    for (int i = 0; i < predicted.length; i++) {
      p.putDouble(0.8, i, predicted[i]);
    }
    return p;
  }

  private static NDArray indices(int... v) {
    return NDArray.of(v, v.length);
  }

  private static NDArray oneHot(int classes, int... v) {
    NDArray p = NDArray.zeros(DType.FLOAT32, v.length, classes);
    for (int i = 0; i < v.length; i++) {
      p.putDouble(1, i, v[i]);
    }
    return p;
  }

  private static Evaluation three() {
    Evaluation e = new Evaluation();
    e.eval(indices(0, 0, 0, 1, 1, 2, 2, 2, 2, 2), predicting(3, 0, 0, 1, 1, 2, 2, 2, 2, 0, 1));
    return e;
  }

  @Test
  void metricsOfThreeClassesAreMacroAverages() {
    Evaluation e = three();
    assertArrayEquals(new long[][] {{2, 1, 0}, {0, 1, 1}, {1, 1, 3}}, e.confusion());
    assertEquals(10, e.numExamples());
    assertEquals(0.6, e.accuracy(), EXACT);
    assertEquals((2 / 3.0 + 1 / 3.0 + 3 / 4.0) / 3, e.precision(), EXACT);
    assertEquals((2 / 3.0 + 1 / 2.0 + 3 / 5.0) / 3, e.recall(), EXACT);
    assertEquals((2 / 3.0 + 0.4 + 2 * 0.75 * 0.6 / 1.35) / 3, e.f1(), EXACT);
    assertEquals(0.6, e.precision(Averaging.MICRO), EXACT);
    assertEquals(Math.sqrt(1 / 3.0 * 0.5), e.gMeasure(1), EXACT);
    assertEquals(1.0 / 7, e.falsePositiveRate(0), EXACT);
  }

  @Test
  void metricsOfTwoClassesAreThoseOfClassOne() {
    Evaluation e = new Evaluation();
    e.eval(indices(0, 0, 0, 1, 1), predicting(2, 0, 0, 1, 1, 0));
    assertEquals(0.5, e.precision(), EXACT);
    assertEquals(0.5, e.recall(), EXACT);
    assertEquals(0.5, e.f1(), EXACT);
    // (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)), tp 1, fp 1, fn 1, tn 2
    assertEquals((1 * 2 - 1) / Math.sqrt(2 * 2 * 3 * 3), e.matthewsCorrelation(), EXACT);
  }

  @Test
  void oneHotLabelsAndClassIndicesGiveTheSame() {
    Evaluation e = new Evaluation();
    e.eval(oneHot(3, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2), predicting(3, 0, 0, 1, 1, 2, 2, 2, 2, 0, 1));
    assertEquals(three().toJson(), e.toJson());
    Evaluation column = new Evaluation();
    column.eval(indices(0, 0, 0, 1, 1, 2, 2, 2, 2, 2).reshape(10, 1), predicting(3, 0, 0, 1, 1, 2, 2, 2, 2, 0, 1));
    assertEquals(three().toJson(), column.toJson());
  }

  @Test
  void oneOutputIsClassOneFromOneHalfOn() {
    Evaluation e = new Evaluation();
    e.eval(NDArray.of(new float[] {0, 1, 1, 0}, 4, 1), NDArray.of(new float[] {0.2f, 0.5f, 0.4f, 0.9f}, 4, 1));
    assertArrayEquals(new long[][] {{1, 1}, {1, 1}}, e.confusion());
  }

  @Test
  void mergingWorkersEqualsOnePassOverAllRows() {
    Evaluation a = new Evaluation(List.of("x", "y", "z"), 2);
    Evaluation b = new Evaluation(List.of("x", "y", "z"), 2);
    Evaluation whole = new Evaluation(List.of("x", "y", "z"), 2);
    a.eval(indices(0, 1), predicting(3, 0, 2));
    b.eval(indices(2), predicting(3, 1));
    whole.eval(indices(0, 1, 2), predicting(3, 0, 2, 1));
    a.merge(b);
    a.merge(new Evaluation());
    assertEquals(whole.toJson(), a.toJson());
    Evaluation empty = new Evaluation(List.of(), 2);
    empty.merge(whole);
    assertEquals(whole.toJson(), empty.toJson());
  }

  @Test
  void aTopTwoHitCounts() {
    Evaluation e = new Evaluation(List.of(), 2);
    e.eval(indices(0, 1, 2), NDArray.of(new float[] {0.5f, 0.3f, 0.2f, 0.5f, 0.3f, 0.2f, 0.5f, 0.3f, 0.2f}, 3, 3));
    assertEquals(1 / 3.0, e.accuracy(), EXACT);
    assertEquals(2 / 3.0, e.topNAccuracy(), EXACT);
  }

  @Test
  void maskedTimeStepsDoNotCount() {
    // [N=1, C=2, T=3]: predicted classes 0, 1, 1; the last step is masked
    NDArray p = NDArray.of(new float[] {0.9f, 0.2f, 0.1f, 0.1f, 0.8f, 0.9f}, 1, 2, 3);
    NDArray labels = NDArray.of(new float[] {1, 1, 1, 0, 0, 0}, 1, 2, 3);
    Evaluation e = new Evaluation();
    e.eval(labels, p, NDArray.of(new float[] {1, 1, 0}, 1, 3));
    assertArrayEquals(new long[][] {{1, 1}, {0, 0}}, e.confusion());
    Evaluation byIndex = new Evaluation();
    byIndex.eval(NDArray.of(new int[] {0, 0, 99}, 1, 3), p, NDArray.of(new float[] {1, 1, 0}, 1, 3));
    assertEquals(e.toJson(), byIndex.toJson());
  }

  @Test
  void jsonGivesAnEqualEvaluation() {
    assertEquals(three().toJson(), IEvaluation.fromJson(three().toJson()).toJson());
    assertTrue(three().toJson().contains("\"@type\":\"Evaluation\""));
  }

  @Test
  void anEmptyEvaluationSaysSo() {
    Evaluation e = new Evaluation();
    assertEquals(0, e.accuracy());
    assertEquals(0, e.f1());
    assertTrue(e.stats().contains("no examples were evaluated"));
    assertEquals(e.toJson(), IEvaluation.fromJson(e.toJson()).toJson());
    e.eval(NDArray.zeros(DType.FLOAT32, 0, 3), NDArray.zeros(DType.FLOAT32, 0, 3));
    assertTrue(e.stats().contains("no examples were evaluated"));
  }

  @Test
  void statsShowMetricsAndConfusion() {
    String s = three().stats();
    assertTrue(s.contains(" # of classes:    3\n"), s);
    assertTrue(s.contains(" Accuracy:        0.6000\n"), s);
    assertTrue(s.contains(" 1 1 3 | 2 = 2\n"), s);
  }

  @Test
  void badInputIsNamed() {
    assertMessage("label out of range: got 3.0 in row 1", () -> new Evaluation()
        .eval(indices(0, 3), predicting(3, 0, 1)));
    assertMessage("got labels [2, 4] and predictions [2, 3]", () -> new Evaluation()
        .eval(oneHot(4, 0, 1), predicting(3, 0, 1)));
    assertMessage("a prediction is not a number: got NaN in row 0", () -> new Evaluation()
        .eval(indices(0), NDArray.full(DType.FLOAT32, Double.NaN, 1, 2)));
    assertMessage("mask does not fit: got [3]", () -> new Evaluation()
        .eval(indices(0, 1), predicting(2, 0, 1), NDArray.zeros(DType.FLOAT32, 3)));
    assertMessage("unknown kind: got 'Evalation'", () -> IEvaluation.fromJson("{\"@type\": \"Evalation\"}"));
    assertMessage("number of classes changed: got 4; expected 3", () -> three().eval(indices(0), predicting(4, 0)));
  }

  private static void assertMessage(String part, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.contains(part), message);
  }
}
