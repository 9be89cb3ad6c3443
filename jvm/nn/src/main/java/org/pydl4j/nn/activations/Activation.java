package org.pydl4j.nn.activations;

import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nd.json.Doc;
import org.pydl4j.nd.json.Open;
import org.pydl4j.nd.types.Attrs;

/** A function of a layer's output, element by element but for Softmax. DL4J: IActivation. */
@Doc("A function of a layer's output, element by element but for Softmax.")
@Open
public interface Activation {
  /** Applies it; the axis holds the features (only Softmax asks). */
  Sym of(Sym x, int featureAxis);

  @Doc("x")
  record Identity() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x;
    }
  }

  @Doc("max(x, 0)")
  record ReLU() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.relu();
    }
  }

  @Doc("min(max(x, 0), 6)")
  record ReLU6() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.clip(0, 6);
    }
  }

  @Doc("x where x > 0, else alpha x")
  record LeakyReLU(@Doc("slope below 0") double alpha) implements Activation {
    static LeakyReLU defaults() {
      return new LeakyReLU(0.01);
    }

    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("LeakyRelu", Attrs.of("alpha", alpha));
    }
  }

  @Doc("x where x > theta, else 0")
  record ThresholdedReLU(@Doc("threshold") double theta) implements Activation {
    static ThresholdedReLU defaults() {
      return new ThresholdedReLU(1);
    }

    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("ThresholdedRelu", Attrs.of("alpha", theta));
    }
  }

  @Doc("x where x > 0, else alpha (exp(x) - 1)")
  record ELU(@Doc("limit at minus infinity, negated") double alpha) implements Activation {
    static ELU defaults() {
      return new ELU(1);
    }

    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("Elu", Attrs.of("alpha", alpha));
    }
  }

  @Doc("scaled ELU that keeps mean 0 and variance 1")
  record SELU() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("Selu");
    }
  }

  @Doc("1 / (1 + exp(-x))")
  record Sigmoid() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.sigmoid();
    }
  }

  @Doc("min(1, max(0, 0.2 x + 0.5))")
  record HardSigmoid() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("HardSigmoid", Attrs.of("alpha", 0.2, "beta", 0.5));
    }
  }

  @Doc("hyperbolic tangent")
  record Tanh() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.tanh();
    }
  }

  @Doc("min(1, max(-1, x))")
  record HardTanh() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.clip(-1, 1);
    }
  }

  @Doc("max(0, tanh(x))")
  record RectifiedTanh() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.tanh().relu();
    }
  }

  /** 1.7159 tanh(2 x / 3) with tanh(y) approximated by sign(y) (1 - 1 / (1 + |y| + y^2 + 1.41645 y^4)). */
  @Doc("1.7159 tanh(2 x / 3), approximated by a rational function")
  record RationalTanh() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      Sym y = x.mul(2.0 / 3);
      Sym square = y.mul(y);
      Sym bottom = y.abs().add(square).add(square.mul(square).mul(1.41645)).add(1);
      return x.sign().mul(bottom.call("Reciprocal").rsub(1)).mul(1.7159);
    }
  }

  @Doc("exp(x) / sum(exp(x)) over the features")
  record Softmax() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.softmax(featureAxis);
    }
  }

  @Doc("log(exp(x) / sum(exp(x))) over the features")
  record LogSoftmax() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.logSoftmax(featureAxis);
    }
  }

  @Doc("log(1 + exp(x))")
  record Softplus() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("Softplus");
    }
  }

  @Doc("x / (1 + |x|)")
  record Softsign() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("Softsign");
    }
  }

  @Doc("x sigmoid(x)")
  record Swish() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.mul(x.sigmoid());
    }
  }

  @Doc("x times the normal distribution function of x")
  record GELU(@Doc("use the approximation by tanh") boolean approximate) implements Activation {
    static GELU defaults() {
      return new GELU(false);
    }

    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("Gelu", Attrs.of("approximate", approximate ? "tanh" : "none"));
    }
  }

  @Doc("x tanh(log(1 + exp(x)))")
  record Mish() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.call("Mish");
    }
  }

  @Doc("x^3")
  record Cube() implements Activation {
    @Override
    public Sym of(Sym x, int featureAxis) {
      return x.mul(x).mul(x);
    }
  }
}
