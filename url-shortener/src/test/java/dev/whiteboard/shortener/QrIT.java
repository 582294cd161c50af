package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.qr.QrReader;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QR codes over HTTP. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class QrIT {
  private static TestNode node;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node = TestNode.start(stack);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void get_noFormat_isAnSvgOfTheShortUrl() throws Exception {
    var link = node.shorten("https://example.com/a");

    var answer = node.get(qr(link, ""));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
    assertThat(answer.body()).contains("width=\"256\"");
    assertThat(QrReader.readSvg(answer.body())).isEqualTo(link.getString("shortUrl"));
  }

  @ParameterizedTest
  @CsvSource({"64", "300", "2048"})
  void get_png_isThePictureOfTheShortUrl(int size) throws Exception {
    var link = node.shorten("https://example.com/b");

    var png = node.url(qr(link, "?format=png&size=" + size)).toURL();

    assertThat(QrReader.readPng(bytes(png))).isEqualTo(link.getString("shortUrl"));
  }

  @ParameterizedTest
  @CsvSource({
    "format=gif, format",
    "format=, format",
    "size=63, size",
    "size=2049, size",
    "size=-1, size",
    "size=large, size",
    "size=99999999999, size"
  })
  void get_badParameter_isABadRequestThatNamesIt(String query, String field) {
    var link = node.shorten("https://example.com/c");

    var answer = node.get(qr(link, "?" + query));

    assertThat(answer.statusCode()).isEqualTo(400);
    var errors = new JsonObject(answer.body()).getJsonArray("errors");
    assertThat(errors.getJsonObject(0).getString("field")).isEqualTo(field);
  }

  @Test
  void get_unknownCode_isNotFound() {
    assertThat(node.get("/api/v1/links/not-there/qr").statusCode()).isEqualTo(404);
  }

  private static String qr(JsonObject link, String query) {
    return "/api/v1/links/" + link.getString("code") + "/qr" + query;
  }

  private static byte[] bytes(URL url) throws IOException {
    try (var in = url.openStream()) {
      return in.readAllBytes();
    }
  }
}
