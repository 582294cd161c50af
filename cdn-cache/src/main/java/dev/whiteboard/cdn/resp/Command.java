package dev.whiteboard.cdn.resp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands there are. */
enum Command {
  GET(2, 2),
  SET(3, Integer.MAX_VALUE),
  DEL(2, Integer.MAX_VALUE),
  UNLINK(2, Integer.MAX_VALUE),
  EXISTS(2, Integer.MAX_VALUE),
  EXPIRE(3, 3),
  PEXPIRE(3, 3),
  PERSIST(2, 2),
  TTL(2, 2),
  PTTL(2, 2),
  MGET(2, Integer.MAX_VALUE),
  MSET(3, Integer.MAX_VALUE),
  INCR(2, 2),
  DECR(2, 2),
  INCRBY(3, 3),
  DECRBY(3, 3),
  DBSIZE(1, 1),
  FLUSHALL(1, 2),
  PING(1, 2),
  ECHO(2, 2),
  INFO(1, Integer.MAX_VALUE),
  CONFIG(2, Integer.MAX_VALUE),
  COMMAND(1, Integer.MAX_VALUE),
  CLIENT(2, Integer.MAX_VALUE),
  SELECT(2, 2),
  HELLO(1, Integer.MAX_VALUE),
  QUIT(1, Integer.MAX_VALUE);

  /** Twice as many places as names, and a power of two: hardly any two share one. */
  private static final int PLACES = 64;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int SPREAD_SHIFT = 58;

  private static final @Nullable Command[] TABLE = table();

  private final int countMin;
  private final int countMax;
  private final long packed;

  Command(int countMin, int countMax) {
    this.countMin = countMin;
    this.countMax = countMax;
    var letters = 0L;
    for (var letter : name().toCharArray()) {
      letters = letters << Byte.SIZE | letter;
    }
    packed = letters;
  }

  private static @Nullable Command[] table() {
    var table = new @Nullable Command[PLACES];
    for (var command : values()) {
      var place = place(command.packed);
      while (table[place] != null) {
        place = (place + 1) % PLACES;
      }
      table[place] = command;
    }
    return table;
  }

  private static int place(long packed) {
    return (int) ((packed * SPREAD) >>> SPREAD_SHIFT);
  }

  /**
   * The command of these arguments.
   *
   * @throws CommandException where there is none of that name, or it takes more or less
   */
  static Command of(Arguments arguments) throws CommandException {
    var packed = arguments.packed(0);
    for (var place = place(packed); ; place = (place + 1) % PLACES) {
      var command = TABLE[place];
      if (command == null) {
        throw unknown(arguments);
      }
      if (command.packed == packed) {
        return command.taking(arguments.count());
      }
    }
  }

  private Command taking(int count) throws CommandException {
    if (count < countMin || count > countMax) {
      throw wrongCount();
    }
    return this;
  }

  /** It takes another number of arguments. */
  CommandException wrongCount() {
    return new CommandException(
        "ERR wrong number of arguments for '" + name().toLowerCase(Locale.ROOT) + "' command");
  }

  private static CommandException unknown(Arguments arguments) {
    var message = new StringBuilder("ERR unknown command '").append(shortened(arguments, 0));
    message.append("', with args beginning with: ");
    for (var i = 1; i < Math.min(arguments.count(), 4); i++) {
      message.append('\'').append(shortened(arguments, i)).append("' ");
    }
    return new CommandException(message.toString());
  }

  private static String shortened(Arguments arguments, int i) {
    var text = arguments.text(i);
    return text.substring(0, Math.min(text.length(), 64));
  }
}
