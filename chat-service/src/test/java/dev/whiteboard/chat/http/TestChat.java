package dev.whiteboard.chat.http;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofString;

import dev.whiteboard.chat.account.AccountLimits;
import dev.whiteboard.chat.account.AccountNews;
import dev.whiteboard.chat.account.AccountSettings;
import dev.whiteboard.chat.account.Accounts;
import dev.whiteboard.chat.account.PasswordHashes;
import dev.whiteboard.chat.account.RevokedSessions;
import dev.whiteboard.chat.account.Sessions;
import dev.whiteboard.chat.account.SigningKeys;
import dev.whiteboard.chat.account.Tokens;
import dev.whiteboard.chat.account.Users;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Draft;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.log.ShardedLog;
import dev.whiteboard.chat.log.SystemMessages;
import dev.whiteboard.chat.room.ChatChanges;
import dev.whiteboard.chat.room.ChatList;
import dev.whiteboard.chat.room.Chats;
import dev.whiteboard.chat.room.PostgresMemberships;
import dev.whiteboard.kit.health.HealthChecks;
import dev.whiteboard.kit.http.Cidr;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.Pages;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.ServiceRoutes.Facets;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.kit.shard.ShardUrls;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.ratelimit.limit.NanoClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node with the routes of accounts and chats alone, on a free port, and a client to it. */
final class TestChat implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Closers closers = new Closers();
  private final MessageLog log;
  private final WebServer server;
  final Shards<Database> databases;

  /** The home. */
  final Database database;

  final SigningKeys keys;
  final RevokedSessions revoked;
  final Tokens tokens;
  final Sessions sessions;
  final Chats chats;

  /** What this node committed, in the order in which it was told. */
  final List<Message> committed = new CopyOnWriteArrayList<>();

  private TestChat(List<DatabaseUrl> urls, InstantSource clock, AccountSettings settings)
      throws Exception {
    var random = new SecureRandom();
    var ids = new UuidV7(clock, random);
    this.databases = Shards.inOrder(urls).map(url -> closers.add(Database.open(url, "chat", 8)));
    databases.all().forEach(one -> one.migrate("db/chat"));
    this.database = databases.home();
    this.keys = SigningKeys.load(database, random, clock);
    this.revoked = new RevokedSessions(database, settings.tokenLifetime());
    closers.add(AccountNews.start(List.of(keys::refresh, revoked::refresh), AccountNews.EVERY));
    this.tokens = new Tokens(keys, revoked::contains, clock, settings.tokenLifetime());
    var sources = new Sessions.Ids(ids, random, clock);
    this.sessions = new Sessions(database, tokens, revoked, sources, settings.sessionIdleMax());
    this.log =
        new ShardedLog(
            databases.map(one -> closers.add(new PostgresLog(one, one, clock, committed::addAll))));
    var system = new SystemMessages(clock, ids);
    var users = new Users(database);
    this.chats = new Chats(new Chats.Parts(databases, users, (_, _) -> {}, ids, clock));
    var hashes =
        closers.add(
            new PasswordHashes(
                settings.hashCost(), settings.hashesAtOnce(), Duration.ofSeconds(5), random));
    var accounts = new Accounts(database, hashes, ids, clock);
    var changes = new ChatChanges(databases, users, system, committed::addAll);
    var callers = new Callers(tokens);
    var limits = AccountLimits.local(settings.limits(), NanoClock.anchored(0, System::nanoTime));
    var addresses = new ClientAddress(List.of(Cidr.parse("127.0.0.0/8")));
    this.server =
        listen(
            closers,
            List.of(
                new AccountApi(new AccountApi.Parts(callers, accounts, users, limits, addresses))
                    ::mountOn,
                new SessionApi(new SessionApi.Parts(callers, accounts, sessions, limits, addresses))
                    ::mountOn,
                new RoomApi(callers, chats, new ChatList(databases, users))::mountOn,
                new MemberApi(callers, changes)::mountOn,
                new HistoryApi(callers, new PostgresMemberships(databases), log)::mountOn));
  }

  /** A node with these settings: name, value, name, value. Cheap hashes and no limits otherwise. */
  static TestChat start(String databaseUrl, InstantSource clock, String... more) throws Exception {
    var given = new HashMap<>(cheap());
    given.put("DATABASE_URL", databaseUrl);
    for (var i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    var settings = Settings.of(given, List.of());
    return new TestChat(ShardUrls.read(settings, "chats"), clock, AccountSettings.read(settings));
  }

  private static Map<String, String> cheap() {
    return Map.of(
        "CHAT_PASSWORD_MEMORY_KIB", "64",
        "CHAT_PASSWORD_PASSES", "1",
        "CHAT_SIGNUPS_PER_MINUTE", "0",
        "CHAT_SIGNINS_PER_MINUTE", "0",
        "CHAT_NAME_TRIES_PER_MINUTE", "0");
  }

  private static WebServer listen(Closers closers, List<Consumer<ServiceRoutes>> apis)
      throws IOException {
    var vertx = closers.add(EventLoops.open()).vertx();
    var facets =
        new Facets(
            closers.add(new Metrics()),
            closers.add(new HealthChecks()),
            new Pages().add("/openapi.yaml", "openapi/chat.yaml"),
            closers.add(new VirtualThreads(128)));
    var server =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, 2),
            eventLoop -> {
              var routes = ServiceRoutes.create(eventLoop, facets);
              apis.forEach(api -> api.accept(routes));
              return routes.handler();
            });
    closers.add(() -> server.drain(Duration.ofMillis(100)));
    return server;
  }

  /** What a request was answered with. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonObject json() {
      return new JsonObject(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The same, for who goes on only where it is this status. */
    Answer expect(int status) {
      if (status() != status) {
        throw new AssertionError(status() + " " + response.body());
      }
      return this;
    }
  }

  /**
   * Sends a request.
   *
   * @param token null for none
   * @param body null for none
   */
  Answer send(String method, String path, @Nullable String token, @Nullable JsonObject body) {
    return send(method, path, token, body, new String[0]);
  }

  Answer send(
      String method,
      String path,
      @Nullable String token,
      @Nullable JsonObject body,
      String... headers) {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    var request = HttpRequest.newBuilder(uri).timeout(ANSWER_MAX);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    request.method(method, body == null ? noBody() : ofString(body.encode()));
    return send(request.build());
  }

  private Answer send(HttpRequest request) {
    try {
      return new Answer(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  Answer get(String path, @Nullable String token) {
    return send("GET", path, token, null);
  }

  Answer post(String path, @Nullable String token, JsonObject body) {
    return send("POST", path, token, body);
  }

  Answer delete(String path, String token) {
    return send("DELETE", path, token, null);
  }

  Answer signUp(String name, String password) {
    return post("/api/v1/users", null, credentials(name, password));
  }

  Answer signIn(String name, String password) {
    return post("/api/v1/sessions", null, credentials(name, password));
  }

  static JsonObject credentials(String name, String password) {
    return new JsonObject().put("name", name).put("password", password);
  }

  /** A user who is signed in. */
  record Person(String id, String name, String token, String refreshToken, String deviceId) {}

  /** Makes a user and signs him in. */
  Person join(String name) {
    signUp(name, PASSWORD).expect(201);
    return person(name, signIn(name, PASSWORD).expect(200).json());
  }

  /** Makes a chat and tells its id. */
  String chat(Person by, JsonObject chat) {
    return post("/api/v1/chats", by.token(), chat).expect(201).json().getString("chatId");
  }

  /** A group with these others. */
  String group(Person by, Person... others) {
    return chat(by, new JsonObject().put("kind", "group").put("members", ids(others)));
  }

  static JsonArray ids(Person... people) {
    var ids = new JsonArray();
    for (var person : people) {
      ids.add(person.id());
    }
    return ids;
  }

  /** Says something in a chat and tells its place. */
  long say(Person by, String chat, String words) {
    var draft =
        new Draft(
            ChatId.parse(chat).orElseThrow(),
            UserId.parse(by.id()).orElseThrow(),
            DeviceId.parse(by.deviceId()).orElseThrow(),
            new MessageId(UUID.randomUUID()),
            Kind.TEXT,
            0,
            new Content.Words(words),
            List.of());
    return log.append(draft).toCompletableFuture().join() instanceof Appended.Stored stored
        ? stored.seq()
        : -1;
  }

  /** What somebody sees of a chat. */
  List<JsonObject> history(Person by, String chat, String query) {
    var answer = get("/api/v1/chats/" + chat + "/messages" + query, by.token()).expect(200);
    return objects(answer.json().getJsonArray("messages"));
  }

  static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  static Person person(String name, JsonObject signedIn) {
    return new Person(
        signedIn.getString("userId"),
        name,
        signedIn.getString("token"),
        signedIn.getString("refreshToken"),
        signedIn.getString("deviceId"));
  }

  @Override
  public void close() {
    closers.close();
    client.close();
  }
}
