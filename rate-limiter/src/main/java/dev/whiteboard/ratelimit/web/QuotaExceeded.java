package dev.whiteboard.ratelimit.web;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.RequestId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A 429 as problem details, of the type that draft-ietf-httpapi-ratelimit-headers-10, section 5.1,
 * registers.
 */
public final class QuotaExceeded {
  private static final String TYPE =
      "https://iana.org/assignments/http-problem-types#quota-exceeded";

  private QuotaExceeded() {}

  /**
   * The problem, without the policy's name.
   *
   * @param detail what was too much, in a sentence
   * @param retryAfter after which the same request is admitted
   */
  public static Problem problem(String detail, Duration retryAfter) {
    return new Problem(TYPE, "Quota exceeded", 429, detail, List.of(), Optional.of(retryAfter));
  }

  /** The answer to a request that a limit denied, with all header fields. */
  static Reply reply(HttpServerRequest request, String policy, RateLimitFields fields) {
    var retryAfter = Duration.ofSeconds(fields.retryAfterSeconds());
    var problem = problem("There were too many requests. Try again later.", retryAfter);
    var plain = problem.toReply(request);
    var json =
        problem
            .toJson(request.path() == null ? "/" : request.path(), RequestId.of(request))
            .put("violated-policies", new JsonArray().add(policy));
    return new Reply(429, plain.headers(), json.toBuffer())
        .with(RateLimitFields.POLICY.toString(), fields.policies().toString())
        .with(RateLimitFields.LIMIT.toString(), fields.limits().toString());
  }
}
