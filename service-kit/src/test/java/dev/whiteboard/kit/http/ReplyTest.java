package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyTest {
  @Test
  void with_header_leavesTheFirstReplyAsItWas() {
    var first = Reply.json(201, new JsonObject());
    var more = first.with("Location", "/a").with("Cache-Control", "private");

    assertThat(first.headers()).doesNotContainKey("Location");
    assertThat(more.headers())
        .containsEntry("Location", "/a")
        .containsEntry("Cache-Control", "private")
        .containsEntry("Content-Type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\r\nSet-Cookie: b=c", "/a\n", "/a\r", "/a\0", "/a\u0085", "\u007f"})
  void with_controlCharacter_isRefusedByTheHeadersName(String value) {
    assertThatThrownBy(() -> Reply.empty(302).with("Location", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("control character in header Location");
  }
}
