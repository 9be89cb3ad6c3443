package org.pydl4j.nd.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records to JSON and back; the only class with reflection outside codegen.
 *
 * <p>The rules, the same in both directions:
 * <ul>
 * <li>A record is an object with one field per component, under the component's Java name. All components are written,
 *     null as null.
 * <li>A value of an interface is its record's object plus {@code "@type"}, the simple name of the record's class.
 *     Which variants an interface has, {@link Variants} knows. Where an interface is expected a plain string is short
 *     for that variant with all its defaults: {@code "ReLU"}, {@code "relu"}; where the
 *     interface has a static method {@code of(double)}, what that makes of a number is written and read as the number.
 * <li>An absent field takes its value from the record's optional {@code static} method {@code defaults()}, which
 *     returns either an instance of the record or a {@code Map<String, Object>} by component name; without one it is an
 *     error. Absent {@link Optional}s are empty.
 * <li>Enums are written by {@code name()} and read ignoring case and underscores. An enum that is a variant is
 *     {@code {"@type": .., "value": ..}}.
 * <li>Lists, sets and arrays are JSON arrays; {@code byte[]} is Base64; maps have string, enum or whole-number keys.
 * <li>NaN and the infinities are the strings "NaN", "Infinity", "-Infinity". Whole numbers must be whole and in range.
 * <li>{@code JsonElement} components pass through; {@code Object} components hold null, Boolean, Long, Double, String,
 *     List, Map.
 * </ul>
 * Anything else, unknown fields and unknown variants included, raises IllegalArgumentException that names the place and
 * the nearest allowed name.
 */
public final class Records {
  /** The field that names the variant of an interface. */
  public static final String TYPE = "@type";

  private static final Gson COMPACT = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  private static final Gson PRETTY = new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting()
      .create();
  private static final ClassValue<Form> FORMS = new ClassValue<>() {
    @Override
    protected Form computeValue(Class<?> type) {
      return Form.of(type);
    }
  };

  /** Of an interface, the static method that makes a variant of a number. */
  private static final ClassValue<Optional<Method>> OF_NUMBER = new ClassValue<>() {
    @Override
    protected Optional<Method> computeValue(Class<?> type) {
      return Arrays.stream(type.isInterface() ? type.getDeclaredMethods() : new Method[0])
          .filter(m -> m.getName().equals("of") && Modifier.isStatic(m.getModifiers())
              && Arrays.equals(m.getParameterTypes(), new Class<?>[] {double.class}) && m.getReturnType() == type)
          .findFirst();
    }
  };

  private Records() {}

  /** Whether a plain number is short for a variant of an interface. */
  public static boolean takesNumbers(Class<?> iface) {
    return OF_NUMBER.get(iface).isPresent();
  }

  // writing ---------------------------------------------------------------------------------------------------------

  /** The value as a JSON tree. */
  public static JsonElement toJson(Object value) {
    return write("", value);
  }

  /** The value as compact JSON text. */
  public static String toText(Object value) {
    return COMPACT.toJson(toJson(value));
  }

  /** The value as indented JSON text. */
  public static String toPrettyText(Object value) {
    return PRETTY.toJson(toJson(value));
  }

  private static JsonElement write(String at, Object v) {
    if (v == null) {
      return JsonNull.INSTANCE;
    } else if (v instanceof JsonElement e) {
      return e;
    } else if (v instanceof String s) {
      return new JsonPrimitive(s);
    } else if (v instanceof Boolean b) {
      return new JsonPrimitive(b);
    } else if (v instanceof Character c) {
      return new JsonPrimitive(c);
    } else if (v instanceof Number n) {
      boolean finite = !(n instanceof Double || n instanceof Float) || Double.isFinite(n.doubleValue());
      return finite ? new JsonPrimitive(n) : new JsonPrimitive(n.toString());
    } else if (v instanceof Enum<?> e) {
      return writeEnum(e);
    } else if (v instanceof byte[] b) {
      return new JsonPrimitive(Base64.getEncoder().encodeToString(b));
    } else if (v instanceof Optional<?> o) {
      return write(at, o.orElse(null));
    } else if (v instanceof Collection<?> c) {
      JsonArray out = new JsonArray(c.size());
      c.forEach(x -> out.add(write(at + "[" + out.size() + "]", x)));
      return out;
    } else if (v.getClass().isArray()) {
      JsonArray out = new JsonArray(Array.getLength(v));
      for (int i = 0; i < Array.getLength(v); i++) {
        out.add(write(at + "[" + i + "]", Array.get(v, i)));
      }
      return out;
    } else if (v instanceof Map<?, ?> m) {
      JsonObject out = new JsonObject();
      m.forEach((k, x) -> {
        String key = k instanceof Enum<?> e ? e.name() : String.valueOf(k);
        out.add(key, write(join(at, key), x));
      });
      return out;
    } else if (v instanceof Record r) {
      return writeRecord(at, r);
    }
    throw error(at, "can't be written as JSON: got " + v.getClass().getName()
        + "; expected a record, enum, list, map, array, string, number or boolean.");
  }

