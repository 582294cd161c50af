package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Invalidations;
import dev.whiteboard.cdn.purge.Invalidations.Wish;
import dev.whiteboard.cdn.purge.Spread;
import dev.whiteboard.cdn.purge.Spreads;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.purge.Targets;
import dev.whiteboard.cdn.purge.Targets.Accepted;
import dev.whiteboard.cdn.purge.Targets.Refused;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code POST /v1/invalidations}, and {@code GET} of one or of the latest. */
public final class InvalidationsApi {
  static final String PATH = "/v1/invalidations";

  private static final int WORD_CHARS_MAX = 10;
  private static final long BODY_BYTES_MAX = 1 << 20;
  private static final int LATEST_MAX = 50;

  /** The log fails before. */
  private static final Duration ACCEPT_MAX = Duration.ofSeconds(6);

  /** In place of one that can't be read: its request is refused. */
  private static final Accepted NONE = new Accepted(new Target.Tags(Set.of()), 0);

  private static final Set<String> KNOWN =
      Set.of("urls", "tags", "prefix", "soft", "priority", "strategy");

  private final Invalidations invalidations;
  private final Spreads spreads;
  private final AdminKey admin;

  /** Of these, for whoever has the key. */
  public InvalidationsApi(Invalidations invalidations, Spreads spreads, AdminKey admin) {
    this.invalidations = invalidations;
    this.spreads = spreads;
    this.admin = admin;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, PATH, BODY_BYTES_MAX, this::post);
    routes.route(HttpMethod.GET, PATH, 0, _ -> latest());
    routes.route(HttpMethod.GET, PATH + "/:id", 0, this::get);
  }

  private Reply post(RoutingContext request) throws InterruptedException {
    admin.require(request);
    return InvalidationJson.accepted(accept(wish(JsonFields.of(request, KNOWN))));
  }

  private Spread accept(Wish wish) throws InterruptedException {
    try {
      return invalidations
          .accept(wish)
          .toCompletableFuture()
          .get(ACCEPT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw InvalidationJson.refused(e).asException();
    }
  }

  private Reply latest() {
    var all = new JsonArray();
    spreads.latest(LATEST_MAX).forEach(spread -> all.add(InvalidationJson.progress(spread)));
    return Reply.json(200, new JsonObject().put("invalidations", all));
  }

  private Reply get(RoutingContext request) {
    return spreads
        .find(Requests.pathParam(request, "id"))
        .map(spread -> Reply.json(200, InvalidationJson.progress(spread)))
        .orElseThrow(() -> Problem.notFound("No invalidation of late has this id.").asException());
  }

  static Wish wish(JsonFields fields) {
    var urls = fields.texts("urls", Targets.KEYS_MAX, Targets.URL_CHARS_MAX);
    var tags = fields.texts("tags", Targets.KEYS_MAX, Targets.TAG_CHARS_MAX);
    var prefix = fields.optionalText("prefix", Targets.URL_CHARS_MAX);
    var target = target(fields, urls, tags, prefix);
    var soft = fields.optionalBoolean("soft").orElse(false);
    var priority = named(fields, "priority", Priority.values()).orElse(Priority.NORMAL);
    var kind = named(fields, "strategy", Kind.values());
    fields.check();
    return new Wish(target.target(), target.keys(), soft, priority, kind);
  }

  /** What is no list of texts at all is told as that alone. */
  private static Accepted target(
      JsonFields fields, List<String> urls, List<String> tags, Optional<String> prefix) {
    return fields.hasErrors() ? NONE : target(fields, Targets.read(urls, tags, prefix));
  }

  private static Accepted target(JsonFields fields, Targets.Reading reading) {
    return switch (reading) {
      case Accepted accepted -> accepted;
      case Refused(var problems) -> {
        problems.forEach(problem -> fields.reject(problem.field(), problem.detail()));
        yield NONE;
      }
    };
  }

  /** One of some words; empty where the field is missing. */
  private static <E extends Enum<E>> Optional<E> named(JsonFields fields, String name, E[] all) {
    var text = fields.optionalText(name, WORD_CHARS_MAX);
    for (var one : all) {
      if (text.isPresent() && label(one).equals(text.get())) {
        return Optional.of(one);
      }
    }
    if (text.isPresent()) {
      var words = List.of(all).stream().map(InvalidationsApi::label).toList();
      fields.reject(name, "must be one of " + String.join(", ", words));
    }
    return Optional.empty();
  }

  private static String label(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
