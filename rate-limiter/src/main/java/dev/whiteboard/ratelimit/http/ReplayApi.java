package dev.whiteboard.ratelimit.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.replay.Replay;
import dev.whiteboard.ratelimit.replay.Traffic;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code POST /v1/replay}: what each algorithm makes of the same traffic.
 *
 * <p>Nothing is kept and no rule is asked. It computes and never waits, so few run at once: a
 * virtual thread that computes keeps a processor from the others.
 */
public final class ReplayApi {
  private static final String PATH = "/v1/replay";

  /** All arrivals there can be, and the rest of the fields. */
  private static final long BODY_BYTES_MAX = 32_768;

  private static final IntRange PERMITS = new IntRange(1, 10_000);
  private static final IntRange PER_MS = new IntRange(1, Traffic.HORIZON_MS_MAX);
  private static final IntRange MOMENTS_MS = new IntRange(0, Traffic.HORIZON_MS_MAX);
  private static final IntRange HOLD_MS = new IntRange(1, Traffic.HORIZON_MS_MAX);
  private static final int HOLD_MS_DEFAULT = 500;
  private static final int NAME_CHARS_MAX = 32;

  private static final int AT_ONCE_MAX = 2;
  private static final Duration TURN_MAX = Duration.ofSeconds(2);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Set<String> FIELDS =
      Set.of("limit", "perMs", "burst", "holdMs", "algorithms", "arrivalsMs");

  private static final String NAMES =
      Arrays.stream(Algorithm.values()).map(Algorithm::text).collect(Collectors.joining(", "));

  private final Replay replay;
  private final Semaphore turns = new Semaphore(AT_ONCE_MAX);

  /** With these limiters. */
  public ReplayApi(Replay replay) {
    this.replay = replay;
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, PATH, BODY_BYTES_MAX, this::answer);
  }

  private record Question(List<Limit> limits, Traffic traffic) {}

  private Reply answer(RoutingContext request) throws InterruptedException {
    var question = question(JsonFields.of(request, FIELDS));
    if (!turns.tryAcquire(TURN_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      throw Problem.unavailable(RETRY_AFTER).asException();
    }
    try {
      return Reply.json(200, answer(question));
    } finally {
      turns.release();
    }
  }

  private JsonObject answer(Question question) {
    var runs = new JsonArray();
    for (var limit : question.limits) {
      runs.add(ReplayJson.of(replay.run(limit, question.traffic)));
    }
    return new JsonObject().put("runs", runs);
  }

  private static Question question(JsonFields fields) {
    var permits = fields.integer("limit", PERMITS);
    var per = Duration.ofMillis(fields.integer("perMs", PER_MS));
    int burst = fields.optionalInteger("burst", PERMITS).orElse(permits);
    var algorithms = algorithms(fields);
    int holdMs = fields.optionalInteger("holdMs", HOLD_MS).orElse(HOLD_MS_DEFAULT);
    var arrivalsMs = arrivals(fields);
    fields.check();
    var limits =
        algorithms.stream().map(algorithm -> limit(algorithm, permits, per, burst)).toList();
    return new Question(limits, new Traffic(arrivalsMs, holdMs));
  }

  private static List<Algorithm> algorithms(JsonFields fields) {
    var names = fields.texts("algorithms", Algorithm.values().length, NAME_CHARS_MAX);
    for (var name : names) {
      if (Algorithm.named(name).isEmpty()) {
        fields.reject("algorithms", "knows no \"" + name + "\"; there are " + NAMES);
      }
    }
    return names.isEmpty()
        ? List.of(Algorithm.values())
        : names.stream().distinct().flatMap(name -> Algorithm.named(name).stream()).toList();
  }

  private static List<Integer> arrivals(JsonFields fields) {
    var arrivals = fields.integers("arrivalsMs", Traffic.ARRIVALS_MAX, MOMENTS_MS);
    for (var i = 1; i < arrivals.size(); i++) {
      if (arrivals.get(i) < arrivals.get(i - 1)) {
        fields.reject("arrivalsMs", "must rise, but entry " + i + " is before the one before it");
        return List.of();
      }
    }
    return arrivals;
  }

  private static Limit limit(Algorithm algorithm, int permits, Duration per, int burst) {
    var limit = Limit.of(algorithm, permits, per);
    return algorithm.takesBurst() ? limit.withBurst(burst) : limit;
  }
}
