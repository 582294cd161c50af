package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Requests as the bytes that go over the wire. */
final class HttpText {
  /** A browser's: a program's own would be counted as a bot's. */
  static final String USER_AGENT =
      "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
          + " Safari/537.36";

  private HttpText() {}

  /** GET of a path. */
  static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: rig\r\nUser-Agent: %s\r\n\r\n"
        .formatted(path, USER_AGENT)
        .getBytes(UTF_8);
  }

  /** POST of JSON, with an API key. */
  static byte[] post(String path, String key, String json) {
    return ("POST %s HTTP/1.1\r\nHost: rig\r\nAuthorization: Bearer %s\r\n"
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
        .formatted(path, key, json.length(), json)
        .getBytes(UTF_8);
  }
}
