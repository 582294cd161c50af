package dev.whiteboard.ratelimit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.ratelimit.check.Check;
import dev.whiteboard.ratelimit.check.CheckBounds;
import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.check.RuledChecks;
import dev.whiteboard.ratelimit.rule.Descriptor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * {@code GET} and {@code DELETE /v1/keys/{domain}?name=value&...}: how it stands with the keys that
 * a request with these entries would be charged to, and to make them new. Takes nothing.
 */
public final class KeysApi {
  private static final String PATH = "/v1/keys/:domain";

  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "Cache-Control", "no-store");

  private final RuledChecks checks;
  private final AdminKey admin;

  /** Of these checks, for whoever has the key. */
  public KeysApi(RuledChecks checks, AdminKey admin) {
    this.checks = checks;
    this.admin = admin;
  }

  /** Binds the routes. */
  public void mountOn(Vertx vertx, ServiceRoutes routes) {
    routes
        .bind(HttpMethod.GET, PATH)
        .handler(request ->
            answer(
                vertx, request, check -> checks.peek(check).thenApply(told -> keys(check, told))));
    routes
        .bind(HttpMethod.DELETE, PATH)
        .handler(request ->
            answer(vertx, request, check -> checks.forget(check).thenApply(KeysApi::forgotten)));
  }

  private void answer(
      Vertx vertx, RoutingContext request, Function<Check, CompletionStage<Reply>> ask) {
    admin.require(request);
    var check = check(request);
    try {
      Future.fromCompletionStage(ask.apply(check), vertx.getOrCreateContext())
          .onSuccess(reply -> ServiceRoutes.write(request, reply))
          .onFailure(failure -> request.fail(Causes.of(failure)));
    } catch (IllegalArgumentException _) { // which is thrown for this alone
      throw CheckRoute.TOO_MANY_RULES.asException();
    }
  }

  private static Check check(RoutingContext request) {
    var errors = new ArrayList<FieldError>();
    var domain = Requests.pathParam(request, "domain");
    CheckBounds.faultOfDomain(domain)
        .ifPresent(fault -> errors.add(new FieldError("domain", fault)));
    var entries = new TreeMap<String, String>();
    for (var entry : request.queryParams()) {
      var fault =
          CheckBounds.faultOfName(entry.getKey())
              .or(() -> CheckBounds.faultOfValue(entry.getValue()));
      if (fault.isPresent()) {
        errors.add(new FieldError(entry.getKey(), fault.get()));
      } else if (entries.put(entry.getKey(), entry.getValue()) != null) {
        errors.add(new FieldError(entry.getKey(), "is given twice"));
      }
    }
    if (entries.size() > CheckBounds.ENTRIES_MAX) {
      errors.add(new FieldError("query", "has more than " + CheckBounds.ENTRIES_MAX + " entries"));
    }
    if (!errors.isEmpty()) {
      throw Problem.badFields(errors).asException();
    }
    return new Check(domain, List.of(new Descriptor(entries)), 1);
  }

  private static Reply keys(Check check, Outcome outcome) {
    var json = new StringBuilder("{\"domain\":");
    CheckJson.appendText(json, check.domain());
    json.append(",\"keys\":[");
    var separator = "";
    for (var ruling : outcome.rulings()) {
      json.append(separator);
      appendKey(json, ruling);
      separator = ",";
    }
    return new Reply(200, HEADERS, Buffer.buffer(json.append("]}").toString().getBytes(UTF_8)));
  }

  private static void appendKey(StringBuilder json, Ruling ruling) {
    CheckJson.appendText(json.append("{\"key\":"), ruling.key());
    json.append(",\"allowed\":").append(ruling.verdict().admitted());
    json.append(",\"shadow\":").append(ruling.rule().shadow()).append(',');
    CheckJson.appendRuling(json, ruling);
    json.append('}');
  }

  private static Reply forgotten(long keys) {
    return Reply.json(200, new JsonObject().put("forgotten", keys));
  }
}
