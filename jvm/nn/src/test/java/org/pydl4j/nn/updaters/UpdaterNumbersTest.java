package org.pydl4j.nn.updaters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pydl4j.nd.json.Records;

class UpdaterNumbersTest {
  private static void refused(String json, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Records.fromText(json, Updater.class));
    assertTrue(e.getMessage().contains(message), e::getMessage);
  }

  @Test
  void numbersOutOfRangeAreRefusedByField() {
    refused("{\"@type\": \"Sgd\", \"learningRate\": -1}", "learningRate: got -1.0; expected a finite number from 0 on");
    refused("{\"@type\": \"Nesterovs\", \"momentum\": 7}", "momentum: got 7.0; expected a number from 0 to below 1");
    refused("{\"@type\": \"Adam\", \"beta2\": 1}", "beta2: got 1.0");
    refused("{\"@type\": \"Adam\", \"learningRate\": \"NaN\"}", "learningRate: got NaN");
    refused("{\"@type\": \"RmsProp\", \"epsilon\": -1e-9}", "epsilon: got -1.0E-9");
    assertEquals(0, Records.fromText("{\"@type\": \"Sgd\", \"learningRate\": 0}", Updater.class).learningRate());
  }
}
