package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.client.ApiException;
import dev.whiteboard.chat.client.ChatHttp;
import dev.whiteboard.chat.client.TokenSource;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The service's part of encrypted chats as a device sees it: it hands out key packages and
 * welcomes, and takes one commit for each epoch. Blocks; each call fails with {@link MlsException}
 * where there is no answer, or the answer is no.
 */
public final class DeliveryService {
  private static final String ROOT = "/api/v1/mls";
  private static final int EPOCH_IS_OVER = 409;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final JsonObject NOTHING = new JsonObject();

  private final ChatHttp api;
  private final TokenSource tokens;

  /** For a device that shows these tokens. */
  public DeliveryService(ChatHttp api, TokenSource tokens) {
    this.api = api;
    this.tokens = tokens;
  }

  /**
   * Where a chat's group is.
   *
   * @param generation how often it was made anew
   * @param seq the place of the commit that began its epoch; 0 before the first
   * @param groupInfo from which a device can enter; empty where there is no group yet
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Place(int generation, long seq, Optional<byte[]> groupInfo) {}

  /** What became of a commit. */
  sealed interface Brought {
    /** The place up to which the log is to be read to see it. */
    long seq();

    /** It begins the next epoch. */
    record Taken(long seq) implements Brought {}

    /** Another one was first. */
    record Lost(long seq) implements Brought {}
  }

  /**
   * A welcome that waits for this device.
   *
   * @param id by which it is acknowledged
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Waiting(String id, ChatId chat, int generation, byte[] welcome) {}

  /** Brings key packages, in the place of all that were there. */
  void replacePackages(List<byte[]> oneTime, byte[] lastResort) {
    var body = packages(oneTime).put("lastResort", base64(lastResort)).put("replace", true);
    done(ask("POST", "/key-packages", body));
  }

  /** Brings more key packages. */
  void addPackages(List<byte[]> oneTime) {
    done(ask("POST", "/key-packages", packages(oneTime)));
  }

  private static JsonObject packages(List<byte[]> oneTime) {
    var all = new JsonArray();
    oneTime.forEach(one -> all.add(base64(one)));
    return new JsonObject().put("keyPackages", all);
  }

  /** How many key packages are left that are good once. */
  int packagesLeft() {
    return done(ask("GET", "/key-packages", NOTHING)).getInteger("left");
  }

  /** Takes a key package of each device of users, but this one. */
  List<Change.Joiner> claim(ChatId chat, Collection<UserId> users) {
    var ids = new JsonArray(users.stream().map(UserId::toString).toList());
    var body = new JsonObject().put("chat", chat.toString()).put("users", ids);
    return done(ask("POST", "/key-packages/claim", body)).getJsonArray("keyPackages").stream()
        .map(one -> joiner((JsonObject) one))
        .toList();
  }

  private static Change.Joiner joiner(JsonObject json) {
    var user = UserId.parse(json.getString("user")).orElseThrow();
    var device = DeviceId.parse(json.getString("device")).orElseThrow();
    return new Change.Joiner(new MlsIdentity(user, device), bytes(json.getString("keyPackage")));
  }

  /** Where the group of a chat is. */
  Place place(ChatId chat) {
    var json = done(ask("GET", "/groups/" + chat, NOTHING));
    return new Place(
        json.getInteger("generation"),
        json.getLong("seq"),
        Optional.ofNullable(json.getString("groupInfo")).map(DeliveryService::bytes));
  }

  /**
   * Brings a commit; where no answer comes, once more, as the same one is taken once.
   *
   * @throws RefusedCommitException where it will never be taken
   */
  Brought commit(OutgoingCommit commit) {
    var path = "/groups/" + commit.group().chat() + "/commits";
    var body = json(commit);
    ChatHttp.Answer answer;
    try {
      answer = ask("POST", path, body);
    } catch (MlsException e) {
      answer = ask("POST", path, body);
    }
    if (answer.status() == EPOCH_IS_OVER) {
      return new Brought.Lost(answer.json().getLong("seq"));
    }
    return new Brought.Taken(taken(answer).getLong("seq"));
  }

  private static JsonObject taken(ChatHttp.Answer answer) {
    try {
      return answer.orThrow();
    } catch (ApiException e) {
      throw e.isRetryable()
          ? new ServiceAwayException("the delivery service can't now", e)
          : new RefusedCommitException(e);
    }
  }

  private static JsonObject json(OutgoingCommit commit) {
    var json =
        new JsonObject()
            .put("epoch", commit.epoch())
            .put("commit", base64(commit.commit()))
            .put("groupInfo", base64(commit.groupInfo()));
    if (commit.welcome().length > 0) {
      var joiners = commit.joiners().stream().map(MlsIdentity::toString).toList();
      json.put("welcome", base64(commit.welcome())).put("joiners", new JsonArray(joiners));
    }
    return json;
  }

  /** What waits for this device. */
  List<Waiting> welcomes() {
    return done(ask("GET", "/welcomes", NOTHING)).getJsonArray("welcomes").stream()
        .map(one -> waiting((JsonObject) one))
        .toList();
  }

  private static Waiting waiting(JsonObject json) {
    return new Waiting(
        json.getString("id"),
        ChatId.parse(json.getString("chat")).orElseThrow(),
        json.getInteger("generation"),
        bytes(json.getString("welcome")));
  }

  /** A welcome was used, or is of no use. */
  void acknowledge(Waiting welcome) {
    done(ask("DELETE", "/welcomes/" + welcome.id(), NOTHING));
  }

  private static JsonObject done(ChatHttp.Answer answer) {
    try {
      return answer.orThrow();
    } catch (ApiException e) {
      throw failure(e);
    }
  }

  private static MlsException failure(Exception failed) {
    var cause = failed instanceof ExecutionException ? failed.getCause() : failed;
    return cause instanceof ApiException no && !no.isRetryable()
        ? new MlsException("the delivery service says no", no)
        : new ServiceAwayException("no answer of the delivery service", failed);
  }

  private ChatHttp.Answer ask(String method, String path, JsonObject body) {
    var token = await(tokens.token(Optional.empty()));
    return await(api.ask(method, ROOT + path, token.text(), body));
  }

  private static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlsException("the device stops", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
