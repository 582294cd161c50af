package dev.whiteboard.bench.rig;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.account.RevokedSessions;
import dev.whiteboard.chat.account.Sessions;
import dev.whiteboard.chat.account.SigningKeys;
import dev.whiteboard.chat.account.Tokens;
import dev.whiteboard.chat.account.Users;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.room.Chats;
import dev.whiteboard.chat.room.Creation;
import dev.whiteboard.chat.room.NewGroup;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Users with one device each that is signed in, and the groups that they are in.
 *
 * <p>They are made by the chat's own classes, straight in its database: signing up over HTTP takes
 * a password's hash each, which is slow on purpose. Nobody can sign in as one of them; their tokens
 * are as good as any.
 *
 * @param devices one a user
 * @param groups each with its members, by their places among the devices
 */
record ChatPeople(List<Device> devices, List<Group> groups) {
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
  private static final int AT_ONCE = 8;
  private static final long SEED = 42;

  private static final String SIGN_UP =
      """
      INSERT INTO accounts (id, name, name_key, password_hash, created_at)
      SELECT id, 'rig-' || id, 'rig-' || id, 'none', now() FROM unnest(:ids) AS id
      """;

  /**
   * A device that is signed in.
   *
   * @param caller whose
   * @param token what it shows
   */
  record Device(Caller caller, String token) {}

  /**
   * A chat.
   *
   * @param id its name
   * @param members by their places among the devices
   */
  record Group(ChatId id, List<Integer> members) {}

  /**
   * Makes them.
   *
   * @param users how many; a multiple of the groups' size
   * @param size of a group
   * @param each how many groups a user is in
   */
  static ChatPeople make(Database database, int users, int size, int each) throws IOException {
    var clock = InstantSource.system();
    var random = new SecureRandom();
    var ids = new UuidV7(clock, random);
    var accounts = IntStream.range(0, users).mapToObj(_ -> ids.next()).toList();
    database.query(
        handle -> handle.createUpdate(SIGN_UP).bindArray("ids", UUID.class, accounts).execute());
    var revoked = new RevokedSessions(database, TOKEN_LIFETIME);
    var keys = SigningKeys.load(database, random, clock);
    var tokens = new Tokens(keys, revoked::contains, clock, TOKEN_LIFETIME);
    var sessions =
        new Sessions(
            database, tokens, revoked, new Sessions.Ids(ids, random, clock), TOKEN_LIFETIME);
    var databases = Shards.inOrder(List.of(database));
    var chats =
        new Chats(new Chats.Parts(databases, new Users(database), (_, _) -> {}, ids, clock));
    var devices =
        all(accounts.stream().<Callable<Device>>map(user -> () -> signIn(sessions, user)).toList());
    return new ChatPeople(devices, groups(chats, devices, size, each));
  }

  private static Device signIn(Sessions sessions, UUID user) {
    var issued = sessions.open(new UserId(user), Optional.empty()).issued();
    return new Device(issued.caller(), issued.token());
  }

  /** Who is with whom is drawn anew for each of a user's groups. */
  private static List<Group> groups(Chats chats, List<Device> devices, int size, int each)
      throws IOException {
    var drawn = new ArrayList<Callable<Group>>();
    var random = new Random(SEED);
    for (var i = 0; i < each; i++) {
      var places = new ArrayList<>(IntStream.range(0, devices.size()).boxed().toList());
      Collections.shuffle(places, random);
      for (var from = 0; from + size <= places.size(); from += size) {
        var members = List.copyOf(places.subList(from, from + size));
        drawn.add(() -> group(chats, devices, members));
      }
    }
    return all(drawn);
  }

  private static Group group(Chats chats, List<Device> devices, List<Integer> members) {
    var others = new LinkedHashSet<UserId>();
    members.forEach(member -> others.add(devices.get(member).caller.user()));
    var maker = devices.get(members.getFirst()).caller;
    var made = chats.group(maker, new NewGroup(others, Optional.empty(), false), Optional.empty());
    if (made instanceof Creation.Made(var chat, _)) {
      return new Group(chat, members);
    }
    throw new IllegalStateException("no group: " + made);
  }

  private static <T> List<T> all(List<Callable<T>> tasks) throws IOException {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var made = new ArrayList<T>();
      for (var one : threads.invokeAll(tasks)) {
        made.add(one.get());
      }
      return made;
    } catch (ExecutionException e) {
      throw new IOException("people could not be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
