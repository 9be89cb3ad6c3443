package org.pydl4j.nn.model;

import java.util.Arrays;
import java.util.Map;
import org.pydl4j.nd.array.Device;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.plan.run.Weights;
import org.pydl4j.nd.types.DType;
import org.pydl4j.nn.layers.ParamSpec;

/**
 * A network's parameters and updater state in memory: flat vectors, and the views on them that graphs read and write.
 */
final class ParamArrays implements AutoCloseable {
  private final ParamLayout layout;
  private final DType dtype;
  private volatile NDArray params;
  private volatile NDArray updaterState;
  private volatile Map<String, NDArray> states;
  private volatile Weights weights;

  ParamArrays(ParamLayout layout, DType dtype) {
    this.layout = layout;
    this.dtype = dtype;
  }

  /** Holds zeros on a device from now on. */
  void allocate(Device where) {
    hold(NDArray.zeros(where, dtype, layout.size()), NDArray.zeros(where, dtype, layout.updaterSize()));
  }

  private void hold(NDArray newParams, NDArray newUpdaterState) {
    close();
    params = newParams;
    updaterState = newUpdaterState;
    states = layout.states(params, updaterState);
    weights = new Weights(layout.states(params, null));
  }

  /**
   * Fills the parameters: with what is given by name, else as their layers say; raises for names and shapes of others.
   */
  void fill(Map<String, NDArray> given, long seed) {
    int i = 0;
    for (ParamLayout.Slot slot : layout.slots()) {
      NDArray content = given.get(slot.spec().key());
      if (content != null) {
        view(slot).assign(content);
      } else {
        slot.spec().init().fill(view(slot), seed, i);
      }
      i++;
    }
  }

  /** Raises where an array is given that is no parameter of this network. */
  void check(Map<String, NDArray> given) {
    given.forEach((key, a) -> {
      ParamSpec spec = layout.slot(key).spec();
      if (!Arrays.equals(spec.dims(), a.shape())) {
        throw new IllegalArgumentException("[init] " + key + ": got the shape " + Arrays.toString(a.shape())
            + "; expected " + Arrays.toString(spec.dims()) + ".");
      }
    });
  }

  /** Moves what there is to a device. */
  void to(Device where) {
    if (params != null && !params.device().equals(where)) {
      hold(params.to(where), updaterState.to(where));
    }
  }

  private ParamArrays initialized() {
    if (params == null) {
      throw new IllegalStateException("[Model] has no parameters yet: got a network that was not initialized;"
          + " expected init() or load. Call init() first.");
    }
    return this;
  }

  /** All parameters: a live view. */
  NDArray params() {
    return initialized().params.slice(0, 0, layout.size());
  }

  /** Raises unless a vector has as many values as there are parameters. */
  void checkSize(NDArray flat) {
    if (flat.size() != layout.size()) {
      throw new IllegalArgumentException("[params] got " + flat.size() + " values; expected " + layout.size()
          + ". The vector belongs to another network.");
    }
  }

  void setParams(NDArray flat) {
    initialized();
    checkSize(flat);
    params.assign(flat.rank() == 1 ? flat : flat.reshape(flat.size()));
  }

  /** One parameter: a live view. */
  NDArray view(ParamLayout.Slot slot) {
    return layout.view(initialized().params, slot);
  }

  /** The updater's state: a live view. */
  NDArray updaterState() {
    return initialized().updaterState.slice(0, 0, layout.updaterSize());
  }

  void setUpdaterState(NDArray flat) {
    initialized();
    if (flat.size() != layout.updaterSize()) {
      throw new IllegalArgumentException("[updaterState] got " + flat.size() + " values; expected "
          + layout.updaterSize() + ". The vector belongs to another updater.");
    }
    updaterState.assign(flat.rank() == 1 ? flat : flat.reshape(flat.size()));
  }

  /** The views by graph-state name. */
  Map<String, NDArray> states() {
    return initialized().states;
  }

  /** The parameters as inference reads them. */
  Weights weights() {
    return initialized().weights;
  }

  @Override
  public void close() {
    if (weights != null) {
      weights.close();
    }
    close(params);
    close(updaterState);
  }

  private static void close(NDArray a) {
    if (a != null) {
      a.close();
    }
  }
}
