package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.control.Invalidations;
import dev.whiteboard.cdn.control.Invalidations.Order;
import dev.whiteboard.cdn.control.Invalidations.Progress;
import dev.whiteboard.cdn.control.Invalidations.Ticket;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code POST /v1/invalidations} and {@code GET /v1/invalidations/{id}}. */
public final class InvalidationsApi {
  /** URLs, or tags, of one invalidation. */
  static final int KEYS_MAX = 1_000;

  static final int URL_CHARS_MAX = 2_048;
  static final int TAG_CHARS_MAX = 256;

  private static final long BODY_BYTES_MAX = 4L * 1024 * 1024;
  private static final String PATH = "/v1/invalidations";
  private static final Set<String> KNOWN =
      Set.of("urls", "tags", "prefix", "soft", "priority", "strategy");
  private static final Set<String> STRATEGIES = Set.of("flood", "tree", "gossip");

  private final Invalidations invalidations;
  private final AdminKey admin;

  /** Of these, for whoever has the key. */
  public InvalidationsApi(Invalidations invalidations, AdminKey admin) {
    this.invalidations = invalidations;
    this.admin = admin;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, PATH, BODY_BYTES_MAX, this::post);
    routes.route(HttpMethod.GET, PATH + "/:id", 0, this::get);
  }

  private Reply post(RoutingContext request) throws InterruptedException {
    admin.require(request);
    var ticket = invalidations.accept(order(JsonFields.of(request, KNOWN)));
    return Reply.json(202, json(ticket)).with("Location", PATH + "/" + ticket.id());
  }

  private Reply get(RoutingContext request) {
    return invalidations
        .progress(Requests.pathParam(request, "id"))
        .map(progress -> Reply.json(200, json(progress)))
        .orElseThrow(() -> Problem.notFound("No invalidation of late has this id.").asException());
  }

  private static Order order(JsonFields fields) {
    var target = target(fields);
    var soft = fields.optionalBoolean("soft").orElse(false);
    var priority = priority(fields);
    var strategy = fields.optionalText("strategy", 10);
    if (strategy.isPresent() && !STRATEGIES.contains(strategy.get())) {
      fields.reject("strategy", "must be flood, tree or gossip");
    }
    fields.check();
    return new Order(target, soft, priority, strategy);
  }

  private static Target target(JsonFields fields) {
    var urls = fields.texts("urls", KEYS_MAX, URL_CHARS_MAX);
    var tags = fields.texts("tags", KEYS_MAX, TAG_CHARS_MAX);
    var prefix = fields.optionalText("prefix", URL_CHARS_MAX);
    var targets = new ArrayList<Target>();
    if (!urls.isEmpty()) {
      urls.forEach(url -> requireUrl(fields, "urls", url));
      targets.add(new Target.Urls(Set.copyOf(urls)));
    }
    if (!tags.isEmpty()) {
      targets.add(new Target.Tags(Set.copyOf(tags)));
    }
    prefix.ifPresent(begin -> {
      requireUrl(fields, "prefix", begin);
      targets.add(new Target.Prefix(begin));
    });
    if (targets.size() != 1) {
      List.of("urls", "tags", "prefix")
          .forEach(name -> fields.reject(name, "one of urls, tags and prefix must be given"));
      return new Target.Tags(Set.of());
    }
    return targets.getFirst();
  }

  private static void requireUrl(JsonFields fields, String name, String url) {
    if (!url.matches("https?://[^/?#\\s]+/\\S*")) {
      fields.reject(name, "must be whole URLs, such as http://localhost:8440/images/");
    }
  }

  private static Priority priority(JsonFields fields) {
    var text = fields.optionalText("priority", 10).orElse("normal");
    for (var priority : Priority.values()) {
      if (priority.name().toLowerCase(Locale.ROOT).equals(text)) {
        return priority;
      }
    }
    fields.reject("priority", "must be low, normal or urgent");
    return Priority.NORMAL;
  }

  private static JsonObject json(Ticket ticket) {
    return new JsonObject()
        .put("id", ticket.id())
        .put("strategy", ticket.strategy())
        .put("why", ticket.why());
  }

  private static JsonObject json(Progress progress) {
    var applied = new JsonObject();
    progress.applied().forEach((node, at) -> applied.put(node, at.toString()));
    return json(progress.ticket())
        .put("acceptedAt", progress.acceptedAt().toString())
        .put("nodes", progress.nodes())
        .put("applied", applied)
        .put("complete", progress.isComplete());
  }
}
