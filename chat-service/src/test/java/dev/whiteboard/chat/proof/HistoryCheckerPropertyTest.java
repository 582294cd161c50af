package dev.whiteboard.chat.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.proof.History.Acknowledged;
import dev.whiteboard.chat.proof.History.Applied;
import dev.whiteboard.chat.proof.History.Event;
import dev.whiteboard.chat.proof.History.Sent;
import dev.whiteboard.chat.proof.History.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Good histories pass; a good one that is spoilt in one place does not, in whatever way. */
final class HistoryCheckerPropertyTest {
  private static final UserId USER = new UserId(new UUID(6, 6));

  /** A chat of a perfect service: events of all, in an order in which they can have happened. */
  private record Chat(ChatId id, List<DeviceId> devices, List<Event> events) {
    static Chat of(int number, int devices, int messages, Random random) {
      var chat = new Chat(new ChatId(new UUID(1, number)), new ArrayList<>(), new ArrayList<>());
      for (var i = 0; i < devices; i++) {
        chat.devices.add(new DeviceId(new UUID(2, number * 100L + i)));
      }
      for (var seq = 1; seq <= messages; seq++) {
        chat.message(seq, random);
      }
      chat.events.sort(Comparator.comparingLong(Event::atMs));
      return chat;
    }

    private void message(int seq, Random random) {
      var mid = new MessageId(new UUID(id.value().getLeastSignificantBits(), seq));
      var sender = devices.get(random.nextInt(devices.size()));
      var at = seq * 10L;
      events.add(new Sent(at, sender, id, mid));
      if (random.nextInt(5) > 0) {
        events.add(new Acknowledged(at + 1 + random.nextInt(40), sender, id, mid, seq));
      }
      var seen = at + random.nextInt(5);
      for (var device : devices) {
        events.add(new Applied(seen + 1, device, id, seq, mid, sender));
        events.add(new Told(seen + 2, device, id, USER, seq, seq / 2));
      }
    }
  }

  private static List<String> check(List<Event> events, Chat... chats) {
    var members = new HashMap<ChatId, Set<DeviceId>>();
    for (var chat : chats) {
      members.put(chat.id, new HashSet<>(chat.devices));
    }
    return HistoryChecker.violations(events, Map.copyOf(members));
  }

  /** Each way in which a chat can go wrong. */
  enum Fault {
    /** A member never gets a message. */
    LOST,
    /** Or all that came behind some place. */
    CUT_OFF,
    /** He gets it twice. */
    DOUBLED,
    /** Two messages come to him the other way round. */
    SWAPPED,
    /** One that nobody sent. */
    INVENTED,
    /** Another than the others get there. */
    REPLACED,
    /** A retry is told another place. */
    SECOND_PLACE,
    /** Told a place that is another message's. */
    WRONG_PLACE,
    /** Told a place, and nobody ever gets it. */
    ACKNOWLEDGED_AND_LOST,
    /** A watermark falls. */
    MARK_BACK,
    /** A watermark is beyond all that there is. */
    MARK_AHEAD,
    /** A device's messages stand the other way round than it sent them. */
    SENT_OUT_OF_ORDER,
    /** It comes to one who is not in the chat. */
    STRANGER,
    /** It comes in another's name. */
    FORGED
  }

