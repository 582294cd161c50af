package dev.whiteboard.cdn;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be set for invalidations.
 *
 * @param port of the control plane, for nodes; 0 for a free one
 * @param control where the control plane of another process is; empty to have it in this one
 * @param kafkaBootstrapServers where the log is
 * @param topicPrefix what our topics begin with
 * @param timeToLive of an invalidation: a node that was away for longer starts with nothing
 */
public record PurgeSettings(
    int port,
    Optional<URI> control,
    String kafkaBootstrapServers,
    String topicPrefix,
    Duration timeToLive) {
  /** The setting that says where the control plane is. */
  static final String CONTROL = "CDN_CONTROL";

  private static final IntRange HOURS = new IntRange(1, 24 * 30);

  static PurgeSettings read(Settings settings) {
    return new PurgeSettings(
        settings.port(
            "CDN_CONTROL_PORT", 0, "the control plane's port for nodes, 0 for a free one"),
        settings.parsed(
            CONTROL,
            "where the control plane of another process listens for nodes",
            CdnSettings::origin,
            "an http URL with a port, such as http://10.0.0.1:8460"),
        settings.text("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092", "the Kafka cluster"),
        settings.text("CDN_KAFKA_PREFIX", "cdn.", "what topics in Kafka begin with"),
        Duration.ofHours(
            settings.integer(
                "CDN_INVALIDATION_HOURS", 24, HOURS, "how long an invalidation is remembered")));
  }
}
