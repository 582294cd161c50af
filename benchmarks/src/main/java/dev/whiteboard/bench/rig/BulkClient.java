package dev.whiteboard.bench.rig;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Makes many links by NDJSON, one line each; reads answers while it still sends. */
final class BulkClient implements AutoCloseable {
  private static final Duration REQUEST_MAX = Duration.ofMinutes(10);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final URI node;
  private final String key;

  /** To this node, with this key. */
  BulkClient(URI node, String key) {
    this.node = node;
    this.key = key;
  }

  /** Where the link of this number leads. */
  static String location(int number) {
    return "https://example.com/articles/%07d?from=rig".formatted(number);
  }

  /**
   * Makes links, with several requests side by side; their codes, by number.
   *
   * @param streams how many requests
   * @throws IllegalStateException where a line was refused
   */
  List<String> make(int links, int streams) throws TimeoutException {
    var each = Math.ceilDiv(links, streams);
    var parts =
        IntStream.range(0, streams)
            .mapToObj(i -> send(i * each, Math.min(links, (i + 1) * each)))
            .toList();
    Future.all(parts).await(REQUEST_MAX.toSeconds(), TimeUnit.SECONDS);
    return parts.stream().flatMap(part -> part.result().stream()).toList();
  }

  private Future<List<String>> send(int from, int to) {
    var body = Buffer.buffer();
    for (var number = from; number < to; number++) {
      body.appendString("{\"url\":\"").appendString(location(number)).appendString("\"}\n");
    }
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(node.getHost())
            .setPort(node.getPort())
            .setURI("/api/v1/links/bulk")
            .putHeader("Authorization", "Bearer " + key)
            .putHeader("Content-Type", "application/x-ndjson");
    return client
        .request(options)
        .compose(request -> request.send(body))
        .compose(BulkClient::codes)
        .map(codes -> all(codes, to - from));
  }

  private static Future<List<String>> codes(HttpClientResponse answer) {
    var codes = new ArrayList<String>();
    RecordParser.newDelimited("\n", answer).handler(line -> codes.add(code(line)));
    return answer.end().map(codes);
  }

  private static String code(Buffer line) {
    return new JsonObject(line).getString("code", "");
  }

  private static List<String> all(List<String> codes, int count) {
    if (codes.size() != count || codes.contains("")) {
      throw new IllegalStateException("not all of " + count + " lines made a link");
    }
    return codes;
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(REQUEST_MAX.toSeconds(), TimeUnit.SECONDS);
  }
}
