package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * How busy each core was, from {@code /proc/stat}: a load whose own core is full measures itself.
 *
 * @param byCore ticks since the machine started; empty where the system does not tell
 */
record CoreTimes(TreeMap<Integer, Ticks> byCore) {
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;

  /** Of them all, and those in which the core had something to do. */
  private record Ticks(long busy, long all) {}

  /** As they stand now. */
  static CoreTimes read() {
    var times = new TreeMap<Integer, Ticks>();
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      lines
          .filter(line -> line.matches("cpu\\d+ .*"))
          .map(line -> line.split(" ", -1))
          .forEach(words -> times.put(Integer.valueOf(words[0].substring(3)), ticks(words)));
    } catch (IOException e) {
      return new CoreTimes(times); // not Linux
    }
    return new CoreTimes(times);
  }

  private static Ticks ticks(String[] words) {
    var all = 0L;
    for (var i = 1; i < words.length; i++) {
      all += Long.parseLong(words[i]);
    }
    return new Ticks(all - Long.parseLong(words[IDLE]) - Long.parseLong(words[IO_WAIT]), all);
  }

  /** How much of the time since then each core had something to do, from 0 to 100. */
  TreeMap<Integer, Long> busyPercentSince(CoreTimes then) {
    var percent = new TreeMap<Integer, Long>();
    byCore.forEach((core, now) -> {
      var before = then.byCore.getOrDefault(core, new Ticks(0, 0));
      var all = Math.max(1, now.all - before.all);
      percent.put(core, 100 * (now.busy - before.busy) / all);
    });
    return percent;
  }
}
