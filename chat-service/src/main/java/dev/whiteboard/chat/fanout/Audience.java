package dev.whiteboard.chat.fanout;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.room.Memberships;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which nodes have somebody who is to hear of a chat: its members from the database, their routes
 * from Redis, both remembered for a moment.
 *
 * <p>Without that a group of 500 would cost 500 looks in Redis for each message. A device that
 * comes says so to all nodes, which forget its user's routes: what is remembered is not what makes
 * it wait.
 */
public final class Audience {
  /** Joins and removals clear it before, as far as this node hears of them. */
  private static final Duration MEMBERS_KEPT = Duration.ofSeconds(10);

  private static final Duration ROUTES_KEPT = Duration.ofSeconds(1);

  private static final int CHATS_MAX = 50_000;
  private static final int USERS_MAX = 200_000;

  /** Redis answers or fails within half of it. */
  private static final Duration ROUTES_WAIT_MAX = Duration.ofMillis(500);

  private final Memberships memberships;
  private final RoutesOf routes;
  private final Cache<ChatId, List<UserId>> members =
      Caffeine.newBuilder().maximumSize(CHATS_MAX).expireAfterWrite(MEMBERS_KEPT).build();

  /** Asynchronous, so that who arrives while his routes are read makes that answer old as well. */
  private final AsyncCache<UserId, Set<String>> nodes =
      Caffeine.newBuilder().maximumSize(USERS_MAX).expireAfterWrite(ROUTES_KEPT).buildAsync();

  /** Tells which nodes a user's devices are connected to. */
  @FunctionalInterface
  public interface RoutesOf {
    /** Asks for them anew. Never blocks; fails while Redis is away. */
    CompletionStage<Set<String>> user(UserId user);
  }

  /** Of these members and their routes. */
  public Audience(Memberships memberships, RoutesOf routes) {
    this.memberships = memberships;
    this.routes = routes;
  }

  /**
   * The nodes that members of a chat are connected to. Blocks.
   *
   * @return as far as is known: none while Redis is away
   * @throws dev.whiteboard.kit.store.StoreAwayException where the members can't be told now
   */
  public Set<String> nodesOf(ChatId chat) throws InterruptedException {
    return nodesOf(members.get(chat, this::members));
  }

  /** The nodes that users are connected to, as far as is known. Blocks. */
  public Set<String> nodesOf(Iterable<UserId> users) throws InterruptedException {
    var asked = new ArrayList<CompletableFuture<Set<String>>>();
    for (var user : users) {
      asked.add(nodes.get(user, (_, _) -> routes.user(user).toCompletableFuture()));
    }
    return allOf(asked);
  }

  /** Of a cluster one server may be away, with the routes of some users. */
  private static Set<String> allOf(List<CompletableFuture<Set<String>>> asked)
      throws InterruptedException {
    var found = new HashSet<String>();
    var giveUpNanos = System.nanoTime() + ROUTES_WAIT_MAX.toNanos();
    for (var one : asked) {
      try {
        found.addAll(one.get(giveUpNanos - System.nanoTime(), TimeUnit.NANOSECONDS));
      } catch (ExecutionException | TimeoutException _) {
        // his messages wait for the next look at the heads
      }
    }
    return found;
  }

  /** Somebody joined the chat or left it. */
  public void membersChanged(ChatId chat) {
    members.invalidate(chat);
  }

  /** A device of this user has come to a node. */
  public void arrived(UserId user) {
    nodes.synchronous().invalidate(user);
  }

  private List<UserId> members(ChatId chat) {
    return memberships.current(chat).stream().map(Membership::user).toList();
  }
}
