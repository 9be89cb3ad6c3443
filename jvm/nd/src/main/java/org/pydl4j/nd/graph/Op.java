package org.pydl4j.nd.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.pointwise.PointwiseCode;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nd.types.TensorType;

/**
 * The declaration of an operator: the one place that says what it is. A composite op has a body in terms of other ops,
 * from which its kernels, gradient and export follow; a primitive has a plain-Java reference kernel (or a pointwise
 * code) and a gradient as ops.
 */
public final class Op {
  /** The domain of what ONNX cannot say. */
  public static final String OURS = "pydl4j";

  /** Computes output types from a call. */
  public interface TypeRule {
    /** The types of the outputs; raises IllegalArgumentException for a call that is wrong. */
    TensorType[] infer(Call call);
  }

  /** Computes outputs from inputs; arrays are dense, absent inputs null. */
  public interface Reference {
    /** Writes the outputs, which have the types that were inferred. */
    void run(Attrs attrs, NDArray[] in, NDArray[] out);
  }

  /** Computes outputs whose dims depend on what the inputs hold; returns new arrays. */
  public interface Dynamic {
    /** The outputs, whose dims depend on the content of the inputs. */
    NDArray[] run(Attrs attrs, NDArray[] in);
  }

  /** Runs graphs that are attributes of a node, as often as it wants; returns new arrays. */
  public interface Control {
    /** The same of an op with bodies. */
    NDArray[] run(Attrs attrs, NDArray[] in, Bodies bodies);
  }

  /**
   * How the bodies of control flow run: by interpretation or by plans. Results are new arrays, in the graph's order.
   */
  public interface Bodies {
    /** The outputs of a body. */
    NDArray[] run(Graph body, NDArray... in);
  }

  /** Whether the content of an input decides dims. */
  public interface NeedsContent {
    /** Whether it holds of the input of that place. */
    boolean test(Attrs attrs, int input);
  }

  /** Builds the op from other ops; null says that with these inputs it is a primitive. */
  public interface Body {
    /** The outputs in terms of other ops. */
    Sym[] build(GraphBuilder b, Attrs attrs, Sym[] in);
  }

  /** Builds what stands for an op of one output where it meets complex numbers. */
  public interface OnComplex {
    /** The only output in terms of other ops. */
    Sym build(GraphBuilder b, Attrs attrs, Sym[] in);
  }

  /** Writes out attributes that depend on dims, once these are known. */
  public interface Resolve {
    /** The attributes for a call. */
    Attrs apply(Call call);
  }

  /** Builds the gradients of the inputs, null where there is none. */
  public interface Gradient {
    /** The gradients of the inputs; null where there is none. */
    Sym[] build(Backward call);
  }

  /**
   * A declared input.
   *
   * @param form what a constant list of integers that kernels get as an attribute of that name may be; null for other
   *     inputs
   * @param shapeOnly of such an input kernels get nothing, its type alone matters
   */
  public record Input(String name, Predicate<DType> types, String typeNames, boolean optional, boolean variadic,
      Form form, boolean shapeOnly) {
    /** Whether it takes any number of values. */
    public boolean list() {
      return form != null;
    }
  }

  /**
   * A declared attribute.
   *
   * @param otherwise what it is when absent; null where nothing stands for that
   * @param needed whether it must be given
   */
  public record Attribute(String name, Form form, Object otherwise, boolean needed, String doc) {
  }

  /**
   * A call that was checked.
   *
   * @param attrs the attributes as they are meant
   * @param all with the known lists among the inputs added: what bodies, kernels and type rules read
   */
  public record Checked(Attrs attrs, Attrs all, TensorType[] outputs) {
  }

  public static final Predicate<DType> FLOATS = DType::isFloat;
  /** Real numbers. */
  public static final Predicate<DType> NUMBERS = t -> t != DType.BOOL && !t.isComplex();
  public static final Predicate<DType> COMPLEX = DType::isComplex;
  public static final Predicate<DType> FLOATS_OR_COMPLEX = t -> t.isFloat() || t.isComplex();
  public static final Predicate<DType> NUMBERS_OR_COMPLEX = t -> t != DType.BOOL;
  /** Numbers and truth values that have an order. */
  public static final Predicate<DType> ORDERED = t -> !t.isComplex();
  public static final Predicate<DType> ANY = t -> true;
  public static final Predicate<DType> BOOLS = t -> t == DType.BOOL;
  public static final Predicate<DType> INTS = t -> t.kind == DType.Kind.INT || t.kind == DType.Kind.UINT;

