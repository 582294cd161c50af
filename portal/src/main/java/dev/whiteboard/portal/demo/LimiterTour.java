package dev.whiteboard.portal.demo;

import dev.whiteboard.ratelimit.RateLimiterService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One limit, several at once, two side by side; then Redis stands still. By the default rules. */
final class LimiterTour implements Tour {
  private static final String CHECK = "/v1/check";
  private static final int CALLS = 12;
  private static final int MARKS = 14;
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  @Override
  public void show(Stage stage, Running running) throws Exception {
    var limiter = running.service(RateLimiterService.NAME);
    stage.title("The rate limiter, at " + limiter + ", with its default rules");
    drain(stage, limiter);
    sideBySide(stage, limiter);
    allOrNone(stage, limiter);
    decideWithoutRedis(stage, limiter, running.redis());
  }

  private static JsonObject descriptors(JsonObject... all) {
    var descriptors = new JsonArray();
    for (var each : all) {
      descriptors.add(each);
    }
    return new JsonObject().put("domain", "demo").put("descriptors", descriptors);
  }

  private static void drain(Stage stage, URI limiter) throws IOException {
    stage.step("A user has five requests at once");
    var check = descriptors(user(stage));
    stage.post(limiter, CHECK, check).mustBe(200);
    stage.say("and again, until it says no:");
    var answer = stage.quietly(limiter, CHECK, check, Optional.empty());
    for (var i = 0; i < CALLS && answer.status() == 200; i++) {
      answer = stage.quietly(limiter, CHECK, check, Optional.empty());
    }
    stage.show(answer.mustBe(429));
    stage.why("A token bucket: it fills with a token each 6 s, and retryAfterMs says when.");
  }

  private static void sideBySide(Stage stage, URI limiter) throws IOException {
    stage.step("Two limiters drained side by side, a request each 200 ms");
    var bucket = new StringBuilder();
    var gcra = new StringBuilder();
    var user = descriptors(user(stage));
    var address = descriptors(address(stage));
    for (var i = 0; i < MARKS; i++) {
      bucket.append(mark(stage.quietly(limiter, CHECK, user, Optional.empty())));
      gcra.append(mark(stage.quietly(limiter, CHECK, address, Optional.empty())));
      LockSupport.parkNanos(PACE_NANOS);
    }
    stage.say("token bucket, 5 and then 10 a minute   " + bucket);
    stage.say("GCRA, 3 and then 2 a second            " + gcra);
    stage.why("The same idea: a burst, then a rate. GCRA keeps it in one number a key.");
  }

  private static String mark(Answer answer) {
    return answer.status() == 200 ? "● " : "○ ";
  }

  private static void allOrNone(Stage stage, URI limiter) throws IOException {
    stage.step("Signing in is under two limits: both are charged, or neither");
    var login = descriptors(address(stage).put("route", "/login"));
    var answer = stage.quietly(limiter, CHECK, login, Optional.empty());
    for (var i = 0; i < CALLS && answer.status() == 200; i++) {
      answer = stage.quietly(limiter, CHECK, login, Optional.empty());
    }
    stage.show(answer.mustBe(429));
    stage.why("Whom one limit denies has not paid the other: one script, one moment in Redis.");
  }

  private static void decideWithoutRedis(Stage stage, URI limiter, Optional<ProcessHandle> redis)
      throws IOException {
    stage.step("And now Redis stands still");
    if (redis.isEmpty()) {
      stage.say("It is not ours to stop here: with ./whiteboard up it would be.");
      return;
    }
    var check = descriptors(user(stage));
    var login = descriptors(address(stage).put("route", "/login"));
    try (var _ = Pause.of(redis.get())) {
      stage.say("kill -STOP " + redis.get().pid());
      var own = stage.post(limiter, CHECK, check).mustBe(200).json();
      stage.say("decided by this node alone: source is " + own.getString("source"));
      stage.post(limiter, CHECK, login).mustBe(429);
    }
    stage.say("kill -CONT " + redis.get().pid());
    stage.why(
        "Each rule says what it does without its store: this one goes on by itself, signing in stops.");
  }

  private static JsonObject user(Stage stage) {
    return new JsonObject().put("user", "guest-" + stage.unique());
  }

  /** Of a network for documentation, RFC 3849; nobody else's. */
  private static JsonObject address(Stage stage) {
    var random = stage.unique();
    var address = "2001:db8::" + random.substring(0, 4) + ":" + random.substring(4);
    return new JsonObject().put("ip", address);
  }
}
