package org.pydl4j.nn.model;

import java.util.Random;
import org.pydl4j.nd.array.Batch;
import org.pydl4j.nd.array.BatchSource;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.MultiLayerConfiguration;
import org.pydl4j.nn.conf.NeuralNetConfiguration;
import org.pydl4j.nn.layers.DenseLayer;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.OutputLayer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.updaters.Adam;
import org.pydl4j.nn.updaters.Updater;

/** Small networks and data for tests. */
final class Nets {
  private Nets() {
  }

  static NeuralNetConfiguration conf(Updater updater) {
    return NeuralNetConfiguration.of(42, updater);
  }

  static MultiLayerConfiguration mlp() {
    return stack(new Adam(0.01), InputType.feedForward(4), DenseLayer.of(16, new Activation.Tanh()),
        OutputLayer.of(3, new Loss.MCXENT(), new Activation.Softmax()));
  }

  static MultiLayerConfiguration stack(Updater updater, InputType in, Layer... layers) {
    return MultiLayerConfiguration.of(conf(updater), in, layers);
  }

  /** Three clouds of points in four dimensions, like Fisher's irises; labels are class indices. */
  static Batch clouds(int rows, long seed) {
    Random r = new Random(seed);
    NDArray x = NDArray.create(DType.FLOAT32, rows, 4);
    NDArray y = NDArray.create(DType.INT64, rows);
    for (int i = 0; i < rows; i++) {
      int c = r.nextInt(3);
      y.putLongAt(i, c);
      for (int k = 0; k < 4; k++) {
        x.putDouble((c == k ? 2 : 0) + (k == 3 ? c - 1 : 0) + 0.6 * r.nextGaussian(), i, k);
      }
    }
    return Batch.of(x, y);
  }

  static NDArray uniform(DType type, long seed, long... dims) {
    Random r = new Random(seed);
    NDArray a = NDArray.create(type, dims);
    for (long i = 0; i < a.size(); i++) {
      a.putDoubleAt(i, 2 * r.nextDouble() - 1);
    }
    return a;
  }

  /** One batch per epoch. */
  static BatchSource once(Batch batch) {
    return new BatchSource() {
      private boolean given;

      @Override
      public boolean hasNext() {
        return !given;
      }

      @Override
      public Batch next() {
        given = true;
        return batch;
      }

      @Override
      public void reset(long epoch) {
        given = false;
      }

      @Override
      public long rows() {
        return batch.rows();
      }

      @Override
      public void close() {
        batch.close();
      }
    };
  }

  /** Slices a batch into minibatches, in order. */
  static BatchSource source(Batch all, int size) {
    return new BatchSource() {
      private long at;

      @Override
      public boolean hasNext() {
        return at < all.rows();
      }

      @Override
      public Batch next() {
        long to = Math.min(all.rows(), at + size);
        Batch b = Batch.of(all.feature(0).slice(0, at, to), all.label(0).slice(0, at, to), null, null);
        at = to;
        return b;
      }

      @Override
      public void reset(long epoch) {
        at = 0;
      }

      @Override
      public long rows() {
        return all.rows();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }
}