  private final String domain;
  private final String name;
  private final int version;
  private String doc = "";
  private List<Input> inputs = List.of();
  private List<String> outputs = List.of();
  private List<Attribute> attributes = List.of();
  private Supplier<List<Case>> cases = List::of;
  private TypeRule types;
  private TypeRule open;
  private Resolve resolve = Call::attrs;
  private Reference reference;
  private NeedsContent needsContent = (a, i) -> i < inputs().size() && inputs().get(i).list();
  private Dynamic dynamic;
  private Control control;
  private Body body;
  private OnComplex onComplex;
  private Body export;
  private Gradient gradient;
  private String noGradient;
  private String noExport;
  private PointwiseCode code;
  private boolean viewOfFirst;
  private boolean manyOutputs;
  private boolean anyLists;
  private boolean whole;

  private boolean registered;

  private Op(String domain, String name, int version) {
    this.domain = domain;
    this.name = name;
    this.version = version;
  }

  /** Ends the declaration: what {@link Ops} hands out does not change any more. */
  Op register() {
    registered = true;
    return this;
  }

  private static <T> List<T> with(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }

  private void change() {
    if (registered) {
      throw new IllegalStateException("[" + name()
          + "] is registered: got a change of its declaration; expected none. Declare it whole, before it is listed.");
    }
  }

  /** Starts the declaration of an ONNX op at its newest version. */
  public static Op onnx(String name, int version) {
    return new Op("", name, version);
  }

  /** Starts the declaration of an op of our own domain. */
  public static Op ours(String name) {
    return new Op(OURS, name, 1);
  }

  /** Says in a sentence or a formula what the op computes. */
  public Op doc(String text) {
    change();
    doc = text;
    return this;
  }

  /** Adds an input of these element types. */
  public Op in(String inputName, Predicate<DType> allowed) {
    change();
    inputs = with(inputs, new Input(inputName, allowed, namesOf(allowed), false, false, null, false));
    return this;
  }

  /** Adds an input that may be left out. */
  public Op optional(String inputName, Predicate<DType> allowed) {
    change();
    inputs = with(inputs, new Input(inputName, allowed, namesOf(allowed), true, false, null, false));
    return this;
  }

  /** Adds a last input that takes any number of values. */
  public Op variadic(String inputName, Predicate<DType> allowed) {
    change();
    inputs = with(inputs, new Input(inputName, allowed, namesOf(allowed), false, true, null, false));
    return this;
  }

  /**
   * A constant list of integers (axes, a shape): an input in ONNX, an attribute of the same name for type rules and
   * kernels.
   */
  public Op list(String inputName, Form form, boolean mayBeAbsent) {
    change();
    inputs = with(inputs, new Input(inputName, INTS, namesOf(INTS), mayBeAbsent, false, form, false));
    return this;
  }

  /** An input of which only the type is read. */
  public Op like(String inputName) {
    change();
    inputs = with(inputs, new Input(inputName, ANY, namesOf(ANY), false, false, null, true));
    return this;
  }

  /** Names the outputs. */
  public Op out(String... names) {
    change();
    for (String n : names) {
      outputs = with(outputs, n);
    }
    return this;
  }

  /** Any number of outputs under one name: the type rule tells how many. */
  public Op outs(String name) {
    change();
    outputs = with(outputs, name);
    manyOutputs = true;
    return this;
  }

  /** An attribute of the default's type, of any value. */
  public Op attr(String attrName, Object otherwise, String attrDoc) {
    return attr(attrName, Form.like(otherwise), otherwise, attrDoc);
  }

  /** Adds an attribute with its default, null where there is none. */
  public Op attr(String attrName, Form form, Object otherwise, String attrDoc) {
    change();
    attributes = with(attributes, new Attribute(attrName, form, otherwise, false, attrDoc));
    return this;
  }

  /** An attribute that must be given. */
  public Op needs(String attrName, Form form, String attrDoc) {
    change();
    attributes = with(attributes, new Attribute(attrName, form, null, true, attrDoc));
    return this;
  }

