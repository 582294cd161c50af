package dev.whiteboard.kit.health;

import java.util.List;
import java.util.Map;

/**
 * Which dependencies answer.
 *
 * @param up for each dependency, by name, whether it answered in time
 */
public record Readiness(Map<String, Boolean> up) {
  /** Whether all do. */
  public boolean isReady() {
    return down().isEmpty();
  }

  /** Those that do not. */
  public List<String> down() {
    return up.keySet().stream().filter(name -> !up.getOrDefault(name, false)).toList();
  }
}
