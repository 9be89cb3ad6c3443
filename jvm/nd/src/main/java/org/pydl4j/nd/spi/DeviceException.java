package org.pydl4j.nd.spi;

/** Work on a device failed; raised where the host next waits for it. The message names the device and the node. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param device e.g. "cuda:0"
   * @param where the node, e.g. "Gather at encoder/tokens", or what the device was doing
   */
  public DeviceException(String device, String where, Throwable cause) {
    super("[" + where + "] failed on " + device + ": " + cause.getMessage(), cause);
  }
}
