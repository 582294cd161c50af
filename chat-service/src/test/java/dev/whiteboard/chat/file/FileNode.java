package dev.whiteboard.chat.file;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.http.Callers;
import dev.whiteboard.chat.http.FileDownloads;
import dev.whiteboard.chat.http.FilesApi;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.Draft;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.room.Memberships;
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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A node with the routes of files alone, here or as a process of its own. Who sends a request says
 * so: his token is his id.
 */
public final class FileNode implements AutoCloseable {
  static final long FILE_BYTES_MAX = 2_000_000;
  static final long QUOTA_BYTES = 10_000_000;

  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final Closers closers = new Closers();
  private final WebServer server;
  final Shards<Database> databases;
  final Memberships memberships;
  final Uploads.Parts parts;
  final FileSettings settings;
  final FileFolder folder;
  final FileCollector collector;
  private final Shards<PostgresLog> logs;

  private FileNode(List<String> databaseUrls, FileSettings settings, InstantSource clock)
      throws IOException {
    var urls = Shards.inOrder(databaseUrls).map(DatabaseUrl::parse);
    this.databases = urls.map(url -> closers.add(Database.open(url, "chat", 8)));
    databases.all().forEach(database -> database.migrate("db/chat"));
    this.memberships = new PostgresMemberships(databases);
    this.folder = FileFolder.open(settings.folder());
    this.settings = settings;
    var metrics = closers.add(new Metrics());
    var ids = new UuidV7(clock, new SecureRandom());
    this.parts =
        new Uploads.Parts(
            databases, folder, new FileMeters(metrics.registry()), ids, clock, System::nanoTime);
    this.collector = FileCollector.idle(parts, settings);
    var logDatabases = urls.map(url -> closers.add(LogDatabase.open(url, "chat", "")));
    this.logs =
        logDatabases.with(
            databases, (log, reads) -> closers.add(new PostgresLog(log, reads, clock, _ -> {})));
    this.server = listen(metrics, clock);
  }

  static FileNode start(String databaseUrl, Path folder, InstantSource clock) throws IOException {
    return start(databaseUrl, settings(folder), clock);
  }

  static FileNode start(String databaseUrl, FileSettings settings, InstantSource clock)
      throws IOException {
    return new FileNode(List.of(databaseUrl), settings, clock);
  }

  /** With chats spread over these databases. */
  static FileNode start(List<String> databaseUrls, Path folder, InstantSource clock)
      throws IOException {
    return new FileNode(databaseUrls, settings(folder), clock);
  }

  private static FileSettings settings(Path folder) {
    return new FileSettings(folder, FILE_BYTES_MAX, QUOTA_BYTES, Duration.ofHours(24));
  }

  /** As a process of its own; it ends when it is killed. */
  public static void main(String[] arguments) throws Exception {
    var node =
        new FileNode(
            List.of(System.getenv("DATABASE_URL")),
            settings(Path.of(System.getenv("FILES_FOLDER"))),
            InstantSource.system());
    System.out.println("file-node ready at " + node.url());
    Thread.currentThread().join();
  }

  private WebServer listen(Metrics metrics, InstantSource clock) throws IOException {
    var callers = new Callers(token -> UserId.parse(token).map(FileNode::caller));
    var files = new StoredFiles(databases, memberships);
    var uploads = new Uploads(parts, settings);
    var threads = closers.add(new VirtualThreads(128));
    var api = new FilesApi(new FilesApi.Parts(callers, memberships, uploads, files, clock));
    var thumbnails = closers.add(new Thumbnails(folder, parts.meters()));
    var downloads =
        new FileDownloads(
            new FileDownloads.Parts(callers, files, folder, thumbnails, api, threads));
    var facets =
        new Facets(
            metrics,
            closers.add(new HealthChecks()),
            new Pages().add("/openapi.yaml", "openapi/chat.yaml"),
            threads);
    var vertx = closers.add(EventLoops.open()).vertx();
    var listening =
        WebServer.start(
            vertx,
            new WebServerOptions("127.0.0.1", 0, 2),
            eventLoop -> {
              var routes = ServiceRoutes.create(eventLoop, facets);
              api.mountOn(routes);
              downloads.mountOn(routes);
              return routes.handler();
            });
    closers.add(() -> listening.drain(Duration.ofMillis(100)));
    return listening;
  }