  /** Says the types of the outputs. */
  public Op types(TypeRule rule) {
    change();
    types = rule;
    return this;
  }

  /** The types while a list among the inputs is computed: dims that depend on it are -1; see {@link Call#sizes}. */
  public Op open(TypeRule rule) {
    change();
    open = rule;
    return this;
  }

  /** How attributes such as automatic padding are written out for kernels. */
  public Op resolve(Resolve rule) {
    change();
    resolve = rule;
    return this;
  }

  /** Gives the plain-Java kernel, which says what is right. */
  public Op reference(Reference kernel) {
    change();
    reference = kernel;
    return this;
  }

  /** Which inputs decide dims by their content, when not just the lists. */
  public Op needsContent(NeedsContent rule) {
    change();
    needsContent = rule;
    return this;
  }

  /** For results whose dims depend on the content of the inputs: they run between the static regions of a program. */
  public Op dynamic(Dynamic kernel) {
    change();
    dynamic = kernel;
    return this;
  }

  /** For ops that run graphs. */
  public Op control(Control kernel) {
    change();
    control = kernel;
    return this;
  }

  /** Element by element, inputs broadcast: the code gives the reference kernel and lets the planner fuse the op. */
  public Op pointwise(PointwiseCode pointwiseCode) {
    change();
    code = pointwiseCode;
    return this;
  }

  /** Says it in terms of other ops, so that kernels, gradient and export follow. */
  public Op body(Body ops) {
    change();
    body = ops;
    return this;
  }

  /**
   * What builders make in the op's place where an input or the result is complex, so that its kernels and gradient see
   * real numbers only; null from the body says that the op moves complex numbers as it moves others.
   */
  public Op onComplex(OnComplex ops) {
    change();
    onComplex = ops;
    return this;
  }

  /** What the op is written as in an ONNX file, when neither itself nor its body. */
  public Op export(Body ops) {
    change();
    export = ops;
    return this;
  }

  /** Says why it has no form in ONNX. */
  public Op noExport(String why) {
    change();
    noExport = why;
    return this;
  }

  /** Says its gradient in terms of other ops. */
  public Op gradient(Gradient ops) {
    change();
    gradient = ops;
    return this;
  }

  /** A gradient that reads no list among the inputs (axes, a shape): they may be computed. */
  public Op gradientOfAnyLists(Gradient ops) {
    change();
    anyLists = true;
    return gradient(ops);
  }

  /** Says why it has no gradient. */
  public Op noGradient(String why) {
    change();
    noGradient = why;
    return this;
  }

  /** The output is the first input's memory under another shape. */
  public Op viewOfFirst() {
    change();
    viewOfFirst = true;
    return this;
  }

  /** A backend may have one kernel for this composite; the planner asks before it takes the body. */
  public Op mayStayWhole() {
    change();
    whole = true;
    return this;
  }

  /** Gives examples to test with. */
  public Op cases(Case... examples) {
    List<Case> list = List.of(examples);
    return cases(() -> list);
  }

  /** Cases that are made when asked for, since they hold graphs of other ops. */
  public Op cases(Supplier<List<Case>> examples) {
    change();
    cases = examples;
    return this;
  }

  private static String namesOf(Predicate<DType> allowed) {
    StringBuilder s = new StringBuilder();
    for (DType t : DType.values()) {
      if (allowed.test(t)) {
        s.append(s.length() == 0 ? "" : ", ").append(t);
      }
    }
    return s.toString();
  }

  /** The domain of its name; empty for ONNX's own. */
  public String domain() {
    return domain;
  }

  /** The name with its domain unless ai.onnx: "Conv", "pydl4j.SumTo". */
  public String name() {
    return domain.isEmpty() ? name : domain + "." + name;
  }

  /** Its name without the domain. */
  public String shortName() {
    return name;
  }

  /** The version of ONNX that it follows. */
  public int version() {
    return version;
  }

  /** What it computes. */
  public String doc() {
    return doc;
  }

  /** The inputs in order. */
  public List<Input> inputs() {
    return inputs;
  }

  /** The names of the outputs in order. */
  public List<String> outputs() {
    return outputs;
  }