  private static JsonElement writeEnum(Enum<?> e) {
    JsonPrimitive name = new JsonPrimitive(e.name());
    if (!Variants.isVariant(e.getDeclaringClass())) {
      return name;
    }
    JsonObject out = new JsonObject();
    out.addProperty(TYPE, e.getDeclaringClass().getSimpleName());
    out.add("value", name);
    return out;
  }

  private static JsonElement writeRecord(String at, Record r) {
    Form form = FORMS.get(r.getClass());
    JsonObject out = new JsonObject();
    JsonPrimitive number = asNumber(r);
    if (number != null) {
      return number;
    }
    if (Variants.isVariant(r.getClass())) {
      out.addProperty(TYPE, r.getClass().getSimpleName());
    }
    for (RecordComponent c : form.components) {
      out.add(c.getName(), write(join(at, c.getName()), call(c.getAccessor(), r)));
    }
    return out;
  }

  /** The number that is short for a variant, or null. */
  private static JsonPrimitive asNumber(Record r) {
    RecordComponent[] components = FORMS.get(r.getClass()).components;
    if (components.length == 1 && components[0].getType() == double.class) {
      for (Class<?> i : r.getClass().getInterfaces()) {
        Method of = OF_NUMBER.get(i).orElse(null);
        double value = (double) call(components[0].getAccessor(), r);
        if (of != null && Double.isFinite(value) && r.equals(call(of, null, value))) {
          return new JsonPrimitive(value);
        }
      }
    }
    return null;
  }

  // reading ---------------------------------------------------------------------------------------------------------

  /** The value of that type that the JSON tree describes. */
  public static <T> T fromJson(JsonElement json, Class<T> type) {
    Object v = read("", json, type);
    @SuppressWarnings("unchecked")
    T t = (T) v;
    return t;
  }

  /** The value of that type that the JSON text describes. */
  public static <T> T fromText(String text, Class<T> type) {
    return fromJson(parse(text), type);
  }

  /** The list of values that a JSON array describes. */
  public static <T> List<T> listFromJson(JsonElement json, Class<T> element) {
    if (!json.isJsonArray()) {
      throw error("", "got " + brief(json) + "; expected an array of " + element.getSimpleName() + ".");
    }
    List<T> out = new ArrayList<>();
    for (JsonElement e : json.getAsJsonArray()) {
      @SuppressWarnings("unchecked")
      T t = (T) read("[" + out.size() + "]", e, element);
      out.add(t);
    }
    return Collections.unmodifiableList(out);
  }

  /** The tree of a JSON text; broken text raises IllegalArgumentException. */
  public static JsonElement parse(String text) {
    return Json.parse(text);
  }

