package dev.whiteboard.chat;

import dev.whiteboard.chat.account.AccountNews;
import dev.whiteboard.chat.account.RevocationHints;
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
import dev.whiteboard.chat.http.Callers;
import dev.whiteboard.chat.http.ChatPages;
import dev.whiteboard.chat.http.NodesApi;
import dev.whiteboard.chat.http.Siblings;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.CommittedListener;
import dev.whiteboard.chat.log.KafkaLog;
import dev.whiteboard.chat.log.LogTopics;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.log.ShardedLog;
import dev.whiteboard.chat.outbox.OutboxRelay;
import dev.whiteboard.chat.presence.Acquaintances;
import dev.whiteboard.chat.presence.Presence;
import dev.whiteboard.chat.presence.PresenceMeters;
import dev.whiteboard.chat.presence.PresenceTimes;
import dev.whiteboard.chat.presence.RedisLeases;
import dev.whiteboard.chat.receipt.MarkStore;
import dev.whiteboard.chat.receipt.ReceiptMeters;
import dev.whiteboard.chat.receipt.ReceiptTeller;
import dev.whiteboard.chat.receipt.Receipts;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.chat.room.PostgresMemberships;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.chat.search.IndexFeed;
import dev.whiteboard.chat.search.SearchIndex;
import dev.whiteboard.chat.session.Admission;
import dev.whiteboard.chat.session.Parts;
import dev.whiteboard.chat.session.SessionMeters;
import dev.whiteboard.chat.session.Sockets;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.shard.Shards;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One node of the chat: what it is made of, and in which order that starts and ends. */
final class ChatNode implements RunningService {
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
  private final Siblings siblings;
  private final Closers closers = new Closers();
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final UuidV7 ids = new UuidV7(clock, random);
  private volatile int port;

  private ChatNode(ChatSettings settings, String name, int wantedPort, Siblings siblings) {
    this.settings = settings;
    this.name = name;
    this.wantedPort = wantedPort;
    this.siblings = siblings;
  }

  /**
   * Starts one.
   *
   * @param name what other nodes call it
   * @param siblings the nodes on this host; it adds itself
   * @throws Exception where PostgreSQL or the port can't be had; nothing is left open then
   */
  static ChatNode start(ChatSettings settings, String name, int port, Siblings siblings)
      throws Exception {
    return RunningService.open(new ChatNode(settings, name, port, siblings), ChatNode::open);
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
    var stores = Stores.open(settings.servers(), random, closers);
    stores.watch(metrics.registry());
    var threads = closers.add(new VirtualThreads(BLOCKING_CALLS_MAX));
    var memberships = new PostgresMemberships(stores.databases());
    var lines = lines(stores, memberships);
    var logs = logs(stores, lines.outgoing());
    var log = new ShardedLog(logs);
    closers.add(
        new OutboxRelay(
            stores.logDatabases(), stores.messages(), ids.next(), clock, metrics.registry()));
    closers.add(indexFeed(stores, metrics));
    var identity = identity(stores);
    var teller = new ReceiptTeller(lines.switchboard());
    var presence = presence(stores, lines, threads, metrics);
    var outlets =
        new Parts.Outlets(
            lines.switchboard(),
            lines.outgoing(),
            lines.routes(),
            receipts(stores, lines, teller, metrics),
            presence);
    var userChats = new UserChats(stores.databases());
    var sockets =
        new Sockets(
            new Parts.OfNode(
                name,
                settings.sessions(),
                identity.tokens(),
                log,
                new Parts.Stores(userChats, memberships),
                admission(metrics),
                threads,
                outlets,
                new SessionMeters(metrics.registry()),
                clock,
                random),
            settings.sockets(),
            siblings);
    identity.revoked().onRevoked(sockets::revoked);
    var api =
        ChatApi.open(
            apiParts(stores, identity, memberships, log, lines, threads), metrics, closers);
    var push = ChatPush.open(pushParts(stores, identity));
    var chores = Stream.of(api.chores(), push.chores()).flatMap(List::stream).toList();
    closers.add(new Housekeeping(stores.databases().home(), chores, clock, random).start());
    var health = closers.add(stores.health());

    var facets = new Facets(metrics, health, ChatPages.pages(), threads);
    var nodesApi = new NodesApi(siblings);
    var vertx = listen(sockets, List.of(api::mountOn, push::mountOn, nodesApi::mountOn), facets);
    push.start(vertx, metrics, closers);
    var heard = new Incoming.Parts(lines.switchboard(), lines.audience(), teller, presence);
    closers.add(Incoming.open(settings.servers().redisUrl(), lines.channels(), heard));
    closers.add(headWatch(stores, lines, logs));
    hearOfRevocations(stores, identity);
  }

  /** The lines to connections here and to other nodes. */
  private record Lines(
      Switchboard switchboard,
      NodeChannels channels,
      Routes routes,
      Audience audience,
      Outgoing outgoing) {}

  private Lines lines(Stores stores, Memberships memberships) {
    var prefix = settings.servers().redisPrefix();
    var switchboard = new Switchboard();
    var channels = new NodeChannels(stores.redis(), prefix, name);
    var routes = new Routes(stores.redis(), prefix, name, clock);
    var audience = new Audience(memberships, routes::nodesOf);
    var outgoing = closers.add(new Outgoing(switchboard, audience, channels, stores.databases()));
    return new Lines(switchboard, channels, routes, audience, outgoing);
  }