  /** Whether the last declared output stands for any number of them. */
  public boolean hasManyOutputs() {
    return manyOutputs;
  }

  /** The attributes in order. */
  public List<Attribute> attributes() {
    return attributes;
  }

  /** The examples to test with. */
  public List<Case> cases() {
    return cases.get();
  }

  /** The plain-Java kernel; null of an op with a body. */
  public Reference reference() {
    return reference;
  }

  /** Whether the content of that input decides dims: lists of sizes or axes do. */
  public boolean needsContent(Attrs attrs, int input) {
    return needsContent.test(attrs, input);
  }

  /** The kernel of an op with data-dependent dims, else null. */
  public Dynamic dynamic() {
    return dynamic;
  }

  /** The kernel of an op that runs graphs, else null. */
  public Control control() {
    return control;
  }

  /** Whether the op runs between the static regions of a program. */
  public boolean isBorder() {
    return dynamic != null || control != null;
  }

  /** The op in terms of others; null of a primitive. */
  public Body body() {
    return body;
  }

  /** What the op is on complex numbers; null where it takes none, or moves them as it moves others. */
  public OnComplex onComplex() {
    return onComplex;
  }

  /** The op as a file of ONNX has it; null where it stands there by itself. */
  public Body export() {
    return export;
  }

  /** Its gradient; null where a body or a reason stands for it. */
  public Gradient gradient() {
    return gradient;
  }

  boolean gradientTakesAnyLists() {
    return anyLists;
  }

  /** Why the op has no gradient, or null. */
  public String noGradient() {
    return noGradient;
  }

  /** Why the op cannot be written to ONNX, or null. */
  public String noExport() {
    return noExport;
  }

  /** What it computes in one element; null where it is not element by element. */
  public PointwiseCode code() {
    return code;
  }

  /** Whether a kernel of it is better than its body. */
  public boolean staysWholeIfBound() {
    return whole;
  }

  /** Whether its output may share its input's memory. */
  public boolean isView() {
    return viewOfFirst;
  }

  /**
   * The attributes with the constant lists among the inputs added, as they are meant: what bodies, kernels and type
   * rules read.
   */
  public Attrs withLists(Attrs attrs, TensorType[] in, NDArray[] constants) {
    Attrs all = attrs;
    for (int i = 0; i < Math.min(constants.length, inputs.size()); i++) {
      if (inputs.get(i).list() && constants[i] != null) {
        all = withList(all, in, inputs.get(i), constants[i].toLongArray());
      }
    }
    return all;
  }

  Attrs withList(Attrs attrs, TensorType[] in, Input list, long[] numbers) {
    return attrs.with(list.name,
        list.form.normal(new Call(this, "", attrs, in, new NDArray[in.length]), list.name, numbers));
  }

  /** The attributes as kernels get them, everything that depends on the inputs' dims written out. */
  public Attrs resolved(String where, Attrs attrs, TensorType[] in) {
    return resolve.apply(new Call(this, where, attrs, in, new NDArray[in.length]));
  }

  /** The types of the outputs of a call that fits the declaration. */
  public TensorType[] infer(String where, Attrs attrs, TensorType[] in, NDArray[] constants) {
    return check(where, attrs, in, constants).outputs;
  }

  /** Holds a call to the declaration: inputs, attributes, lists, and what they tell of the results. */
  public Checked check(String where, Attrs attrs, TensorType[] in, NDArray[] constants) {
    return check(where, attrs, in, constants, new long[in.length][]);
  }

  /** The same where parts of computed lists are known (see {@link Known}), null where nothing is. */
  Checked check(String where, Attrs attrs, TensorType[] in, NDArray[] constants, long[][] known) {
    Call given = new Call(this, where, attrs, in, constants, known);
    checkInputs(given, attrs);
    Attrs own = checkAttributes(given, attrs);
    Attrs all = own;
    boolean computed = false;
    for (int i = 0; i < Math.min(in.length, inputs.size()); i++) {
      Input d = inputs.get(i);
      if (d.list() && in[i] != null) {
        long[] list = constants[i] != null ? constants[i].toLongArray() : given.isKnown(i) ? known[i] : null;
        all = list == null ? all : all.with(d.name, d.form.normal(given, d.name, list));
        computed |= list == null;
        if (list == null && d.form.isSingle()) {
          given.expectOne(i);
        }
      }
    }
    Call call = new Call(this, where, all, in, constants, known);
    return new Checked(own, all, types(computed ? open : types, call, !computed && isTold(call)));
  }

