package org.pydl4j.nd.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.pydl4j.nd.types.AttrValue;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.Float16;
import org.pydl4j.nd.types.TensorType;

/**
 * An n-dimensional array: element type, shape, strides and offset (in elements) over off-heap memory, or over a
 * device's ({@link #to}): there only its geometry is at hand, and its elements after {@link #toHost}.
 *
 * <p>Slices, transposes and reshapes of dense arrays are views on the same memory. Arrays made by {@link #create} and
 * friends own their memory and free it in {@link #close()} (a Cleaner is the net below); arrays of an {@link Arena} are
 * freed with it. DL4J: INDArray.
 */
public final class NDArray implements AutoCloseable, Operations, Rows, AttrValue {
  private static final int SUMMARY_SIZE = 8;
  private final Storage storage;
  private final boolean view;
  private final DType dtype;
  private final long[] shape;
  private final long[] strides;
  private final long offset;
  private final long size;

  private NDArray(Storage storage, boolean view, DType dtype, long[] shape, long[] strides, long offset) {
    this.storage = storage;
    this.view = view;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = sizeOf(shape);
  }

  static long sizeOf(long... shape) {
    long n = 1;
    for (long d : shape) {
      if (d < 0) {
        throw new IllegalArgumentException(
            "[array] negative dim: got shape " + Arrays.toString(shape) + "; expected dims >= 0.");
      }
      try {
        n = Math.multiplyExact(n, d);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("[array] shape " + Arrays.toString(shape) + " has more than 2^63 elements.",
            e);
      }
    }
    return n;
  }

