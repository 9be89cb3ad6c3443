package org.pydl4j.nn.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydl4j.nd.array.NDArray;

class OtherEvaluationsTest {
  private static final double EXACT = 1e-12;

  private static NDArray column(double... v) {
    return NDArray.of(v, v.length, 1);
  }

  @Test
  void regressionMetricsFollowTheirFormulas() {
    RegressionEvaluation e = new RegressionEvaluation();
    e.eval(column(1, 2, 3, 4), column(1.5, 2, 2, 5));
    assertEquals((0.25 + 1 + 1) / 4, e.meanSquaredError(0), EXACT);
    assertEquals(2.5 / 4, e.meanAbsoluteError(0), EXACT);
    assertEquals(Math.sqrt(2.25 / 4), e.rootMeanSquaredError(0), EXACT);
    assertEquals(2.25 / 5, e.relativeSquaredError(0), EXACT);
    assertEquals(1 - 2.25 / 5, e.rSquared(0), EXACT);
    // covariance sum: (-1.5)(-1.125) + (-0.5)(-0.625) + 0.5 (-0.625) + 1.5 2.375 = 5.25; predictions' squares sum
    // 7.6875
    assertEquals(5.25 / Math.sqrt(5 * 7.6875), e.pearsonCorrelation(0), EXACT);
  }

  @Test
  void regressionMergesAndKeepsPrecisionUnderLargeOffsets() {
    Random r = new Random(2);
    RegressionEvaluation whole = new RegressionEvaluation();
    RegressionEvaluation merged = new RegressionEvaluation();
    for (int k = 0; k < 5; k++) {
      double[] y = r.doubles(20).map(v -> v + 1e9).toArray();
      double[] p = r.doubles(20).map(v -> v + 1e9).toArray();
      RegressionEvaluation part = new RegressionEvaluation();
      part.eval(column(y), column(p));
      whole.eval(column(y), column(p));
      merged.merge((RegressionEvaluation) IEvaluation.fromJson(part.toJson()));
    }
    assertEquals(whole.pearsonCorrelation(0), merged.pearsonCorrelation(0), 1e-6);
    assertEquals(whole.rSquared(0), merged.rSquared(0), 1e-6);
    assertTrue(Math.abs(whole.pearsonCorrelation(0)) < 0.5);
  }

  @Test
  void aucCountsTiesHalf() {
    ROC r = new ROC();
    r.eval(column(1, 0, 1, 0), column(0.9, 0.5, 0.5, 0.1));
    // pairs (positive, negative): (.9,.5) (.9,.1) (.5,.1) right, (.5,.5) tied
    assertEquals(3.5 / 4, r.calculateAUC(), EXACT);
    // thresholds 0.9: recall 1/2, precision 1; 0.5: recall 1, precision 2/3
    assertEquals(0.5 + 0.5 * 2 / 3, r.calculateAUCPR(), EXACT);
    assertArrayEquals(new double[] {0, 0.5, 1}, r.rocCurve().x(), EXACT);
    assertArrayEquals(new double[] {0.5, 1, 1}, r.rocCurve().y(), EXACT);
  }

  @Test
  void rocOfTwoOutputsScoresTheSecondAndSurvivesJsonAndMerge() {
    ROC a = new ROC();
    a.eval(NDArray.of(new int[] {1, 0}, 2), NDArray.of(new float[] {0.1f, 0.9f, 0.8f, 0.2f}, 2, 2));
    ROC b = new ROC();
    b.merge((ROC) IEvaluation.fromJson(a.toJson()));
    b.merge(a);
    assertEquals(1, b.calculateAUC(), EXACT);
    assertEquals(4, b.numExamples());
  }

  @Test
  void rocOfOneClassOnlyIsZeroNotNaN() {
    ROC r = new ROC();
    r.eval(column(1, 1), column(0.5, 0.6));
    assertEquals(0, r.calculateAUC());
    assertEquals(0, new ROC().calculateAUC());
    assertEquals(0, new ROC().calculateAUCPR());
    assertTrue(new ROC().stats().contains("no examples"));
  }

  @Test
  void multiClassRocIsOneAgainstTheRest() {
    ROCMultiClass r = new ROCMultiClass();
    r.eval(NDArray.of(new int[] {0, 1, 2}, 3), NDArray.of(new float[] {0.8f, 0.1f, 0.1f, 0.2f, 0.7f, 0.1f, 0.5f, 0.3f,
        0.2f}, 3, 3));
    assertEquals(1, r.calculateAUC(0), EXACT);
    assertEquals(1, r.calculateAUC(2), EXACT);
    assertEquals(r.toJson(), IEvaluation.fromJson(r.toJson()).toJson());
  }

  @Test
  void binaryEvaluationCountsEachOutputAndMasksElements() {
    EvaluationBinary e = new EvaluationBinary();
    NDArray labels = NDArray.of(new float[] {1, 0, 1, 1}, 2, 2);
    NDArray predictions = NDArray.of(new float[] {0.9f, 0.8f, 0.4f, 0.7f}, 2, 2);
    e.eval(labels, predictions);
    assertEquals(0.5, e.accuracy(0));
    assertEquals(0.5, e.precision(1));
    assertEquals(1, e.recall(1));
    EvaluationBinary masked = new EvaluationBinary();
    masked.eval(labels, predictions, NDArray.of(new float[] {1, 0, 1, 1}, 2, 2));
    assertEquals(1, masked.precision(1));
    EvaluationBinary back = (EvaluationBinary) IEvaluation.fromJson(e.toJson());
    back.merge(e);
    assertEquals(2, back.truePositives(0));
  }

  @Test
  void rocRefusesMoreThanTwoOutputs() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> new ROC().eval(NDArray.of(new int[] {0}, 1), NDArray.of(new float[] {0.1f, 0.2f, 0.7f}, 1, 3)))
        .getMessage();
    assertTrue(message.contains("Use ROCMultiClass"), message);
  }
}
