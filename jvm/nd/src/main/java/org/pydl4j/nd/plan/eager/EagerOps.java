package org.pydl4j.nd.plan.eager;

import java.util.List;
import java.util.Map;
import org.pydl4j.nd.array.ArrayOp;
import org.pydl4j.nd.array.ArrayOps;
import org.pydl4j.nd.array.NDArray;
import org.pydl4j.nd.types.Attrs;
import org.pydl4j.nd.types.TensorType;

/** Lets arrays compute by eager ops. */
public final class EagerOps implements ArrayOps {
  @Override
  public ArrayOp op(String name) {
    return Calls.op(name);
  }

  @Override
  public ArrayOp op(String name, Attrs options, Map<String, long[]> lists) {
    return Calls.op(name, options, lists);
  }

  @Override
  public boolean tried(String name, Attrs attrs, NDArray[] in, List<TensorType> outTypes, NDArray... out) {
    return Eager.tried(name, attrs, in, outTypes, out);
  }
}
