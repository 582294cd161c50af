package dev.whiteboard.chat;

import dev.whiteboard.chat.id.UuidV7;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A user with one device, as plain as a client can be: what he sends and gets is JSON. */
public final class Person implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration HEARTBEAT = Duration.ofMillis(300);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final UuidV7 MIDS =
      new UuidV7(InstantSource.system(), ThreadLocalRandom.current());

  private final URI node;
  private final String id;
  private final String token;
  private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  private @Nullable WebSocket socket;

  private Person(URI node, String id, String token) {
    this.node = node;
    this.id = id;
    this.token = token;
  }

  /** Signs up and in. */
  public static Person of(URI node, String name) throws Exception {
    var account = new JsonObject().put("name", name).put("password", "correct horse battery");
    var _ = post(node, "/api/v1/users", "", account);
    var session = post(node, "/api/v1/sessions", "", account);
    return new Person(node, session.getString("userId"), session.getString("token"));
  }

  public String id() {
    return id;
  }

  public String token() {
    return token;
  }

  /** The same device at another node. */
  public Person at(URI other) {
    return new Person(other, id, token);
  }

  /** Makes a chat with others; its id. */
  public String chat(String kind, Person... others) throws Exception {
    return chatOf(kind, Arrays.stream(others).map(Person::id).toList());
  }

  /** Makes a chat with users; its id. */
  public String chatOf(String kind, List<String> users) throws Exception {
    var members = new JsonArray(users);
    var chat = new JsonObject().put("kind", kind).put("members", members);
    return post(node, "/api/v1/chats", token, chat).getString("chatId");
  }

  /** Posts JSON; the answer's JSON, whatever its status below 300 is. */
  public JsonObject post(String path, JsonObject body) throws Exception {
    return post(node, path, token, body);
  }

  /** Reads JSON. */
  public JsonObject get(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(ANSWER_MAX)
            .header("Authorization", "Bearer " + token);
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  /** Sends a request without a body; the status. */
  public int request(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(ANSWER_MAX)
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody());
    return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static JsonObject post(URI node, String path, String token, JsonObject body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
  }

  /** Connects and says hello with these cursors. */
  public Person connect(JsonObject cursors) throws Exception {
    open();
    send(new JsonObject().put("t", "hello").put("token", token).put("cursors", cursors));
    var _ = next("welcome");
    return this;
  }

  /** Connects and says hello. */
  public Person connect() throws Exception {
    return connect(new JsonObject());
  }

  /** Connects and says nothing. */
  public Person open() throws Exception {
    return open(HTTP.newWebSocketBuilder());
  }

  /** Connects with the token in the handshake, and says nothing. */
  public Person openWithToken() throws Exception {
    return open(HTTP.newWebSocketBuilder().header("Authorization", "Bearer " + token));
  }

  private Person open(WebSocket.Builder builder) throws Exception {
    socket =
        builder
            .subprotocols("chat.v1+json")
            .buildAsync(
                URI.create("ws://" + node.getAuthority() + "/api/v1/socket"), new Listener())
            .get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
    return this;
  }

  /** Sends a frame. */
  public void send(JsonObject frame) throws Exception {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    socket.sendText(frame.encode(), true).get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /** Says something; its mid. */
  public String say(String chat, String words) throws Exception {
    var mid = MIDS.next().toString();
    say(chat, mid, words);
    return mid;
  }

  /** Says something by a name of one's own. */
  public void say(String chat, String mid, String words) throws Exception {
    send(
        new JsonObject()
            .put("t", "send")
            .put("mid", mid)
            .put("chat", chat)
            .put("kind", "text")
            .put("body", words));
  }

  /** Gives an earlier message other words. */
  public void edit(String chat, long seq, String words) throws Exception {
    send(change(chat, seq, "edit").put("body", words));
  }

  /** Takes an earlier message back. */
  public void delete(String chat, long seq) throws Exception {
    send(change(chat, seq, "delete"));
  }

  private static JsonObject change(String chat, long seq, String kind) {
    return new JsonObject()
        .put("t", "send")
        .put("mid", MIDS.next().toString())
        .put("chat", chat)
        .put("kind", kind)
        .put("ref", seq);
  }

  /** The next frame of a kind; those of other kinds before it are passed over. */
  public JsonObject next(String kind) throws InterruptedException {
    return next(Set.of(kind));
  }

  /** The next frame of one of some kinds; others before it are passed over. */
  public JsonObject next(Set<String> kinds) throws InterruptedException {
    var deadline = System.nanoTime() + ANSWER_MAX.toNanos();
    while (true) {
      var frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new AssertionError("no " + String.join(" or ", kinds) + " in time");
      }
      if (kinds.contains(frame.getString("t"))) {
        return frame;
      }
    }
  }

  /** Says that all up to a message has come. */
  public void ack(String chat, long upto) throws Exception {
    send(new JsonObject().put("t", "ack").put("chat", chat).put("upto", upto));
  }

  /** Says that all up to a message is read. */
  public void read(String chat, long upto) throws Exception {
    send(new JsonObject().put("t", "read").put("chat", chat).put("upto", upto));
  }

  /** The receipt that says that another has all up to a message. */
  public JsonObject receiptOf(Person other, long delivered) throws InterruptedException {
    while (true) {
      var receipt = next("receipt");
      if (receipt.getString("user").equals(other.id) && receipt.getLong("delivered") == delivered) {
        return receipt;
      }
    }
  }

  /** The next frame of a kind, heartbeats being sent until then. */
  public JsonObject pingUntil(String kind) throws Exception {
    var deadline = System.nanoTime() + ANSWER_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      pingUnlessClosed();
      var frame = frames.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
      if (frame != null && frame.getString("t").equals(kind)) {
        return frame;
      }
    }
    throw new AssertionError("no " + kind + " in time");
  }

  private void pingUnlessClosed() throws Exception {
    try {
      send(new JsonObject().put("t", "ping"));
    } catch (ExecutionException _) {
      // closed meanwhile: why, has been said before
    }
  }

  /** The words of the next so many messages, with their numbers. */
  public List<String> hear(int count) throws InterruptedException {
    var heard = new ArrayList<String>();
    while (heard.size() < count) {
      heard.add(words(next("msg")));
    }
    return heard;
  }

  /**
   * The words of a chat's next so many messages, with their numbers. What is withheld, as the hint
   * of it was lost, is asked for, as a client of ours does.
   */
  public List<String> hearAll(String chat, long after, int count) throws Exception {
    var heard = new LinkedHashMap<Long, String>();
    while (heard.size() < count) {
      var frame = next(Set.of("msg", "gap"));
      if (!frame.getString("chat").equals(chat)) {
        continue;
      }
      if (frame.getString("t").equals("gap")) {
        var known = frame.getLong("from") - 1;
        send(new JsonObject().put("t", "sync").put("chat", chat).put("after", known));
      } else if (frame.getLong("seq") > after) {
        heard.putIfAbsent(frame.getLong("seq"), words(frame));
      }
    }
    return List.copyOf(heard.values());
  }

  private static String words(JsonObject message) {
    return message.getLong("seq") + " " + message.getString("body");
  }

  /** Cuts the connection off. */
  public void cut() {
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public void close() {
    cut();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        frames.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      frames.add(new JsonObject().put("t", "closed").put("code", code));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      frames.add(new JsonObject().put("t", "closed").put("code", 1006));
    }
  }
}
