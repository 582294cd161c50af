package dev.whiteboard.ratelimit;

import dev.whiteboard.kit.http.Cidr;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.RedisUrl;
import dev.whiteboard.ratelimit.redis.RedisLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that can be set.
 *
 * @param host the address to listen on
 * @param port the port for HTTP; 0 for a free one
 * @param grpcPort the port for gRPC; 0 for a free one
 * @param adminKey who holds it sees and changes rules and keys; empty for nobody
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param rulesFile rules to begin with, read again when they change; empty for the demo's
 * @param redisUrl what all nodes keep together
 * @param rulesKeyPrefix what the key of the rules there begins with
 * @param storeDeadline how long a decision there may take
 * @param nodes how many nodes there are: each admits its part while Redis is away
 */
public record RateLimiterSettings(
    String host,
    int port,
    int grpcPort,
    Optional<String> adminKey,
    List<Cidr> trustedProxies,
    Optional<Path> rulesFile,
    String redisUrl,
    String rulesKeyPrefix,
    Duration storeDeadline,
    int nodes) {
  /** Names the file of rules, for the line that says what is wrong with it. */
  static final String RULES_FILE = "RATELIMIT_RULES_FILE";

  /** Names the port for gRPC, for whoever finds it taken. */
  static final String GRPC_PORT = "RATELIMIT_GRPC_PORT";

  private static final IntRange DEADLINE_MILLIS = new IntRange(1, 1_000);
  private static final IntRange NODES = new IntRange(1, 1_000);

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  public static RateLimiterSettings read(Settings settings) {
    settings.owning("RATELIMIT_");
    return new RateLimiterSettings(
        settings.text("RATELIMIT_HOST", "127.0.0.1", "the address to listen on"),
        settings.port("RATELIMIT_PORT", 8082, "the port to listen on, 0 for a free one"),
        settings.port(GRPC_PORT, 8092, "the port for gRPC, 0 for a free one"),
        settings.secret(
            "RATELIMIT_ADMIN_KEY", "who sends this as a bearer token sees and changes the rules"),
        ClientAddress.trustedProxies(settings, "RATELIMIT_TRUSTED_PROXIES"),
        settings
            .text(RULES_FILE, "rules to begin with, YAML or JSON, read again when they change")
            .map(Path::of),
        RedisUrl.read(settings),
        settings.text(
            "RATELIMIT_REDIS_PREFIX", "", "what the key of the rules in Redis begins with"),
        Duration.ofMillis(
            settings.integer(
                "RATELIMIT_STORE_DEADLINE_MS",
                (int) RedisLimits.DEADLINE.toMillis(),
                DEADLINE_MILLIS,
                "how many milliseconds Redis has for a decision")),
        settings.integer(
            "RATELIMIT_NODES",
            1,
            NODES,
            "how many nodes there are: each admits its part while Redis is away"));
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "RateLimiterSettings[%s:%d, gRPC %d]".formatted(host, port, grpcPort);
  }
}