  private static Object read(String at, JsonElement j, Type type) {
    if (type instanceof ParameterizedType p) {
      return readGeneric(at, j, p);
    } else if (type instanceof GenericArrayType g) {
      Class<?> raw = (Class<?>) ((ParameterizedType) g.getGenericComponentType()).getRawType();
      return readArray(at, j, g.getGenericComponentType(), raw);
    } else if (!(type instanceof Class<?>)) {
      throw error(at, "has the unsupported type " + type + ". Give the component a concrete type.");
    }
    Class<?> c = (Class<?>) type;
    if (JsonElement.class.isAssignableFrom(c)) {
      return c.isInstance(j) ? j : fail(at, j, c.getSimpleName());
    } else if (j == null || j.isJsonNull()) {
      return c.isPrimitive() ? fail(at, JsonNull.INSTANCE, c.getSimpleName()) : null;
    } else if (c == Object.class) {
      return readUntyped(j);
    } else if (c == String.class) {
      return isString(j) ? j.getAsString() : fail(at, j, "a string");
    } else if (c == boolean.class || c == Boolean.class) {
      return j.isJsonPrimitive() && j.getAsJsonPrimitive().isBoolean() ? (Object) j.getAsBoolean()
          : fail(at, j, "true or false");
    } else if (c == char.class || c == Character.class) {
      return isString(j) && j.getAsString().length() == 1 ? (Object) j.getAsString().charAt(0)
          : fail(at, j, "one character");
    } else if (c.isPrimitive() || Number.class.isAssignableFrom(c)) {
      return readNumber(at, j, c);
    } else if (c == byte[].class) {
      return readBytes(at, j);
    } else if (c.isArray()) {
      return readArray(at, j, c.getComponentType(), c.getComponentType());
    } else if (c.isEnum()) {
      return readEnum(at, j, c);
    } else if (c.isRecord()) {
      return readRecord(at, j, c);
    } else if (c.isInterface()) {
      return readVariant(at, j, c);
    }
    throw error(at, "has the unsupported type " + c.getName()
        + "; expected a record, interface, enum, list, map, array or plain value.");
  }

  private static boolean isString(JsonElement j) {
    return j.isJsonPrimitive() && j.getAsJsonPrimitive().isString();
  }

