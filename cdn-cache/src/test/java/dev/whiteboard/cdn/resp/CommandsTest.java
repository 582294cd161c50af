package dev.whiteboard.cdn.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.cache.PlainLru;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands as somebody types them, and answers as they go out. */
final class CommandsTest {
  private static final RespOptions OPTIONS = RespOptions.of("127.0.0.1", 0, 1, "lru");

  private final Keyspace keys = keyspace(100_000);
  private final Commands commands =
      new Commands(keys, new ServerCommands(keys, OPTIONS, new Counted()));
  private final RespWriter out = new RespWriter(1 << 20);
  private final Session session = new Session(7, out);
  private long nowMillis = 1_000_000;

  private static Keyspace keyspace(long bytes) {
    return new Keyspace(new PlainLru<>(Bounds.weight(bytes, Entry::weight)));
  }

  private record Counted() implements ServerCommands.Counts {
    @Override
    public int connections() {
      return 3;
    }

    @Override
    public long commands() {
      return 17;
    }

    @Override
    public long cut() {
      return 0;
    }
  }

  /** The answer, with blanks for the ends of lines. */
  private String run(String line) throws ProtocolException {
    var reader = new RespReader(1 << 16, 1 << 18);
    var bytes = (line + "\n").getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, reader.room(bytes.length), 0, bytes.length);
    reader.filled(bytes.length);
    assertThat(reader.next()).isTrue();
    try {
      commands.run(reader.arguments(), session, nowMillis);
    } catch (CommandException e) {
      out.error(e.answer());
    }
    var answer = new String(out.data(), 0, out.size(), ISO_8859_1);
    out.clear();
    return answer.replace("\r\n", " ").strip();
  }

  /** Runs them all; the answer to the last. */
  private String last(String... lines) throws ProtocolException {
    var answer = "";
    for (var line : lines) {
      answer = run(line);
    }
    return answer;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET a|$-1",
        "SET a 1; GET a|$1 1",
        "set a 1; get a|$1 1",
        "SET a ''; GET a|$0",
        "SET a 1 NX; SET a 2 NX; GET a|$1 1",
        "SET a 1; SET a 2 NX|$-1",
        "SET a 1 XX|$-1",
        "SET a 1; SET a 2 XX; GET a|$1 2",
        "SET a 1 NX XX|-ERR syntax error",
        "SET a 1 EX|-ERR syntax error",
        "SET a 1 EX 0|-ERR invalid expire time in 'set' command",
        "SET a 1 EX -1|-ERR invalid expire time in 'set' command",
        "SET a 1 EX 9223372036854775807|-ERR invalid expire time in 'set' command",
        "SET a 1 EX 1.5|-ERR value is not an integer or out of range",
        "SET a 1 EX 5 PX 5|-ERR syntax error",
        "SET a 1 EX 5 KEEPTTL|-ERR syntax error",
        "SET a 1 what|-ERR syntax error",
        "SET a 1 EX 5; TTL a|:5",
        "SET a 1 PX 1400; TTL a|:1",
        "SET a 1 px 1500; PTTL a|:1500",
        "SET a 1 EX 5; SET a 2; TTL a|:-1",
        "SET a 1 EX 5; SET a 2 KEEPTTL; TTL a|:5",
        "SET a 1 EXAT 1005; TTL a|:5",
        "SET a 1; SET a 2 GET|$1 1",
        "SET a 1 GET|$-1",
        "SET a 1; SET a 2 NX GET; GET a|$1 1",
        "SET a 1; SET a 2 XX GET; GET a|$1 2",
        "TTL a|:-2",
        "SET a 1; PTTL a|:-1",
        "EXPIRE a 5|:0",
        "SET a 1; EXPIRE a 5; TTL a|:5",
        "SET a 1; PEXPIRE a 5000; TTL a|:5",
        "SET a 1; EXPIRE a 0|:1",
        "SET a 1; EXPIRE a -1; GET a|$-1",
        "SET a 1; EXPIRE a x|-ERR value is not an integer or out of range",
        "SET a 1; EXPIRE a 9223372036854775807|-ERR invalid expire time in 'expire' command",
        "SET a 1 EX 5; PERSIST a; TTL a|:-1",
        "PERSIST a|:0",
        "DEL a b|:0",
        "MSET a 1 b 2; DEL a b c a|:2",
        "MSET a 1 b 2; EXISTS a b c a|:3",
        "MSET a 1 b|-ERR wrong number of arguments for 'mset' command",
        "MSET a 1 b 22; MGET a x b|*3 $1 1 $-1 $2 22",
        "INCR a|:1",
        "SET a 41; INCR a; GET a|$2 42",
        "SET a -1; DECR a|:-2",
        "INCRBY a -5|:-5",
        "DECRBY a -5|:5",
        "SET a 9223372036854775807; INCR a|-ERR increment or decrement would overflow",
        "SET a -9223372036854775808; DECR a|-ERR increment or decrement would overflow",
        "SET a -9223372036854775807; DECR a|:-9223372036854775808",
        "DECRBY a -9223372036854775808|-ERR decrement would overflow",
        "SET a 9223372036854775808; INCR a|-ERR value is not an integer or out of range",
        "SET a 01; INCR a|-ERR value is not an integer or out of range",
        "SET a ' 1'; INCR a|-ERR value is not an integer or out of range",
        "SET a ''; INCR a|-ERR value is not an integer or out of range",
        "SET a +1; INCR a|-ERR value is not an integer or out of range",
        "SET a 1 EX 5; INCR a; TTL a|:5",
        "DBSIZE|:0",
        "MSET a 1 b 2; DBSIZE|:2",
        "MSET a 1 b 2; FLUSHALL; DBSIZE|:0",
        "FLUSHALL ASYNC|+OK",
        "FLUSHALL now|-ERR syntax error",
        "PING|+PONG",
        "PING hello|$5 hello",
        "PING a b|-ERR wrong number of arguments for 'ping' command",
        "ECHO hello|$5 hello",
        "GET|-ERR wrong number of arguments for 'get' command",
        "GET a b|-ERR wrong number of arguments for 'get' command",
        "WHAT a b|-ERR unknown command 'WHAT', with args beginning with: 'a' 'b'",
        "FLUSHALLS|-ERR unknown command 'FLUSHALLS', with args beginning with:",
        "SELECT 0|+OK",
        "SELECT 1|-ERR DB index is out of range",
        "CONFIG GET maxmemory|*2 $9 maxmemory $6 100000",
        "CONFIG GET maxmemory-pol*|*2 $16 maxmemory-policy $3 lru",
        "CONFIG GET save appendonly|*4 $4 save $0  $10 appendonly $2 no",
        "CONFIG GET \\Ewhat.*|*0",
        "CONFIG SET maxmemory 1|-ERR unknown subcommand or wrong number of arguments for 'SET' of 'config'",
        "COMMAND|*0",
        "COMMAND COUNT|:27",
        "COMMAND DOCS|*0",
        "CLIENT ID|:7",
        "CLIENT SETNAME me; CLIENT GETNAME|$2 me",
        "CLIENT SETNAME 'a b'|-ERR Client names cannot contain spaces, newlines or special characters.",
        "CLIENT SETINFO lib-name me|+OK",
        "CLIENT KILL x|-ERR unknown subcommand or wrong number of arguments for 'KILL' of 'client'",
        "HELLO 4|-NOPROTO unsupported protocol version",
        "HELLO 3; GET a|_",
        "HELLO 3; COMMAND DOCS|%0",
        "HELLO 3; HELLO 2; GET a|$-1",
        "HELLO 3 AUTH default x SETNAME me; CLIENT GETNAME|$2 me",
        "QUIT|+OK"
      })
  void run_answersAsRedis(String lines, String answer) throws ProtocolException {
    assertThat(last(lines.split("; ", -1))).isEqualTo(answer);
  }

  @Test
  void hello_tellsWhatItIs() throws ProtocolException {
    assertThat(run("HELLO"))
        .startsWith("*14 $6 server $5 redis $7 version")
        .contains("$5 proto :2");
    assertThat(run("HELLO 3")).startsWith("%7 $6 server").contains("$5 proto :3");
  }

  @Test
  void info_hasWhatWasCounted() throws ProtocolException {
    last("SET a 1", "GET a", "GET a", "GET b");
    assertThat(run("INFO"))
        .contains("# Server", "maxmemory:100000", "keyspace_hits:2", "keyspace_misses:1")
        .contains("connected_clients:3", "used_memory:" + (2 + Entry.OVERHEAD_BYTES));
    assertThat(run("INFO memory")).contains("used_memory").doesNotContain("# Server");
    assertThat(run("INFO what")).isEqualTo("$0");
  }

  @Test
  void get_whenItsTimeIsUp_isNothing() throws ProtocolException {
    last("SET a 1 PX 100", "SET b 1 PX 101");
    nowMillis += 100;
    assertThat(run("GET a")).isEqualTo("$-1");
    assertThat(run("GET b")).isEqualTo("$1 1");
    assertThat(run("DBSIZE")).isEqualTo(":1");
    nowMillis += 1;
    assertThat(run("DEL b")).isEqualTo(":0");
    assertThat(run("SET b 1 XX")).isEqualTo("$-1");
    assertThat(run("INCR b")).isEqualTo(":1");
    assertThat(run("TTL b")).isEqualTo(":-1");
  }

  @Test
  void sweep_takesOutWhatIsOver() throws ProtocolException {
    last("SET a 1 PX 100", "SET b 1 PX 200", "SET c 1");
    keys.sweep(nowMillis + 150);
    assertThat(run("DBSIZE")).isEqualTo(":2");
    assertThat(run("INFO stats")).contains("expired_keys:1");
  }

  @Test
  void set_ofMoreThanThereIs_isRefused() throws ProtocolException {
    var small = "SET a " + "x".repeat(60_000);
    assertThat(run(small)).isEqualTo("+OK");
    assertThat(run("SET b " + "x".repeat(60_000))).isEqualTo("+OK");
    assertThat(run("DBSIZE")).isEqualTo(":1");
    assertThat(keys.weight()).isLessThanOrEqualTo(keys.weightMax());
    var tiny = keyspace(150);
    var other = new Commands(tiny, new ServerCommands(tiny, OPTIONS, new Counted()));
    assertThat(Entry.weight(new Bytes(new byte[10]), new Entry(new byte[21], 0))).isEqualTo(151);
    var reader = new RespReader(100, 1_000);
    var bytes = ("SET 0123456789 " + "x".repeat(21) + "\n").getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, reader.room(bytes.length), 0, bytes.length);
    reader.filled(bytes.length);
    assertThat(reader.next()).isTrue();
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> other.run(reader.arguments(), session, nowMillis))
        .withMessageStartingWith("OOM");
  }

  @Test
  void set_ofAKeyTooLong_isRefused() throws ProtocolException {
    var key = "k".repeat(Arguments.KEY_BYTES_MAX);
    assertThat(run("SET " + key.substring(20) + " 1")).isEqualTo("+OK");
    var reader = new RespReader(1 << 17, 1 << 18);
    var bytes =
        ("*2\r\n$3\r\nGET\r\n$" + (key.length() + 1) + "\r\n" + key + "k\r\n").getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, reader.room(bytes.length), 0, bytes.length);
    reader.filled(bytes.length);
    assertThat(reader.next()).isTrue();
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> commands.run(reader.arguments(), session, nowMillis));
  }
}