  /** Strides in elements of a dense row-major array. */
  public static long[] rowMajor(long... shape) {
    long[] s = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      s[i] = step;
      step *= Math.max(shape[i], 1);
    }
    return s;
  }

  static NDArray inArena(Arena arena, Pool pool, DType dtype, long... shape) {
    long[] dims = shape.clone();
    TensorType type = new TensorType(dtype, dims);
    if (sizeOf(dims) > 0 && type.problem() != null) {
      throw new IllegalArgumentException("[array] shape " + Arrays.toString(shape) + " has " + type.problem() + ": got "
          + dtype + "; expected at most " + TensorType.MAX_RANK
          + " axes and 2^63 bytes. Use a smaller shape.");
    }
    long bytes = type.bytes();
    return new NDArray(arena.allocate(pool, bytes), false, dtype, dims, rowMajor(dims), 0);
  }

  /** A dense array of undefined content. */
  public static NDArray create(DType dtype, long... shape) {
    return inArena(Arena.ROOT, Backends.pool(), dtype, shape);
  }

  /** A dense array of undefined content on a device. */
  public static NDArray create(Device device, DType dtype, long... shape) {
    return inArena(Arena.ROOT, Backends.pool(device.backend()), dtype, shape);
  }

  /** Zeros. */
  public static NDArray zeros(DType dtype, long... shape) {
    NDArray a = create(dtype, shape);
    Backends.backend().memory().clear(a.address(), a.size * dtype.bytes);
    return a;
  }

  /** The same on a device. */
  public static NDArray zeros(Device device, DType dtype, long... shape) {
    NDArray a = create(device, dtype, shape);
    device.backend().memory().clear(a.location(), a.size * dtype.bytes);
    return a;
  }

  /** A dense array with every element set to the value. */
  public static NDArray full(DType dtype, double value, long... shape) {
    return create(dtype, shape).fill(value);
  }

  /** An array of rank 0. */
  public static NDArray scalar(DType dtype, double value) {
    return create(dtype).fill(value);
  }

  /** An array of float32 with these values in row-major order. */
  public static NDArray of(float[] values, long... shape) {
    NDArray a = create(DType.FLOAT32, shapeOr(values.length, shape));
    a.check(values.length);
    for (int i = 0; i < values.length;) {
      ByteBuffer b = a.bytesFrom(i);
      int n = Math.min(values.length - i, b.remaining() / 4);
      b.asFloatBuffer().put(values, i, n);
      i += n;
    }
    return a;
  }

  /** An array of float64 with these values in row-major order. */
  public static NDArray of(double[] values, long... shape) {
    NDArray a = create(DType.FLOAT64, shapeOr(values.length, shape));
    a.check(values.length);
    for (int i = 0; i < values.length; i++) {
      a.putDoubleAt(i, values[i]);
    }
    return a;
  }

  /** An array of int64 with these values in row-major order. */
  public static NDArray of(long[] values, long... shape) {
    NDArray a = create(DType.INT64, shapeOr(values.length, shape));
    a.check(values.length);
    for (int i = 0; i < values.length;) {
      ByteBuffer b = a.bytesFrom(i);
      int n = Math.min(values.length - i, b.remaining() / 8);
      b.asLongBuffer().put(values, i, n);
      i += n;
    }
    return a;
  }

  /** An array of int32 with these values in row-major order. */
  public static NDArray of(int[] values, long... shape) {
    NDArray a = create(DType.INT32, shapeOr(values.length, shape));
    a.check(values.length);
    for (int i = 0; i < values.length; i++) {
      a.putLongAt(i, values[i]);
    }
    return a;
  }

  private static long[] shapeOr(long length, long[] shape) {
    return shape.length == 0 && length != 1 ? new long[] {length} : shape;
  }

  private void check(long given) {
    if (given != size) {
      close();
      throw new IllegalArgumentException(
          "[array] " + given + " values do not fill shape " + Arrays.toString(shape) + ": expected " + size + ".");
    }
  }

  /**
   * An array over memory that somebody else owns; nothing is copied.
   *
   * @param address of element 0
   * @param strides in elements; null for row-major
   * @param keepAlive held as long as the array or a view of it lives; may be null
   */
  public static NDArray wrap(long address, DType dtype, long[] shape, long[] strides, Object keepAlive) {
    long[] dims = shape.clone();
    long[] steps = strides == null ? rowMajor(dims) : strides.clone();
    long span = 1;
    long low = 0;
    for (int i = 0; i < dims.length; i++) {
      long reach = Math.max(dims[i] - 1, 0) * steps[i];
      low += Math.min(reach, 0);
      span += Math.abs(reach);
    }
    return new NDArray(new Storage(address + low * dtype.bytes, span * dtype.bytes, keepAlive), false, dtype, dims,
        steps, -low);
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  /** The sizes of the axes; a copy. */
  public long[] shape() {
    return shape.clone();
  }

  /** Elements from one to the next along each axis; a copy. */
  public long[] strides() {
    return strides.clone();
  }

  /** The number of axes. */
  public int rank() {
    return shape.length;
  }

  /** The dim at that axis; negative axes count from the end. */
  public long size(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  /** Number of elements. */
  public long size() {
    return size;
  }

  /** Element type and sizes. */
  public TensorType type() {
    return new TensorType(dtype, shape.clone());
  }

  /** Whether this is its {@link #type}. */
  public boolean isOf(TensorType type) {
    return dtype == type.dtype() && Arrays.equals(shape, type.dims());
  }

  /** Address of the first element in main memory. Closed arrays, and those on a device, raise IllegalStateException. */
  public long address() {
    if (storage.uses != null) {
      throw storage.notInMainMemory();
    }
    return location();
  }

  /**
   * Address of the first element where the array lies: for the array's own device, never for host code unless it lies
   * in main memory.
   */
  public long location() {
    if (storage.isClosed()) {
      throw closed();
    }
    return storage.address + offset * dtype.bytes;
  }

  /** See {@link Holds}. */
  void enter() {
    if (!storage.enter()) {
      throw closed();
    }
  }

  void leave() {
    storage.leave();
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("[array] is closed: its memory was freed. Use it before close(), or dup() it.");
  }

  /** Takes the array out of the arena that would close it: its caller does from now on. */
  public NDArray detach() {
    storage.moveTo(Arena.ROOT);
    return this;
  }

  void moveTo(Arena from, Arena to) {
    storage.moveFrom(from, to);
  }

  /** Whether its memory was given back, so that nothing may be read. */
  public boolean isClosed() {
    return storage.isClosed();
  }

  /** A number that changes whenever the memory below is written through arrays or by plans; views share it. */
  public long version() {
    return storage.version;
  }

  /** Tells those who keep something derived from the content that it has changed; for writers that go by address. */
  public void markWritten() {
    storage.version++;
  }

  boolean sharesStorage(NDArray other) {
    return storage == other.storage;
  }

  /** Whether the elements of both lie between addresses that overlap. */
  public boolean overlaps(NDArray other) {
    return size > 0 && other.size > 0 && device().equals(other.device()) && first() < other.end()
        && other.first() < end();
  }

  private long first() {
    long low = 0;
    for (int i = 0; i < shape.length; i++) {
      low += Math.min((shape[i] - 1) * strides[i], 0);
    }
    return location() + low * dtype.bytes;
  }

  private long end() {
    long high = 1;
    for (int i = 0; i < shape.length; i++) {
      high += Math.max((shape[i] - 1) * strides[i], 0);
    }
    return location() + high * dtype.bytes;
  }

  /** Where the elements lie. */
  public Device device() {
    return storage.device();
  }

  /** Whether its elements lie in main memory. */
  public boolean isOnHost() {
    return storage.uses == null;
  }

  /** What streams do with the memory; null in main memory. */
  public Uses uses() {
    return storage.uses;
  }

  /** Whether it shares the memory of another array. */
  public boolean isView() {
    return view;
  }

  /** Whether the elements lie dense in row-major order. */
  public boolean isDense() {
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != step) {
        return size == 0;
      }
      step *= shape[i];
    }
    return true;
  }

  /** Frees the memory if this array owns it; a view leaves its base alone. */
  @Override
  public void close() {
    if (!view) {
      storage.close();
    }
  }

  // element access ----------------------------------------------------------------------------------------------------

  /** Position in storage (elements) of the flat row-major index. */
  private long position(long flat) {
    long p = offset;
    for (int i = shape.length - 1; i >= 0 && flat != 0; i--) {
      p += flat % shape[i] * strides[i];
      flat /= shape[i];
    }
    return p;
  }

  private long position(long[] index) {
    if (index.length != shape.length) {
      throw new IndexOutOfBoundsException(
          "[array] index " + Arrays.toString(index) + " has " + index.length + " dims; expected " + shape.length + ".");
    }
    long p = offset;
    for (int i = 0; i < index.length; i++) {
      long k = index[i] < 0 ? index[i] + shape[i] : index[i];
      if (k < 0 || k >= shape[i]) {
        throw new IndexOutOfBoundsException(
            "[array] index " + Arrays.toString(index) + " is outside shape " + Arrays.toString(shape) + ".");
      }
      p += k * strides[i];
    }
    return p;
  }

  /** The element at these indices as a double. */
  public double getDouble(long... index) {
    return read(position(index));
  }

  /** Writes the element at these indices; this array is returned. */
  public NDArray putDouble(double value, long... index) {
    write(position(index), value);
    return this;
  }

  double realAt(long flat) {
    return dtype.isComplex() ? part(flat, 0) : getDoubleAt(flat);
  }

  double imaginaryAt(long flat) {
    return dtype.isComplex() ? part(flat, 1) : 0;
  }

  private double part(long flat, int which) {
    long at = position(flat) * dtype.bytes + which * dtype.real().bytes;
    ByteBuffer b = storage.view(at);
    return dtype == DType.COMPLEX64 ? b.getFloat(Storage.within(at)) : b.getDouble(Storage.within(at));
  }

  void putComplexAt(long flat, double real, double imaginary) {
    putComplex(position(flat), real, imaginary);
  }

  private void putComplex(long position, double real, double imaginary) {
    long at = position * dtype.bytes;
    ByteBuffer b = storage.view(at);
    int i = Storage.within(at);
    storage.version++;
    switch (dtype) {
      case COMPLEX64 -> b.putFloat(i, (float) real).putFloat(i + 4, (float) imaginary);
      case COMPLEX128 -> b.putDouble(i, real).putDouble(i + 8, imaginary);
      default -> throw new IllegalArgumentException(
          "[array] a complex number does not fit into " + dtype + "; expected a complex array. Cast it.");
    }
  }

  /** The element at that row-major position. */
  public double getDoubleAt(long flat) {
    return read(position(flat));
  }

  /** Writes an element by its place in row-major order. */
  public void putDoubleAt(long flat, double value) {
    write(position(flat), value);
  }

  /** An element by its place in row-major order, exactly. */
  public long getLongAt(long flat) {
    long at = position(flat) * dtype.bytes;
    ByteBuffer b = storage.view(at);
    int i = Storage.within(at);
    return switch (dtype) {
      case INT64, UINT64 -> b.getLong(i);
      case INT32 -> b.getInt(i);
      case UINT32 -> b.getInt(i) & 0xffffffffL;
      case INT16 -> b.getShort(i);
      case UINT16 -> b.getShort(i) & 0xffffL;
      case INT8 -> b.get(i);
      case UINT8, BOOL -> b.get(i) & 0xffL;
      default -> (long) getDoubleAt(flat);
    };
  }

  /** Writes an element by its place in row-major order, exactly. */
  public void putLongAt(long flat, long value) {
    long at = position(flat) * dtype.bytes;
    ByteBuffer b = storage.view(at);
    int i = Storage.within(at);
    storage.version++;
    switch (dtype) {
      case INT64, UINT64 -> b.putLong(i, value);
      case INT32, UINT32 -> b.putInt(i, (int) value);
      case INT16, UINT16 -> b.putShort(i, (short) value);
      case INT8, UINT8 -> b.put(i, (byte) value);
      case BOOL -> b.put(i, (byte) (value == 0 ? 0 : 1));
      default -> putDoubleAt(flat, value);
    }
  }

  private double read(long position) {
    long at = position * dtype.bytes;
    ByteBuffer b = storage.view(at);
    int i = Storage.within(at);
    return switch (dtype) {
      case FLOAT64 -> b.getDouble(i);
      case FLOAT32 -> b.getFloat(i);
      case FLOAT16 -> Float16.fromHalf(b.getShort(i));
      case BFLOAT16 -> Float16.fromBfloat(b.getShort(i));
      case INT64 -> b.getLong(i);
      case UINT64 -> {
        long v = b.getLong(i);
        yield v >= 0 ? v : (v >>> 1 | v & 1) * 2.0; // the last bit only tells on which side of a tie the number lies
      }
      case INT32 -> b.getInt(i);
      case UINT32 -> b.getInt(i) & 0xffffffffL;
      case INT16 -> b.getShort(i);
      case UINT16 -> b.getShort(i) & 0xffff;
      case INT8 -> b.get(i);
      case UINT8 -> b.get(i) & 0xff;
      case BOOL -> b.get(i) == 0 ? 0 : 1;
      case COMPLEX64,
          COMPLEX128 -> throw new UnsupportedOperationException("[array] an element is no real number: got " + dtype
              + "; expected a real type. Take the real or the imaginary part.");
    };
  }

  private void write(long position, double value) {
    if (dtype.isComplex()) {
      putComplex(position, value, 0);
      return;
    }
    long at = position * dtype.bytes;
    ByteBuffer b = storage.view(at);
    int i = Storage.within(at);
    storage.version++;
    switch (dtype) {
      case FLOAT64 -> b.putDouble(i, value);
      case FLOAT32 -> b.putFloat(i, (float) value);
      case FLOAT16 -> b.putShort(i, Float16.toHalf(Float16.toOdd(value)));
      case BFLOAT16 -> b.putShort(i, Float16.toBfloat(Float16.toOdd(value)));
      case INT64 -> b.putLong(i, toLong(value));
      case UINT64 -> b.putLong(i, value < 0x1p63 ? toLong(value) : toLong(value - 0x1p63) ^ Long.MIN_VALUE);
      case INT32 -> b.putInt(i, toInt(value));
      case UINT32 -> b.putInt(i, (int) toLong(value));
      case INT16, UINT16 -> b.putShort(i, (short) toInt(value));
      case INT8, UINT8 -> b.put(i, (byte) toInt(value));
      case BOOL -> b.put(i, (byte) (value == 0 ? 0 : 1));
      default -> throw new AssertionError(dtype);
    }
  }

  /** Without its fraction; what does not fit gives what processors (and so native kernels and NumPy) give. */
  private static long toLong(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  private static int toInt(double value) {
    return value > -0x1p31 - 1 && value < 0x1p31 ? (int) value : Integer.MIN_VALUE;
  }

  /** An integer as a float of at most 32 bits. */
  void putWhole(long flat, long value, boolean unsigned) {
    if (dtype != DType.FLOAT32) {
      long high = value & ~0x7ffL;
      boolean large =
          unsigned ? value < 0 || value >= 1L << 53 : Math.abs(value) >= 1L << 53 || value == Long.MIN_VALUE;
      // 53 bits, the last of which stands for those that are cut off
      long odd = large && high != value ? high | 0x800 : value;
      putDoubleAt(flat, unsigned && odd < 0 ? (odd >>> 11) * 0x1p11 : odd);
      return;
    }
    long at = position(flat) * dtype.bytes;
    storage.version++;
    storage.view(at).putFloat(Storage.within(at), toFloat(value, unsigned));
  }

  static float toFloat(long value, boolean unsigned) {
    return unsigned && value < 0 ? (value >>> 1 | value & 1) * 2f : value;
  }

  /**
   * A buffer positioned at that row-major element of a dense array, up to the end of its 1 GiB block or of the array.
   */
  public ByteBuffer bytesFrom(long flat) {
    storage.version++;
    return buffer(flat);
  }

  private ByteBuffer buffer(long flat) {
    if (!isDense()) {
      throw new IllegalStateException("[array] shape " + Arrays.toString(shape) + " with strides "
          + Arrays.toString(strides) + " is not dense. dup() it first.");
    }
    long at = (offset + flat) * dtype.bytes;
    ByteBuffer b = storage.view(at).duplicate().order(ByteOrder.nativeOrder());
    int start = Storage.within(at);
    b.position(start).limit((int) Math.min(b.capacity(), start + (size - flat) * dtype.bytes));
    return b.slice().order(ByteOrder.nativeOrder());
  }

  /** Writes one value everywhere; this array is returned. */
  public NDArray fill(double value) {
    if (!isOnHost()) {
      try (NDArray host = full(dtype, value, shape)) {
        return assign(host);
      }
    }
    if (size > 0 && isDense() && dtype == DType.FLOAT32) {
      for (long i = 0; i < size;) {
        ByteBuffer b = bytesFrom(i);
        int n = b.remaining() / 4;
        for (int k = 0; k < n; k++) {
          b.putFloat(k * 4, (float) value);
        }
        i += n;
      }
      return this;
    }
    for (long i = 0; i < size; i++) {
      putDoubleAt(i, value);
    }
    return this;
  }

  /** All elements in row-major order, rounded to floats. */
  public float[] toFloatArray() {
    float[] out = new float[Math.toIntExact(size)];
    if (dtype == DType.FLOAT32 && isDense() && size > 0) {
      for (int i = 0; i < out.length;) {
        ByteBuffer b = buffer(i);
        int n = b.remaining() / 4;
        b.asFloatBuffer().get(out, i, n);
        i += n;
      }
      return out;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) getDoubleAt(i);
    }
    return out;
  }

  /** All elements in row-major order. */
  public double[] toDoubleArray() {
    double[] out = new double[Math.toIntExact(size)];
    for (int i = 0; i < out.length; i++) {
      out[i] = getDoubleAt(i);
    }
    return out;
  }

  /** All elements in row-major order; fractions are cut off. */
  public long[] toLongArray() {
    long[] out = new long[Math.toIntExact(size)];
    for (int i = 0; i < out.length; i++) {
      out[i] = getLongAt(i);
    }
    return out;
  }

  // views and copies --------------------------------------------------------------------------------------------------

  /**
   * The same elements under another shape; one dim may be -1. A view when dense, else IllegalStateException: dup()
   * first.
   */
  public NDArray reshape(long... newShape) {
    long[] dims = newShape.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1 && open < 0) {
        open = i;
      } else {
        known *= dims[i];
      }
    }
    if (open >= 0) {
      dims[open] = known == 0 ? 0 : size / known;
    }
    if (sizeOf(dims) != size) {
      throw new IllegalArgumentException("[reshape] got " + size + " elements of shape " + Arrays.toString(shape)
          + "; they do not fill " + Arrays.toString(newShape) + ".");
    }
    if (!isDense()) {
      throw new IllegalStateException("[reshape] a strided view of shape " + Arrays.toString(shape)
          + " can't be reshaped in place. dup() it first.");
    }
    return new NDArray(storage, true, dtype, dims, rowMajor(dims), offset);
  }

  /** The view with its axes in that order; no argument reverses them. */
  public NDArray transpose(int... order) {
    int n = shape.length;
    long[] d = new long[n];
    long[] s = new long[n];
    boolean[] seen = new boolean[n];
    for (int i = 0; i < n; i++) {
      int from = order.length == 0 ? n - 1 - i : order[i] < 0 ? order[i] + n : order[i];
      if (order.length != 0 && order.length != n || from < 0 || from >= n || seen[from]) {
        throw new IllegalArgumentException(
            "[transpose] got axes " + Arrays.toString(order) + "; expected a permutation of 0.." + (n - 1) + ".");
      }
      seen[from] = true;
      d[i] = shape[from];
      s[i] = strides[from];
    }
    return new NDArray(storage, true, dtype, d, s, offset);
  }

  /** The view with these elements repeated along axes of size 1 and new first axes. */
  public NDArray broadcast(long... newShape) {
    long[] steps = new long[newShape.length];
    int more = newShape.length - shape.length;
    for (int i = 0; i < newShape.length; i++) {
      long have = i < more ? 1 : shape[i - more];
      if (more < 0 || have != newShape[i] && have != 1) {
        throw new IllegalArgumentException("[broadcast] got shape " + Arrays.toString(shape)
            + "; it does not broadcast to " + Arrays.toString(newShape) + ".");
      }
      steps[i] = i < more || have == 1 ? 0 : strides[i - more];
    }
    return new NDArray(storage, true, dtype, newShape.clone(), steps, offset);
  }

  /** The view of indices start (inclusive) to end (exclusive) along an axis. */
  public NDArray slice(int axis, long start, long end) {
    int a = axis < 0 ? axis + shape.length : axis;
    if (a < 0 || a >= shape.length || start < 0 || end < start || end > shape[a]) {
      throw new IndexOutOfBoundsException(
          "[slice] " + start + ":" + end + " along axis " + axis + " is outside shape " + Arrays.toString(shape) + ".");
    }
    long[] d = shape.clone();
    d[a] = end - start;
    return new NDArray(storage, true, dtype, d, strides.clone(), offset + start * strides[a]);
  }

  /** A view with explicit geometry over the same storage; offset counts from this array's first element. */
  public NDArray strided(long[] newShape, long[] newStrides, long elementOffset) {
    return new NDArray(storage, true, dtype, newShape.clone(), newStrides.clone(), offset + elementOffset);
  }

  /** The view of a complex array as real numbers, a last axis of 2 holding both parts; a real array is itself. */
  public NDArray parts() {
    if (!dtype.isComplex()) {
      return this;
    }
    long[] d = Arrays.copyOf(shape, shape.length + 1);
    long[] s = new long[d.length];
    d[shape.length] = 2;
    s[shape.length] = 1;
    for (int i = 0; i < shape.length; i++) {
      s[i] = 2 * strides[i];
    }
    return new NDArray(storage, true, dtype.real(), d, s, 2 * offset);
  }

  // as rows -----------------------------------------------------------------------------------------------------------

  @Override
  public long rows() {
    return shape.length == 0 ? 0 : shape[0];
  }

  @Override
  public long[] rowShape() {
    return Arrays.copyOfRange(shape, Math.min(1, shape.length), shape.length);
  }

  @Override
  public long bytes() {
    return size * dtype.bytes;
  }

  @Override
  public NDArray part(long from, long to) {
    return slice(0, from, to);
  }

  @Override
  public NDArray take(int[] numbers, int from, int to) {
    return RowCopies.taken(this, numbers, from, to);
  }

  /** A dense copy that owns its memory, on the same device. */
  @Override
  public NDArray dup() {
    return createLike(dtype).assign(this);
  }

  private NDArray createLike(DType type) {
    return isOnHost() ? create(type, shape) : create(device(), type, shape);
  }

  /**
   * This array on that device: itself when it lies there, else a dense copy that the caller closes. Waits for what is
   * queued on it.
   */
  public NDArray to(Device device) {
    Pool target = Backends.pool(device.backend());
    boolean there = isOnHost() ? target.isHost() : device.equals(device());
    return there ? this : inArena(Arena.ROOT, target, dtype, shape).assign(this);
  }

  /** This array in main memory: itself when it lies there, else a dense copy that the caller closes. */
  public NDArray toHost() {
    return isOnHost() ? this : Copies.toHost(this);
  }

  /** Copies the elements of another array of the same shape into this one, converting the type. */
  public NDArray assign(NDArray source) {
    if (!Arrays.equals(source.shape, shape)) {
      throw new IllegalArgumentException(
          "[assign] got shape " + Arrays.toString(source.shape) + "; expected " + Arrays.toString(shape) + ".");
    }
    boolean same = source.dtype == dtype && source.isDense() && isDense();
    if (!isOnHost() || !source.isOnHost()) {
      if (same) {
        Copies.dense(source, this);
      } else {
        Copies.any(source, this);
      }
      storage.version++;
      return this;
    }
    if (source.dtype == dtype) {
      copyElements(source, same);
      return this;
    }
    if (!Casts.copy(source, this)) {
      for (long i = 0; i < size; i++) {
        Elements.copy(source, i, this, i);
      }
    }
    return this;
  }

  private void copyElements(NDArray source, boolean dense) {
    if (source.overlaps(this) && !(source.location() == location() && Arrays.equals(source.strides, strides))) {
      try (NDArray copy = source.dup()) {
        copyElements(copy, isDense());
      }
    } else if (dense) {
      Backends.backend().memory().copy(source.address(), address(), size * dtype.bytes);
    } else {
      Backends.backend().memory().copyStrided(source.address(), source.strides, address(), strides, shape, dtype.bytes);
    }
    storage.version++;
  }

  /** This array in another element type: itself when it already has it, else a copy. */
  public NDArray castTo(DType type) {
    return type == dtype ? this : createLike(type).assign(this);
  }

  /** The elements of few, the type of more. */
  @Override
  public String summary() {
    return size <= SUMMARY_SIZE ? Arrays.toString(toDoubleArray()) : type().toString();
  }

  /** Summary with shape and type, then the elements, long rows shortened. */
  @Override
  public String toString() {
    if (isClosed()) {
      return "NDArray(closed)";
    }
    StringBuilder s = new StringBuilder("NDArray(").append(dtype).append(Arrays.toString(shape));
    if (!isOnHost()) {
      return s.append(" on ").append(device()).append(')').toString();
    }
    s.append(") ");
    print(s, 0, 0);
    return s.toString();
  }

  private void print(StringBuilder s, int axis, long flat) {
    if (axis == shape.length) {
      s.append(dtype.isComplex() ? String.format(Locale.ROOT, "%.5g%+.5gj", realAt(flat), imaginaryAt(flat))
          : dtype.isFloat() ? String.format(Locale.ROOT, "%.5g", getDoubleAt(flat)) : String.valueOf(getLongAt(flat)));
      return;
    }
    long below = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      below *= shape[i];
    }
    s.append('[');
    for (long i = 0; i < shape[axis]; i++) {
      if (i == 3 && shape[axis] > 7) {
        s.append(", ...");
        i = shape[axis] - 3;
      }
      s.append(i == 0 ? "" : ", ");
      print(s, axis + 1, flat + i * below);
    }
    s.append(']');
  }
}
