package org.pydl4j.nd.plan.options;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.pydl4j.nd.json.Json;
import org.pydl4j.nd.spi.Backend;
import org.pydl4j.nd.spi.KernelCall;

/**
 * The choice table that tuning writes and compiling reads: for calls whose fastest kernel is not the backend's first
 * choice, the name of that alternative ({@link Backend#alternatives}). Compiling is a pure function of the graph and
 * this table; a table made on other libraries or instruction sets is not followed.
 *
 * @param machine libraries, versions and instruction sets that it was measured on: {@link Backend#describe}
 * @param byCall names of alternatives by {@link #key}
 */
public record Choices(String machine, Map<String, String> byCall) {
  /** No choices: every call takes the backend's first. */
  public static final Choices NONE = new Choices("", Map.of());
  private static final int FORMAT = 1;

  public Choices {
    byCall = java.util.Collections.unmodifiableMap(new TreeMap<>(byCall));
  }

  /** What identifies a call: op, attributes, types, which inputs are constant, threads. */
  static String key(KernelCall call) {
    return call.op() + "{" + call.attrs() + "} " + call.inputs() + " -> " + call.outputs() + " constant "
        + Arrays.toString(call.constant()) + " threads " + call.threads();
  }

  public boolean isEmpty() {
    return byCall.isEmpty();
  }

  /** Whether it was measured with this backend's libraries and instruction sets. */
  public boolean fits(Backend backend) {
    return isEmpty() || machine.equals(backend.describe());
  }

  /** The alternative for a call; empty for the first choice. */
  public String of(KernelCall call, Backend backend) {
    return isEmpty() || !fits(backend) ? "" : byCall.getOrDefault(key(call), "");
  }

  /** This table with the entries of a newer one; those of another machine are dropped. */
  public Choices with(Choices newer) {
    if (!machine.equals(newer.machine)) {
      return newer;
    }
    Map<String, String> all = new TreeMap<>(byCall);
    all.putAll(newer.byCall);
    return new Choices(machine, all);
  }

  public String toJson() {
    JsonObject o = new JsonObject();
    o.addProperty("format", FORMAT);
    o.addProperty("machine", machine);
    JsonObject calls = new JsonObject();
    byCall.forEach(calls::addProperty);
    o.add("choices", calls);
    return o.toString();
  }

  public static Choices fromJson(String json) {
    try {
      JsonObject o = Json.parse(json).getAsJsonObject();
      if (o.get("format").getAsInt() != FORMAT) {
        throw new IllegalArgumentException(
            "[choices] got format " + o.get("format") + "; expected " + FORMAT + ". Tune again.");
      }
      Map<String, String> calls = new TreeMap<>();
      o.getAsJsonObject("choices").entrySet().forEach(e -> calls.put(e.getKey(), e.getValue().getAsString()));
      return new Choices(o.get("machine").getAsString(), calls);
    } catch (IllegalStateException | UnsupportedOperationException | NullPointerException | ClassCastException e) {
      throw new IllegalArgumentException("[choices] not a choice table: got '"
          + json.substring(0, Math.min(80, json.length())) + "'; expected what tuning wrote. Tune again.", e);
    }
  }
}