  private Shards<MessageLog> logs(Stores stores, CommittedListener listener) {
    return Shards.inOrder(
        IntStream.range(0, stores.databases().all().size())
            .mapToObj(shard -> log(stores, shard, listener))
            .toList());
  }

  private MessageLog log(Stores stores, int shard, CommittedListener listener) {
    var servers = settings.servers();
    var database = stores.logDatabases().all().get(shard);
    var reads = stores.databases().all().get(shard);
    return switch (settings.ordering()) {
      case POSTGRES -> closers.add(new PostgresLog(database, reads, clock, listener));
      case KAFKA -> {
        var topics =
            closers.add(
                LogTopics.ofShard(servers.kafkaBootstrapServers(), servers.kafkaPrefix(), shard));
        var parts = new KafkaLog.Parts(database, reads, topics, topics.group(), ids.next());
        yield closers.add(new KafkaLog(parts, clock, listener));
      }
    };
  }

  /** Each shard is asked for itself: one that is away holds up none but its own. */
  private HeadWatch headWatch(Stores stores, Lines lines, Shards<MessageLog> logs) {
    Shards<UserChats> userChats =
        stores.databases().map(one -> new UserChats(Shards.inOrder(List.of(one))));
    return HeadWatch.start(
        new HeadWatch.Parts(lines.switchboard(), logs, userChats, stores.redis()));
  }

  private IndexFeed indexFeed(Stores stores, Metrics metrics) {
    var indexes = stores.databases().map(SearchIndex::new);
    var prefix = settings.servers().kafkaPrefix();
    return new IndexFeed(stores.messages(), prefix, indexes, metrics.registry());
  }

  /** Who is who. */
  private record Identity(SigningKeys keys, RevokedSessions revoked, Tokens tokens) {}

  private Identity identity(Stores stores) {
    var lifetime = settings.accounts().tokenLifetime();
    var keys = SigningKeys.load(stores.databases().home(), random, clock);
    var revoked = new RevokedSessions(stores.databases().home(), lifetime);
    return new Identity(keys, revoked, new Tokens(keys, revoked::contains, clock, lifetime));
  }

  private Receipts receipts(Stores stores, Lines lines, ReceiptTeller teller, Metrics metrics) {
    Shards<MarkStore> marks = stores.databases().map(MarkStore::new);
    var meters = new ReceiptMeters(metrics.registry());
    return closers.add(Receipts.start(new Receipts.Parts(marks, teller, lines.outgoing(), meters)));
  }

  private Admission admission(Metrics metrics) {
    var max = settings.sessions().welcomesMax();
    return new Admission(max, System::nanoTime, random, metrics.registry());
  }

  private Presence presence(Stores stores, Lines lines, VirtualThreads threads, Metrics metrics) {
    var times = PresenceTimes.of(settings.sessions().heartbeat(), PRESENCE_GRACE);
    var prefix = settings.servers().redisPrefix();
    return closers.add(
        Presence.start(
            new Presence.Parts(
                new RedisLeases(stores.redis(), prefix, name, times.lease()),
                new Acquaintances(stores.databases()),
                lines.outgoing()::presence,
                threads,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                times,
                WATCHES_MAX,
                new PresenceMeters(metrics.registry()))));
  }

  private ChatApi.Parts apiParts(
      Stores stores,
      Identity identity,
      Memberships memberships,
      MessageLog log,
      Lines lines,
      VirtualThreads threads) {
    return new ChatApi.Parts(
        settings,
        stores.databases(),
        identity.tokens(),
        identity.revoked(),
        memberships,
        log,
        lines.outgoing(),
        threads,
        ids,
        random,
        clock);
  }

  private ChatPush.Parts pushParts(Stores stores, Identity identity) {
    var callers = new Callers(identity.tokens());
    return new ChatPush.Parts(settings, stores, callers, ids, random, clock);
  }

  private Vertx listen(Sockets sockets, List<Consumer<ServiceRoutes>> apis, Facets facets)
      throws IOException {
    var vertx = closers.add(EventLoops.open(facets.metrics().registry())).vertx();
    var listening =
        WebServer.start(
            vertx,
            new WebServerOptions(settings.host(), wantedPort, EventLoops.COUNT),
            eventLoop -> {
              var routes = ServiceRoutes.create(eventLoop, facets);
              apis.forEach(api -> api.accept(routes));
              return sockets.on(eventLoop, routes.handler());
            });
    closers.add(listening);
    port = listening.port();
    siblings.add(port);
    closers.add(() -> sockets.drain(BYE_MAX));
    return vertx;
  }

  /** Who signs out on another node is heard of at once while Redis is there, else within 2 s. */
  private void hearOfRevocations(Stores stores, Identity identity) {
    var looks = List.<Runnable>of(identity.keys()::refresh, identity.revoked()::refresh);
    var news = closers.add(AccountNews.start(looks, AccountNews.EVERY));
    var servers = settings.servers();
    var channel =
        new RevocationHints.Channel(stores.redis(), servers.redisUrl(), servers.redisPrefix());
    closers.add(RevocationHints.open(channel, identity.revoked(), news));
  }
}
