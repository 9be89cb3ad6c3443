package org.pydl4j.serving.codec;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.FloatRows;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.Float16;
import org.pydl4j.nn.model.Signature;
import org.pydl4j.nn.model.Signature.Tensor;
import org.pydl4j.serving.servable.Rows;

/**
 * Examples on their way into a model: a batch on the heap that is filled number by number and used again, so that
 * reading an
 * example makes no garbage. For one thread.
 *
 * <pre>{@code
 * examples.begin();
 * examples.input(0).add(0.5f);                     // all numbers of all inputs, row-major
 * if (!examples.end()) { ...                       // of another length than those before: run these first
 *   examples.keepLast();
 * }
 * }</pre>
 */
public final class Examples {
  private final Signature signature;
  private final Input[] inputs;
  private int rows;

  /** An empty batch of a model's inputs. */
  public Examples(Signature signature) {
    this.signature = signature;
    this.inputs = signature.inputs().stream().map(Input::new).toArray(Input[]::new);
  }

  /** What the examples are for. */
  public Signature signature() {
    return signature;
  }

  /** Examples that were ended. */
  public int rows() {
    return rows;
  }

  /** What the arrays of all rows take. */
  public long bytes() {
    long bytes = 0;
    for (Input in : inputs) {
      bytes += (long) in.done * in.tensor.dtype().bytes;
    }
    return bytes;
  }

  /** The open example's input at a position of the signature. */
  public Input input(int index) {
    return inputs[index];
  }

  /** Opens an example behind those that ended; one that was not ended is dropped. */
  public void begin() {
    for (Input in : inputs) {
      in.size = in.done;
      in.openDims = null;
    }
  }

  /**
   * Ends the open example.
   *
   * @return false when its open axes have other lengths than the rows before, so that it cannot be in one batch with
   *     them
   * @throws IllegalArgumentException when an input has too few or too many numbers, or NaN or infinity
   */
  public boolean end() {
    boolean fits = true;
    for (Input in : inputs) {
      in.check();
      fits &= rows == 0 || Arrays.equals(in.rowDims, in.dims());
    }
    if (fits) {
      take();
    }
    return fits;
  }

  /** Leaves only the example that did not fit, which is the first row of the next batch. */
  public void keepLast() {
    rows = 0;
    for (Input in : inputs) {
      in.moveToFront();
    }
    take();
  }

  private void take() {
    for (Input in : inputs) {
      in.rowDims = in.dims();
      in.done = in.size;
    }
    rows++;
  }

  /** Empties the batch. */
  public void clear() {
    rows = 0;
    for (Input in : inputs) {
      in.done = 0;
    }
    begin();
  }

