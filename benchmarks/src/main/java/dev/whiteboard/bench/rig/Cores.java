package dev.whiteboard.bench.rig;

import dev.whiteboard.stack.process.Shell;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cores are the server's and which everybody else's, by {@code taskset}.
 *
 * @param pinned whether they are told apart
 * @param server the server's, as taskset lists them
 * @param others all other ones
 * @param inWords for the report
 */
record Cores(boolean pinned, String server, String others, String inWords) {
  /** Core 0 for the server, where that can be done and is wanted. */
  static Cores split(boolean wanted) {
    var count = Runtime.getRuntime().availableProcessors();
    if (!wanted) {
      return unpinned("not pinned, as told");
    }
    if (count < 2) {
      return unpinned("NOT PINNED: there is one core, and the load takes its part of it");
    }
    if (!Shell.run("taskset", "--version").succeeded()) {
      return unpinned("NOT PINNED: there is no taskset, and the load may run on the same core");
    }
    var others = count == 2 ? "1" : "1-" + (count - 1);
    return new Cores(
        true, "0", others, "server on core 0; load, PostgreSQL, Redis and Kafka on core " + others);
  }

  private static Cores unpinned(String why) {
    return new Cores(false, "", "", why);
  }

  /** Moves this process off the server's core, and with it all that it starts from now on. */
  void leaveServerCore() {
    if (pinned) {
      var pid = Long.toString(ProcessHandle.current().pid());
      var moved = Shell.run("taskset", "--all-tasks", "--cpu-list", "--pid", others, pid);
      if (!moved.succeeded()) {
        throw new IllegalStateException("cannot be pinned: " + moved.lastLines());
      }
    }
  }

  /** Moves another process to the server's core. */
  void giveServerCore(long pid) {
    if (pinned) {
      var moved =
          Shell.run("taskset", "--all-tasks", "--cpu-list", "--pid", server, Long.toString(pid));
      if (!moved.succeeded()) {
        throw new IllegalStateException("cannot be pinned: " + moved.lastLines());
      }
    }
  }

  /** The command, to run on the server's core. */
  List<String> onServerCore(List<String> command) {
    if (!pinned) {
      return command;
    }
    var pinnedCommand = new ArrayList<>(List.of("taskset", "--cpu-list", server));
    pinnedCommand.addAll(command);
    return pinnedCommand;
  }
}
