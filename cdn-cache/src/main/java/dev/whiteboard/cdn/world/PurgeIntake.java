package dev.whiteboard.cdn.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.proxy.Intake;
import dev.whiteboard.cdn.proxy.Refusal;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code PURGE} at an edge: the URL is invalidated everywhere, by the control plane's log, like any
 * other. Who may not is told as little as possible.
 */
final class PurgeIntake implements Intake {
  private static final String METHOD = "PURGE";

  private static final Problem AWAY =
      Problem.of(503, "Control plane away", "Nothing can be invalidated from here at the moment.");

  private final Intake inner;
  private final Function<HttpServerRequest, Optional<Problem>> admin;
  private final Function<Buffer, Future<Messages.Answer>> control;

  /**
   * Before another intake, which gets all that is no purge.
   *
   * @param admin what is wrong with who asks
   * @param control asks the control plane to invalidate a URL
   */
  PurgeIntake(
      Intake inner,
      Function<HttpServerRequest, Optional<Problem>> admin,
      Function<Buffer, Future<Messages.Answer>> control) {
    this.inner = inner;
    this.admin = admin;
    this.control = control;
  }

  @Override
  public Decision admit(HttpServerRequest request, RequestHead head) {
    if (!head.method().equals(METHOD)) {
      return inner.admit(request, head);
    }
    return admin
        .apply(request)
        .<Decision>map(problem -> refused(problem))
        .orElseGet(() -> purged(head.url()));
  }

  private Decision purged(String url) {
    return new Decision.Later(
        control
            .apply(Buffer.buffer(url, UTF_8.name()))
            .map(answer -> answered(answer))
            .otherwise(_ -> refused(AWAY)));
  }

  private static Decision answered(Messages.Answer answer) {
    var fields =
        Fields.builder()
            .add("content-type", answer.type())
            .add("content-length", Integer.toString(answer.body().length()))
            .add("cache-control", "no-store")
            .build();
    return new Decision.Answer(new ResponseHead(answer.status(), fields), answer.body());
  }

  private static Decision refused(Problem problem) {
    return new Decision.Refuse(new Refusal(Refusal.Kind.FORBIDDEN, problem, false));
  }
}
