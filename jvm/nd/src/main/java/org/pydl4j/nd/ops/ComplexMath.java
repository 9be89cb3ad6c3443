package org.pydl4j.nd.ops;

import java.util.LinkedHashMap;
import java.util.Map;

/** A complex number with the functions of one, in double arithmetic; branch cuts as C99's Annex G. */
record ComplexMath(double re, double im) {

  static final ComplexMath ZERO = new ComplexMath(0, 0);
  static final ComplexMath ONE = new ComplexMath(1, 0);

  interface Function {
    ComplexMath of(ComplexMath x);
  }

  /** By the names that pydl4j.ComplexFunction takes. */
  static final Map<String, Function> FUNCTIONS = functions();

  private static Map<String, Function> functions() {
    Map<String, Function> f = new LinkedHashMap<>();
    f.put("Conj", x -> new ComplexMath(x.re, -x.im));
    f.put("Exp", ComplexMath::exp);
    f.put("Expm1", ComplexMath::expm1);
    f.put("Log", ComplexMath::log);
    f.put("Log1p", ComplexMath::log1p);
    f.put("Log2", x -> x.log().scaled(1 / Math.log(2)));
    f.put("Log10", x -> x.log().scaled(1 / Math.log(10)));
    f.put("Sqrt", ComplexMath::sqrt);
    f.put("Square", x -> x.times(x));
    f.put("Reciprocal", x -> ONE.over(x));
    f.put("Sin", x -> x.timesI().sinh().overI());
    f.put("Cos", x -> x.timesI().cosh());
    f.put("Tan", x -> x.timesI().tanh().overI());
    f.put("Sinh", ComplexMath::sinh);
    f.put("Cosh", ComplexMath::cosh);
    f.put("Tanh", ComplexMath::tanh);
    f.put("Asin", x -> x.timesI().asinh().overI());
    f.put("Acos", x -> new ComplexMath(Math.PI / 2, 0).minus(x.timesI().asinh().overI()));
    f.put("Atan", x -> x.timesI().atanh().overI());
    f.put("Asinh", ComplexMath::asinh);
    f.put("Acosh", x -> x.plus(x.plus(ONE).sqrt().times(x.minus(ONE).sqrt())).log());
    f.put("Atanh", ComplexMath::atanh);
    f.put("Sign", x -> x.re == 0 && x.im == 0 ? ZERO : x.scaled(1 / x.abs()));
    f.put("Round", x -> new ComplexMath(Math.rint(x.re), Math.rint(x.im)));
    return f;
  }

  ComplexMath plus(ComplexMath y) {
    return new ComplexMath(re + y.re, im + y.im);
  }

  ComplexMath minus(ComplexMath y) {
    return new ComplexMath(re - y.re, im - y.im);
  }

  ComplexMath times(ComplexMath y) {
    return new ComplexMath(re * y.re - im * y.im, re * y.im + im * y.re);
  }

  ComplexMath scaled(double s) {
    return new ComplexMath(re * s, im * s);
  }

  ComplexMath conj() {
    return new ComplexMath(re, -im);
  }

  private ComplexMath timesI() {
    return new ComplexMath(-im, re);
  }

  private ComplexMath overI() {
    return new ComplexMath(im, -re);
  }

  /** Smith's division: no overflow in between. */
  ComplexMath over(ComplexMath y) {
    if (Math.abs(y.re) >= Math.abs(y.im)) {
      double r = y.im / y.re;
      double d = y.re + y.im * r;
      return y.re == 0 && y.im == 0 ? new ComplexMath(re / 0.0, im / 0.0)
          : new ComplexMath((re + im * r) / d, (im - re * r) / d);
    }
    double r = y.re / y.im;
    double d = y.re * r + y.im;
    return new ComplexMath((re * r + im) / d, (im * r - re) / d);
  }

  double abs() {
    return Math.hypot(re, im);
  }

  double angle() {
    return Math.atan2(im, re);
  }

  boolean isFinite() {
    return Double.isFinite(re) && Double.isFinite(im);
  }

  ComplexMath exp() {
    double e = Math.exp(re);
    return im == 0 ? new ComplexMath(e, im) : new ComplexMath(e * Math.cos(im), e * Math.sin(im));
  }

  private ComplexMath expm1() {
    if (Double.isInfinite(re) && !Double.isFinite(im)) {
      return re < 0 ? new ComplexMath(-1, 0) : new ComplexMath(re, Double.NaN);
    }
    double half = Math.sin(im / 2);
    return new ComplexMath(Math.expm1(re) * Math.cos(im) + (0 - 2 * half * half),
        im == 0 ? im : Math.exp(re) * Math.sin(im));
  }

  ComplexMath log() {
    return new ComplexMath(Math.log(abs()), angle());
  }

  /** The real part by log1p of |1 + x|^2 - 1, which is exact for small x. */
  private ComplexMath log1p() {
    double square = re * (2 + re) + im * im;
    double real = Math.abs(re) < 0.5 && Math.abs(im) < 0.5 ? Math.log1p(square) / 2 : Math.log(Math.hypot(1 + re, im));
    return new ComplexMath(real, Math.atan2(im, 1 + re));
  }

  ComplexMath sqrt() {
    if (re == 0 && im == 0) {
      return new ComplexMath(0, im);
    }
    double r = abs();
    double a = Math.sqrt((Math.abs(re) + r) / 2);
    double b = Math.abs(im) / (2 * a);
    return re >= 0 ? new ComplexMath(a, Math.copySign(b, im)) : new ComplexMath(b, Math.copySign(a, im));
  }

  private ComplexMath sinh() {
    return new ComplexMath(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im));
  }

  private ComplexMath cosh() {
    return new ComplexMath(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im));
  }

  private ComplexMath tanh() {
    if (Math.abs(re) > 20) {
      return new ComplexMath(Math.signum(re), Math.copySign(0, Double.isInfinite(re) ? im : Math.sin(2 * im)));
    }
    double d = Math.cosh(2 * re) + Math.cos(2 * im);
    return new ComplexMath(Math.sinh(2 * re) / d, Math.sin(2 * im) / d);
  }

  /** log(x + sqrt(x x + 1)), on the side of the axis where nothing cancels. */
  private ComplexMath asinh() {
    if (re < 0) {
      return new ComplexMath(-re, -im).asinh().scaled(-1);
    }
    ComplexMath root = new ComplexMath(1 - im, re).sqrt().times(new ComplexMath(1 + im, -re).sqrt());
    return plus(root).log();
  }

  private ComplexMath atanh() {
    double real = Math.log1p(4 * re / ((1 - re) * (1 - re) + im * im)) / 4;
    return new ComplexMath(real, Math.atan2(2 * im, (1 - re) * (1 + re) - im * im) / 2);
  }

  /** 1 for the power 0; whole powers up to 100 by products, others by exp(y log(x)). */
  ComplexMath pow(ComplexMath y) {
    if (y.re == 0 && y.im == 0) {
      return ONE;
    } else if (re == 0 && im == 0) {
      return y.re > 0 ? ZERO : new ComplexMath(Double.NaN, Double.NaN);
    } else if (y.im == 0 && y.re == Math.rint(y.re) && Math.abs(y.re) <= 100) {
      ComplexMath result = ONE;
      ComplexMath square = this;
      for (int n = (int) Math.abs(y.re); n > 0; n >>= 1, square = square.times(square)) {
        result = (n & 1) == 1 ? result.times(square) : result;
      }
      return y.re < 0 ? ONE.over(result) : result;
    }
    return log().times(y).exp();
  }
}
