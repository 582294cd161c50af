package dev.whiteboard.ratelimit;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofString;

import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node on free ports, and a client. */
public final class TestNode implements AutoCloseable {
  /** The admin key of every test node. */
  public static final String ADMIN_KEY = "an-admin-key-for-tests";

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final RateLimiterService service;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestNode(RateLimiterService service) {
    this.service = service;
  }

  /** Starts a node on this Redis, with further settings. */
  public static TestNode start(String redisUrl, Map<String, String> more) throws Exception {
    var all =
        new HashMap<>(
            Map.of(
                "REDIS_URL", redisUrl,
                "RATELIMIT_PORT", "0",
                "RATELIMIT_GRPC_PORT", "0",
                // A loaded machine is slow, and this is no test of how slow.
                "RATELIMIT_STORE_DEADLINE_MS", "1000",
                "RATELIMIT_ADMIN_KEY", ADMIN_KEY));
    all.putAll(more);
    var settings = RateLimiterSettings.read(Settings.of(all, List.of()));
    return new TestNode(RateLimiterService.start(settings));
  }

  /** Where it listens. */
  public URI url(String path) {
    return service.url().resolve(path);
  }

  /** Where Envoy asks. */
  public int grpcPort() {
    return service.grpcPort();
  }

  /** A check of one descriptor: name, value, name, value. */
  public HttpResponse<String> check(String domain, String... entries) {
    return check(domain, 1, entries);
  }

  /** A check that costs more. */
  public HttpResponse<String> check(String domain, long cost, String... entries) {
    var descriptor = new JsonObject();
    for (var i = 0; i < entries.length; i += 2) {
      descriptor.put(entries[i], entries[i + 1]);
    }
    var body =
        new JsonObject()
            .put("domain", domain)
            .put("descriptors", List.of(descriptor))
            .put("cost", cost);
    return post("/v1/check", body.encode());
  }

  /** POST of a JSON body. */
  public HttpResponse<String> post(String path, String body) {
    return send(request(path).header("Content-Type", "application/json").POST(ofString(body)));
  }

  /** Any method without a body, with headers: name, value, name, value. */
  public HttpResponse<String> send(String method, String path, String... headers) {
    var request = request(path).method(method, noBody());
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** As {@link #send(String, String, String...)}, with the admin key. */
  public HttpResponse<String> admin(String method, String path) {
    return send(method, path, "Authorization", "Bearer " + ADMIN_KEY);
  }

  /** As {@link #admin(String, String)}, for an answer of this kind. */
  public HttpResponse<String> admin(String method, String path, String accept) {
    return send(method, path, "Authorization", "Bearer " + ADMIN_KEY, "Accept", accept);
  }

  /** Replaces all rules; the answer is of the same kind. */
  public HttpResponse<String> putRules(String mediaType, String rules) {
    return putRules(mediaType, rules, mediaType);
  }

  /** Replaces all rules, for an answer of another kind. */
  public HttpResponse<String> putRules(String mediaType, String rules, String accept) {
    return send(
        request("/v1/rules")
            .headers(
                "Authorization", "Bearer " + ADMIN_KEY, "Content-Type", mediaType, "Accept", accept)
            .PUT(ofString(rules)));
  }

  @Override
  public void close() {
    service.close();
    client.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url(path)).timeout(ANSWER_MAX);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
