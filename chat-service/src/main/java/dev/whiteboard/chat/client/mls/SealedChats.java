package dev.whiteboard.chat.client.mls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.chat.client.mls.DeliveryService.Brought;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.kit.run.Ending;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encrypted chats of a device: keeps it in their groups, opens what is said, and seals what it
 * says.
 *
 * <pre>
 *   the chat's log, in order ─▸ commit ─▸ the group's next epoch, or this device's way into it
 *                             ─▸ sealed ─▸ opened once ─▸ listener
 *   who does something ─▸ commit ─▸ service ─▸ taken: the log brings it back
 *                           ▴                  lost:  the log brings another one ─┐
 *                           └───────────── made again on top of that ◂────────────┘
 * </pre>
 *
 * <p>Who changes the members of a chat says so here too: {@link #found}, {@link #add}, {@link
 * #remove}. Where he dies in between, the next one to say something puts those out who have left.
 *
 * <p>{@link #onMessage} may be called on an event loop; a thread of its own works through the log.
 * All else blocks.
 */
public final class SealedChats implements AutoCloseable {
  private static final int PACKAGES = 20;
  private static final int PACKAGES_FEW = 5;

  /** Commits that are tried until one is the first of its epoch. */
  private static final int TRIES = 12;

  /** The log brings what the service has taken within this, or the connection is gone. */
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(30);

  /** While the service can't say which welcomes there are, it is asked again after this. */
  private static final Duration JOIN_AGAIN = Duration.ofSeconds(1);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(SealedChats.class);

  private final MlsMember member;
  private final DeliveryService service;
  private final Listener listener;
  private final Map<ChatId, SealedChat> chats = new ConcurrentHashMap<>();

  /** What the log says and was not worked through; as long as a burst that a client lets in. */
  private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Is told on the thread of the log, in its order. */
  public interface Listener {
    /** Somebody said something; it is proven that it was him. */
    void onWords(Message message, String words);

    /** A message that can't be read here, and why. */
    default void onUnreadable(Message message, String why) {}

    /** Keys changed: who came and who went. */
    default void onKeys(ChatId chat, Handled.Advanced epoch) {}
  }

  private SealedChats(MlsMember member, DeliveryService service, Listener listener) {
    this.member = member;
    this.service = service;
    this.listener = listener;
    this.thread =
        Thread.ofVirtual().name("sealed-chats-" + member.identity().device()).unstarted(this::run);
  }

  /**
   * Begins with keys that nobody has seen: what was brought for this device before is replaced.
   *
   * @throws MlsException where the service can't be reached
   */
  public static SealedChats start(MlsMember member, DeliveryService service, Listener listener) {
    var started = new SealedChats(member, service, listener);
    service.replacePackages(started.packages(PACKAGES), member.lastResortKeyPackage());
    started.thread.start();
    return started;
  }

  private List<byte[]> packages(int count) {
    return Stream.generate(member::keyPackage).limit(count).toList();
  }

  /** The next message of the log of an encrypted chat: each is to be given, in order. */
  public void onMessage(Message message) {
    waiting.add(message);
  }

  // the log

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        take(waiting.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void take(Message message) {
    var chat = chat(message.chat());
    try {
      switch (message.content()) {
        case Content.Sealed(var bytes) when message.kind() == Kind.COMMIT ->
            handle(chat, bytes.bytes());
        case Content.Sealed(var bytes) -> open(chat, message, bytes.bytes());
        case Content.Words(var body) when message.kind().changesMembers() ->
            chat.membersChanged(message.kind(), users(body));
        case Content.Words _, Content.Nothing _ -> {}
      }
    } catch (MlsException e) {
      listener.onUnreadable(message, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a message of an encrypted chat could not be handled");
    } finally {
      chat.reached(message.seq());
    }
  }

  private SealedChat chat(ChatId chat) {
    return chats.computeIfAbsent(chat, SealedChat::new);
  }

  private static List<UserId> users(String body) {
    return new JsonArray(body)
        .stream().flatMap(one -> UserId.parse(String.valueOf(one)).stream()).toList();
  }

  private void handle(SealedChat chat, byte[] commit) {
    if (chat.enteredBy(commit)) {
      return;
    }
    if (chat.group().isEmpty()) {
      joinHoweverLong();
    }
    var outcome = chat.group().map(group -> group.handle(commit));
    switch (outcome.orElse(new Handled.Past())) {
      case Handled.Advanced epoch -> listener.onKeys(chat.id(), epoch);
      case Handled.Removed _ -> chat.leave();
      case Handled.Replaced _ -> {
        chat.leave();
        joinHoweverLong();
      }
      case Handled.Past _ -> {}
    }
  }

  private void open(SealedChat chat, Message message, byte[] ciphertext) {
    if (chat.group().isEmpty()) {
      joinHoweverLong();
    }
    var group =
        chat.group().orElseThrow(() -> new MlsException("this device was not in the group yet"));
    var opened = group.decrypt(ciphertext);
    if (!opened.from().user().equals(message.from())
        || !opened.from().device().equals(message.device())) {
      throw new MlsException("it is not by whom the service says");
    }
    listener.onWords(message, words(new String(opened.plaintext(), UTF_8)));
  }

  /** As all our clients send it; what is not so is plain words. */
  private static String words(String plaintext) {
    try {
      return Optional.ofNullable(new JsonObject(plaintext).getString("text")).orElse(plaintext);
    } catch (DecodeException | ClassCastException _) {
      return plaintext;
    }
  }

  /** Joins, as long as that takes: what is read before its welcome is unreadable for ever. */
  private void joinHoweverLong() {
    do {
      try {
        join();
        return;
      } catch (ServiceAwayException e) {
        log.debug("welcomes are asked for again", e);
      }
    } while (!closesWithin(JOIN_AGAIN));
    throw new MlsException("the device stops");
  }

  private boolean closesWithin(Duration pause) {
    try {
      return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Joins by the welcomes that wait for this device. */
  private synchronized void join() {
    var welcomes = service.welcomes();
    for (var welcome : welcomes) {
      var chat = chat(welcome.chat());
      if (chat.generation() < welcome.generation()) {
        joinBy(chat, welcome.welcome());
      }
      service.acknowledge(welcome);
    }
    if (!welcomes.isEmpty() && service.packagesLeft() < PACKAGES_FEW) {
      service.addPackages(packages(PACKAGES));
    }
  }

  private void joinBy(SealedChat chat, byte[] welcome) {
    try {
      chat.joined(member.join(welcome));
    } catch (MlsException e) {
      log.debug("a welcome is of no use here: this device comes in on its own", e);
    }
  }

  // what people do

  /** Makes the group of a chat that was just made, with all devices of its members. */
  public void found(ChatId id, Collection<UserId> members) {
    changing(
        id,
        chat -> {
          if (chat.group().isPresent()) {
            return true;
          }
          var place = service.place(id);
          return place.groupInfo().isPresent()
              ? enter(chat)
              : found(chat, place.generation(), members);
        });
  }

  private boolean found(SealedChat chat, int generation, Collection<UserId> members) {
    var joiners = service.claim(chat.id(), members);
    var group = member.create(new MlsGroupId(chat.id(), generation));
    var change = joiners.isEmpty() ? new Change.Refresh() : new Change.Add(joiners);
    if (!(group.prepare(change) instanceof Prepared.Ready(var commit))) {
      throw new MlsException("a new group that can't begin");
    }
    chat.entering(
        commit.commit(),
        () -> {
          group.handle(commit.commit());
          return group;
        });
    return deliver(chat, commit);
  }

  /** Brings those into the group who were added to the chat. */
  public void add(ChatId id, Collection<UserId> users) {
    var joiners = service.claim(id, users);
    if (!joiners.isEmpty()) {
      changing(id, chat -> commit(chat, () -> Optional.of(new Change.Add(joiners))));
    }
  }

  /** Puts those out of the group who were removed from the chat. */
  public void remove(ChatId id, Collection<UserId> users) {
    changing(id, chat -> commit(chat, () -> removal(chat, users)));
  }

  /** New keys for this device: who stole the old ones reads nothing from then on. */
  public void refresh(ChatId id) {
    changing(id, chat -> commit(chat, () -> Optional.of(new Change.Refresh())));
  }

  private Optional<Change> removal(SealedChat chat, Collection<UserId> users) {
    var gone =
        ready(chat).members().stream()
            .filter(one -> users.contains(one.user()))
            .collect(Collectors.toSet());
    return gone.isEmpty() ? Optional.empty() : Optional.of(new Change.Remove(gone));
  }

  /**
   * Seals words for those who are in the chat now.
   *
   * @throws MlsException where this device can't get into the group
   */
  public Content.Sealed seal(ChatId id, String words) {
    var chat = chat(id);
    if (removal(chat, chat.left()).isPresent()) {
      remove(id, chat.left());
    }
    var plaintext = new JsonObject().put("text", words).encode().getBytes(UTF_8);
    return new Content.Sealed(Ciphertext.of(ready(chat).encrypt(plaintext)));
  }

  /** The digits to compare with another member. */
  public String safetyNumber(ChatId chat, UserId other) {
    return ready(chat(chat)).safetyNumber(other);
  }

  /** Who can read what is said in a chat now. */
  public Set<UserId> members(ChatId chat) {
    return ready(chat(chat)).members().stream().map(MlsIdentity::user).collect(Collectors.toSet());
  }

  /** Who has left a chat, and is put out of its group by who speaks next, if not before. */
  Set<UserId> left(ChatId chat) {
    return chat(chat).left();
  }

  /** How often the keys of a chat's group have changed. */
  public long epoch(ChatId chat) {
    return ready(chat(chat)).epoch();
  }

  /** The group with this device in it, which enters where nobody has let it in. */
  private MlsGroup ready(SealedChat chat) {
    if (chat.group().isEmpty()) {
      changing(chat.id(), this::enter);
    }
    return chat.group()
        .orElseThrow(() -> new MlsException("this chat has no group that this device is in"));
  }

  private boolean enter(SealedChat chat) {
    join();
    if (chat.group().isPresent()) {
      return true;
    }
    var info = service.place(chat.id()).groupInfo();
    var entry =
        member.enter(info.orElseThrow(() -> new MlsException("nobody has made the group yet")));
    chat.entering(
        entry.commit().commit(), () -> entry.entered(entry.commit().commit()).orElseThrow());
    return deliver(chat, entry.commit());
  }

  /** One try of a change; false where another was first. */
  private interface Attempt {
    boolean make(SealedChat chat);
  }

  private void changing(ChatId id, Attempt attempt) {
    var chat = chat(id);
    chat.changes().lock();
    try {
      for (var tries = 0; tries < TRIES; tries++) {
        if (attempt.make(chat)) {
          return;
        }
      }
    } finally {
      chat.changes().unlock();
    }
    throw new MlsException("others were first " + TRIES + " times");
  }

  private boolean commit(SealedChat chat, Supplier<Optional<Change>> wanted) {
    var group = ready(chat);
    var change = wanted.get().flatMap(it -> it.rebased(group.members()));
    if (change.isEmpty()) {
      return true;
    }
    return switch (group.prepare(change.get())) {
      case Prepared.Ready(var commit) -> bring(chat, group, commit);
      case Prepared.NeedsNewGroup _ -> replace(chat, group, change.get());
    };
  }

  private boolean bring(SealedChat chat, MlsGroup group, OutgoingCommit commit) {
    try {
      return deliver(chat, commit);
    } catch (RefusedCommitException e) {
      group.abandon();
      throw e;
    }
  }

  /** Where no commit can do it, a new group takes the place of the old one. */
  private boolean replace(SealedChat chat, MlsGroup group, Change change) {
    var users =
        group.members().stream()
            .filter(one -> !(change instanceof Change.Remove(var gone) && gone.contains(one)))
            .map(MlsIdentity::user)
            .collect(Collectors.toSet());
    return found(chat, group.name().generation() + 1, users);
  }

  /** Brings a commit, and waits until the log has brought it back, or the one that was first. */
  private boolean deliver(SealedChat chat, OutgoingCommit commit) {
    var brought = service.commit(commit);
    if (!chat.awaitReached(brought.seq(), REACHED_WITHIN)) {
      throw new MlsException("the log did not come to " + brought.seq() + " in time");
    }
    return brought instanceof Brought.Taken;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    Ending.await(thread, CLOSE_MAX);
  }
}
