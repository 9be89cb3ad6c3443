package org.pydl4j.nd.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.pydl4j.nd.onnx.ModelFile.NodeProto;

/** A file's nodes in an order in which each can be computed; most files have them so. */
final class Ordering {
  private Ordering() {
  }

  static List<NodeProto> of(List<NodeProto> nodes) {
    Map<String, Integer> maker = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : nodes.get(i).outputs()) {
        if (!name.isEmpty() && maker.put(name, i) != null) {
          throw new IllegalArgumentException(nodes.get(i).where() + " makes a value that there is already: got '" + name
              + "'; expected each name once. Check the model with onnx.checker.");
        }
      }
    }
    int[] missing = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    boolean ordered = true;
    for (int i = 0; i < nodes.size(); i++) {
      readers.add(new ArrayList<>());
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : nodes.get(i).reads()) {
        Integer from = maker.get(name);
        if (from != null) {
          readers.get(from).add(i);
          missing[i]++;
          ordered &= from < i;
        }
      }
    }
    return ordered ? nodes : sorted(nodes, maker, missing, readers);
  }

  private static List<NodeProto> sorted(List<NodeProto> nodes, Map<String, Integer> maker, int[] missing,
      List<List<Integer>> readers) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<NodeProto> out = new ArrayList<>();
    while (!ready.isEmpty()) {
      int i = ready.poll();
      out.add(nodes.get(i));
      for (int r : readers.get(i)) {
        if (--missing[r] == 0) {
          ready.add(r);
        }
      }
    }
    if (out.size() < nodes.size()) {
      throw new IllegalArgumentException(
          "[onnx] nodes depend on each other in a circle: got " + circle(nodes, maker, missing)
              + "; expected none that needs its own result. Correct the model.");
    }
    return out;
  }

  /** A circle among the nodes that never became ready: each of them reads another such. */
  private static String circle(List<NodeProto> nodes, Map<String, Integer> maker, int[] missing) {
    int at = 0;
    while (missing[at] == 0) {
      at++;
    }
    Set<Integer> path = new LinkedHashSet<>();
    while (path.add(at)) {
      at = nodes.get(at).reads().stream().map(maker::get).filter(i -> i != null && missing[i] > 0).findFirst()
          .orElseThrow();
    }
    List<String> names = new ArrayList<>();
    for (int i : path) {
      if (i == at || !names.isEmpty()) {
        names.add(nodes.get(i).where());
      }
    }
    return String.join(" needs ", names) + " needs " + nodes.get(at).where();
  }
}
