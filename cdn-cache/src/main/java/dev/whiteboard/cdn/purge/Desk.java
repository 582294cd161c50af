package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Letter.Message;
import dev.whiteboard.cdn.purge.Strategy.Place;
import java.util.ArrayList;
import java.util.List;

/** What the parts of one agent share: its name, its journal, its letters. */
final class Desk {
  private final PurgeParts parts;
  private final Journal journal;
  private final Contact contact;
  private final List<Runnable> onAdvance = new ArrayList<>();

  Desk(PurgeParts parts) {
    this.parts = parts;
    this.journal = new Journal(parts.store());
    this.contact = new Contact(parts.options().currentFor(), parts.scheduler().nanos());
    onAdvance(() -> contact.advanced(journal.watermark()));
  }

  PurgeParts parts() {
    return parts;
  }

  Journal journal() {
    return journal;
  }

  Contact contact() {
    return contact;
  }

  void send(String node, Message message) {
    if (!node.equals(parts.self())) {
      parts.transport().send(node, new Letter(parts.self(), journal.history(), message));
    }
  }

  Members members() {
    return parts.members().get();
  }

  Place place() {
    return new Place(members(), parts.self());
  }

  boolean isControl() {
    return parts.self().equals(members().control());
  }

  boolean isJoined() {
    return journal.history() != Journal.NO_HISTORY;
  }

  /** Who this node asks first; the control plane where there is no parent. */
  String parent() {
    var members = members();
    return members.find(parts.self()).flatMap(PurgeNode::parent).orElse(members.control());
  }

  /** Anybody else; the control plane where there is nobody. */
  String anybody() {
    var nodes = members().nodes();
    var first = nodes.isEmpty() ? 0 : parts.random().nextInt(nodes.size());
    for (var i = 0; i < nodes.size(); i++) {
      var name = nodes.get((first + i) % nodes.size()).name();
      if (!name.equals(parts.self())) {
        return name;
      }
    }
    return members().control();
  }

  long nanos() {
    return parts.scheduler().nanos();
  }

  /** Has it run each time that the journal may have advanced. */
  void onAdvance(Runnable task) {
    onAdvance.add(task);
  }

  /** The journal may have advanced. */
  void advanced() {
    onAdvance.forEach(Runnable::run);
  }
}
