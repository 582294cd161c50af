package dev.whiteboard.chat.client.mls;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A party in a page, driven through the bridge that the page loads. */
final class BrowserParty implements Party {
  private final Page page;
  private final MlsIdentity who;
  private final Object member;

  private BrowserParty(Page page, MlsIdentity who, Object member) {
    this.page = page;
    this.who = who;
    this.member = member;
  }

  static BrowserParty of(Page page, MlsIdentity who) {
    return new BrowserParty(page, who, call(page, "member", json(who)));
  }

  /** Asks the page; what it throws is one of our exceptions, as in Java. */
  static Object call(Page page, String function, Object... arguments) {
    try {
      return page.evaluate(
          "([name, given]) => window.bridge[name](...given)",
          List.of(function, List.of(arguments)));
    } catch (PlaywrightException e) {
      throw new MlsException("in the page: " + e.getMessage(), e);
    }
  }

  /** What must be there of an object that the page gave. */
  static Object field(Map<?, ?> json, String name) {
    return Objects.requireNonNull(json.get(name), name);
  }

  private static Map<String, String> json(MlsIdentity who) {
    return Map.of("user", who.user().toString(), "device", who.device().toString());
  }

  private static MlsIdentity identity(Object json) {
    var map = (Map<?, ?>) json;
    return new MlsIdentity(
        UserId.parse((String) field(map, "user")).orElseThrow(),
        DeviceId.parse((String) field(map, "device")).orElseThrow());
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(Object base64) {
    return Base64.getDecoder().decode((String) base64);
  }

  @Override
  public MlsIdentity who() {
    return who;
  }

  @Override
  public byte[] keyPackage() {
    return bytes(call(page, "keyPackage", member));
  }

  @Override
  public byte[] lastResortKeyPackage() {
    return bytes(call(page, "lastResort", member));
  }

  @Override
  public Place create(MlsGroupId name) {
    return new BrowserPlace(
        call(page, "create", member, name.chat().toString(), name.generation()));
  }

  @Override
  public Place join(byte[] welcome) {
    return new BrowserPlace(call(page, "join", member, base64(welcome)));
  }

  @Override
  public Entry enter(byte[] groupInfo) {
    var made = (Map<?, ?>) call(page, "enter", member, base64(groupInfo));
    var commit = outgoing(made, List.of());
    return new Entry() {
      @Override
      public OutgoingCommit commit() {
        return commit;
      }

      @Override
      public Place entered() {
        var entry = field(made, "entry");
        return new BrowserPlace(call(page, "entered", entry, base64(commit.commit())));
      }
    };
  }

  private static OutgoingCommit outgoing(Map<?, ?> made, List<MlsIdentity> joiners) {
    var chat = ChatId.parse((String) field(made, "chat")).orElseThrow();
    return new OutgoingCommit(
        new MlsGroupId(chat, (Integer) field(made, "generation")),
        (Integer) field(made, "epoch"),
        bytes(field(made, "commit")),
        bytes(field(made, "welcome")),
        joiners,
        bytes(field(made, "groupInfo")));
  }

  private final class BrowserPlace implements Place {
    private final Object group;

    private BrowserPlace(Object group) {
      this.group = group;
    }

    @Override
    public Optional<OutgoingCommit> prepare(Change change) {
      var made = (Map<?, ?>) call(page, "prepare", group, json(change));
      return made.containsKey("needsNewGroup")
          ? Optional.empty()
          : Optional.of(outgoing(made, List.of()));
    }

    private static Map<String, Object> json(Change change) {
      return switch (change) {
        case Change.Add(var joiners) ->
            Map.of("add", joiners.stream().map(one -> json(one)).toList());
        case Change.Remove(var gone) ->
            Map.of("remove", gone.stream().map(BrowserParty::json).toList());
        case Change.Refresh() -> Map.of("refresh", true);
      };
    }

    private static Map<String, Object> json(Change.Joiner joiner) {
      return Map.of(
          "who", BrowserParty.json(joiner.who()), "keyPackage", base64(joiner.keyPackage()));
    }

    @Override
    public void abandon() {
      call(page, "abandon", group);
    }

    @Override
    public String handle(byte[] commit) {
      return (String) field((Map<?, ?>) call(page, "handle", group, base64(commit)), "kind");
    }

    @Override
    public byte[] encrypt(byte[] plaintext) {
      return bytes(call(page, "encrypt", group, base64(plaintext)));
    }

    @Override
    public Opened decrypt(byte[] message) {
      var opened = (Map<?, ?>) call(page, "decrypt", group, base64(message));
      return new Opened(identity(field(opened, "from")), bytes(field(opened, "plaintext")));
    }

    @Override
    public State state() {
      var state = (Map<?, ?>) call(page, "state", group);
      var members = (List<?>) field(state, "members");
      return new State(
          (Integer) field(state, "epoch"),
          (String) field(state, "authenticator"),
          (String) field(state, "epochNumber"),
          members.stream().map(BrowserParty::identity).collect(Collectors.toSet()));
    }

    @Override
    public String safetyNumber(UserId user) {
      return (String) call(page, "safetyNumber", group, user.toString());
    }
  }
}
