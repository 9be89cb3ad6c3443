package org.pydl4j.bridge.constructors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.layers.ConvolutionMode;

class NamesTest {
  @Test
  void namesAreSnakeCase() {
    assertEquals("kernel_size", Names.snake("kernelSize"));
    assertEquals("log_softmax", Names.snake("LogSoftmax"));
    assertEquals("lstm", Names.snake("LSTM"));
    assertEquals("n_out", Names.snake("nOut"));
    assertEquals("with_", Names.snake("with"));
    assertEquals("truncate", Names.constant(ConvolutionMode.Truncate));
  }

  @Test
  void defaultsBecomeLiterals() {
    assertEquals(Optional.of("1e-08"), Literal.of(1e-8));
    assertEquals(Optional.of("0.001"), Literal.of(1e-3));
    assertEquals(Optional.of("(5, 5)"), Literal.of(List.of(5, 5)));
    assertEquals(Optional.of("(5,)"), Literal.of(List.of(5)));
    assertEquals(Optional.of("True"), Literal.of(true));
    assertEquals(Optional.of("None"), Literal.of(null));
    assertEquals(Optional.of("\"softmax\""), Literal.of(new Activation.Softmax()));
    assertEquals(Optional.empty(), Literal.of(new Activation.LeakyReLU(0.3)),
        "Python cannot write it: Java's default holds");
  }

  @Test
  void javadocBecomesPlainText() {
    assertEquals("A ``b`` and `C`.\n\nMore.", Docs.plain("A {@code b} and {@link C}.\n<p>More."));
  }
}
