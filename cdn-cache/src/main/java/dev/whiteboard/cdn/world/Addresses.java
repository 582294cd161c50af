package dev.whiteboard.cdn.world;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where nodes ask each other, and the control plane. Filled as they start. For any thread. */
public final class Addresses {
  private final Map<String, URI> byName = new ConcurrentHashMap<>();

  /** A node can be asked there from now on. */
  public void put(String name, URI address) {
    byName.put(name, address);
  }

  /** Where a node can be asked; empty where nobody knows. */
  public Optional<URI> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
