package dev.whiteboard.chat.proof;

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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks through a history, made when all had come to rest, for anything that a chat must not do.
 * Members are members from the beginning to the end.
 */
public final class HistoryChecker {
  /*
   * One pass, as all that is promised can be seen from one event and what came before:
   *
   *   applied    seq is the device's last + 1; the place has one message for all, the message one
   *              place; somebody sent it there, from this device
   *   acked      the same place as everybody else saw, and the same each time
   *   told       not less than the last time; not beyond what was ever given a place
   *
   * and at the end: every device of the chat has come to the same last place, which is as far as
   * any acknowledgement; and each device's messages stand in the order in which it sent them.
   *
   * A message that was sent and never acknowledged may be there or not: once at most.
   */

  /** A message's place. */
  private record Place(ChatId chat, long seq) {}

  /** A device in a chat. */
  private record Seat(ChatId chat, DeviceId device) {}

  /** Whose progress a device is told. */
  private record Watched(Seat seat, UserId user) {}

  private final Map<ChatId, Set<DeviceId>> members;
  private final List<String> violations = new ArrayList<>();
  private final Map<MessageId, Sent> sent = new HashMap<>();
  private final Map<Seat, List<MessageId>> sentInOrder = new LinkedHashMap<>();
  private final Map<Place, MessageId> messages = new HashMap<>();
  private final Map<MessageId, Place> places = new HashMap<>();
  private final Map<Seat, Long> last = new HashMap<>();
  private final Map<ChatId, Long> heads = new HashMap<>();
  private final Map<Watched, Told> told = new HashMap<>();
  private final List<Told> marks = new ArrayList<>();

  private HistoryChecker(Map<ChatId, Set<DeviceId>> members) {
    this.members = members;
  }

  /**
   * What is wrong, in words; empty where nothing is.
   *
   * @param members the devices that are in each chat
   */
  public static List<String> violations(List<Event> history, Map<ChatId, Set<DeviceId>> members) {
    var checker = new HistoryChecker(members);
    history.forEach(checker::check);
    checker.checkEnd();
    return List.copyOf(checker.violations);
  }

  private void check(Event event) {
    switch (event) {
      case Sent one -> sent(one);
      case Acknowledged one -> acknowledged(one);
      case Applied one -> applied(one);
      case Told one -> told(one);
    }
  }

  private void sent(Sent one) {
    sent.put(one.mid(), one);
    sentInOrder
        .computeIfAbsent(new Seat(one.chat(), one.device()), _ -> new ArrayList<>())
        .add(one.mid());
  }

  private void acknowledged(Acknowledged one) {
    place(one, one.mid(), one.seq());
    if (!sent.containsKey(one.mid())) {
      wrong(one, "acknowledged, but nobody sent it");
    }
  }

  private void applied(Applied one) {
    var seat = new Seat(one.chat(), one.device());
    var before = last.getOrDefault(seat, 0L);
    if (one.seq() != before + 1) {
      wrong(one, "applied behind " + before);
    }
    last.put(seat, Math.max(before, one.seq()));
    place(one, one.mid(), one.seq());
    var origin = sent.get(one.mid());
    if (origin == null) {
      wrong(one, "applied, but nobody sent it");
    } else if (!origin.chat().equals(one.chat()) || !origin.device().equals(one.from())) {
      wrong(one, "applied as another's or elsewhere than it was sent: " + origin);
    }
  }

  /** One message has one place, and one place has one message, whoever says so. */
  private void place(Event by, MessageId mid, long seq) {
    heads.merge(by.chat(), seq, Math::max);
    var place = new Place(by.chat(), seq);
    var there = messages.putIfAbsent(place, mid);
    if (there != null && !there.equals(mid)) {
      wrong(by, "the place has another message: " + there);
    }
    var known = places.putIfAbsent(mid, place);
    if (known != null && !known.equals(place)) {
      wrong(by, "the message has another place: " + known);
    }
  }

  private void told(Told one) {
    var watched = new Watched(new Seat(one.chat(), one.device()), one.user());
    var before = told.put(watched, one);
    if (before != null && (one.delivered() < before.delivered() || one.read() < before.read())) {
      wrong(one, "less than before: " + before);
    }
    marks.add(one);
  }

  private void checkEnd() {
    members.forEach((chat, devices) -> devices.forEach(device -> checkSeat(chat, device)));
    marks.stream()
        .filter(one -> Math.max(one.delivered(), one.read()) > heads.getOrDefault(one.chat(), 0L))
        .forEach(one -> wrong(one, "beyond the newest message"));
    var strangers = new HashSet<>(last.keySet());
    strangers.removeIf(seat -> members.getOrDefault(seat.chat, Set.of()).contains(seat.device));
    strangers.forEach(seat -> violations.add("applied by one who is no member: " + seat));
    sentInOrder.forEach(this::checkOrder);
  }

  private void checkSeat(ChatId chat, DeviceId device) {
    var head = heads.getOrDefault(chat, 0L);
    var at = last.getOrDefault(new Seat(chat, device), 0L);
    if (!at.equals(head)) {
      violations.add(
          "device %s ended at %d of chat %s, which has %d".formatted(device, at, chat, head));
    }
  }

  private void checkOrder(Seat seat, List<MessageId> mids) {
    var before = 0L;
    for (var mid : mids) {
      var place = places.get(mid);
      if (place != null && place.seq < before) {
        violations.add(
            "device %s sent %s behind one that has place %d, but it has %s"
                .formatted(seat.device, mid, before, place));
      }
      before = place == null ? before : Math.max(before, place.seq);
    }
  }

  private void wrong(Event event, String why) {
    violations.add("at %d ms, %s: %s".formatted(event.atMs(), why, event));
  }
}
