package dev.whiteboard.chat;

import dev.whiteboard.chat.account.AccountNews;
import dev.whiteboard.chat.account.RevokedSessions;
import dev.whiteboard.chat.account.SigningKeys;
import dev.whiteboard.chat.account.Tokens;
import dev.whiteboard.chat.fanout.Audience;
import dev.whiteboard.chat.fanout.HeadWatch;
import dev.whiteboard.chat.fanout.Incoming;
import dev.whiteboard.chat.fanout.Outgoing;
import dev.whiteboard.chat.fanout.Outgoing.NodeChannels;
import dev.whiteboard.chat.fanout.Routes;
import dev.whiteboard.chat.fanout.Switchboard;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.KafkaLog;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.log.LogTopics;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.outbox.OutboxRelay;
import dev.whiteboard.chat.outbox.OutboxTopic;
import dev.whiteboard.chat.presence.Acquaintances;
import dev.whiteboard.chat.presence.Presence;
import dev.whiteboard.chat.presence.PresenceMeters;
import dev.whiteboard.chat.presence.PresenceTimes;
import dev.whiteboard.chat.presence.RedisLeases;
import dev.whiteboard.chat.receipt.MarkStore;
import dev.whiteboard.chat.receipt.ReceiptMeters;
import dev.whiteboard.chat.receipt.ReceiptTeller;
import dev.whiteboard.chat.receipt.Receipts;
import dev.whiteboard.chat.room.PostgresMemberships;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.chat.session.Parts;
import dev.whiteboard.chat.session.SessionMeters;
import dev.whiteboard.chat.session.Sockets;
import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.Pages;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.RedisSubscription;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One node of the chat: what it is made of, and in which order that starts and ends. */
final class ChatNode implements RunningService {
  private static final String SCHEMA = "chat";

  /** Requests that may be at PostgreSQL, or wait for it, at once. */
  private static final int BLOCKING_CALLS_MAX = 512;

  /** Clients that have not closed by then are cut off. */
  private static final Duration BYE_MAX = Duration.ofSeconds(2);

  /** Who changes networks, or is sent to another node, is back by then. */
  private static final Duration PRESENCE_GRACE = Duration.ofSeconds(15);

  /** Clients times users whom they watch, 250 bytes each. */
  private static final int WATCHES_MAX = 200_000;

  private final ChatSettings settings;
  private final String name;
  private final int wantedPort;
  private final Closers closers = new Closers();
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final UuidV7 ids = new UuidV7(clock, random);
  private volatile int port;

  private ChatNode(ChatSettings settings, String name, int wantedPort) {
    this.settings = settings;
    this.name = name;
    this.wantedPort = wantedPort;
  }

