package dev.whiteboard.cdn.resp;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Commands about the server and the connection: as much as clients ask for when they begin. */
final class ServerCommands {
  /** What we say we are: clients look at it to know what they may ask for. */
  private static final String VERSION = "7.0.0";

  private static final String NAME = "redis";
  private static final int NAME_CHARS_MAX = 256;

  private final Keyspace keys;
  private final RespOptions options;
  private final Counts counts;

  /** What is counted outside. */
  interface Counts {
    /** Clients that are connected. */
    int connections();

    /** Commands that were run. */
    long commands();

    /** Connections that were cut: too slow, too large, or no Redis client. */
    long cut();
  }

  ServerCommands(Keyspace keys, RespOptions options, Counts counts) {
    this.keys = keys;
    this.options = options;
    this.counts = counts;
  }

  void run(Command command, Arguments arguments, Session session) throws CommandException {
    var out = session.answers();
    switch (command) {
      case PING -> ping(arguments, out);
      case ECHO -> out.bulk(arguments.bytes(1));
      case INFO -> out.bulk(info(arguments));
      case CONFIG -> config(arguments, out);
      case COMMAND -> commands(arguments, out);
      case CLIENT -> client(arguments, session);
      case SELECT -> select(arguments, out);
      case HELLO -> hello(arguments, session);
      case QUIT -> {
        out.ok();
        session.end();
      }
      default -> throw new IllegalArgumentException(command + " is about keys");
    }
  }

  private static void ping(Arguments arguments, RespWriter out) {
    if (arguments.count() == 1) {
      out.simple("PONG");
    } else {
      out.bulk(arguments.bytes(1));
    }
  }

  private static void select(Arguments arguments, RespWriter out) throws CommandException {
    if (arguments.integer(1) != 0) {
      throw new CommandException("ERR DB index is out of range");
    }
    out.ok();
  }

  private static void commands(Arguments arguments, RespWriter out) throws CommandException {
    if (arguments.count() == 1 || arguments.is(1, "INFO") || arguments.is(1, "LIST")) {
      out.array(0);
    } else if (arguments.is(1, "COUNT")) {
      out.integer(Command.values().length);
    } else if (arguments.is(1, "DOCS")) {
      out.map(0);
    } else {
      throw unknownPart("command", arguments);
    }
  }

  private static CommandException unknownPart(String command, Arguments arguments) {
    return new CommandException(
        "ERR unknown subcommand or wrong number of arguments for '%.64s' of '%s'"
            .formatted(arguments.text(1), command));
  }

  private static void client(Arguments arguments, Session session) throws CommandException {
    var out = session.answers();
    if (arguments.is(1, "ID") && arguments.count() == 2) {
      out.integer(session.id());
    } else if (arguments.is(1, "GETNAME") && arguments.count() == 2) {
      out.bulk(session.name());
    } else if (arguments.is(1, "SETNAME") && arguments.count() == 3) {
      rename(arguments, 2, session);
      out.ok();
    } else if (arguments.is(1, "SETINFO") && arguments.count() == 4) {
      out.ok();
    } else {
      throw unknownPart("client", arguments);
    }
  }

  private static void rename(Arguments arguments, int i, Session session) throws CommandException {
    var name = arguments.text(i);
    if (name.length() > NAME_CHARS_MAX || !name.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new CommandException(
          "ERR Client names cannot contain spaces, newlines or special characters.");
    }
    session.rename(name);
  }

  /** There is no password, so any will do. */
  private static void hello(Arguments arguments, Session session) throws CommandException {
    var out = session.answers();
    var version = arguments.count() > 1 ? version(arguments) : out.version();
    for (var i = 2; i < arguments.count(); i++) {
      if (arguments.is(i, "AUTH") && i + 2 < arguments.count()) {
        i += 2;
      } else if (arguments.is(i, "SETNAME") && i + 1 < arguments.count()) {
        rename(arguments, ++i, session);
      } else {
        throw new CommandException(
            "ERR Syntax error in HELLO option '%.64s'".formatted(arguments.text(i)));
      }
    }
    out.useResp3(version == 3);
    greet(session);
  }

