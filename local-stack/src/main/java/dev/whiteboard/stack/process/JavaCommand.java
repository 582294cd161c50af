package dev.whiteboard.stack.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs a class of ours in a JVM of its own: this Java, and its class path. */
public final class JavaCommand {
  private static final List<String> QUIET =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private JavaCommand() {}

  /**
   * To be followed by the class's own arguments.
   *
   * @param jvm options of the JVM
   * @return a list that is the caller's
   */
  public static List<String> of(Class<?> main, List<String> jvm) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java));
    command.addAll(QUIET);
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }
}
