package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** A party in this process. */
record JavaParty(MlsMember member) implements Party {
  static JavaParty of(MlsIdentity who) {
    return new JavaParty(People.member(who));
  }

  @Override
  public MlsIdentity who() {
    return member.identity();
  }

  @Override
  public byte[] keyPackage() {
    return member.keyPackage();
  }

  @Override
  public byte[] lastResortKeyPackage() {
    return member.lastResortKeyPackage();
  }

  @Override
  public Place create(MlsGroupId name) {
    return new JavaPlace(member.create(name));
  }

  @Override
  public Place join(byte[] welcome) {
    return new JavaPlace(member.join(welcome));
  }

  @Override
  public Entry enter(byte[] groupInfo) {
    var entry = member.enter(groupInfo);
    return new Entry() {
      @Override
      public OutgoingCommit commit() {
        return entry.commit();
      }

      @Override
      public Place entered() {
        return new JavaPlace(entry.entered(entry.commit().commit()).orElseThrow());
      }
    };
  }

  private record JavaPlace(MlsGroup group) implements Place {
    @Override
    public Optional<OutgoingCommit> prepare(Change change) {
      return switch (group.prepare(change)) {
        case Prepared.Ready(var commit) -> Optional.of(commit);
        case Prepared.NeedsNewGroup _ -> Optional.empty();
      };
    }

    @Override
    public void abandon() {
      group.abandon();
    }

    @Override
    public String handle(byte[] commit) {
      return switch (group.handle(commit)) {
        case Handled.Advanced _ -> "advanced";
        case Handled.Removed _ -> "removed";
        case Handled.Past _ -> "past";
        case Handled.Replaced _ -> "replaced";
      };
    }

    @Override
    public byte[] encrypt(byte[] plaintext) {
      return group.encrypt(plaintext);
    }

    @Override
    public Opened decrypt(byte[] message) {
      return group.decrypt(message);
    }

    @Override
    public State state() {
      var authenticator = Base64.getEncoder().encodeToString(group.epochAuthenticator());
      return new State(
          group.epoch(), authenticator, group.epochNumber(), Set.copyOf(group.members()));
    }

    @Override
    public String safetyNumber(UserId user) {
      return group.safetyNumber(user);
    }
  }
}
