package dev.whiteboard.capacity.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.capacity.claim.Claim;
import dev.whiteboard.capacity.claim.Claims;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.result.Measurements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every estimate, computed a second time with nothing but numbers. */
final class EstimatesTest {
  private static final double DAY = 24 * 60 * 60;

  /** Written by {@code ./whiteboard capacity --out docs}; the tests run in the module's folder. */
  private static final Path COMMITTED = Path.of("..", "docs", "capacity.md");

  private static final Map<String, Double> RECOMPUTED =
      Map.ofEntries(
          Map.entry("shortener.writes", 100e6 / DAY),
          Map.entry("shortener.writes-peak", 2 * 100e6 / DAY),
          Map.entry("shortener.reads-day", 100e6 * 100),
          Map.entry("shortener.reads", 100e6 * 100 / DAY),
          Map.entry("shortener.reads-peak", 2 * 100e6 * 100 / DAY),
          Map.entry("shortener.urls", 100e6 * 365 * 5),
          Map.entry("shortener.storage", 100e6 * 365 * 5 * 500 / 1e12),
          Map.entry("shortener.code-space", 7.0),
          Map.entry("shortener.snowflake-digits", 11.0),
          Map.entry("shortener.availability", 0.001 * 365 * 24 * 60),
          Map.entry("chat.messages-day", 100e6 * 50),
          Map.entry("chat.messages", 100e6 * 50 / DAY),
          Map.entry("chat.messages-peak", 3 * 100e6 * 50 / DAY),
          Map.entry("chat.connection-rate", 10e6 / (8 * 60 * 60)),
          Map.entry("chat.storage-day", 100e6 * 50 * 100 / 1e9),
          Map.entry("chat.storage-year", 100e6 * 50 * 100 * 365 / 1e12),
          Map.entry("chat.storage-replicas", 3 * 100e6 * 50 * 100 * 365 / 1e12),
          Map.entry("chat.bandwidth-text", 3 * 100e6 * 50 / DAY * 100 / 1e6),
          Map.entry("chat.bandwidth-websocket", 2 * 3 * 100e6 * 50 / DAY * 100 / 1e6),
          Map.entry("chat.bandwidth", 2 * 3 * 100e6 * 50 / DAY * 100 / 1e6 + 100),
          Map.entry("chat.availability", 0.0001 * 365 * 24 * 60),
          Map.entry("cdn.availability", 0.0001 * 365 * 24 * 60),
          Map.entry("score.total", 39.0));

  private static final List<Claim> CLAIMS = Claims.of(Inputs.asStated());

  private static Claim claim(String id) {
    return CLAIMS.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void recomputed_ofEveryClaim_isWhatTheNumbersComeTo() {
    for (var claim : CLAIMS) {
      var expected = RECOMPUTED.getOrDefault(claim.id(), claim.stated().quantity().value());

      assertThat(claim.recomputed().quantity().value())
          .as(claim.id())
          .isCloseTo(expected, within(1e-9 * expected));
    }
  }

  /** The ids that programs outside rely on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "shortener.writes",
        "shortener.reads",
        "shortener.reads-peak",
        "shortener.urls",
        "shortener.storage",
        "shortener.code-space",
        "shortener.latency",
        "chat.messages",
        "chat.messages-peak",
        "chat.connections",
        "chat.connection-rate",
        "chat.storage-day",
        "chat.storage-year",
        "chat.bandwidth",
        "chat.latency",
        "chat.group-fanout",
        "cdn.requests",
        "cdn.edges",
        "cdn.latency",
        "cdn.invalidation",
        "limiter.requests",
        "recommend.candidates"
      })
  void claims_haveEachIdOnce(String id) {
    assertThat(CLAIMS).filteredOn(each -> each.id().equals(id)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "shortener.writes, rounded",
    "shortener.writes-peak, rounded",
    "shortener.reads, rounded",
    "shortener.urls, right",
    "shortener.code-space, right",
    "shortener.snowflake-digits, wrong",
    "chat.messages-day, right",
    "chat.connection-rate, rounded",
    "chat.storage-day, right",
    "chat.storage-replicas, rounded",
    "chat.bandwidth, rounded",
    "cdn.edges, right",
    "score.total, wrong"
  })
  void arithmetic_ofTheInterviews_isJudged(String id, String arithmetic) {
    assertThat(Arithmetic.of(claim(id))).hasToString(arithmetic);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shortener.code-space  | too few codes by a factor of 3.213.",
        "shortener.code-space  | a random one collides: 5.182 %.",
        "shortener.storage     | three are 273.8 TB.",
        "chat.connection-rate  | the connections of a whole day are 30 M connections/day.",
        "chat.connection-rate  | which takes 1,157 connections/s.",
        "chat.connection-rate  | open at once are 33.33 M connections.",
        "chat.connections      | Heartbeats alone are 333,333 heartbeats/s.",
        "chat.connections      | 5.76 heartbeats/message.",
        "chat.bandwidth        | in frames as large as assumed, it is 308.3 MB/s.",
        "chat.bandwidth-files  | less than a photograph: 86.4 KB/user.",
        "cdn.requests          | An edge answers 250,000 requests/s/edge.",
        "cdn.latency           | in that time over 5,100 km.",
        "recommend.candidates  | no more time than 10 us/candidate."
      })
  void notes_sayWhatTheEstimateLeavesOut(String id, String note) {
    var sheet =
        Sheet.of(Instant.EPOCH, Inputs.asStated(), Measurements.of(List.of()), Simulation.NONE);
    var row = sheet.rows().stream().filter(each -> each.id().equals(id)).findFirst();

    assertThat(row.orElseThrow().notes()).anyMatch(each -> each.endsWith(note));
  }

  @Test
  void committedPage_ifThereIsOne_hasTheSameEstimates() throws IOException {
    if (Files.exists(COMMITTED)) {
      var rows = table(Files.readAllLines(COMMITTED));
      for (var claim : CLAIMS) {
        assertThat(rows).as(COMMITTED + " is older than the code").containsKey(claim.id());
        assertThat(rows.get(claim.id()))
            .as(COMMITTED + ": " + claim.id())
            .containsSequence(
                claim.stated().quantity().toString(),
                claim.recomputed().quantity().toString(),
                Arithmetic.of(claim).toString());
      }
    }
  }

  /** The first table's cells by their first. */
  private static Map<String, List<String>> table(List<String> lines) {
    var rows = new HashMap<String, List<String>>();
    for (var line : lines) {
      if (line.startsWith("| ")) {
        var cells = List.of(line.substring(2).replace("\\", "").split(" \\| ", -1));
        rows.putIfAbsent(cells.getFirst(), cells);
      }
    }
    return rows;
  }
}
