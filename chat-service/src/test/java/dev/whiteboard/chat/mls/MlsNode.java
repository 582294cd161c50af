package dev.whiteboard.chat.mls;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofString;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.http.Callers;
import dev.whiteboard.chat.http.MlsApi;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.SystemMessages;
import dev.whiteboard.chat.room.PostgresMemberships;
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
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A node with the routes of MLS alone. Who sends a request says so: his token is user/device. */
final class MlsNode implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Closers closers = new Closers();
  private final InstantSource clock = InstantSource.system();
  private final UuidV7 ids = new UuidV7(clock, new SecureRandom());
  private final Metrics metrics = closers.add(new Metrics());
  private final MlsMeters meters = new MlsMeters(metrics.registry());
  private final WebServer server;
  final List<Message> committed = new CopyOnWriteArrayList<>();
  final Shards<Database> databases;

  /** The home. */
  final Database database;

  final Welcomes welcomes;
  final KeyPackages keyPackages;

  private MlsNode(List<DatabaseUrl> urls) throws IOException {
    this.databases = Shards.inOrder(urls).map(url -> closers.add(Database.open(url, "chat", 8)));
    databases.all().forEach(one -> one.migrate("db/chat"));
    this.database = databases.home();
    this.welcomes = new Welcomes(databases, ids, clock);
    var nanos = NanoClock.anchored(0, System::nanoTime);
    var claims = LocalLimiters.of(KeyPackages.CLAIMS, nanos, 10_000);
    this.keyPackages = new KeyPackages(database, ids, clock, claims, meters);
    this.server = listen();
  }

  /** A node of these databases, the home first. */
  static MlsNode start(List<String> databaseUrls) throws IOException {
    return new MlsNode(databaseUrls.stream().map(DatabaseUrl::parse).toList());
  }

  /** The chats of this node, as rows. */
  ChatRows rows() {
    return new ChatRows(databases);
  }

  private WebServer listen() throws IOException {
    var groups =
        new Groups(databases, new SystemMessages(clock, ids), welcomes, committed::addAll, meters);
    var callers = new Callers(token -> MlsIdentity.parse(token).map(this::caller));
    var api =
        new MlsApi(
            new MlsApi.Parts(
                callers, new PostgresMemberships(databases), keyPackages, groups, welcomes));
    var vertx = closers.add(EventLoops.open()).vertx();
    var facets =
        new Facets(
            metrics,
            closers.add(new HealthChecks()),
            new Pages().add("/openapi.yaml", "openapi/chat.yaml"),
            closers.add(new VirtualThreads(128)));
    var listening =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, 1),
            eventLoop -> {
              var routes = ServiceRoutes.create(eventLoop, facets);
              api.mountOn(routes);
              return routes.handler();
            });
    closers.add(() -> listening.drain(Duration.ofMillis(100)));
    return listening;
  }

  private Caller caller(MlsIdentity device) {
    return new Caller(device.user(), device.device(), new SessionId(new UUID(0, 0)), Instant.MAX);
  }

  /** Signs a device in. */
  void signIn(MlsIdentity who) {
    database.transaction(handle -> {
      handle.execute(
          "INSERT INTO accounts VALUES (?, ?, ?, 'x', now()) ON CONFLICT DO NOTHING",
          who.user().value(),
          who.user().toString(),
          who.user().toString());
      return handle.execute(
          """
          INSERT INTO sessions (id, user_id, device_id, family_hash, refresh_hash,
                                created_at, refreshed_at, expires_at)
          VALUES (?, ?, ?, ?, ?, now(), now(), now() + interval '1 day')
          """,
          ids.next(),
          who.user().value(),
          who.device().value(),
          random(),
          random());
    });
  }

  private static byte[] random() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Signs a device out. */
  void signOut(MlsIdentity who) {
    database.query(handle ->
        handle.execute(
            "UPDATE sessions SET revoked_at = now() WHERE device_id = ?", who.device().value()));
  }

  /** What Prometheus reads. */
  String metrics() {
    return metrics.scrape();
  }

  /** The commits in a chat's log, in its order. */
  List<byte[]> commits(ChatId chat) {
    return databases
        .of(chat.value())
        .query(handle ->
            handle
                .createQuery(
                    "SELECT ciphertext FROM messages WHERE chat_id = :c AND kind = 7 ORDER BY seq")
                .bind("c", chat.value())
                .map((row, _) -> row.getBytes("ciphertext"))
                .list());
  }

  /** What a request was answered with. */
  record Answer(int status, String body) {
    JsonObject json() {
      return new JsonObject(body);
    }

    Answer expect(int expected) {
      if (status != expected) {
        throw new AssertionError(status + " " + body);
      }
      return this;
    }
  }

  Answer get(MlsIdentity by, String path) {
    return send(by, path, request -> request.GET());
  }

  Answer delete(MlsIdentity by, String path) {
    return send(by, path, request -> request.DELETE());
  }

  Answer post(MlsIdentity by, String path, JsonObject body) {
    return send(
        by,
        path,
        request ->
            request.header("Content-Type", "application/json").POST(ofString(body.encode())));
  }

  /** Without a token. */
  Answer anonymous(String method, String path) {
    return send(request(path).method(method, noBody()).build());
  }

  private Answer send(
      MlsIdentity by, String path, Function<HttpRequest.Builder, HttpRequest.Builder> how) {
    return send(how.apply(request(path).header("Authorization", "Bearer " + by)).build());
  }

  private HttpRequest.Builder request(String path) {
    var uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/mls" + path);
    return HttpRequest.newBuilder(uri).timeout(ANSWER_MAX);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Does the same for each at once. */
  static <T, R> List<R> atOnce(List<T> all, Function<T, R> what) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = all.stream().map(one -> threads.submit(() -> what.apply(one))).toList();
      for (var one : done) {
        one.get();
      }
      return done.stream().map(one -> one.resultNow()).toList();
    }
  }

  @Override
  public void close() {
    closers.close();
    client.close();
  }
}