  private static long version(Arguments arguments) throws CommandException {
    var version = arguments.integer(1);
    if (version != 2 && version != 3) {
      throw new CommandException("NOPROTO unsupported protocol version");
    }
    return version;
  }

  private static void greet(Session session) {
    var out = session.answers();
    out.map(7);
    out.bulk("server");
    out.bulk(NAME);
    out.bulk("version");
    out.bulk(VERSION);
    out.bulk("proto");
    out.integer(out.version());
    out.bulk("id");
    out.integer(session.id());
    out.bulk("mode");
    out.bulk("standalone");
    out.bulk("role");
    out.bulk("master");
    out.bulk("modules");
    out.array(0);
  }

  private void config(Arguments arguments, RespWriter out) throws CommandException {
    if (!arguments.is(1, "GET") || arguments.count() < 3) {
      throw unknownPart("config", arguments);
    }
    var found = new LinkedHashMap<String, String>();
    for (var i = 2; i < arguments.count(); i++) {
      var wanted = pattern(arguments.text(i));
      parameters()
          .forEach((name, value) -> {
            if (wanted.matcher(name).matches()) {
              found.put(name, value);
            }
          });
    }
    out.map(found.size());
    found.forEach((name, value) -> {
      out.bulk(name);
      out.bulk(value);
    });
  }

  /** Stars stand for anything; other letters for themselves. */
  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Pattern.quote(glob).replaceAll("\\*+", "\\\\E.*+\\\\Q"), Pattern.CASE_INSENSITIVE);
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("maxmemory", Long.toString(keys.weightMax()));
    parameters.put("maxmemory-policy", options.policy());
    parameters.put("maxclients", Integer.toString(options.connectionsMax()));
    parameters.put("proto-max-bulk-len", Integer.toString(options.valueBytesMax()));
    parameters.put("databases", "1");
    parameters.put("save", "");
    parameters.put("appendonly", "no");
    return parameters;
  }

  private String info(Arguments arguments) {
    return sections().entrySet().stream()
        .filter(section -> isWanted(section.getKey(), arguments))
        .map(section -> "# " + section.getKey() + "\r\n" + lines(section.getValue()))
        .collect(joining("\r\n"));
  }

  private static String lines(Map<String, ?> section) {
    return section.entrySet().stream()
        .map(line -> line.getKey() + ":" + line.getValue() + "\r\n")
        .collect(joining());
  }

  private static boolean isWanted(String section, Arguments arguments) {
    if (arguments.count() == 1) {
      return true;
    }
    for (var i = 1; i < arguments.count(); i++) {
      if (arguments.text(i).equalsIgnoreCase(section)
          || arguments.is(i, "ALL")
          || arguments.is(i, "EVERYTHING")
          || arguments.is(i, "DEFAULT")) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Map<String, ?>> sections() {
    var sections = new LinkedHashMap<String, Map<String, ?>>();
    sections.put("Server", Map.of("redis_version", VERSION));
    sections.put("Clients", Map.of("connected_clients", counts.connections()));
    sections.put("Memory", memory());
    sections.put("Stats", stats());
    sections.put("Keyspace", Map.of("db0", "keys=" + keys.size()));
    return sections;
  }

  private Map<String, Object> memory() {
    var memory = new LinkedHashMap<String, Object>();
    memory.put("used_memory", keys.weight());
    memory.put("maxmemory", keys.weightMax());
    memory.put("maxmemory_policy", options.policy());
    return memory;
  }

  private Map<String, Object> stats() {
    var stats = new LinkedHashMap<String, Object>();
    stats.put("total_commands_processed", counts.commands());
    stats.put("keyspace_hits", keys.hits());
    stats.put("keyspace_misses", keys.misses());
    stats.put("expired_keys", keys.expired());
    stats.put("client_connections_cut", counts.cut());
    return stats;
  }
}
