package org.pydl4j.nd.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.spi.KernelCall;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * A pointwise program ({@link PointwiseCode}) as CUDA C for NVRTC: one thread per element in a grid-stride loop,
 * registers as local variables, dims and strides as literals. It needs no headers, and works in place on inputs of the
 * outputs' shape.
 */
public final class PointwiseSource {
  /** Types that are loaded and stored; others have no source. */
  private static final Set<DType> TYPES =
      Set.of(DType.FLOAT32, DType.FLOAT64, DType.BOOL, DType.INT8, DType.UINT8, DType.INT16, DType.INT32, DType.INT64);
  private static final Pattern FUNCTION = Pattern.compile("\\$(\\w+)");
  private static final Pattern NUMBER = Pattern.compile("#(-?[\\w.]+)");
  private static final Pattern NAME = Pattern.compile("\\b[abcT]\\b");
  private final KernelCall call;
  private final long[] program;
  private final double[] constants;
  private final long[] dims;
  private final String type;
  private final String index;
  private final StringBuilder s = new StringBuilder();

  private PointwiseSource(KernelCall call) {
    this.call = call;
    this.program = call.attrs().getLongs("program");
    this.constants = call.attrs().getDoubles("constants");
    this.dims = call.outputs().get(0).dims();
    this.type = inDouble(call) ? "double" : "float";
    this.index = call.outputs().get(0).size() < Integer.MAX_VALUE ? "unsigned" : "unsigned long long";
  }

  /** Whether a call of op pydl4j.Pointwise can be translated. */
  public static boolean handles(KernelCall call) {
    return call.inputs().stream().allMatch(t -> TYPES.contains(t.dtype()))
        && call.outputs().stream().allMatch(t -> TYPES.contains(t.dtype()));
  }

  /** Integers of 32 and 64 bits have no exact place in a float. */
  private static boolean inDouble(KernelCall call) {
    List<TensorType> all = new ArrayList<>(call.inputs());
    all.addAll(call.outputs());
    return all.stream()
        .anyMatch(t -> t.dtype() == DType.FLOAT64 || t.dtype() == DType.INT32 || t.dtype() == DType.INT64);
  }

  /**
   * The source of {@code extern "C" __global__ void NAME(inputs..., outputs...)}.
   *
   * @param call of op pydl4j.Pointwise, with types that this {@link #handles}
   */
  public static String of(String name, KernelCall call) {
    return new PointwiseSource(call).write(name);
  }

