package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.code.CodeKind;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every code generator owes, on two nodes at once and after a restart. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class CodeGeneratorsIT {
  private static final int LINKS_PER_NODE = 200;

  @ParameterizedTest
  @EnumSource(CodeKind.class)
  void codes_onTwoNodesAndAfterARestart_areAllDifferent(CodeKind kind, TestStack stack)
      throws Exception {
    var codes = new HashSet<String>();

    try (var one = node(stack, kind);
        var other = node(stack, kind)) {
      codes.addAll(shorten(List.of(one, other)));
    }
    try (var restarted = node(stack, kind)) {
      codes.addAll(shorten(List.of(restarted)));
      assertThat(restarted.get("/" + codes.iterator().next()).statusCode()).isEqualTo(302);
    }

    assertThat(codes)
        .hasSize(3 * LINKS_PER_NODE)
        .allMatch(code -> code.length() == (kind == CodeKind.SNOWFLAKE ? 11 : 7));
  }

  /** The same URL each time: for the hash, a collision each time. */
  @ParameterizedTest
  @EnumSource(CodeKind.class)
  void codes_ofTheSameUrl_areDifferentLinks(CodeKind kind, TestStack stack) throws Exception {
    try (var node = node(stack, kind)) {
      var codes = new HashSet<String>();
      for (var i = 0; i < 20; i++) {
        codes.add(node.shorten("https://example.com/the-same/" + kind).getString("code"));
      }

      assertThat(codes).hasSize(20);
    }
  }

  private static TestNode node(TestStack stack, CodeKind kind) throws Exception {
    return TestNode.start(stack, "SHORTENER_CODES", kind.settingName());
  }

  private static Set<String> shorten(List<TestNode> nodes) throws Exception {
    var links = new ArrayList<Future<JsonObject>>();
    try (var threads = Executors.newFixedThreadPool(16)) {
      for (var i = 0; i < LINKS_PER_NODE; i++) {
        for (var node : nodes) {
          var url =
              "https://example.com/" + node.url("/").getPort() + "/" + i + "?" + System.nanoTime();
          links.add(threads.submit(() -> node.shorten(url)));
        }
      }
    }
    var codes = new HashSet<String>();
    for (var link : links) {
      codes.add(link.get().getString("code"));
    }
    return codes;
  }
}