  private void checkInputs(Call call, Attrs attrs) {
    boolean variadic = !inputs.isEmpty() && inputs.get(inputs.size() - 1).variadic;
    if (call.count() > inputs.size() && !variadic) {
      throw call.fail(call.count() + " inputs", "at most " + inputs.size(), "Remove the surplus.");
    }
    for (int i = 0; i < Math.max(inputs.size(), call.count()); i++) {
      Input d = inputs.get(Math.min(i, inputs.size() - 1));
      if (!call.has(i)) {
        boolean given = i < inputs.size() && d.list() && attrs.has(d.name);
        if (!d.optional && !given && !(d.variadic && i >= call.count())) {
          throw call.fail("no input '" + d.name + "'", "it to be given", "Give it.");
        }
      } else if (!call.in(i).hasRank()) {
        throw call.fail(d.name + " of a rank that depends on a condition", "a known rank",
            "Reshape it in both branches.");
      } else if (!d.types.test(call.in(i).dtype())) {
        throw call.fail(d.name + " of type " + call.in(i).dtype(), "one of " + d.typeNames, "Cast it.");
      } else if (d.list() && open == null && call.constant(i) == null && !call.isKnown(i)) {
        throw call.fail(d.name + " that is computed", "a constant list of integers", "Fold it into the graph.");
      }
    }
  }

  /** The attributes as they are meant. */
  private Attrs checkAttributes(Call call, Attrs given) {
    if (given.asMap().isEmpty() && attributes.isEmpty()) {
      return given;
    }
    Map<String, Object> meant = new TreeMap<>();
    given.asMap().forEach((name, value) -> meant.put(name, form(call, name).normal(call, name, value)));
    for (Attribute a : attributes) {
      if (a.needed && !given.has(a.name)) {
        throw call.fail("no attribute '" + a.name + "'", "it to be given: " + a.doc, "Give it.");
      } else if (a.form.fills() && a.otherwise != null && !given.has(a.name)) {
        meant.put(a.name, a.form.normal(call, a.name, ((Number) a.otherwise).longValue()));
      }
    }
    return Attrs.of(meant);
  }

  private Form form(Call call, String attribute) {
    for (Attribute a : attributes) {
      if (a.name.equals(attribute)) {
        return a.form;
      }
    }
    for (Input d : inputs) {
      if (d.list() && d.name.equals(attribute)) {
        return d.form;
      }
    }
    List<String> names =
        Stream.concat(attributes.stream().map(Attribute::name), inputs.stream().filter(Input::list).map(Input::name))
            .toList();
    throw call.fail("an attribute '" + attribute + "'", names.isEmpty() ? "none" : "one of " + names, "Leave it out.");
  }

  /** Whether all that decides the dims of the results is known. */
  private boolean isTold(Call call) {
    boolean told = !isBorder() && call.attrs().asMap().values().stream().noneMatch(v -> v instanceof Graph);
    for (int i = 0; told && i < call.count(); i++) {
      told = !call.has(i)
          || call.in(i).isConcrete() && (call.constant(i) != null || call.isKnown(i) || !needsContent(call.attrs(), i));
    }
    return told;
  }

  private static TensorType[] types(TypeRule rule, Call call, boolean told) {
    TensorType[] out;
    try {
      out = rule.infer(call);
    } catch (ArithmeticException e) {
      throw call.fail("sizes whose product or sum is beyond 2^63", "smaller ones", "Check shapes, repeats and pads.");
    }
    if (out.length == 0) {
      throw call.fail("a call without results", "at least one", "Correct the lists.");
    }
    for (TensorType t : out) {
      String problem = t.problem() != null ? t.problem() : told && !t.isConcrete() ? "a dim that is not told" : null;
      if (problem != null) {
        throw call.fail(problem + " in the result " + t,
            "dims >= 0, at most " + TensorType.MAX_RANK + " axes and 2^63 bytes",
            "Check shapes, kernel, padding and slice sizes against the input.");
      }
    }
    return out;
  }

  @Override
  public String toString() {
    return name();
  }
}