  private String write(String name) {
    if (uses(PointwiseCode.FLOORDIV)) {
      String t = type;
      s.append(("static __device__ T floor_divide(T a, T b) {\n"
          + "  if (b == 0) return a / b;\n"
          + "  T r = FMOD(a, b), q = (a - r) / b - (r != 0 && (b < 0) != (r < 0) ? 1 : 0);\n"
          + "  T whole = FLOOR(q);\n"
          + "  return q == 0 ? COPYSIGN(0, a / b) : q - whole > HALF ? whole + 1 : whole;\n"
          + "}\n\n").replace("FMOD", f("fmod")).replace("FLOOR", f("floor"))
          .replace("COPYSIGN", f("copysign")).replace("HALF", literal(0.5)).replace("T ", t + " "));
    }
    if (uses(PointwiseCode.MOD)) {
      s.append("static __device__ ").append(type).append(" modulo(").append(type).append(" a, ").append(type)
          .append(" b) {\n  ").append(type)
          .append(" r = ").append(f("fmod"))
          .append("(a, b);\n  return r != 0 && (r < 0) != (b < 0) ? r + b : r;\n}\n\n");
    }
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < call.inputs().size(); i++) {
      parameters.add("const " + c(call.inputs().get(i).dtype()) + "* in" + i);
    }
    for (int i = 0; i < call.outputs().size(); i++) {
      parameters.add(c(call.outputs().get(i).dtype()) + "* out" + i);
    }
    s.append("extern \"C\" __global__ void ").append(name).append('(').append(String.join(", ", parameters))
        .append(") {\n");
    s.append("  for (").append(index).append(" i = blockIdx.x * blockDim.x + threadIdx.x; i < ")
        .append(call.outputs().get(0).size())
        .append("; i += gridDim.x * blockDim.x) {\n");
    Set<Long> declared = new TreeSet<>();
    for (int p = 0; p < program.length; p += PointwiseCode.WIDTH) {
      instruction(PointwiseCode.of(program[p]), p, declared);
    }
    return s.append("  }\n}\n").toString();
  }

  private boolean uses(PointwiseCode code) {
    for (int p = 0; p < program.length; p += PointwiseCode.WIDTH) {
      if (program[p] == code.opcode()) {
        return true;
      }
    }
    return false;
  }

  private void instruction(PointwiseCode code, int p, Set<Long> declared) {
    int a = (int) program[p + 2];
    if (code == PointwiseCode.STORE) {
      int to = (int) program[p + 1];
      s.append("    out").append(to).append("[i] = ").append(stored(call.outputs().get(to).dtype(), "r" + a))
          .append(";\n");
      return;
    }
    s.append("    ").append(declared.add(program[p + 1]) ? type + " " : "").append('r').append(program[p + 1])
        .append(" = ");
    s.append(switch (code) {
      case LOAD -> "in" + a + "[" + at(call.inputs().get(a).dims()) + "]"
          + (call.inputs().get(a).dtype() == DType.BOOL ? " != 0" : "");
      case CONST -> literal(constants[a]);
      default -> computed(code, "r" + a, "r" + program[p + 3], "r" + program[p + 4]);
    }).append(";\n");
  }

  /** The C type of an element in memory. */
  private static String c(DType t) {
    return switch (t) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case BOOL, UINT8 -> "unsigned char";
      case INT8 -> "signed char";
      case INT16 -> "short";
      case INT32 -> "int";
      case INT64 -> "long long";
      default -> throw new IllegalArgumentException(
          "[pointwise source] type " + t + " has no C type here; expected one of " + TYPES + ".");
    };
  }

  private static String stored(DType t, String r) {
    return t == DType.BOOL ? r + " != 0" : t.isFloat() ? r : "(" + c(t) + ") (long long) " + r;
  }

  /** Axes that an input steps along together: element (i / inner % size) * stride. */
  private record Axes(long inner, long size, long stride) {
    String at(long total) {
      String k = inner == 1 ? "i" : "i / " + inner;
      k = inner * size == total ? k : k + " % " + size;
      return stride == 1 ? k : (k.equals("i") ? k : "(" + k + ")") + " * " + stride;
    }
  }

  /** The element of an input that broadcasts to the output's dims, as an expression of i. */
  private String at(long[] own) {
    List<Axes> groups = new ArrayList<>();
    long inner = 1;
    long stride = 1;
    for (int axis = dims.length - 1, k = own.length - 1; axis >= 0; axis--, k--) {
      if (k >= 0 && own[k] != 1) {
        Axes last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
        if (last != null && last.inner * last.size == inner) {
          groups.set(groups.size() - 1, new Axes(last.inner, last.size * own[k], last.stride));
        } else {
          groups.add(new Axes(inner, own[k], stride));
        }
        stride *= own[k];
      }
      inner *= dims[axis];
    }
    long total = inner;
    return groups.isEmpty() || total == 0 ? "0"
        : groups.stream().map(g -> g.at(total)).collect(Collectors.joining(" + "));
  }

  private String literal(double v) {
    if (type.equals("float")) {
      float f = (float) v;
      return Float.isFinite(f) ? f + "f" : String.format("__int_as_float(0x%08x)", Float.floatToIntBits(f));
    }
    return Double.isFinite(v) ? Double.toString(v)
        : String.format("__longlong_as_double(0x%016xLL)", Double.doubleToLongBits(v));
  }

  /** A function of C's math library in the program's precision. */
  private String f(String name) {
    return type.equals("float") ? name + "f" : name;
  }

  /**
   * The instruction's expression with registers in place of a, b and c; {@link PointwiseCode.Native#cuda} says how it
   * is written.
   */
  private String computed(PointwiseCode code, String a, String b, String c) {
    if (code.compiled == null || code.compiled.floats() == null) {
      throw new IllegalStateException(
          "[pointwise source] " + code + " has no value of floats: got a program of " + type);
    }
    String text = code.compiled.cuda() != null ? code.compiled.cuda()
        : "$" + code.name().toLowerCase(Locale.ROOT) + (code.arity == 1 ? "(a)" : "(a, b)");
    text = FUNCTION.matcher(text).replaceAll(m -> f(m.group(1)));
    text = NUMBER.matcher(text).replaceAll(m -> literal(Double.parseDouble(m.group(1))));
    text = NAME.matcher(text).replaceAll(m -> switch (m.group()) {
      case "a" -> a;
      case "b" -> b;
      case "c" -> c;
      default -> type;
    });
    return code.compiled.isTest() ? text + " ? " + literal(1) + " : " + literal(0) : text;
  }
}
