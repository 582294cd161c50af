package dev.whiteboard.portal.demo;

import dev.whiteboard.portal.up.RunningUp;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code ./whiteboard up} has started.
 *
 * @param services where each is, by its name
 * @param keys admin keys, by the names of their settings
 * @param redis its process; empty where it is not one of ours
 */
record Running(Map<String, URI> services, Map<String, String> keys, Optional<ProcessHandle> redis) {
  /**
   * Asks the portal.
   *
   * @param environment may have admin keys too
   * @throws IOException where none answers
   */
  static Running of(RunningUp up, Stage stage, Map<String, String> environment) throws IOException {
    var services =
        stage
            .quietly(up.portal(), "/api/v1/status", Optional.empty())
            .mustBe(200)
            .json()
            .getJsonArray("services")
            .stream()
            .map(JsonObject.class::cast)
            .filter(service -> service.getString("url") != null)
            .collect(
                Collectors.toMap(
                    service -> service.getString("name"),
                    service -> URI.create(service.getString("url"))));
    var keys = new HashMap<>(up.adminKeys());
    environment.forEach((name, value) -> {
      if (name.endsWith("_ADMIN_KEY")) {
        keys.put(name, value);
      }
    });
    return new Running(services, Map.copyOf(keys), up.redis());
  }

  /**
   * Where a system is.
   *
   * @throws IllegalStateException where it does not run
   */
  URI service(String name) {
    return Optional.ofNullable(services.get(name))
        .orElseThrow(() ->
            new IllegalStateException("%s does not run: ./whiteboard up %s".formatted(name, name)));
  }

  Optional<String> key(String setting) {
    return Optional.ofNullable(keys.get(setting)).filter(key -> !key.isEmpty());
  }
}