  private static Caller caller(UserId user) {
    return new Caller(user, new DeviceId(user.value()), new SessionId(new UUID(0, 0)), Instant.MAX);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Keeps a message in its chat. */
  Appended append(Draft draft) {
    return logs.of(draft.chat().value()).append(draft).toCompletableFuture().join();
  }

  Client client(UserId user) {
    return new Client(url(), user);
  }

  @Override
  public void close() {
    closers.close();
  }

  /** What a request was answered with. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    byte[] bytes() {
      return response.body();
    }

    String text() {
      return new String(response.body(), UTF_8);
    }

    Answer expect(int status) {
      if (status() != status) {
        throw new AssertionError(status() + " " + text());
      }
      return this;
    }
  }

  /** Somebody who speaks tus to a node, request by request. */
  record Client(URI node, UserId user) {
    private static final HttpClient HTTP =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Sends a request; headers: name, value, name, value. */
    Answer send(String method, String path, byte[] body, String... headers) {
      var request =
          HttpRequest.newBuilder(node.resolve(path))
              .timeout(ANSWER_MAX)
              .header("Authorization", "Bearer " + user)
              .method(method, body.length == 0 ? noBody() : ofByteArray(body));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return send(request.build());
    }

    static Answer send(HttpRequest request) {
      try {
        return new Answer(HTTP.send(request, BodyHandlers.ofByteArray()));
      } catch (IOException e) {
        throw new AssertionError("no answer", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    /** The same, in tus. */
    Answer tus(String method, String path, byte[] body, String... headers) {
      var all =
          Stream.concat(Stream.of("Tus-Resumable", "1.0.0"), Arrays.stream(headers))
              .toArray(String[]::new);
      return send(method, path, body, all);
    }

    Answer create(ChatId chat, String name, long length, String... headers) {
      var more =
          Stream.concat(
                  Stream.of(
                      "Upload-Length",
                      Long.toString(length),
                      "Upload-Metadata",
                      "chat " + base64(chat.toString()) + ",filename " + base64(name)),
                  Arrays.stream(headers))
              .toArray(String[]::new);
      return tus("POST", "/api/v1/files", new byte[0], more);
    }

    Answer patch(String path, long offset, byte[] body, String... headers) {
      var more =
          Stream.concat(
                  Stream.of(
                      "Upload-Offset",
                      Long.toString(offset),
                      "Content-Type",
                      "application/offset+octet-stream"),
                  Arrays.stream(headers))
              .toArray(String[]::new);
      return tus("PATCH", path, body, more);
    }

    long offset(String path) {
      return Long.parseLong(tus("HEAD", path, new byte[0]).expect(200).header("Upload-Offset"));
    }

    /** Uploads a file at once and tells its path. */
    String upload(ChatId chat, String name, byte[] bytes) {
      var path = create(chat, name, bytes.length).expect(201).header("Location");
      if (bytes.length > 0) {
        patch(path, 0, bytes).expect(204);
      }
      return path;
    }

    Answer get(String path, String... headers) {
      return send("GET", path, new byte[0], headers);
    }

    static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
  }

  /** What a process of its own is started with. */
  static Map<String, String> environment(String databaseUrl, Path folder) {
    return Map.of("DATABASE_URL", databaseUrl, "FILES_FOLDER", folder.toString());
  }

  /** All contents in the folder. */
  List<Path> contents() throws IOException {
    try (var files = Files.walk(settings.folder())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
