package org.pydl4j.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What must hold for every record of open interfaces in somebody's packages. Extend it and give the examples:
 *
 * <pre>{@code
 * class MyRecordsTest extends ContractTest {
 *   protected Examples examples() {
 *     return Examples.of("com.example.records").layer(new GatedDense(3, 1), InputType.feedForward(4));
 *   }
 * }
 * }</pre>
 */
public abstract class ContractTest {
  /** The examples; see {@link Examples} for which records need one. */
  protected abstract Examples examples();

  @TestFactory
  Stream<DynamicNode> everyRecordHoldsItsContract() {
    return examples().contracts().stream().map(contract -> DynamicContainer.dynamicContainer(
        String.valueOf(contract.subject()), contract.claims().entrySet().stream()
            .map(claim -> DynamicTest.dynamicTest(claim.getKey(), claim.getValue()::check))));
  }

  @Test
  void everyRecordHasAnExample() {
    List<String> missing = examples().missing();
    Checks.hold(missing.isEmpty(), "no example of " + missing + ". Add one to examples().");
  }
}
