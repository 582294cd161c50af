package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Members for tests, and groups of them. */
final class People {
  static final ChatId CHAT = new ChatId(UUID.fromString("0193f2a0-0000-7000-8000-00000000c4a7"));
  static final MlsGroupId GROUP = new MlsGroupId(CHAT, 0);

  private static final SecureRandom RANDOM = new SecureRandom();

  private People() {}

  /** The device of a user; both are told by a number. */
  static MlsIdentity identity(int user, int device) {
    return new MlsIdentity(
        new UserId(new UUID(0x0193_f2a0_0000_7000L, 0x8000_0000_0000_0000L | user)),
        new DeviceId(new UUID(0x0193_f2a0_0000_7001L, 0x8000_0000_0000_0000L | device)));
  }

  static MlsMember member(int user) {
    return member(identity(user, user));
  }

  static MlsMember member(MlsIdentity identity) {
    return new MlsMember(identity, InstantSource.system(), RANDOM);
  }

  static Change.Joiner joiner(MlsMember member) {
    return new Change.Joiner(member.identity(), member.keyPackage());
  }

  /** A group of so many users, numbered from 0, each at the leaf of his number. */
  static List<MlsGroup> group(int size) {
    var members = new ArrayList<MlsMember>();
    for (var i = 0; i < size; i++) {
      members.add(member(i));
    }
    return group(GROUP, members);
  }

  static List<MlsGroup> group(MlsGroupId name, List<MlsMember> members) {
    var creator = members.getFirst().create(name);
    var others = members.subList(1, members.size());
    var commit =
        ready(creator.prepare(new Change.Add(others.stream().map(People::joiner).toList())));
    creator.handle(commit.commit());
    var groups = new ArrayList<>(List.of(creator));
    others.forEach(member -> groups.add(member.join(commit.welcome())));
    return groups;
  }

  static OutgoingCommit ready(Prepared prepared) {
    return switch (prepared) {
      case Prepared.Ready(var commit) -> commit;
      case Prepared.NeedsNewGroup(var reason) -> throw new AssertionError(reason);
    };
  }

  static Optional<String> refusal(Prepared prepared) {
    return switch (prepared) {
      case Prepared.Ready _ -> Optional.empty();
      case Prepared.NeedsNewGroup(var reason) -> Optional.of(reason);
    };
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Opened opened) {
    return new String(opened.plaintext(), StandardCharsets.UTF_8);
  }
}
