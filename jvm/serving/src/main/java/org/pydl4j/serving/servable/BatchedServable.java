package org.pydl4j.serving.servable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nn.model.Signature;

/**
 * Answers requests of many threads together: those whose rows have equal shapes are one run of the model. Requests
 * that fail
 * together are answered one by one, so none fails for another's fault. When too many rows wait, a request is refused
 * with
 * {@link OverloadedException} instead of being kept.
 */
public final class BatchedServable implements Servable {
  private record Request(Map<String, NDArray> inputs, int rows, CompletableFuture<Map<String, NDArray>> answer) {
    boolean joins(Request first) {
      return inputs.keySet().equals(first.inputs.keySet()) && inputs.entrySet().stream().allMatch(e -> {
        NDArray other = first.inputs.get(e.getKey());
        return e.getValue().dtype() == other.dtype() && Arrays.equals(rowDims(e.getValue()), rowDims(other));
      });
    }
  }

  private final Servable model;
  private final Batcher<Request> batcher;

  /** Batches of another servable, which is closed with this one; limits are in rows. */
  public BatchedServable(Servable model, Batcher.Limits limits) {
    this.model = model;
    this.batcher = new Batcher<>("pydl4j-batcher", limits, Request::rows, this::answer);
  }

  @Override
  public Signature signature() {
    return model.signature();
  }

  @Override
  public String version() {
    return model.version();
  }

  /**
   * Waits for a batch and its answer.
   *
   * @throws OverloadedException when there is no room in the queue
   */
  @Override
  public Map<String, NDArray> run(Map<String, NDArray> inputs) {
    int rows = Rows.of(signature(), inputs);
    Request request = new Request(inputs, rows, new CompletableFuture<>());
    if (!batcher.offer(request)) {
      throw new OverloadedException("[serving] overloaded: got " + rows + " more rows; expected room in the queue. "
          + "Ask again later, or serve from more machines.");
    }
    try {
      return request.answer.join(); // not to be interrupted: the batch reads the caller's arrays
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private void answer(List<Request> batch) {
    List<Request> left = new ArrayList<>(batch);
    while (!left.isEmpty()) {
      Request first = left.get(0);
      List<Request> together = left.stream().filter(r -> r.joins(first)).toList();
      left.removeAll(together);
      try {
        if (together.size() == 1) {
          first.answer.complete(model.run(first.inputs));
        } else {
          answerTogether(together);
        }
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        together.forEach(r -> answerAlone(r, together.size() == 1 ? e : null));
      } catch (Error e) {
        batch.forEach(r -> r.answer.completeExceptionally(e));
        throw e;
      }
    }
  }

  private void answerAlone(Request request, Throwable known) {
    try {
      if (known != null) {
        request.answer.completeExceptionally(known);
      } else if (!request.answer.isDone()) {
        request.answer.complete(model.run(request.inputs));
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      request.answer.completeExceptionally(e);
    }
  }

  private void answerTogether(List<Request> together) {
    int rows = together.stream().mapToInt(Request::rows).sum();
    Map<String, NDArray> whole = new LinkedHashMap<>();
    Map<String, NDArray> outputs = Map.of();
    try {
      for (String name : together.get(0).inputs.keySet()) {
        whole.put(name, stacked(together.stream().map(r -> r.inputs.get(name)).toList(), Rows.padded(rows)));
      }
      outputs = model.run(whole);
      int at = 0;
      for (Request r : together) {
        Map<String, NDArray> mine = new LinkedHashMap<>();
        int from = at;
        outputs.forEach((name, y) -> mine.put(name, y.slice(0, from, from + r.rows).dup()));
        r.answer.complete(mine);
        at += r.rows;
      }
    } finally {
      whole.values().forEach(NDArray::close);
      outputs.values().forEach(NDArray::close);
    }
  }

  /** Rows one below another; what is left repeats the last. */
  private static NDArray stacked(List<NDArray> parts, int padded) {
    long[] dims = parts.get(0).shape();
    dims[0] = padded;
    NDArray whole = NDArray.create(parts.get(0).dtype(), dims);
    long at = 0;
    for (NDArray part : parts) {
      whole.slice(0, at, at + part.size(0)).assign(part);
      at += part.size(0);
    }
    for (long i = at; i < padded; i++) {
      whole.slice(0, i, i + 1).assign(whole.slice(0, at - 1, at));
    }
    return whole;
  }

  private static long[] rowDims(NDArray a) {
    return Arrays.copyOfRange(a.shape(), 1, a.rank());
  }

  /** Answers what waits, then closes the model. */
  @Override
  public void close() {
    batcher.close();
    model.close();
  }
}