  /** The inputs of rows [from, to), filled up to a power of two by repeating the last; the caller closes them. */
  public Map<String, NDArray> arrays(int from, int to) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    try {
      for (Input in : inputs) {
        arrays.put(in.tensor.name(), in.array(from, to, rows));
      }
      return arrays;
    } catch (RuntimeException | OutOfMemoryError e) {
      arrays.values().forEach(NDArray::close);
      throw e;
    }
  }

  /** One input of the open example. */
  public static final class Input {
    private final Tensor tensor;
    private final long rowSize;
    private final long least;
    private final long greatest;
    private float[] floats = {};
    private double[] doubles = {};
    private long[] longs = {};
    /** Numbers of ended rows. */
    private int done;
    private int size;
    private long[] rowDims;
    private long[] openDims;

    Input(Tensor tensor) {
      this.tensor = tensor;
      this.rowSize = tensor.rowSize();
      DType t = tensor.dtype();
      if (t.isComplex()) {
        throw new IllegalArgumentException("[serving] input '" + tensor.name() + "' has complex numbers: got " + tensor
            + "; expected real ones, or whole ones.");
      }
      int bits = 8 * t.bytes;
      this.greatest = switch (t.kind) {
        case BOOL -> 1;
        case INT -> Long.MAX_VALUE >>> 64 - bits;
        case UINT -> bits == 64 ? Long.MAX_VALUE : -1L >>> 64 - bits;
        default -> Long.MAX_VALUE;
      };
      this.least = t.kind == DType.Kind.INT ? -greatest - 1 : t.isFloat() ? Long.MIN_VALUE : 0;
    }

    /** The input's name, type and shape. */
    public Tensor tensor() {
      return tensor;
    }

    /** How many numbers one example has; open axes left out. */
    public long rowSize() {
      return rowSize;
    }

    /** How many numbers the open example has so far. */
    public int size() {
      return size - done;
    }

    /** Says how long the open axes are, where the number of numbers does not tell. */
    public void dims(long... row) {
      openDims = row;
    }

    /** Adds a number to the open example. */
    public void add(float v) {
      if (tensor.dtype() == DType.FLOAT32) {
        room(1);
        floats[size++] = v;
      } else {
        add((double) v);
      }
    }

    /** Adds a number to the open example. */
    public void add(double v) {
      room(1);
      switch (tensor.dtype()) {
        case FLOAT64 -> doubles[size++] = v;
        case FLOAT32, FLOAT16, BFLOAT16 -> floats[size++] = (float) v;
        default -> {
          if (v != Math.rint(v) || Math.abs(v) > 0x1p63) {
            throw new IllegalArgumentException("[record] not a whole number: got " + v + " for input " + tensor + ".");
          }
          add((long) v);
        }
      }
    }

    /** Adds a whole number to the open example, exactly. */
    public void add(long v) {
      room(1);
      switch (tensor.dtype()) {
        case FLOAT64 -> doubles[size++] = v;
        case FLOAT32, FLOAT16, BFLOAT16 -> floats[size++] = v;
        default -> {
          if (v < least || v > greatest) {
            throw new IllegalArgumentException("[record] number out of range: got " + v + " for input " + tensor
                + "; expected " + least + " to " + greatest + ".");
          }
          longs[size++] = v;
        }
      }
    }

    /** Adds a number as it is written. */
    public void add(String text) {
      switch (tensor.dtype()) {
        case FLOAT64 -> add(Double.parseDouble(text));
        case FLOAT32, FLOAT16, BFLOAT16 -> add(Float.parseFloat(text));
        default -> {
          long v;
          try {
            v = Long.parseLong(text);
          } catch (NumberFormatException e) {
            add(Double.parseDouble(text)); // 3.0 and 1e3 are whole, too
            return;
          }
          add(v);
        }
      }
    }

    /** Adds little-endian numbers of this input's type, as many as given. */
    public void addRaw(ByteBuffer from, int count) {
      room(count);
      switch (tensor.dtype()) {
        case FLOAT32 -> {
          from.asFloatBuffer().get(floats, size, count);
          from.position(from.position() + 4 * count);
          size += count;
        }
        default -> {
          for (int i = 0; i < count; i++) {
            addRaw(from);
          }
        }
      }
    }

    private void addRaw(ByteBuffer from) {
      switch (tensor.dtype()) {
        case FLOAT64 -> add(from.getDouble());
        case FLOAT16 -> add(Float16.fromHalf(from.getShort()));
        case BFLOAT16 -> add(Float16.fromBfloat(from.getShort()));
        case INT64, UINT64 -> add(from.getLong());
        case INT32 -> add((long) from.getInt());
        case UINT32 -> add(from.getInt() & 0xffffffffL);
        case INT16 -> add((long) from.getShort());
        case UINT16 -> add(from.getShort() & 0xffffL);
        case UINT8, BOOL -> add(from.get() & 0xffL);
        default -> add((long) from.get());
      }
    }

    /** Room for float features to be written in place: the array, whose elements from {@link #at} on are theirs. */
    public float[] reserve(int count) {
      room(count);
      size += count;
      return floats;
    }

    /** Where the last reserved numbers begin. */
    public int at(int count) {
      return size - count;
    }

    private void room(int count) {
      if (openDims == null && tensor.openDims() == 0 && size + (long) count - done > rowSize) {
        throw wrongSize(size + (long) count - done + " or more");
      }
      int wanted = Math.addExact(size, count);
      switch (tensor.dtype()) {
        case FLOAT32, FLOAT16, BFLOAT16 -> {
          if (wanted > floats.length) {
            floats = Arrays.copyOf(floats, grown(wanted));
          }
        }
        case FLOAT64 -> {
          if (wanted > doubles.length) {
            doubles = Arrays.copyOf(doubles, grown(wanted));
          }
        }
        default -> {
          if (wanted > longs.length) {
            longs = Arrays.copyOf(longs, grown(wanted));
          }
        }
      }
    }

    private static int grown(int wanted) {
      return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(64, 2L * wanted));
    }

    private IllegalArgumentException wrongSize(Object got) {
      return new IllegalArgumentException("[record] wrong size: got " + got + " numbers; expected "
          + (tensor.openDims() == 0 ? "" : "a multiple of ") + rowSize + " for input " + tensor
          + ". Send one example a record.");
    }

    /** The open example's dims. */
    private long[] dims() {
      long[] dims = tensor.rowDims();
      if (openDims != null) {
        return openDims;
      }
      for (int i = 0; i < dims.length; i++) {
        dims[i] = dims[i] < 0 ? size() / Math.max(rowSize, 1) : dims[i];
      }
      return dims;
    }

    private void check() {
      int open = tensor.openDims();
      boolean right = openDims != null
          ? tensor.takes(openDims) && Arrays.stream(openDims).reduce(1, Math::multiplyExact) == size()
          : open == 0 ? size() == rowSize : open == 1 && rowSize > 0 && size() > 0 && size() % rowSize == 0;
      if (!right) {
        throw wrongSize(size());
      }
      for (int i = done; i < size; i++) {
        boolean finite = switch (tensor.dtype()) {
          case FLOAT32, FLOAT16, BFLOAT16 -> Float.isFinite(floats[i]);
          case FLOAT64 -> Double.isFinite(doubles[i]);
          default -> true;
        };
        if (!finite) {
          throw new IllegalArgumentException("[record] not a finite number: got "
              + (tensor.dtype() == DType.FLOAT64 ? doubles[i] : floats[i]) + " at " + (i - done)
              + "; expected finite numbers.");
        }
      }
    }

    private void moveToFront() {
      int n = size - done;
      switch (tensor.dtype()) {
        case FLOAT32, FLOAT16, BFLOAT16 -> System.arraycopy(floats, done, floats, 0, n);
        case FLOAT64 -> System.arraycopy(doubles, done, doubles, 0, n);
        default -> System.arraycopy(longs, done, longs, 0, n);
      }
      done = 0;
      size = n;
    }

    private NDArray array(int from, int to, int rows) {
      int padded = Rows.padded(to - from);
      long[] dims = new long[rowDims.length + 1];
      dims[0] = padded;
      System.arraycopy(rowDims, 0, dims, 1, rowDims.length);
      int row = done / rows;
      DType type = tensor.dtype();
      DType held = type == DType.FLOAT16 || type == DType.BFLOAT16 ? DType.FLOAT32 : type;
      NDArray a = NDArray.create(held, dims);
      copy(a, 0, from * row, (to - from) * row);
      for (int i = to - from; i < padded; i++) {
        copy(a, (long) i * row, (to - 1) * row, row);
      }
      if (held == type) {
        return a;
      }
      try (a) {
        return a.castTo(type);
      }
    }

    private void copy(NDArray to, long at, int from, int count) {
      switch (to.dtype()) {
        case FLOAT32 -> FloatRows.put(to, at, floats, from, count);
        case FLOAT64 -> {
          for (int i = 0; i < count;) {
            DoubleBuffer b = to.bytesFrom(at + i).asDoubleBuffer();
            int n = Math.min(count - i, b.remaining());
            b.put(doubles, from + i, n);
            i += n;
          }
        }
        case INT64 -> {
          for (int i = 0; i < count;) {
            LongBuffer b = to.bytesFrom(at + i).asLongBuffer();
            int n = Math.min(count - i, b.remaining());
            b.put(longs, from + i, n);
            i += n;
          }
        }
        default -> {
          for (int i = 0; i < count; i++) {
            to.putLongAt(at + i, longs[from + i]);
          }
        }
      }
    }

    @Override
    public String toString() {
      return tensor + ": " + List.of(done, size);
    }
  }
}
