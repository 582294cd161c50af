package dev.whiteboard.chat;

import dev.whiteboard.chat.account.AccountSettings;
import dev.whiteboard.chat.file.FileSettings;
import dev.whiteboard.chat.push.PushSettings;
import dev.whiteboard.chat.session.SessionSettings;
import dev.whiteboard.chat.websocket.SocketOptions;
import dev.whiteboard.kit.http.Cidr;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.shard.ShardUrls;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.RedisUrl;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that can be set.
 *
 * @param host the address to listen on
 * @param port of the first node; 0 for a free one
 * @param secondPort of the second node; 0 for a free one
 * @param nodes how many nodes there are in this process, 1 or 2
 * @param siblingPorts of nodes of other processes on this host, for pages to go on at
 * @param node what the nodes are called, with their number behind it
 * @param adminKey who holds it sees what operators see; empty for nobody
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param ordering what gives messages their place
 * @param servers where state is
 * @param sockets what clients may do to sockets
 * @param sessions what a connection may cost
 * @param accounts about users and their sign-ins
 * @param files about uploaded files
 * @param push how those hear of messages who are away
 */
public record ChatSettings(
    String host,
    int port,
    int secondPort,
    int nodes,
    List<Integer> siblingPorts,
    String node,
    Optional<String> adminKey,
    List<Cidr> trustedProxies,
    Ordering ordering,
    Servers servers,
    SocketOptions sockets,
    SessionSettings sessions,
    AccountSettings accounts,
    FileSettings files,
    PushSettings push) {
  /** The WebSocket subprotocol of {@link dev.whiteboard.chat.protocol}. */
  static final String SUBPROTOCOL = "chat.v1+json";

  private static final IntRange NODES = new IntRange(1, 2);
  private static final IntRange CONNECTIONS = new IntRange(2, 200);

  /** What gives messages their place. */
  public enum Ordering {
    /** The row of the chat in PostgreSQL. */
    POSTGRES,
    /** A partition of a Kafka topic. */
    KAFKA;

    static Ordering named(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Where state is.
   *
   * @param databases PostgreSQL: all that must not be lost. Chats are spread over them; the first
   *     one is the home of all else
   * @param databaseConnectionsMax connections to each, of each node
   * @param redisUrl Redis: who is where, and hints
   * @param redisPrefix what keys and channels there begin with
   * @param kafkaBootstrapServers Kafka: what becomes of messages later
   * @param kafkaPrefix what topics and groups there begin with
   */
  public record Servers(
      List<DatabaseUrl> databases,
      int databaseConnectionsMax,
      String redisUrl,
      String redisPrefix,
      String kafkaBootstrapServers,
      String kafkaPrefix) {
    /** Copies the list. */
    public Servers {
      databases = List.copyOf(databases);
    }

    static Servers read(Settings settings) {
      return new Servers(
          ShardUrls.read(settings, "chats"),
          settings.integer(
              "CHAT_DATABASE_CONNECTIONS", 12, CONNECTIONS, "connections to each of them"),
          RedisUrl.read(settings),
          settings.text("CHAT_REDIS_PREFIX", "chat:", "what keys in Redis begin with"),
          settings.text("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092", "the Kafka cluster"),
          settings.text("CHAT_KAFKA_PREFIX", "chat.", "what topics in Kafka begin with"));
    }
  }

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  public static ChatSettings read(Settings settings) {
    settings.owning("CHAT_");
    return new ChatSettings(
        settings.text("CHAT_HOST", "127.0.0.1", "the address to listen on"),
        settings.port("CHAT_PORT", 8083, "the port to listen on, 0 for a free one"),
        settings.port("CHAT_SECOND_PORT", 8093, "the port of the second node, 0 for a free one"),
        settings.integer("CHAT_NODES", 2, NODES, "how many nodes to start in this process"),
        siblingPorts(settings),
        settings.text("CHAT_NODE", "node", "what the nodes are called, a number behind it"),
        settings.secret(
            "CHAT_ADMIN_KEY", "who sends this as a bearer token sees what operators see"),
        ClientAddress.trustedProxies(settings, "CHAT_TRUSTED_PROXIES"),
        settings.parsed(
            "CHAT_ORDERING",
            "postgres",
            "what gives messages their place",
            Ordering::named,
            "postgres or kafka"),
        Servers.read(settings),
        SocketOptions.read(settings, List.of(SUBPROTOCOL)),
        SessionSettings.read(settings),
        AccountSettings.read(settings),
        FileSettings.read(settings),
        PushSettings.read(settings));
  }

  private static List<Integer> siblingPorts(Settings settings) {
    var name = "CHAT_SIBLING_PORTS";
    return settings.list(name, "ports of other nodes on this host, not of this process").stream()
        .map(port -> {
          if (!port.matches("[0-9]{1,5}")) {
            throw new BadSettingException(name, "must list ports, but has '" + port + "'");
          }
          return Integer.valueOf(port);
        })
        .toList();
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "ChatSettings[%s:%d and %d, %s]".formatted(host, port, secondPort, ordering);
  }
}