  private static Object readGeneric(String at, JsonElement j, ParameterizedType p) {
    Class<?> raw = (Class<?>) p.getRawType();
    Type last = p.getActualTypeArguments()[p.getActualTypeArguments().length - 1];
    if (raw == Optional.class) {
      return Optional.ofNullable(j == null || j.isJsonNull() ? null : read(at, j, last));
    } else if (j == null || j.isJsonNull()) {
      return null;
    } else if (raw == List.class || raw == Collection.class || raw == Set.class) {
      if (!j.isJsonArray()) {
        return fail(at, j, "an array");
      }
      Collection<Object> out = raw == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
      int i = 0;
      for (JsonElement e : j.getAsJsonArray()) {
        out.add(readElement(at + "[" + i++ + "]", e, last));
      }
      return raw == Set.class ? Collections.unmodifiableSet((Set<?>) out) : Collections.unmodifiableList((List<?>) out);
    } else if (raw == Map.class) {
      if (!j.isJsonObject()) {
        return fail(at, j, "an object");
      }
      Map<Object, Object> out = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> e : j.getAsJsonObject().entrySet()) {
        out.put(key(at, e.getKey(), p.getActualTypeArguments()[0]),
            readElement(join(at, e.getKey()), e.getValue(), last));
      }
      return Collections.unmodifiableMap(out);
    }
    throw error(at, "has the unsupported type " + p + "; expected List, Set, Map or Optional.");
  }

  /** An element of a collection: null only where anything may stand. */
  private static Object readElement(String at, JsonElement j, Type type) {
    Object v = read(at, j, type);
    return v != null || type == Object.class ? v : fail(at, JsonNull.INSTANCE, "a " + simpleName(type));
  }

  private static String simpleName(Type type) {
    return type instanceof Class<?> c ? c.getSimpleName() : type.getTypeName();
  }

  private static Object key(String at, String key, Type type) {
    if (type == String.class) {
      return key;
    }
    if (type instanceof Class<?> c && Number.class.isAssignableFrom(c)) {
      return readNumber(join(at, key), new JsonPrimitive(number(join(at, key), key)), c);
    }
    return read(at, new JsonPrimitive(key), type);
  }

  private static BigDecimal number(String at, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw error(at, "got '" + Json.brief(text) + "'; expected a number.");
    }
  }

  private static Object readNumber(String at, JsonElement j, Class<?> c) {
    if (!j.isJsonPrimitive() || j.getAsJsonPrimitive().isBoolean()) {
      return fail(at, j, "a number");
    }
    String text = j.getAsString();
    if (c == double.class || c == Double.class || c == float.class || c == Float.class || c == Number.class) {
      boolean special = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
      if (!special && isString(j)) {
        return fail(at, j, "a number");
      }
      double d = Double.parseDouble(text);
      return c == float.class || c == Float.class ? (Object) Float.parseFloat(text) : (Object) d;
    }
    if (isString(j)) {
      return fail(at, j, "a whole number");
    }
    long v;
    try {
      v = number(at, text).longValueExact();
    } catch (ArithmeticException e) {
      return fail(at, j, "a whole number in the range of long");
    }
    if (c == long.class || c == Long.class) {
      return v;
    } else if (c == int.class || c == Integer.class) {
      return v == (int) v ? (Object) (int) v : fail(at, j, "a whole number in the range of int");
    } else if (c == short.class || c == Short.class) {
      return v == (short) v ? (Object) (short) v : fail(at, j, "a whole number in the range of short");
    } else if (c == byte.class || c == Byte.class) {
      return v == (byte) v ? (Object) (byte) v : fail(at, j, "a whole number in the range of byte");
    }
    throw error(at, "has the unsupported number type " + c.getName() + ".");
  }

  private static Object readBytes(String at, JsonElement j) {
    try {
      return isString(j) ? Base64.getDecoder().decode(j.getAsString()) : fail(at, j, "Base64 text");
    } catch (IllegalArgumentException e) {
      return fail(at, j, "Base64 text");
    }
  }

  private static Object readArray(String at, JsonElement j, Type element, Class<?> raw) {
    if (!j.isJsonArray()) {
      return fail(at, j, "an array");
    }
    JsonArray a = j.getAsJsonArray();
    Object out = Array.newInstance(raw, a.size());
    for (int i = 0; i < a.size(); i++) {
      Array.set(out, i, read(at + "[" + i + "]", a.get(i), element));
    }
    return out;
  }

  private static Object readUntyped(JsonElement j) {
    if (j.isJsonNull()) {
      return null;
    } else if (j.isJsonArray()) {
      List<Object> out = new ArrayList<>();
      j.getAsJsonArray().forEach(e -> out.add(readUntyped(e)));
      return Collections.unmodifiableList(out);
    } else if (j.isJsonObject()) {
      Map<String, Object> out = new LinkedHashMap<>();
      j.getAsJsonObject().entrySet().forEach(e -> out.put(e.getKey(), readUntyped(e.getValue())));
      return Collections.unmodifiableMap(out);
    }
    JsonPrimitive p = j.getAsJsonPrimitive();
    if (p.isBoolean()) {
      return p.getAsBoolean();
    } else if (p.isString()) {
      return p.getAsString();
    }
    String text = p.getAsString();
    boolean whole = text.chars().allMatch(ch -> ch == '-' || ch >= '0' && ch <= '9') && text.length() < 19;
    return whole ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
  }

  private static Object readEnum(String at, JsonElement j, Class<?> type) {
    JsonElement value = j.isJsonObject() && j.getAsJsonObject().has("value") ? j.getAsJsonObject().get("value") : j;
    if (!isString(value)) {
      return fail(at, j, "the name of a " + type.getSimpleName());
    }
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      if (plain(name).equals(plain(value.getAsString()))) {
        return constant;
      }
      names.add(name);
    }
    throw error(at, "unknown " + type.getSimpleName() + ": got '" + Json.brief(value.getAsString()) + "'; "
        + Nearest.hint(value.getAsString(), names));
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static Object readVariant(String at, JsonElement j, Class<?> iface) {
    if (j.isJsonPrimitive() && j.getAsJsonPrimitive().isNumber() && takesNumbers(iface)) {
      return call(OF_NUMBER.get(iface).get(), null, j.getAsDouble());
    }
    JsonElement tag = isString(j) ? j : j.isJsonObject() ? j.getAsJsonObject().get(TYPE) : null;
    if (tag == null || !isString(tag)) {
      return fail(at, j, "a " + iface.getSimpleName() + ": an object with \"" + TYPE + "\", one of "
          + String.join(", ", Variants.of(iface).keySet()));
    }
    Class<?> variant = Variants.find(iface, tag.getAsString());
    if (variant == null) {
      throw error(at, "unknown " + iface.getSimpleName() + ": got '" + Json.brief(tag.getAsString()) + "'; "
          + Nearest.hint(tag.getAsString(), Variants.of(iface).keySet()));
    }
    return variant.isEnum() ? readEnum(at, j, variant) : readRecord(at, isString(j) ? new JsonObject() : j, variant);
  }

  private static Object readRecord(String at, JsonElement j, Class<?> type) {
    if (!j.isJsonObject()) {
      return fail(at, j, "an object with the fields of " + type.getSimpleName());
    }
    JsonObject o = j.getAsJsonObject();
    Form form = FORMS.get(type);
    for (String field : o.keySet()) {
      if (!form.names.contains(field) && !field.equals(TYPE)) {
        throw error(at, "unknown field of " + type.getSimpleName() + ": got '" + Json.brief(field) + "'; "
            + Nearest.hint(field, form.names));
      }
    }
    Object[] values = new Object[form.components.length];
    Defaults defaults = null;
    for (int i = 0; i < values.length; i++) {
      RecordComponent c = form.components[i];
      JsonElement given = o.get(c.getName());
      if (given != null) {
        values[i] = read(join(at, c.getName()), given, c.getGenericType());
        continue;
      }
      defaults = defaults == null ? form.defaults() : defaults;
      values[i] = defaults.value(join(at, c.getName()), type, c);
    }
    try {
      return call(form.constructor, values);
    } catch (NullPointerException e) {
      throw error(at, "a field of " + type.getSimpleName() + " is null: got " + nulls(form.names, values)
          + " = null; expected a value. Give it.");
    }
  }

  private static String nulls(List<String> names, Object[] values) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        found.add(names.get(i));
      }
    }
    return String.join(", ", found);
  }

  // reflection ------------------------------------------------------------------------------------------------------

  /** What is known of a record class. */
  private record Form(RecordComponent[] components, List<String> names, Constructor<?> constructor,
      Method defaultsMethod) {
    static Form of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      if (components == null) {
        throw new IllegalArgumentException("[json] " + type.getName() + " is not a record.");
      }
      try {
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        for (RecordComponent c : components) {
          c.getAccessor().setAccessible(true);
        }
        Method defaults = Arrays.stream(type.getDeclaredMethods())
            .filter(m -> m.getName().equals("defaults") && m.getParameterCount() == 0)
            .filter(m -> Modifier.isStatic(m.getModifiers()))
            .findFirst().orElse(null);
        if (defaults != null) {
          defaults.setAccessible(true);
        }
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        return new Form(components, names, constructor, defaults);
      } catch (NoSuchMethodException e) {
        throw new AssertionError("a record has its canonical constructor", e);
      }
    }

    Defaults defaults() {
      return new Defaults(defaultsMethod == null ? null : call(defaultsMethod, null));
    }
  }

  /** What defaults() returned: an instance, a map, or null when the record has none. */
  private record Defaults(Object given) {
    Object value(String at, Class<?> type, RecordComponent c) {
      if (given instanceof Map<?, ?> m && m.containsKey(c.getName())) {
        return m.get(c.getName());
      } else if (type.isInstance(given)) {
        return call(c.getAccessor(), given);
      } else if (c.getType() == Optional.class) {
        return Optional.empty();
      }
      throw error(at, "is missing; " + type.getSimpleName() + " has no default for it. Give it.");
    }
  }

  private static Object call(Method m, Object target, Object... given) {
    try {
      return m.invoke(target, given);
    } catch (InvocationTargetException e) {
      throw rethrown(e);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Object call(Constructor<?> c, Object[] values) {
    try {
      return c.newInstance(values);
    } catch (InvocationTargetException e) {
      throw rethrown(e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static RuntimeException rethrown(InvocationTargetException e) {
    if (e.getCause() instanceof RuntimeException r) {
      return r;
    }
    return new IllegalStateException(e.getCause());
  }

  private static String join(String at, String field) {
    return at.isEmpty() ? Json.brief(field) : at + "." + Json.brief(field);
  }

  private static Object fail(String at, JsonElement got, String expected) {
    throw error(at, "got " + brief(got) + "; expected " + expected + ".");
  }

  private static String brief(JsonElement j) {
    return Json.brief(String.valueOf(j));
  }

  private static IllegalArgumentException error(String at, String message) {
    return new IllegalArgumentException("[json" + (at.isEmpty() ? "" : " at " + at) + "] " + message);
  }
}
