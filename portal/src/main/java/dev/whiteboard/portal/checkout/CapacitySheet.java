package dev.whiteboard.portal.checkout;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ./whiteboard capacity} has written on this machine: each estimate of the interviews
 * against what was measured.
 *
 * @param folder where it lies
 */
public record CapacitySheet(Path folder) {
  /** A longer one is none. They have some 100 KB. */
  static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

  /** The claim that a system stands or falls by, by its id on the sheet. */
  private static final Map<String, String> HEADLINES =
      Map.of(
          "url-shortener", "shortener.reads",
          "rate-limiter", "limiter.requests",
          "cdn-cache", "cdn.requests",
          "chat-service", "chat.messages");

  /**
   * The page for people, whole.
   *
   * @throws IOException where it is there and can't be read
   */
  public Optional<String> page() throws IOException {
    return text("capacity.html");
  }

  /**
   * The same for programs; empty where it is none that can be understood.
   *
   * @throws IOException where it is there and can't be read
   */
  public Optional<JsonObject> rows() throws IOException {
    try {
      return text("capacity.json")
          .map(JsonObject::new)
          .filter(sheet -> sheet.getValue("rows") instanceof Iterable<?>);
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  /** The row of a sheet that tells most of a system. */
  public static Optional<JsonObject> headline(JsonObject sheet, String system) {
    var id = HEADLINES.getOrDefault(system, "");
    return sheet.getJsonArray("rows").stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(row -> id.equals(row.getValue("id")))
        .findFirst();
  }

  /** The systems that have such a row. */
  public static List<String> systems() {
    return HEADLINES.keySet().stream().sorted().toList();
  }

  private Optional<String> text(String name) throws IOException {
    var file = folder.resolve(name);
    try {
      return Files.size(file) > FILE_BYTES_MAX
          ? Optional.empty()
          : Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
