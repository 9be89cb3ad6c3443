package org.pydl4j.nd.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydl4j.nd.spi.Kernel;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/** Which convolutions run by Winograd's algorithm; their numbers are in ConvTest. */
class WinogradTest {
  private static TensorType type(long... dims) {
    return new TensorType(DType.FLOAT32, dims);
  }

  @ParameterizedTest
  @CsvSource({"3,1,NHWC,64,true", "5,1,NHWC,64,false", "3,2,NHWC,64,false", "3,1,NCHW,64,false", "3,1,NHWC,16,false"})
  void threeByThreeKernelsOfStrideOneOnManyChannelsAreWinograds(int kernel, int stride, String layout, int channels,
      boolean winograd) {
    int pad = kernel / 2;
    TensorType x = layout.equals("NHWC") ? type(4, 16, 16, channels) : type(4, channels, 16, 16);
    int out = 16 / stride;
    TensorType y = layout.equals("NHWC") ? type(4, out, out, 64) : type(4, 64, out, out);
    TensorType w = type(64, channels, kernel, kernel);
    Attrs a = Attrs.of("layout", layout, "strides", new long[] {stride, stride}, "pads",
        new long[] {pad, pad, pad, pad});
    for (KernelCall call : List.of(
        new KernelCall("pydl4j.FusedConv", a, List.of(x, w), List.of(y), 2, new boolean[2]),
        new KernelCall("pydl4j.ConvInputGrad", a.with("inputDims", x.dims()), List.of(y, w), List.of(x), 2,
            new boolean[2]),
        new KernelCall("pydl4j.ConvWeightGrad", a, List.of(x, y), List.of(w), 2, new boolean[2]))) {
      try (Kernel k = Runner.BACKEND.kernel(call)) {
        assertEquals(winograd, k.implementation().contains("winograd"), call.op() + ": " + k.implementation());
      }
    }
  }
}
