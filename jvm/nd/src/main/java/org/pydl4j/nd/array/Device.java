package org.pydl4j.nd.array;

import org.pydl4j.nd.spi.Backend;

/**
 * Where arrays lie and programs run: main memory ("cpu:0"; every host backend shares it) or a device with memory of its
 * own ("cuda:1").
 *
 * @param name the backend's name
 * @param index which device of that name
 */
public record Device(String name, int index) {
  /** The device of that text: a name, or name:index. Unknown ones raise an error that lists what there is. */
  public static Device of(String text) {
    int colon = text.indexOf(':');
    try {
      Device d = colon < 0 ? new Device(text, 0)
          : new Device(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      return of(d.backend());
    } catch (NumberFormatException e) {
      throw Backends.unknown(text);
    }
  }

  /** The device that a backend computes on. */
  public static Device of(Backend backend) {
    return new Device(backend.name(), backend.index());
  }

  /** Main memory, with the backend that this process computes with there. */
  public static Device host() {
    return of(Backends.backend());
  }

  /** What computes there. */
  public Backend backend() {
    return Backends.backend(this);
  }

  @Override
  public String toString() {
    return name + ":" + index;
  }
}
