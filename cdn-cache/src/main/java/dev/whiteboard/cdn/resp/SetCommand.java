package dev.whiteboard.cdn.resp;

import org.jspecify.annotations.Nullable;

/** SET with what it can be told: when the value ends, and whether there must be one before it. */
final class SetCommand {
  private static final long SECOND_MILLIS = 1_000;

  private final Arguments arguments;
  private final long nowMillis;
  private long endMillis = Entry.FOREVER;
  private boolean endGiven;
  private boolean keepsEnd;
  private boolean onlyNew;
  private boolean onlyThere;
  private boolean answersBefore;

  private SetCommand(Arguments arguments, long nowMillis) {
    this.arguments = arguments;
    this.nowMillis = nowMillis;
  }

  /** Runs one. */
  static void run(Arguments arguments, Keyspace keys, RespWriter out, long nowMillis)
      throws CommandException {
    if (arguments.count() == 3) {
      keys.put(arguments.key(1), new Entry(arguments.bytes(2), Entry.FOREVER));
      out.ok();
    } else {
      new SetCommand(arguments, nowMillis).readOptions().run(keys, out);
    }
  }

  private SetCommand readOptions() throws CommandException {
    for (var i = 3; i < arguments.count(); i++) {
      if (arguments.is(i, "NX") && !onlyThere) {
        onlyNew = true;
      } else if (arguments.is(i, "XX") && !onlyNew) {
        onlyThere = true;
      } else if (arguments.is(i, "GET")) {
        answersBefore = true;
      } else if (arguments.is(i, "KEEPTTL") && !endGiven) {
        keepsEnd = true;
      } else {
        readEnd(i);
        i++;
      }
    }
    return this;
  }

  private void readEnd(int i) throws CommandException {
    if (endGiven || keepsEnd || i + 1 >= arguments.count()) {
      throw new CommandException(CommandException.SYNTAX);
    }
    endGiven = true;
    if (arguments.is(i, "EX")) {
      endMillis = end(i + 1, SECOND_MILLIS, nowMillis);
    } else if (arguments.is(i, "PX")) {
      endMillis = end(i + 1, 1, nowMillis);
    } else if (arguments.is(i, "EXAT")) {
      endMillis = end(i + 1, SECOND_MILLIS, 0);
    } else if (arguments.is(i, "PXAT")) {
      endMillis = end(i + 1, 1, 0);
    } else {
      throw new CommandException(CommandException.SYNTAX);
    }
  }

  private long end(int i, long unitMillis, long sinceMillis) throws CommandException {
    var units = arguments.integer(i);
    if (units <= 0) {
      throw new CommandException("ERR invalid expire time in 'set' command");
    }
    return Commands.endMillis(units, unitMillis, sinceMillis, "set");
  }

  private void run(Keyspace keys, RespWriter out) throws CommandException {
    var value = arguments.bytes(2);
    var before =
        keys.change(
            arguments.key(1),
            nowMillis,
            entry -> allows(entry) ? new Entry(value, endAfter(entry)) : entry);
    if (answersBefore) {
      Commands.write(before, out);
    } else if (allows(before)) {
      out.ok();
    } else {
      out.nothing();
    }
  }

  private boolean allows(@Nullable Entry before) {
    return before == null ? !onlyThere : !onlyNew;
  }

  private long endAfter(@Nullable Entry before) {
    return keepsEnd && before != null ? before.endMillis() : endMillis;
  }
}