  @Property(tries = 200)
  void history_ofAPerfectService_passes(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 6) int devices,
      @ForAll @IntRange(max = 60) int messages) {
    var one = Chat.of(1, devices, messages, random);
    var other = Chat.of(2, devices, messages, random);
    var events = new ArrayList<>(one.events);
    events.addAll(other.events);

    assertThat(check(events, one, other)).isEmpty();
  }

  @Property(tries = 400)
  void history_spoiltInOnePlace_isFound(
      @ForAll Fault fault,
      @ForAll Random random,
      @ForAll @IntRange(min = 2, max = 5) int devices,
      @ForAll @IntRange(min = 4, max = 40) int messages) {
    var chat = Chat.of(1, devices, messages, random);
    var events = new ArrayList<>(chat.events);
    spoil(fault, chat, events, random);

    assertThat(check(events, chat)).as("%s", fault).isNotEmpty();
  }

  private static void spoil(Fault fault, Chat chat, List<Event> events, Random random) {
    var applied = only(events, Applied.class);
    var one = applied.get(random.nextInt(applied.size()));
    switch (fault) {
      case LOST -> events.remove(one);
      case CUT_OFF ->
          events.removeIf(event ->
              event instanceof Applied any
                  && any.device().equals(one.device())
                  && any.seq() >= one.seq());
      case DOUBLED -> events.add(events.indexOf(one) + 1, one);
      case SWAPPED -> swapWithNext(events, one);
      case INVENTED ->
          change(
              events,
              one,
              any ->
                  new Applied(
                      any.atMs(), any.device(), any.chat(), any.seq(), unknown(), any.from()));
      case REPLACED -> {
        var others = applied.stream().filter(any -> any.seq() != one.seq()).toList();
        var other = others.get(random.nextInt(others.size()));
        change(
            events,
            one,
            any ->
                new Applied(
                    any.atMs(), any.device(), any.chat(), any.seq(), other.mid(), other.from()));
      }
      case SECOND_PLACE ->
          events.add(new Acknowledged(9_999, one.from(), one.chat(), one.mid(), one.seq() + 1));
      case WRONG_PLACE -> {
        events.removeIf(Acknowledged.class::isInstance);
        events.add(new Acknowledged(9_999, one.from(), one.chat(), one.mid(), 1_000_000));
      }
      case ACKNOWLEDGED_AND_LOST -> acknowledgeOneMore(chat, events);
      case MARK_BACK -> {
        var told = only(events, Told.class).getLast();
        events.add(
            new Told(9_999, told.device(), told.chat(), USER, told.delivered() - 1, told.read()));
      }
      case MARK_AHEAD -> events.add(new Told(9_999, one.device(), one.chat(), USER, 1_000_000, 0));
      case SENT_OUT_OF_ORDER -> sendOutOfOrder(chat, events);
      case STRANGER ->
          events.add(
              new Applied(
                  9_999,
                  new DeviceId(new UUID(8, 8)),
                  one.chat(),
                  1,
                  midAt(applied, 1),
                  fromAt(applied, 1)));
      case FORGED ->
          change(
              events,
              one,
              any ->
                  new Applied(
                      any.atMs(),
                      any.device(),
                      any.chat(),
                      any.seq(),
                      any.mid(),
                      new DeviceId(new UUID(8, 8))));
    }
  }

  private static void swapWithNext(List<Event> events, Applied one) {
    var ofDevice =
        only(events, Applied.class).stream()
            .filter(any -> any.device().equals(one.device()))
            .toList();
    var at = Math.min(ofDevice.indexOf(one), ofDevice.size() - 2);
    var first = events.indexOf(ofDevice.get(at));
    var second = events.indexOf(ofDevice.get(at + 1));
    var before = events.set(first, events.get(second));
    events.set(second, before);
  }

  private static void acknowledgeOneMore(Chat chat, List<Event> events) {
    var mid = unknown();
    var device = chat.devices.getFirst();
    var next = only(events, Applied.class).getLast().seq() + 1;
    events.add(new Sent(9_998, device, chat.id, mid));
    events.add(new Acknowledged(9_999, device, chat.id, mid, next));
  }

  /** Two more of a device, which all get, but not in the order in which they were sent. */
  private static void sendOutOfOrder(Chat chat, List<Event> events) {
    var next = only(events, Applied.class).getLast().seq() + 1;
    var device = chat.devices.getFirst();
    var first = new MessageId(new UUID(7, 1));
    var second = new MessageId(new UUID(7, 2));
    events.add(new Sent(9_990, device, chat.id, first));
    events.add(new Sent(9_991, device, chat.id, second));
    for (var member : chat.devices) {
      events.add(new Applied(9_992, member, chat.id, next, second, device));
      events.add(new Applied(9_993, member, chat.id, next + 1, first, device));
    }
  }

  private static MessageId unknown() {
    return new MessageId(new UUID(9, 9));
  }

  private static MessageId midAt(List<Applied> applied, long seq) {
    return at(applied, seq).mid();
  }

  private static DeviceId fromAt(List<Applied> applied, long seq) {
    return at(applied, seq).from();
  }

  private static Applied at(List<Applied> applied, long seq) {
    return applied.stream().filter(one -> one.seq() == seq).findFirst().orElseThrow();
  }

  private static void change(List<Event> events, Applied one, UnaryOperator<Applied> how) {
    events.set(events.indexOf(one), how.apply(one));
  }

  private static <T> List<T> only(List<Event> events, Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
