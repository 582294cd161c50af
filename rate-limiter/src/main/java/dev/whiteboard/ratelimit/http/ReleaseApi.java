package dev.whiteboard.ratelimit.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.check.RuledChecks;
import dev.whiteboard.ratelimit.http.Permits.Taken;
import dev.whiteboard.ratelimit.rule.Rule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code POST /v1/release}: gives a permit back, once what it was for is done. */
public final class ReleaseApi {
  private static final Problem NO_PERMIT =
      Problem.badFields(List.of(new FieldError("permit", "is none that was given out here")));

  private static final Reply RELEASED = Reply.empty(204);

  private final RuledChecks checks;
  private final Supplier<? extends Collection<Rule>> rules;
  private final Permits permits;

  /**
   * Back to these checks.
   *
   * @param rules those of the moment
   */
  public ReleaseApi(
      RuledChecks checks, Supplier<? extends Collection<Rule>> rules, Permits permits) {
    this.checks = checks;
    this.rules = rules;
    this.permits = permits;
  }

  /** Binds the route. */
  public void mountOn(Vertx vertx, ServiceRoutes routes) {
    routes
        .bind(HttpMethod.POST, "/v1/release")
        .handler(BodyHandler.create(false).setBodyLimit(Permits.CHARS_MAX + 1_024))
        .handler(request -> answer(vertx, request));
  }

  private void answer(Vertx vertx, RoutingContext request) {
    var fields = JsonFields.of(request, Set.of("permit"));
    var permit = fields.text("permit", Permits.CHARS_MAX);
    fields.check();
    var context = vertx.getOrCreateContext();
    var releases =
        permits.open(permit).orElseThrow(NO_PERMIT::asException).stream()
            .flatMap(taken -> ruling(taken).stream())
            .map(ruling -> Future.fromCompletionStage(checks.release(ruling), context))
            .toList();
    Future.all(releases)
        .onSuccess(_ -> ServiceRoutes.write(request, RELEASED))
        .onFailure(failure -> request.fail(Causes.of(failure)));
  }

  /** Where the rule is gone there is nothing to give back. */
  private Optional<Ruling> ruling(Taken taken) {
    return rules.get().stream()
        .filter(rule -> rule.domain().equals(taken.domain()) && rule.name().equals(taken.rule()))
        .findAny()
        .map(rule -> new Ruling(rule, taken.key(), taken.verdict(), taken.source()));
  }
}
