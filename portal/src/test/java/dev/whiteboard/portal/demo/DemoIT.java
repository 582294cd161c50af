package dev.whiteboard.portal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.portal.up.UpProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each tour, shown of what a person has started. */
final class DemoIT {
  @TempDir static Path temporary;

  private static Path state;
  private static UpProcess up;

  @BeforeAll
  static void start() throws Exception {
    state = temporary.resolve("state");
    up = UpProcess.start(temporary, Map.of("WHITEBOARD_STATE", state.toString())).awaitReady();
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  private static String tour(String service) throws Exception {
    var out = new ByteArrayOutputStream();
    try (var print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      Demo.run(service, state, Map.of(), print);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shortener_redirectsOn_whileRedisStandsStill() throws Exception {
    assertThat(tour("url-shortener"))
        .contains("POST /api/v1/links", "302  Location: https://example.org/", "400  {")
        .containsPattern("25 visits are counted\n.*all in the statistics after")
        .containsSubsequence("kill -STOP", "25 of 25 redirects", "kill -CONT");
  }

  @Test
  void limiter_drainsTwoSideBySide_andDecidesWhileRedisStandsStill() throws Exception {
    assertThat(tour("rate-limiter"))
        .contains("\"rule\":\"per-user\"")
        .containsPattern("token bucket, .*(● ){5,}.*○ ○ ")
        .containsPattern("GCRA, .*(● ){3,}.*○ .*● ")
        .containsSubsequence("kill -STOP", "source is local", "429", "kill -CONT");
  }

  @Test
  void cdn_walksDownFourTiers_andIsPurgedFromAll() throws Exception {
    assertThat(tour("cdn-cache"))
        .contains("shield; miss, central; miss, regional-", "edge-eu-1; hit")
        .contains("50 answers, of 1 requests to the origin")
        .containsPattern("(?s)edge-us-2 +\\d+ ms.*shield; miss, central; miss");
  }

  @Test
  void chat_hasAMessageOnce_thatWasSentThreeTimesFromTwoNodes() throws Exception {
    assertThat(tour("chat-service"))
        .contains("Bob ◂ \"Does it hold?\", seq 1", "Bob ◂ \"Bob?\", seq 3")
        .containsSubsequence(
            "node 1 ◂ sent, seq 4\n",
            "node 2 ◂ sent, seq 4, as before",
            "node 1 ◂ sent, seq 4, as before",
            "in Bob's history: 1 time");
  }

  @Test
  void demo_ofWhatIsNot_saysWhatThereIs(@TempDir Path empty) {
    assertThatThrownBy(() -> tour("nothing")).hasMessageContaining("only cdn-cache, chat-service");
    assertThatThrownBy(() -> Demo.run("chat-service", empty, Map.of(), System.out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("./whiteboard up starts it");
  }
}
