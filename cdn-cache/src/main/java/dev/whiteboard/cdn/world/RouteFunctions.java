package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.function.EdgeFunctions;
import dev.whiteboard.cdn.function.EdgeFunctions.Outcome;
import dev.whiteboard.cdn.function.FunctionException;
import dev.whiteboard.cdn.function.FunctionException.Reason;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.protect.Gate;
import dev.whiteboard.cdn.proxy.AnswerHook;
import dev.whiteboard.cdn.proxy.Intake.Decision;
import dev.whiteboard.cdn.proxy.Intake.Terms;
import dev.whiteboard.cdn.proxy.PathForm;
import dev.whiteboard.cdn.proxy.Refusal;
import dev.whiteboard.cdn.proxy.Refusal.Kind;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.Route.FailurePolicy;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The functions of routes, around one request: before it is looked up, and before its answer
 * leaves. Whatever a function makes of a request, the routes and regions of that hold.
 *
 * <p>A function that fails is as if it were not there, or the request fails with it, as the route
 * says. The event loop does not wait for either; results come back to it.
 */
final class RouteFunctions {
  /** What these say of a body must stay true of the one there is. */
  private static final Set<Integer> OF_THE_BODY = Set.of(204, 205, 206, 304);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Refusal FAILED = new Refusal(Kind.FUNCTION, Refusal.FUNCTION_FAILED, false);

  private static final Refusal BUSY =
      new Refusal(Kind.FUNCTION, Problem.unavailable(RETRY_AFTER), false);

  private final Vertx vertx;
  private final String region;
  private final Routes routes;
  private final EdgeFunctions functions;

  RouteFunctions(Vertx vertx, String region, Routes routes, EdgeFunctions functions) {
    this.vertx = vertx;
    this.region = region;
    this.routes = routes;
    this.functions = functions;
  }

  /** Runs the request hook. */
  Decision before(Route route, Gate.Admitted admitted) {
    var request = admitted.request();
    var terms = new Terms(false, admitted.onMiss(), hook(route));
    return new Decision.Later(
        here(functions.onRequest(name(route), request))
            .map(outcome -> decision(route, request, outcome, terms))
            .otherwise(failure -> without(route, request, failure, terms)));
  }

  private Decision decision(Route route, RequestHead before, Outcome outcome, Terms terms) {
    return switch (outcome) {
      case Outcome.GoOn(var changed) ->
          changed.target().equals(before.target())
              ? new Decision.Serve(changed, terms)
              : elsewhere(route, before, changed, terms);
      case Outcome.Answer(var head, var body) -> {
        var bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        yield new Decision.Answer(head, Buffer.buffer(bytes));
      }
    };
  }

  /** Another target may be another route's. Its function does not run: nothing goes in circles. */
  private Decision elsewhere(Route route, RequestHead before, RequestHead changed, Terms terms) {
    var target = PathForm.of(changed.target());
    if (target == null) {
      return without(route, before, new IllegalArgumentException("no path"), terms);
    }
    var moved =
        new RequestHead(
            changed.method(), changed.scheme(), changed.authority(), target, changed.fields());
    return routes
        .match(moved)
        .map(to ->
            to.isAllowedIn(region)
                ? new Decision.Serve(moved, terms)
                : new Decision.Refuse(EdgeIntake.NOT_HERE))
        .orElseGet(() -> new Decision.Refuse(EdgeIntake.NO_ROUTE));
  }

  private static Decision without(
      Route route, RequestHead request, Throwable failure, Terms terms) {
    if (route.onFunctionFailure() == FailurePolicy.OPEN) {
      return new Decision.Serve(request, terms);
    }
    var isBusy = failure instanceof FunctionException why && why.reason() == Reason.BUSY;
    return new Decision.Refuse(isBusy ? BUSY : FAILED);
  }

  /** The response hook. */
  private AnswerHook hook(Route route) {
    return (request, answer) ->
        here(functions.onResponse(name(route), request, answer))
            .compose(changed -> framed(answer, changed))
            .recover(failure ->
                route.onFunctionFailure() == FailurePolicy.OPEN
                    ? Future.succeededFuture(answer)
                    : Future.failedFuture(failure));
  }

  private static Future<ResponseHead> framed(ResponseHead before, ResponseHead after) {
    var isFramed =
        before.status() == after.status()
            || (!OF_THE_BODY.contains(before.status()) && !OF_THE_BODY.contains(after.status()));
    return isFramed
        ? Future.succeededFuture(after)
        : Future.failedFuture(
            new FunctionException(Reason.MISUSE, "the status says what is not so of the body"));
  }

  private <T> Future<T> here(CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
  }

  private static String name(Route route) {
    return route.function().orElseThrow();
  }
}
