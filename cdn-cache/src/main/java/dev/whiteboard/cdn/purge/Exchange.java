package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Letter.Answer;
import dev.whiteboard.cdn.purge.Letter.Ask;
import dev.whiteboard.cdn.purge.Scheduler.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares, once a second, what this node has applied with what others have: with the control plane
 * and with anybody, and with the parent while the control plane is silent.
 *
 * <p>The control plane is always sure to have missed nothing, as it writes the log. A node is as
 * sure as those that it compares with. While the control plane is silent, a node without a parent
 * counts as sure as long as it hears more than half of its children: the control plane can't be
 * told from a dead one then, and a dead one accepts no invalidation.
 */
final class Exchange {
  /** As long as a node knows no log, or does not know what it has missed, it asks this often. */
  private static final Duration JOIN_EVERY = Duration.ofMillis(100);

  private final Desk desk;
  private final CatchUp catchUp;
  private final Runnable onRestart;
  private final Duration every;
  private final Map<String, Long> heardAtNanos = new HashMap<>();
  private long restartedAtNanos;
  private Timer next = () -> {};

  Exchange(Desk desk, CatchUp catchUp, Runnable onRestart) {
    this.desk = desk;
    this.catchUp = catchUp;
    this.onRestart = onRestart;
    this.every = desk.parts().options().exchangeEvery();
    this.restartedAtNanos = desk.nanos();
  }

  /**
   * The first round comes at a random moment, so that nodes started together do not ask together.
   */
  void start() {
    if (desk.isJoined()) {
      var nanos = desk.parts().random().nextLong(every.toNanos());
      next = desk.parts().scheduler().after(Duration.ofNanos(nanos), this::round);
    } else {
      round();
    }
  }

  /** Begins again, at once: nobody knows what was missed meanwhile. */
  void resume() {
    stop();
    round();
  }

  void stop() {
    next.cancel();
  }

  private void round() {
    if (desk.isControl()) {
      catchUp.look();
    } else {
      compare();
    }
    next = desk.parts().scheduler().after(pause(), this::round);
  }

  private Duration pause() {
    var hurries = !desk.isJoined() || (!desk.isControl() && desk.contact().isDoubted());
    return hurries && JOIN_EVERY.compareTo(every) < 0 ? JOIN_EVERY : every;
  }

  private void compare() {
    if (desk.isJoined()) {
      catchUp.look();
    }
    ask(desk.members().control());
    ask(desk.anybody());
    if (isSilent(desk.members().control(), every.multipliedBy(2))) {
      ask(desk.parent());
      standIn();
    }
  }

  private void standIn() {
    var members = desk.members();
    var self = members.find(desk.parts().self());
    var children = members.children(desk.parts().self());
    var heard =
        children.stream()
            .filter(child -> !isSilent(child.name(), desk.parts().options().currentFor()))
            .count();
    if (self.isPresent()
        && self.get().parent().isEmpty()
        && 2 * heard > children.size()
        && desk.isJoined()
        && catchUp.isWhole()) {
      desk.contact().sure(desk.nanos());
    }
  }

  private boolean isSilent(String name, Duration since) {
    var heardAt = heardAtNanos.get(name);
    return heardAt == null || desk.nanos() - heardAt > since.toNanos();
  }

  private void ask(String node) {
    desk.send(node, new Ask(desk.nanos(), desk.journal().digest()));
  }

  /** A letter came. */
  void heard(String from) {
    var members = desk.members();
    if (members.find(from).isPresent() || from.equals(members.control())) {
      heardAtNanos.put(from, desk.nanos());
    }
  }

  /** Somebody asks. */
  void asked(Letter letter, Ask ask) {
    if (!desk.isJoined()) {
      answerWithoutLog(letter, ask);
      return;
    }
    desk.send(letter.from(), new Answer(ask.token(), desk.journal().digest(), ageMillis()));
    if (letter.history() == desk.journal().history()) {
      compared(letter.from(), ask.digest());
    }
  }

  /**
   * A control plane that never saw its log accepts nothing. Who has not seen it either has missed
   * nothing so far, and gives up all it has when the log is there.
   */
  private void answerWithoutLog(Letter letter, Ask ask) {
    if (desk.isControl() && letter.history() == Journal.NO_HISTORY) {
      desk.send(letter.from(), new Answer(ask.token(), desk.journal().digest(), 0));
    }
  }

  /** The control plane misses nothing but for the moment in which it reads a gap from the log. */
  private long ageMillis() {
    var now = desk.nanos();
    if (desk.isControl() && catchUp.isWhole()) {
      desk.contact().sure(now);
    }
    return desk.contact().ageMillis(now);
  }

  private void compared(String node, Digest digest) {
    catchUp.heardOf(digest.highest());
    catchUp.giveMissing(node, digest);
    if (desk.isControl()) {
      desk.parts().listener().compared(node, digest);
    }
  }

  /** Somebody answers. */
  void answered(Letter letter, Answer answer) {
    if (answer.token() - desk.nanos() > 0) {
      return;
    }
    if (letter.history() == Journal.NO_HISTORY) {
      answeredWithoutLog(letter, answer);
      return;
    }
    var foreign = letter.history() != desk.journal().history();
    if (foreign && mayTakeOver(letter, answer)) {
      restart(letter.history(), answer.digest().highest());
    } else if (foreign) {
      return;
    }
    var sureAt = answer.token() - TimeUnit.MILLISECONDS.toNanos(answer.ageMillis());
    desk.contact().heard(answer.digest().highest(), sureAt, desk.journal().watermark());
    compared(letter.from(), answer.digest());
  }

  private void answeredWithoutLog(Letter letter, Answer answer) {
    if (!desk.isJoined() && letter.from().equals(desk.members().control())) {
      desk.contact().sure(answer.token());
    }
  }

  /** A log that was made anew is believed of the control plane alone. */
  private boolean mayTakeOver(Letter letter, Answer answer) {
    var fromControl = letter.from().equals(desk.members().control());
    return !desk.isControl()
        && (!desk.isJoined() || (fromControl && answer.token() - restartedAtNanos >= 0));
  }

  /** Begins anew with an empty store. */
  void restart(long history, long through) {
    restartedAtNanos = desk.nanos();
    desk.contact().forget();
    catchUp.restart();
    desk.journal().restart(history, through);
    onRestart.run();
    desk.advanced();
  }

  /** A letter of another log came: whoever is wrong learns it from the control plane. */
  void wondered() {
    if (!desk.isControl()) {
      ask(desk.members().control());
    }
  }
}
