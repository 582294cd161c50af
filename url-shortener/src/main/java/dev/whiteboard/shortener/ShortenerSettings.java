package dev.whiteboard.shortener;

import dev.whiteboard.kit.http.Cidr;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.store.RedisUrl;
import dev.whiteboard.shortener.code.CodeKind;
import dev.whiteboard.shortener.limit.LimitSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * All that can be set.
 *
 * @param host the address to listen on
 * @param port the port; 0 for a free one
 * @param publicUrl what short links begin with; empty for our own address
 * @param adminKey who holds it makes API keys; empty for nobody
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param cacheLinksMax links kept in memory
 * @param codes which generator makes codes
 * @param idRangeSize ids leased at a time
 * @param database where links and visits are kept
 * @param filterCodesMax with more links than so many, no filter stands before the database
 * @param redisUrl where targets are cached for all nodes
 * @param redisKeyPrefix what our keys there begin with
 * @param kafkaBootstrapServers where clicks go
 * @param kafkaTopicPrefix what our topics begin with
 * @param limits how often is too often
 * @param clicks about clicks
 */
public record ShortenerSettings(
    String host,
    int port,
    Optional<URI> publicUrl,
    Optional<String> adminKey,
    List<Cidr> trustedProxies,
    int cacheLinksMax,
    CodeKind codes,
    int idRangeSize,
    DatabaseSettings database,
    int filterCodesMax,
    String redisUrl,
    String redisKeyPrefix,
    String kafkaBootstrapServers,
    String kafkaTopicPrefix,
    LimitSettings limits,
    ClickSettings clicks) {

  private static final IntRange CACHE_LINKS = new IntRange(0, 100_000_000);
  private static final IntRange ID_RANGE = new IntRange(1, 10_000_000);
  private static final IntRange FILTER_CODES = new IntRange(0, 1_000_000_000);

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  public static ShortenerSettings read(Settings settings) {
    settings.owning("SHORTENER_");
    return new ShortenerSettings(
        settings.text("SHORTENER_HOST", "127.0.0.1", "the address to listen on"),
        settings.port("SHORTENER_PORT", 8081, "the port to listen on, 0 for a free one"),
        publicUrl(settings),
        settings.secret(
            "SHORTENER_ADMIN_KEY", "who sends this as a bearer token may make API keys"),
        ClientAddress.trustedProxies(settings, "SHORTENER_TRUSTED_PROXIES"),
        settings.integer(
            "SHORTENER_CACHE_LINKS", 200_000, CACHE_LINKS, "how many links to keep in memory"),
        settings.parsed(
            "SHORTENER_CODES",
            CodeKind.PERMUTED_COUNTER.settingName(),
            "which generator makes codes",
            CodeKind::named,
            "one of " + CodeKind.names()),
        settings.integer("SHORTENER_ID_RANGE", 1_000, ID_RANGE, "how many ids to lease at a time"),
        DatabaseSettings.read(settings),
        settings.integer(
            "SHORTENER_FILTER_CODES",
            100_000_000,
            FILTER_CODES,
            "with more links than this, no Bloom filter stands before the database"),
        RedisUrl.read(settings),
        settings.text("SHORTENER_REDIS_PREFIX", "shortener:", "what keys in Redis begin with"),
        settings.text("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092", "the Kafka cluster"),
        settings.text("SHORTENER_KAFKA_PREFIX", "shortener.", "what topics in Kafka begin with"),
        LimitSettings.read(settings),
        ClickSettings.read(settings));
  }

  private static Optional<URI> publicUrl(Settings settings) {
    var name = "SHORTENER_PUBLIC_URL";
    return settings
        .text(name, "what short links begin with, such as https://sho.rt")
        .map(text -> {
          try {
            var url = new URI(text.replaceAll("/+$", ""));
            if (url.getScheme() == null || url.getHost() == null) {
              throw new BadSettingException(name, "must be an absolute URL, but is '" + text + "'");
            }
            return url;
          } catch (URISyntaxException e) {
            throw new BadSettingException(name, "must be a URL, but is '" + text + "'");
          }
        });
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "ShortenerSettings[%s:%d, %s]".formatted(host, port, database.shards());
  }
}
