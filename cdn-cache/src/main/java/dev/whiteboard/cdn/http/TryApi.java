package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.control.NodeStates;
import dev.whiteboard.cdn.control.Tryout;
import dev.whiteboard.cdn.control.Tryout.Answer;
import dev.whiteboard.cdn.control.Tryout.Question;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/try}: a request to an edge, sent from here, with all that its answer says of the
 * way. A page may not ask an edge itself, whose port makes it another site.
 */
public final class TryApi {
  /** The site that is asked for: one name at all edges, so that they share what is kept above. */
  public static final String HOST = "demo.localhost";

  private static final int PATH_CHARS_MAX = 2_048;
  private static final int NAME_CHARS_MAX = 64;
  private static final int LANGUAGE_CHARS_MAX = 35;
  private static final long BODY_BYTES_MAX = 10_000;
  private static final IntRange TIMES = new IntRange(1, 200);
  private static final Pattern PATH = Pattern.compile("/[!-~&&[^#\\\\]]*");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]+");
  private static final Set<String> KNOWN = Set.of("edge", "path", "times", "language");

  /** Requests of one client; a burst of the most times fits three times. */
  private static final Limit LIMIT = Limit.of(Algorithm.TOKEN_BUCKET, 600, Duration.ofSeconds(10));

  private static final int CLIENTS_MAX = 10_000;

  private final NodeStates nodes;
  private final Tryout tryout;
  private final ClientAddress clients = new ClientAddress(List.of());
  private final RateLimiter limiter;

  /** To the edges among these nodes. */
  public TryApi(NodeStates nodes, Tryout tryout, NanoClock clock) {
    this.nodes = nodes;
    this.tryout = tryout;
    this.limiter = LocalLimiters.of(LIMIT, clock, CLIENTS_MAX);
  }

  /** Binds the route. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, "/v1/try", BODY_BYTES_MAX, this::post);
  }

  private Reply post(RoutingContext request) throws InterruptedException {
    var fields = JsonFields.of(request, KNOWN);
    var edge = fields.text("edge", NAME_CHARS_MAX);
    var path = fields.text("path", PATH_CHARS_MAX);
    var times = fields.optionalInteger("times", TIMES).orElse(1);
    var language = fields.optionalText("language", LANGUAGE_CHARS_MAX);
    if (!path.isEmpty() && !PATH.matcher(path).matches()) {
      fields.reject("path", "must begin with / and be of visible ASCII characters, without #");
    }
    if (!language.map(LANGUAGE.asMatchPredicate()::test).orElse(true)) {
      fields.reject("language", "must be a language tag such as de");
    }
    fields.check();
    var question = new Question(address(edge), HOST, path, language);
    spend(request, times);
    return Reply.json(200, json(edge, question, tryout.ask(question, times)));
  }

  /** The edge's own listener, which the topology knows: a caller can name no other. */
  private URI address(String edge) {
    return nodes.all().stream()
        .filter(state -> state.spec().name().equals(edge) && !state.addresses().isEmpty())
        .map(state -> state.addresses().getFirst())
        .findFirst()
        .orElseThrow(() -> Problem.notFound("No edge of this name lives here.").asException());
  }

  private void spend(RoutingContext request, int times) {
    var verdict = new Verdict();
    var client = clients.of(request.request()).getHostAddress();
    if (!limiter.tryAcquire(client, times, verdict)) {
      throw Problem.of(429, "Too many requests", "That was a lot at once.")
          .withRetryAfter(Duration.ofNanos(verdict.retryAfterNanos()))
          .asException();
    }
  }

  private static JsonObject json(String edge, Question question, List<Answer> answers) {
    var all = new JsonArray();
    answers.forEach(answer -> all.add(json(answer)));
    return new JsonObject()
        .put("edge", edge)
        .put("url", "http://" + question.host() + question.path())
        .put("answers", all);
  }

  private static JsonObject json(Answer answer) {
    return new JsonObject()
        .put("status", answer.status())
        .put("ms", answer.micros() / 1_000.0)
        .put("bytes", answer.bytes())
        .put("fields", fields(answer.fields()));
  }

  private static JsonObject fields(MultiMap fields) {
    var told = new JsonObject();
    for (var name : fields.names()) {
      told.put(name.toLowerCase(Locale.ROOT), String.join(", ", fields.getAll(name)));
    }
    return told;
  }
}
