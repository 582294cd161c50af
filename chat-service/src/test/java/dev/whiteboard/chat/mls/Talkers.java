package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.client.mls.Change;
import dev.whiteboard.chat.client.mls.MlsGroup;
import dev.whiteboard.chat.client.mls.MlsMember;
import dev.whiteboard.chat.client.mls.OutgoingCommit;
import dev.whiteboard.chat.client.mls.Prepared;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Java members and what they bring to a node, over its routes alone. */
final class Talkers {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final MlsNode node;

  Talkers(MlsNode node) {
    this.node = node;
  }

  /** Members of one encrypted chat and of its group, the creator first. */
  record Circle(ChatId chat, List<MlsIdentity> who, List<MlsGroup> groups) {
    /** Each handles all that the log has, from the beginning. */
    void catchUp(MlsNode node) {
      node.commits(chat).forEach(commit -> groups.forEach(group -> group.handle(commit)));
    }
  }

  static MlsIdentity someone() {
    var sender = ChatRows.sender();
    return new MlsIdentity(sender.user(), sender.device());
  }

  static Sender sender(MlsIdentity who) {
    return new Sender(who.user(), who.device());
  }

  /** A device that is signed in. */
  MlsMember member(MlsIdentity who) {
    node.signIn(who);
    return new MlsMember(who, InstantSource.system(), RANDOM);
  }

  /** A chat of users who are in no group yet. */
  ChatId chat(List<MlsIdentity> who) {
    return node.rows().chat(true, who.stream().map(Talkers::sender).toArray(Sender[]::new));
  }

  /** A chat of so many, and its group, made by the first of them. */
  Circle circle(int size) {
    var who = IntStream.range(0, size).mapToObj(_ -> someone()).toList();
    var members = who.stream().map(this::member).toList();
    members.forEach(member -> publish(member, 1));
    var chat = chat(who);
    var creator = members.getFirst().create(new MlsGroupId(chat, 0));
    var others = who.subList(1, size);
    var add = prepare(creator, new Change.Add(claim(who.getFirst(), chat, others)));
    bring(who.getFirst(), add).expect(201);
    creator.handle(add.commit());
    var groups = new ArrayList<>(List.of(creator));
    members.subList(1, size).forEach(member -> groups.add(join(member)));
    return new Circle(chat, who, groups);
  }

  /** Brings key packages that are good once, and one of last resort. */
  void publish(MlsMember member, int count) {
    var oneTime = new JsonArray();
    Stream.generate(member::keyPackage).limit(count).forEach(one -> oneTime.add(base64(one)));
    var body =
        new JsonObject()
            .put("keyPackages", oneTime)
            .put("lastResort", base64(member.lastResortKeyPackage()));
    node.post(member.identity(), "/key-packages", body).expect(200);
  }

  /** Takes one key package for each device. */
  List<Change.Joiner> claim(MlsIdentity by, ChatId chat, List<MlsIdentity> of) {
    var users = new JsonArray(of.stream().map(one -> one.user().toString()).distinct().toList());
    var body = new JsonObject().put("chat", chat.toString()).put("users", users);
    return node
        .post(by, "/key-packages/claim", body)
        .expect(200)
        .json()
        .getJsonArray("keyPackages")
        .stream()
        .map(one -> joiner((JsonObject) one))
        .toList();
  }

  private static Change.Joiner joiner(JsonObject json) {
    var who =
        new MlsIdentity(
            UserId.parse(json.getString("user")).orElseThrow(),
            DeviceId.parse(json.getString("device")).orElseThrow());
    return new Change.Joiner(who, bytes(json.getString("keyPackage")));
  }

  /** Brings a commit. */
  MlsNode.Answer bring(MlsIdentity by, OutgoingCommit commit) {
    return node.post(by, "/groups/" + commit.group().chat() + "/commits", json(commit));
  }

  static JsonObject json(OutgoingCommit commit) {
    var json =
        new JsonObject()
            .put("epoch", (int) commit.epoch())
            .put("commit", base64(commit.commit()))
            .put("groupInfo", base64(commit.groupInfo()));
    if (commit.welcome().length > 0) {
      json.put("welcome", base64(commit.welcome()))
          .put(
              "joiners",
              new JsonArray(commit.joiners().stream().map(MlsIdentity::toString).toList()));
    }
    return json;
  }

  /** Fetches the one welcome that waits for a member, joins by it, and acknowledges it. */
  MlsGroup join(MlsMember member) {
    var waiting = waiting(member.identity());
    var welcome = waiting.getJsonObject(0);
    var group = member.join(bytes(welcome.getString("welcome")));
    node.delete(member.identity(), "/welcomes/" + welcome.getString("id")).expect(204);
    return group;
  }

  JsonArray waiting(MlsIdentity who) {
    return node.get(who, "/welcomes").expect(200).json().getJsonArray("welcomes");
  }

  static OutgoingCommit prepare(MlsGroup group, Change change) {
    return switch (group.prepare(change)) {
      case Prepared.Ready(var commit) -> commit;
      case Prepared.NeedsNewGroup(var reason) -> throw new AssertionError(reason);
    };
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