  /**
   * Starts one.
   *
   * @param name what other nodes call it
   * @throws Exception where PostgreSQL or the port can't be had; nothing is left open then
   */
  static ChatNode start(ChatSettings settings, String name, int port) throws Exception {
    return RunningService.open(new ChatNode(settings, name, port), ChatNode::open);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  @Override
  public void close() {
    closers.close();
  }

  private void open() throws Exception {
    var metrics = closers.add(new Metrics());
    var servers = settings.servers();
    var database =
        closers.add(Database.open(servers.database(), SCHEMA, servers.databaseConnectionsMax()));
    database.migrate("db/chat");
    var logDatabase = closers.add(LogDatabase.open(servers.database(), SCHEMA));
    var redis = closers.add(Redis.open(servers.redisUrl()));
    var topic = closers.add(OutboxTopic.on(servers.kafkaBootstrapServers(), servers.kafkaPrefix()));
    var threads = closers.add(new VirtualThreads(BLOCKING_CALLS_MAX));

    var memberships = new PostgresMemberships(database);
    var switchboard = new Switchboard();
    var channels = new NodeChannels(redis, servers.redisPrefix(), name);
    var routes = new Routes(redis, servers.redisPrefix(), name, clock);
    var audience = new Audience(memberships, routes);
    var outgoing = closers.add(new Outgoing(switchboard, audience, channels));
    var log = log(logDatabase, outgoing);
    closers.add(new OutboxRelay(logDatabase, topic, ids.next(), clock, metrics.registry()));

    var keys = SigningKeys.load(database, random, clock);
    var revoked = new RevokedSessions(database, settings.accounts().tokenLifetime());
    var tokens = new Tokens(keys, revoked::contains, clock, settings.accounts().tokenLifetime());
    var userChats = new UserChats(database);
    var teller = new ReceiptTeller(switchboard);
    var receipts =
        closers.add(
            Receipts.start(
                new Receipts.Parts(
                    new MarkStore(logDatabase),
                    teller,
                    outgoing,
                    new ReceiptMeters(metrics.registry()))));
    var presence = closers.add(presence(database, redis, outgoing, threads, metrics));
    var meters = new SessionMeters(metrics.registry());
    var sockets =
        new Sockets(
            new Parts.OfNode(
                name,
                settings.sessions(),
                tokens,
                log,
                new Parts.Stores(userChats, memberships),
                threads,
                new Parts.Outlets(switchboard, outgoing, routes, receipts, presence),
                meters,
                clock,
                random),
            settings.sockets());
    revoked.onRevoked(sockets::revoked);

    var api =
        ChatApi.of(
            new ChatApi.Parts(
                settings, database, tokens, revoked, memberships, log, outgoing, ids, clock),
            random,
            closers);
    var health =
        closers.add(
            new HealthChecks()
                .add("postgresql", database::ping)
                .add("redis", redis::ping)
                .add("kafka", topic::ping));
    var facets = new Facets(metrics, health, pages(), threads);
    var vertx = closers.add(EventLoops.open()).vertx();
    var listening =
        WebServer.start(
            vertx,
            new WebServerOptions(settings.host(), wantedPort, EventLoops.COUNT),
            eventLoop -> {
              var common = ServiceRoutes.create(eventLoop, facets);
              api.mountOn(common);
              return sockets.on(eventLoop, common.handler());
            });
    closers.add(listening);
    port = listening.port();
    closers.add(() -> sockets.drain(BYE_MAX));
    closers.add(
        Incoming.open(
            servers.redisUrl(),
            channels,
            new Incoming.Parts(switchboard, audience, teller, presence)));
    closers.add(HeadWatch.start(new HeadWatch.Parts(switchboard, log, userChats, redis)));
    hearAccountNews(keys, revoked, redis);
  }

  private Presence presence(
      Database database, Redis redis, Outgoing outgoing, VirtualThreads threads, Metrics metrics) {
    var times = PresenceTimes.of(settings.sessions().heartbeat(), PRESENCE_GRACE);
    return Presence.start(
        new Presence.Parts(
            new RedisLeases(redis, settings.servers().redisPrefix(), name, times.lease()),
            new Acquaintances(database),
            outgoing::presence,
            threads,
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
            times,
            WATCHES_MAX,
            new PresenceMeters(metrics.registry())));
  }

  private MessageLog log(Database database, Outgoing outgoing) {
    var servers = settings.servers();
    return switch (settings.ordering()) {
      case POSTGRES -> closers.add(new PostgresLog(database, clock, outgoing));
      case KAFKA -> {
        var topics =
            closers.add(new LogTopics(servers.kafkaBootstrapServers(), servers.kafkaPrefix()));
        var group = servers.kafkaPrefix() + "sequencer";
        yield closers.add(
            new KafkaLog(new KafkaLog.Parts(database, topics, group, ids.next()), clock, outgoing));
      }
    };
  }

  /** Who signs out on another node is heard of at once while Redis is there, else within 2 s. */
  private void hearAccountNews(SigningKeys keys, RevokedSessions revoked, Redis redis) {
    var news =
        closers.add(AccountNews.start(List.of(keys::refresh, revoked::refresh), AccountNews.EVERY));
    var servers = settings.servers();
    var channel = servers.redisPrefix() + "accounts";
    closers.add(RedisSubscription.open(servers.redisUrl(), channel, _ -> news.hint()));
    revoked.onRevokedHere(() -> {
      var _ = redis.send(commands -> commands.publish(channel, "revoked"));
    });
  }

  private static Pages pages() {
    return new Pages().add("/openapi.yaml", "openapi/chat.yaml");
  }
}
