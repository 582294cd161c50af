package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.Rfc3339;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * What goes over HTTP: users, sessions and chats. A node where nobody listens is passed over for
 * the next; what was sent and not answered is not sent again, as it may have been done.
 *
 * <p>Each stage fails with {@link ApiException} where the service says no, and with an {@link
 * java.io.IOException} where there is no answer. Safe for any thread; never blocks.
 */
public final class ChatHttp {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

  private final HttpClient http;
  private final List<URI> nodes;

  ChatHttp(HttpClient http, List<URI> nodes) {
    this.http = http;
    this.nodes = List.copyOf(nodes);
  }

  /** Makes a user. */
  public CompletionStage<UserId> signUp(String name, String password) {
    return call("POST", "/api/v1/users", "", credentials(name, password))
        .thenApply(answer -> new UserId(uuid(answer, "userId")));
  }

  /**
   * Signs a device in.
   *
   * @param device which of the user's it is; empty for a new one
   */
  public CompletionStage<SignIn> signIn(String name, String password, Optional<DeviceId> device) {
    var body = credentials(name, password);
    device.ifPresent(known -> body.put("deviceId", known.toString()));
    return call("POST", "/api/v1/sessions", "", body).thenApply(ChatHttp::signIn);
  }

  /** Exchanges a refresh token, which is good once. */
  public CompletionStage<SignIn> refresh(String refreshToken) {
    var body = new JsonObject().put("refreshToken", refreshToken);
    return call("POST", "/api/v1/sessions/refresh", "", body).thenApply(ChatHttp::signIn);
  }

  /** Ends a device's sign-in: its connections are closed, and not to come back. */
  public CompletionStage<Void> signOut(String token) {
    return call("DELETE", "/api/v1/sessions/current", token, new JsonObject()).thenAccept(_ -> {});
  }

  /** The chat of the caller with somebody else: the same, however often it is made. */
  public CompletionStage<ChatId> direct(String token, UserId other) {
    var body = new JsonObject().put("kind", "direct").put("members", ids(List.of(other)));
    return call("POST", "/api/v1/chats", token, body)
        .thenApply(answer -> new ChatId(uuid(answer, "chatId")));
  }

  /** A new group of the caller and these. */
  public CompletionStage<ChatId> group(String token, String title, Collection<UserId> members) {
    var body =
        new JsonObject().put("kind", "group").put("members", ids(members)).put("title", title);
    return call("POST", "/api/v1/chats", token, body)
        .thenApply(answer -> new ChatId(uuid(answer, "chatId")));
  }

  /** A new group of the caller and these, encrypted from end to end. */
  public CompletionStage<ChatId> encryptedGroup(
      String token, String title, Collection<UserId> members) {
    var body =
        new JsonObject()
            .put("kind", "group")
            .put("members", ids(members))
            .put("title", title)
            .put("encrypted", true);
    return call("POST", "/api/v1/chats", token, body)
        .thenApply(answer -> new ChatId(uuid(answer, "chatId")));
  }

  /** Adds members to a group. */
  public CompletionStage<Void> add(String token, ChatId chat, Collection<UserId> members) {
    var body = new JsonObject().put("members", ids(members));
    return call("POST", "/api/v1/chats/" + chat + "/members", token, body).thenAccept(_ -> {});
  }

  /** Removes a member from a group, or leaves it. */
  public CompletionStage<Void> remove(String token, ChatId chat, UserId member) {
    return call("DELETE", "/api/v1/chats/" + chat + "/members/" + member, token, new JsonObject())
        .thenAccept(_ -> {});
  }

  /**
   * What a node answered.
   *
   * @param status of the answer
   * @param json its body; empty where it has none
   */
  public record Answer(int status, JsonObject json) {
    boolean isDone() {
      return status / 100 == 2;
    }

    /** The body, unless the service said no. */
    public JsonObject orThrow() {
      if (isDone()) {
        return json;
      }
      throw new ApiException(status, json.getString("detail", "no detail"));
    }
  }

  private CompletableFuture<JsonObject> call(
      String method, String path, String token, JsonObject body) {
    return ask(method, path, token, body).thenApply(Answer::orThrow);
  }

  /** Asks for any route; the stage does not fail where the service says no. */
  public CompletableFuture<Answer> ask(String method, String path, String token, JsonObject body) {
    var request = HttpRequest.newBuilder().timeout(ANSWER_MAX);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(body.encode()));
    }
    return send(request, path, 0);
  }

  private CompletableFuture<Answer> send(HttpRequest.Builder request, String path, int node) {
    var target = request.copy().uri(Nodes.at(nodes.get(node), path)).build();
    return http.sendAsync(target, BodyHandlers.ofString())
        .thenApply(ChatHttp::read)
        .exceptionallyCompose(failure -> {
          var cause = failure instanceof CompletionException e ? e.getCause() : failure;
          return cause instanceof ConnectException && node + 1 < nodes.size()
              ? send(request, path, node + 1)
              : CompletableFuture.failedFuture(cause);
        });
  }

  private static Answer read(HttpResponse<String> answer) {
    try {
      var json = answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
      return new Answer(answer.statusCode(), json);
    } catch (DecodeException _) {
      throw new ApiException(answer.statusCode(), "an answer that is no JSON");
    }
  }

  private static SignIn signIn(JsonObject answer) {
    return new SignIn(
        new TokenSource.Token(
            answer.getString("token"), Rfc3339.parse(answer.getString("expiresAt"))),
        answer.getString("refreshToken"),
        new UserId(uuid(answer, "userId")),
        new DeviceId(uuid(answer, "deviceId")),
        new SessionId(uuid(answer, "sessionId")));
  }

  private static JsonObject credentials(String name, String password) {
    return new JsonObject().put("name", name).put("password", password);
  }

  private static JsonArray ids(Collection<UserId> users) {
    return new JsonArray(users.stream().map(UserId::toString).toList());
  }

  private static UUID uuid(JsonObject json, String field) {
    return UUID.fromString(json.getString(field));
  }
}
