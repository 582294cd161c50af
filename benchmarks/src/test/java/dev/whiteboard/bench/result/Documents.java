package dev.whiteboard.bench.result;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Results as tests need them. */
public final class Documents {
  /** A machine with a score. */
  public static final Machine MACHINE =
      new Machine(2, "a processor", 8_192, "25", "Linux 6", 0.1, 1_000);

  private Documents() {}

  /** Of one measurement, with its figures. */
  public static ResultDocument of(String bench, Machine machine, Figure... figures) {
    return new ResultDocument(
        bench,
        Instant.parse("2026-01-02T03:04:05Z"),
        "abc1234",
        false,
        true,
        machine,
        List.of(figures),
        List.of(new JsonObject().put("id", bench + ".latency")),
        List.of(new Missing(bench, "NGINX", "not installed")),
        new JsonObject().put("links", 7));
  }

  /** A figure of five rounds. */
  public static Figure figure(Quantity quantity, double median, double min, double max) {
    return figure(quantity, new Spread(median, min, max), 5);
  }

  /** A figure of some rounds. */
  public static Figure figure(Quantity quantity, Spread spread, int rounds) {
    return Figure.of(quantity, spread, rounds);
  }
}
